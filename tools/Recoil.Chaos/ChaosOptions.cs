using Recoil.Hosting.Stores;

namespace Recoil.Chaos;

/// <summary>The load and the faults of a chaos run.</summary>
public sealed record ChaosOptions
{
    /// <summary>A new or empty folder for store, takes, logs and broker.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Shots to run, 1 or more.</summary>
    public int Shots { get; init; } = 300;

    /// <summary>Number of service kills, 0 or more, distributed evenly over the services.</summary>
    public int Kills { get; init; } = 35;

    /// <summary>Restarts of the broker's application, 0 or more.</summary>
    public int BrokerRestarts { get; init; } = 2;

    /// <summary>Times that the broker closes all connections, 0 or more.</summary>
    public int ConnectionClosures { get; init; } = 3;

    /// <summary>Share of messages to deliver twice, 0 to 1.</summary>
    public double DuplicatedShare { get; init; } = 0.05;

    /// <summary>Share of messages to hold back and deliver later, 0 to 1.</summary>
    public double DelayedShare { get; init; } = 0.05;

    /// <summary>Time over which the faults are spread, more than 0. Shots are requested during its first three quarters.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Time that the services have to finish all work after the last fault, more than 0. It starts again with every shot that ends.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Seed of all random choices: it fixes shots and faults, but not the interleaving of processes.</summary>
    public int Seed { get; init; } = Environment.TickCount;

    /// <summary>The services' store, preferably a new database; null for the embedded store in the data folder.</summary>
    public StorageOptions? Store { get; init; }

    /// <summary>The broker to use; null for one that the run starts in the data folder. Restarts and closed connections are for the latter only.</summary>
    public BrokerUnderTest? Broker { get; init; }

    /// <summary>
    /// Whether takes are bought at emulated providers, whose submits are cut, refused, throttled and answered by gateways, in place of the animatic provider.
    /// </summary>
    public bool Emulators { get; init; }

    /// <summary>Kills of the store's database; null for none.</summary>
    public DatabaseFaults? Database { get; init; }
}
