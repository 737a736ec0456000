using System.Runtime.InteropServices;

namespace Recoil.Media;

/// <summary>A colour in CIE Lab (D65): L 0 (black) to 100 (white), a green to red, b blue to yellow.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Lab(double L, double A, double B)
{
    private const double Epsilon = 216.0 / 24389;
    private const double Kappa = 24389.0 / 27;
    private static readonly double[] s_linear = [.. Enumerable.Range(0, 256).Select(v => Linear(v / 255.0))];

    /// <summary>The colour of an sRGB pixel.</summary>
    public static Lab Of(byte red, byte green, byte blue)
    {
        double r = s_linear[red], g = s_linear[green], b = s_linear[blue];
        var x = F(((0.4124564 * r) + (0.3575761 * g) + (0.1804375 * b)) / 0.95047);
        var y = F((0.2126729 * r) + (0.7151522 * g) + (0.0721750 * b));
        var z = F(((0.0193339 * r) + (0.1191920 * g) + (0.9503041 * b)) / 1.08883);
        return new Lab((116 * y) - 16, 500 * (x - y), 200 * (y - z));
    }

    /// <summary>Every pixel of a picture.</summary>
    public static Lab[] Of(Picture picture)
    {
        var labs = new Lab[picture.Width * picture.Height];
        var rgb = picture.Rgb;
        for (int i = 0, p = 0; i < labs.Length; i++, p += 3)
            labs[i] = Of(rgb[p], rgb[p + 1], rgb[p + 2]);
        return labs;
    }

    /// <summary>The nearest sRGB pixel.</summary>
    public (byte Red, byte Green, byte Blue) ToRgb()
    {
        var fy = (L + 16) / 116;
        var x = Inverse(fy + (A / 500)) * 0.95047;
        var y = L > Kappa * Epsilon ? fy * fy * fy : L / Kappa;
        var z = Inverse(fy - (B / 200)) * 1.08883;
        return (
            Gamma((3.2404542 * x) - (1.5371385 * y) - (0.4985314 * z)),
            Gamma((-0.9692660 * x) + (1.8760108 * y) + (0.0415560 * z)),
            Gamma((0.0556434 * x) - (0.2040259 * y) + (1.0572252 * z)));
    }

    private static double F(double t) => t > Epsilon ? Math.Cbrt(t) : ((Kappa * t) + 16) / 116;

    private static double Inverse(double f) => f * f * f > Epsilon ? f * f * f : ((116 * f) - 16) / Kappa;

    private static double Linear(double v) => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4);

    private static byte Gamma(double v)
    {
        v = Math.Clamp(v, 0, 1);
        return (byte)Math.Round(255 * (v <= 0.0031308 ? 12.92 * v : (1.055 * Math.Pow(v, 1 / 2.4)) - 0.055));
    }
}
