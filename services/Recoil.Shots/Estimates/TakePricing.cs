using Recoil.Contracts;
using Recoil.Models;
using Recoil.Shots.Routing;

namespace Recoil.Shots.Estimates;

/// <summary>The takes of a shot and their money, in US dollars.</summary>
/// <param name="Price">What making a take costs; null where the model's price is not known.</param>
/// <param name="Judging">What judging it costs.</param>
/// <param name="Reserved">What is reserved for a take before it is made, judging included.</param>
/// <param name="Count">The most takes that the rules and the shot's cap allow.</param>
/// <param name="OwnCap">The shot's own cap; null where it is the run's.</param>
internal sealed record TakePricing(decimal? Price, JudgingEstimate Judging, decimal Reserved, int Count, decimal? OwnCap)
{
    /// <summary>The most that a take costs: made, and judged by judges that are asked as often as they may be.</summary>
    public decimal? Most => Judging.Price is null ? null : Price + Judging.Most;

    /// <summary>What all takes cost at most. Takes whose judging costs less than is reserved leave room for others within the shot's cap.</summary>
    public decimal? Greatest => Most is not { } most ? null : OwnCap is { } cap && Count > 0 ? Math.Min(most * Count, cap + Math.Max(0, most - Reserved)) : most * Count;

    public static TakePricing Of(ShotFields shot, RunRequested run, IModelProfiles models, ShotPolicy policy)
    {
        var profile = models.Find(shot.Model ?? run.Model);
        var clip = TakePlan.IsClip(shot.Pipeline);
        var judging = JudgingEstimate.Of(shot.Judges ?? run.Judges, models);
        var takes = new TakePricing(
            clip ? profile?.CostPerSecond * shot.Duration : profile?.CostPerImage,
            judging,
            CostEstimate.Of(profile, shot.Pipeline, shot.Duration, policy).Amount + judging.Most,
            MostTakes(policy),
            null);

        // A shot's cap that is the run's cap is none of its own.
        var cap = shot.ShotCap ?? run.ShotCap;
        return cap < run.EpisodeCap ? takes with { Count = takes.CountWithin(cap, takes.Price ?? takes.Reserved - judging.Most), OwnCap = cap } : takes;
    }

    /// <summary>The most takes that a policy's rules lead to.</summary>
    public static int MostTakes(ShotPolicy policy) => ShotRouting.AttemptCap * (policy.RerollsWithinAttempt ? 1 + ActionMap.MostRerolls : 1);

    /// <summary>Whether a cap may stop the shot before its last take.</summary>
    public bool MayBeStoppedBy(decimal cap) => CountWithin(cap, Most ?? Reserved) < Count;

    /// <summary>
    /// What the shot is expected to cost when each take is good with a probability, whatever happened before: the first take, and each
    /// further one as often as all before it were not good. Each judge is asked once.
    /// </summary>
    public decimal? Expected(decimal acceptance)
    {
        decimal takes = 0, needed = 1;
        for (var i = 0; i < Count; i++, needed *= 1 - acceptance)
            takes += needed;
        return (Price + Judging.Price) * takes is { } expected && Greatest is { } greatest ? Math.Min(expected, greatest) : null;
    }

    /// <summary>How many takes of this cost a cap lets begin: each needs room for its reservation beside what those before it cost.</summary>
    private int CountWithin(decimal cap, decimal cost)
    {
        if (Reserved > cap)
            return 0;
        return cost == 0 ? Count : (int)Math.Min(Count, Math.Floor((cap - Reserved) / cost) + 1);
    }
}
