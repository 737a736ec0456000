namespace Recoil.Contracts;

/// <summary>The answer to <see cref="ShowFailedMessage"/>.</summary>
public sealed record FailedMessageShown
{
    public required Guid FailureId { get; init; }

    /// <summary>The message, or null when it is not there.</summary>
    public FailedMessageEntry? Message { get; init; }

    /// <summary>Its body as text, at most 4,000,000 characters of it.</summary>
    public string? Body { get; init; }

    /// <summary>Whether the body is longer.</summary>
    public bool Cut { get; init; }
}
