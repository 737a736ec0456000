namespace Recoil.Shots.Fallbacks;

/// <summary>One use of a sanctioned fallback.</summary>
/// <param name="Fallback">Which one.</param>
/// <param name="Model">The model it was used for; may be empty.</param>
internal sealed record FallbackFiring(SanctionedFallback Fallback, string Model)
{
    /// <summary>One line for a person.</summary>
    public string Detail => $"model \"{Model}\" is not registered: {Fallback.ExpectedSubstitution}";
}
