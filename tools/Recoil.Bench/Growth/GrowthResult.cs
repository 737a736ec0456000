namespace Recoil.Bench.Growth;

/// <summary>What a shot costs with so many shots in the store already. Medians over the rounds.</summary>
public sealed record GrowthResult
{
    /// <summary>Shots in the store before the first round.</summary>
    public required int StoredShots { get; init; }

    /// <summary>Shots of all rounds, which are in the store at the end, too.</summary>
    public required int MeasuredShots { get; init; }

    public required double ShotsPerSecond { get; init; }

    /// <summary>From request to end, in milliseconds.</summary>
    public required double P50Milliseconds { get; init; }

    /// <summary>Processor time of all processes and the broker, in milliseconds a shot: the middle, the least and the most.</summary>
    public required double CpuMillisecondsPerShot { get; init; }
    public required double LeastCpuMillisecondsPerShot { get; init; }
    public required double MostCpuMillisecondsPerShot { get; init; }

    /// <summary>Processor time through that with the fewest shots in the store, in the same round; the middle.</summary>
    public required double CpuRatio { get; init; }

    /// <summary>Shots a second, likewise.</summary>
    public required double SpeedRatio { get; init; }
}
