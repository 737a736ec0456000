namespace Recoil.Contracts;

/// <summary>A shot changed its state. Published only if the setting <c>Shots__PublishProgress</c> is true.</summary>
public sealed record ShotProgressed
{
    /// <summary>The shot.</summary>
    public required Guid CorrelationId { get; init; }
    public required string Project { get; init; }
    public string RunId { get; init; } = "";
    public required string ShotId { get; init; }

    /// <summary>The saga's state, such as <c>Generating</c>.</summary>
    public required string State { get; init; }
    public required int Attempt { get; init; }
    public required int Take { get; init; }

    /// <summary>Cost so far in US dollars.</summary>
    public required decimal CostUsd { get; init; }

    /// <summary>The weakest source of a take's cost so far; unknown makes the cost a lower bound. Absent from earlier versions: reported.</summary>
    public CostSource? CostSource { get; init; }
}
