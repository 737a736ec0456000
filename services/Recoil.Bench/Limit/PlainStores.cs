using Microsoft.Extensions.Configuration;
using Recoil.Hosting.Settings;
using Recoil.Hosting.Stores;

namespace Recoil.Bench.Limit;

/// <summary>Opens the store that the services' settings name, as plain code does.</summary>
internal static class PlainStores
{
    public static IPlainStore Open(IConfiguration settings)
    {
        var storage = settings.Over("Storage", new StorageOptions());
        return new SqlitePlainStore(storage.DataFolder);
    }
}
