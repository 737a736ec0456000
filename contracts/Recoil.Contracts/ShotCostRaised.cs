namespace Recoil.Contracts;

/// <summary>
/// More is known of what a shot costs: a take that was settled for less turned out to cost more, or an amount that was unknown or estimated
/// has a bill now.
/// </summary>
/// <remarks>A terminal event that was published before keeps its amount; one of a later round has this amount in it.</remarks>
public sealed record ShotCostRaised
{
    /// <summary>The shot.</summary>
    public required Guid CorrelationId { get; init; }
    public required string Project { get; init; }
    public string RunId { get; init; } = "";
    public required string ShotId { get; init; }

    /// <summary>The take whose bill came late.</summary>
    public required Guid TakeId { get; init; }

    /// <summary>The sum of what all takes of the shot cost, in US dollars. It never falls.</summary>
    public required decimal CostUsd { get; init; }

    /// <summary>The weakest source of a take's cost; unknown makes the cost a lower bound. Absent from earlier versions: reported.</summary>
    public CostSource? CostSource { get; init; }
    public required DateTimeOffset At { get; init; }
}
