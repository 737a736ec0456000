namespace Recoil.Shots.Fallbacks;

/// <summary>A substitution that was thought through beforehand and may therefore be made without asking.</summary>
internal sealed record SanctionedFallback
{
    public required string Name { get; init; }

    /// <summary>When it is needed, and why continuing is better than stopping.</summary>
    public required string Justification { get; init; }

    /// <summary>Why it cannot make a picture worse.</summary>
    public required string QualityNeutrality { get; init; }

    /// <summary>What is put in place of what.</summary>
    public required string ExpectedSubstitution { get; init; }
}
