namespace Recoil.Bench.Growth;

/// <summary>The cost of a shot at one size of the store; medians over the rounds.</summary>
public sealed record GrowthResult
{
    /// <summary>Shots in the store before the first round.</summary>
    public required int StoredShots { get; init; }

    /// <summary>Shots of all rounds; they are in the store at the end.</summary>
    public required int MeasuredShots { get; init; }

    public required double ShotsPerSecond { get; init; }

    /// <summary>From request to end, in milliseconds.</summary>
    public required double P50Milliseconds { get; init; }

    /// <summary>CPU time of all processes and the broker, in milliseconds per shot: median, minimum and maximum.</summary>
    public required double CpuMillisecondsPerShot { get; init; }
    public required double MinimumCpuMillisecondsPerShot { get; init; }
    public required double MaximumCpuMillisecondsPerShot { get; init; }

    /// <summary>CPU time divided by that of the smallest store in the same round; the median.</summary>
    public required double CpuRatio { get; init; }

    /// <summary>Shots per second divided by that of the smallest store in the same round; the median.</summary>
    public required double SpeedRatio { get; init; }
}
