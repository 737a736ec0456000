using Recoil.Contracts;

namespace Recoil.Providers;

/// <summary>A provider answered with an error, or did not answer.</summary>
/// <remarks>The message goes into logs, messages and reports: it holds no key, and begins with the kind, such as <c>rate_limited: …</c>.</remarks>
public sealed class ProviderException : Exception
{
    /// <param name="kind">What it means.</param>
    /// <param name="submit">Whether a job may have been begun.</param>
    /// <param name="message">For people.</param>
    /// <param name="inner">What it was found by.</param>
    public ProviderException(ErrorKind kind, Submit submit, string message, Exception? inner = null) : base(message, inner) => (Kind, Submit) = (kind, submit);

    /// <summary>What the error means.</summary>
    public ErrorKind Kind { get; }

    /// <summary>Whether a job may have been begun by the request that failed.</summary>
    public Submit Submit { get; }

    /// <summary>How long the provider asks to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>No take of the account can be made before a person has done something.</summary>
    public bool StopsAccount => IsStop(Kind);

    /// <summary>Waiting a little may help.</summary>
    public bool IsTransient => Kind is ErrorKind.RateLimited or ErrorKind.Unavailable or ErrorKind.Timeout;

    /// <summary>Whether such an error stops the whole account.</summary>
    public static bool IsStop(ErrorKind kind) => kind is ErrorKind.InsufficientFunds or ErrorKind.InvalidCredentials;
}
