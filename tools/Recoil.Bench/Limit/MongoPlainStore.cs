using MongoDB.Bson;
using MongoDB.Driver;
using Recoil.Hosting.Stores;

namespace Recoil.Bench.Limit;

/// <summary>
/// Plain MongoDB.Driver: a shot's step is a find and a conditional replacement, a reservation is one conditional update, and every write
/// waits for the journal of the majority.
/// </summary>
internal sealed class MongoPlainStore : IPlainStore
{
    private const long Price = 40_000_000_000;
    private const long Cap = 1_000_000_000_000_000_000;

    private readonly MongoClient _client;
    private readonly IMongoCollection<BsonDocument> _shots;
    private readonly IMongoCollection<BsonDocument> _accounts;
    private readonly IMongoCollection<BsonDocument> _reviews;

    private MongoPlainStore(StorageOptions storage)
    {
        _client = new MongoClient(storage.ConnectionString);
        var database = _client.GetDatabase(storage.Database, new MongoDatabaseSettings
        {
            WriteConcern = WriteConcern.WMajority.With(journal: true),
            ReadConcern = ReadConcern.Majority,
        });
        _shots = database.GetCollection<BsonDocument>("limit.shots");
        _accounts = database.GetCollection<BsonDocument>("limit.accounts");
        _reviews = database.GetCollection<BsonDocument>("limit.reviews");
    }

    /// <summary>Opens the store. Several processes may open it at once.</summary>
    public static async Task<MongoPlainStore> OpenAsync(StorageOptions storage, CancellationToken cancellationToken)
    {
        var store = new MongoPlainStore(storage);
        var due = new CreateIndexModel<BsonDocument>(Builders<BsonDocument>.IndexKeys.Ascending("dueAt"), new CreateIndexOptions { Sparse = true });
        await store._shots.Indexes.CreateOneAsync(due, cancellationToken: cancellationToken);
        foreach (var path in BenchPath.All)
        {
            await store._accounts.UpdateOneAsync(
                new BsonDocument("_id", path.Name),
                Builders<BsonDocument>.Update.SetOnInsert("held", 0L).SetOnInsert("spent", 0L), new UpdateOptions { IsUpsert = true }, cancellationToken);
        }

        return store;
    }

    public async Task<long> ReadAsync(Guid shot)
    {
        var found = await _shots.Find(new BsonDocument("_id", Uuid(shot))).As<RawBsonDocument>().FirstOrDefaultAsync();
        return found is null ? 0 : found["version"].AsInt64;
    }

    public async Task WriteAsync(Guid shot, long version, byte[] document)
    {
        var id = Uuid(shot);
        var written = new BsonDocument
        {
            { "_id", id },
            { "version", version + 1 },
            { "dueAt", DateTime.UtcNow.AddMinutes(1) },
            { "document", new RawBsonDocument(document) },
        };
        if (version == 0)
        {
            await _shots.InsertOneAsync(written);
            return;
        }

        var replaced = await _shots.ReplaceOneAsync(new BsonDocument { { "_id", id }, { "version", version } }, written);
        if (replaced.MatchedCount != 1)
            throw new InvalidOperationException($"Shot {shot} does not have version {version}.");
    }

    public async Task ReserveAsync(Guid reservation, string account)
    {
        var open = Open(reservation);
        var room = new BsonDocument { { "_id", account }, { open, new BsonDocument("$exists", false) }, { "held", new BsonDocument("$lte", Cap - Price) } };
        var reserve = new BsonDocument
        {
            { "$inc", new BsonDocument("held", Price) },
            { "$set", new BsonDocument(open, Price) },
        };
        if ((await _accounts.UpdateOneAsync(room, reserve)).MatchedCount != 1)
            throw new InvalidOperationException($"Account {account} has no room for {reservation}.");
    }

    public async Task SettleAsync(Guid reservation, string account)
    {
        var open = Open(reservation);
        var settle = new BsonDocument
        {
            { "$inc", new BsonDocument("spent", Price) },
            { "$unset", new BsonDocument(open, "") },
        };
        var there = new BsonDocument { { "_id", account }, { open, new BsonDocument("$exists", true) } };
        if ((await _accounts.UpdateOneAsync(there, settle)).MatchedCount != 1)
            throw new InvalidOperationException($"There is no reservation {reservation}.");
    }

    public Task EnqueueAsync(Guid review, byte[] entry) => _reviews.InsertOneAsync(new BsonDocument { { "_id", Uuid(review) }, { "entry", entry } });

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Open(Guid reservation) => $"open.{reservation:N}";

    private static BsonBinaryData Uuid(Guid id) => new(id, GuidRepresentation.Standard);
}
