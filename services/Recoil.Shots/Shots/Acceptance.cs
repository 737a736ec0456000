using Recoil.Contracts;
using Recoil.Shots.Routing;
using Recoil.Storage.ApprovedShots;

namespace Recoil.Shots;

/// <summary>Which take of a shot may be built on: that of a good end, or the one that a person approved. Pure.</summary>
internal static class Acceptance
{
    /// <summary>The take that a person approved after this round, which may be one that a person made; null while nobody has.</summary>
    public static string? ApprovedOutput(this ShotState shot) =>
        shot.Closed is { Decision: ReviewDecision.Approve, OutputPath: { } output } closed && closed.ReviewId == shot.Review?.ReviewId ? output : null;

    /// <summary>The accepted take of a shot of an episode; null when there is none, and in a shot without an episode.</summary>
    public static AcceptedTake? AcceptedTake(this ShotState shot)
    {
        if (shot is not { Request: { EpisodeId.Length: > 0 } request, Result: { } end })
            return null;

        var approved = shot.ApprovedOutput();
        return (approved ?? (end.Status == ShotStatus.Ok ? end.OutputPath : null)) is not { Length: > 0 } output ? null : new AcceptedTake
        {
            Project = request.Project,
            EpisodeId = request.EpisodeId,
            ShotId = request.ShotId,
            Scene = end.SceneIndex,
            IsKeyframe = !TakePlan.IsClip(request.Pipeline),
            Output = output,
            RunId = request.RunId,
            CorrelationId = shot.CorrelationId,
            Round = shot.Round,
            AcceptedAt = approved is null ? end.At : shot.Closed!.At,
        };
    }
}
