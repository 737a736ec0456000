using MongoDB.Bson;
using MongoDB.Driver;

namespace Recoil.Storage.MongoDb.Connecting;

/// <summary>Removes what is old and has nothing left that refers to it.</summary>
internal static class Removal
{
    private const int LookedAtAtOnce = 500;

    /// <summary>Looks through what is old, page by page, and removes what nothing refers to.</summary>
    /// <param name="store">The store.</param>
    /// <param name="old">What is old, the oldest first.</param>
    /// <param name="limit">How many to remove at most.</param>
    /// <param name="unreferenced">Those of a page that nothing refers to.</param>
    /// <param name="remove">Removes them and tells how many it were.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were removed.</returns>
    public static async Task<int> RemoveAsync<TDocument, T>(
        this MongoDbStore store, IFindFluent<TDocument, T> old, int limit, Func<IReadOnlyList<T>, Task<IReadOnlyList<T>>> unreferenced,
        Func<IReadOnlyList<T>, Task<int>> remove, CancellationToken cancellationToken)
    {
        old.Options.BatchSize = LookedAtAtOnce;
        using var cursor = await store.DoAsync(() => old.ToCursorAsync(cancellationToken));
        var removed = 0;
        while (removed < limit && await store.DoAsync(() => cursor.MoveNextAsync(cancellationToken)))
        {
            var page = cursor.Current.ToList();
            if (page.Count > 0)
                removed += await store.DoAsync(async () => await remove([.. (await unreferenced(page)).Take(limit - removed)]));
        }

        return removed;
    }

    /// <summary>Which of these ids have no saga any more.</summary>
    public static async Task<HashSet<Guid>> WithoutSagaAsync(this MongoDbStore store, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var gone = ids.ToHashSet();
        foreach (var collection in await store.SagaCollectionsAsync(cancellationToken))
        {
            var there = await store.Database.GetCollection<BsonDocument>(collection)
                .Find(Builders<BsonDocument>.Filter.In("_id", gone.Select(id => new BsonBinaryData(id, GuidRepresentation.Standard))))
                .Project(Builders<BsonDocument>.Projection.Include("_id")).ToListAsync(cancellationToken);
            gone.ExceptWith(there.Select(saga => saga["_id"].AsGuid));
        }

        return gone;
    }
}
