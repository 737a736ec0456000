using Recoil.Contracts;

namespace Recoil.Critic.Judging;

/// <summary>One thing that judges are asked of a take.</summary>
/// <param name="Name">Its name in questions, answers and findings, such as <c>identity_1</c>.</param>
/// <param name="Mode">The failure that a low score is.</param>
/// <param name="Limits">Which scores are low.</param>
/// <param name="Question">What a score of 1 means, as a sentence.</param>
internal sealed record Dimension(string Name, FailureMode Mode, DimensionLimits Limits, string Question)
{
    /// <summary>How a score weighs.</summary>
    public Severity SeverityOf(double score) => score < Limits.Hard ? Severity.Hard : score < Limits.Soft ? Severity.Soft : Severity.Passed;

    /// <summary>The limit that a score of this severity was compared with.</summary>
    public double? LimitOf(Severity severity) => severity == Severity.Hard ? Limits.Hard : Limits.Soft ?? Limits.Hard;
}
