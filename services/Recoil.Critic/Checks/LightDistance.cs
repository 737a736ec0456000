using System.Globalization;
using Recoil.Media;

namespace Recoil.Critic.Checks;

/// <summary>How far apart the light of two pictures is, whatever they show; in Lab units.</summary>
/// <param name="Lightness">Earth mover's distance of lightness.</param>
/// <param name="Red">How much redder the first picture is; greener below zero.</param>
/// <param name="Yellow">How much yellower the first picture is; bluer below zero.</param>
internal sealed record LightDistance(double Lightness, double Red, double Yellow)
{
    private const int EdgeSide = 128;

    /// <summary>How much the light must change the colour of edges, in powers of two, if it is to have changed the colour of the picture.</summary>
    private const double EdgesAgree = 0.1;

    /// <summary>What a colour counts that edges do not have: more sky in a picture is no other light.</summary>
    private const double Unconfirmed = 0.5;

    public double Whole => Math.Sqrt((Lightness * Lightness) + (Red * Red) + (Yellow * Yellow));

    public static LightDistance Between(Picture one, Picture other)
    {
        var (a, b) = (Lab.Of(Lit(one)), Lab.Of(Lit(other)));
        double red = a.Average(p => p.A) - b.Average(p => p.A), yellow = a.Average(p => p.B) - b.Average(p => p.B);
        var (edges, otherEdges) = (EdgesOf(one), EdgesOf(other));
        var redder = Math.Log2(edges.Red / edges.Green / (otherEdges.Red / otherEdges.Green));
        var yellower = -Math.Log2(edges.Blue / edges.Green / (otherEdges.Blue / otherEdges.Green));
        return new LightDistance(
            new Histogram(a.Select(p => p.L), 0, 100, 50).DistanceTo(new Histogram(b.Select(p => p.L), 0, 100, 50)),
            redder * Math.Sign(red) > EdgesAgree ? red : red * Unconfirmed,
            yellower * Math.Sign(yellow) > EdgesAgree ? yellow : yellow * Unconfirmed);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"lightness off by {Lightness:0.0}, {(Red < 0 ? "greener" : "redder")} by {Math.Abs(Red):0.0}, {(Yellow < 0 ? "bluer" : "yellower")} by {Math.Abs(Yellow):0.0}");

    // Captions, letterbox bars and vignettes lie at the edges; the light is judged between them.
    private static Picture Lit(Picture picture) => picture.Crop(
        picture.Width / 12, picture.Height / 12, Math.Max(1, picture.Width * 10 / 12), Math.Max(1, picture.Height * 8 / 12)).Resize(48, 48);

    /// <summary>Sum of the differences between neighbours in each colour: on the average of a picture they are grey in white light.</summary>
    private static (double Red, double Green, double Blue) EdgesOf(Picture picture)
    {
        var small = picture.Within(EdgeSide);
        // One beside nothing: a picture without edges has the colour of none.
        Span<double> sums = [1, 1, 1];
        for (var y = 1; y < small.Height; y++)
        {
            for (var at = ((y * small.Width) + 1) * 3; at < (y + 1) * small.Width * 3; at++)
                sums[at % 3] += Math.Abs(small.Rgb[at] - small.Rgb[at - 3]) + Math.Abs(small.Rgb[at] - small.Rgb[at - (small.Width * 3)]);
        }

        return (sums[0], sums[1], sums[2]);
    }
}
