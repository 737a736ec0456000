namespace Recoil.Contracts;

/// <summary>A shot moved on. Published only where the shots service is told to.</summary>
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
}
