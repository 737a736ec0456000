using System.Globalization;
using Recoil.Contracts;
using Recoil.Critic.Copies;

namespace Recoil.Critic.Checks;

/// <summary>Finds takes that are a copy of a reference instead of a picture made with it; also a part of it, or all of it with more around.</summary>
internal sealed class RefBleed(CriticThresholds thresholds) : ICheck
{
    public const string Name = "ref_bleed";

    private const double NearlyAll = 0.97, Enough = 0.6, Little = 0.35;

    public async Task<IReadOnlyList<Observation>> LookAsync(TakeUnderReview take, CancellationToken cancellationToken)
    {
        // A clip is meant to show its first and its last frame.
        var meant = new[] { take.Command.StartFrame, take.Command.EndFrame };
        var references = take.Command.References.Where(r => !meant.Contains(r, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal).ToArray();
        if (references.Length == 0)
            return [];

        var seen = new List<Observation>();
        Observation? nearest = null;
        foreach (var reference in references)
        {
            if (await take.ReferenceAsync(reference, cancellationToken) is not { } picture)
            {
                seen.Add(Observation.NotEvaluated(Name, FailureMode.RefBleed, $"{Path.GetFileName(reference)} is missing or no picture"));
                continue;
            }

            var copy = CopySearch.Between(take.Luma, picture.Luma);
            var limit = LimitFor(copy);
            var excess = Math.Min(
                copy.Share / limit, Math.Min(Math.Max(0, copy.Likeness) / thresholds.RefBleedLikeness, copy.Part / thresholds.RefBleedPart));
            if (nearest is null || excess > nearest.Excess)
            {
                nearest = Observation.Of(
                    Name, FailureMode.RefBleed, Severity.Hard, excess, copy.Share, limit,
                    string.Create(CultureInfo.InvariantCulture, $"{(excess > 1 ? "a copy of" : "nearest reference is")} {Path.GetFileName(reference)}: {copy}"));
            }
        }

        if (nearest is not null)
            seen.Insert(0, nearest);
        return seen;
    }

    /// <summary>Pictures with little in them are alike in it by chance: the less they show, the more of it must be the same.</summary>
    private double LimitFor(Copy copy)
    {
        var limit = copy.Place.Mirrored ? thresholds.RefBleedMirrored : thresholds.RefBleed;
        return limit + (Math.Max(0, NearlyAll - limit) * Math.Clamp((Enough - copy.Informative) / (Enough - Little), 0, 1));
    }
}
