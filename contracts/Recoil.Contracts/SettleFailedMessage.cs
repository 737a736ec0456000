namespace Recoil.Contracts;

/// <summary>Please send a failed message back to where it failed, or throw it away. Answered with <see cref="FailedMessageSettled"/>.</summary>
public sealed record SettleFailedMessage
{
    public required Guid FailureId { get; init; }
    public required FailedMessageAction Action { get; init; }

    /// <summary>
    /// Retry only: what to send instead, at most 4,000,000 characters: the message as JSON, or its whole envelope. It must keep the message's
    /// rules. Null sends what failed.
    /// </summary>
    public string? Body { get; init; }

    /// <summary>Who decides.</summary>
    public required string By { get; init; }
}
