namespace Recoil.Contracts;

/// <summary>One thing that happened to a shot, so that every decision can be explained afterwards.</summary>
public sealed record TimelineEntry
{
    public required DateTimeOffset At { get; init; }

    /// <summary>What happened, such as <c>reserved</c>, <c>generated</c>, <c>verdict</c>, <c>decision</c>, <c>fallback</c>, <c>late</c>.</summary>
    public required string Event { get; init; }

    /// <summary>The attempt, counted from 1; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>The take within the attempt, counted from 1; 0 before the first.</summary>
    public int Take { get; init; }

    public FailureMode? FailureMode { get; init; }

    /// <summary>The rule that decided, by name.</summary>
    public string? Rule { get; init; }

    /// <summary>What was done next.</summary>
    public string? Action { get; init; }

    /// <summary>What it cost in US dollars; null where it cost nothing, and where nobody knows.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Where the cost comes from; unknown where there should be one and nobody knows it, null where there is none.</summary>
    public CostSource? CostSource { get; init; }

    public string? Output { get; init; }

    /// <summary>One line for a person.</summary>
    public string? Detail { get; init; }

    /// <summary>What the critic saw, where this is a verdict.</summary>
    public IReadOnlyList<Finding>? Findings { get; init; }
}
