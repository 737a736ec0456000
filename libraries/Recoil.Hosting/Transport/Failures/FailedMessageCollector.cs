using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using Recoil.Hosting.Transport.Connecting;
using Recoil.Storage;
using Recoil.Storage.Failures;

namespace Recoil.Hosting.Transport.Failures;

/// <summary>
/// Moves messages out of the error queues of this process's endpoints into the store, where looking at them costs nothing. A message is
/// acknowledged when it is stored; until then, and during an outage of the store, it stays in its queue.
/// </summary>
internal sealed partial class FailedMessageCollector(
    TransportOptions transport, ErrorQueues queues, IFailedMessages failed, TimeProvider time, ILogger<FailedMessageCollector> logger) : BackgroundService
{
    /// <summary>
    /// RabbitMQ 4 drops a message of an error queue that came back 20 times, and the queue's limit is none of ours to change. Long before, a
    /// copy takes its place.
    /// </summary>
    private const int MostReturns = 5;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The endpoints declare their queues meanwhile: RabbitMQ logs an error for a question about a queue that is not there.
        await PauseAsync(s_pause, stoppingToken);
        var logged = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await RabbitMqConnection.OpenAsync(transport, "recoil failed messages", stoppingToken);
                logged = false;
                await CollectAsync(connection, stoppingToken);
            }
            catch (Exception away) when (RabbitMqConnection.IsOutage(away))
            {
                if (!logged)
                    LogAway(away.Message);
                logged = true;
            }

            await PauseAsync(s_pause, stoppingToken);
        }
    }

    /// <summary>Collects until the connection or the channel is closed, or the service stops.</summary>
    private async Task CollectAsync(IConnection connection, CancellationToken stop)
    {
        await using var channel = await connection.CreateConfirmingChannelAsync(stop);
        var arrived = Channel.CreateUnbounded<(ulong Tag, bool Redelivered, ArrivedFailure Message)>();
        channel.ChannelShutdownAsync += (_, _) => Ended();

        // One of each queue at a time: whatever ends this process returns no more than that.
        await channel.BasicQosAsync(0, 1, global: false, stop);
        var consumed = new HashSet<string>(StringComparer.Ordinal);
        var pause = s_pause;
        var former = queues.Former.ToList();
        try
        {
            while (true)
            {
                foreach (var queue in queues.Current.Where(queue => !consumed.Contains(queue)).Concat(former).ToList())
                {
                    if (!await ExistsAsync(connection, queue, stop))
                        continue;
                    var consumer = new AsyncEventingBasicConsumer(channel);
                    consumer.ReceivedAsync += (_, taken) => ArriveAsync(queue, taken);
                    consumer.UnregisteredAsync += (_, _) => Ended();
                    await channel.BasicConsumeAsync(queue, autoAck: false, consumer, stop);
                    consumed.Add(queue);
                    pause = s_pause;
                }

                former.Clear();

                if (!await StoreUntilAsync(time.GetUtcNow() + pause))
                    return;
                pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
            }
        }
        finally
        {
            if (channel.IsOpen)
                await channel.BasicNackAsync(0, multiple: true, requeue: true, CancellationToken.None);
        }

        Task Ended()
        {
            arrived.Writer.TryComplete();
            return Task.CompletedTask;
        }

        Task ArriveAsync(string queue, BasicDeliverEventArgs taken)
        {
            // The client reuses the buffer that the body came in.
            arrived.Writer.TryWrite((taken.DeliveryTag, taken.Redelivered, new ArrivedFailure(queue, taken.BasicProperties, taken.Body.ToArray())));
            return Task.CompletedTask;
        }

        // False when nothing arrives any more.
        async Task<bool> StoreUntilAsync(DateTimeOffset until)
        {
            while (until - time.GetUtcNow() is var left && left > TimeSpan.Zero)
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
                limit.CancelAfter(left);
                try
                {
                    if (!await arrived.Reader.WaitToReadAsync(limit.Token))
                        return false;
                }
                catch (OperationCanceledException) when (!stop.IsCancellationRequested)
                {
                    return true;
                }

                while (arrived.Reader.TryRead(out var next))
                    await TakeAsync(channel, next.Tag, next.Redelivered, next.Message, stop);
            }

            return true;
        }
    }

    private async Task TakeAsync(IChannel channel, ulong tag, bool redelivered, ArrivedFailure message, CancellationToken stop)
    {
        if (message.Returns >= MostReturns)
        {
            await PutBackAsync(channel, tag, message);
            return;
        }

        try
        {
            await StoreAsync(message, mayBeStored: redelivered || message.WasPutBack, stop);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            // Its neighbours go on; it comes again behind them.
            LogNotStored(message.Queue, broken);
            await PutBackAsync(channel, tag, message);
            await PauseAsync(s_pause, stop);
            return;
        }

        await channel.BasicAckAsync(tag, multiple: false, CancellationToken.None);
    }

    private async Task StoreAsync(ArrivedFailure message, bool mayBeStored, CancellationToken stop)
    {
        var content = message.Content();
        for (var copy = 0; ; copy++)
        {
            var described = message.Describe(copy, time.GetUtcNow());
            if (await AddAsync(described, content, stop))
            {
                LogStored(described.Type, described.Queue, described.Id);
                return;
            }

            if (mayBeStored)
                return;
        }
    }

    private async Task<bool> AddAsync(FailedMessage message, FailedMessageContent content, CancellationToken stop)
    {
        for (var pause = s_pause; ; pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause)
        {
            try
            {
                return await failed.TryAddAsync(message, content, CancellationToken.None);
            }
            catch (StorageUnavailableException away)
            {
                LogStoreAway(message.Queue, away.Message);
            }

            await Task.Delay(pause, time, stop);
        }
    }

    /// <summary>Replaces a message by a copy at the end of the same queue.</summary>
    private static async Task PutBackAsync(IChannel channel, ulong tag, ArrivedFailure message)
    {
        await channel.BasicPublishAsync("", message.Queue, mandatory: true, message.PutBack(), message.Body, CancellationToken.None);
        await channel.BasicAckAsync(tag, multiple: false, CancellationToken.None);
    }

    /// <summary>The broker closes the channel that asks for a queue which is not there.</summary>
    private static async Task<bool> ExistsAsync(IConnection connection, string queue, CancellationToken cancellationToken)
    {
        await using var asking = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            await asking.QueueDeclarePassiveAsync(queue, cancellationToken);
            return true;
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return false;
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stop) =>
        await Task.Delay(pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The error queues cannot be read: {Reason} Failed messages wait in them; retrying")]
    private partial void LogAway(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Reason} Failed messages wait in {Queue} until it answers")]
    private partial void LogStoreAway(string queue, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A message of {Queue} cannot be stored; it stays in the queue and is tried again")]
    private partial void LogNotStored(string queue, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Type} out of {Queue} is stored as failed message {Id}; recoil errors shows it")]
    private partial void LogStored(string type, string queue, Guid id);
}
