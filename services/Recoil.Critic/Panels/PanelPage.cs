using System.Globalization;
using Recoil.Media;

namespace Recoil.Critic.Panels;

/// <summary>A page cut along its gutters, wherever they are: first across the page, then within each strip, as comics are laid out.</summary>
/// <param name="Panels">How many panels there are.</param>
/// <param name="Gutters">How many gutters.</param>
internal sealed record PanelPage(int Panels, int Gutters)
{
    private const int Deepest = 3;
    private const double Even = 6, Edge = 0.6, GoesOn = 0.8, ThinnestPanel = 0.1, WidestGutter = 0.06;

    public static PanelPage Of(Picture picture) => Cut(picture, picture.Width * picture.Height / 50, Deepest);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Panels} panels with {Gutters} gutters between");

    private static PanelPage Cut(Picture picture, int smallest, int depth)
    {
        picture = WithoutMargins(picture);
        if (depth == 0 || picture.Width * picture.Height < smallest || Math.Min(picture.Width, picture.Height) < 24)
            return new PanelPage(1, 0);

        var down = Strips(picture);
        if (down.Count > 1)
            return Sum(down.Select(strip => picture.Crop(0, strip.From, picture.Width, strip.Length)), down.Count - 1, smallest, depth);
        var turned = picture.Transpose();
        var across = Strips(turned);
        return across.Count > 1
            ? Sum(across.Select(strip => turned.Crop(0, strip.From, turned.Width, strip.Length).Transpose()), across.Count - 1, smallest, depth)
            : new PanelPage(1, 0);
    }

    private static PanelPage Sum(IEnumerable<Picture> parts, int gutters, int smallest, int depth)
    {
        var cut = parts.Select(part => Cut(part, smallest, depth - 1)).ToArray();
        return new PanelPage(cut.Sum(part => part.Panels), gutters + cut.Sum(part => part.Gutters));
    }

    /// <summary>The strips between gutters from side to side.</summary>
    private static List<(int From, int Length)> Strips(Picture picture)
    {
        var lines = new PictureLines(picture);
        var strips = new List<(int From, int Length)>();
        int begin = 0, thinnest = (int)(lines.Count * ThinnestPanel);
        for (var line = thinnest; line < lines.Count - thinnest; line++)
        {
            if (lines.Deviations[line] > Even)
                continue;
            var end = line;
            while (end + 1 < lines.Count && lines.Deviations[end + 1] <= Even)
                end++;
            if (line - begin >= thinnest && lines.Count - end >= thinnest && end - line + 1 <= Math.Max(3, lines.Count * WidestGutter) && Separates(lines, line, end))
            {
                strips.Add((begin, line - begin));
                begin = end + 1;
            }

            line = end;
        }

        strips.Add((begin, lines.Count - begin));
        return strips;
    }

    private static bool Separates(PictureLines lines, int first, int last) =>
        EdgeNear(lines, first) > Edge && EdgeNear(lines, last) > Edge && Math.Max(lines.LikenessOf(first - 3, last + 3), lines.LikenessOf(first - 6, last + 6)) < GoesOn;

    private static double EdgeNear(PictureLines lines, int line) => Enumerable.Range(line - 2, 5).Max(lines.CoverageOf);

    private static Picture WithoutMargins(Picture picture)
    {
        var (top, height) = Filled(new PictureLines(picture));
        var (left, width) = Filled(new PictureLines(picture.Transpose()));
        return picture.Crop(left, top, width, height);
    }

    private static (int From, int Length) Filled(PictureLines lines)
    {
        int from = 0, to = lines.Count - 1;
        while (from < to && lines.Deviations[from] <= Even)
            from++;
        while (to > from && lines.Deviations[to] <= Even)
            to--;
        return (from, to - from + 1);
    }
}
