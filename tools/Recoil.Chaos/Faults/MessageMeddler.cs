using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using Recoil.Hosting.Transport;

namespace Recoil.Chaos.Faults;

/// <summary>
/// Sits at the broker and delivers some messages twice and some late. It sees a copy of everything that goes to an
/// endpoint; what it repeats are the same bytes with the same properties, and what it holds back it has really taken out of
/// the queue.
/// </summary>
internal sealed class MessageMeddler(TransportOptions transport, ChaosOptions options) : IAsyncDisposable
{
    private static readonly TimeSpan s_reconnect = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_stealLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(6);

    private readonly CancellationTokenSource _stop = new();
    private readonly Random _dice = new(options.Seed);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _owed = Endpoints.OfShots.ToDictionary(e => e, _ => 0, StringComparer.Ordinal);
    private Task _work = Task.CompletedTask;
    private int _seen;
    private int _duplicated;
    private int _delayed;
    private int _inHand;
    private volatile bool _meddles = true;

    public int Seen => _seen;
    public int Duplicated => _duplicated;
    public int Delayed => _delayed;

    /// <summary>Nothing is held back or about to be repeated.</summary>
    public bool IsAtRest => Volatile.Read(ref _inHand) == 0;

    /// <summary>Starts; returns when it sees what goes through the broker.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _work = WorkAsync(started);
        await started.Task.WaitAsync(cancellationToken);
    }

    /// <summary>From now on everything goes through untouched; what is in hand is still delivered.</summary>
    public void LetBe() => _meddles = false;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private async Task WorkAsync(TaskCompletionSource started)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = await Amqp.ConnectAsync(transport, "chaos meddler", _stop.Token);
                await MeddleAsync(connection, started);
            }
            catch (Exception broken) when (broken is AlreadyClosedException or OperationInterruptedException or BrokerUnreachableException or IOException or ChannelClosedException)
            {
                // The broker is being restarted or has thrown us out, as it does to everybody here.
                await Task.Delay(s_reconnect, CancellationToken.None);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task MeddleAsync(IConnection connection, TaskCompletionSource started)
    {
        await using var tap = await connection.CreateChannelAsync(cancellationToken: _stop.Token);
        await using var publisher = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), _stop.Token);
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        connection.ConnectionShutdownAsync += (_, _) => broken.CancelAsync();

        var repeats = Channel.CreateUnbounded<Func<Task>>();
        foreach (var endpoint in Endpoints.OfShots)
            await TapAsync(tap, endpoint, message => repeats.Writer.TryWrite(() => RepeatAsync(publisher, endpoint, message, broken.Token)));
        started.TrySetResult();

        var thieves = Endpoints.OfShots.Select(endpoint => StealAsync(connection, publisher, endpoint, broken.Token)).ToArray();
        var running = new List<Task>();
        try
        {
            await foreach (var repeat in repeats.Reader.ReadAllAsync(broken.Token))
                running.Add(repeat());
        }
        catch (OperationCanceledException) when (broken.IsCancellationRequested)
        {
            // The end, or the connection's end.
        }

        await broken.CancelAsync();
        await Task.WhenAll([.. thieves, .. running]);
    }

    private async Task TapAsync(IChannel channel, string endpoint, Action<Message> duplicate)
    {
        var queue = await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true, cancellationToken: _stop.Token);
        await channel.QueueBindAsync(queue.QueueName, endpoint, "", cancellationToken: _stop.Token);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            if (!_meddles)
                return Task.CompletedTask;
            Interlocked.Increment(ref _seen);
            lock (_lock)
            {
                if (IsDue(options.Late, _delayed + _owed.Values.Sum()))
                    _owed[endpoint]++;
                if (!IsDue(options.Duplicates, _duplicated))
                    return Task.CompletedTask;
            }

            duplicate(Message.Of(delivery));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer, _stop.Token);
    }

    /// <summary>By chance; what broken connections prevented is made up for.</summary>
    private bool IsDue(double share, int done) => _dice.NextDouble() < (done < share * _seen ? 3 * share : share);

    /// <summary>Half of the repeats come at once, half of them later.</summary>
    private async Task RepeatAsync(IChannel publisher, string endpoint, Message message, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _inHand);
        try
        {
            if (Delay() is { } delay && delay > s_longestDelay / 2)
                await Task.Delay(delay, cancellationToken);
            await publisher.BasicPublishAsync("", endpoint, mandatory: true, message.Properties, message.Body, cancellationToken);
            Interlocked.Increment(ref _duplicated);
        }
        catch (Exception broken) when (broken is AlreadyClosedException or OperationInterruptedException or OperationCanceledException)
        {
            // A repeat that does not happen harms nobody.
        }
        finally
        {
            Interlocked.Decrement(ref _inHand);
        }
    }

    /// <summary>Takes out of a queue what is to come late, as one more consumer among the services.</summary>
    private async Task StealAsync(IConnection connection, IChannel publisher, string endpoint, CancellationToken cancellationToken)
    {
        var held = new List<Task>();
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
                if (Pay(endpoint))
                    held.Add(HoldOneAsync(connection, publisher, endpoint, cancellationToken));
            }
        }
        catch (OperationCanceledException)
        {
            // The end, or the connection's end.
        }

        await Task.WhenAll(held);
    }

    /// <summary>Holds one message unacknowledged until it is back in the queue.</summary>
    private async Task HoldOneAsync(IConnection connection, IChannel publisher, string endpoint, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _inHand);
        try
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            await channel.BasicQosAsync(0, 1, global: false, cancellationToken);
            var taken = new TaskCompletionSource<(ulong Tag, Message Message)>(TaskCreationOptions.RunContinuationsAsynchronously);
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.ReceivedAsync += (_, delivery) =>
            {
                taken.TrySetResult((delivery.DeliveryTag, Message.Of(delivery)));
                return Task.CompletedTask;
            };
            var subscription = await channel.BasicConsumeAsync(endpoint, autoAck: false, consumer, cancellationToken);
            var (tag, message) = await taken.Task.WaitAsync(s_stealLimit, cancellationToken);
            await channel.BasicCancelAsync(subscription, cancellationToken: cancellationToken);
            await Task.Delay(Delay(), cancellationToken);
            await publisher.BasicPublishAsync("", endpoint, mandatory: true, message.Properties, message.Body, cancellationToken);
            await channel.BasicAckAsync(tag, multiple: false, cancellationToken);
            Interlocked.Increment(ref _delayed);
        }
        catch (Exception broken) when (broken is AlreadyClosedException or OperationInterruptedException or OperationCanceledException or TimeoutException)
        {
            // Not acknowledged: the broker puts it back.
            Owe(endpoint);
        }
        finally
        {
            Interlocked.Decrement(ref _inHand);
        }
    }

    private void Owe(string endpoint)
    {
        lock (_lock)
            _owed[endpoint]++;
    }

    private bool Pay(string endpoint)
    {
        lock (_lock)
        {
            if (!_meddles || _owed[endpoint] == 0)
                return false;
            _owed[endpoint]--;
            return true;
        }
    }

    private TimeSpan Delay()
    {
        lock (_lock)
            return s_longestDelay * _dice.NextDouble();
    }

    private sealed record Message(BasicProperties Properties, byte[] Body)
    {
        public static Message Of(BasicDeliverEventArgs delivery) => new(new BasicProperties(delivery.BasicProperties), delivery.Body.ToArray());
    }
}
