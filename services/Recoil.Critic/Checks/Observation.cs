using Recoil.Contracts;

namespace Recoil.Critic.Checks;

/// <summary>A finding and how bad it is.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Excess">How far the measure is from good, in thresholds: 0 is perfect, 1 is at the threshold, more is beyond.</param>
internal sealed record Observation(Finding Finding, double Excess)
{
    /// <summary>What a verdict's error says of it; the evidence where it is null.</summary>
    public string? Line { get; init; }

    public static Observation NotEvaluated(string check, FailureMode mode, string why) => new(
        new Finding { Check = check, FailureMode = mode, Severity = Severity.NotEvaluated, Evidence = why }, 0);

    /// <param name="check">The check's name.</param>
    /// <param name="mode">What it looks for.</param>
    /// <param name="worst">How it weighs when it is found.</param>
    /// <param name="excess">In thresholds; beyond 1 it is found.</param>
    /// <param name="score">What was measured.</param>
    /// <param name="threshold">Its limit.</param>
    /// <param name="evidence">What was seen.</param>
    public static Observation Of(string check, FailureMode mode, Severity worst, double excess, double score, double threshold, string evidence) => new(
        new Finding
        {
            Check = check,
            FailureMode = mode,
            Severity = excess > 1 ? worst : Severity.Passed,
            Score = Math.Round(score, 3),
            Threshold = threshold,
            Evidence = evidence,
        },
        excess);
}
