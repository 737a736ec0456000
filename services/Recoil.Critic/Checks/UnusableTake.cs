using System.Globalization;
using Recoil.Contracts;
using Recoil.Media;

namespace Recoil.Critic.Checks;

/// <summary>Finds unusable takes: undecodable, of the wrong size or shape, blank. Opens the take for the others.</summary>
internal sealed class UnusableTake(CriticThresholds thresholds) : ICheck
{
    public const string Name = "unusable_take";

    // The worst there is; how far a file is from being one cannot be measured.
    private const double Broken = 10;

    public async Task<IReadOnlyList<Observation>> LookAsync(TakeUnderReview take, CancellationToken cancellationToken)
    {
        var mode = take.IsClip ? FailureMode.MotionFailure : FailureMode.Unknown;
        try
        {
            await take.OpenAsync(cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or MediaToolFailedException { IsLocalFailure: false })
        {
            return [Observation.Of(Name, mode, Severity.Hard, Broken, 0, 1, $"cannot be decoded: {e.Message}")];
        }

        var info = take.Info;
        if (Math.Min(info.Width, info.Height) < thresholds.ShortestSide)
            return [Observation.Of(Name, mode, Severity.Hard, Broken, Math.Min(info.Width, info.Height), thresholds.ShortestSide, $"is only {info.Width}x{info.Height} pixels")];
        if (take.IsClip && take.Frames.Count < 2)
            return [Observation.Of(Name, mode, Severity.Hard, Broken, take.Frames.Count, 2, "is a clip with a single frame")];

        return [Shape(take, mode), Blank(take, mode)];
    }

    private Observation Shape(TakeUnderReview take, FailureMode mode)
    {
        if (RatioOf(take.Command.AspectRatio) is not { } wanted)
            return Observation.NotEvaluated(Name, mode, $"shape: \"{take.Command.AspectRatio}\" is no aspect ratio to compare with");

        var off = Math.Abs(Math.Log((double)take.Info.Width / take.Info.Height / wanted));
        return Observation.Of(
            Name, mode, Severity.Hard, off / thresholds.Aspect, off, thresholds.Aspect,
            $"shape: {take.Info.Width}x{take.Info.Height} where {take.Command.AspectRatio} was asked for");
    }

    private Observation Blank(TakeUnderReview take, FailureMode mode)
    {
        var deviation = take.Frames.Max(frame => Luma.Of(frame).StandardDeviation());
        var excess = thresholds.Blank / Math.Max(deviation, thresholds.Blank / Broken);
        return Observation.Of(
            Name, mode, Severity.Hard, excess, deviation, thresholds.Blank,
            string.Create(CultureInfo.InvariantCulture, $"{(excess > 1 ? "blank" : "not blank")}: brightness varies by {deviation:0.0} of 255"));
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
