using Recoil.Contracts;

namespace Recoil.Critic.Checks;

/// <summary>Says what pixels alone cannot tell, so that nobody takes silence for a pass.</summary>
internal sealed class NotJudgedHere : ICheck
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
            seen.Add(Observation.NotEvaluated("audio_sync", FailureMode.AudioSyncDrift, take.Info.Streams.Any(s => s.Kind == "audio")
                ? "lips need a speech model"
                : "the clip has no sound"));
        }

        return Task.FromResult<IReadOnlyList<Observation>>(seen);
    }
}
