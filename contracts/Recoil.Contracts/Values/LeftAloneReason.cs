using System.Text.Json.Serialization;

namespace Recoil.Contracts;

/// <summary>Why a shot is not made again.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<LeftAloneReason>))]
public enum LeftAloneReason
{
    /// <summary>The run has no such shot.</summary>
    UnknownShot,

    /// <summary>It has not been requested yet.</summary>
    NotStarted,

    /// <summary>It is being made, or its run has not taken in its end yet.</summary>
    NotEnded,

    /// <summary>It is being made again already, or waits for that.</summary>
    BeingRemade,

    /// <summary>A take of it may have been charged, and a person must say so first.</summary>
    OutcomeUnknown,
}
