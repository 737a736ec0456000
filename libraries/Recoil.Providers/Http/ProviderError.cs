using Recoil.Contracts;

namespace Recoil.Providers.Http;

/// <summary>What a provider's own error body says.</summary>
/// <param name="Kind">What it means to us.</param>
/// <param name="Code">The provider's code, such as <c>RESOURCE_EXHAUSTED</c> or <c>1102</c>; null when it has none.</param>
/// <param name="Message">The provider's words.</param>
internal sealed record ProviderError(ErrorKind Kind, string? Code, string Message)
{
    /// <summary>How long the provider asks to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether a job may have been begun although this is an error.</summary>
    public bool IsAmbiguous { get; init; }
}
