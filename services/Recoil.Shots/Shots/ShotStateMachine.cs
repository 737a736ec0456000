using MassTransit;
using Recoil.Contracts;

namespace Recoil.Shots;

/// <summary>A shot's way from its request to its end: money, a take, a verdict, and then the next take or the end.</summary>
/// <remarks>
/// A request that comes again makes the shot send again what it waits on, in every state: the process that got the message may
/// have ended with it. All services know a repeated message.
/// </remarks>
internal sealed class ShotStateMachine : MassTransitStateMachine<ShotState>
{
    public ShotStateMachine(ShotActivities activities)
    {
        Activities = activities;
        var (budgetTimeout, generationTimeout, verdictTimeout) =
            (activities.Options.BudgetTimeout, activities.Options.GenerationTimeout, activities.Options.VerdictTimeout);

        InstanceState(shot => shot.CurrentState);
        Correlate();

        Initially(
            When(Requested).Begin().RequestBudget().WaitFor(budgetTimeout).TransitionTo(ReservingBudget),
            When(RequestFaulted).CrashAtStart().TransitionTo(Completed),
            When(RemakeRequested).BeginRemake().RequestBudget().WaitFor(budgetTimeout).TransitionTo(ReservingBudget),
            When(RemakeFaulted).CrashAtRemake().TransitionTo(Completed),
            When(CancelRequested).CancelBeforeStart().TransitionTo(Completed));

        During(ReservingBudget,
            [
                When(Reserved, IsForCurrentTake).StartGeneration().WaitFor(generationTimeout).TransitionTo(Generating),
                When(Refused, IsForCurrentTake).EndForBudget().Complete(),
                When(BudgetFaulted, IsForCurrentTake).CrashOnFault("The budget service failed").Complete(),
                When(StepTimeout.Received).CountRetry().ResendReservation().WaitFor(budgetTimeout).TransitionTo(ReservingBudget),
                When(Requested).ResendSettlements().ResendReservation().WaitFor(budgetTimeout).TransitionTo(ReservingBudget),
                When(RemakeRequested, IsBegunRemake).ResendSettlements().ResendReservation().WaitFor(budgetTimeout).TransitionTo(ReservingBudget),
                When(CancelRequested).Cancel().Complete(),
                When(Generated).TakeInLate(),
                When(ReservedFaulted, IsForCurrentTake).CrashOnFault("Handling a reservation failed").Complete(),
                When(RefusedFaulted, IsForCurrentTake).CrashOnFault("Handling a refusal failed").Complete(),
                When(GeneratedFaulted).TakeInLateOnFault(),
                When(Judged).TakeInLateVerdict(),
                When(JudgedFaulted).TakeInLateVerdictOnFault(),
                Ignore(GeneratorFaulted), Ignore(CriticFaulted),
                .. FaultsOfTheShot(),
            ]);

        During(Generating,
            [
                When(Generated, IsForCurrentTake).TakeIn().JudgeOrDecide(),
                When(Generated, IsForAnotherTake).TakeInLate(),
                When(GeneratorFaulted, IsForCurrentTake).LookUpTakeOnFault("the generator failed", ended => ended.JudgeOrDecide()),
                When(StepTimeout.Received).CheckTake(
                    ended => ended.JudgeOrDecide(),
                    waiting => waiting.WaitFor(generationTimeout).TransitionTo(Generating)),
                When(Requested).ResendSettlements().ResendGeneration().WaitFor(generationTimeout).TransitionTo(Generating),
                When(RemakeRequested, IsBegunRemake).ResendSettlements().ResendGeneration().WaitFor(generationTimeout).TransitionTo(Generating),
                When(CancelRequested).CancelGeneration().CompleteIfEnded(),
                When(GeneratedFaulted, IsForCurrentTake).CrashOnGeneration().Complete(),
                When(GeneratedFaulted, IsForAnotherTake).TakeInLateOnFault(),
                When(Judged).TakeInLateVerdict(),
                When(JudgedFaulted).TakeInLateVerdictOnFault(),
                Ignore(Reserved), Ignore(Refused), Ignore(BudgetFaulted), Ignore(CriticFaulted),
                Ignore(ReservedFaulted), Ignore(RefusedFaulted),
                .. FaultsOfTheShot(),
            ]);

        During(Critiquing,
            [
                When(Judged, IsForCurrentTake).Decide().NextTakeOrEnd(),
                When(CriticFaulted, IsForCurrentTake).DecideOnFault("The critic failed").NextTakeOrEnd(),
                When(StepTimeout.Received).CountRetry().ResendCritique().WaitFor(verdictTimeout).TransitionTo(Critiquing),
                When(Requested).ResendSettlements().ResendCritique().WaitFor(verdictTimeout).TransitionTo(Critiquing),
                When(RemakeRequested, IsBegunRemake).ResendSettlements().ResendCritique().WaitFor(verdictTimeout).TransitionTo(Critiquing),
                When(CancelRequested).Cancel().Complete(),
                When(Generated).TakeInLate(),
                When(Judged, IsForAnotherTake).TakeInLateVerdict(),
                When(JudgedFaulted, IsForCurrentTake).CrashOnVerdict().Complete(),
                When(JudgedFaulted, IsForAnotherTake).TakeInLateVerdictOnFault(),
                When(GeneratedFaulted).TakeInLateOnFault(),
                Ignore(Reserved), Ignore(Refused), Ignore(BudgetFaulted), Ignore(GeneratorFaulted),
                Ignore(ReservedFaulted), Ignore(RefusedFaulted),
                .. FaultsOfTheShot(),
            ]);

        During(AwaitingReview,
            [
                When(Decided, IsApproval).CloseReview().TransitionTo(Approved),
                When(Decided, IsApprovalOfNothing).NoteApprovalOfNothing(),
                When(Decided, IsRejection).CloseReview().TransitionTo(Rejected),
                When(Decided, IsReroll).StartRound().RequestBudget().WaitFor(budgetTimeout).TransitionTo(ReservingBudget),
                When(DecidedFaulted).NoteFailedDecision(),
                .. AfterTheEnd(),
            ]);

        During(Completed, [Ignore(Decided), Ignore(DecidedFaulted), .. AfterTheEnd()]);
        During(Approved, [When(Decided, IsLastDecision).ResendReviewClosed(), Ignore(DecidedFaulted), .. AfterTheEnd()]);
        During(Rejected, [When(Decided, IsLastDecision).ResendReviewClosed(), Ignore(DecidedFaulted), .. AfterTheEnd()]);
    }

    public State ReservingBudget { get; private set; } = null!;
    public State Generating { get; private set; } = null!;
    public State Critiquing { get; private set; } = null!;
    public State Completed { get; private set; } = null!;
    public State AwaitingReview { get; private set; } = null!;
    public State Approved { get; private set; } = null!;
    public State Rejected { get; private set; } = null!;

    public Event<ShotRequested> Requested { get; private set; } = null!;
    public Event<BudgetReserved> Reserved { get; private set; } = null!;
    public Event<BudgetRefused> Refused { get; private set; } = null!;
    public Event<GenerationCompleted> Generated { get; private set; } = null!;
    public Event<CriticVerdict> Judged { get; private set; } = null!;

    public Event<CancelShot> CancelRequested { get; private set; } = null!;
    public Event<ReviewDecided> Decided { get; private set; } = null!;
    public Event<RemakeShot> RemakeRequested { get; private set; } = null!;

    public Event<Fault<ShotRequested>> RequestFaulted { get; private set; } = null!;
    public Event<Fault<ReserveBudget>> BudgetFaulted { get; private set; } = null!;
    public Event<Fault<GenerateTake>> GeneratorFaulted { get; private set; } = null!;
    public Event<Fault<CritiqueTake>> CriticFaulted { get; private set; } = null!;
    public Event<Fault<BudgetReserved>> ReservedFaulted { get; private set; } = null!;
    public Event<Fault<BudgetRefused>> RefusedFaulted { get; private set; } = null!;
    public Event<Fault<GenerationCompleted>> GeneratedFaulted { get; private set; } = null!;
    public Event<Fault<CriticVerdict>> JudgedFaulted { get; private set; } = null!;
    public Event<Fault<ReviewDecided>> DecidedFaulted { get; private set; } = null!;
    public Event<Fault<StepTimeoutExpired>> StepTimeoutFaulted { get; private set; } = null!;
    public Event<Fault<CancelShot>> CancelFaulted { get; private set; } = null!;
    public Event<Fault<RemakeShot>> RemakeFaulted { get; private set; } = null!;

    /// <summary>No answer from the budget service, no take or no verdict within its timeout.</summary>
    public Schedule<ShotState, StepTimeoutExpired> StepTimeout { get; private set; } = null!;

    /// <summary>What the verbs in <see cref="ShotSteps"/> do.</summary>
    internal ShotActivities Activities { get; }

    /// <summary>Messages that the saga itself could not handle, in every state under way.</summary>
    private EventActivities<ShotState>[] FaultsOfTheShot() =>
    [
        When(StepTimeoutFaulted, IsOfCurrentTimer).CrashOnFault("Handling a timeout failed").Complete(),
        When(CancelFaulted).NoteFailedCancel(),
        Ignore(RequestFaulted), Ignore(RemakeFaulted), Ignore(Decided), Ignore(DecidedFaulted),
    ];

    /// <summary>Repeated and late messages.</summary>
    private EventActivities<ShotState>[] AfterTheEnd() =>
    [
        When(Requested).ResendSettlements().ResendEnd().NoteAcceptance(),
        When(RemakeRequested).IfElse(
            IsNewRemake,
            next => next.StartRemake().RequestBudget().WaitFor(Activities.Options.BudgetTimeout).TransitionTo(ReservingBudget),
            ended => ended.ResendSettlements().ResendEnd().NoteAcceptance()),
        When(RemakeFaulted, IsNewRemake).CrashAtRemake().TransitionTo(Completed),
        When(Reserved).Release(),
        When(Generated).TakeInLate(),
        When(Judged).NoteLateVerdict().NoteAcceptance(),
        When(CancelRequested, IsAccepted).NoteAcceptance(),
        When(GeneratedFaulted).TakeInLateOnFault(),
        When(ReservedFaulted).ReleaseOnFault(),
        When(JudgedFaulted).TakeInLateVerdictOnFault(),
        Ignore(StepTimeoutFaulted), Ignore(CancelFaulted), Ignore(Refused), Ignore(StepTimeout.Received), Ignore(RequestFaulted), Ignore(BudgetFaulted), Ignore(GeneratorFaulted),
        Ignore(CriticFaulted), Ignore(RefusedFaulted),
    ];

    private static bool IsForCurrentTake(BehaviorContext<ShotState, BudgetReserved> context) => context.Message.ReservationId == context.Saga.CurrentTake.Id;

    private static bool IsForCurrentTake(BehaviorContext<ShotState, BudgetRefused> context) => context.Message.ReservationId == context.Saga.CurrentTake.Id;

    private static bool IsForCurrentTake(BehaviorContext<ShotState, GenerationCompleted> context) => context.Message.TakeId == context.Saga.CurrentTake.Id;

    private static bool IsForAnotherTake(BehaviorContext<ShotState, GenerationCompleted> context) => !IsForCurrentTake(context);

    private static bool IsForCurrentTake(BehaviorContext<ShotState, CriticVerdict> context) => context.Message.TakeId == context.Saga.CurrentTake.Id;

    private static bool IsForCurrentTake(BehaviorContext<ShotState, Fault<ReserveBudget>> context) => context.Message.Message.ReservationId == context.Saga.CurrentTake.Id;

    private static bool IsForCurrentTake(BehaviorContext<ShotState, Fault<GenerateTake>> context) => context.Message.Message.TakeId == context.Saga.CurrentTake.Id;

    private static bool IsForCurrentTake(BehaviorContext<ShotState, Fault<CritiqueTake>> context) => context.Message.Message.TakeId == context.Saga.CurrentTake.Id;

    private static bool IsForCurrentTake(BehaviorContext<ShotState, Fault<BudgetReserved>> context) => context.Message.Message.ReservationId == context.Saga.CurrentTake.Id;

    private static bool IsForCurrentTake(BehaviorContext<ShotState, Fault<BudgetRefused>> context) => context.Message.Message.ReservationId == context.Saga.CurrentTake.Id;

    private static bool IsForCurrentTake(BehaviorContext<ShotState, Fault<GenerationCompleted>> context) => context.Message.Message.TakeId == context.Saga.CurrentTake.Id;

    private static bool IsForAnotherTake(BehaviorContext<ShotState, Fault<GenerationCompleted>> context) => !IsForCurrentTake(context);

    private static bool IsForCurrentTake(BehaviorContext<ShotState, Fault<CriticVerdict>> context) => context.Message.Message.TakeId == context.Saga.CurrentTake.Id;

    private static bool IsForAnotherTake(BehaviorContext<ShotState, CriticVerdict> context) => !IsForCurrentTake(context);

    private static bool IsForAnotherTake(BehaviorContext<ShotState, Fault<CriticVerdict>> context) => !IsForCurrentTake(context);

    /// <summary>A timer's message has the timer's token as its id. The timers of earlier steps have others, also for the same take.</summary>
    private static bool IsOfCurrentTimer(BehaviorContext<ShotState, Fault<StepTimeoutExpired>> context) => context.Message.FaultedMessageId == context.Saga.StepTimer;

    /// <summary>A cancellation that lost its step to an accepted end had withdrawn the take. One that comes to any other end must not touch it.</summary>
    private static bool IsAccepted(BehaviorContext<ShotState, CancelShot> context) => context.Saga.AcceptedTake() is not null;

    private static bool IsApproval(BehaviorContext<ShotState, ReviewDecided> context) =>
        IsOfThisReview(context, ReviewDecision.Approve) && ApprovedOutput(context) is not null;

    private static bool IsApprovalOfNothing(BehaviorContext<ShotState, ReviewDecided> context) =>
        IsOfThisReview(context, ReviewDecision.Approve) && ApprovedOutput(context) is null;

    private static string? ApprovedOutput(BehaviorContext<ShotState, ReviewDecided> context) => context.Message.SuppliedOutput ?? context.Saga.Review!.OutputPath;

    private static bool IsRejection(BehaviorContext<ShotState, ReviewDecided> context) => IsOfThisReview(context, ReviewDecision.Reject);

    private static bool IsReroll(BehaviorContext<ShotState, ReviewDecided> context) => IsOfThisReview(context, ReviewDecision.Reroll);

    private static bool IsOfThisReview(BehaviorContext<ShotState, ReviewDecided> context, ReviewDecision decision) =>
        context.Message.Decision == decision && context.Message.ReviewId == context.Saga.Review?.ReviewId;

    private static bool IsLastDecision(BehaviorContext<ShotState, ReviewDecided> context) =>
        (context.Message.ReviewId, context.Message.Decision) == (context.Saga.Closed?.ReviewId, context.Saga.Closed?.Decision);

    /// <summary>The round under way was begun for it.</summary>
    private static bool IsBegunRemake(BehaviorContext<ShotState, RemakeShot> context) => context.Message.RemakeId == context.Saga.RemakeId;

    private static bool IsNewRemake(BehaviorContext<ShotState, RemakeShot> context) => IsNew(context.Saga, context.Message);

    private static bool IsNewRemake(BehaviorContext<ShotState, Fault<RemakeShot>> context) => IsNew(context.Saga, context.Message.Message);

    /// <summary>It was not carried out, and the round that it is to replace is the last one. A document that was removed began to count anew.</summary>
    private static bool IsNew(ShotState shot, RemakeShot remake) => remake.RemakeId != shot.RemakeId && remake.Round >= shot.Round;

    private void Correlate()
    {
        Event(() => Requested, e =>
        {
            e.CorrelateById(context => ShotOf(context.Message));
            e.SelectId(context => ShotOf(context.Message));
        });
        Event(() => CancelRequested, e =>
        {
            e.CorrelateById(context => ShotOf(context.Message));
            e.SelectId(context => ShotOf(context.Message));
        });
        Event(() => RemakeRequested, e =>
        {
            e.CorrelateById(context => ShotOf(context.Message.Shot));
            e.SelectId(context => ShotOf(context.Message.Shot));
        });
        Event(() => RemakeFaulted, e =>
        {
            e.CorrelateById(context => ShotOf(context.Message.Message.Shot));
            e.SelectId(context => ShotOf(context.Message.Message.Shot));
        });
        Event(() => RequestFaulted, e =>
        {
            e.CorrelateById(context => ShotOf(context.Message.Message));
            e.SelectId(context => ShotOf(context.Message.Message));
        });
        Event(() => Reserved, e => e.OnMissingInstance(m => m.Discard()));
        Event(() => Refused, e => e.OnMissingInstance(m => m.Discard()));
        Event(() => Generated, e => e.OnMissingInstance(m => m.Discard()));
        Event(() => Judged, e => e.OnMissingInstance(m => m.Discard()));
        Event(() => Decided, e => e.OnMissingInstance(m => m.Discard()));
        Event(() => BudgetFaulted, e => e.CorrelateById(context => context.Message.Message.CorrelationId).OnMissingInstance(m => m.Discard()));
        Event(() => GeneratorFaulted, e => e.CorrelateById(context => context.Message.Message.CorrelationId).OnMissingInstance(m => m.Discard()));
        Event(() => CriticFaulted, e => e.CorrelateById(context => context.Message.Message.CorrelationId).OnMissingInstance(m => m.Discard()));
        Event(() => ReservedFaulted, e => e.CorrelateById(context => context.Message.Message.CorrelationId).OnMissingInstance(m => m.Discard()));
        Event(() => RefusedFaulted, e => e.CorrelateById(context => context.Message.Message.CorrelationId).OnMissingInstance(m => m.Discard()));
        Event(() => GeneratedFaulted, e => e.CorrelateById(context => context.Message.Message.CorrelationId).OnMissingInstance(m => m.Discard()));
        Event(() => JudgedFaulted, e => e.CorrelateById(context => context.Message.Message.CorrelationId).OnMissingInstance(m => m.Discard()));
        Event(() => StepTimeoutFaulted, e => e.CorrelateById(context => context.Message.Message.CorrelationId).OnMissingInstance(m => m.Discard()));
        Event(() => CancelFaulted, e => e.CorrelateById(context => ShotOf(context.Message.Message)).OnMissingInstance(m => m.Discard()));
        Event(() => DecidedFaulted, e => e.CorrelateById(context => context.Message.Message.CorrelationId).OnMissingInstance(m => m.Discard()));
        Schedule(() => StepTimeout, shot => shot.StepTimer, s => s.Received = e =>
        {
            e.CorrelateById(context => context.Message.CorrelationId);
            e.OnMissingInstance(m => m.Discard());
        });
    }

    private static Guid ShotOf(ShotRequested request) => ShotIdentity.OfShot(request.Project, request.RunId, request.ShotId);

    private static Guid ShotOf(CancelShot cancel) => ShotIdentity.OfShot(cancel.Project, cancel.RunId, cancel.ShotId);
}
