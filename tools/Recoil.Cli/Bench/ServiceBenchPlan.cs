using Recoil.Bench;

namespace Recoil.Cli.Bench;

/// <summary>The options of <c>recoil bench --rabbitmq</c>.</summary>
internal sealed record ServiceBenchPlan
{
    public required BenchPart Part { get; init; }

    public required bool Json { get; init; }

    /// <summary>Shots per round; per generator for scale.</summary>
    public required int Shots { get; init; }

    public required int Rounds { get; init; }

    public required int Concurrency { get; init; }

    public required IReadOnlyList<BenchPath> Paths { get; init; }

    /// <summary>For growth: shots in the largest store.</summary>
    public required int Stored { get; init; }

    /// <summary>For runs: shots in the largest run.</summary>
    public required int RunShots { get; init; }

    /// <summary>For scale: the largest number of generators.</summary>
    public required int Generators { get; init; }

    /// <summary>The MongoDB server's connection string; null for the embedded store.</summary>
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
        RunSizes = [RunShots / 500, RunShots / 50, RunShots / 5, RunShots],
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
