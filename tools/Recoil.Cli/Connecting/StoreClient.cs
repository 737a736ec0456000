using Microsoft.Extensions.DependencyInjection;
using Recoil.Cli.Commands;
using Recoil.Cli.Running;
using Recoil.Hosting.Stores;
using Recoil.Shots;
using Recoil.Storage.Reviews;
using Recoil.Storage.Sagas;
using Recoil.Storage.Steering;

namespace Recoil.Cli.Connecting;

/// <summary>The services' store, to look things up in.</summary>
internal sealed class StoreClient : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private StoreClient(ServiceProvider services) => _services = services;

    public IShotArchive Archive => _services.GetRequiredService<IShotArchive>();

    public IReviewEntries Reviews => _services.GetRequiredService<IReviewEntries>();

    public ISetAsideSagas SetAside => _services.GetRequiredService<ISetAsideSagas>();

    public IPauses Pauses => _services.GetRequiredService<IPauses>();

    public IPriorities Priorities => _services.GetRequiredService<IPriorities>();

    public StoredRuns Runs => _services.GetRequiredService<StoredRuns>();

    /// <summary>Opens the store of the services that the command talks to.</summary>
    /// <exception cref="CommandFailedException">There is none.</exception>
    public static StoreClient Open(string? data, CommandEnvironment environment) => Open(Connection.Store(data, environment));

    private static StoreClient Open(StorageOptions storage)
    {
        // A folder that services have never used is a mistake, and no reason to make an empty store.
        if (storage.Kind == StorageOptions.Embedded && !Directory.Exists(storage.DataFolder))
            throw new CommandFailedException($"{storage.DataFolder}: no such folder. Name the folder of the services' store in Storage__DataFolder.");
        return new StoreClient(new ServiceCollection()
            .AddStore(storage)
            .AddShotDocuments()
            .AddShotArchive()
            .AddSingleton<StoredRuns>()
            .BuildServiceProvider());
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
