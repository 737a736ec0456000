using System.Globalization;
using Recoil.Contracts;
using Recoil.Media;

namespace Recoil.Critic.Checks;

/// <summary>Finds takes that are a copy of a reference instead of a picture made with it; also mirrored or cropped.</summary>
internal sealed class RefBleed(CriticThresholds thresholds) : ICheck
{
    public const string Name = "ref_bleed";

    private const int Side = 64;
    private static readonly double[] s_crops = [1, 0.9, 0.8];

    public async Task<IReadOnlyList<Observation>> LookAsync(TakeUnderReview take, CancellationToken cancellationToken)
    {
        // A clip is meant to show its first and its last frame.
        var meant = new[] { take.Command.StartFrame, take.Command.EndFrame };
        var references = take.Command.References.Where(r => !meant.Contains(r, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal).ToArray();
        if (references.Length == 0)
            return [];

        var seen = new List<Observation>();
        var (width, height) = take.Still.Width < take.Still.Height
            ? (Math.Max(8, Side * take.Still.Width / take.Still.Height), Side)
            : (Side, Math.Max(8, Side * take.Still.Height / take.Still.Width));
        var luma = Luma.Of(take.Still).Resize(width, height);
        var hash = DifferenceHash.Of(luma);
        (Observation? Worst, double Excess) worst = (null, -1);
        foreach (var reference in references)
        {
            if (await take.ReferenceAsync(reference, cancellationToken) is not { } picture)
            {
                seen.Add(Observation.NotEvaluated(Name, FailureMode.RefBleed, $"{Path.GetFileName(reference)} is missing or no picture"));
                continue;
            }

            foreach (var (variant, how) in Variants(picture, width, height))
            {
                var other = Luma.Of(variant);
                var bits = hash.DistanceTo(DifferenceHash.Of(other));
                var ssim = StructuralSimilarity.Between(luma, other);
                if (Compare(bits, ssim, Path.GetFileName(reference) + how) is var observation && observation.Excess > worst.Excess)
                    worst = (observation, observation.Excess);
            }
        }

        if (worst.Worst is { } found)
            seen.Insert(0, found);
        return seen;
    }

    private Observation Compare(int bits, double ssim, string what)
    {
        // Structure below this is no copy, however alike the hashes of two flat pictures are.
        var sameHash = bits <= thresholds.RefBleedHash && ssim >= thresholds.RefBleedFloor;
        var excess = sameHash
            ? 1 + ((thresholds.RefBleedHash + 1.0 - bits) / (thresholds.RefBleedHash + 1))
            : ssim > thresholds.RefBleedSsim
                ? 1 + ((ssim - thresholds.RefBleedSsim) / (1 - thresholds.RefBleedSsim))
                : Math.Max(0, ssim) / thresholds.RefBleedSsim;
        var evidence = string.Create(CultureInfo.InvariantCulture, $"{(excess > 1 ? "a copy of" : "nearest reference is")} {what}: {bits} of 64 hash bits differ, SSIM {ssim:0.00}");
        return sameHash
            ? Observation.Of(Name, FailureMode.RefBleed, Severity.Hard, excess, bits, thresholds.RefBleedHash, evidence)
            : Observation.Of(Name, FailureMode.RefBleed, Severity.Hard, excess, ssim, thresholds.RefBleedSsim, evidence);
    }

    private static IEnumerable<(Picture Picture, string How)> Variants(Picture reference, int width, int height)
    {
        foreach (var crop in s_crops)
        {
            var part = crop < 1 ? reference.Middle(crop) : reference;
            var how = crop < 1 ? " (cropped)" : "";
            var cover = part.Cover(width, height);
            yield return (cover, how);
            yield return (cover.Mirror(), how + " (mirrored)");
            // A model may also squeeze a reference into another shape.
            if (Math.Abs(Math.Log((double)reference.Width / reference.Height * height / width)) < 0.05)
                continue;
            var squeezed = part.Resize(width, height);
            yield return (squeezed, how + " (squeezed)");
            yield return (squeezed.Mirror(), how + " (squeezed, mirrored)");
        }
    }
}
