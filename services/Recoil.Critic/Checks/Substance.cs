using System.Globalization;
using Recoil.Media;

namespace Recoil.Critic.Checks;

/// <summary>How much there is to see in a picture.</summary>
/// <param name="Contrast">Range of brightness (0 to 255) in cells of the picture, beside an even gradient.</param>
/// <param name="Coherence">How alike neighbouring cells are: about 0 in noise, near 1 in a picture of something.</param>
/// <param name="FlatEnd">Share of the height, from the bottom, that is one mid grey without any noise.</param>
internal sealed record Substance(double Contrast, double Coherence, double FlatEnd)
{
    // Cells of the coarse picture: noise averages out in them, and what a picture shows does not.
    private const double Tail = 0.003;
    private const int Reach = 4;
    private const int Cells = 128;

    public static Substance Of(Luma luma)
    {
        var coarse = luma.Resize(Math.Min(Cells, luma.Width), Math.Min(Cells, luma.Height));
        var rest = WithoutPlane(coarse);
        var sorted = (float[])rest.Clone();
        Array.Sort(sorted);
        var range = sorted[(int)((1 - Tail) * (sorted.Length - 1))] - sorted[(int)(Tail * (sorted.Length - 1))];
        return new Substance(range, CorrelationOf(rest, coarse.Width, coarse.Height), FlatEndOf(luma));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"brightness varies within {Contrast:0.0} of 255 beside gradients, and neighbouring places agree by {Coherence:0.00}");

    /// <summary>What is left of brightness when the best plane is taken away.</summary>
    private static float[] WithoutPlane(Luma luma)
    {
        double mean = luma.Mean(), slopeX = 0, slopeY = 0, squaresX = 0, squaresY = 0;
        double midX = (luma.Width - 1) / 2.0, midY = (luma.Height - 1) / 2.0;
        for (var y = 0; y < luma.Height; y++)
        {
            for (var x = 0; x < luma.Width; x++)
            {
                slopeX += (x - midX) * luma[x, y];
                slopeY += (y - midY) * luma[x, y];
                squaresX += (x - midX) * (x - midX);
                squaresY += (y - midY) * (y - midY);
            }
        }

        (slopeX, slopeY) = (slopeX / Math.Max(1, squaresX), slopeY / Math.Max(1, squaresY));
        var rest = new float[luma.Width * luma.Height];
        for (var y = 0; y < luma.Height; y++)
        {
            for (var x = 0; x < luma.Width; x++)
                rest[(y * luma.Width) + x] = (float)(luma[x, y] - mean - (slopeX * (x - midX)) - (slopeY * (y - midY)));
        }

        return rest;
    }

    /// <summary>How alike neighbours are: about 0 in noise of any grain finer than a cell, near 1 in a picture of something.</summary>
    private static double CorrelationOf(ReadOnlySpan<float> values, int width, int height)
    {
        double products = 0, squares = 0;
        for (var y = 0; y + Reach < height; y++)
        {
            for (var x = 0; x + Reach < width; x++)
            {
                var here = values[(y * width) + x];
                products += here * (values[(y * width) + x + Reach] + values[((y + Reach) * width) + x]) / 2;
                squares += here * here;
            }
        }

        return squares > 0 ? products / squares : 0;
    }

    private static double FlatEndOf(Luma luma)
    {
        var level = luma[0, luma.Height - 1];
        if (level is < 90 or > 170)
            return 0;
        var y = luma.Height - 1;
        while (y >= 0 && IsFlat(luma.Values.Slice(y * luma.Width, luma.Width), level))
            y--;
        return (luma.Height - 1.0 - y) / luma.Height;
    }

    private static bool IsFlat(ReadOnlySpan<float> row, float level)
    {
        foreach (var value in row)
        {
            if (Math.Abs(value - level) > 2)
                return false;
        }

        return true;
    }
}
