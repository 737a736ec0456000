using System.Numerics;
using Recoil.Media;

namespace Recoil.Critic.Copies;

/// <summary>A small picture that is moved over larger ones.</summary>
internal sealed class Template
{
    private readonly int _stride;
    private readonly float[] _values;
    private readonly double _norm;

    public Template(Luma picture)
    {
        (Width, Height) = (picture.Width, picture.Height);
        // Rows end in zeros, so that whole vectors fit.
        _stride = (Width + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        _values = new float[_stride * Height];
        var mean = (float)picture.Mean();
        double squares = 0;
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var value = picture[x, y] - mean;
                _values[(y * _stride) + x] = value;
                squares += value * value;
            }
        }

        _norm = Math.Sqrt(squares) + 1;
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Where it is most alike, and how much, -1 to 1.</summary>
    public (double Likeness, int Left, int Top) BestIn(TemplateField field)
    {
        var best = (Likeness: -1.0, Left: 0, Top: 0);
        for (var top = 0; top + Height <= field.Height; top++)
        {
            for (var left = 0; left + Width <= field.Width; left++)
            {
                var likeness = ProductsAt(field, left, top) / (_norm * (field.DeviationOf(left, top, Width, Height) + 1));
                if (likeness > best.Likeness)
                    best = (likeness, left, top);
            }
        }

        return best;
    }

    private float ProductsAt(TemplateField field, int left, int top)
    {
        var sum = Vector<float>.Zero;
        for (var y = 0; y < Height; y++)
        {
            var row = field.Row(left, top + y);
            for (var x = 0; x < _stride; x += Vector<float>.Count)
                sum += new Vector<float>(row[x..]) * new Vector<float>(_values, (y * _stride) + x);
        }

        return Vector.Sum(sum);
    }
}
