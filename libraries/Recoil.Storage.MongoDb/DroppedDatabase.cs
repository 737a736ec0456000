using MongoDB.Driver;
using Recoil.Storage.MongoDb.Connecting;

namespace Recoil.Storage.MongoDb;

/// <summary>Removes databases that were made for a trial.</summary>
public static class DroppedDatabase
{
    /// <summary>Drops a database with everything in it. One that is not there is fine.</summary>
    /// <exception cref="StorageUnavailableException">The server does not answer.</exception>
    public static async Task DropAsync(MongoDbStoreOptions options, CancellationToken cancellationToken)
    {
        using var store = new MongoDbStore(options);
        await store.DoAsync(async () =>
        {
            await store.Database.Client.DropDatabaseAsync(options.Database, cancellationToken);
            return true;
        });
    }
}
