namespace Recoil.Bench.Scale;

/// <summary>The throughput with a number of generator processes.</summary>
public sealed record ScaleResult
{
    public required int Generators { get; init; }

    /// <summary>Takes in progress per generator process.</summary>
    public required int TakesAtOnce { get; init; }

    /// <summary>Duration of a take, in milliseconds.</summary>
    public required int TakeMilliseconds { get; init; }
    public required int Shots { get; init; }

    /// <summary>Median of the rounds.</summary>
    public required double ShotsPerSecond { get; init; }

    /// <summary>Shots per second divided by those of one process.</summary>
    public required double SpeedUp { get; init; }

    /// <summary>CPU time of all processes and the broker, in milliseconds per shot.</summary>
    public required double CpuMillisecondsPerShot { get; init; }
}
