namespace Recoil.Storage.Failures;

/// <summary>A message that no service could handle, as it is listed.</summary>
public sealed record FailedMessage
{
    /// <summary>Follows from what the message holds: the same failure read twice is one entry.</summary>
    public required Guid Id { get; init; }

    /// <summary>The error queue it came through, such as <c>generator_error</c>.</summary>
    public required string Queue { get; init; }

    /// <summary>The message's type, such as <c>GenerateTake</c>; <c>unreadable</c> when it has none.</summary>
    public required string Type { get; init; }

    /// <summary>What went wrong, in one line.</summary>
    public required string Cause { get; init; }

    /// <summary>When it failed; when it was stored if the message does not say.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The message's own id; null if it has none.</summary>
    public string? MessageId { get; init; }

    /// <summary>The size of its body in bytes.</summary>
    public required long Bytes { get; init; }
}
