using System.Globalization;
using Recoil.Media;

namespace Recoil.Critic.Panels;

/// <summary>How much a picture looks like a sheet of panels at even divisions, with gutters between them or without.</summary>
/// <param name="Strength">0 to 1.</param>
/// <param name="Columns">Panels across.</param>
/// <param name="Rows">Panels down.</param>
internal sealed record PanelGrid(double Strength, int Columns, int Rows)
{
    /// <summary>What a single separator is worth: a post, or a horizon in the middle of a good picture, is one, too.</summary>
    private const double Single = 0.5;

    private const double SomeGutter = 0.2;

    // Panels that repeat each other need less of a seam.
    private const double AlikeFrom = 0.6, AlikeCertain = 0.8, SomeSeamFrom = 0.3, SomeSeam = 0.5;

    public static PanelGrid Of(Picture picture)
    {
        var (columns, rows) = (Strongest(picture.Transpose()), Strongest(picture));
        var both = Math.Sqrt(columns.Strength * rows.Strength);
        // The bars of a window are lighter or darker all along than what is seen through it.
        if (columns.Between.Gutter < SomeGutter && rows.Between.Gutter < SomeGutter)
            both *= 1 - Ramp(Math.Min(columns.Between.OneSided, rows.Between.OneSided), Separator.Unrelated, Separator.EdgeOfOne);
        return new PanelGrid(Math.Max(both, Math.Max(Alone(columns), Alone(rows))), columns.Panels, rows.Panels);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Columns} panels across and {Rows} down");

    private static double Alone((double Strength, Separator Between, int Panels) found) =>
        found.Panels > 2 ? found.Strength : Single * found.Between.StrengthAlone;

    private static (double Strength, Separator Between, int Panels) Strongest(Picture picture)
    {
        var lines = new PictureLines(picture);
        var best = (Strength: 0.0, Between: new Separator(0, 0, 1, 1), Panels: 1);
        for (var panels = 2; panels <= 4; panels++)
        {
            var weakest = Enumerable.Range(1, panels - 1).Select(n => Separator.Near(lines, (double)n * lines.Count / panels)).Aggregate(Separator.Weakest);
            var strength = weakest.Strength;
            if (strength < 1 && weakest.Seam > SomeSeamFrom)
                strength = Math.Max(strength, Ramp(weakest.Seam, SomeSeamFrom, SomeSeam) * Ramp(RepetitionOf(picture, panels), AlikeFrom, AlikeCertain));
            if (strength > best.Strength)
                best = (strength, weakest, panels);
        }

        return best;
    }

    /// <summary>How alike neighbouring panels are, -1 to 1; the least of them.</summary>
    private static double RepetitionOf(Picture picture, int panels)
    {
        var height = picture.Height / panels;
        var small = Enumerable.Range(0, panels)
            .Select(n => Luma.Of(picture.Crop(0, n * height, picture.Width, height)).Resize(Math.Min(picture.Width, 64), Math.Min(height, 48))).ToArray();
        return small.Skip(1).Zip(small, Correlation.Between).Min();
    }

    private static double Ramp(double value, double from, double to) => Math.Clamp((value - from) / (to - from), 0, 1);
}
