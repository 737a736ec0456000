namespace Recoil.Media;

/// <summary>SSIM on brightness: 1 for the same picture, about 0 for unrelated ones, less for inverted ones.</summary>
public static class StructuralSimilarity
{
    private const int Window = 8;
    private const double C1 = 0.01 * 255 * 0.01 * 255;
    private const double C2 = 0.03 * 255 * 0.03 * 255;

    /// <summary>Mean over windows of 8x8 pixels, half overlapping. Both pictures have the same size, 8x8 at least.</summary>
    public static double Between(Luma one, Luma other)
    {
        one.RequireSameSize(other);
        double sum = 0;
        var windows = 0;
        for (var top = 0; top + Window <= one.Height; top += Window / 2)
        {
            for (var left = 0; left + Window <= one.Width; left += Window / 2)
            {
                sum += Of(one, other, left, top);
                windows++;
            }
        }

        return windows == 0 ? throw new ArgumentException("Pictures smaller than 8x8 have no structure to compare.", nameof(one)) : sum / windows;
    }

    private static double Of(Luma one, Luma other, int left, int top)
    {
        double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
        for (var y = top; y < top + Window; y++)
        {
            for (var x = left; x < left + Window; x++)
            {
                var p = one[x, y];
                var q = other[x, y];
                a += p;
                b += q;
                aa += p * p;
                bb += q * q;
                ab += p * q;
            }
        }

        const double n = Window * Window;
        double meanA = a / n, meanB = b / n;
        double varA = (aa / n) - (meanA * meanA), varB = (bb / n) - (meanB * meanB), cov = (ab / n) - (meanA * meanB);
        return ((2 * meanA * meanB) + C1) * ((2 * cov) + C2) / (((meanA * meanA) + (meanB * meanB) + C1) * (varA + varB + C2));
    }
}
