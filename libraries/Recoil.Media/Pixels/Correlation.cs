using System.Numerics;

namespace Recoil.Media;

/// <summary>How alike two pictures are whatever their brightness and contrast.</summary>
public static class Correlation
{
    // A variance of a quarter of a step: without it two flat pictures would be alike by their noise.
    private const double Nothing = 0.25;

    /// <summary>Between 1 (the same), 0 (unrelated) and -1 (a negative). Both have the same size.</summary>
    public static double Between(Luma one, Luma other)
    {
        one.RequireSameSize(other);
        return Between(one.Values, other.Values);
    }

    /// <summary>The same of two rows of values.</summary>
    public static double Between(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        Vector<float> a = default, b = default, aa = default, bb = default, ab = default;
        var i = 0;
        for (; i <= one.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> p = new(one[i..]), q = new(other[i..]);
            a += p;
            b += q;
            aa += p * p;
            bb += q * q;
            ab += p * q;
        }

        double sumA = Vector.Sum(a), sumB = Vector.Sum(b), squaresA = Vector.Sum(aa), squaresB = Vector.Sum(bb), products = Vector.Sum(ab);
        for (; i < one.Length; i++)
        {
            sumA += one[i];
            sumB += other[i];
            squaresA += one[i] * one[i];
            squaresB += other[i] * other[i];
            products += one[i] * other[i];
        }

        double n = one.Length, varA = (squaresA / n) - (sumA / n * (sumA / n)), varB = (squaresB / n) - (sumB / n * (sumB / n));
        return ((products / n) - (sumA / n * (sumB / n))) / Math.Sqrt((Math.Max(0, varA) + Nothing) * (Math.Max(0, varB) + Nothing));
    }
}
