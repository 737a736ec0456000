using Recoil.Contracts;

namespace Recoil.Providers;

/// <summary>What a vision model answered.</summary>
/// <param name="Text">Its words: JSON when it kept to the schema, which is for the caller to check. Empty where it refused.</param>
/// <param name="End">How the answer ended.</param>
/// <param name="Cost">What it cost, whatever it says.</param>
public sealed record VisionAnswer(string Text, VisionEnd End, KnownCost Cost)
{
    /// <summary>Why it ended, in the service's words; null for a complete answer.</summary>
    public string? Reason { get; init; }
}
