using MassTransit;
using Recoil.Contracts;

namespace Recoil.Shots;

/// <summary>The verbs of <see cref="ShotStateMachine"/>; each is one of <see cref="ShotActivities"/>, or where it leads.</summary>
internal static class ShotSteps
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(30);

    public static EventActivityBinder<ShotState, ShotRequested> Begin(this EventActivityBinder<ShotState, ShotRequested> step) =>
        step.ThenAsync(Do(step).BeginAsync);

    public static EventActivityBinder<ShotState, T> RequestBudget<T>(this EventActivityBinder<ShotState, T> step) where T : class =>
        step.ThenAsync(Do(step).RequestBudgetAsync);

    public static EventActivityBinder<ShotState, T> ResendReservation<T>(this EventActivityBinder<ShotState, T> step) where T : class =>
        step.ThenAsync(Do(step).SendReservationAsync);

    public static EventActivityBinder<ShotState, BudgetReserved> StartGeneration(this EventActivityBinder<ShotState, BudgetReserved> step) =>
        step.ThenAsync(Do(step).StartGenerationAsync);

    public static EventActivityBinder<ShotState, T> ResendGeneration<T>(this EventActivityBinder<ShotState, T> step) where T : class =>
        step.ThenAsync(Do(step).SendGenerationAsync);

    public static EventActivityBinder<ShotState, T> RequestVerdict<T>(this EventActivityBinder<ShotState, T> step) where T : class =>
        step.ThenAsync(Do(step).RequestVerdictAsync);

    public static EventActivityBinder<ShotState, T> ResendCritique<T>(this EventActivityBinder<ShotState, T> step) where T : class =>
        step.ThenAsync(Do(step).SendCritiqueAsync);

    public static EventActivityBinder<ShotState, T> ResendSettlements<T>(this EventActivityBinder<ShotState, T> step) where T : class =>
        step.ThenAsync(ShotActivities.ResendSettlementsAsync);

    public static EventActivityBinder<ShotState, GenerationCompleted> TakeIn(this EventActivityBinder<ShotState, GenerationCompleted> step) =>
        step.ThenAsync(context => Do(step).TakeInAsync(context, context.Message));

    public static EventActivityBinder<ShotState, GenerationCompleted> TakeInLate(this EventActivityBinder<ShotState, GenerationCompleted> step) =>
        step.ThenAsync(context => Do(step).TakeInLateAsync(context, context.Message));

    public static EventActivityBinder<ShotState, Fault<GenerationCompleted>> TakeInLateOnFault(this EventActivityBinder<ShotState, Fault<GenerationCompleted>> step) =>
        step.ThenAsync(context => Do(step).TakeInLateAsync(context, context.Message.Message));

    /// <summary>Looks the current take up; one without a result is still waited for.</summary>
    public static EventActivityBinder<ShotState, T> CheckTake<T>(
        this EventActivityBinder<ShotState, T> step,
        Func<EventActivityBinder<ShotState, T>, EventActivityBinder<ShotState, T>> ended,
        Func<EventActivityBinder<ShotState, T>, EventActivityBinder<ShotState, T>> waiting) where T : class =>
        step.ThenAsync(Do(step).CheckTakeAsync).IfElse(context => context.Saga.CurrentTake.Result is not null, ended, waiting);

    /// <summary>Looks the current take up; one that a worker has is still waited for.</summary>
    public static EventActivityBinder<ShotState, Fault<T>> LookUpTakeOnFault<T>(
        this EventActivityBinder<ShotState, Fault<T>> step, string what,
        Func<EventActivityBinder<ShotState, Fault<T>>, EventActivityBinder<ShotState, Fault<T>>> ended) where T : class =>
        step.ThenAsync(context => Do(step).LookUpTakeAsync(context, FaultReason.Of(what, context.Message)))
            .If(context => context.Saga.CurrentTake.Result is not null, ended);

    public static EventActivityBinder<ShotState, CriticVerdict> Decide(this EventActivityBinder<ShotState, CriticVerdict> step) =>
        step.ThenAsync(context => Do(step).DecideAsync(context, context.Message));

    public static EventActivityBinder<ShotState, Fault<T>> DecideOnFault<T>(this EventActivityBinder<ShotState, Fault<T>> step, string what) where T : class =>
        step.ThenAsync(context => Do(step).DecideAsync(context, ShotMessages.NoVerdict(context.Saga, FaultReason.Of(what, context.Message))));

    public static EventActivityBinder<ShotState, BudgetRefused> EndForBudget(this EventActivityBinder<ShotState, BudgetRefused> step) =>
        step.ThenAsync(Do(step).EndForBudgetAsync);

    public static EventActivityBinder<ShotState, Fault<T>> CrashOnFault<T>(this EventActivityBinder<ShotState, Fault<T>> step, string what) where T : class =>
        step.ThenAsync(context => Do(step).CrashAsync(context, FaultReason.Of(what, context.Message)));

    public static EventActivityBinder<ShotState, Fault<GenerationCompleted>> CrashOnGeneration(this EventActivityBinder<ShotState, Fault<GenerationCompleted>> step) =>
        step.ThenAsync(context => Do(step).CrashOnGenerationAsync(context, FaultReason.Of("Handling a generation failed", context.Message)));

    public static EventActivityBinder<ShotState, Fault<ShotRequested>> CrashAtStart(this EventActivityBinder<ShotState, Fault<ShotRequested>> step) =>
        step.ThenAsync(Do(step).CrashAtStartAsync);

    public static EventActivityBinder<ShotState, CancelShot> Cancel(this EventActivityBinder<ShotState, CancelShot> step) =>
        step.ThenAsync(context => Do(step).CancelAsync(context, CancellationOf(context.Message)));

    public static EventActivityBinder<ShotState, CancelShot> CancelGeneration(this EventActivityBinder<ShotState, CancelShot> step) =>
        step.ThenAsync(context => Do(step).CancelGenerationAsync(context, CancellationOf(context.Message)));

    public static EventActivityBinder<ShotState, CancelShot> CancelBeforeStart(this EventActivityBinder<ShotState, CancelShot> step) =>
        step.ThenAsync(Do(step).CancelBeforeStartAsync);

    public static EventActivityBinder<ShotState, ReviewDecided> CloseReview(this EventActivityBinder<ShotState, ReviewDecided> step) =>
        step.ThenAsync(Do(step).CloseReviewAsync);

    public static EventActivityBinder<ShotState, ReviewDecided> StartRound(this EventActivityBinder<ShotState, ReviewDecided> step) =>
        step.ThenAsync(Do(step).StartRoundAsync);

    public static EventActivityBinder<ShotState, RemakeShot> BeginRemake(this EventActivityBinder<ShotState, RemakeShot> step) =>
        step.ThenAsync(Do(step).BeginRemakeAsync);

    public static EventActivityBinder<ShotState, RemakeShot> StartRemake(this EventActivityBinder<ShotState, RemakeShot> step) =>
        step.ThenAsync(Do(step).StartRemakeAsync);

    public static EventActivityBinder<ShotState, Fault<RemakeShot>> CrashAtRemake(this EventActivityBinder<ShotState, Fault<RemakeShot>> step) =>
        step.ThenAsync(Do(step).CrashAtRemakeAsync);

    public static EventActivityBinder<ShotState, Fault<ReviewDecided>> NoteFailedDecision(this EventActivityBinder<ShotState, Fault<ReviewDecided>> step) =>
        step.Then(context => Do(step).NoteFailedDecision(context, FaultReason.Of("Acting on a decision failed", context.Message)));

    public static EventActivityBinder<ShotState, Fault<CancelShot>> NoteFailedCancel(this EventActivityBinder<ShotState, Fault<CancelShot>> step) =>
        step.Then(context => Do(step).NoteFailedCancel(context, FaultReason.Of("Cancelling failed", context.Message)));

    public static EventActivityBinder<ShotState, ReviewDecided> NoteApprovalOfNothing(this EventActivityBinder<ShotState, ReviewDecided> step) =>
        step.Then(context => Do(step).NoteFailedDecision(context, "an approval without a take to approve was ignored"));

    public static EventActivityBinder<ShotState, CriticVerdict> NoteLateVerdict(this EventActivityBinder<ShotState, CriticVerdict> step) =>
        step.ThenAsync(context => Do(step).TakeInLateVerdictAsync(context, context.Message, isNoted: true));

    public static EventActivityBinder<ShotState, CriticVerdict> TakeInLateVerdict(this EventActivityBinder<ShotState, CriticVerdict> step) =>
        step.ThenAsync(context => Do(step).TakeInLateVerdictAsync(context, context.Message, isNoted: false));

    public static EventActivityBinder<ShotState, Fault<CriticVerdict>> TakeInLateVerdictOnFault(this EventActivityBinder<ShotState, Fault<CriticVerdict>> step) =>
        step.ThenAsync(context => Do(step).TakeInLateVerdictAsync(context, context.Message.Message, isNoted: false));

    public static EventActivityBinder<ShotState, Fault<CriticVerdict>> CrashOnVerdict(this EventActivityBinder<ShotState, Fault<CriticVerdict>> step) =>
        step.ThenAsync(context => Do(step).CrashOnVerdictAsync(context, FaultReason.Of("Handling a verdict failed", context.Message)));

    public static EventActivityBinder<ShotState, BudgetReserved> Release(this EventActivityBinder<ShotState, BudgetReserved> step) =>
        step.ThenAsync(context => ShotActivities.ReleaseAsync(context, context.Message.ReservationId));

    public static EventActivityBinder<ShotState, Fault<BudgetReserved>> ReleaseOnFault(this EventActivityBinder<ShotState, Fault<BudgetReserved>> step) =>
        step.ThenAsync(context => ShotActivities.ReleaseAsync(context, context.Message.Message.ReservationId));

    public static EventActivityBinder<ShotState, T> ResendEnd<T>(this EventActivityBinder<ShotState, T> step) where T : class =>
        step.ThenAsync(ShotActivities.ResendEndAsync);

    public static EventActivityBinder<ShotState, T> NoteAcceptance<T>(this EventActivityBinder<ShotState, T> step) where T : class =>
        step.ThenAsync(Do(step).NoteAcceptanceAsync);

    public static EventActivityBinder<ShotState, T> ResendReviewClosed<T>(this EventActivityBinder<ShotState, T> step) where T : class =>
        step.ThenAsync(ShotActivities.ResendReviewClosedAsync);

    /// <summary>
    /// Schedules the step's timer in place of the one before. Each retry waits twice as long, up to <see cref="s_longestWait"/>: a service
    /// with a backlog is not given the same work over and over.
    /// </summary>
    public static EventActivityBinder<ShotState, T> WaitFor<T>(this EventActivityBinder<ShotState, T> step, TimeSpan timeout) where T : class =>
        step.Schedule(
            MachineOf(step).StepTimeout,
            context => new StepTimeoutExpired { CorrelationId = context.Saga.CorrelationId, TakeId = context.Saga.CurrentTake.Id },
            context => Do(step).Now.UtcDateTime + Wait(timeout, context.Saga.Retries));

    /// <summary>The request that the step waits on is about to be sent again. However often that was, nobody answering is no failure.</summary>
    public static EventActivityBinder<ShotState, T> CountRetry<T>(this EventActivityBinder<ShotState, T> step) where T : class =>
        step.Then(context => context.Saga.Retries++);

    /// <summary>
    /// A result with something to see goes to the critic; one without is decided on from its error alone; one of a cancelled
    /// shot is its last, unless a person must find out what it cost.
    /// </summary>
    public static EventActivityBinder<ShotState, T> JudgeOrDecide<T>(this EventActivityBinder<ShotState, T> step) where T : class => step.IfElse(
        context => context.Saga is { Cancelling: not null, CurrentTake.IsOutcomeUnknown: false },
        cancelled => cancelled.ThenAsync(context => Do(step).CancelAsync(context, context.Saga.Cancelling!)).Complete(),
        wanted => wanted.IfElse(
            context => context.Saga.CurrentTake.Result is { Output: not null, Fault: null },
            seen => seen.RequestVerdict().WaitFor(Do(step).Options.VerdictTimeout).TransitionTo(MachineOf(step).Critiquing),
            unseen => unseen.ThenAsync(context => Do(step).DecideAsync(context, verdict: null)).NextTakeOrEnd()));

    /// <summary>After a decision: the next take, which needs money first, or the end.</summary>
    public static EventActivityBinder<ShotState, T> NextTakeOrEnd<T>(this EventActivityBinder<ShotState, T> step) where T : class => step.IfElse(
        context => context.Saga.Result is null,
        next => next.RequestBudget().WaitFor(Do(step).Options.BudgetTimeout).TransitionTo(MachineOf(step).ReservingBudget),
        ended => ended.IfElse(
            context => context.Saga.Review is not null,
            escalated => escalated.Unschedule(MachineOf(step).StepTimeout).TransitionTo(MachineOf(step).AwaitingReview),
            Complete));

    /// <summary>The shot has ended, and no person has to decide on it.</summary>
    public static EventActivityBinder<ShotState, T> Complete<T>(this EventActivityBinder<ShotState, T> step) where T : class =>
        step.Unschedule(MachineOf(step).StepTimeout).TransitionTo(MachineOf(step).Completed);

    /// <summary>The same where the shot may not have ended.</summary>
    public static EventActivityBinder<ShotState, T> CompleteIfEnded<T>(this EventActivityBinder<ShotState, T> step) where T : class =>
        step.If(context => context.Saga.Result is not null, Complete);

    private static TimeSpan Wait(TimeSpan timeout, int retries)
    {
        var longest = timeout > s_longestWait ? timeout : s_longestWait;
        var grown = timeout * Math.Pow(2, Math.Min(retries, 20));
        return grown < longest ? grown : longest;
    }

    private static ShotStateMachine MachineOf<T>(EventActivityBinder<ShotState, T> step) where T : class => (ShotStateMachine)step.StateMachine;

    private static ShotActivities Do<T>(EventActivityBinder<ShotState, T> step) where T : class => MachineOf(step).Activities;

    private static Cancellation CancellationOf(CancelShot cancel) => new(cancel.By, cancel.Reason);
}
