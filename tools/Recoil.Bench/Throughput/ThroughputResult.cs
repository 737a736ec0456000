namespace Recoil.Bench.Throughput;

/// <summary>One path through the services, beside plain code for the same shots.</summary>
public sealed record ThroughputResult
{
    public required string Path { get; init; }
    public required int Shots { get; init; }
    public required int Rounds { get; init; }
    public required int Concurrency { get; init; }

    /// <summary>Messages of a shot and their bytes.</summary>
    public required int MessagesPerShot { get; init; }
    public required int MessageBytesPerShot { get; init; }

    /// <summary>Reads and writes of the store for a shot, and the bytes of the shot's document over all its versions.</summary>
    public required int ReadsPerShot { get; init; }
    public required int WritesPerShot { get; init; }
    public required int DocumentBytesPerShot { get; init; }

    public required ThroughputFigures Services { get; init; }
    public required ThroughputFigures Limit { get; init; }

    /// <summary>The services' shots a second through the limit's, of rounds that ran one after the other: the middle, the least and the most.</summary>
    public required double Ratio { get; init; }
    public required double LeastRatio { get; init; }
    public required double MostRatio { get; init; }
}

/// <summary>Medians over the rounds.</summary>
public sealed record ThroughputFigures
{
    public required double ShotsPerSecond { get; init; }

    /// <summary>From request to end, in milliseconds.</summary>
    public required double P50Milliseconds { get; init; }
    public required double P95Milliseconds { get; init; }
    public required double P99Milliseconds { get; init; }

    /// <summary>Processor time a shot, in milliseconds, by process.</summary>
    public required IReadOnlyDictionary<string, double> CpuMillisecondsPerShot { get; init; }
}
