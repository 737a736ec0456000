using Recoil.Contracts;
using Recoil.Models;

namespace Recoil.Providers;

/// <summary>What a provider is asked for.</summary>
/// <param name="Take">The take. Its id is our external id at the provider.</param>
/// <param name="Model">The model that was chosen for it.</param>
/// <param name="WorkFile">
/// Where to put the result while it grows, without an extension; on the disk where takes are kept. No other process writes there.
/// </param>
public sealed record GenerationRequest(GenerateTake Take, ModelProfile Model, string WorkFile)
{
    /// <summary>Where a provider with webhooks may say that the job has changed; null where it cannot reach this program. See <see cref="IHintingProvider"/>.</summary>
    public Uri? HintAddress { get; init; }

    /// <summary>What the take costs by the model's profile, in US dollars; null when the model does not make such takes.</summary>
    public decimal? Price => Take.Operation == Operation.ImageT2i ? Model.CostPerImage : Model.CostPerSecond * (Take.Duration ?? 5);

    /// <summary>What a job cost of which the provider does not say it: the price stands in; unknown when there is none.</summary>
    public KnownCost CostWithoutBill => Price is { } price ? KnownCost.Estimated(price) : KnownCost.Unknown;
}
