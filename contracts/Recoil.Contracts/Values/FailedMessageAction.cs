using System.Text.Json.Serialization;

namespace Recoil.Contracts;

/// <summary>What is to become of a failed message.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<FailedMessageAction>))]
public enum FailedMessageAction
{
    /// <summary>It goes back to the queue it failed in.</summary>
    Retry,

    /// <summary>It is thrown away for good.</summary>
    Discard,
}
