namespace Recoil.Models;

/// <summary>What is known of a model: who serves it and what it costs.</summary>
public sealed record ModelProfile
{
    /// <summary>The provider that serves it, such as <c>animatic</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>US dollars for one picture; null when the model makes none.</summary>
    public decimal? CostPerImage { get; init; }

    /// <summary>US dollars for a second of a clip; null when the model makes none.</summary>
    public decimal? CostPerSecond { get; init; }

    /// <summary>Whether the approved shot before serves as a continuity anchor; absent means yes.</summary>
    public bool? EnableSiblingRefs { get; init; }

    /// <summary>Whether a refused prompt may be softened for this model.</summary>
    public bool SoftenEligible { get; init; } = true;
}
