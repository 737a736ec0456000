using System.Globalization;
using Recoil.Contracts;
using Recoil.Media;

namespace Recoil.Critic.Checks;

/// <summary>Finds clips in which nothing moves.</summary>
internal sealed class MotionFailure(CriticThresholds thresholds) : ICheck
{
    public const string Name = "motion_failure";

    public Task<IReadOnlyList<Observation>> LookAsync(TakeUnderReview take, CancellationToken cancellationToken)
    {
        if (!take.IsClip)
            return Task.FromResult<IReadOnlyList<Observation>>([]);

        var lumas = take.Frames.Select(Luma.Of).ToArray();
        var changes = lumas.Zip(lumas.Skip(1), (one, next) => one.DistanceTo(next)).Order().ToArray();
        var seconds = Math.Max(0.1, take.Info.Duration.TotalSeconds) / changes.Length;
        var motion = changes[changes.Length / 2] / seconds;
        var evidence = string.Create(CultureInfo.InvariantCulture, $"brightness changes by {motion:0.0} a second in the middle of the clip's frames");
        IReadOnlyList<Observation> seen = take.Command.LockedOff
            ? [Observation.Of(Name, FailureMode.MotionFailure, Severity.Hard, 0, motion, thresholds.Motion, evidence + "; the shot is locked off, so stillness is no failure")]
            : [Observation.Of(Name, FailureMode.MotionFailure, Severity.Hard, thresholds.Motion / Math.Max(motion, thresholds.Motion / 10), motion, thresholds.Motion, evidence)];
        return Task.FromResult(seen);
    }
}
