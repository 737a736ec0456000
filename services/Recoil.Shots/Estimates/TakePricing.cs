using Recoil.Contracts;
using Recoil.Models;
using Recoil.Shots.Routing;

namespace Recoil.Shots.Estimates;

/// <summary>The takes of a shot and their money, in US dollars.</summary>
/// <param name="Price">What a take costs; null where the model's price is not known.</param>
/// <param name="Reserved">What is reserved for a take before it is made.</param>
/// <param name="Count">The most takes that the rules and the shot's cap allow.</param>
internal sealed record TakePricing(decimal? Price, decimal Reserved, int Count)
{
    /// <summary>What all takes cost.</summary>
    public decimal? Greatest => Price * Count;

    public static TakePricing Of(ShotFields shot, RunRequested run, IModelProfiles models, ShotPolicy policy)
    {
        var profile = models.Find(shot.Model ?? run.Model);
        var clip = TakePlan.IsClip(shot.Pipeline);
        var takes = new TakePricing(
            clip ? profile?.CostPerSecond * shot.Duration : profile?.CostPerImage,
            CostEstimate.Of(profile, shot.Pipeline, shot.Duration, policy).Amount,
            MostTakes(policy));

        // A shot's cap that is the run's cap is none of its own.
        var cap = shot.ShotCap ?? run.ShotCap;
        return cap < run.EpisodeCap ? takes with { Count = takes.CountWithin(cap, takes.Count) } : takes;
    }

    /// <summary>The most takes that a policy's rules lead to.</summary>
    public static int MostTakes(ShotPolicy policy) => ShotRouting.AttemptCap * (policy.RerollsWithinAttempt ? 1 + ActionMap.MostRerolls : 1);

    /// <summary>How many of so many takes a cap lets begin: each needs room for its reservation beside what those before it cost.</summary>
    public int CountWithin(decimal cap, int most)
    {
        if (Reserved > cap)
            return 0;

        var cost = Price ?? Reserved;
        return cost == 0 ? most : (int)Math.Min(most, Math.Floor((cap - Reserved) / cost) + 1);
    }

    /// <summary>
    /// What the shot is expected to cost when each take is good with a probability, whatever happened before: the first take, and each
    /// further one as often as all before it were not good.
    /// </summary>
    public decimal? Expected(decimal acceptance)
    {
        decimal takes = 0, needed = 1;
        for (var i = 0; i < Count; i++, needed *= 1 - acceptance)
            takes += needed;
        return Price * takes;
    }
}
