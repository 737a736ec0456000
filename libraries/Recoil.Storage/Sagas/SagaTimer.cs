namespace Recoil.Storage.Sagas;

/// <summary>A message that a saga sends to an endpoint when a time has come, unless it is taken back before.</summary>
public sealed record SagaTimer
{
    /// <summary>Takes the timer back; also the id of the message.</summary>
    public required Guid TokenId { get; init; }

    /// <summary>When the saga set it.</summary>
    public DateTimeOffset SetAt { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    public required Uri Destination { get; init; }

    /// <summary>The message's type, as .NET names it with its assembly.</summary>
    public required string MessageType { get; init; }

    /// <summary>The message as JSON, without an envelope.</summary>
    public required string Body { get; init; }

    /// <summary>The W3C trace context of the step that set it; null for an untraced step.</summary>
    public string? TraceParent { get; init; }
}
