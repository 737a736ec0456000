using System.Text.Json.Serialization;

namespace Recoil.Contracts;

/// <summary>What kind of error a provider answered with, as its adapter understood it.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ErrorKind>))]
public enum ErrorKind
{
    /// <summary>The provider refused the content of the prompt, a reference or the result.</summary>
    ContentFilter,

    /// <summary>Too many requests at once or in a time; waiting helps.</summary>
    RateLimited,

    /// <summary>The provider did not answer or finish in time.</summary>
    Timeout,

    /// <summary>The provider is down or answered with a server error.</summary>
    Unavailable,

    /// <summary>The request itself is wrong; repeating it will not help.</summary>
    InvalidRequest,

    /// <summary>The provider's account has no money left.</summary>
    InsufficientFunds,

    /// <summary>The provider does not accept the account's key.</summary>
    InvalidCredentials,

    /// <summary>Something was delivered, but it is no usable file.</summary>
    CorruptOutput,

    /// <summary>Nobody knows whether the provider made and charged it. Money stays reserved until a person decides.</summary>
    OutcomeUnknown,

    /// <summary>The adapter does not know.</summary>
    Unknown,
}
