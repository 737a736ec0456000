using MongoDB.Bson;
using MongoDB.Driver;
using Recoil.Hosting.Stores;

namespace Recoil.Bench.Recording;

/// <summary>Samples documents of the MongoDB store.</summary>
internal sealed class MongoDocumentSampler : IDocumentSampler
{
    private readonly MongoClient _client;
    private readonly IMongoCollection<RawBsonDocument> _shots;

    public MongoDocumentSampler(StorageOptions storage)
    {
        _client = new MongoClient(storage.ConnectionString);
        _shots = _client.GetDatabase(storage.Database).GetCollection<RawBsonDocument>("sagas.shot");
    }

    public (long Version, byte[] Document)? Read(Guid shot)
    {
        using var found = _shots.Find(new BsonDocument("_id", new BsonBinaryData(shot, GuidRepresentation.Standard))).FirstOrDefault();
        return found is null ? null : (found["version"].AsInt64, found.ToBson());
    }

    public void Dispose() => _client.Dispose();
}
