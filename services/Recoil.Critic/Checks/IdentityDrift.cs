using System.Globalization;
using Recoil.Contracts;
using Recoil.Media;

namespace Recoil.Critic.Checks;

/// <summary>
/// Looks for the colours of an identity reference in a take. Colours hint at who is in the frame; faces need a vision model, so this
/// is never more than a soft finding.
/// </summary>
internal sealed class IdentityDrift(CriticThresholds thresholds) : ICheck
{
    public const string Name = "identity_drift";

    private const int Hues = 18, Steps = 4;

    public async Task<IReadOnlyList<Observation>> LookAsync(TakeUnderReview take, CancellationToken cancellationToken)
    {
        var seen = new List<Observation>();
        foreach (var path in take.Command.IdentityRefs.Distinct(StringComparer.Ordinal))
        {
            if (await take.ReferenceAsync(path, cancellationToken) is not { } reference)
            {
                seen.Add(Observation.NotEvaluated(Name, FailureMode.IdentityDrift, $"{Path.GetFileName(path)} is missing or no picture"));
                continue;
            }

            var found = Windows(take.Still).Max(window => ColoursOf(reference.Picture.Middle(0.7)).OverlapWith(ColoursOf(window)));
            var observation = Observation.Of(
                Name, FailureMode.IdentityDrift, Severity.Soft, thresholds.Identity / Math.Max(found, 0.01), found, thresholds.Identity,
                string.Create(CultureInfo.InvariantCulture, $"{found:P0} of the colours of {Path.GetFileName(path)} are found together; faces are not compared"));
            // Colours that are there are no proof of who wears them.
            seen.Add(observation.Finding.Severity == Severity.Passed ? observation with { Finding = observation.Finding with { Severity = Severity.NotEvaluated } } : observation);
        }

        return seen;
    }

    private static IEnumerable<Picture> Windows(Picture picture)
    {
        foreach (var share in (double[])[0.2, 0.35, 0.6])
        {
            int width = Math.Max(8, (int)(picture.Width * share)), height = Math.Max(8, (int)(picture.Height * share * 0.8));
            for (var top = 0; top + height <= picture.Height; top += Math.Max(1, height / 2))
            {
                for (var left = 0; left + width <= picture.Width; left += Math.Max(1, width / 2))
                    yield return picture.Crop(left, top, width, height);
            }
        }
    }

    /// <summary>Hue by saturation; greys are one colour by brightness.</summary>
    private static Histogram ColoursOf(Picture picture)
    {
        var small = picture.Resize(Math.Min(picture.Width, 40), Math.Min(picture.Height, 40));
        return new Histogram(Enumerable.Range(0, small.Rgb.Length / 3).Select(i => (double)BinOf(small.Rgb[i * 3], small.Rgb[(i * 3) + 1], small.Rgb[(i * 3) + 2])), 0, (Hues * Steps) + Steps, (Hues * Steps) + Steps);
    }

    private static int BinOf(int r, int g, int b)
    {
        int high = Math.Max(r, Math.Max(g, b)), low = Math.Min(r, Math.Min(g, b)), spread = high - low;
        var saturation = high == 0 ? 0 : (double)spread / high;
        if (saturation < 0.12 || high < 24)
            return (Hues * Steps) + Math.Min(Steps - 1, high * Steps / 256);

        var sixth = high == r ? ((g - b) / (double)spread) + 6 : high == g ? ((b - r) / (double)spread) + 2 : ((r - g) / (double)spread) + 4;
        var hue = (int)(sixth % 6 / 6 * Hues);
        return (Math.Min(hue, Hues - 1) * Steps) + Math.Min(Steps - 1, (int)(saturation * Steps));
    }
}
