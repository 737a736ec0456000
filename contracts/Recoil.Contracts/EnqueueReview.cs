namespace Recoil.Contracts;

/// <summary>Please put a shot before a person. The same review id twice is one entry.</summary>
public sealed record EnqueueReview
{
    /// <summary>The shot.</summary>
    public required Guid CorrelationId { get; init; }
    public required Guid ReviewId { get; init; }
    public required string Project { get; init; }
    public string EpisodeId { get; init; } = "";
    public string RunId { get; init; } = "";
    public required string ShotId { get; init; }
    public required ReviewReason Reason { get; init; }

    /// <summary>A failure mode's name, or <c>pending_qc</c>, or <c>icu_escalated</c>.</summary>
    public required string FailureMode { get; init; }
    public required IReadOnlyList<AttemptRecord> Attempts { get; init; }

    /// <summary>What the shot cost so far, in US dollars.</summary>
    public required decimal TotalCostUsd { get; init; }

    /// <summary>
    /// The weakest source of a take's cost; unknown makes the cost a lower bound. Absent from earlier versions: unknown with
    /// <see cref="ReviewReason.OutcomeUnknown"/>, reported otherwise.
    /// </summary>
    public CostSource? CostSource { get; init; }
    public required string OriginalPrompt { get; init; }

    /// <summary>The prompt after softening, where it was softened and the reason is about that.</summary>
    public string? SoftenedPrompt { get; init; }

    /// <summary>The take to look at; null when there is none.</summary>
    public string? OutputPath { get; init; }
    public required DateTimeOffset At { get; init; }
}
