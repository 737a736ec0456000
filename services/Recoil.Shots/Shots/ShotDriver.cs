using MassTransit;
using Microsoft.Extensions.Logging;
using Recoil.Contracts;
using Recoil.Hosting.Models;
using Recoil.Shots.Fallbacks;
using Recoil.Shots.Routing;
using Recoil.Shots.Softening;
using Recoil.Storage.Takes;

namespace Recoil.Shots;

/// <summary>Carries out what routing decides: says it to the other services and writes it on the timeline.</summary>
internal sealed partial class ShotDriver(
    IModelProfiles profiles, ISoftener softener, IFileProbe files, ITakeLedger takes, ShotMetrics metrics, ShotsOptions options,
    TimeProvider time, ILogger<ShotDriver> logger)
{
    /// <summary>Events after the end are written down only so far; a queue that repeats itself must not grow the document.</summary>
    private const int LateEventLimit = 20;

    public ShotsOptions Options => options;

    public DateTimeOffset Now => time.GetUtcNow();

    public Task BeginAsync(BehaviorContext<ShotState, ShotRequested> context)
    {
        var shot = context.Saga;
        var request = context.Message;
        var opening = ShotRouting.Begin(request, profiles.Find(request.Model ?? ""), ShotPolicy.Of(request.Policy));
        shot.Request = request;
        shot.Routing = opening.State;
        shot.Ops.Add(new OpRecord { Kind = "started", OpId = OpId(shot), At = Now });
        foreach (var name in opening.Fallbacks)
            Fire(shot, SanctionedFallbacks.Fire(name, opening.State.Model));
        return Task.CompletedTask;
    }

    public async Task AskForBudgetAsync(BehaviorContext<ShotState> context)
    {
        context.Saga.Asked = 0;
        await SendReservationAsync(context);
        await TellProgressAsync(context, "ReservingBudget");
    }

    public Task AskForBudgetAgainAsync(BehaviorContext<ShotState> context)
    {
        context.Saga.Asked++;
        return SendReservationAsync(context);
    }

    public bool MayAskAgain(ShotState shot) => shot.Asked + 1 < options.RequestLimit;

    public async Task DispatchAsync(BehaviorContext<ShotState, BudgetReserved> context)
    {
        var shot = context.Saga;
        var routing = shot.Routing!;
        shot.Asked = 0;
        Note(shot, "dispatched", action: routing.Strategy is { } strategy ? SnakeCase.Of(strategy) : null, cost: routing.Estimate);
        await SendGenerationAsync(context);
        await TellProgressAsync(context, "Generating");
    }

    public Task SendGenerationAsync(BehaviorContext<ShotState> context)
    {
        var shot = context.Saga;
        var request = shot.Request!;
        var routing = shot.Routing!;
        var plan = TakePlan.For(routing, request, shot.CurrentTakeId, profiles.Find(routing.Model), files.Exists);
        return context.Publish(new GenerateTake
        {
            CorrelationId = shot.CorrelationId,
            TakeId = shot.CurrentTakeId,
            Project = request.Project,
            RunId = request.RunId,
            ShotId = request.ShotId,
            Attempt = routing.Attempt,
            Take = routing.Take,
            Ordinal = routing.Ordinal,
            Operation = plan.Operation,
            Prompt = plan.Prompt,
            Model = routing.Model,
            IdentityRefs = plan.References.Sent,
            SceneRefPath = request.SceneRefPath,
            ExpressionRefs = request.ExpressionRefs,
            StartFrame = plan.StartFrame,
            EndFrame = plan.EndFrame,
            Duration = plan.Duration,
            AspectRatio = request.AspectRatio,
            Seed = plan.Seed,
            Gated = plan.Gated,
            ProviderOptions = request.ProviderOptions,
            // For a cancelled shot only what has been bought already is still wanted.
            Deadline = shot.Cancelling is null ? Now + options.GenerationTimeout : Now,
        });
    }

    public Task StopForBudgetAsync(BehaviorContext<ShotState, BudgetRefused> context)
    {
        var decision = ShotRouting.BudgetRefused(context.Saga.Routing!);
        Note(context.Saga, "refused", rule: decision.Rule, action: SnakeCase.Of(decision.Status),
            detail: $"the {SnakeCase.Of(context.Message.RefusedBy)} cap has no room for {context.Saga.Routing!.Estimate} US dollars");
        return EndAsync(context, decision);
    }

    /// <summary>A take has come: what it cost is settled at once, whatever becomes of it.</summary>
    public async Task TakeInAsync(BehaviorContext<ShotState> context, GenerationCompleted generation)
    {
        var shot = context.Saga;
        shot.Generation = generation;
        Note(shot, "generated", cost: generation.Cost, output: generation.Output, detail: generation.Fault ?? generation.Error);
        await SettleAsync(context, generation.TakeId, generation.Cost);
    }

    /// <summary>
    /// The take did not come. It may have been finished all the same, so it is looked up before it counts as failed.
    /// </summary>
    public async Task LookUpTakeAsync(BehaviorContext<ShotState> context, string why)
    {
        var shot = context.Saga;
        var record = await takes.FindAsync(shot.CurrentTakeId, context.CancellationToken);
        Note(shot, "looked_up", detail: record?.ProviderJob is { } job ? $"{why}; the provider's job is {job}" : why);
        await TakeInAsync(context, record?.Result ?? new GenerationCompleted
        {
            CorrelationId = shot.CorrelationId,
            TakeId = shot.CurrentTakeId,
            Success = false,
            Cost = 0,
            Fault = why,
        });
    }

    public async Task AskCriticAsync(BehaviorContext<ShotState> context)
    {
        context.Saga.Asked = 0;
        await SendCritiqueAsync(context);
        await TellProgressAsync(context, "Critiquing");
    }

    public Task AskCriticAgainAsync(BehaviorContext<ShotState> context)
    {
        context.Saga.Asked++;
        return SendCritiqueAsync(context);
    }

    /// <summary>Nobody judged the take: a person must, because silence is not a pass.</summary>
    public Task DecideUnjudgedAsync(BehaviorContext<ShotState> context, string why) => DecideAsync(context, new CriticVerdict
    {
        CorrelationId = context.Saga.CorrelationId,
        TakeId = context.Saga.CurrentTakeId,
        Success = false,
        Gate = new GateVerdict { Passed = false },
        Error = why,
        FinalState = FinalStates.PendingQc,
    });

    public async Task DecideAsync(BehaviorContext<ShotState> context, CriticVerdict? verdict)
    {
        var shot = context.Saga;
        var request = shot.Request!;
        if (verdict is not null)
            Note(shot, "verdict", verdict.Gate?.DominantFailureMode, detail: verdict.Error, findings: verdict.Findings);

        var before = shot.Routing!;
        var generation = shot.Generation ?? throw new InvalidOperationException($"Shot {request.ShotId} is to be decided without a generation.");
        var (decision, after) = ShotRouting.Decide(before, StepOutcome.Of(generation, verdict), ShotPolicy.Of(request.Policy));
        if (decision is Decision.Soften soften)
        {
            var softened = softener.IsEligible(before.Model) ? softener.Soften(before.Prompt, request.ShotId, before.Model) : null;
            (decision, after) = softened is { Prompt.Length: > 0 } ? ShotRouting.Softened(after, softened.Prompt) : new Routed(soften.Otherwise, after);
            if (softened is not null)
                Note(shot, "softening", action: softened.Prompt is null ? "left as it is" : "softened", rule: softened.Refusal ?? softened.Version, detail: Diff(softened));
        }

        metrics.Decided(profiles.Find(before.Model) is null ? null : before.Model, after.LastFailureMode);
        Note(shot, "decision", after.LastFailureMode, decision.Rule, ActionOf(decision));
        shot.Routing = after;
        shot.Generation = null;
        await EndAsync(context, decision);
    }

    /// <summary>An unexpected error: what is known is kept, and money that was set aside is given back.</summary>
    public async Task CrashAsync(BehaviorContext<ShotState> context, string error)
    {
        var shot = context.Saga;
        await CloseTakeAsync(context);
        LogCrashed(shot.Request!.ShotId, error);
        var decision = ShotRouting.Crashed(shot.Routing!);
        Note(shot, "crashed", rule: decision.Rule, detail: error);
        await EndAsync(context, decision, error);
    }

    /// <summary>Nothing is being made for the shot: it ends here, and money that was set aside is given back.</summary>
    public async Task CancelAsync(BehaviorContext<ShotState> context, Cancellation cancellation)
    {
        var shot = context.Saga;
        await CloseTakeAsync(context);
        var decision = ShotRouting.Cancelled(shot.Routing!);
        Note(shot, "cancelled", rule: decision.Rule, detail: cancellation.ToString());
        await EndAsync(context, decision);
    }

    /// <summary>A take is asked for. If nobody has begun it, nobody will; otherwise it may be bought, and is waited for.</summary>
    public async Task CancelGenerationAsync(BehaviorContext<ShotState> context, Cancellation cancellation)
    {
        var shot = context.Saga;
        var cancelled = await takes.TryCancelAsync(
            new TakeRecord
            {
                TakeId = shot.CurrentTakeId,
                CorrelationId = shot.CorrelationId,
                Account = shot.BudgetScope,
                BegunAt = Now,
                Result = new GenerationCompleted
                {
                    CorrelationId = shot.CorrelationId,
                    TakeId = shot.CurrentTakeId,
                    Success = false,
                    Cost = 0,
                    Error = "the shot was cancelled before this take was begun",
                },
            },
            context.CancellationToken);
        if (cancelled)
        {
            await CancelAsync(context, cancellation);
            return;
        }

        if (shot.Cancelling is null)
            Note(shot, "cancelling", detail: $"{cancellation}; the take has been begun and is waited for, because it may have been bought");
        shot.Cancelling ??= cancellation;
    }

    /// <summary>Cancelled before it was ever asked for: a request that comes later finds it ended.</summary>
    public Task CancelBeforeBeginningAsync(BehaviorContext<ShotState, CancelShot> context)
    {
        var cancel = context.Message;
        BeginBare(context.Saga, new ShotRequested { Project = cancel.Project, RunId = cancel.RunId, ShotId = cancel.ShotId, EpisodeCap = 0 });
        context.Saga.Routing = context.Saga.Routing! with { Attempt = 0, Take = 0 };
        return CancelAsync(context, new Cancellation(cancel.By, cancel.Reason));
    }

    /// <summary>A person has said how it is; the shot rests.</summary>
    public Task CloseReviewAsync(BehaviorContext<ShotState, ReviewDecided> context)
    {
        context.Saga.ExpiresAt = Now + options.RetentionAfterEnd;
        return TellReviewClosedAsync(context);
    }

    /// <summary>A person wants another attempt: another round begins, with its own end.</summary>
    public async Task ReopenAsync(BehaviorContext<ShotState, ReviewDecided> context)
    {
        var shot = context.Saga;
        var decision = context.Message;
        if (decision.ExtraBudget < 0)
            throw new ArgumentOutOfRangeException(nameof(context), $"Review {decision.ReviewId} gives {decision.ExtraBudget} US dollars more; it is never negative.");

        await TellReviewClosedAsync(context);
        shot.Round++;
        shot.ExtraBudget += decision.ExtraBudget;
        shot.Routing = ShotRouting.Reopened(shot.Routing!, decision.EditedPrompt);
        shot.Result = null;
        shot.Review = null;
        shot.Generation = null;
        shot.ExpiresAt = null;
        shot.Ops.Add(new OpRecord { Kind = "started", OpId = OpId(shot), At = Now });
    }

    /// <summary>A decision could not be acted on. The shot stays as it is, and the message can be sent again.</summary>
    public void NoteFailedDecision(BehaviorContext<ShotState> context, string error) =>
        Note(context.Saga, "review_failed", detail: error);

    private Task TellReviewClosedAsync(BehaviorContext<ShotState, ReviewDecided> context)
    {
        var shot = context.Saga;
        var decision = context.Message;
        Note(shot, "reviewed", action: SnakeCase.Of(decision.Decision), detail: InWords(decision));
        shot.Closed = new ReviewClosed
        {
            CorrelationId = shot.CorrelationId,
            ReviewId = decision.ReviewId,
            Project = shot.Request!.Project,
            RunId = shot.Request.RunId,
            ShotId = shot.Request.ShotId,
            Decision = decision.Decision,
            By = decision.By,
            Note = decision.Note,
            OutputPath = shot.Review?.OutputPath,
            At = Now,
        };
        return context.Publish(shot.Closed);
    }

    /// <summary>The same decision came again; whoever told it may not know that it was acted on.</summary>
    public static Task TellClosedAgainAsync(BehaviorContext<ShotState> context) => context.Publish(context.Saga.Closed!);

    /// <summary>The take under way is settled with what is known of it.</summary>
    private static async Task CloseTakeAsync(BehaviorContext<ShotState> context)
    {
        var shot = context.Saga;
        var takeId = shot.CurrentTakeId;
        if (!shot.Settlements.Exists(s => s.TakeId == takeId))
            await SettleAsync(context, takeId, shot.Generation?.Cost ?? 0);
        if (shot.Generation is { } undecided)
            shot.Routing = ShotRouting.Undecided(shot.Routing!, undecided);
    }

    private void BeginBare(ShotState shot, ShotRequested request)
    {
        shot.Request = request;
        shot.Routing = new RoutingState { Model = request.Model ?? "", Estimate = 0, OriginalPrompt = request.Prompt };
        shot.Ops.Add(new OpRecord { Kind = "started", OpId = OpId(shot), At = Now });
    }

    /// <summary>Taking a generation in failed, so nothing of that step was kept; the generation itself is in the fault.</summary>
    public Task CrashOverGenerationAsync(BehaviorContext<ShotState, Fault<GenerationCompleted>> context, string error)
    {
        if (context.Message.Message.TakeId == context.Saga.CurrentTakeId)
            context.Saga.Generation ??= context.Message.Message;
        return CrashAsync(context, error);
    }

    /// <summary>Not even the beginning went well; the shot still gets its one terminal status.</summary>
    public Task CrashBeforeBeginningAsync(BehaviorContext<ShotState, Fault<ShotRequested>> context)
    {
        BeginBare(context.Saga, context.Message.Message);
        return CrashAsync(context, context.Message.Exceptions is [var first, ..] ? $"{first.ExceptionType}: {first.Message}" : "the request failed");
    }

    /// <summary>A generation nobody waits for: it is written down, and paid if it was bought.</summary>
    public async Task TakeInLateAsync(BehaviorContext<ShotState, GenerationCompleted> context)
    {
        var shot = context.Saga;
        var generation = context.Message;
        var known = shot.Settlements.FindIndex(s => s.TakeId == generation.TakeId);
        if (known >= 0 && shot.Settlements[known].Cost >= generation.Cost)
            return;

        // Every take that was given up has been settled, so this is none of the shot's and nothing is paid for it.
        if (known < 0 && generation.TakeId != shot.CurrentTakeId)
        {
            LogPassedOver(generation.TakeId, shot.Request!.ShotId, generation.Cost);
            return;
        }

        metrics.Late();
        NoteLate(shot, $"generation of take {generation.TakeId}", generation.Cost, generation.Output);
        await SettleAsync(context, generation.TakeId, generation.Cost);
    }

    public void NoteLateVerdict(BehaviorContext<ShotState, CriticVerdict> context) =>
        NoteLate(context.Saga, $"verdict on take {context.Message.TakeId}");

    /// <summary>Money set aside for a take that will not be made any more goes back.</summary>
    public static Task GiveBackAsync(BehaviorContext<ShotState, BudgetReserved> context)
    {
        var reservation = context.Message.ReservationId;
        return context.Saga.Settlements.Exists(s => s.TakeId == reservation) ? Task.CompletedTask : SettleAsync(context, reservation, 0);
    }

    /// <summary>Somebody asks for the shot again: what it had settled may never have been heard.</summary>
    public static async Task SettleAgainAsync(BehaviorContext<ShotState> context)
    {
        foreach (var settlement in context.Saga.Settlements)
            await SendSettlementAsync(context, settlement);
    }

    /// <summary>Somebody asks for a shot that has ended: it ends the same way.</summary>
    public static async Task TellEndAgainAsync(BehaviorContext<ShotState> context)
    {
        if (context.Saga.Review is { } review)
            await context.Publish(review);
        await TellEndAsync(context);
        if (context.Saga.Closed is { } closed && closed.ReviewId == context.Saga.Review?.ReviewId)
            await context.Publish(closed);
    }

    /// <summary>The end of a round has one message id, however often it is told.</summary>
    private static Task TellEndAsync(BehaviorContext<ShotState> context)
    {
        var result = context.Saga.Result!;
        return context.Publish(result, send => send.MessageId = ShotIdentity.OfEnd(result.CorrelationId, result.Round));
    }

    /// <summary>Carries a decision out as far as it ends the shot.</summary>
    private async Task EndAsync(BehaviorContext<ShotState> context, Decision decision, string? error = null)
    {
        var shot = context.Saga;
        switch (decision)
        {
            case Decision.Complete complete:
                await CompleteAsync(context, complete.Status, complete.FailureMode, complete.OutputPath, error);
                break;
            case Decision.Escalate escalate:
                shot.Review = ReviewOf(shot, escalate);
                await context.Publish(shot.Review);
                await CompleteAsync(context, escalate.Status, escalate.FailureMode, escalate.OutputPath, error);
                break;
        }
    }

    private async Task CompleteAsync(
        BehaviorContext<ShotState> context, ShotStatus status, string? failureMode, string? outputPath, string? error)
    {
        var shot = context.Saga;
        var request = shot.Request!;
        var routing = shot.Routing!;
        shot.Result = new ShotCompleted
        {
            CorrelationId = shot.CorrelationId,
            Project = request.Project,
            RunId = request.RunId,
            EpisodeId = request.EpisodeId,
            ShotId = request.ShotId,
            SceneIndex = request.SceneIndex ?? request.SceneId,
            Status = status,
            Round = shot.Round,
            OpId = OpId(shot),
            OutputPath = outputPath,
            CostUsd = routing.Cost,
            Attempts = routing.Attempt,
            Takes = routing.AttemptRecords.Count,
            FailureMode = failureMode,
            ValidationNotes = routing.ValidationNotes,
            ReviewQueueId = shot.Review?.ReviewId,
            At = Now,
        };
        shot.ExpiresAt = Now + (shot.Review is null ? options.RetentionAfterEnd : options.RetentionForReview);
        shot.Ops.Add(new OpRecord
        {
            Kind = status == ShotStatus.Crashed ? "crashed" : "completed",
            OpId = OpId(shot),
            At = Now,
            Status = status,
            OutputPath = outputPath,
            Cost = routing.Cost,
            Error = error,
        });
        metrics.Completed(shot.Result);
        LogEnded(request.ShotId, request.Project, SnakeCase.Of(status), routing.Cost, routing.Attempt);
        await TellEndAsync(context);
    }

    private EnqueueReview ReviewOf(ShotState shot, Decision.Escalate escalate) => new()
    {
        CorrelationId = shot.CorrelationId,
        ReviewId = ShotIdentity.OfReview(shot.CorrelationId, shot.Round),
        Project = shot.Request!.Project,
        EpisodeId = shot.Request.EpisodeId,
        RunId = shot.Request.RunId,
        ShotId = shot.Request.ShotId,
        Reason = escalate.Reason,
        FailureMode = escalate.ReviewFailureMode,
        Attempts = shot.Routing!.AttemptRecords,
        TotalCostUsd = shot.Routing.Cost,
        OriginalPrompt = escalate.OriginalPrompt,
        SoftenedPrompt = escalate.SoftenedPrompt,
        OutputPath = escalate.OutputPath,
        At = Now,
    };

    public Task SendReservationAsync(BehaviorContext<ShotState> context)
    {
        var shot = context.Saga;
        var request = shot.Request!;
        return context.Publish(new ReserveBudget
        {
            CorrelationId = shot.CorrelationId,
            ReservationId = shot.CurrentTakeId,
            Scope = shot.BudgetScope,
            Estimate = shot.Routing!.Estimate,
            EpisodeCap = request.EpisodeCap + shot.ExtraBudget,
            ShotSpent = shot.Routing.Cost,
            ShotCap = (request.ShotCap ?? request.EpisodeCap) + shot.ExtraBudget,
            Lease = options.ReservationLease,
        });
    }

    public Task SendCritiqueAsync(BehaviorContext<ShotState> context)
    {
        var shot = context.Saga;
        var request = shot.Request!;
        var plan = TakePlan.For(shot.Routing!, request, shot.CurrentTakeId, profiles.Find(shot.Routing!.Model), files.Exists);
        return context.Publish(new CritiqueTake
        {
            CorrelationId = shot.CorrelationId,
            TakeId = shot.CurrentTakeId,
            Project = request.Project,
            RunId = request.RunId,
            ShotId = request.ShotId,
            Operation = plan.Operation,
            Output = shot.Generation!.Output!,
            References = plan.References.Sent,
            IdentityRefs = plan.References.Judged,
            SceneRefPath = request.SceneRefPath,
            StartFrame = plan.StartFrame,
            EndFrame = plan.EndFrame,
            Duration = plan.Duration,
            AspectRatio = request.AspectRatio,
            LockedOff = request.LockedOff,
        });
    }

    private static Task SettleAsync(BehaviorContext<ShotState> context, Guid takeId, decimal cost)
    {
        var settlement = new Settlement(takeId, cost);
        var known = context.Saga.Settlements.FindIndex(s => s.TakeId == takeId);
        if (known < 0)
            context.Saga.Settlements.Add(settlement);
        else
            context.Saga.Settlements[known] = settlement;
        return SendSettlementAsync(context, settlement);
    }

    private static Task SendSettlementAsync(BehaviorContext<ShotState> context, Settlement settlement) => context.Publish(new SettleBudget
    {
        CorrelationId = context.Saga.CorrelationId,
        ReservationId = settlement.TakeId,
        Scope = context.Saga.BudgetScope,
        ActualCost = settlement.Cost,
    });

    private Task TellProgressAsync(BehaviorContext<ShotState> context, string state)
    {
        if (!options.PublishProgress)
            return Task.CompletedTask;

        var shot = context.Saga;
        return context.Publish(new ShotProgressed
        {
            CorrelationId = shot.CorrelationId,
            Project = shot.Request!.Project,
            RunId = shot.Request.RunId,
            ShotId = shot.Request.ShotId,
            State = state,
            Attempt = shot.Routing!.Attempt,
            Take = shot.Routing.Take,
            CostUsd = shot.Routing.Cost + (shot.Generation?.Cost ?? 0),
        });
    }

    private void Fire(ShotState shot, FallbackFiring firing)
    {
        LogFallback(firing.Fallback.Name, shot.Request!.ShotId, firing.Detail);
        metrics.FallbackFired(firing.Fallback.Name);
        Note(shot, "fallback", rule: firing.Fallback.Name, detail: firing.Detail);
    }

    private void Note(
        ShotState shot, string what, FailureMode? failureMode = null, string? rule = null, string? action = null, decimal? cost = null,
        string? output = null, string? detail = null, IReadOnlyList<Finding>? findings = null) => shot.Timeline.Add(new TimelineEntry
        {
            At = Now,
            Event = what,
            Attempt = shot.Routing!.Attempt,
            Take = shot.Routing.Take,
            FailureMode = failureMode,
            Rule = rule,
            Action = action,
            Cost = cost,
            Output = output,
            Detail = detail,
            Findings = findings is { Count: > 0 } ? findings : null,
        });

    private void NoteLate(ShotState shot, string detail, decimal? cost = null, string? output = null)
    {
        if (shot.Timeline.Count(e => e.Event == "late") < LateEventLimit)
            Note(shot, "late", cost: cost, output: output, detail: detail);
    }

    private static string ActionOf(Decision decision) => decision switch
    {
        Decision.Complete complete => SnakeCase.Of(complete.Status),
        Decision.Escalate escalate => SnakeCase.Of(escalate.Status),
        Decision.NextAttempt => "next_attempt",
        Decision.Reroll reroll => $"reroll: {SnakeCase.Of(reroll.Strategy)}",
        _ => throw new InvalidOperationException($"{decision.GetType().Name} is not a decision that is carried out."),
    };

    private static string? Diff(SoftenResult softened) => softened.Changes.Count == 0
        ? null
        : string.Join("; ", softened.Changes.Select(change => $"{change.Rule}: {change.From} → {change.To}"));

    /// <summary>By whom and why, how much more it may cost, and the prompt they wrote.</summary>
    private static string InWords(ReviewDecided decision) => string.Join("; ", new[]
    {
        decision.Note is null ? $"by {decision.By}" : $"by {decision.By}: {decision.Note}",
        decision.ExtraBudget > 0 ? $"{decision.ExtraBudget} US dollars more" : null,
        decision.EditedPrompt is { } prompt ? $"new prompt: {prompt}" : null,
    }.OfType<string>());

    /// <summary>Each round is an operation of its own.</summary>
    private static string OpId(ShotState shot) =>
        $"op_{(shot.Round == 1 ? shot.CorrelationId : ShotIdentity.OfEnd(shot.CorrelationId, shot.Round)):N}"[..15];

    [LoggerMessage(Level = LogLevel.Warning, Message = "Fallback {Fallback} fired for shot {ShotId}: {Detail}")]
    private partial void LogFallback(string fallback, string shotId, string detail);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Passed over a generation of take {TakeId} for {ShotId}, which has no such take; it claims to have cost {Cost} US dollars")]
    private partial void LogPassedOver(Guid takeId, string shotId, decimal cost);

    [LoggerMessage(Level = LogLevel.Information, Message = "Shot {ShotId} of {Project} ended as {Status} for {Cost} US dollars in attempt {Attempt}")]
    private partial void LogEnded(string shotId, string project, string status, decimal cost, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Shot {ShotId} crashed: {Error}")]
    private partial void LogCrashed(string shotId, string error);
}
