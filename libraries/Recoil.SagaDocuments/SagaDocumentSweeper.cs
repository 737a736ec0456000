using System.Collections.Concurrent;
using MassTransit;
using MassTransit.Logging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Recoil.Hosting.Transport;
using Recoil.Storage;
using Recoil.Storage.Sagas;

namespace Recoil.SagaDocuments;

/// <summary>Sends what is due: timers, and outboxes whose process ended before it delivered them. Any number may run.</summary>
internal sealed partial class SagaDocumentSweeper<TSaga>(
    ISagaDocumentStore<TSaga> store, DeliveryTracker<TSaga> tracker, SagaDocumentOptions options, TimeProvider time, IBusControl bus,
    SweeperMetrics metrics, ILogger<SagaDocumentSweeper<TSaga>> logger)
    : BackgroundService
    where TSaga : class, ISaga
{
    /// <summary>How often a document's messages may fail to be sent, while the broker is there, before it is set aside.</summary>
    private const int SendLimit = 3;

    private static readonly TimeSpan s_noteAfter = TimeSpan.FromSeconds(2);
    private static readonly string s_saga = typeof(TSaga).Name;

    /// <summary>How often in a row messages of a document could not be sent while the broker was there.</summary>
    private readonly ConcurrentDictionary<Guid, int> _failures = new();
    private readonly SagaDocumentOptions options = options.Checked();
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
                while (await SweepAsync(stoppingToken) >= options.ClaimLimit)
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
        foreach (var unreadable in due.Unreadable)
            await SetAsideAsync(unreadable.Id, unreadable.Reason, cancellationToken);
        foreach (var document in due.Documents)
            await SweepAsync(document, now, cancellationToken);

        return due.Count;
    }

    /// <summary>Sends what is due of a document. What cannot be sent keeps nothing else.</summary>
    private async Task SweepAsync(SagaDocument<TSaga> document, DateTimeOffset now, CancellationToken cancellationToken)
    {
        string? failure = null, unreadable = null;
        if (document.OutboxDueAt <= now)
        {
            var sent = new List<OutboxMessage>(document.Outbox.Count);
            foreach (var message in document.Outbox)
            {
                var reason = await TrySendAsync(() => StoredEnvelope.SendAsync(bus, message, cancellationToken), cancellationToken);
                if (reason is null)
                    sent.Add(message);
                else
                    failure ??= $"Message {message.MessageId} to {message.Destination} cannot be sent: {reason}";
            }

            if (sent.Count > 0)
            {
                tracker.Add(document, sent);
                metrics.Redelivered(s_saga);
            }
        }

        foreach (var timer in document.Timers.Where(t => t.DueAt <= now && !IsInherited(t, now)))
        {
            if (!TimerScheduleProvider.TryRead(timer, out var message, out var type, out var why))
            {
                unreadable ??= why;
                continue;
            }

            var reason = await TrySendAsync(() => FireAsync(timer, message, type, cancellationToken), cancellationToken);
            if (reason is null)
                metrics.Fired(s_saga);
            else
                failure ??= $"Timer {timer.TokenId} to {timer.Destination} cannot be sent: {reason}";
        }

        if (failure is null)
            _failures.TryRemove(document.Id, out _);
        else if (CountFailure(document.Id) >= SendLimit)
            unreadable ??= failure;
        else
            LogNotSent(s_saga, document.Id, failure);

        if (unreadable is not null)
            await SetAsideAsync(document.Id, unreadable, cancellationToken);
    }

    private int CountFailure(Guid id) => _failures.AddOrUpdate(id, 1, static (_, earlier) => earlier + 1);

    /// <summary>A person has to look at this document: until then no sweep spends time on it.</summary>
    private async Task SetAsideAsync(Guid id, string reason, CancellationToken cancellationToken)
    {
        _failures.TryRemove(id, out _);
        if (!await store.SetAsideAsync(id, reason, time.GetUtcNow(), cancellationToken))
            return;
        metrics.SetAside(s_saga);
        LogSetAside(s_saga, id, reason);
    }

    /// <returns>Why it could not be sent, or null.</returns>
    private async Task<string?> TrySendAsync(Func<Task> send, CancellationToken cancellationToken)
    {
        try
        {
            await send();
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && !IsBrokerAway(exception))
        {
            return exception.Message;
        }
    }

    /// <summary>Without its broker no message can be sent, whatever is in it.</summary>
    private bool IsBrokerAway(Exception exception) =>
        exception is ConnectionException or TransportUnavailableException or TimeoutException or OperationCanceledException
        || bus.CheckHealth().Status != BusHealthStatus.Healthy;

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

    private async Task FireAsync(SagaTimer timer, object message, Type type, CancellationToken cancellationToken)
    {
        var endpoint = await bus.GetSendEndpoint(timer.Destination);
        var pipe = Pipe.Execute<SendContext>(context =>
        {
            context.MessageId = timer.TokenId;
            context.Headers.Set(MessageHeaders.SchedulingTokenId, timer.TokenId.ToString("D"));
            if (timer.TraceParent is { } trace)
                context.Headers.Set(DiagnosticHeaders.ActivityId, trace);
        });
        await RepeatedSend.UntilDoneAsync(() => endpoint.Send(message, type, pipe, cancellationToken), RepeatedSend.Patience, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Delivering the outboxes of {Count} {Saga} documents again: the last process ended before it noted their delivery")]
    private partial void LogResumed(int count, string saga);

    [LoggerMessage(Level = LogLevel.Error, Message = "Setting {Saga} {Id} aside: {Reason} recoil errors list shows it")]
    private partial void LogSetAside(string saga, Guid id, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Retrying what {Saga} {Id} has to send: {Reason}")]
    private partial void LogNotSent(string saga, Guid id, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pausing the sweep of {Saga} documents: {Reason}")]
    private partial void LogStoreOutage(string saga, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Retrying the sweep of {Saga} documents: it failed")]
    private partial void LogSweepFailed(Exception exception, string saga);
}
