using MongoDB.Driver;

namespace Recoil.Storage.MongoDb.Connecting;

internal static class Insertion
{
    /// <summary>Inserts a document unless its id is taken.</summary>
    public static async Task<bool> TryInsertAsync<T>(this IMongoCollection<T> collection, T document, CancellationToken cancellationToken)
    {
        try
        {
            await collection.InsertOneAsync(document, options: null, cancellationToken);
            return true;
        }
        catch (MongoWriteException taken) when (taken.WriteError?.Category == ServerErrorCategory.DuplicateKey)
        {
            return false;
        }
    }
}
