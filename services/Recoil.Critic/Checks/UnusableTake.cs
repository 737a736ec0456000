using Recoil.Contracts;
using Recoil.Media;

namespace Recoil.Critic.Checks;

/// <summary>Finds unusable takes: not decodable, damaged, too small, blank. Opens the take for the others.</summary>
internal sealed class UnusableTake(CriticThresholds thresholds) : ICheck
{
    public const string Name = "unusable_take";

    // The worst there is; how far a file is from being one cannot be measured.
    private const double Broken = 10;
    private const int FramesCompared = 7;

    public async Task<IReadOnlyList<Observation>> LookAsync(TakeUnderReview take, CancellationToken cancellationToken)
    {
        var mode = take.IsClip ? FailureMode.MotionFailure : FailureMode.Unknown;
        try
        {
            await take.OpenAsync(cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or MediaToolFailedException { IsLocalFailure: false })
        {
            return [Observation.Of(Name, mode, Severity.Hard, Broken, 0, 1, $"cannot be used: {e.Message}")];
        }

        if (Math.Min(take.Width, take.Height) < thresholds.ShortestSide)
            return [Observation.Of(Name, mode, Severity.Hard, Broken, Math.Min(take.Width, take.Height), thresholds.ShortestSide, $"is only {take.Width}x{take.Height} pixels")];
        if (take.Clip is { FrameCount: < 2 })
            return [Observation.Of(Name, mode, Severity.Hard, Broken, 1, 2, "is a clip with a single frame")];

        // A clip may begin and end in black: the frame that shows most counts.
        var seen = take.Frames(FramesCompared).Select(frame => Substance.Of(Luma.Of(frame))).MaxBy(substance => substance.Contrast)!;
        var excess = Math.Max(
            thresholds.Blank / Math.Max(seen.Contrast, thresholds.Blank / Broken), thresholds.Coherence / Math.Max(seen.Coherence, thresholds.Coherence / Broken));
        if (seen.FlatEnd > thresholds.FlatEnd)
            return [Observation.Of(Name, mode, Severity.Hard, Broken, seen.FlatEnd, thresholds.FlatEnd, $"its lower {seen.FlatEnd:P0} are one grey, as where decoding has stopped")];
        return [Observation.Of(Name, mode, Severity.Hard, excess, seen.Contrast, thresholds.Blank, $"{(excess > 1 ? "blank" : "not blank")}: {seen}")];
    }
}
