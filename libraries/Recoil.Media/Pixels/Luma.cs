namespace Recoil.Media;

/// <summary>Brightness of a picture, one value a pixel, 0 (black) to 255 (white), BT.601 weights.</summary>
public sealed class Luma
{
    private readonly double[] _values;

    private Luma(int width, int height, double[] values)
    {
        Width = width;
        Height = height;
        _values = values;
    }

    public int Width { get; }

    public int Height { get; }

    public ReadOnlySpan<double> Values => _values;

    public double this[int x, int y] => _values[(y * Width) + x];

    public static Luma Of(Picture picture)
    {
        var values = new double[picture.Width * picture.Height];
        var rgb = picture.Rgb;
        for (int i = 0, p = 0; i < values.Length; i++, p += 3)
            values[i] = (0.299 * rgb[p]) + (0.587 * rgb[p + 1]) + (0.114 * rgb[p + 2]);
        return new Luma(picture.Width, picture.Height, values);
    }

    public Luma Resize(int width, int height) => width == Width && height == Height
        ? this
        : new Luma(width, height, AreaMean.Of(Width, Height, width, height, (x, y) => _values[(y * Width) + x]));

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
        double sum = 0;
        for (var i = 0; i < _values.Length; i++)
            sum += Math.Abs(_values[i] - other._values[i]);
        return sum / _values.Length;
    }

    internal void RequireSameSize(Luma other)
    {
        if (other.Width != Width || other.Height != Height)
            throw new ArgumentException($"A picture of {Width}x{Height} cannot be compared with one of {other.Width}x{other.Height}.", nameof(other));
    }
}
