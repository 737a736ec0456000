using Recoil.Contracts;

namespace Recoil.Cli.Judging;

/// <summary>A take that a critic and a person have looked at.</summary>
/// <param name="Findings">What the critic saw.</param>
/// <param name="IsAccepted">Whether the person kept it.</param>
internal sealed record JudgedTake(IReadOnlyList<Finding> Findings, bool IsAccepted);
