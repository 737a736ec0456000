namespace Recoil.Generator.Providers.Animatic.Drawing;

/// <summary>The light of a scene as a handful of colours.</summary>
/// <param name="SkyTop">Overhead.</param>
/// <param name="SkyLow">At the horizon; also the haze on what is far away.</param>
/// <param name="Ground">Nearest ground.</param>
/// <param name="Figure">People in front of the light.</param>
/// <param name="Key">The key light: sun, moon, lamp.</param>
internal sealed record Palette(Colour SkyTop, Colour SkyLow, Colour Ground, Colour Figure, Colour Key)
{
    public static Palette Night { get; } = Of(0x0b1426, 0x2c4668, 0x0d1a24, 0x06090f, 0xcfe0ff);

    public static Palette Dusk { get; } = Of(0x2b2350, 0xe8895a, 0x3a2231, 0x1a0f1c, 0xffd08a);

    public static Palette Dawn { get; } = Of(0x6f8fb8, 0xf6cdb4, 0x5a5560, 0x29242e, 0xffe9c4);

    public static Palette Day { get; } = Of(0x5d97c9, 0xdbe9ea, 0x7b7f5c, 0x2b2f33, 0xfff6da);

    public static Palette Overcast { get; } = Of(0x707e88, 0xc3cac9, 0x4f585a, 0x22282b, 0xe9efee);

    public static Palette Lamplight { get; } = Of(0x2a1a12, 0x94582c, 0x35200f, 0x150c08, 0xffc66e);

    public static Palette Neon { get; } = Of(0x150b2e, 0x7a2a7c, 0x101a33, 0x08060f, 0x4fe3e0);

    public static Palette Green { get; } = Of(0x27443c, 0xb6c79a, 0x24361f, 0x0f1a12, 0xf4f3c0);

    public static IReadOnlyList<Palette> All { get; } = [Night, Dusk, Dawn, Day, Overcast, Lamplight, Neon, Green];

    private static Palette Of(int top, int low, int ground, int figure, int key) =>
        new(Colour.Hex(top), Colour.Hex(low), Colour.Hex(ground), Colour.Hex(figure), Colour.Hex(key));
}
