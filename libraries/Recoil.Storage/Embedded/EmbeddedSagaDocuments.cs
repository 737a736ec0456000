using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Recoil.Storage.Sagas;

namespace Recoil.Storage.Embedded;

internal sealed class EmbeddedSagaDocuments<TState>(EmbeddedDatabase database, SagaSchema<TState> schema)
    : ISagaDocumentStore<TState> where TState : class
{
    private const int RemovedAtOnce = 500;

    private readonly string _type = schema.Type;
    private readonly JsonTypeInfo<StoredSaga<TState>> _json = StoredJson.Of<StoredSaga<TState>>();

    public Task<SagaDocument<TState>?> LoadAsync(Guid id, CancellationToken cancellationToken)
    {
        database.Statistics.CountSagaRead();
        return database.ReadAsync(static (session, find) => find.Store.Load(session, find.Id), (Store: this, Id: id), cancellationToken);
    }

    public async Task<bool> TryInsertAsync(SagaDocument<TState> document, CancellationToken cancellationToken)
    {
        var inserted = await database.WriteAsync(WriteKind.Saga, SagaSql.Insert, RowOf(document), cancellationToken);
        if (inserted)
            document.Version = 1;

        return inserted;
    }

    public async Task<bool> TryReplaceAsync(SagaDocument<TState> document, CancellationToken cancellationToken)
    {
        var replaced = await database.WriteAsync(WriteKind.Saga, SagaSql.Replace, RowOf(document), cancellationToken);
        if (replaced)
            document.Version++;

        return replaced;
    }

    public async Task<SagaBatch<TState>> ClaimDueAsync(
        DateTimeOffset now, TimeSpan claim, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var claimed = await database.WriteAsync(
            WriteKind.Saga, SagaSql.ClaimDue, new DueClaim(_type, schema.Version, now, now + claim, limit), cancellationToken);
        return BatchOf(claimed);
    }

    public Task<bool> SetAsideAsync(Guid id, string reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(WriteKind.Saga, SagaSql.SetAside, new SetAsideSaga(_type, id, now, reason), cancellationToken);

    public Task MarkDeliveredAsync(IReadOnlyCollection<OutboxDelivery> deliveries, CancellationToken cancellationToken) =>
        deliveries.Count == 0
            ? Task.CompletedTask
            : database.WriteAsync(
                WriteKind.Saga, static (session, mark) => mark.Store.MarkDelivered(session, mark.Deliveries),
                (Store: this, Deliveries: deliveries.ToArray()), cancellationToken);

    public Task<int> MakeUndeliveredDueAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(WriteKind.Saga, SagaSql.MakeUndeliveredDue, (Type: _type, Now: now), cancellationToken);

    public async Task<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // In portions, so that other writers get their turn in between.
        var removed = 0;
        int portion;
        do
        {
            portion = await database.WriteAsync(
                WriteKind.Saga, SagaSql.RemoveExpired, (Type: _type, Now: now, Limit: RemovedAtOnce), cancellationToken);
            removed += portion;
        }
        while (portion == RemovedAtOnce);

        return removed;
    }

    public async Task<SagaBatch<TState>> ListNewestAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var newest = await database.ReadAsync(SagaSql.Newest, (Type: _type, Limit: limit), cancellationToken);
        return BatchOf(newest);
    }

    private SagaBatch<TState> BatchOf(List<StoredRow> rows) => SagaBatch<TState>.Of(rows, static row => row.Id, DocumentOf);

    private int MarkDelivered(Session session, OutboxDelivery[] deliveries)
    {
        foreach (var delivery in deliveries)
        {
            var whole = delivery.WholeOf is { } version && SagaSql.MarkDelivered(session, delivery.Id, _type, version);
            if (!whole)
                StrikeOut(session, delivery);
        }

        return deliveries.Length;
    }

    /// <summary>The document was written since, perhaps with more to send: removes only what was delivered.</summary>
    private void StrikeOut(Session session, OutboxDelivery delivery)
    {
        if (LoadReadable(session, delivery.Id) is not { OutboxDueAt: not null } document)
            return;

        var struck = document.Outbox.RemoveAll(message => delivery.MessageIds.Contains(message.MessageId));
        if (document.Outbox.Count == 0)
            SagaSql.MarkDelivered(session, delivery.Id, _type, document.Version);
        else if (struck > 0)
            SagaSql.Rewrite(session, RowOf(document));
    }

    /// <summary>One that cannot be read stays as it is: it is due some time, and the sweeper says so then.</summary>
    private SagaDocument<TState>? LoadReadable(Session session, Guid id)
    {
        try
        {
            return Load(session, id);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or StorageUnavailableException)
        {
            return null;
        }
    }

    private SagaDocument<TState>? Load(Session session, Guid id)
    {
        var row = session[SagaSql.Load].Bind(1, id).Bind(2, _type);
        try
        {
            return row.Step() ? DocumentOf(id, row.Integer(0), row.Integer(1), row.InstantOrNull(2), row.InstantOrNull(3), row.Blob(4)) : null;
        }
        finally
        {
            row.Reset();
        }
    }

    private SagaRow RowOf(SagaDocument<TState> document)
    {
        DateTimeOffset? timerDueAt = document.Timers.Count == 0 ? null : document.Timers.Min(static timer => timer.DueAt);
        var stored = new StoredSaga<TState>
        {
            State = document.State,
            Inbox = document.Inbox,
            Outbox = document.Outbox,
            Timers = document.Timers,
        };
        return new SagaRow(
            document.Id, _type, schema.Version, document.Version, document.DueAt, timerDueAt, document.OutboxDueAt, document.ExpiresAt,
            JsonSerializer.SerializeToUtf8Bytes(stored, _json));
    }

    private SagaDocument<TState> DocumentOf(StoredRow row) =>
        DocumentOf(row.Id, row.Schema, row.Version, row.OutboxDueAt, row.ExpiresAt, row.Document);

    private SagaDocument<TState> DocumentOf(
        Guid id, long schemaVersion, long version, DateTimeOffset? outboxDueAt, DateTimeOffset? expiresAt, ReadOnlySpan<byte> utf8) =>
        schemaVersion == schema.Version
            ? DocumentOf(_json, id, version, outboxDueAt, expiresAt, utf8, _type)
            : schema.Read((int)schemaVersion, id, new OtherVersion(_type, id, version, outboxDueAt, expiresAt, utf8.ToArray()));

    private static SagaDocument<T> DocumentOf<T>(
        JsonTypeInfo<StoredSaga<T>> json, Guid id, long version, DateTimeOffset? outboxDueAt, DateTimeOffset? expiresAt, ReadOnlySpan<byte> utf8, string type)
        where T : class
    {
        var stored = StoredJson.Read(utf8, json, $"Saga {type} {id}");
        return new SagaDocument<T>
        {
            Id = id,
            Version = version,
            State = stored.State,
            Inbox = stored.Inbox,
            Outbox = stored.Outbox,
            Timers = stored.Timers,
            OutboxDueAt = outboxDueAt,
            ExpiresAt = expiresAt,
        };
    }

    /// <summary>A row that was written in another version than the present one.</summary>
    private sealed class OtherVersion(string type, Guid id, long version, DateTimeOffset? outboxDueAt, DateTimeOffset? expiresAt, byte[] utf8)
        : ISagaDocumentReader
    {
        public SagaDocument<T> Read<T>() where T : class =>
            DocumentOf(StoredJson.Of<StoredSaga<T>>(), id, version, outboxDueAt, expiresAt, utf8, type);
    }
}

/// <summary>The part of a document that is kept as JSON; the rest has columns, so that it can change without it.</summary>
internal sealed class StoredSaga<TState>
{
    public required TState State { get; init; }

    public List<InboxEntry> Inbox { get; init; } = [];

    public List<OutboxMessage> Outbox { get; init; } = [];

    public List<SagaTimer> Timers { get; init; } = [];
}
