using System.Globalization;
using Recoil.Contracts;
using Recoil.Critic.Motion;

namespace Recoil.Critic.Checks;

/// <summary>Finds clips in which nothing moves, or only for a small part of their length.</summary>
internal sealed class MotionFailure(CriticThresholds thresholds) : ICheck
{
    public const string Name = "motion_failure";

    public Task<IReadOnlyList<Observation>> LookAsync(TakeUnderReview take, CancellationToken cancellationToken)
    {
        if (take.Clip is not { } clip)
            return Task.FromResult<IReadOnlyList<Observation>>([]);

        var steps = ClipMotion.Of(clip);
        var moving = steps.Count(step => step.Moves) / (double)steps.Count;
        var evidence = string.Create(CultureInfo.InvariantCulture, $"something moves in {steps.Count(step => step.Moves)} of {steps.Count} equal parts of its length");
        IReadOnlyList<Observation> seen = take.Command.LockedOff
            ? [Observation.Of(Name, FailureMode.MotionFailure, Severity.Hard, 0, moving, thresholds.Motion, evidence + "; the shot is locked off, so stillness is no failure")]
            : [Observation.Of(Name, FailureMode.MotionFailure, Severity.Hard, thresholds.Motion / Math.Max(moving, thresholds.Motion / 10), moving, thresholds.Motion, evidence)];
        return Task.FromResult(seen);
    }
}
