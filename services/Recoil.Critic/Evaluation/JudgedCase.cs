using Recoil.Contracts;
using Recoil.Critic.Checks;

namespace Recoil.Critic.Evaluation;

/// <summary>A labelled take and the critic's verdict.</summary>
/// <param name="Case">The take.</param>
/// <param name="Verdict">The verdict.</param>
public sealed record JudgedCase(LabelledCase Case, CriticVerdict Verdict)
{
    public const string Good = "good";

    /// <summary>Whether the case says anything about the critic.</summary>
    public bool Counts => !Case.Debatable && Case.Answer != RightAnswer.Any;

    public bool IsGood => Case.Answer == RightAnswer.Pass;

    public bool Rejected => Verdict.Gate?.HardFailures.Count > 0;

    /// <summary>Soft and hard findings.</summary>
    public IEnumerable<Finding> Found => Verdict.Findings.Where(finding => finding.Severity is Severity.Soft or Severity.Hard);

    public bool Right => Case.Answer switch
    {
        RightAnswer.Pass => Verdict.FinalState is null && !Found.Any(),
        RightAnswer.Note => Found.Any(finding => IsOf(finding, Case.Label)),
        RightAnswer.Reject => Rejected,
        _ => true,
    };

    /// <summary>Whether a check's finding is what the label asks for: shape and length make a take unusable, too.</summary>
    public static bool IsOf(Finding finding, string label) =>
        finding.Check == label || (label == UnusableTake.Name && finding.Check is WrongShape.Name or WrongLength.Name);
}
