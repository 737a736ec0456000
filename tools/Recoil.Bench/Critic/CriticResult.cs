namespace Recoil.Bench.Critic;

/// <summary>How fast the critic judges one kind of take.</summary>
public sealed record CriticResult
{
    /// <summary><c>stills</c> or <c>clips</c>.</summary>
    public required string Kind { get; init; }

    public required int Takes { get; init; }

    public required double TakesPerSecond { get; init; }

    /// <summary>CPU of this process and of the ffmpeg processes that it started.</summary>
    public required double CpuMillisecondsPerTake { get; init; }

    /// <summary>Files that are only decoded, to the same size: what no critic can pass.</summary>
    public required double DecodesPerSecond { get; init; }

    /// <summary>Part of that limit which the critic reaches.</summary>
    public double RatioToDecoding => TakesPerSecond / DecodesPerSecond;

    public required double PeakMegabytes { get; init; }
}
