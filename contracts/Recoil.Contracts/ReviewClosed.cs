namespace Recoil.Contracts;

/// <summary>The shot has acted on a person's decision.</summary>
public sealed record ReviewClosed
{
    /// <summary>The shot.</summary>
    public required Guid CorrelationId { get; init; }
    public required Guid ReviewId { get; init; }
    public required string Project { get; init; }
    public string RunId { get; init; } = "";
    public required string ShotId { get; init; }

    /// <summary>Approved and rejected shots rest; a re-roll ends with another <see cref="ShotCompleted"/>.</summary>
    public required ReviewDecision Decision { get; init; }
    public required string By { get; init; }
    public string? Note { get; init; }

    /// <summary>The take that was decided on; null when there was none.</summary>
    public string? OutputPath { get; init; }
    public required DateTimeOffset At { get; init; }
}
