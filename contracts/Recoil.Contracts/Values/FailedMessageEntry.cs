namespace Recoil.Contracts;

/// <summary>A message that no service could handle.</summary>
public sealed record FailedMessageEntry
{
    public required Guid FailureId { get; init; }

    /// <summary>The error queue it came through, such as <c>generator_error</c>.</summary>
    public required string Queue { get; init; }

    /// <summary>The message's type, such as <c>GenerateTake</c>; <c>unreadable</c> when it has none.</summary>
    public required string Type { get; init; }

    /// <summary>What went wrong, in one line.</summary>
    public required string Cause { get; init; }

    /// <summary>When it failed.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The message's own id, or null.</summary>
    public string? MessageId { get; init; }

    /// <summary>The size of its body in bytes.</summary>
    public required long Bytes { get; init; }
}
