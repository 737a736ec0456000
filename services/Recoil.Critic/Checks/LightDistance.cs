using System.Globalization;
using Recoil.Media;

namespace Recoil.Critic.Checks;

/// <summary>How far apart the light of two pictures is, whatever they show; in Lab units.</summary>
/// <param name="Lightness">Earth mover's distance of lightness.</param>
/// <param name="Red">How much redder the first picture is; greener below zero.</param>
/// <param name="Yellow">How much yellower the first picture is; bluer below zero.</param>
internal sealed record LightDistance(double Lightness, double Red, double Yellow)
{
    public double Whole => Math.Sqrt((Lightness * Lightness) + (Red * Red) + (Yellow * Yellow));

    public static LightDistance Between(Picture one, Picture other)
    {
        var (a, b) = (Lab.Of(Lit(one)), Lab.Of(Lit(other)));
        return new LightDistance(
            new Histogram(a.Select(p => p.L), 0, 100, 50).DistanceTo(new Histogram(b.Select(p => p.L), 0, 100, 50)),
            a.Average(p => p.A) - b.Average(p => p.A),
            a.Average(p => p.B) - b.Average(p => p.B));
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"lightness off by {Lightness:0.0}, {(Red < 0 ? "greener" : "redder")} by {Math.Abs(Red):0.0}, {(Yellow < 0 ? "bluer" : "yellower")} by {Math.Abs(Yellow):0.0}");

    // Captions, letterbox bars and vignettes lie at the edges; the light is judged between them.
    private static Picture Lit(Picture picture) => picture.Crop(
        picture.Width / 12, picture.Height / 12, picture.Width * 10 / 12, Math.Max(1, picture.Height * 8 / 12)).Resize(48, 48);
}
