using System.Text.Json.Serialization;
using Recoil.Contracts;

namespace Recoil.Reports;

/// <summary>A shot in <c>report.json</c>: the fields of the original's result first.</summary>
public sealed record ReportedShot
{
    /// <summary>A terminal status, <c>unfinished</c> or <c>not_started</c>.</summary>
    public required string Status { get; init; }
    public required string ShotId { get; init; }
    public required string? OpId { get; init; }

    /// <summary>The take, named from the report's folder; null when there is none.</summary>
    public required string? OutputPath { get; init; }

    /// <summary>US dollars, late bills included.</summary>
    public required decimal CostUsd { get; init; }
    public required int Attempts { get; init; }
    public required string? FailureMode { get; init; }
    public required IReadOnlyList<string> ValidationNotes { get; init; }
    public required Guid? ReviewQueueId { get; init; }

    /// <summary>The planner's coverage context, unchanged; null when it gave none.</summary>
    public required RawJson? CoverageContext { get; init; }
    public required int Takes { get; init; }

    /// <summary>The weakest source of a take's cost; unknown makes <see cref="CostUsd"/> a lower bound.</summary>
    public required CostSource CostSource { get; init; }
    public required int? SceneIndex { get; init; }
    public required string Pipeline { get; init; }
    public required string Model { get; init; }
    public required string AspectRatio { get; init; }
    public required string Prompt { get; init; }

    /// <summary>The prompt after softening, or null.</summary>
    public required string? SoftenedPrompt { get; init; }
    public required IReadOnlyList<TimelineEntry> Timeline { get; init; }

    [JsonIgnore]
    public KnownCost Cost => new(CostUsd, CostSource);

    public static ReportedShot Of(ShotSnapshot shot, RunRequested run, OutputFolder folder) => new()
    {
        Status = StatusWord.Of(shot),
        ShotId = shot.Fields.ShotId,
        OpId = shot.Result?.OpId ?? (shot.Ops.Count > 0 ? shot.Ops[0].OpId : null),
        OutputPath = shot.Result?.OutputPath is { } output ? folder.Name(output) : null,
        CostUsd = shot.Cost.Usd,
        Attempts = shot.Result?.Attempts ?? shot.Timeline.Select(entry => entry.Attempt).DefaultIfEmpty().Max(),
        FailureMode = shot.Result?.FailureMode,
        ValidationNotes = shot.Result?.ValidationNotes ?? [],
        ReviewQueueId = shot.Result?.ReviewQueueId,
        CoverageContext = shot.Fields.CoverageContext,
        Takes = shot.Result?.Takes ?? 0,
        CostSource = shot.Cost.Source,
        SceneIndex = shot.Fields.SceneIndex ?? shot.Fields.SceneId,
        Pipeline = shot.Fields.Pipeline,
        Model = shot.Fields.Model ?? run.Model,
        AspectRatio = shot.Fields.AspectRatio,
        Prompt = shot.Fields.Prompt,
        SoftenedPrompt = shot.SoftenedPrompt,
        Timeline = [.. shot.Timeline.Select(entry => entry.Output is { } take ? entry with { Output = folder.Name(take) } : entry)],
    };
}
