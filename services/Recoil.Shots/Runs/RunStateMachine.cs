using System.Globalization;
using MassTransit;
using MassTransit.Logging;
using Recoil.Contracts;
using Recoil.SagaDocuments;

namespace Recoil.Shots.Runs;

/// <summary>Produces the shots of a plan: in order where one builds on another, side by side where not.</summary>
internal sealed class RunStateMachine : MassTransitStateMachine<RunState>
{
    private const int ResentAtOnce = 200;
    private static readonly TimeSpan s_retention = TimeSpan.FromDays(30);
    private readonly RunShots _shots;
    private readonly RunRemakes _remakes;
    private readonly TimeProvider _time;

    public RunStateMachine(RunShots shots, RunRemakes remakes, TimeProvider time)
    {
        _shots = shots;
        _remakes = remakes;
        _time = time;

        Event(() => Requested, e =>
        {
            e.CorrelateById(context => ShotIdentity.OfRun(context.Message.Project, context.Message.RunId));
            e.SelectId(context => ShotIdentity.OfRun(context.Message.Project, context.Message.RunId));
        });
        Event(() => ShotEnded, e =>
        {
            e.CorrelateById(context => ShotIdentity.OfRun(context.Message.Project, context.Message.RunId));

            // A shot that was requested on its own belongs to no run.
            e.OnMissingInstance(missing => missing.Discard());
        });
        Event(() => ShotCostRaised, e =>
        {
            e.CorrelateById(context => ShotIdentity.OfRun(context.Message.Project, context.Message.RunId));
            e.OnMissingInstance(missing => missing.Discard());
        });
        Event(() => CancelRequested, e =>
        {
            e.CorrelateById(context => ShotIdentity.OfRun(context.Message.Project, context.Message.RunId));
            e.OnMissingInstance(missing => missing.Discard());
        });
        Event(() => ReviewClosed, e =>
        {
            e.CorrelateById(context => ShotIdentity.OfRun(context.Message.Project, context.Message.RunId));
            e.OnMissingInstance(missing => missing.Discard());
        });
        Event(() => RemakeRequested, e =>
        {
            e.CorrelateById(context => RunOf(context.Message.Project, context.Message.RunId));
            e.OnMissingInstance(missing => missing.ExecuteAsync(RefuseRemakeAsync));
        });
        Event(() => RemakeFaulted, e => e.CorrelateById(context => RunOf(context.Message.Message.Project, context.Message.Message.RunId)).OnMissingInstance(m => m.Discard()));
        Event(() => RequestFaulted, e =>
        {
            e.CorrelateById(context => RunOf(context.Message.Message.Project, context.Message.Message.RunId));
            e.SelectId(context => RunOf(context.Message.Message.Project, context.Message.Message.RunId));
        });
        Event(() => ShotEndFaulted, e => e.CorrelateById(context => RunOf(context.Message.Message.Project, context.Message.Message.RunId)).OnMissingInstance(m => m.Discard()));
        Event(() => ShotCostFaulted, e => e.CorrelateById(context => RunOf(context.Message.Message.Project, context.Message.Message.RunId)).OnMissingInstance(m => m.Discard()));
        Event(() => ReviewClosedFaulted, e => e.CorrelateById(context => RunOf(context.Message.Message.Project, context.Message.Message.RunId)).OnMissingInstance(m => m.Discard()));
        Event(() => CancelFaulted, e => e.CorrelateById(context => RunOf(context.Message.Message.Project, context.Message.Message.RunId)).OnMissingInstance(m => m.Discard()));
        Event(() => Admitted, e => e.CorrelateById(context => RunOf(context.Message.Project, context.Message.RunId)).OnMissingInstance(m => m.Discard()));
        Event(() => Refused, e => e.CorrelateById(context => RunOf(context.Message.Project, context.Message.RunId)).OnMissingInstance(m => m.Discard()));
        Event(() => AdmissionFaulted, e => e.CorrelateById(context => RunOf(context.Message.Message.Project, context.Message.Message.RunId)).OnMissingInstance(m => m.Discard()));
        Event(() => AdmittedFaulted, e => e.CorrelateById(context => RunOf(context.Message.Message.Project, context.Message.Message.RunId)).OnMissingInstance(m => m.Discard()));
        Event(() => RefusedFaulted, e => e.CorrelateById(context => RunOf(context.Message.Message.Project, context.Message.Message.RunId)).OnMissingInstance(m => m.Discard()));
        Event(() => Resend, e => e.CorrelateById(context => RunOf(context.Message.Project, context.Message.RunId)).OnMissingInstance(m => m.Discard()));
        Event(() => ResendFaulted, e => e.CorrelateById(context => RunOf(context.Message.Message.Project, context.Message.Message.RunId)).OnMissingInstance(m => m.Discard()));
        InstanceState(run => run.CurrentState);

        Initially(
            When(Requested).ThenAsync(BeginAsync).ThenAsync(RequestAdmissionAsync).TransitionTo(Admitting),
            When(RequestFaulted).Then(FailAtStart).ThenAsync(CompleteAsync).TransitionTo(Completed));

        // Nothing starts before its project has set the run's cap aside.
        During(Admitting,
            CompleteIfOver(Step(Admitted, IsForThisAdmission).ThenAsync(StartNextShotsAsync).TransitionTo(Running)),
            Step(Refused, IsForThisAdmission).Then(context => NoteRefusal(context.Saga, context.Message)).ThenAsync(CompleteAsync).TransitionTo(Completed),
            Step(AdmissionFaulted, IsForThisAdmission).Then(FailOverAdmission).ThenAsync(CompleteAsync).TransitionTo(Completed),
            Step(AdmittedFaulted, IsForThisAdmission).Then(FailOverAnswer).ThenAsync(CompleteAsync).TransitionTo(Completed),
            Step(RefusedFaulted, IsForThisAdmission).Then(context => NoteRefusal(context.Saga, context.Message.Message)).ThenAsync(CompleteAsync).TransitionTo(Completed),
            Step(CancelRequested).ThenAsync(context => CancelShotsAsync(context, context.Message)).ThenAsync(CompleteAsync).TransitionTo(Completed),
            Step(CancelFaulted).ThenAsync(context => CancelShotsAsync(context, context.Message.Message)).ThenAsync(CompleteAsync).TransitionTo(Completed),
            Step(Requested).ThenAsync(context => ResendAsync(context, from: 0)).ThenAsync(SendAdmissionAsync),
            Step(ShotEnded).ThenAsync(context => NoteEndAsync(context, context.Message)),
            Step(ShotEndFaulted).ThenAsync(context => NoteEndAsync(context, context.Message.Message)),
            Step(ReviewClosed).ThenAsync(context => NoteDecisionAsync(context, context.Message)),
            Step(ReviewClosedFaulted).ThenAsync(context => NoteDecisionAsync(context, context.Message.Message)),
            Step(ShotCostRaised).ThenAsync(context => NoteCostAsync(context, context.Message)),
            Step(ShotCostFaulted).ThenAsync(context => NoteCostAsync(context, context.Message.Message)),
            Step(Resend).ThenAsync(context => ResendAsync(context, context.Message.From)),
            Step(RemakeRequested).ThenAsync(MarkForRemakeAsync),
            Ignore(RequestFaulted), Ignore(ResendFaulted), Ignore(RemakeFaulted));

        During(Running,
            CompleteIfOver(Step(ShotEnded).ThenAsync(TakeInEndsAsync)),
            CompleteIfOver(Step(ShotEndFaulted).IfAsync(IsNewsAsync, news => news.ThenAsync(FailOverEndAsync))),
            CompleteIfOver(Step(CancelRequested).ThenAsync(context => CancelShotsAsync(context, context.Message))),
            CompleteIfOver(Step(CancelFaulted).ThenAsync(context => CancelShotsAsync(context, context.Message.Message))),
            CompleteIfOver(Step(ReviewClosed).ThenAsync(context => NoteDecisionAsync(context, context.Message)).ThenAsync(StartNextShotsAsync)),
            CompleteIfOver(Step(RemakeRequested).ThenAsync(MarkForRemakeAsync).ThenAsync(StartNextShotsAsync)),
            Step(ReviewClosedFaulted).ThenAsync(context => NoteDecisionAsync(context, context.Message.Message)),
            Step(ShotCostRaised).ThenAsync(context => NoteCostAsync(context, context.Message)),
            Step(ShotCostFaulted).ThenAsync(context => NoteCostAsync(context, context.Message.Message)),
            Ignore(RequestFaulted), Ignore(ResendFaulted), Ignore(RemakeFaulted), Ignore(Admitted), Ignore(Refused), Ignore(AdmissionFaulted), Ignore(AdmittedFaulted), Ignore(RefusedFaulted),
            Step(Requested).ThenAsync(context => ResendAsync(context, from: 0)),
            Step(Resend).ThenAsync(context => ResendAsync(context, context.Message.From)));

        // A reviewer may decide or ask for a re-roll, and bills may come late: the run follows them, while its terminal event stays. Requested again,
        // it goes on where it failed, and with the shots that such a decision lets start; and it goes on with what is to be made again.
        During(Completed,
            Step(ShotEnded).ThenAsync(context => NoteEndAsync(context, context.Message)),
            Step(ShotEndFaulted).ThenAsync(context => NoteEndAsync(context, context.Message.Message)),
            Step(ReviewClosed).ThenAsync(context => NoteDecisionAsync(context, context.Message)),
            Step(ReviewClosedFaulted).ThenAsync(context => NoteDecisionAsync(context, context.Message.Message)),
            Step(ShotCostRaised).ThenAsync(context => NoteCostAsync(context, context.Message)),
            Step(ShotCostFaulted).ThenAsync(context => NoteCostAsync(context, context.Message.Message)),
            Step(Requested).ThenAsync(context => ResendAsync(context, from: 0)).IfElseAsync(
                GoesOnAsync,
                open => open.ThenAsync(ReopenAsync).ThenAsync(RequestAdmissionAsync).TransitionTo(Admitting),
                ended => ended.ThenAsync(context => context.Publish(context.Saga.Result!))),
            Step(Resend).ThenAsync(context => ResendAsync(context, context.Message.From)),
            Step(RemakeRequested).ThenAsync(MarkForRemakeAsync).IfAsync(
                context => _remakes.MayStartAsync(context.Saga, context.CancellationToken),
                open => open.ThenAsync(OpenAsync).ThenAsync(RequestAdmissionAsync).TransitionTo(Admitting)),
            Ignore(RemakeFaulted), Ignore(CancelRequested), Ignore(RequestFaulted), Ignore(CancelFaulted), Ignore(ResendFaulted), Ignore(Admitted), Ignore(Refused), Ignore(AdmissionFaulted),
            Ignore(AdmittedFaulted), Ignore(RefusedFaulted));
    }

    public State Admitting { get; private set; } = null!;
    public State Running { get; private set; } = null!;
    public State Completed { get; private set; } = null!;
    public Event<RunRequested> Requested { get; private set; } = null!;
    public Event<ShotCompleted> ShotEnded { get; private set; } = null!;
    public Event<ShotCostRaised> ShotCostRaised { get; private set; } = null!;
    public Event<ReviewClosed> ReviewClosed { get; private set; } = null!;
    public Event<RemakeShots> RemakeRequested { get; private set; } = null!;
    public Event<CancelRun> CancelRequested { get; private set; } = null!;
    public Event<Fault<RunRequested>> RequestFaulted { get; private set; } = null!;
    public Event<Fault<ShotCompleted>> ShotEndFaulted { get; private set; } = null!;
    public Event<Fault<ShotCostRaised>> ShotCostFaulted { get; private set; } = null!;
    public Event<Fault<ReviewClosed>> ReviewClosedFaulted { get; private set; } = null!;
    public Event<Fault<CancelRun>> CancelFaulted { get; private set; } = null!;
    public Event<Fault<RemakeShots>> RemakeFaulted { get; private set; } = null!;

    public Event<RunBudgetReserved> Admitted { get; private set; } = null!;
    public Event<RunBudgetRefused> Refused { get; private set; } = null!;
    public Event<Fault<ReserveRunBudget>> AdmissionFaulted { get; private set; } = null!;
    public Event<Fault<RunBudgetReserved>> AdmittedFaulted { get; private set; } = null!;
    public Event<Fault<RunBudgetRefused>> RefusedFaulted { get; private set; } = null!;
    public Event<ResendShots> Resend { get; private set; } = null!;
    public Event<Fault<ResendShots>> ResendFaulted { get; private set; } = null!;

    /// <summary>A step of a run, whose document may be of an earlier version.</summary>
    private EventActivityBinder<RunState, T> Step<T>(Event<T> happened) where T : class =>
        When(happened).ThenAsync(context => _shots.UpgradeAsync(context.Saga, context.CancellationToken));

    private EventActivityBinder<RunState, T> Step<T>(Event<T> happened, StateMachineCondition<RunState, T> isThis) where T : class =>
        When(happened, isThis).ThenAsync(context => _shots.UpgradeAsync(context.Saga, context.CancellationToken));

    private static bool IsForThisAdmission(BehaviorContext<RunState, RunBudgetReserved> context) => context.Message.Admission == context.Saga.Admission;

    private static bool IsForThisAdmission(BehaviorContext<RunState, RunBudgetRefused> context) => context.Message.Admission == context.Saga.Admission;

    private static bool IsForThisAdmission(BehaviorContext<RunState, Fault<RunBudgetReserved>> context) => context.Message.Message.Admission == context.Saga.Admission;

    private static bool IsForThisAdmission(BehaviorContext<RunState, Fault<RunBudgetRefused>> context) => context.Message.Message.Admission == context.Saga.Admission;

    private static bool IsForThisAdmission(BehaviorContext<RunState, Fault<ReserveRunBudget>> context) => context.Message.Message.Admission == context.Saga.Admission;

    /// <summary>Every step has started what may start, so a run with nothing under way is over.</summary>
    private EventActivityBinder<RunState, T> CompleteIfOver<T>(EventActivityBinder<RunState, T> step) where T : class =>
        step.If(context => context.Saga.Active.Count == 0, over => over.ThenAsync(CompleteAsync).TransitionTo(Completed));

    private static Guid RunOf(string project, string runId) => ShotIdentity.OfRun(project, runId);

    /// <summary>The fault is not about a repeated message.</summary>
    private Task<bool> IsNewsAsync(BehaviorContext<RunState, Fault<ShotCompleted>> context) =>
        _shots.IsNewsAsync(context.Saga, context.Message.Message, context.CancellationToken);

    private Task BeginAsync(BehaviorContext<RunState, RunRequested> context)
    {
        Begin(context.Saga, context.Message);
        return _shots.BeginAsync(context.Saga, context.Message, context.CancellationToken);
    }

    private void Begin(RunState saga, RunRequested run)
    {
        saga.Run = run with { Shots = [] };
        saga.ShotCount = run.Shots.Count;
        saga.StartedAt = _time.GetUtcNow();
    }

    /// <summary>The first step failed: the run ends without a shot, and begins when it is requested again.</summary>
    private void FailAtStart(BehaviorContext<RunState, Fault<RunRequested>> context)
    {
        Begin(context.Saga, context.Message.Message);
        context.Saga.Failure = FaultReason.Of("Beginning the run failed", context.Message);
    }

    /// <summary>Asks for the run's cap. An admission that was closed is not opened again, so each time has a number of its own.</summary>
    private static Task RequestAdmissionAsync(BehaviorContext<RunState> context)
    {
        context.Saga.Admission++;
        return SendAdmissionAsync(context);
    }

    private static Task SendAdmissionAsync(BehaviorContext<RunState> context) => context.Publish(new ReserveRunBudget
    {
        Project = context.Saga.Run!.Project,
        RunId = context.Saga.Run.RunId,
        Cap = context.Saga.Run.EpisodeCap,
        Admission = context.Saga.Admission,
    });

    /// <summary>The project has no room for the run: it ends without a further shot, and goes on when it is requested again.</summary>
    private static void NoteRefusal(RunState saga, RunBudgetRefused refused) => saga.Failure = string.Create(
        CultureInfo.InvariantCulture,
        $"The budget of project {refused.Project} has {refused.Free:0.00##########} US dollars free and the run asks for {refused.Cap:0.00##########}. Raise it, or ask for less.");

    /// <summary>The money is set aside, but what may start could not be found out: it is given back.</summary>
    private static void FailOverAnswer(BehaviorContext<RunState, Fault<RunBudgetReserved>> context) =>
        context.Saga.Failure = FaultReason.Of("Starting the first shots failed", context.Message);

    private static void FailOverAdmission(BehaviorContext<RunState, Fault<ReserveRunBudget>> context) =>
        context.Saga.Failure = FaultReason.Of("Setting the run's money aside failed", context.Message);

    /// <summary>What may start after a shot's end could not be found out. What is under way ends; requested again, the run goes on.</summary>
    private async Task FailOverEndAsync(BehaviorContext<RunState, Fault<ShotCompleted>> context)
    {
        context.Saga.Failure ??= FaultReason.Of($"Going on after shot {context.Message.Message.ShotId} failed", context.Message);
        await NoteEndAsync(context, context.Message.Message);
    }

    /// <summary>Whether a run that has ended goes on when it is requested again: where it failed, or a shot may start by now.</summary>
    private async Task<bool> GoesOnAsync(BehaviorContext<RunState, RunRequested> context) =>
        context.Saga.Failure is not null || await _shots.MayStartAsync(context.Saga, context.CancellationToken);

    private async Task ReopenAsync(BehaviorContext<RunState, RunRequested> context)
    {
        var saga = context.Saga;
        if (saga.Plan is null)
            await BeginAsync(context);
        await OpenAsync(context);
    }

    private Task OpenAsync(BehaviorContext<RunState> context)
    {
        var saga = context.Saga;
        saga.Failure = null;
        saga.Result = null;
        saga.ExpiresAt = null;
        return _shots.KeepUntilAsync(saga, time: null, context.CancellationToken);
    }

    /// <summary>Answers when the step is written.</summary>
    private async Task MarkForRemakeAsync(BehaviorContext<RunState, RemakeShots> context)
    {
        var answer = await _remakes.MarkAsync(context.Saga, context.Message, context.CancellationToken);
        if (context.ResponseAddress is not null)
            await context.RespondAsync(answer);
    }

    private static Task RefuseRemakeAsync(ConsumeContext<RemakeShots> context) => context.ResponseAddress is null
        ? Task.CompletedTask
        : context.RespondAsync(new RemakeAnswered
        {
            RemakeId = context.Message.RemakeId,
            Project = context.Message.Project,
            RunId = context.Message.RunId,
            Refusal = "There is no such run, or it is no longer kept.",
        });

    private async Task TakeInEndsAsync(BehaviorContext<RunState, ShotCompleted> context)
    {
        var before = context.Saga.Active.Count;
        var isNews = await _shots.TakeInEndsAsync(context.Saga, context.Message, context.CancellationToken);
        await StartNextShotsAsync(context);
        if (context.TryGetPayload<EndNotingFilter.TakingIn>(out var step))
            step.IsDone = true;
        if (!isNews && context.Saga.Active.Count == before && before > 0)
            context.NothingChanged();
    }

    private Task NoteEndAsync(BehaviorContext<RunState> context, ShotCompleted ended) => _shots.NoteEndAsync(context.Saga, ended, context.CancellationToken);

    private Task NoteDecisionAsync(BehaviorContext<RunState> context, ReviewClosed closed) => _shots.NoteDecisionAsync(context.Saga, closed, context.CancellationToken);

    private Task NoteCostAsync(BehaviorContext<RunState> context, ShotCostRaised raised) => _shots.NoteCostAsync(context.Saga, raised, context.CancellationToken);

    private async Task StartNextShotsAsync(BehaviorContext<RunState> context)
    {
        foreach (var request in await _shots.StartNextAsync(context.Saga, context.CancellationToken))
            await RequestAsync(context, request);
    }

    /// <summary>
    /// The planner requested the run again, perhaps after a crash: every shot that was started is requested again, and sends
    /// again what may have been lost. Many are requested in many steps.
    /// </summary>
    private async Task ResendAsync(BehaviorContext<RunState> context, int from)
    {
        var (requests, next) = await _shots.StartedAsync(context.Saga, from, ResentAtOnce, context.CancellationToken);
        foreach (var request in requests)
            await RequestAsync(context, request);
        if (next is { } place)
            await context.Publish(new ResendShots { Project = context.Saga.Run!.Project, RunId = context.Saga.Run.RunId, From = place });
    }

    /// <summary>Cancels the shots under way; each ends by itself. The others are not started.</summary>
    private async Task CancelShotsAsync(BehaviorContext<RunState> context, CancelRun cancel)
    {
        var saga = context.Saga;
        saga.Cancelled ??= new Cancellation(cancel.By, cancel.Reason);
        await _remakes.WithdrawAsync(saga, context.CancellationToken);
        foreach (var shot in saga.Active)
        {
            await context.Publish(new CancelShot
            {
                Project = saga.Run!.Project,
                RunId = saga.Run.RunId,
                ShotId = shot.ShotId,
                By = cancel.By,
                Reason = cancel.Reason,
            });
        }
    }

    private async Task CompleteAsync(BehaviorContext<RunState> context)
    {
        var saga = context.Saga;
        var now = _time.GetUtcNow();
        var totals = await _shots.SumAsync(saga, context.CancellationToken);
        saga.ExpiresAt = now + s_retention;
        await _shots.KeepUntilAsync(saga, saga.ExpiresAt, context.CancellationToken);
        saga.Result = new RunCompleted
        {
            Project = saga.Run!.Project,
            RunId = saga.Run.RunId,
            CountsByStatus = totals.CountsByStatus.ToDictionary(count => SnakeCase.Of(count.Key), count => count.Value, StringComparer.Ordinal),
            NotStarted = saga.ShotCount - totals.CountsByStatus.Values.Sum(),
            CostUsd = totals.Cost.Usd,
            CostSource = totals.Cost.Source,
            Duration = now - saga.StartedAt,
            Failure = saga.Failure,
        };
        if (saga.Admission > 0)
            await context.Publish(new CloseRunBudget { Project = saga.Run.Project, RunId = saga.Run.RunId, Admission = saga.Admission });
        await context.Publish(saga.Result);
    }

    /// <summary>Every shot of a run has a trace of its own, linked to the step that started it.</summary>
    private static Task RequestAsync(BehaviorContext<RunState> context, StartedShot shot)
    {
        return shot.Remake is { } remake ? context.Publish(remake, send => Link(send)) : context.Publish(shot.Request, send => Link(send));

        static void Link(SendContext send) => send.Headers.Set(DiagnosticHeaders.ActivityPropagation, "Link");
    }
}
