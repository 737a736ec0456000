using System.Collections.Frozen;

namespace Recoil.Shots.Fallbacks;

/// <summary>The fallbacks there are. Whatever is not listed here must fail instead of being papered over.</summary>
internal static class SanctionedFallbacks
{
    /// <summary>What a take will cost when the model is not registered.</summary>
    public const string UnknownModelEstimate = "budget_estimate_unknown_model_default";

    /// <summary>Whether siblings serve as references when the model is not registered.</summary>
    public const string FeatureFlagDefault = "model_profile_feature_flag_default";

    private static readonly FrozenDictionary<string, SanctionedFallback> s_byName = new SanctionedFallback[]
    {
        new()
        {
            Name = UnknownModelEstimate,
            Justification =
                "The budget has to reserve something before a take, and a model that is not registered has no price to "
                + "reserve. Refusing the shot would make every new model wait for its price.",
            QualityNeutrality =
                "The number is only held against the caps. What is charged is what the provider really took, and nothing "
                + "of it reaches the generation: at worst the cap stops one take early or lets one take more through.",
            ExpectedSubstitution = "0.15 US dollars reserved for a take, in place of the price in the model's profile",
        },
        new()
        {
            Name = FeatureFlagDefault,
            Justification =
                "A model that is not registered has no profile to say whether the approved shot before may be sent along "
                + "as a continuity anchor.",
            QualityNeutrality =
                "A registered model whose profile does not mention the flag is treated the same way, so the request is "
                + "the one the model would get with an empty profile.",
            ExpectedSubstitution = "sibling references on, in place of enable_sibling_refs in the model's profile",
        },
    }.ToFrozenDictionary(fallback => fallback.Name, StringComparer.Ordinal);

    /// <summary>Every fallback, in no particular order.</summary>
    public static IReadOnlyList<SanctionedFallback> All => s_byName.Values;

    /// <summary>Uses a fallback. The caller logs it, counts it and puts it on the timeline.</summary>
    /// <exception cref="InvalidOperationException">The name is not registered.</exception>
    public static FallbackFiring Fire(string name, string model) => s_byName.TryGetValue(name, out var fallback)
        ? new FallbackFiring(fallback, model)
        : throw new InvalidOperationException(
            $"\"{name}\" is not a sanctioned fallback. Register it with its justification, or let the failure stand.");
}
