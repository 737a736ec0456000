using Recoil.Media;
using Recoil.Media.Decoding;

namespace Recoil.Critic.Motion;

/// <summary>
/// Tells motion from grain, flicker and compression. Each moment is the mean of a few frames, in which grain fades; the brightness of one
/// moment is matched to the other's, so that exposure does not count; then a camera move is fitted to the difference, to which every
/// edge of the picture contributes, so that a twentieth of a pixel is seen; what is left, averaged over blocks, is what moves by itself.
/// </summary>
internal static class ClipMotion
{
    private const double StepSeconds = 0.25;
    private const int FarSteps = 3;
    private const int FewestSteps = 6, MostSteps = 24, FramesInMoment = 3, Block = 8, Levels = 32;
    private const double Strongest = 0.98;

    /// <summary>What moves in equal parts of the clip's length.</summary>
    public static IReadOnlyList<MotionStep> Of(Clip clip)
    {
        var frames = clip.Frames;
        var count = Math.Clamp((int)Math.Round(clip.Length.TotalSeconds / StepSeconds), FewestSteps, MostSteps);
        var moments = new Luma[count + 1];
        var next = 0;
        for (var n = 0; n <= count; n++)
        {
            var at = clip.Length * n / count;
            while (next + 1 < frames.Count && frames[next + 1].At <= at)
                next++;
            moments[n] = Moment(frames, next);
        }

        var near = Pairs(moments, 1);
        var far = Pairs(moments, FarSteps);
        return [.. near.Select((step, n) => step with { Slow = IsSlow(step, far, n) })];
    }

    private static MotionStep[] Pairs(Luma[] moments, int apart) =>
        [.. Enumerable.Range(0, moments.Length - apart).Select(n => Between(moments[n], moments[n + apart]))];

    /// <summary>What moves too slowly for one step shows over three, whichever of its ends the step is at.</summary>
    private static bool IsSlow(MotionStep step, MotionStep[] far, int n) =>
        !step.Still && (n >= far.Length || far[n].Drifts) && (n < FarSteps - 1 || far[n - FarSteps + 1].Drifts);

    private static Luma Moment(IReadOnlyList<ClipFrame> frames, int middle)
    {
        var first = Math.Clamp(middle - (FramesInMoment / 2), 0, Math.Max(0, frames.Count - FramesInMoment));
        var lumas = Enumerable.Range(first, Math.Min(FramesInMoment, frames.Count)).Select(n => Luma.Of(frames[n].Picture)).ToArray();
        var sum = new float[lumas[0].Values.Length];
        foreach (var luma in lumas)
        {
            for (var i = 0; i < sum.Length; i++)
                sum[i] += luma.Values[i] / lumas.Length;
        }

        return new Luma(lumas[0].Width, lumas[0].Height, sum);
    }

    private static MotionStep Between(Luma one, Luma later)
    {
        if (one.Width != later.Width || one.Height != later.Height)
            return new MotionStep(0, 0, byte.MaxValue, byte.MaxValue);
        var matched = Matched(one, later);
        var move = CameraMove.Between(matched, later);
        var blocks = Blocks(move.Rest, later.Width, later.Height);
        return new MotionStep(move.Pixels, move.Error, blocks[(int)(Strongest * (blocks.Length - 1))], blocks[blocks.Length / 2]);
    }

    /// <summary>The first moment with each of its levels as bright as the same places are in the later one.</summary>
    private static Luma Matched(Luma one, Luma later)
    {
        var (sums, counts) = (new double[Levels], new double[Levels]);
        var own = one.Values;
        var to = later.Values;
        for (var i = 0; i < own.Length; i++)
        {
            var level = LevelOf(own[i]);
            sums[level] += to[i] - own[i];
            counts[level]++;
        }

        var shifts = new float[Levels + 2];
        for (var level = 0; level < Levels; level++)
            shifts[level + 1] = counts[level] > 0 ? (float)(sums[level] / counts[level]) : 0;
        (shifts[0], shifts[^1]) = (shifts[1], shifts[^2]);
        var values = new float[own.Length];
        for (var i = 0; i < own.Length; i++)
        {
            // Between the middles of levels the shift changes evenly.
            var place = (own[i] * Levels / 256f) + 0.5f;
            var below = Math.Clamp((int)place, 0, Levels);
            values[i] = own[i] + shifts[below] + ((shifts[below + 1] - shifts[below]) * (place - below));
        }

        return new Luma(one.Width, one.Height, values);
    }

    private static int LevelOf(float value) => Math.Clamp((int)(value * Levels / 256f), 0, Levels - 1);

    /// <summary>Absolute means of blocks, sorted.</summary>
    private static double[] Blocks(ReadOnlySpan<float> values, int width, int height)
    {
        var means = new List<double>();
        for (var top = 0; top + Block <= height; top += Block)
        {
            for (var left = 0; left + Block <= width; left += Block)
            {
                double sum = 0;
                for (var y = top; y < top + Block; y++)
                {
                    for (var x = left; x < left + Block; x++)
                        sum += values[(y * width) + x];
                }

                means.Add(Math.Abs(sum / (Block * Block)));
            }
        }

        means.Sort();
        return means.Count == 0 ? [0] : [.. means];
    }
}
