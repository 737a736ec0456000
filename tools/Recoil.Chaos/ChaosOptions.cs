using Recoil.Hosting.Stores;

namespace Recoil.Chaos;

/// <summary>How much is done, and how much is done to it.</summary>
public sealed record ChaosOptions
{
    /// <summary>A folder of its own for store, takes, logs and broker; best one that does not exist.</summary>
    public required string DataFolder { get; init; }

    /// <summary>1 or more.</summary>
    public int Shots { get; init; } = 300;

    /// <summary>How often a service is killed in all, 0 or more; each service gets its share.</summary>
    public int Kills { get; init; } = 35;

    /// <summary>How often the broker's application is stopped and started, 0 or more.</summary>
    public int BrokerRestarts { get; init; } = 2;

    /// <summary>How often the broker closes all connections, 0 or more.</summary>
    public int ConnectionClosures { get; init; } = 3;

    /// <summary>The share of messages that are delivered twice, 0 to 1.</summary>
    public double Duplicates { get; init; } = 0.05;

    /// <summary>The share of messages that are taken out of their queue and put back later, 0 to 1.</summary>
    public double Late { get; init; } = 0.05;

    /// <summary>The time over which faults are spread. Shots are asked for over the first three quarters of it.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How long all may take to come to rest after the last fault; each shot that ends gives the others as long again.</summary>
    public TimeSpan RestLimit { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>What is random follows from it, as far as processes let it.</summary>
    public int Seed { get; init; } = Environment.TickCount;

    /// <summary>Which store the services use, best a database of its own; null for the embedded one in the data folder.</summary>
    public StorageOptions? Store { get; init; }

    /// <summary>How the store's database is killed, too; null leaves it alone.</summary>
    public DatabaseFaults? Database { get; init; }
}
