namespace Recoil.Critic.Panels;

/// <summary>What may separate two panels at an even division of a picture.</summary>
/// <param name="Gutter">How much of a gutter there is, 0 to 1: a line of one brightness with an edge, between parts that are not.</param>
/// <param name="Seam">Share of its length over which colours jump.</param>
/// <param name="OneSided">How much they jump in one direction only, 0 to 1.</param>
/// <param name="Across">How alike the picture is on both sides, -1 to 1: a window's bars have one scene behind them.</param>
internal sealed record Separator(double Gutter, double Seam, double OneSided, double Across)
{
    // Seams of photographs without panels cover 0.62 of a division at most, those of panels 0.70 and more.
    private const double SeamFrom = 0.55, SeamCertain = 0.75;

    /// <summary>Jumps between unrelated pictures are less one-sided than the first, those along a post or a horizon more than the second.</summary>
    public const double Unrelated = 0.88, EdgeOfOne = 0.97;

    // Behind the bars of windows the picture goes on with 0.85 and more, beside gutters with 0.81 at most.
    private const double GoesOn = 0.9, BreaksOff = 0.75;

    /// <summary>How certainly it separates two pictures, 0 to 1.</summary>
    public double Strength => Math.Max(Gutter, Ramp(Seam, SeamFrom, SeamCertain)) * Ramp(-Across, -GoesOn, -BreaksOff);

    /// <summary>The same where it is the only one: a horizon and the edge of a post jump in one direction, and unrelated pictures do not.</summary>
    public double StrengthAlone => Math.Max(Gutter, Ramp(Seam, SeamFrom, SeamCertain) * (1 - Ramp(OneSided, Unrelated, EdgeOfOne))) * Ramp(-Across, -GoesOn, -BreaksOff);

    /// <summary>The least of several: a grid needs all its separators.</summary>
    public static Separator Weakest(Separator one, Separator other) =>
        new(Math.Min(one.Gutter, other.Gutter), Math.Min(one.Seam, other.Seam), Math.Max(one.OneSided, other.OneSided), Math.Max(one.Across, other.Across));

    public static Separator Near(PictureLines lines, double division)
    {
        int reach = Math.Max(2, (int)(lines.Count * 0.025)), close = Math.Max(1, (int)Math.Ceiling(lines.Count * 0.006));
        var (gutter, gutterAt) = (0.0, (int)division);
        for (var line = (int)division - reach; line <= (int)division + reach; line++)
        {
            if (GutterAt(lines, line) is var found && found > gutter)
                (gutter, gutterAt) = (found, line);
        }

        var (seam, seamAt) = (0.0, (int)division);
        for (var line = (int)division - close; line <= (int)division + close; line++)
        {
            if (lines.CoverageOf(line) is var found && found > seam)
                (seam, seamAt) = (found, line);
        }

        var half = HalfWidth(lines, gutterAt);
        gutter *= Ramp(Math.Max(EdgeNear(lines, gutterAt - half), EdgeNear(lines, gutterAt + half)), 0.35, 0.6);
        var at = gutter > 0.2 ? gutterAt : seamAt;
        // The distances reach over a gutter or a bar, whichever of its edges was found.
        int[] gaps = gutter > 0.2 ? [half + 3, half + 6] : [3, Math.Max(4, (int)(lines.Count * 0.02)), Math.Max(5, (int)(lines.Count * 0.035))];
        return new Separator(gutter, seam, lines.OneSidednessOf(seamAt), gaps.Max(gap => lines.LikenessOf(at - gap, at + gap)));
    }

    private static double EdgeNear(PictureLines lines, int line) =>
        Enumerable.Range(line - 2, 5).Max(lines.CoverageOf);

    private static double Ramp(double value, double from, double to) => Math.Clamp((value - from) / (to - from), 0, 1);

    private static int HalfWidth(PictureLines lines, int at)
    {
        var limit = Math.Max(2, lines.Count / 20);
        var half = 1;
        while (half < limit && at - half > 0 && at + half < lines.Count - 1
            && Math.Min(lines.Deviations[at - half], lines.Deviations[at + half]) < Math.Max(8, 1.5 * lines.Deviations[at]))
            half++;
        return half;
    }

    /// <summary>Standard deviation along a line up to which it is of one brightness, and from which it is certainly not.</summary>
    private const double Even = 4, Uneven = 14;

    private static double GutterAt(PictureLines lines, int line)
    {
        int beside = Math.Max(3, (int)(lines.Count * 0.03)), far = Math.Max(6, (int)(lines.Count * 0.08));
        if (line - far < 0 || line + far >= lines.Count)
            return 0;
        var own = lines.Deviations[line];
        var around = Math.Min(Median(lines, line - far, line - beside), Median(lines, line + beside, line + far));
        return Math.Clamp((Uneven - own) / (Uneven - Even), 0, 1)
            * Math.Clamp(1 - (1.5 * own / Math.Max(around, 0.1)), 0, 1) * Math.Clamp((around - Even) / (Uneven - Even), 0, 1);
    }

    private static double Median(PictureLines lines, int from, int to)
    {
        var part = Enumerable.Range(from, to - from + 1).Select(line => lines.Deviations[line]).Order().ToArray();
        return part[part.Length / 2];
    }
}
