using System.Numerics;
using Recoil.Media;

namespace Recoil.Critic.Copies;

/// <summary>A picture that templates are moved over, with the sums of its areas.</summary>
internal sealed class TemplateField
{
    private readonly int _stride;
    private readonly float[] _values;
    private readonly double[] _sums, _squares;

    public TemplateField(Luma picture)
    {
        (Width, Height) = (picture.Width, picture.Height);
        _stride = Width + Vector<float>.Count;
        _values = new float[_stride * Height];
        _sums = new double[(Width + 1) * (Height + 1)];
        _squares = new double[_sums.Length];
        // Around the mean, so that little is lost in the differences of sums.
        var mean = (float)picture.Mean();
        for (var y = 0; y < Height; y++)
        {
            double sum = 0, squares = 0;
            for (var x = 0; x < Width; x++)
            {
                var value = picture[x, y] - mean;
                _values[(y * _stride) + x] = value;
                sum += value;
                squares += value * value;
                var at = ((y + 1) * (Width + 1)) + x + 1;
                _sums[at] = _sums[at - Width - 1] + sum;
                _squares[at] = _squares[at - Width - 1] + squares;
            }
        }
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>A row from a place on; longer than the picture, by zeros.</summary>
    public ReadOnlySpan<float> Row(int left, int top) => _values.AsSpan((top * _stride) + left, _stride - left);

    /// <summary>Root of the sum of squares around the mean of an area.</summary>
    public double DeviationOf(int left, int top, int width, int height)
    {
        var sum = Area(_sums, left, top, width, height);
        return Math.Sqrt(Math.Max(0, Area(_squares, left, top, width, height) - (sum * sum / (width * height))));
    }

    private double Area(double[] sums, int left, int top, int width, int height)
    {
        int upper = top * (Width + 1), lower = (top + height) * (Width + 1);
        return sums[lower + left + width] - sums[lower + left] - sums[upper + left + width] + sums[upper + left];
    }
}
