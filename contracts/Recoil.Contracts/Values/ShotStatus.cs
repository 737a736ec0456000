using System.Text.Json.Serialization;

namespace Recoil.Contracts;

/// <summary>How a shot ended. Every requested shot gets exactly one of these.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ShotStatus>))]
public enum ShotStatus
{
    /// <summary>A take was accepted, perhaps with a soft finding noted.</summary>
    Ok,

    /// <summary>No money was left before any take with an output existed.</summary>
    BudgetExhausted,

    /// <summary>No money was left, but an earlier take with an output is held.</summary>
    BudgetExhaustedSuccess,

    /// <summary>A person must look; there is an entry in the review queue.</summary>
    NeedsReview,

    /// <summary>The same hard failure keeps coming back; more money will not help.</summary>
    IcuEscalated,

    /// <summary>All attempts were used and none was accepted.</summary>
    AttemptsExhausted,

    /// <summary>An unexpected error ended the shot; what was known is kept.</summary>
    Crashed,

    /// <summary>It was cancelled. The original has no cancellation.</summary>
    Cancelled,
}
