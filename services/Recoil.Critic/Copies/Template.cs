using System.Numerics;
using Recoil.Media;

namespace Recoil.Critic.Copies;

/// <summary>A small picture that is moved over larger ones.</summary>
internal sealed class Template
{
    private readonly Luma _picture;
    private readonly float[] _values;
    private readonly double _norm;

    public Template(Luma picture)
    {
        _picture = picture;
        var mean = (float)picture.Mean();
        _values = [.. picture.Values];
        for (var i = 0; i < _values.Length; i++)
            _values[i] -= mean;
        _norm = Math.Sqrt(Sum(_values, _values)) + 1;
    }

    public int Width => _picture.Width;

    public int Height => _picture.Height;

    /// <summary>Where it is most alike, and how much, -1 to 1.</summary>
    public (double Likeness, int Left, int Top) BestIn(Luma field)
    {
        var best = (Likeness: -1.0, Left: 0, Top: 0);
        double n = Width * Height;
        for (var top = 0; top + Height <= field.Height; top++)
        {
            for (var left = 0; left + Width <= field.Width; left++)
            {
                double products = 0, sum = 0, squares = 0;
                for (var y = 0; y < Height; y++)
                {
                    var row = field.Values.Slice(((top + y) * field.Width) + left, Width);
                    Add(_values.AsSpan(y * Width, Width), row, ref products, ref sum, ref squares);
                }

                var likeness = products / (_norm * (Math.Sqrt(Math.Max(0, squares - (sum * sum / n))) + 1));
                if (likeness > best.Likeness)
                    best = (likeness, left, top);
            }
        }

        return best;
    }

    private static void Add(ReadOnlySpan<float> own, ReadOnlySpan<float> row, ref double products, ref double sum, ref double squares)
    {
        Vector<float> p = default, s = default, q = default;
        var i = 0;
        for (; i <= own.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var v = new Vector<float>(row[i..]);
            p += v * new Vector<float>(own[i..]);
            s += v;
            q += v * v;
        }

        products += Vector.Sum(p);
        sum += Vector.Sum(s);
        squares += Vector.Sum(q);
        for (; i < own.Length; i++)
        {
            products += row[i] * own[i];
            sum += row[i];
            squares += row[i] * row[i];
        }
    }

    private static double Sum(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        double sum = 0;
        for (var i = 0; i < one.Length; i++)
            sum += one[i] * other[i];
        return sum;
    }
}
