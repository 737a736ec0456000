namespace Recoil.Bench;

/// <summary>Options of a measurement of the services on RabbitMQ.</summary>
public sealed record ServiceBenchOptions
{
    /// <summary>An empty folder for store, takes, logs and broker.</summary>
    public required string Folder { get; init; }

    /// <summary>The connection string of a MongoDB server for all state, in new databases that are dropped afterwards; null for the embedded store.</summary>
    public string? MongoDb { get; init; }

    /// <summary>Shots per round, 1 or more; per generator when measuring scale.</summary>
    public required int Shots { get; init; }

    /// <summary>Rounds per measured path, size or number of generators, 1 or more.</summary>
    public required int Rounds { get; init; }

    /// <summary>Shots in progress at once, 1 or more.</summary>
    public int Concurrency { get; init; } = 200;

    /// <summary>The paths to measure.</summary>
    public IReadOnlyList<BenchPath> Paths { get; init; } = BenchPath.All;

    /// <summary>Warm-up shots, 1 or more, which are not measured: tiered compilation finishes and caches fill.</summary>
    public int WarmUp { get; init; } = 2000;

    /// <summary>Stored shots at each size when measuring growth, smallest first.</summary>
    public IReadOnlyList<int> StoredShots { get; init; } = [1_000, 10_000, 100_000];

    /// <summary>Shots in one run at each size when measuring runs, smallest first.</summary>
    public IReadOnlyList<int> RunSizes { get; init; } = [100, 1_000, 10_000, 50_000];

    /// <summary>Generator processes in each step when measuring scale, smallest first.</summary>
    public IReadOnlyList<int> Generators { get; init; } = [1, 2, 4, 8];
}
