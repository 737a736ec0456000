using Recoil.Contracts;
using Recoil.Models;

namespace Recoil.Providers.Http;

/// <summary>Computes a cost from the tokens that a provider says were used.</summary>
internal static class TokenUsage
{
    /// <summary>The cost in US dollars; null where the model's profile has no price for something that was used.</summary>
    /// <param name="model">The model with its prices for a million tokens.</param>
    /// <param name="used">How many tokens of what, such as <c>image_output</c>.</param>
    public static KnownCost? CostOf(ModelProfile model, IEnumerable<(string What, decimal Tokens)> used)
    {
        if (model.TokenPrices is not { } prices)
            return null;
        decimal usd = 0;
        foreach (var (what, tokens) in used.Where(part => part.Tokens > 0))
        {
            if (!prices.TryGetValue(what, out var price))
                return null;
            usd += tokens * price / 1_000_000;
        }

        return KnownCost.Computed(Math.Round(usd, 6));
    }
}
