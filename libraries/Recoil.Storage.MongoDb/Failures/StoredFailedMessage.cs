using Recoil.Storage.Failures;

namespace Recoil.Storage.MongoDb.Failures;

/// <summary>A failed message as its collection keeps it.</summary>
internal sealed class StoredFailedMessage
{
    public required Guid Id { get; init; }

    public required string Queue { get; init; }

    public required string Type { get; init; }

    public required string Cause { get; init; }

    public required DateTimeOffset At { get; init; }

    public string? MessageId { get; init; }

    public required long Bytes { get; init; }

    public byte[]? Properties { get; init; }

    /// <summary>The body; null where it is in parts.</summary>
    public byte[]? Body { get; init; }

    public FailedMessage ToMessage() => new()
    {
        Id = Id, Queue = Queue, Type = Type, Cause = Cause, At = At, MessageId = MessageId, Bytes = Bytes,
    };
}

/// <summary>A piece of a body that is too large for one document.</summary>
internal sealed class StoredFailedMessagePart
{
    /// <summary>The message's id and the piece's number, so that one stored twice is one.</summary>
    public required string Id { get; init; }

    public required byte[] Data { get; init; }

    public static string IdOf(Guid message, int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{message:N}/{number:D6}");
}
