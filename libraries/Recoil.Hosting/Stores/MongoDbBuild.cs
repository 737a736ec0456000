using Microsoft.Extensions.DependencyInjection;
using Recoil.Hosting.Settings;
#if WITH_MONGODB
using Recoil.Storage.MongoDb;
#endif

namespace Recoil.Hosting.Stores;

/// <summary>MongoDB, where this was built with its driver.</summary>
internal static class MongoDbBuild
{
#if WITH_MONGODB
    public static void Validate(StorageOptions storage)
    {
        if (OptionsOf(storage).Mistake() is { } mistake)
            throw new InvalidSettingException($"Storage:{mistake}");
    }

    public static string Place(StorageOptions storage) => OptionsOf(storage).ToString();

    public static IServiceCollection Add(IServiceCollection services, StorageOptions storage) => services.AddMongoDbStore(OptionsOf(storage));

    public static Task DropAsync(StorageOptions storage, CancellationToken cancellationToken) => DroppedDatabase.DropAsync(OptionsOf(storage), cancellationToken);

    private static MongoDbStoreOptions OptionsOf(StorageOptions storage) => new()
    {
        ConnectionString = storage.ConnectionString,
        Database = storage.Database,
        WriteConcern = storage.WriteConcern,
    };
#else
    public static void Validate(StorageOptions storage) => throw Missing();

    public static string Place(StorageOptions storage) => storage.Database;

    public static IServiceCollection Add(IServiceCollection services, StorageOptions storage) => throw Missing();

    public static Task DropAsync(StorageOptions storage, CancellationToken cancellationToken) => throw Missing();

    private static InvalidSettingException Missing() => new(
        $"Storage:Kind is {StorageOptions.MongoDb}, but this was built without MongoDB's driver. Build with -p:WithMongoDb=true where the package MongoDB.Driver restores, or set Storage:Kind to {StorageOptions.Embedded}.");
#endif
}
