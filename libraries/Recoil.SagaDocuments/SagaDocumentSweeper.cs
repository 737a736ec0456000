using MassTransit;
using MassTransit.Logging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Recoil.Storage;
using Recoil.Storage.Sagas;

namespace Recoil.SagaDocuments;

/// <summary>Sends what is due: timers, and outboxes whose process ended before it delivered them. Any number may run.</summary>
internal sealed partial class SagaDocumentSweeper<TSaga>(
    ISagaDocumentStore<TSaga> store, DeliveryTracker<TSaga> tracker, SagaDocumentOptions options, TimeProvider time, IBus bus,
    SweeperMetrics metrics, ILogger<SagaDocumentSweeper<TSaga>> logger)
    : BackgroundService
    where TSaga : class, ISaga
{
    private static readonly TimeSpan s_noteAfter = TimeSpan.FromSeconds(2);
    private static readonly string s_saga = typeof(TSaga).Name;
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.TransportKeepsMessages)
        {
            var again = await store.MakeUndeliveredDueAsync(time.GetUtcNow(), stoppingToken);
            if (again > 0)
                LogResumed(again, s_saga);
        }

        using var timer = new PeriodicTimer(options.SweepInterval, time);
        var lastRemoval = time.GetTimestamp();
        var isOutage = false;
        do
        {
            try
            {
                while (await SweepAsync(stoppingToken) == options.ClaimLimit)
                {
                }

                await NoteDeliveriesAsync(stoppingToken);
                if (time.GetElapsedTime(lastRemoval) >= options.RemovalInterval)
                {
                    lastRemoval = time.GetTimestamp();
                    await store.RemoveExpiredAsync(time.GetUtcNow(), stoppingToken);
                }

                isOutage = false;
            }
            catch (StorageUnavailableException outage)
            {
                // What is due stays due until the next sweep. One warning for the whole outage is enough.
                if (!isOutage)
                    LogStoreOutage(s_saga, outage.Message);
                isOutage = true;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The broker may not answer. What is due stays due until the next sweep.
                LogSweepFailed(exception, s_saga);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Sends everything that is due now, as far as one claim reaches.</summary>
    /// <returns>How many documents were claimed.</returns>
    internal async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = await store.ClaimDueAsync(now, options.ClaimFor, options.ClaimLimit, cancellationToken);
        if (due.Count > 0)
            metrics.Claimed(s_saga, due.Count);
        foreach (var document in due)
        {
            if (document.OutboxDueAt <= now)
            {
                foreach (var message in document.Outbox)
                    await StoredEnvelope.SendAsync(bus, message, cancellationToken);
                tracker.Add(document, document.Outbox);
                metrics.Redelivered(s_saga);
            }

            foreach (var timer in document.Timers.Where(t => t.DueAt <= now && !IsInherited(t, now)))
            {
                await FireAsync(timer, cancellationToken);
                metrics.Fired(s_saga);
            }
        }

        return due.Count;
    }

    /// <summary>Notes in the store what has been delivered and will not soon be overwritten.</summary>
    internal async Task NoteDeliveriesAsync(CancellationToken cancellationToken)
    {
        List<OutboxDelivery> delivered;
        do
        {
            delivered = tracker.Take(s_noteAfter, endedOnly: !options.TransportKeepsMessages, limit: 1000);
            if (delivered.Count > 0)
                await store.MarkDeliveredAsync(delivered, cancellationToken);
        }
        while (delivered.Count == 1000);
    }

    private bool IsInherited(SagaTimer timer, DateTimeOffset now) =>
        !options.TransportKeepsMessages && timer.SetAt < _startedAt && now < _startedAt + options.RestartGrace;

    private async Task FireAsync(SagaTimer timer, CancellationToken cancellationToken)
    {
        var (message, type) = TimerScheduleProvider.Read(timer);
        var endpoint = await bus.GetSendEndpoint(timer.Destination);
        await endpoint.Send(message, type, Pipe.Execute<SendContext>(context =>
        {
            context.MessageId = timer.TokenId;
            context.Headers.Set(MessageHeaders.SchedulingTokenId, timer.TokenId.ToString("D"));
            if (timer.TraceParent is { } trace)
                context.Headers.Set(DiagnosticHeaders.ActivityId, trace);
        }), cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Delivering the outboxes of {Count} {Saga} documents again: the last process ended before it noted their delivery")]
    private partial void LogResumed(int count, string saga);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pausing the sweep of {Saga} documents: {Reason}")]
    private partial void LogStoreOutage(string saga, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Retrying the sweep of {Saga} documents: it failed")]
    private partial void LogSweepFailed(Exception exception, string saga);
}
