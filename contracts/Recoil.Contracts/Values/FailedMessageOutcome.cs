using System.Text.Json.Serialization;

namespace Recoil.Contracts;

/// <summary>What became of a failed message.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<FailedMessageOutcome>))]
public enum FailedMessageOutcome
{
    /// <summary>It is back in the queue it failed in.</summary>
    SentBack,

    /// <summary>It is thrown away.</summary>
    Discarded,

    /// <summary>It was not there any more: somebody was faster.</summary>
    Gone,

    /// <summary>It stays a failed message.</summary>
    Refused,
}
