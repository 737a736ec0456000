using Recoil.Models;
using Recoil.Shots.Fallbacks;

namespace Recoil.Shots.Routing;

/// <summary>What a take will probably cost. It only serves to reserve money; what is charged is what was paid.</summary>
/// <param name="Amount">US dollars, 0 or more.</param>
/// <param name="Fallback">The sanctioned fallback that gave the amount, or null when the profile did.</param>
internal readonly record struct CostEstimate(decimal Amount, string? Fallback)
{
    /// <summary>What is reserved where no price is known, in US dollars.</summary>
    public const decimal WithoutPrice = 0.15m;

    /// <summary>
    /// The original's rule: the price per picture where there is one, else the price per second (for a second, whatever
    /// the length), and <see cref="WithoutPrice"/> where that is 0. A policy that estimates clips by length takes the
    /// price per second times the length for a clip; one that reserves nothing for free models takes a price of 0 for what it says.
    /// </summary>
    public static CostEstimate Of(ModelProfile? profile, string pipeline, decimal duration, ShotPolicy policy)
    {
        if (profile is null)
            return new CostEstimate(WithoutPrice, SanctionedFallbacks.UnknownModelEstimate);

        var price = policy.EstimatesClipsByLength && TakePlan.IsClip(pipeline) && profile.CostPerSecond is { } perSecond
            ? perSecond * duration
            : profile.CostPerImage ?? profile.CostPerSecond;
        return new CostEstimate(price is null or 0 && !(price == 0 && policy.ReservesNothingForFreeModels) ? WithoutPrice : price.Value, null);
    }
}
