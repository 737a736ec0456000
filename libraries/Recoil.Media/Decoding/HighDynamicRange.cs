namespace Recoil.Media.Decoding;

/// <summary>
/// Brings pixels that are coded for brighter screens (PQ and HLG, BT.2020 colours) to sRGB, so that they can be compared with
/// ordinary pictures.
/// </summary>
internal static class HighDynamicRange
{
    // What is shown as white, in nits: the reference white of BT.2408, or less in a clip that has nothing as bright.
    private const float BrightestWhite = 203, DarkestWhite = 100;
    private const double Peak = 10_000, HlgPeak = 1000, Highlights = 0.995;

    private static readonly float[] s_pq = [.. Enumerable.Range(0, 256).Select(v => (float)(Pq(v / 255.0) * Peak))];
    private static readonly float[] s_hlg = [.. Enumerable.Range(0, 256).Select(v => (float)(Math.Pow(Hlg(v / 255.0), 1.2) * HlgPeak))];
    private static readonly byte[] s_srgb = [.. Enumerable.Range(0, 4096).Select(v => Srgb(v / 4095.0))];

    /// <param name="transfer">As ffmpeg calls it.</param>
    public static bool Is(string transfer) => transfer is "smpte2084" or "arib-std-b67";

    /// <summary>Changes the frames of a clip in place.</summary>
    public static void ToStandard(IReadOnlyList<Picture> frames, string transfer)
    {
        var nits = transfer == "smpte2084" ? s_pq : s_hlg;
        var white = Math.Clamp(nits[HighlightOf(frames)], DarkestWhite, BrightestWhite);
        foreach (var rgb in frames.Select(frame => frame.Rgb))
        {
            for (var i = 0; i < rgb.Length; i += 3)
            {
                float r = nits[rgb[i]] / white, g = nits[rgb[i + 1]] / white, b = nits[rgb[i + 2]] / white;
                // BT.2020 to BT.709, as in BT.2087.
                rgb[i] = Shown((1.6605f * r) - (0.5876f * g) - (0.0728f * b));
                rgb[i + 1] = Shown((-0.1246f * r) + (1.1329f * g) - (0.0083f * b));
                rgb[i + 2] = Shown((-0.0182f * r) - (0.1006f * g) + (1.1187f * b));
            }
        }
    }

    private static int HighlightOf(IReadOnlyList<Picture> frames)
    {
        var counts = new long[256];
        foreach (var value in frames.SelectMany(frame => frame.Rgb))
            counts[value]++;
        var above = (long)((1 - Highlights) * counts.Sum());
        var level = 255;
        while (level > 0 && (above -= counts[level]) >= 0)
            level--;
        return level;
    }

    // What is brighter than white is rolled off, so that highlights keep some drawing.
    private static byte Shown(float v)
    {
        const float knee = 0.8f;
        var rolled = v <= knee ? Math.Max(0, v) : knee + ((1 - knee) * (1 - MathF.Exp((knee - v) / (1 - knee))));
        return s_srgb[(int)(Math.Min(1, rolled) * 4095)];
    }

    private static double Pq(double v)
    {
        const double m1 = 2610.0 / 16384, m2 = 2523.0 / 4096 * 128, c1 = 3424.0 / 4096, c2 = 2413.0 / 4096 * 32, c3 = 2392.0 / 4096 * 32;
        var p = Math.Pow(v, 1 / m2);
        return Math.Pow(Math.Max(p - c1, 0) / (c2 - (c3 * p)), 1 / m1);
    }

    private static double Hlg(double v)
    {
        const double a = 0.17883277, b = 1 - (4 * a);
        var c = 0.5 - (a * Math.Log(4 * a));
        return v <= 0.5 ? v * v / 3 : (Math.Exp((v - c) / a) + b) / 12;
    }

    private static byte Srgb(double v) => (byte)Math.Round(255 * (v <= 0.0031308 ? 12.92 * v : (1.055 * Math.Pow(v, 1 / 2.4)) - 0.055));
}
