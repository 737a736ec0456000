namespace Recoil.Generator.Providers.Animatic.Drawing;

/// <summary>A painted layer, larger than the frame so that a camera can move over it.</summary>
internal sealed class Layer
{
    /// <summary>How much of the frame's width and height the layer reaches beyond each edge.</summary>
    public const double Margin = 0.12;

    private readonly int _width;
    private readonly int _height;
    private readonly float[] _rgba;

    /// <param name="width">Width of the frame in pixels.</param>
    /// <param name="height">Height of the frame in pixels.</param>
    /// <param name="paint">Colour and cover of a point; the frame is 0 to 1 in both directions.</param>
    public Layer(int width, int height, Func<double, double, (Colour Colour, double Alpha)> paint)
    {
        _width = (int)Math.Ceiling(width * (1 + (2 * Margin)));
        _height = (int)Math.Ceiling(height * (1 + (2 * Margin)));
        _rgba = new float[_width * _height * 4];
        for (int y = 0, i = 0; y < _height; y++)
        {
            var v = ((y + 0.5) / _height * (1 + (2 * Margin))) - Margin;
            for (var x = 0; x < _width; x++, i += 4)
            {
                var (colour, alpha) = paint(((x + 0.5) / _width * (1 + (2 * Margin))) - Margin, v);
                var a = (float)Math.Clamp(alpha, 0, 1);
                _rgba[i] = colour.R * a;
                _rgba[i + 1] = colour.G * a;
                _rgba[i + 2] = colour.B * a;
                _rgba[i + 3] = a;
            }
        }
    }

    /// <summary>Lays the point (u, v) of this layer over a colour.</summary>
    public Colour Over(Colour below, double u, double v)
    {
        var x = Math.Clamp(((u + Margin) / (1 + (2 * Margin)) * _width) - 0.5, 0, _width - 1.001);
        var y = Math.Clamp(((v + Margin) / (1 + (2 * Margin)) * _height) - 0.5, 0, _height - 1.001);
        int x0 = (int)x, y0 = (int)y;
        float fx = (float)(x - x0), fy = (float)(y - y0);
        var p = ((y0 * _width) + x0) * 4;
        var q = p + (_width * 4);
        float w00 = (1 - fx) * (1 - fy), w10 = fx * (1 - fy), w01 = (1 - fx) * fy, w11 = fx * fy;
        var c = _rgba;
        var r = (c[p] * w00) + (c[p + 4] * w10) + (c[q] * w01) + (c[q + 4] * w11);
        var g = (c[p + 1] * w00) + (c[p + 5] * w10) + (c[q + 1] * w01) + (c[q + 5] * w11);
        var b = (c[p + 2] * w00) + (c[p + 6] * w10) + (c[q + 2] * w01) + (c[q + 6] * w11);
        var rest = 1 - ((c[p + 3] * w00) + (c[p + 7] * w10) + (c[q + 3] * w01) + (c[q + 7] * w11));
        return new Colour(r + (below.R * rest), g + (below.G * rest), b + (below.B * rest));
    }
}
