using MongoDB.Bson;
using MongoDB.Driver;
using Recoil.Storage.MongoDb.Bson;
using Recoil.Storage.MongoDb.Connecting;
using Recoil.Storage.Sagas;

namespace Recoil.Storage.MongoDb.Sagas;

/// <summary>What sweepers have set aside in the collections of all types of saga. Documents are not read as sagas here: they may be unreadable.</summary>
internal sealed class MongoSetAsideSagas(MongoDbStore store, IEnumerable<SagaDocumentType> types) : ISetAsideSagas
{
    private static readonly BsonDocument s_any = new("asideSince", new BsonDocument("$exists", true));
    private static readonly BsonDocument s_fields = new() { { "asideSince", 1 }, { "asideReason", 1 } };

    private readonly string[] _types = [.. types.Select(type => type.Name).Distinct(StringComparer.Ordinal)];

    public async Task<IReadOnlyList<SetAsideSaga>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var found = new List<SetAsideSaga>();
        foreach (var type in _types)
        {
            var stored = await store.DoAsync(() => Sagas(type).Find(s_any).Sort(new BsonDocument("asideSince", 1)).Limit(limit).Project(s_fields).ToListAsync(cancellationToken));
            found.AddRange(stored.Select(saga => new SetAsideSaga(
                type, saga["_id"].AsGuid, InstantSerializer.Read(saga["asideSince"].AsString), saga["asideReason"].AsString)));
        }

        return [.. found.OrderBy(saga => saga.Since).Take(limit)];
    }

    public Task<bool> PutBackAsync(SetAsideSaga saga, DateTimeOffset now, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        var update = new BsonDocument
        {
            { "$set", new BsonDocument("dueAt", InstantSerializer.Write(now)) },
            { "$unset", new BsonDocument { { "asideSince", "" }, { "asideReason", "" } } },
        };
        return (await Sagas(saga.Type).UpdateOneAsync(One(saga), update, options: null, cancellationToken)).MatchedCount == 1;
    });

    public Task<bool> RemoveAsync(SetAsideSaga saga, CancellationToken cancellationToken) => store.DoAsync(async () =>
        (await Sagas(saga.Type).DeleteOneAsync(One(saga), cancellationToken)).DeletedCount == 1);

    private static BsonDocument One(SetAsideSaga saga) =>
        new() { { "_id", new BsonBinaryData(saga.Id, GuidRepresentation.Standard) }, { "asideSince", new BsonDocument("$exists", true) } };

    private IMongoCollection<BsonDocument> Sagas(string type) => store.Database.GetCollection<BsonDocument>(MongoDbStore.SagaCollection(type));
}
