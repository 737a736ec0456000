using Recoil.Media;

namespace Recoil.Critic.Checks;

/// <summary>How far apart the light of two pictures is, whatever they show.</summary>
internal static class LightDistance
{
    /// <summary>Earth mover's distance of lightness, and how much redder and yellower the first picture is, in Lab units.</summary>
    public static (double Lightness, double Red, double Yellow) Between(Picture one, Picture other)
    {
        var (a, b) = (Lab.Of(Lit(one)), Lab.Of(Lit(other)));
        return (
            new Histogram(a.Select(p => p.L), 0, 100, 50).DistanceTo(new Histogram(b.Select(p => p.L), 0, 100, 50)),
            a.Average(p => p.A) - b.Average(p => p.A),
            a.Average(p => p.B) - b.Average(p => p.B));
    }

    // Captions, letterbox bars and vignettes lie at the edges; the light is judged between them.
    private static Picture Lit(Picture picture) => picture.Crop(
        picture.Width / 12, picture.Height / 12, picture.Width * 10 / 12, Math.Max(1, picture.Height * 8 / 12)).Resize(48, 48);
}
