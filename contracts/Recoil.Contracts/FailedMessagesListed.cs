namespace Recoil.Contracts;

/// <summary>The answer to <see cref="ListFailedMessages"/>.</summary>
public sealed record FailedMessagesListed
{
    /// <summary>Oldest first; fewer than asked for when there are no more.</summary>
    public required IReadOnlyList<FailedMessageEntry> Messages { get; init; }
}
