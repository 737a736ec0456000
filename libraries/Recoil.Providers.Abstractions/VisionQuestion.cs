using System.Text.Json.Nodes;
using Recoil.Contracts;
using Recoil.Models;

namespace Recoil.Providers;

/// <summary>What a vision model is asked.</summary>
public sealed record VisionQuestion
{
    /// <summary>The profile's name; the model's own where <see cref="Model"/> gives no other id.</summary>
    public required string ModelName { get; init; }

    public required ModelProfile Model { get; init; }

    /// <summary>The instructions. Nothing in <see cref="Parts"/> counts as one.</summary>
    public required string System { get; init; }

    /// <summary>What is to be looked at, in order.</summary>
    public required IReadOnlyList<VisionPart> Parts { get; init; }

    /// <summary>
    /// The answer's JSON schema. All services understand it alike when objects name all their properties as required and allow no others, and it says
    /// nothing of numbers' ranges and texts' lengths.
    /// </summary>
    public required JsonObject Schema { get; init; }

    /// <summary>The most tokens of the answer, thoughts included; 1 or more.</summary>
    public required int MaxOutputTokens { get; init; }

    /// <summary>The provider's name of the model.</summary>
    public string ModelId => Model.Id ?? ModelName;

    /// <summary>What an answer cost of which the provider does not say it: the price of a judgement stands in; unknown when there is none.</summary>
    public KnownCost CostWithoutBill => Model.CostPerJudgement is { } price ? KnownCost.Estimated(price) : KnownCost.Unknown;
}
