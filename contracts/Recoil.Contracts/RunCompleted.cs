namespace Recoil.Contracts;

/// <summary>No shot of a run is under way or will be started any more.</summary>
public sealed record RunCompleted
{
    public required string Project { get; init; }
    public required string RunId { get; init; }

    /// <summary>How many shots ended with each status; statuses that did not occur are absent.</summary>
    public required IReadOnlyDictionary<string, int> CountsByStatus { get; init; }

    /// <summary>Shots that were never started because of stop-on-review, a cancellation or a failure.</summary>
    public required int NotStarted { get; init; }

    /// <summary>What all shots cost together, in US dollars.</summary>
    public required decimal CostUsd { get; init; }

    /// <summary>The weakest source of a shot's cost; unknown makes the cost a lower bound. Absent from earlier versions: reported.</summary>
    public CostSource? CostSource { get; init; }
    public required TimeSpan Duration { get; init; }

    /// <summary>Why the run could not go on; requested again, it goes on. Null when every shot was started that may be.</summary>
    public string? Failure { get; init; }
}
