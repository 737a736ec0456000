using System.Buffers;
using MongoDB.Bson;
using MongoDB.Driver;
using Recoil.Storage.MongoDb.Connecting;

namespace Recoil.Storage.MongoDb;

internal sealed class MongoStoredDocuments(MongoDbStore store) : IStoredDocuments
{
    private static readonly FindOptions s_few = new() { BatchSize = 100 };

    public async Task ReadAsync(Action<ReadOnlySpan<byte>> show, CancellationToken cancellationToken)
    {
        foreach (var collection in await CollectionsAsync(cancellationToken))
        {
            using var cursor = await store.DoAsync(() => store.Database.GetCollection<RawBsonDocument>(collection)
                .Find(FilterDefinition<RawBsonDocument>.Empty, s_few).ToCursorAsync(cancellationToken));
            while (await store.DoAsync(() => cursor.MoveNextAsync(cancellationToken)))
            {
                foreach (var document in cursor.Current)
                {
                    using (document)
                        Show(document, show);
                }
            }
        }
    }

    private Task<List<string>> CollectionsAsync(CancellationToken cancellationToken) => store.DoAsync(async () => (await store.SagaCollectionsAsync(cancellationToken))
        .Append(store.Takes.CollectionNamespace.CollectionName).Append(store.Reviews.CollectionNamespace.CollectionName)
        .Append(store.RunPlans.CollectionNamespace.CollectionName).Append(store.RunShots.CollectionNamespace.CollectionName)
        .Append(store.ApprovedShots.CollectionNamespace.CollectionName).ToList());

    private static void Show(RawBsonDocument document, Action<ReadOnlySpan<byte>> show)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(document.Slice.Length);
        try
        {
            document.Slice.GetBytes(0, bytes, 0, document.Slice.Length);
            show(bytes.AsSpan(0, document.Slice.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
