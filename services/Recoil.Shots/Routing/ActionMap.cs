using Recoil.Contracts;

namespace Recoil.Shots.Routing;

/// <summary>The original's table: the action of each failure mode.</summary>
internal static class ActionMap
{
    /// <summary>The action of a failure mode.</summary>
    /// <param name="mode">What is wrong with the take.</param>
    /// <param name="hardFailures">Whether the verdict names hard failures; only identity drift depends on it.</param>
    public static RouteAction ActionOf(FailureMode mode, bool hardFailures) => mode switch
    {
        FailureMode.IdentityDrift => hardFailures ? RouteAction.Reroll : RouteAction.Accept,

        FailureMode.AnatomyFaceMerge
            or FailureMode.AnatomyLimbMiscount
            or FailureMode.GridInfluence
            or FailureMode.MotionFailure
            or FailureMode.RefBleed => RouteAction.Reroll,

        FailureMode.SafetySoftened
            or FailureMode.ContentFilterHardBlock => RouteAction.SoftenRetry,

        FailureMode.None
            or FailureMode.BackgroundContamination
            or FailureMode.WardrobeMismatch
            or FailureMode.LightingMismatch
            or FailureMode.EndFrameDrift
            or FailureMode.AudioSyncDrift
            or FailureMode.CoverageGeometryBroken => RouteAction.Accept,

        _ => RouteAction.Review,
    };

    /// <summary>The most re-rolls that an attempt may have, see <see cref="RerollsOf"/>.</summary>
    public const int MostRerolls = 2;

    /// <summary>How often an attempt is re-rolled after its first take, and how.</summary>
    public static (int Rerolls, RerollStrategy Strategy) RerollsOf(FailureMode mode) => mode switch
    {
        FailureMode.AnatomyFaceMerge or FailureMode.AnatomyLimbMiscount => (2, RerollStrategy.AnatomyAnchor),
        FailureMode.IdentityDrift => (1, RerollStrategy.RefPruneAndAnchor),
        FailureMode.GridInfluence or FailureMode.RefBleed => (1, RerollStrategy.ReduceRefs),
        FailureMode.MotionFailure => (1, RerollStrategy.Seed),
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "This failure mode does not ask for re-rolls."),
    };
}
