using Recoil.Media;

namespace Recoil.Generator.Providers.Animatic.Drawing;

/// <summary>Brings a drawing into the light of a scene: the mean and the spread of its Lab colours follow the scene's picture.</summary>
internal sealed class LightGrade
{
    private const int Steps = 25;
    private readonly float[] _table;

    private LightGrade(Func<Lab, Lab> grade)
    {
        _table = new float[Steps * Steps * Steps * 3];
        for (int r = 0, i = 0; r < Steps; r++)
        {
            for (var g = 0; g < Steps; g++)
            {
                for (var b = 0; b < Steps; b++, i += 3)
                {
                    var (red, green, blue) = grade(Lab.Of(Level(r), Level(g), Level(b))).ToRgb();
                    _table[i] = red;
                    _table[i + 1] = green;
                    _table[i + 2] = blue;
                }
            }
        }
    }

    /// <summary>From a drawing's own light to the scene's.</summary>
    public static LightGrade To(Picture scene, Picture drawing)
    {
        var from = Statistics.Of(drawing);
        return Between(from, Statistics.Of(scene));
    }

    /// <summary>To a light that the scene does not have: dark where it is bright, bright where it is dark, and off its colour.</summary>
    public static LightGrade AwayFrom(Picture scene, Picture drawing)
    {
        var light = Statistics.Of(scene);
        var dark = light.Mean.L > 48;
        var wrong = new Lab(dark ? light.Mean.L - 34 : light.Mean.L + 34, light.Mean.A + (light.Mean.A > 0 ? -16 : 16), light.Mean.B + (light.Mean.B > 0 ? -24 : 24));
        return Between(Statistics.Of(drawing), light with { Mean = wrong });
    }

    public Picture Apply(Picture picture)
    {
        var graded = new Picture(picture.Width, picture.Height);
        for (var p = 0; p < picture.Rgb.Length; p += 3)
            Look(picture.Rgb, graded.Rgb, p);
        return graded;
    }

    private static LightGrade Between(Statistics from, Statistics to) => new(lab => new Lab(
        to.Mean.L + ((lab.L - from.Mean.L) * Ratio(to.Spread.L, from.Spread.L)),
        to.Mean.A + ((lab.A - from.Mean.A) * Ratio(to.Spread.A, from.Spread.A)),
        to.Mean.B + ((lab.B - from.Mean.B) * Ratio(to.Spread.B, from.Spread.B))));

    // Beyond this the drawing's own shapes would drown or burn out.
    private static double Ratio(double to, double from) => Math.Clamp(to / Math.Max(from, 0.5), 0.45, 1.9);

    private static byte Level(int step) => (byte)Math.Round(step * 255.0 / (Steps - 1));

    private void Look(byte[] from, byte[] to, int p)
    {
        const float scale = (Steps - 1) / 255f;
        float r = from[p] * scale, g = from[p + 1] * scale, b = from[p + 2] * scale;
        int r0 = Math.Min((int)r, Steps - 2), g0 = Math.Min((int)g, Steps - 2), b0 = Math.Min((int)b, Steps - 2);
        float fr = r - r0, fg = g - g0, fb = b - b0;
        var i = ((((r0 * Steps) + g0) * Steps) + b0) * 3;
        for (var c = 0; c < 3; c++, i++)
        {
            var low = Mix(Mix(_table[i], _table[i + 3], fb), Mix(_table[i + (Steps * 3)], _table[i + (Steps * 3) + 3], fb), fg);
            var k = i + (Steps * Steps * 3);
            var high = Mix(Mix(_table[k], _table[k + 3], fb), Mix(_table[k + (Steps * 3)], _table[k + (Steps * 3) + 3], fb), fg);
            to[p + c] = (byte)(Mix(low, high, fr) + 0.5f);
        }
    }

    private static float Mix(float a, float b, float t) => a + ((b - a) * t);

    private sealed record Statistics(Lab Mean, Lab Spread)
    {
        public static Statistics Of(Picture picture)
        {
            var labs = Lab.Of(picture.Resize(48, 48));
            double l = 0, a = 0, b = 0, ll = 0, aa = 0, bb = 0;
            foreach (var lab in labs)
            {
                l += lab.L;
                a += lab.A;
                b += lab.B;
                ll += lab.L * lab.L;
                aa += lab.A * lab.A;
                bb += lab.B * lab.B;
            }

            double n = labs.Length;
            return new Statistics(new Lab(l / n, a / n, b / n), new Lab(Root(ll, l, n), Root(aa, a, n), Root(bb, b, n)));
        }

        private static double Root(double squares, double sum, double n) => Math.Sqrt(Math.Max(0, (squares / n) - (sum / n * (sum / n))));
    }
}
