using System.Globalization;
using Recoil.Contracts;
using Recoil.Media;

namespace Recoil.Critic.Checks;

/// <summary>
/// Finds takes that are a sheet of panels: lines of one brightness from edge to edge, at even divisions of the picture, between
/// parts that are not of one brightness.
/// </summary>
internal sealed class GridInfluence(CriticThresholds thresholds) : ICheck
{
    public const string Name = "grid_influence";

    /// <summary>What gutters in one direction only are worth: a strip of panels, or a post in the middle of a good picture.</summary>
    private const double SingleDirection = 0.5;

    /// <summary>Standard deviation along a line up to which it is of one brightness, and from which it is certainly not.</summary>
    private const double Even = 4, Uneven = 14;

    public Task<IReadOnlyList<Observation>> LookAsync(TakeUnderReview take, CancellationToken cancellationToken)
    {
        var luma = Luma.Of(take.Still);
        var (columns, across) = Strongest(Deviations(luma.Width, luma.Height, (line, at) => luma[line, at]));
        var (rows, down) = Strongest(Deviations(luma.Height, luma.Width, (line, at) => luma[at, line]));
        var strength = Math.Max(Math.Sqrt(columns * rows), SingleDirection * Math.Max(columns, rows));
        IReadOnlyList<Observation> seen =
        [
            Observation.Of(
                Name, FailureMode.GridInfluence, Severity.Hard, strength / thresholds.Grid, strength, thresholds.Grid,
                strength > thresholds.Grid
                    ? string.Create(CultureInfo.InvariantCulture, $"gutters from edge to edge divide it {across} across (strength {columns:0.00}) and {down} down ({rows:0.00})")
                    : "no gutters at even divisions"),
        ];
        return Task.FromResult(seen);
    }

    private static double[] Deviations(int lines, int length, Func<int, int, double> value)
    {
        var deviations = new double[lines];
        for (var line = 0; line < lines; line++)
        {
            double sum = 0, squares = 0;
            for (var at = 0; at < length; at++)
            {
                var v = value(line, at);
                sum += v;
                squares += v * v;
            }

            deviations[line] = Math.Sqrt(Math.Max(0, (squares / length) - (sum / length * (sum / length))));
        }

        return deviations;
    }

    private static (double Strength, int Panels) Strongest(double[] deviations)
    {
        var best = (Strength: 0.0, Panels: 1);
        for (var panels = 2; panels <= 4; panels++)
        {
            var weakest = 1.0;
            for (var n = 1; n < panels; n++)
                weakest = Math.Min(weakest, Gutter(deviations, (double)n * deviations.Length / panels));
            if (weakest > best.Strength)
                best = (weakest, panels);
        }

        return best;
    }

    /// <summary>How much of a gutter there is near a line, 0 to 1.</summary>
    private static double Gutter(double[] deviations, double near)
    {
        int reach = Math.Max(2, (int)(deviations.Length * 0.025)), beside = Math.Max(3, (int)(deviations.Length * 0.03)), far = Math.Max(6, (int)(deviations.Length * 0.08));
        var best = 0.0;
        for (var line = (int)near - reach; line <= (int)near + reach; line++)
        {
            if (line - far < 0 || line + far >= deviations.Length)
                continue;

            var evenness = Math.Clamp((Uneven - deviations[line]) / (Uneven - Even), 0, 1);
            var around = Math.Min(Median(deviations, line - far, line - beside), Median(deviations, line + beside, line + far));
            best = Math.Max(best, evenness * Math.Clamp(1 - (1.5 * deviations[line] / Math.Max(around, 0.1)), 0, 1) * Math.Clamp((around - Even) / (Uneven - Even), 0, 1));
        }

        return best;
    }

    private static double Median(double[] values, int from, int to)
    {
        var part = values[from..(to + 1)];
        Array.Sort(part);
        return part[part.Length / 2];
    }
}
