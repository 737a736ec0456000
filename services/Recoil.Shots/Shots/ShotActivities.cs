using MassTransit;
using Microsoft.Extensions.Logging;
using Recoil.Contracts;
using Recoil.Models;
using Recoil.Shots.Fallbacks;
using Recoil.Shots.Routing;
using Recoil.Shots.Softening;
using Recoil.Storage.ApprovedShots;
using Recoil.Storage.Takes;

namespace Recoil.Shots;

/// <summary>What the shot saga does in its steps: it changes the state, notes it on the timeline and publishes messages.</summary>
internal sealed partial class ShotActivities(
    IModelProfiles profiles, ISoftener softener, ITakeLedger ledger, IApprovedShots approvedShots, ShotMetrics metrics, ShotsOptions options,
    TimeProvider time, ILogger<ShotActivities> logger)
{
    public ShotsOptions Options => options;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>
    /// The shot's first step: its model, its estimate, and the fallbacks that they fire. One that was not told of the approved shot before it
    /// looks for it once, and stays with what it finds.
    /// </summary>
    public async Task BeginAsync(BehaviorContext<ShotState, ShotRequested> context)
    {
        var (shot, request) = (context.Saga, context.Message);
        var profile = profiles.Find(request.Model ?? "");
        var opening = Open(request, profile);
        var neighbour = await FindNeighbourAsync(request, profile, context.CancellationToken);
        Start(shot, Following(request, neighbour), opening.State);
        NoteNeighbour(shot, neighbour);
        FireAll(shot, opening);
    }

    private Opening Open(ShotRequested request, ModelProfile? profile)
    {
        var opening = ShotRouting.Begin(request, profile, ShotPolicy.Of(request.Policy));
        return opening with { State = opening.State with { Judging = JudgingEstimate.Of(request.Judges, profiles).Most } };
    }

    private void FireAll(ShotState shot, Opening opening)
    {
        foreach (var name in opening.Fallbacks)
            Fire(shot, SanctionedFallbacks.Fire(name, opening.State.Model));
        foreach (var judge in JudgingEstimate.Of(shot.Request!.Judges, profiles).Unknown)
            Fire(shot, SanctionedFallbacks.Fire(SanctionedFallbacks.UnknownModelEstimate, judge));
    }

    private async Task<AcceptedTake?> FindNeighbourAsync(ShotRequested request, ModelProfile? profile, CancellationToken cancellationToken) =>
        request.Previous is null && References.SceneOfNeighbour(request, profile) is { } scene
            ? await approvedShots.FindBeforeAsync(request.Project, request.EpisodeId, scene, request.ShotId, cancellationToken)
            : null;

    private static ShotRequested Following(ShotRequested request, AcceptedTake? neighbour) =>
        neighbour is null ? request : request with { Previous = Neighbour.Of(neighbour) };

    private void NoteNeighbour(ShotState shot, AcceptedTake? neighbour)
    {
        if (neighbour is not null)
            shot.Note(Now, "neighbour", detail: neighbour.RunId.Length > 0 ? $"{neighbour.ShotId} of run {neighbour.RunId}" : neighbour.ShotId);
    }

    /// <summary>Begins the take that routing names, and asks for its money.</summary>
    public async Task RequestBudgetAsync(BehaviorContext<ShotState> context)
    {
        var (shot, routing) = (context.Saga, context.Saga.Routing!);
        shot.Retries = 0;
        shot.Takes.Add(new ShotTake
        {
            Id = ShotIdentity.OfTake(shot.CorrelationId, routing.Attempt, routing.Take),
            Attempt = routing.Attempt,
            Number = routing.Take,
            Strategy = routing.Strategy,
        });
        await SendReservationAsync(context);
        await PublishProgressAsync(context, nameof(ShotStateMachine.ReservingBudget));
    }

    public Task SendReservationAsync(BehaviorContext<ShotState> context) =>
        context.Publish(ShotMessages.Reservation(context.Saga, options.ReservationLease));

    public async Task StartGenerationAsync(BehaviorContext<ShotState> context)
    {
        context.Saga.Retries = 0;
        context.Saga.Note(Now, ShotTimeline.Dispatched);
        await SendGenerationAsync(context);
        await PublishProgressAsync(context, nameof(ShotStateMachine.Generating));
    }

    public Task SendGenerationAsync(BehaviorContext<ShotState> context) =>
        context.Publish(ShotMessages.Generation(context.Saga, PlanOf(context.Saga)));

    public Task EndForBudgetAsync(BehaviorContext<ShotState, BudgetRefused> context)
    {
        var shot = context.Saga;
        var decision = ShotRouting.BudgetRefused(shot.Routing!);
        shot.Note(Now, "refused", rule: decision.Rule, action: SnakeCase.Of(decision.Status),
            detail: $"the {SnakeCase.Of(context.Message.RefusedBy)} cap has no room for {shot.Routing!.Reserved} US dollars");
        return EndAsync(context, decision);
    }

    /// <summary>
    /// The current take has a result. Its cost is settled at once, whatever is decided on it; where judges look at it, with theirs after the
    /// verdict. While nobody knows the cost, its money stays reserved.
    /// </summary>
    public Task TakeInAsync(BehaviorContext<ShotState> context, GenerationCompleted generation)
    {
        var shot = context.Saga;
        shot.CurrentTake.Result = generation;
        shot.Note(Now, ShotTimeline.Generated);
        if (shot.CurrentTake.IsOutcomeUnknown)
            return context.Publish(ShotMessages.Reservation(shot, options.RetentionForReview));
        return shot.HasJudges && generation is { Output: not null, Fault: null } ? Task.CompletedTask : SettleAsync(context, shot.CurrentTake, KnownCost.Of(generation));
    }

    /// <summary>
    /// No result came. The ledger may have it; otherwise the take waits for a worker or is in work, which is no failure: its
    /// command is sent again, in case it was lost, and its money stays reserved.
    /// </summary>
    public async Task CheckTakeAsync(BehaviorContext<ShotState> context)
    {
        var shot = context.Saga;
        if ((await ledger.FindAsync(shot.CurrentTake.Id, context.CancellationToken))?.Result is { } result)
        {
            shot.Note(Now, "looked_up", detail: $"no result within {options.GenerationTimeout}");
            await TakeInAsync(context, result);
            return;
        }

        // A submit that made no job puts the take back into the queue, where it can be cancelled after all.
        if (shot.Cancelling is not null && CancelledTake(shot) is var cancelled && await ledger.TryCancelAsync(cancelled, context.CancellationToken))
        {
            await TakeInAsync(context, cancelled.Result!);
            return;
        }

        await SendGenerationAsync(context);
        await SendReservationAsync(context);
    }

    /// <summary>
    /// The take's command failed. The take may have been finished all the same, so it is looked up before it counts as failed; and a
    /// repeated command may have failed while a worker has the take, which is then still waited for. One that was begun and that no worker can
    /// go on with may have been bought.
    /// </summary>
    public async Task LookUpTakeAsync(BehaviorContext<ShotState> context, string why)
    {
        var shot = context.Saga;
        var record = await ledger.FindAsync(shot.CurrentTake.Id, context.CancellationToken);
        shot.Note(Now, "looked_up", detail: record?.ProviderJob is { } job ? $"{why}; the provider's job is {job}" : why);
        if (record is { Result: null, Request: not null })
            return;

        await TakeInAsync(context, record switch
        {
            null => ShotMessages.NoGeneration(shot, fault: why),
            { Result: { } result } => result,
            _ => ShotMessages.UnknownGeneration(shot, record.ProviderJob, why),
        });
    }

    public async Task RequestVerdictAsync(BehaviorContext<ShotState> context)
    {
        context.Saga.Retries = 0;
        await SendCritiqueAsync(context);
        await PublishProgressAsync(context, nameof(ShotStateMachine.Critiquing));
    }

    public Task SendCritiqueAsync(BehaviorContext<ShotState> context) =>
        context.Publish(ShotMessages.Critique(context.Saga, PlanOf(context.Saga)));

    /// <summary>Decides on the current take.</summary>
    /// <param name="context">The step.</param>
    /// <param name="verdict">The critic's verdict; null for a take with nothing to look at.</param>
    public async Task DecideAsync(BehaviorContext<ShotState> context, CriticVerdict? verdict)
    {
        var (shot, take) = (context.Saga, context.Saga.CurrentTake);
        if (verdict is not null)
        {
            verdict = ShotMessages.WithJudges(shot, verdict);
            take.Verdict = verdict;
            shot.Note(Now, ShotTimeline.Judged);
        }

        var request = shot.Request!;
        var before = shot.Routing!;
        var generation = take.Result ?? throw new InvalidOperationException($"Take {take.Id} of shot {request.ShotId} has no result to decide on.");
        if (shot.HasJudges && verdict is not null)
        {
            take.ChargeJudging(KnownCost.Of(verdict));
            await SettleAsync(context, take, KnownCost.Of(generation));
        }

        var (decision, after) = ShotRouting.Decide(before, StepOutcome.Of(generation, verdict), ShotPolicy.Of(request.Policy));
        if (decision is Decision.Soften soften)
            (decision, after) = Soften(shot, before, after, soften);

        metrics.Decided(profiles.Find(before.Model) is null ? null : before.Model, after.LastFailureMode);
        shot.Note(Now, "decision", after.LastFailureMode, decision.Rule, ShotTimeline.ActionOf(decision));
        shot.Routing = after;
        await EndAsync(context, decision);
    }

    /// <summary>Ends the shot over an unexpected error, with what is known of it; reserved money is released.</summary>
    public async Task CrashAsync(BehaviorContext<ShotState> context, string error)
    {
        var shot = context.Saga;
        // Whether a take that was asked for was bought by now, nobody knows before its result comes.
        var isAsked = shot.Takes is [.., { Plan: not null, Result: null }];
        await CloseTakeAsync(context, isAsked ? KnownCost.Unknown : KnownCost.Free);
        LogCrashed(shot.Request!.ShotId, error);
        var decision = ShotRouting.Crashed(shot.Routing!);
        shot.Note(Now, "crashed", rule: decision.Rule, cost: isAsked ? KnownCost.Unknown : null, detail: error);
        await EndAsync(context, decision, error);
    }

    /// <summary>Ends the shot over a generation that could not be taken in. Nothing of that step was kept; the fault has the generation.</summary>
    public Task CrashOnGenerationAsync(BehaviorContext<ShotState, Fault<GenerationCompleted>> context, string error)
    {
        context.Saga.CurrentTake.Result ??= context.Message.Message;
        return CrashAsync(context, error);
    }

    /// <summary>Ends the shot over a verdict that could not be taken in; the fault has it, with what judging cost.</summary>
    public Task CrashOnVerdictAsync(BehaviorContext<ShotState, Fault<CriticVerdict>> context, string error)
    {
        context.Saga.CurrentTake.Verdict ??= context.Message.Message;
        return CrashAsync(context, error);
    }

    /// <summary>Ends a shot whose first step failed: it has its one terminal status all the same.</summary>
    public Task CrashAtStartAsync(BehaviorContext<ShotState, Fault<ShotRequested>> context)
    {
        StartBare(context.Saga, context.Message.Message);
        return CrashAsync(context, context.Message.Exceptions is [var first, ..] ? $"{first.ExceptionType}: {first.Message}" : "the request failed");
    }

    /// <summary>Ends a cancelled shot while no take of it is being made; reserved money is released.</summary>
    public async Task CancelAsync(BehaviorContext<ShotState> context, Cancellation cancellation)
    {
        var shot = context.Saga;
        await CloseTakeAsync(context, KnownCost.Free);
        var decision = ShotRouting.Cancelled(shot.Routing!);
        shot.Note(Now, "cancelled", rule: decision.Rule, detail: cancellation.ToString());
        await EndAsync(context, decision);
    }

    /// <summary>
    /// Cancels a shot whose take has been dispatched. A take that no generator has begun is cancelled in the ledger; one that
    /// has been begun may be bought, so the shot waits for it.
    /// </summary>
    public async Task CancelGenerationAsync(BehaviorContext<ShotState> context, Cancellation cancellation)
    {
        var shot = context.Saga;
        if (await ledger.TryCancelAsync(CancelledTake(shot), context.CancellationToken))
        {
            await CancelAsync(context, cancellation);
            return;
        }

        if (shot.Cancelling is null)
            shot.Note(Now, "cancelling", detail: $"{cancellation}; the take has been begun and is waited for, because it may have been bought");
        shot.Cancelling ??= cancellation;
    }

    private TakeRecord CancelledTake(ShotState shot) => new()
    {
        TakeId = shot.CurrentTake.Id,
        CorrelationId = shot.CorrelationId,
        Account = shot.BudgetScope,
        QueuedAt = Now,
        Result = ShotMessages.NoGeneration(shot, error: "the shot was cancelled before this take was begun"),
    };

    /// <summary>Ends a shot that is cancelled before it was requested: the request finds it ended.</summary>
    public Task CancelBeforeStartAsync(BehaviorContext<ShotState, CancelShot> context)
    {
        var cancel = context.Message;
        StartBare(context.Saga, new ShotRequested { Project = cancel.Project, RunId = cancel.RunId, ShotId = cancel.ShotId, EpisodeCap = 0 });
        context.Saga.Routing = context.Saga.Routing! with { Attempt = 0, Take = 0 };
        return CancelAsync(context, new Cancellation(cancel.By, cancel.Reason));
    }

    /// <summary>A reviewer approved or rejected the shot.</summary>
    public async Task CloseReviewAsync(BehaviorContext<ShotState, ReviewDecided> context)
    {
        context.Saga.ExpiresAt = Now + options.RetentionAfterEnd;
        await SettleUnknownAsync(context);
        await PublishReviewClosedAsync(context);
        await NoteAcceptanceAsync(context);
    }

    /// <summary>
    /// Says to the later shots of the episode whether this one has an accepted take, as its document has it. That is said before the document is
    /// written: a step that loses this write to another one may have said otherwise, comes again late, and says it once more.
    /// </summary>
    public async Task NoteAcceptanceAsync(BehaviorContext<ShotState> context)
    {
        var shot = context.Saga;
        if (shot is not { Request: { EpisodeId.Length: > 0 } request, Result: not null })
            return;

        if (shot.AcceptedTake() is { } take)
            await approvedShots.PutAsync(take, context.CancellationToken);
        else
            await approvedShots.WithdrawAsync(request.Project, request.EpisodeId, request.ShotId, shot.CorrelationId, shot.Round, context.CancellationToken);
    }

    /// <summary>A person has found out what a take of unknown outcome cost.</summary>
    private async Task SettleUnknownAsync(BehaviorContext<ShotState, ReviewDecided> context)
    {
        var shot = context.Saga;
        if (context.Message.ChargedUsd is not { } charged || shot.Takes.Find(take => take.IsOutcomeUnknown) is not { } take)
            return;

        await SettleAsync(context, take, KnownCost.Reported(charged));
        await context.Publish(ShotMessages.CostRaised(shot, take.Id, Now));
    }

    /// <summary>A reviewer asked for a re-roll: another round begins, with a terminal event of its own.</summary>
    public async Task StartRoundAsync(BehaviorContext<ShotState, ReviewDecided> context)
    {
        var (shot, decision) = (context.Saga, context.Message);
        if (decision.ExtraBudget < 0)
            throw new ArgumentOutOfRangeException(nameof(context), $"Review {decision.ReviewId} gives {decision.ExtraBudget} US dollars more. Give 0 or more.");

        await SettleUnknownAsync(context);
        await PublishReviewClosedAsync(context);
        BeginRound(shot, shot.Round + 1, decision.ExtraBudget, ShotRouting.Reopened(shot.Routing!, decision.EditedPrompt));
    }

    /// <summary>
    /// The shot is made again in place of the round that has ended: another round begins with what it is requested with now. A review that is
    /// open is closed.
    /// </summary>
    public async Task StartRemakeAsync(BehaviorContext<ShotState, RemakeShot> context)
    {
        var (shot, remake) = (context.Saga, context.Message);
        var profile = profiles.Find(remake.Shot.Model ?? "");
        var opening = Open(remake.Shot, profile);
        var neighbour = await FindNeighbourAsync(remake.Shot, profile, context.CancellationToken);
        await TakeOnAsync(context, remake with { Shot = Following(remake.Shot, neighbour) }, ShotRouting.Remade(shot.Routing!, shot.Request!.Prompt, opening.State, remake.EditedPrompt));
        NoteNeighbour(shot, neighbour);
        FireAll(shot, opening);
    }

    /// <summary>The same for a shot whose document is no longer kept: what it cost is in its run's account, and the numbers of its attempts are taken.</summary>
    public async Task BeginRemakeAsync(BehaviorContext<ShotState, RemakeShot> context)
    {
        var (shot, remake) = (context.Saga, context.Message);
        var profile = profiles.Find(remake.Shot.Model ?? "");
        var opening = Open(remake.Shot, profile);
        var neighbour = await FindNeighbourAsync(remake.Shot, profile, context.CancellationToken);
        StartRemade(shot, remake with { Shot = Following(remake.Shot, neighbour) }, ShotRouting.Remade(opening.State, remake.Round, remake.EditedPrompt));
        NoteNeighbour(shot, neighbour);
        FireAll(shot, opening);
    }

    /// <summary>Ends the round of a remake whose first step failed: its run waits for the end.</summary>
    public async Task CrashAtRemakeAsync(BehaviorContext<ShotState, Fault<RemakeShot>> context)
    {
        var (shot, remake) = (context.Saga, context.Message.Message);
        if (shot.Routing is { } ended)
            await TakeOnAsync(context, remake, ended with { Attempt = ended.Attempt + 1, Take = 1, Strategy = null, PreviousEnd = null, HeldOutput = null, HeldRank = TakeRank.None });
        else
            StartRemade(shot, remake, ShotRouting.Remade(new RoutingState { Model = remake.Shot.Model ?? "", Estimate = 0, OriginalPrompt = remake.Shot.Prompt }, remake.Round, remake.EditedPrompt));

        var error = FaultReason.Of("Making the shot again failed", context.Message);
        LogCrashed(shot.Request!.ShotId, error);
        var decision = ShotRouting.Crashed(shot.Routing!);
        shot.Note(Now, "crashed", rule: decision.Rule, detail: error);
        await EndAsync(context, decision, error);
    }

    private async Task TakeOnAsync(BehaviorContext<ShotState> context, RemakeShot remake, RoutingState routing)
    {
        var shot = context.Saga;
        if (shot.Review is { } review && shot.Closed?.ReviewId != review.ReviewId)
        {
            var decision = ShotMessages.Withdrawal(shot, remake, Now);
            shot.Closed = ShotMessages.ReviewClosed(shot, decision, Now);
            await context.Publish(new WithdrawReview { Review = review, Decision = decision });
            await context.Publish(shot.Closed);
        }

        shot.Request = remake.Shot;
        shot.RemakeId = remake.RemakeId;
        BeginRound(shot, remake.Round + 1, remake.ExtraBudget, routing);
        shot.Note(Now, "remake", detail: ShotTimeline.DetailOf(remake));
    }

    private void StartRemade(ShotState shot, RemakeShot remake, RoutingState routing)
    {
        shot.Round = remake.Round + 1;
        shot.RemakeId = remake.RemakeId;
        shot.ExtraBudget = remake.ExtraBudget;
        Start(shot, remake.Shot, routing);
        shot.Note(Now, "remake", detail: ShotTimeline.DetailOf(remake));
    }

    private void BeginRound(ShotState shot, int round, decimal extraBudget, RoutingState routing)
    {
        shot.Round = round;
        shot.ExtraBudget += extraBudget;
        shot.Routing = routing;
        shot.Cancelling = null;
        shot.Result = null;
        shot.Review = null;
        shot.ExpiresAt = null;
        shot.Ops.Add(new OpRecord { Kind = "started", OpId = ShotMessages.OpId(shot), At = Now });
    }

    /// <summary>A decision could not be carried out. The shot stays as it is, and the decision can be sent again.</summary>
    public void NoteFailedDecision(BehaviorContext<ShotState> context, string error) =>
        context.Saga.Note(Now, "review_failed", detail: error);

    /// <summary>The shot goes on as if it was not cancelled; the cancellation can be sent again.</summary>
    public void NoteFailedCancel(BehaviorContext<ShotState> context, string error) => context.Saga.Note(Now, "cancel_failed", detail: error);

    /// <summary>
    /// A generation that the shot does not wait for. A bill that is higher than the take's settlement, or that says what was unknown or
    /// estimated, is a late bill: it is charged, and the shot's cost follows. A take that is not the shot's costs it nothing, and one that nobody
    /// knows the cost of says nothing about it.
    /// </summary>
    public async Task TakeInLateAsync(BehaviorContext<ShotState> context, GenerationCompleted generation)
    {
        var shot = context.Saga;
        if (shot.Takes.WithId(generation.TakeId) is not { } take)
        {
            LogUnknownTake(generation.TakeId, shot.Request!.ShotId, generation.Cost);
            return;
        }

        var bill = KnownCost.Of(generation);
        if (generation.ErrorKind is ErrorKind.OutcomeUnknown || bill.IsUnknown || !take.IsNews(bill))
            return;

        // One that is being judged is settled after its verdict.
        if (take is { ChargedCost: null, IsOutcomeUnknown: false, Result: { } known })
        {
            if (bill.SaysMoreThan(KnownCost.Of(known)))
                take.Result = known with { Cost = bill.Usd, CostSource = bill.Source };
            return;
        }

        metrics.Late();
        shot.NoteLate(Now, $"generation of take {generation.TakeId}", bill, generation.Output);
        await SettleAsync(context, take, bill);
        await context.Publish(ShotMessages.CostRaised(shot, take.Id, Now));
    }

    /// <summary>A verdict that the shot does not wait for: it changes nothing but what is known of the cost of judging.</summary>
    /// <param name="context">The step.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="isNoted">Whether it is noted although it says nothing new of costs.</param>
    public async Task TakeInLateVerdictAsync(BehaviorContext<ShotState> context, CriticVerdict verdict, bool isNoted)
    {
        var (shot, bill) = (context.Saga, KnownCost.Of(verdict));
        if (shot.Takes.WithId(verdict.TakeId) is not { ChargedCost: not null } take || bill.IsUnknown || !take.IsJudgingNews(bill))
        {
            if (isNoted)
                shot.NoteLate(Now, $"verdict on take {verdict.TakeId}");
            return;
        }

        metrics.Late();
        shot.NoteLate(Now, $"verdict on take {verdict.TakeId}", bill);
        take.ChargeJudging(bill);
        await context.Publish(ShotMessages.Settlement(shot, take.Id, take.Charged!.Value));
        await context.Publish(ShotMessages.CostRaised(shot, take.Id, Now));
    }

    /// <summary>Releases money that was reserved after the end.</summary>
    public static Task ReleaseAsync(BehaviorContext<ShotState> context, Guid reservation) =>
        context.Saga.Takes.WithId(reservation) switch
        {
            { ChargedCost: not null } or { IsOutcomeUnknown: true } => Task.CompletedTask,
            { } take => SettleAsync(context, take, KnownCost.Free),
            null => context.Publish(ShotMessages.Settlement(context.Saga, reservation, KnownCost.Free)),
        };

    /// <summary>Publishes the settlements again: the shot was requested again, so they may have been lost.</summary>
    public static async Task ResendSettlementsAsync(BehaviorContext<ShotState> context)
    {
        foreach (var take in context.Saga.Takes.Settled())
            await context.Publish(ShotMessages.Settlement(context.Saga, take.Id, take.Charged!.Value));
    }

    /// <summary>Publishes the end again, as it was published first.</summary>
    public static async Task ResendEndAsync(BehaviorContext<ShotState> context)
    {
        var shot = context.Saga;
        if (shot.Review is { } review)
            await context.Publish(review);
        await PublishEndAsync(context);
        if (shot.Closed is { } closed && closed.ReviewId == shot.Review?.ReviewId)
            await context.Publish(closed);
    }

    /// <summary>The same decision came again: its sender may not know that it was carried out.</summary>
    public static Task ResendReviewClosedAsync(BehaviorContext<ShotState> context) => context.Publish(context.Saga.Closed!);

    private void Start(ShotState shot, ShotRequested request, RoutingState routing)
    {
        shot.Request = request;
        shot.Routing = routing;
        shot.Ops.Add(new OpRecord { Kind = "started", OpId = ShotMessages.OpId(shot), At = Now });
    }

    private void StartBare(ShotState shot, ShotRequested request) =>
        Start(shot, request, new RoutingState { Model = request.Model ?? "", Estimate = 0, OriginalPrompt = request.Prompt });

    /// <summary>Plans the current take once, so that a repeated request asks for the same.</summary>
    private TakePlan PlanOf(ShotState shot) =>
        shot.CurrentTake.Plan ??= TakePlan.For(shot.Routing!, shot.Request!, shot.CurrentTake.Id, profiles.Find(shot.Routing!.Model));

    private Routed Soften(ShotState shot, RoutingState before, RoutingState after, Decision.Soften soften)
    {
        if (!softener.IsEligible(before.Model))
            return new Routed(soften.Otherwise, after);

        var softened = softener.Soften(before.Prompt, shot.Request!.ShotId, before.Model);
        shot.Note(Now, "softening", action: softened.Prompt is null ? "left as it is" : "softened", rule: softened.Refusal ?? softened.Version,
            detail: ShotTimeline.DetailOf(softened));
        return softened switch
        {
            { Prompt.Length: > 0 } => ShotRouting.Softened(after, softened.Prompt),
            { IsHarmless: true } => ShotRouting.NothingToSoften(after, soften, ShotPolicy.Of(shot.Request.Policy)),
            _ => new Routed(soften.Otherwise, after),
        };
    }

    /// <summary>Settles the current take with what is known of it.</summary>
    /// <param name="context">The step.</param>
    /// <param name="without">What it cost where no result came. What nobody knows is not charged; its bill may come late.</param>
    private static async Task CloseTakeAsync(BehaviorContext<ShotState> context, KnownCost without)
    {
        var shot = context.Saga;
        if (shot.Takes is not [.., var take])
            return;
        if (take is { ChargedCost: null, IsOutcomeUnknown: false })
        {
            // Whether judges have been asked, and what they cost, nobody knows before the verdict.
            if (shot is { HasJudges: true, CurrentState: nameof(ShotStateMachine.Critiquing) })
                take.ChargeJudging(take.Verdict is { } verdict ? KnownCost.Of(verdict) : KnownCost.Unknown);
            await SettleAsync(context, take, take.Result is { } result ? KnownCost.Of(result) : without);
        }

        if (take.Result is { } undecided)
            shot.Routing = ShotRouting.Undecided(shot.Routing!, undecided);
    }

    private static Task SettleAsync(BehaviorContext<ShotState> context, ShotTake take, KnownCost cost)
    {
        take.Charge(cost);
        return context.Publish(ShotMessages.Settlement(context.Saga, take.Id, take.Charged!.Value));
    }

    /// <summary>Carries a decision out as far as it ends the round.</summary>
    private async Task EndAsync(BehaviorContext<ShotState> context, Decision decision, string? error = null)
    {
        var shot = context.Saga;
        switch (decision)
        {
            case Decision.Complete complete:
                await CompleteAsync(context, complete.Status, complete.FailureMode, complete.OutputPath, error);
                break;
            case Decision.Escalate escalate:
                shot.Review = ShotMessages.Review(shot, escalate, Now);
                await context.Publish(shot.Review);
                await CompleteAsync(context, escalate.Status, escalate.FailureMode, escalate.OutputPath, error);
                break;
        }
    }

    private async Task CompleteAsync(
        BehaviorContext<ShotState> context, ShotStatus status, string? failureMode, string? outputPath, string? error)
    {
        var shot = context.Saga;
        var end = ShotMessages.End(shot, status, failureMode, outputPath, Now);
        shot.Result = end;
        shot.ExpiresAt = Now + (shot.Review is null ? options.RetentionAfterEnd : options.RetentionForReview);
        shot.Ops.Add(new OpRecord
        {
            Kind = status == ShotStatus.Crashed ? "crashed" : "completed",
            OpId = end.OpId,
            At = Now,
            Status = status,
            OutputPath = outputPath,
            Cost = end.CostUsd,
            Error = error,
        });
        await NoteAcceptanceAsync(context);
        metrics.Completed(end);
        LogEnded(end.ShotId, end.Project, SnakeCase.Of(status), end.CostUsd, SnakeCase.Of(KnownCost.Of(end).Source), end.Attempts);
        await PublishEndAsync(context);
    }

    /// <summary>The end of a round has one message id, however often it is published.</summary>
    private static Task PublishEndAsync(BehaviorContext<ShotState> context)
    {
        var end = context.Saga.Result!;
        return context.Publish(end, send => send.MessageId = ShotIdentity.OfEnd(end.CorrelationId, end.Round));
    }

    private Task PublishReviewClosedAsync(BehaviorContext<ShotState, ReviewDecided> context)
    {
        var (shot, decision) = (context.Saga, context.Message);
        shot.Note(Now, "reviewed", action: SnakeCase.Of(decision.Decision), cost: decision.ChargedUsd is { } charged ? KnownCost.Reported(charged) : null,
            detail: ShotTimeline.DetailOf(decision));
        shot.Closed = ShotMessages.ReviewClosed(shot, decision, Now);
        return context.Publish(shot.Closed);
    }

    private Task PublishProgressAsync(BehaviorContext<ShotState> context, string state) =>
        options.PublishProgress ? context.Publish(ShotMessages.Progress(context.Saga, state)) : Task.CompletedTask;

    private void Fire(ShotState shot, FallbackFiring firing)
    {
        LogFallback(firing.Fallback.Name, shot.Request!.ShotId, firing.Detail);
        metrics.FallbackFired(firing.Fallback.Name);
        shot.Note(Now, "fallback", rule: firing.Fallback.Name, detail: firing.Detail);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Fallback {Fallback} fired for shot {ShotId}: {Detail}")]
    private partial void LogFallback(string fallback, string shotId, string detail);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ignoring a generation of take {TakeId} for {Cost} US dollars: shot {ShotId} has no such take")]
    private partial void LogUnknownTake(Guid takeId, string shotId, decimal cost);

    [LoggerMessage(Level = LogLevel.Information, Message = "Shot {ShotId} of {Project} ended as {Status} for {Cost} US dollars ({CostSource}) in attempt {Attempt}")]
    private partial void LogEnded(string shotId, string project, string status, decimal cost, string costSource, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Shot {ShotId} crashed: {Error}")]
    private partial void LogCrashed(string shotId, string error);
}
