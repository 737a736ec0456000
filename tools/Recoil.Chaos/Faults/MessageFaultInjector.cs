using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Recoil.Hosting.Transport;
using Recoil.Hosting.Transport.Connecting;

namespace Recoil.Chaos.Faults;

/// <summary>
/// Duplicates and delays messages at the broker. It receives a copy of every message to an endpoint. A duplicate has the same bytes and
/// properties; a delayed message is consumed from the endpoint's queue and published to it again later.
/// </summary>
internal sealed class MessageFaultInjector(TransportOptions transport, ChaosOptions options) : IAsyncDisposable
{
    private static readonly TimeSpan s_reconnectDelay = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_receiveTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_maximumDelay = TimeSpan.FromSeconds(6);

    private readonly CancellationTokenSource _stop = new();
    private readonly Random _random = new(options.Seed);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _delaysDue = Endpoints.OfShots.ToDictionary(e => e, _ => 0, StringComparer.Ordinal);
    private Task _work = Task.CompletedTask;
    private int _seen;
    private int _duplicated;
    private int _delayed;
    private int _held;
    private volatile bool _enabled = true;

    public int Seen => _seen;
    public int Duplicated => _duplicated;
    public int Delayed => _delayed;

    /// <summary>Whether no message is held back or about to be duplicated.</summary>
    public bool IsIdle => Volatile.Read(ref _held) == 0;

    /// <summary>Starts; completes when it receives copies of the messages.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _work = WorkAsync(started);
        await started.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Stops injecting faults. Messages that are held back are still delivered.</summary>
    public void Disable() => _enabled = false;

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
                await using var connection = await RabbitMqConnection.OpenAsync(transport, "chaos message faults", _stop.Token);
                await InjectAsync(connection, started);
            }
            catch (Exception broken) when (RabbitMqConnection.IsOutage(broken) || broken is ChannelClosedException)
            {
                // The broker restarts or has closed the connection, which is one of the injected faults.
                await Task.Delay(s_reconnectDelay, CancellationToken.None);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task InjectAsync(IConnection connection, TaskCompletionSource started)
    {
        await using var observer = await connection.CreateChannelAsync(cancellationToken: _stop.Token);
        await using var publisher = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), _stop.Token);
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        connection.ConnectionShutdownAsync += (_, _) => broken.CancelAsync();

        var duplicates = Channel.CreateUnbounded<Func<Task>>();
        foreach (var endpoint in Endpoints.OfShots)
            await ObserveAsync(observer, endpoint, message => duplicates.Writer.TryWrite(() => DuplicateAsync(publisher, endpoint, message, broken.Token)));
        started.TrySetResult();

        var delaying = Endpoints.OfShots.Select(endpoint => DelayMessagesAsync(connection, publisher, endpoint, broken.Token)).ToArray();
        var running = new List<Task>();
        try
        {
            await foreach (var duplicate in duplicates.Reader.ReadAllAsync(broken.Token))
                running.Add(duplicate());
        }
        catch (OperationCanceledException) when (broken.IsCancellationRequested)
        {
            // Stopped, or the connection is closed.
        }

        await broken.CancelAsync();
        await Task.WhenAll([.. delaying, .. running]);
    }

    private async Task ObserveAsync(IChannel channel, string endpoint, Action<Message> duplicate)
    {
        var queue = await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true, cancellationToken: _stop.Token);
        await channel.QueueBindAsync(queue.QueueName, endpoint, "", cancellationToken: _stop.Token);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            if (!_enabled)
                return Task.CompletedTask;
            Interlocked.Increment(ref _seen);
            lock (_lock)
            {
                if (IsDue(options.DelayedShare, _delayed + _delaysDue.Values.Sum()))
                    _delaysDue[endpoint]++;
                if (!IsDue(options.DuplicatedShare, _duplicated))
                    return Task.CompletedTask;
            }

            duplicate(Message.Of(delivery));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer, _stop.Token);
    }

    /// <summary>Random with this share; three times as likely while closed connections have kept the total below it.</summary>
    private bool IsDue(double share, int done) => _random.NextDouble() < (done < share * _seen ? 3 * share : share);

    /// <summary>Publishes half of the duplicates immediately and half after a delay.</summary>
    private async Task DuplicateAsync(IChannel publisher, string endpoint, Message message, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _held);
        try
        {
            if (RandomDelay() is { } delay && delay > s_maximumDelay / 2)
                await Task.Delay(delay, cancellationToken);
            await publisher.BasicPublishAsync("", endpoint, mandatory: true, message.Properties, message.Body, cancellationToken);
            Interlocked.Increment(ref _duplicated);
        }
        catch (Exception broken) when (RabbitMqConnection.IsOutage(broken) || broken is OperationCanceledException)
        {
            // A missing duplicate is no fault; IsDue makes up for it.
        }
        finally
        {
            Interlocked.Decrement(ref _held);
        }
    }

    /// <summary>Delays messages of a queue, as a competing consumer of the services.</summary>
    private async Task DelayMessagesAsync(IConnection connection, IChannel publisher, string endpoint, CancellationToken cancellationToken)
    {
        var held = new List<Task>();
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
                if (TryTakeDelay(endpoint))
                    held.Add(DelayOneAsync(connection, publisher, endpoint, cancellationToken));
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped, or the connection is closed.
        }

        await Task.WhenAll(held);
    }

    /// <summary>Holds one message unacknowledged until its copy is in the queue.</summary>
    private async Task DelayOneAsync(IConnection connection, IChannel publisher, string endpoint, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _held);
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
            var (tag, message) = await taken.Task.WaitAsync(s_receiveTimeout, cancellationToken);
            await channel.BasicCancelAsync(subscription, cancellationToken: cancellationToken);
            await Task.Delay(RandomDelay(), cancellationToken);
            await publisher.BasicPublishAsync("", endpoint, mandatory: true, message.Properties, message.Body, cancellationToken);
            await channel.BasicAckAsync(tag, multiple: false, cancellationToken);
            Interlocked.Increment(ref _delayed);
        }
        catch (Exception broken) when (RabbitMqConnection.IsOutage(broken) || broken is OperationCanceledException)
        {
            // Not acknowledged: the broker requeues the message.
            AddDelay(endpoint);
        }
        finally
        {
            Interlocked.Decrement(ref _held);
        }
    }

    private void AddDelay(string endpoint)
    {
        lock (_lock)
            _delaysDue[endpoint]++;
    }

    private bool TryTakeDelay(string endpoint)
    {
        lock (_lock)
        {
            if (!_enabled || _delaysDue[endpoint] == 0)
                return false;
            _delaysDue[endpoint]--;
            return true;
        }
    }

    private TimeSpan RandomDelay()
    {
        lock (_lock)
            return s_maximumDelay * _random.NextDouble();
    }

    private sealed record Message(BasicProperties Properties, byte[] Body)
    {
        public static Message Of(BasicDeliverEventArgs delivery) => new(new BasicProperties(delivery.BasicProperties), delivery.Body.ToArray());
    }
}
