using MassTransit;

namespace Recoil.Shots;

/// <summary>A shot waited for an answer as long as its timeout allows. On the wire it has the name that version 0.1 gave it.</summary>
[EntityName("Recoil.Shots:StepLapsed")]
[MessageUrn("Recoil.Shots:StepLapsed")]
internal sealed record StepTimeoutExpired
{
    /// <summary>The shot.</summary>
    public required Guid CorrelationId { get; init; }

    /// <summary>The take that it waited for.</summary>
    public required Guid TakeId { get; init; }
}
