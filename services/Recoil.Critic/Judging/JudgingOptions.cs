using System.ComponentModel.DataAnnotations;

namespace Recoil.Critic.Judging;

/// <summary>How judges are asked.</summary>
public sealed record JudgingOptions
{
    /// <summary>How long an answer may take. After it nobody knows whether it is charged, and the take is not judged.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a judge is asked again that is down or has too much to do, before the take counts as not judged.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The most tokens of an answer, thoughts included, 100 or more. An answer that is cut off is none.</summary>
    [Range(100, 1_000_000)]
    public int MaxOutputTokens { get; init; } = 8_000;

    /// <summary>How many frames of a clip a judge is shown that does not look at clips, 2 or more.</summary>
    [Range(2, 48)]
    public int Frames { get; init; } = 6;

    /// <summary>The longest side of a picture that a judge is shown, in pixels; larger ones are made smaller.</summary>
    [Range(256, 4096)]
    public int LongestSide { get; init; } = 1_536;
}
