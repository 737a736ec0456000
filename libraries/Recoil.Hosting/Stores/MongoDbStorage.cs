using Microsoft.Extensions.DependencyInjection;
using Recoil.Storage.MongoDb;

namespace Recoil.Hosting.Stores;

/// <summary>The store on MongoDB that a service's settings name.</summary>
internal static class MongoDbStorage
{
    /// <summary>What is wrong with the settings of MongoDB, or null.</summary>
    public static string? MistakeIn(StorageOptions storage) => OptionsOf(storage).Mistake();

    public static string Place(StorageOptions storage) => OptionsOf(storage).ToString();

    public static IServiceCollection Add(IServiceCollection services, StorageOptions storage) => services.AddMongoDbStore(OptionsOf(storage));

    public static Task DropAsync(StorageOptions storage, CancellationToken cancellationToken) => DroppedDatabase.DropAsync(OptionsOf(storage), cancellationToken);

    private static MongoDbStoreOptions OptionsOf(StorageOptions storage) => new()
    {
        ConnectionString = storage.ConnectionString,
        Database = storage.Database,
        WriteConcern = storage.WriteConcern,
    };
}
