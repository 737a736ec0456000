using Recoil.Hosting.Settings;
using Recoil.Storage;

namespace Recoil.Hosting.Stores;

/// <summary>A database in MongoDB for one trial: under a unique name, dropped afterwards.</summary>
public sealed class TrialDatabase
{
    private TrialDatabase(StorageOptions store) => Store = store;

    /// <summary>What makes services use it.</summary>
    public StorageOptions Store { get; }

    /// <summary>Names a database that is not there yet; nothing is connected.</summary>
    /// <param name="connectionString">The server.</param>
    /// <param name="purpose">A word for its name.</param>
    /// <exception cref="InvalidSettingException">The connection string cannot be used.</exception>
    public static TrialDatabase At(string connectionString, string purpose)
    {
        var store = new StorageOptions { Kind = StorageOptions.MongoDb, ConnectionString = connectionString, Database = $"recoil_{purpose}_{Guid.NewGuid():N}" };
        store.Validate();
        return new TrialDatabase(store);
    }

    /// <summary>Drops it with everything in it.</summary>
    /// <exception cref="StorageUnavailableException">The server does not answer.</exception>
    public Task DropAsync(CancellationToken cancellationToken) => MongoDbStorage.DropAsync(Store, cancellationToken);
}
