namespace Recoil.Contracts;

/// <summary>A shot reached its terminal status: once, and once more after every re-roll or remake that a person asked for.</summary>
public sealed record ShotCompleted
{
    /// <summary>The shot.</summary>
    public required Guid CorrelationId { get; init; }
    public required string Project { get; init; }
    public string RunId { get; init; } = "";
    public string EpisodeId { get; init; } = "";
    public required string ShotId { get; init; }
    public int? SceneIndex { get; init; }
    public required ShotStatus Status { get; init; }

    /// <summary>1, and one more for every re-roll or remake that a person asked for.</summary>
    public int Round { get; init; } = 1;

    /// <summary>The last <see cref="RemakeShot"/> that the shot has carried out; null when there was none.</summary>
    public Guid? RemakeId { get; init; }
    public required string OpId { get; init; }

    /// <summary>The take that the status refers to; null if none.</summary>
    public string? OutputPath { get; init; }

    /// <summary>The sum of what all takes cost, in US dollars.</summary>
    public required decimal CostUsd { get; init; }

    /// <summary>The weakest source of a take's cost; unknown makes the cost a lower bound. Absent from earlier versions: reported.</summary>
    public CostSource? CostSource { get; init; }

    /// <summary>The last attempt begun; one that a budget stop prevented counts.</summary>
    public required int Attempts { get; init; }

    /// <summary>How many takes were asked for.</summary>
    public required int Takes { get; init; }

    /// <summary>A failure mode's name, or <c>pending_qc</c>, or <c>icu_escalated</c>, or null.</summary>
    public string? FailureMode { get; init; }
    public IReadOnlyList<string> ValidationNotes { get; init; } = [];

    /// <summary>The review entry; null without a review.</summary>
    public Guid? ReviewQueueId { get; init; }

    /// <summary>The shot's coverage context, unchanged.</summary>
    public RawJson? CoverageContext { get; init; }
    public required DateTimeOffset At { get; init; }
}
