namespace Recoil.Bench;

/// <summary>How much is measured of the services on RabbitMQ.</summary>
public sealed record ServiceBenchOptions
{
    /// <summary>A folder of its own for store, takes, logs and broker.</summary>
    public required string Folder { get; init; }

    /// <summary>A MongoDB server to keep everything in, in databases of its own that are dropped afterwards; null for the embedded store.</summary>
    public string? MongoDb { get; init; }

    /// <summary>Shots in a round, 1 or more; where scale is measured, for each generator.</summary>
    public required int Shots { get; init; }

    /// <summary>Rounds of each, 1 or more.</summary>
    public required int Rounds { get; init; }

    /// <summary>Shots under way at once, 1 or more.</summary>
    public int Concurrency { get; init; } = 200;

    /// <summary>The paths that are measured.</summary>
    public IReadOnlyList<BenchPath> Paths { get; init; } = BenchPath.All;

    /// <summary>Shots before anything is measured, 1 or more: until then code is compiled, compiled again better, and caches fill.</summary>
    public int WarmUp { get; init; } = 2000;

    /// <summary>How many shots are in the store where growth is measured, fewest first.</summary>
    public IReadOnlyList<int> StoredShots { get; init; } = [1_000, 10_000, 100_000];

    /// <summary>How many generator processes run where scale is measured, fewest first.</summary>
    public IReadOnlyList<int> Generators { get; init; } = [1, 2, 4, 8];
}
