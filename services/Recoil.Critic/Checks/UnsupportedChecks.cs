using Recoil.Contracts;

namespace Recoil.Critic.Checks;

/// <summary>Reports the failure modes that need more than pixels as not evaluated, so that a missing finding is never read as a pass.</summary>
internal sealed class UnsupportedChecks : ICheck
{
    public Task<IReadOnlyList<Observation>> LookAsync(TakeUnderReview take, CancellationToken cancellationToken)
    {
        var seen = new List<Observation>
        {
            Observation.NotEvaluated("anatomy_face", FailureMode.AnatomyFaceMerge, "merged faces need a vision model"),
            Observation.NotEvaluated("anatomy_limbs", FailureMode.AnatomyLimbMiscount, "counting limbs needs a vision model"),
            Observation.NotEvaluated("wardrobe", FailureMode.WardrobeMismatch, "clothes need a vision model"),
            Observation.NotEvaluated("background", FailureMode.BackgroundContamination, "what belongs into the background needs a vision model"),
            Observation.NotEvaluated("coverage_geometry", FailureMode.CoverageGeometryBroken, "eyelines and sides need a vision model and the neighbouring shots"),
        };
        if (take.IsClip)
        {
            seen.Add(Observation.NotEvaluated("audio_sync", FailureMode.AudioSyncDrift, take.Clip is { HasSound: true }
                ? "lips need a speech model"
                : "the clip has no sound"));
        }

        return Task.FromResult<IReadOnlyList<Observation>>(seen);
    }
}
