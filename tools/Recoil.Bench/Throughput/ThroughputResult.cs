namespace Recoil.Bench.Throughput;

/// <summary>The throughput of the services on one path, compared with the limit workers.</summary>
public sealed record ThroughputResult
{
    public required string Path { get; init; }
    public required int Shots { get; init; }
    public required int Rounds { get; init; }
    public required int Concurrency { get; init; }

    /// <summary>Messages per shot and their total bytes.</summary>
    public required int MessagesPerShot { get; init; }
    public required int MessageBytesPerShot { get; init; }

    /// <summary>Store reads and writes per shot, and the total bytes of the shot's document over all versions.</summary>
    public required int ReadsPerShot { get; init; }
    public required int WritesPerShot { get; init; }
    public required int DocumentBytesPerShot { get; init; }

    public required ThroughputFigures Services { get; init; }
    public required ThroughputFigures Limit { get; init; }

    /// <summary>Shots per second of the services divided by those of the limit, in adjacent rounds: median, minimum and maximum.</summary>
    public required double Ratio { get; init; }
    public required double MinimumRatio { get; init; }
    public required double MaximumRatio { get; init; }
}

/// <summary>Medians over the rounds.</summary>
public sealed record ThroughputFigures
{
    public required double ShotsPerSecond { get; init; }

    /// <summary>From request to end, in milliseconds.</summary>
    public required double P50Milliseconds { get; init; }
    public required double P95Milliseconds { get; init; }
    public required double P99Milliseconds { get; init; }

    /// <summary>CPU time in milliseconds per shot, by process.</summary>
    public required IReadOnlyDictionary<string, double> CpuMillisecondsPerShot { get; init; }
}
