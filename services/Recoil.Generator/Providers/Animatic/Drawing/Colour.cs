using System.Runtime.InteropServices;

namespace Recoil.Generator.Providers.Animatic.Drawing;

/// <summary>A colour while it is mixed: red, green and blue from 0 to 1.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Colour(float R, float G, float B)
{
    public static Colour Hex(int rgb) => new(((rgb >> 16) & 255) / 255f, ((rgb >> 8) & 255) / 255f, (rgb & 255) / 255f);

    public Colour To(Colour other, double share)
    {
        var t = (float)Math.Clamp(share, 0, 1);
        return new(R + ((other.R - R) * t), G + ((other.G - G) * t), B + ((other.B - B) * t));
    }

    public Colour Lit(double factor) => new(R * (float)factor, G * (float)factor, B * (float)factor);

    public Colour Plus(Colour other, double share) => new(R + (other.R * (float)share), G + (other.G * (float)share), B + (other.B * (float)share));
}
