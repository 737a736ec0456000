using Recoil.Contracts;
using Recoil.Reports;
using Recoil.Storage.Budget;
using Recoil.Storage.Reviews;

namespace Recoil.Runs.Testing;

/// <summary>A run as the store would have it, with everything that reports can show.</summary>
public static class SampleRun
{
    private const decimal TakePrice = 0.040m;
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>The run of a plan, its shots ended as told; takes are named within the output folder but not made.</summary>
    public static RunSnapshot Of(RunRequested run, string outputFolder, Func<ShotFields, ShotStatus?> status)
    {
        var shots = run.Shots.Select((fields, at) => Shot(run, fields, status(fields), outputFolder, s_start.AddSeconds(7 * at))).ToArray();
        var reviews = shots.Where(shot => shot.Result?.ReviewQueueId is not null).Select(shot => Review(run, shot)).ToArray();
        return new RunSnapshot(run, shots, reviews, new AccountBalance(shots.Sum(shot => shot.Result?.CostUsd ?? 0), 0, 0));
    }

    private static ShotSnapshot Shot(RunRequested run, ShotFields fields, ShotStatus? ended, string outputFolder, DateTimeOffset start)
    {
        if (ended is not { } status)
            return new ShotSnapshot(fields, null, [], [], null, KnownCost.Free);

        var id = ShotIdentity.OfShot(run.Project, run.RunId, fields.ShotId);
        var extension = fields.Pipeline == "video" ? "mp4" : "png";
        var output = status is ShotStatus.BudgetExhausted or ShotStatus.Crashed
            ? null
            : Path.Combine(outputFolder, "takes", $"{fields.ShotId}-1-2.{extension}");
        var failed = status is not ShotStatus.Ok;
        var result = new ShotCompleted
        {
            CorrelationId = id,
            Project = run.Project,
            RunId = run.RunId,
            EpisodeId = run.EpisodeId,
            ShotId = fields.ShotId,
            SceneIndex = fields.SceneIndex,
            Status = status,
            OpId = $"op_{fields.ShotId}",
            OutputPath = output,
            CostUsd = output is null ? 0 : 2 * TakePrice,
            Attempts = 1,
            Takes = output is null ? 0 : 2,
            FailureMode = failed ? "grid_influence" : "lighting_mismatch",
            ValidationNotes = failed ? [] : ["lighting_mismatch: accepted (soft finding)"],
            ReviewQueueId = status is ShotStatus.NeedsReview or ShotStatus.IcuEscalated or ShotStatus.AttemptsExhausted ? ShotIdentity.OfReview(id) : null,
            At = start.AddSeconds(6),
        };
        OpRecord[] ops =
        [
            new() { Kind = "started", OpId = result.OpId, At = start },
            status is ShotStatus.Crashed
                ? new() { Kind = "crashed", OpId = result.OpId, At = result.At, Error = "the store went away" }
                : new() { Kind = "completed", OpId = result.OpId, At = result.At, Status = status, OutputPath = output, Cost = result.CostUsd },
        ];
        var softened = fields.Prompt.Contains("Blood", StringComparison.Ordinal)
            ? fields.Prompt.Replace("Blood on", "A dark stain on", StringComparison.Ordinal)
            : null;
        return new ShotSnapshot(fields, result, Timeline(fields, result, outputFolder, extension, start), ops, softened, KnownCost.Of(result));
    }

    private static List<TimelineEntry> Timeline(ShotFields fields, ShotCompleted result, string outputFolder, string extension, DateTimeOffset start)
    {
        if (result.OutputPath is null)
            return [Entry(1, 0, "refused") with { Rule = "budget_refused", Action = SnakeCase.Of(result.Status), Detail = "the shot cap has no room for 0.04 US dollars" }];

        return
        [
            Entry(0, 1, "dispatched") with { Cost = TakePrice, CostSource = CostSource.Estimated },
            Entry(1, 1, "generated") with { Cost = TakePrice, Output = Path.Combine(outputFolder, "takes", $"{fields.ShotId}-1-1.{extension}") },
            Entry(2, 1, "verdict") with
            {
                FailureMode = FailureMode.GridInfluence,
                Findings =
                [
                    new Finding { Check = "decodable", FailureMode = FailureMode.Unknown, Severity = Severity.Passed, Evidence = "640x360 PNG" },
                    new Finding { Check = "grid_influence", FailureMode = FailureMode.GridInfluence, Severity = Severity.Hard, Score = 0.91, Threshold = 0.6, Evidence = "gutters at 1/2 of the width and the height" },
                    new Finding { Check = "anatomy", FailureMode = FailureMode.AnatomyFaceMerge, Severity = Severity.NotEvaluated, Evidence = "needs a vision model" },
                ],
            },
            Entry(2.1, 1, "decision") with { FailureMode = FailureMode.GridInfluence, Rule = "reroll", Action = "reduce_refs" },
            Entry(3, 2, "dispatched") with { Cost = TakePrice, CostSource = CostSource.Estimated },
            Entry(4, 2, "generated") with { Cost = TakePrice, Output = result.OutputPath },
            Entry(5, 2, "verdict") with
            {
                FailureMode = result.Status == ShotStatus.Ok ? FailureMode.LightingMismatch : FailureMode.GridInfluence,
                Findings = result.Status == ShotStatus.Ok
                    ? [new Finding { Check = "lighting", FailureMode = FailureMode.LightingMismatch, Severity = Severity.Soft, Score = 0.42, Threshold = 0.35, Evidence = "warmer than the scene's picture" }]
                    : [new Finding { Check = "grid_influence", FailureMode = FailureMode.GridInfluence, Severity = Severity.Hard, Score = 0.88, Threshold = 0.6, Evidence = "gutters at 1/2 of the width" }],
            },
            Entry(5.1, 2, "decision") with { Rule = result.Status == ShotStatus.Ok ? "soft_finding_accepted" : "same_failure_twice", Action = SnakeCase.Of(result.Status) },
        ];

        TimelineEntry Entry(double seconds, int take, string what) =>
            new() { At = start.AddSeconds(seconds), Event = what, Attempt = 1, Take = take };
    }

    private static ReviewEntry Review(RunRequested run, ShotSnapshot shot)
    {
        var result = shot.Result!;
        return new ReviewEntry
        {
            ReviewId = result.ReviewQueueId!.Value,
            EnqueuedAt = result.At,
            Request = new EnqueueReview
            {
                CorrelationId = result.CorrelationId,
                ReviewId = result.ReviewQueueId.Value,
                Project = run.Project,
                EpisodeId = run.EpisodeId,
                RunId = run.RunId,
                ShotId = result.ShotId,
                Reason = result.Status switch
                {
                    ShotStatus.IcuEscalated => ReviewReason.IcuEscalated,
                    ShotStatus.AttemptsExhausted => ReviewReason.AttemptsExhausted,
                    _ => ReviewReason.SoftenRetryExhausted,
                },
                FailureMode = result.FailureMode ?? "unknown",
                Attempts =
                [
                    new AttemptRecord { Attempt = 1, Output = result.OutputPath, Cost = TakePrice, FinalState = "" },
                    new AttemptRecord { Attempt = 1, Take = 2, Output = result.OutputPath, Cost = TakePrice, FinalState = "" },
                    new AttemptRecord { Attempt = 2, Error = "the provider's connection was reset" },
                ],
                TotalCostUsd = result.CostUsd,
                OriginalPrompt = shot.Fields.Prompt,
                SoftenedPrompt = shot.SoftenedPrompt,
                OutputPath = result.OutputPath,
                At = result.At,
            },
        };
    }
}
