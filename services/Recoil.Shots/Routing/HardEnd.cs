using Recoil.Contracts;

namespace Recoil.Shots.Routing;

/// <summary>How an attempt ended that used up its re-rolls.</summary>
/// <param name="Mode">What was wrong with its last take.</param>
/// <param name="Score">How good that take was, 0 (worst) to 1 (best); null when it was not measured.</param>
internal sealed record HardEnd(FailureMode Mode, double? Score)
{
    /// <summary>The same failure again and no better than before; what was not measured counts as no better.</summary>
    public bool RepeatedBy(HardEnd next) => next.Mode == Mode && !(next.Score > Score);
}
