using System.Globalization;
using Recoil.Contracts;

namespace Recoil.Critic.Checks;

/// <summary>Finds takes that are shown in another shape than asked for, by orientation and shape of their pixels, too.</summary>
internal sealed class WrongShape(CriticThresholds thresholds) : ICheck
{
    public const string Name = "wrong_shape";

    public Task<IReadOnlyList<Observation>> LookAsync(TakeUnderReview take, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Observation>>([Look(take, take.IsClip ? FailureMode.MotionFailure : FailureMode.Unknown)]);

    private Observation Look(TakeUnderReview take, FailureMode mode)
    {
        if (RatioOf(take.Command.AspectRatio) is not { } wanted)
            return Observation.NotEvaluated(Name, mode, $"\"{take.Command.AspectRatio}\" is no aspect ratio to compare with");

        var off = Math.Abs(Math.Log((double)take.Width / take.Height / wanted));
        return Observation.Of(
            Name, mode, Severity.Hard, off / thresholds.Aspect, off, thresholds.Aspect,
            $"is {take.Width}x{take.Height} where {take.Command.AspectRatio} was asked for");
    }

    private static double? RatioOf(string text)
    {
        var parts = text.Split(':', '/', 'x');
        return parts.Length == 2
            && double.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var width) && width > 0
            && double.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var height) && height > 0
                ? width / height
                : null;
    }
}
