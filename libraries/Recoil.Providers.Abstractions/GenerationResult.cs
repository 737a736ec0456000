using Recoil.Contracts;

namespace Recoil.Providers;

/// <summary>How a provider's job ended.</summary>
public sealed record GenerationResult
{
    /// <summary>The finished file, where the request asked for it; null when there is none.</summary>
    public string? File { get; init; }

    /// <summary>
    /// What the provider charges for the job, also for a failed one: reported, or computed from what it says was used. Null where it does not say; the
    /// price of the model's profile stands in then.
    /// </summary>
    public required KnownCost? Cost { get; init; }

    /// <summary>The provider's error text; null when it went well.</summary>
    public string? Error { get; init; }

    public ErrorKind? ErrorKind { get; init; }
}
