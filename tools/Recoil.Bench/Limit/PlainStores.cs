using Recoil.Hosting.Stores;

namespace Recoil.Bench.Limit;

/// <summary>Opens the plain store for the services' storage settings.</summary>
internal static class PlainStores
{
    public static async Task<IPlainStore> OpenAsync(StorageOptions storage, CancellationToken cancellationToken)
    {
        storage.Validate();
        return storage.Kind == StorageOptions.MongoDb
            ? await MongoPlainStore.OpenAsync(storage, cancellationToken)
            : new SqlitePlainStore(storage.DataFolder);
    }
}
