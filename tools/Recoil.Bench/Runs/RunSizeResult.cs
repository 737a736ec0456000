namespace Recoil.Bench.Runs;

/// <summary>The cost of a shot in runs of one size; medians over the rounds.</summary>
public sealed record RunSizeResult
{
    /// <summary>Shots in one run.</summary>
    public required int ShotsPerRun { get; init; }

    /// <summary>Shots of all runs of this size.</summary>
    public required int MeasuredShots { get; init; }

    public required double ShotsPerSecond { get; init; }

    /// <summary>CPU time of all processes and the broker, in milliseconds per shot: median, minimum and maximum.</summary>
    public required double CpuMillisecondsPerShot { get; init; }
    public required double MinimumCpuMillisecondsPerShot { get; init; }
    public required double MaximumCpuMillisecondsPerShot { get; init; }

    /// <summary>CPU time divided by that of the smallest runs in the same round; the median.</summary>
    public required double CpuRatio { get; init; }
}
