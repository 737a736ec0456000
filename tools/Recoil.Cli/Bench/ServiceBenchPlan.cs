using Recoil.Bench;

namespace Recoil.Cli.Bench;

/// <summary>What <c>recoil bench --rabbitmq</c> is to measure.</summary>
internal sealed record ServiceBenchPlan
{
    public required BenchPart Part { get; init; }

    public required bool Json { get; init; }

    /// <summary>Shots of a round; where scale is measured, for each generator.</summary>
    public required int Shots { get; init; }

    public required int Rounds { get; init; }

    public required int Concurrency { get; init; }

    public required IReadOnlyList<BenchPath> Paths { get; init; }

    /// <summary>Where growth is measured: the most shots in the store.</summary>
    public required int Stored { get; init; }

    /// <summary>Where scale is measured: the most generators.</summary>
    public required int Generators { get; init; }

    /// <summary>The MongoDB server, or null.</summary>
    public required string? MongoDb { get; init; }

    public ServiceBenchOptions OptionsIn(string folder) => new()
    {
        Folder = folder,
        MongoDb = MongoDb,
        Shots = Shots,
        Rounds = Rounds,
        Concurrency = Concurrency,
        Paths = Paths,
        WarmUp = Math.Min(2000, Shots * Rounds),
        StoredShots = [Stored / 100, Stored / 10, Stored],
        Generators = [.. Halves(Generators)],
    };

    private static IEnumerable<int> Halves(int most)
    {
        var counts = new Stack<int>();
        for (var count = most; count >= 1; count /= 2)
            counts.Push(count);
        return counts;
    }
}
