namespace Recoil.Storage.Sagas;

/// <summary>A message captured during a saga step, ready to be sent as often as needed under the same id.</summary>
public sealed record OutboxMessage
{
    public required Guid MessageId { get; init; }

    /// <summary>The message whose step sends this one.</summary>
    public InboxEntry CausedBy { get; init; }

    /// <summary>The endpoint or exchange it goes to.</summary>
    public required Uri Destination { get; init; }

    /// <summary>Media type of <see cref="Body"/>.</summary>
    public required string ContentType { get; init; }

    /// <summary>The serialized envelope, a JSON text.</summary>
    public required string Body { get; init; }

    /// <summary>URNs of the types that the message can be consumed as, separated by a semicolon.</summary>
    public required string MessageTypes { get; init; }

    public Guid? CorrelationId { get; init; }

    public Guid? ConversationId { get; init; }

    /// <summary>Transport properties such as the routing key.</summary>
    public IReadOnlyDictionary<string, string>? Properties { get; init; }

    /// <summary>Headers that travel outside the envelope, such as the trace context.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }
}
