using Recoil.Hosting.Settings;
using Recoil.Hosting.Stores;

namespace Recoil.Bench.Limit;

/// <summary>Opens the store that the services' settings name, as plain code does.</summary>
internal static class PlainStores
{
    /// <exception cref="InvalidSettingException">This was built without the store's driver.</exception>
    public static async Task<IPlainStore> OpenAsync(StorageOptions storage, CancellationToken cancellationToken)
    {
        storage.Validate();
#if WITH_MONGODB
        if (storage.Kind == StorageOptions.MongoDb)
            return await MongoPlainStore.OpenAsync(storage, cancellationToken);
#endif
        await Task.CompletedTask;
        return new SqlitePlainStore(storage.DataFolder);
    }
}
