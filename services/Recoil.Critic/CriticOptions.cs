using System.ComponentModel.DataAnnotations;
using Recoil.Critic.Judging;
using Recoil.Media.Decoding;

namespace Recoil.Critic;

/// <summary>How takes are judged.</summary>
public sealed record CriticOptions
{
    /// <summary>How many takes are judged at once, 1 or more.</summary>
    [Range(1, 1000)]
    public int Concurrency { get; init; } = 2;

    /// <summary>How much of a take is decoded; what is over a limit is unusable.</summary>
    public MediaLimits Limits { get; init; } = MediaLimits.Default;

    /// <summary>Where a measure becomes a finding.</summary>
    public CriticThresholds Thresholds { get; init; } = new();

    /// <summary>Where judges' scores become findings.</summary>
    public RubricOptions Rubric { get; init; } = new();

    /// <summary>How judges are asked.</summary>
    public JudgingOptions Judging { get; init; } = new();
}
