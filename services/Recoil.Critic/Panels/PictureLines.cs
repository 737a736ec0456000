using Recoil.Media;

namespace Recoil.Critic.Panels;

/// <summary>The lines of a picture in one direction: its rows, or its columns where it is given transposed.</summary>
internal sealed class PictureLines
{
    // A step counts from here on (0 to 255, sum of three colours), and where it is this much larger than the steps beside it.
    private const int SmallestStep = 15;
    private const double TimesBeside = 0.75;

    private readonly Picture _picture;
    private readonly double[] _deviations;

    public PictureLines(Picture picture)
    {
        _picture = picture;
        _deviations = [.. Enumerable.Range(0, picture.Height).Select(DeviationOf)];
    }

    public int Count => _picture.Height;

    /// <summary>Standard deviation of brightness along each line.</summary>
    public IReadOnlyList<double> Deviations => _deviations;

    /// <summary>Share of the length over which colours jump between a line and the one after it, more than beside them.</summary>
    public double CoverageOf(int line)
    {
        if (line < 5 || line + 5 > Count)
            return 0;
        ReadOnlySpan<byte> far = Row(line - 5), one = Row(line - 2), next = Row(line + 1), beyond = Row(line + 4);
        var jumps = 0;
        for (var i = 0; i < one.Length; i += 3)
        {
            int step = 0, beside = 0;
            for (var c = i; c < i + 3; c++)
            {
                step += Math.Abs(next[c] - one[c]);
                beside += Math.Abs(one[c] - far[c]) + Math.Abs(beyond[c] - next[c]);
            }

            if (step > (TimesBeside * beside) + SmallestStep)
                jumps++;
        }

        return (double)jumps / _picture.Width;
    }

    /// <summary>How much the brightness jumps in one direction only, 0 to 1: 1 at a horizon, less between unrelated pictures.</summary>
    public double OneSidednessOf(int line)
    {
        ReadOnlySpan<byte> one = Row(Math.Max(0, line - 2)), next = Row(Math.Min(Count - 1, line + 1));
        double sum = 0, absolute = 0;
        for (var i = 0; i < one.Length; i += 3)
        {
            var step = (0.3 * (next[i] - one[i])) + (0.6 * (next[i + 1] - one[i + 1])) + (0.1 * (next[i + 2] - one[i + 2]));
            sum += step;
            absolute += Math.Abs(step);
        }

        return absolute > 0 ? Math.Abs(sum) / absolute : 1;
    }

    /// <summary>How alike two lines are along their length, -1 to 1.</summary>
    public double LikenessOf(int one, int other)
    {
        ReadOnlySpan<byte> a = Row(Math.Clamp(one, 0, Count - 1)), b = Row(Math.Clamp(other, 0, Count - 1));
        double sumA = 0, sumB = 0, aa = 0, bb = 0, ab = 0;
        for (var i = 0; i < a.Length; i++)
        {
            sumA += a[i];
            sumB += b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
            ab += a[i] * b[i];
        }

        double n = a.Length, varA = (aa / n) - (sumA / n * (sumA / n)), varB = (bb / n) - (sumB / n * (sumB / n));
        // Lines of one colour each are alike when the colour is the same.
        if (varA < 9 && varB < 9)
            return Math.Abs(sumA - sumB) / n < 6 ? 1 : 0;
        return ((ab / n) - (sumA / n * (sumB / n))) / Math.Sqrt((varA * varB) + 1);
    }

    private ReadOnlySpan<byte> Row(int line) => _picture.Rgb.AsSpan(line * _picture.Width * 3, _picture.Width * 3);

    private double DeviationOf(int line)
    {
        var row = Row(line);
        double sum = 0, squares = 0;
        for (var i = 0; i < row.Length; i += 3)
        {
            var v = (0.299 * row[i]) + (0.587 * row[i + 1]) + (0.114 * row[i + 2]);
            sum += v;
            squares += v * v;
        }

        double n = _picture.Width;
        return Math.Sqrt(Math.Max(0, (squares / n) - (sum / n * (sum / n))));
    }
}
