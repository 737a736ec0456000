using System.Text.Json.Serialization;

namespace Recoil.Contracts;

/// <summary>Where an amount of money comes from, the weakest first: a sum is as strong as the weakest of its parts.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CostSource>))]
public enum CostSource
{
    /// <summary>Nobody knows it, or a part of it. The amount beside it is only what is known, mostly 0.</summary>
    Unknown,

    /// <summary>The price of the model's profile stands in, because the provider does not say what it charges.</summary>
    Estimated,

    /// <summary>It follows from what the provider says was used, and known prices.</summary>
    Computed,

    /// <summary>The provider's bill says so, or a person who looked at it. Also 0 where certainly nothing was bought.</summary>
    Reported,
}
