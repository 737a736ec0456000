using System.Numerics;

namespace Recoil.Media;

/// <summary>Brightness of a picture, one value a pixel, 0 (black) to 255 (white), BT.601 weights.</summary>
public sealed class Luma
{
    private readonly float[] _values;

    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="values">Rows from the top; kept, not copied.</param>
    public Luma(int width, int height, float[] values)
    {
        if (values.Length != width * height)
            throw new ArgumentException($"{width}x{height} needs {width * height} values, not {values.Length}.", nameof(values));
        Width = width;
        Height = height;
        _values = values;
    }

    public int Width { get; }

    public int Height { get; }

    public ReadOnlySpan<float> Values => _values;

    public float this[int x, int y] => _values[(y * Width) + x];

    public static Luma Of(Picture picture)
    {
        var values = new float[picture.Width * picture.Height];
        var rgb = picture.Rgb;
        for (int i = 0, p = 0; i < values.Length; i++, p += 3)
            values[i] = (0.299f * rgb[p]) + (0.587f * rgb[p + 1]) + (0.114f * rgb[p + 2]);
        return new Luma(picture.Width, picture.Height, values);
    }

    public Luma Resize(int width, int height) => width == Width && height == Height
        ? this
        : new Luma(width, height, AreaMean.Of(_values, Width, Height, width, height));

    /// <summary>The part from (<paramref name="left"/>, <paramref name="top"/>).</summary>
    public Luma Crop(int left, int top, int width, int height)
    {
        var part = new float[width * height];
        for (var y = 0; y < height; y++)
            Array.Copy(_values, ((top + y) * Width) + left, part, y * width, width);
        return new Luma(width, height, part);
    }

    /// <summary>Left and right exchanged.</summary>
    public Luma Mirror()
    {
        var mirrored = (float[])_values.Clone();
        for (var y = 0; y < Height; y++)
            Array.Reverse(mirrored, y * Width, Width);
        return new Luma(Width, Height, mirrored);
    }

    public double Mean()
    {
        double sum = 0;
        foreach (var value in _values)
            sum += value;
        return sum / _values.Length;
    }

    public double StandardDeviation()
    {
        var mean = Mean();
        double sum = 0;
        foreach (var value in _values)
            sum += (value - mean) * (value - mean);
        return Math.Sqrt(sum / _values.Length);
    }

    /// <summary>Mean absolute difference to another picture of the same size, 0 to 255.</summary>
    public double DistanceTo(Luma other)
    {
        RequireSameSize(other);
        var i = 0;
        var sums = Vector<float>.Zero;
        for (; i <= _values.Length - Vector<float>.Count; i += Vector<float>.Count)
            sums += Vector.Abs(new Vector<float>(_values, i) - new Vector<float>(other._values, i));
        double sum = Vector.Sum(sums);
        for (; i < _values.Length; i++)
            sum += Math.Abs(_values[i] - other._values[i]);
        return sum / _values.Length;
    }

    internal void RequireSameSize(Luma other)
    {
        if (other.Width != Width || other.Height != Height)
            throw new ArgumentException($"A picture of {Width}x{Height} cannot be compared with one of {other.Width}x{other.Height}.", nameof(other));
    }
}
