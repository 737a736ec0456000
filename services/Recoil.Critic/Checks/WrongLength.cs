using System.Globalization;
using Recoil.Contracts;

namespace Recoil.Critic.Checks;

/// <summary>Finds clips that are much shorter or longer than asked for, by the times of their frames.</summary>
internal sealed class WrongLength(CriticThresholds thresholds) : ICheck
{
    public const string Name = "wrong_length";

    public Task<IReadOnlyList<Observation>> LookAsync(TakeUnderReview take, CancellationToken cancellationToken)
    {
        if (take.Clip is not { } clip)
            return Task.FromResult<IReadOnlyList<Observation>>([]);
        if (take.Command.Duration is not { } asked || asked <= 0)
            return Task.FromResult<IReadOnlyList<Observation>>([Observation.NotEvaluated(Name, FailureMode.MotionFailure, "no length was asked for")]);

        var share = clip.Length.TotalSeconds / (double)asked;
        var excess = share < 1
            ? Math.Log(share) / Math.Log(thresholds.ShortestLength)
            : Math.Log(share) / Math.Log(thresholds.LongestLength);
        return Task.FromResult<IReadOnlyList<Observation>>(
        [
            Observation.Of(
                Name, FailureMode.MotionFailure, Severity.Hard, excess, share, share < 1 ? thresholds.ShortestLength : thresholds.LongestLength,
                string.Create(CultureInfo.InvariantCulture, $"is {clip.Length.TotalSeconds:0.0#} s long where {asked:0.##} s were asked for")),
        ]);
    }
}
