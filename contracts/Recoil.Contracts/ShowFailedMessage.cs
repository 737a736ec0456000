namespace Recoil.Contracts;

/// <summary>Please show what a failed message holds. Answered with <see cref="FailedMessageShown"/>. Changes nothing.</summary>
public sealed record ShowFailedMessage
{
    public required Guid FailureId { get; init; }
}
