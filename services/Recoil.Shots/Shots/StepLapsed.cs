namespace Recoil.Shots;

/// <summary>A shot has waited long enough for an answer.</summary>
internal sealed record StepLapsed
{
    /// <summary>The shot.</summary>
    public required Guid CorrelationId { get; init; }

    /// <summary>The take it waits for.</summary>
    public required Guid TakeId { get; init; }
}
