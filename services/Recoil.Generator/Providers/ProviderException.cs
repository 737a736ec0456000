using Recoil.Contracts;

namespace Recoil.Generator.Providers;

/// <summary>A provider answered with an error, or did not answer.</summary>
internal sealed class ProviderException(ErrorKind kind, Submit submit, string message, Exception? inner = null) : Exception(message, inner)
{
    public ErrorKind Kind { get; } = kind;

    /// <summary>Whether a job may have been begun by the request that failed.</summary>
    public Submit Submit { get; } = submit;

    /// <summary>No take of the account can be made before a person has done something.</summary>
    public bool StopsAccount => IsStop(Kind);

    /// <summary>Whether such an error stops the whole account.</summary>
    public static bool IsStop(ErrorKind kind) => kind is ErrorKind.InsufficientFunds or ErrorKind.InvalidCredentials;

    /// <summary>Waiting a little may help.</summary>
    public bool IsTransient => Kind is ErrorKind.RateLimited or ErrorKind.Unavailable or ErrorKind.Timeout;
}

/// <summary>What is known of a submit that ended with an error.</summary>
internal enum Submit
{
    /// <summary>The provider refused it: nothing was begun, nothing is charged.</summary>
    Refused,

    /// <summary>Unknown until the job is looked up.</summary>
    Ambiguous,
}
