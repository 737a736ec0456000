using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;
using MongoDB.Driver;
using Recoil.Storage.MongoDb.Bson;
using Recoil.Storage.MongoDb.Connecting;
using Recoil.Storage.Sagas;

namespace Recoil.Storage.MongoDb.Sagas;

internal sealed class MongoSagaDocuments<TState>(MongoDbStore store, SagaSchema<TState> schema, TimeProvider time)
    : ISagaDocumentStore<TState> where TState : class
{
    private const int RemovedAtOnce = 500;

    private static readonly FilterDefinitionBuilder<SagaRecord<TState>> s_where = Builders<SagaRecord<TState>>.Filter;
    private static readonly UpdateDefinitionBuilder<SagaRecord<TState>> s_update = Builders<SagaRecord<TState>>.Update;
    private static readonly SortDefinition<SagaRecord<TState>> s_mostOverdueFirst = Builders<SagaRecord<TState>>.Sort.Ascending(saga => saga.DueAt);
    private static readonly SortDefinition<SagaRecord<TState>> s_newestFirst = Builders<SagaRecord<TState>>.Sort.Descending(saga => saga.InsertedAt);
    private static readonly ProjectionDefinition<SagaRecord<TState>, BsonDocument> s_idOnly = Builders<SagaRecord<TState>>.Projection.Include(saga => saga.Id);

    private readonly IMongoCollection<SagaRecord<TState>> _sagas = store.Sagas<TState>(schema.Type);
    private readonly VersionedSagaSerializer<TState> _read = new(schema);

    public Task<SagaDocument<TState>?> LoadAsync(Guid id, CancellationToken cancellationToken) => store.DoAsync(async () =>
        (SagaDocument<TState>?)await _sagas.Find(SagaQuery.One<TState>(id)).As(_read).FirstOrDefaultAsync(cancellationToken));

    public async Task<bool> TryInsertAsync(SagaDocument<TState> document, CancellationToken cancellationToken)
    {
        var record = new SagaRecord<TState>
        {
            Id = document.Id,
            InsertedAt = time.GetUtcNow(),
            Schema = schema.Version,
            Version = 1,
            DueAt = document.DueAt,
            TimerDueAt = TimerDueAt(document),
            OutboxDueAt = document.OutboxDueAt,
            ExpiresAt = document.ExpiresAt,
            State = document.State,
            Inbox = document.Inbox,
            Outbox = document.Outbox,
            Timers = document.Timers,
        };
        var inserted = await store.DoAsync(() => _sagas.TryInsertAsync(record, cancellationToken));
        if (inserted)
            document.Version = 1;

        return inserted;
    }

    public async Task<bool> TryReplaceAsync(SagaDocument<TState> document, CancellationToken cancellationToken)
    {
        var content = new SagaContent<TState>
        {
            Schema = schema.Version,
            Version = document.Version + 1,
            DueAt = document.DueAt,
            TimerDueAt = TimerDueAt(document),
            OutboxDueAt = document.OutboxDueAt,
            ExpiresAt = document.ExpiresAt,
            State = document.State,
            Inbox = document.Inbox,
            Outbox = document.Outbox,
            Timers = document.Timers,
        };
        var result = await store.DoAsync(() => _sagas.UpdateOneAsync(
            SagaQuery.OneAt<TState>(document.Id, document.Version), SagaQuery.Replace(content), options: null, cancellationToken));
        if (result.MatchedCount == 0)
            return false;

        document.Version++;
        return true;
    }

    /// <remarks>Each is claimed by its own conditional write, and only what this claim got is read back.</remarks>
    public Task<SagaBatch<TState>> ClaimDueAsync(
        DateTimeOffset now, TimeSpan claim, int limit, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var until = now + claim;
        while (true)
        {
            var due = await _sagas.Find(SagaQuery.Due<TState>(now) & SagaQuery.Known<TState>(schema.Version)).Sort(s_mostOverdueFirst).Limit(limit).Project(s_idOnly).ToListAsync(cancellationToken);
            if (due.Count == 0)
                return new SagaBatch<TState>([], []);

            var ids = s_where.In(saga => saga.Id, due.Select(found => found["_id"].AsGuid));
            var mine = Guid.NewGuid();
            var update = s_update.Set(saga => saga.DueAt, until).Set(saga => saga.ClaimedUntil, until).Set(saga => saga.Claim, mine);
            var claimed = await _sagas.UpdateManyAsync(ids & SagaQuery.Due<TState>(now), update, options: null, cancellationToken);

            // Others were quicker with all of these; there may be more.
            if (claimed.MatchedCount == 0)
                continue;

            var place = due.Select((found, index) => (Id: found["_id"].AsGuid, Index: index)).ToDictionary(found => found.Id, found => found.Index);
            var got = await _sagas.Find(ids & s_where.Eq(saga => saga.Claim, mine)).As(BsonDocumentSerializer.Instance).ToListAsync(cancellationToken);
            return BatchOf(got.OrderBy(document => place[IdOf(document)]));
        }
    });

    public Task<bool> SetAsideAsync(Guid id, string reason, DateTimeOffset now, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        var update = s_update.Set(saga => saga.AsideSince, now).Set(saga => saga.AsideReason, reason)
            .Unset(saga => saga.DueAt).Unset(saga => saga.ClaimedUntil).Unset(saga => saga.Claim);

        // A document that a step has written since it was claimed is another one.
        return (await _sagas.UpdateOneAsync(
            SagaQuery.One<TState>(id) & s_where.Exists(saga => saga.ClaimedUntil), update, options: null, cancellationToken)).MatchedCount == 1;
    });

    public Task MarkDeliveredAsync(IReadOnlyCollection<OutboxDelivery> deliveries, CancellationToken cancellationToken) => deliveries.Count == 0
        ? Task.CompletedTask
        : store.DoAsync(() => _sagas.BulkWriteAsync(
            deliveries.Select(delivery => new UpdateOneModel<SagaRecord<TState>>(
                SagaQuery.Undelivered<TState>(delivery.Id), SagaQuery.MarkDelivered<TState>(delivery))),
            new BulkWriteOptions { IsOrdered = false }, cancellationToken));

    public Task<int> MakeUndeliveredDueAsync(DateTimeOffset now, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        var update = s_update.Min(saga => saga.DueAt, now).Min(saga => saga.OutboxDueAt, now).Unset(saga => saga.ClaimedUntil).Unset(saga => saga.Claim);
        return (int)(await _sagas.UpdateManyAsync(SagaQuery.AnyUndelivered<TState>(), update, options: null, cancellationToken)).MatchedCount;
    });

    public Task<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        // In portions, so that others get their turn in between.
        var removed = 0L;
        while (true)
        {
            var expired = await _sagas.Find(SagaQuery.Expired<TState>(now)).Limit(RemovedAtOnce).Project(s_idOnly).ToListAsync(cancellationToken);
            if (expired.Count == 0)
                return (int)removed;

            var ids = s_where.In(saga => saga.Id, expired.Select(found => found["_id"].AsGuid));
            removed += (await _sagas.DeleteManyAsync(ids & SagaQuery.Expired<TState>(now), cancellationToken)).DeletedCount;
        }
    });

    public Task<SagaBatch<TState>> ListNewestAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return store.DoAsync(async () =>
            BatchOf(await _sagas.Find(s_where.Empty).Sort(s_newestFirst).Limit(limit).As(BsonDocumentSerializer.Instance).ToListAsync(cancellationToken)));
    }

    private static Guid IdOf(BsonDocument stored) => stored["_id"].AsGuid;

    private SagaBatch<TState> BatchOf(IEnumerable<BsonDocument> stored) => SagaBatch<TState>.Of(stored, IdOf, Read);

    private SagaDocument<TState> Read(BsonDocument stored)
    {
        using var reader = new BsonDocumentReader(stored);
        return _read.Deserialize(BsonDeserializationContext.CreateRoot(reader));
    }

    private static DateTimeOffset? TimerDueAt(SagaDocument<TState> document) =>
        document.Timers.Count == 0 ? null : document.Timers.Min(static timer => timer.DueAt);
}
