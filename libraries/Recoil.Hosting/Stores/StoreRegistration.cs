using Microsoft.Extensions.DependencyInjection;
using Recoil.Hosting.Settings;
using Recoil.Storage.Embedded;

namespace Recoil.Hosting.Stores;

/// <summary>Registers the store that the settings name.</summary>
public static class StoreRegistration
{
    /// <summary>Registers the ledgers, the review entries and the saga documents.</summary>
    /// <exception cref="InvalidSettingException">A setting of the store cannot be used.</exception>
    public static IServiceCollection AddStore(this IServiceCollection services, StorageOptions storage)
    {
        storage.Validate();
        return storage.Kind == StorageOptions.MongoDb
            ? MongoDbStorage.Add(services, storage)
            : services.AddEmbeddedStore(new EmbeddedStoreOptions { DataFolder = storage.DataFolder });
    }
}
