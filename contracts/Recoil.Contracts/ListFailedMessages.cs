namespace Recoil.Contracts;

/// <summary>Please say which messages no service could handle. Answered with <see cref="FailedMessagesListed"/>. Changes nothing.</summary>
public sealed record ListFailedMessages
{
    /// <summary>The most to list, 1 to 500.</summary>
    public required int Limit { get; init; }

    /// <summary>The last one of the page before; null for the first page.</summary>
    public FailedMessageEntry? After { get; init; }
}
