using System.Text.Json.Serialization;

namespace Recoil.Contracts;

/// <summary>Why a shot is put before a person.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ReviewReason>))]
public enum ReviewReason
{
    /// <summary>A take exists but could not be judged.</summary>
    PendingQc,

    /// <summary>The same hard failure keeps coming back.</summary>
    IcuEscalated,

    /// <summary>The failure mode asks for a person at once.</summary>
    ImmediateReview,

    /// <summary>The content filter refused, and softening was used up, not allowed or without effect.</summary>
    SoftenRetryExhausted,

    /// <summary>All attempts were used.</summary>
    AttemptsExhausted,

    /// <summary>Nobody knows whether a take was made and charged; a person finds out. Its money stays reserved until then.</summary>
    OutcomeUnknown,
}
