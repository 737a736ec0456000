namespace Recoil.Bench.Scale;

/// <summary>How many shots so many generator processes bring to their end.</summary>
public sealed record ScaleResult
{
    public required int Generators { get; init; }

    /// <summary>Takes that a process makes at once.</summary>
    public required int TakesAtOnce { get; init; }

    /// <summary>How long a take takes, in milliseconds.</summary>
    public required int TakeMilliseconds { get; init; }
    public required int Shots { get; init; }

    /// <summary>The middle of the rounds.</summary>
    public required double ShotsPerSecond { get; init; }

    /// <summary>Shots a second through those of one process.</summary>
    public required double SpeedUp { get; init; }

    /// <summary>Processor time of all processes and the broker, in milliseconds a shot.</summary>
    public required double CpuMillisecondsPerShot { get; init; }
}
