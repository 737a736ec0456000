namespace Recoil.Contracts;

/// <summary>The answer to <see cref="SettleFailedMessage"/>.</summary>
public sealed record FailedMessageSettled
{
    public required Guid FailureId { get; init; }
    public required FailedMessageOutcome Outcome { get; init; }

    /// <summary>Why it was refused, in one line; null otherwise.</summary>
    public string? Refusal { get; init; }
}
