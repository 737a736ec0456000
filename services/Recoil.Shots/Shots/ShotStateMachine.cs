using MassTransit;
using Recoil.Contracts;

namespace Recoil.Shots;

/// <summary>Drives a shot: money, then a take, then a verdict, then again or the end.</summary>
internal sealed class ShotStateMachine : MassTransitStateMachine<ShotState>
{
    private readonly ShotDriver _drive;

    public ShotStateMachine(ShotDriver drive)
    {
        _drive = drive;

        InstanceState(shot => shot.CurrentState);
        Correlate();

        WhenFirstAsked();
        WhileReservingBudget();
        WhileGenerating();
        WhileCritiquing();
        WhateverTheState();
        WhileAwaitingReview();
        AfterTheClose();
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

    public Event<CancelShot> CancelAsked { get; private set; } = null!;
    public Event<ReviewDecided> Decided { get; private set; } = null!;

    public Event<Fault<ShotRequested>> RequestFaulted { get; private set; } = null!;
    public Event<Fault<ReserveBudget>> BudgetFaulted { get; private set; } = null!;
    public Event<Fault<GenerateTake>> GeneratorFaulted { get; private set; } = null!;
    public Event<Fault<CritiqueTake>> CriticFaulted { get; private set; } = null!;
    public Event<Fault<BudgetReserved>> ReservedFaulted { get; private set; } = null!;
    public Event<Fault<BudgetRefused>> RefusedFaulted { get; private set; } = null!;
    public Event<Fault<GenerationCompleted>> GeneratedFaulted { get; private set; } = null!;
    public Event<Fault<CriticVerdict>> JudgedFaulted { get; private set; } = null!;
    public Event<Fault<ReviewDecided>> DecidedFaulted { get; private set; } = null!;

    /// <summary>No answer from the budget service, no take within its lease, no verdict.</summary>
    public Schedule<ShotState, StepLapsed> Patience { get; private set; } = null!;

    private void Correlate()
    {
        Event(() => Requested, e =>
        {
            e.CorrelateById(context => ShotIdentity.OfShot(context.Message.Project, context.Message.RunId, context.Message.ShotId));
            e.SelectId(context => ShotIdentity.OfShot(context.Message.Project, context.Message.RunId, context.Message.ShotId));
        });
        Event(() => CancelAsked, e =>
        {
            e.CorrelateById(context => ShotIdentity.OfShot(context.Message.Project, context.Message.RunId, context.Message.ShotId));
            e.SelectId(context => ShotIdentity.OfShot(context.Message.Project, context.Message.RunId, context.Message.ShotId));
        });
        Event(() => RequestFaulted, e =>
        {
            e.CorrelateById(context => OfFaulted(context.Message.Message));
            e.SelectId(context => OfFaulted(context.Message.Message));
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
        Event(() => DecidedFaulted, e => e.CorrelateById(context => context.Message.Message.CorrelationId).OnMissingInstance(m => m.Discard()));
        Schedule(() => Patience, shot => shot.StepTimer, s => s.Received = e =>
        {
            e.CorrelateById(context => context.Message.CorrelationId);
            e.OnMissingInstance(m => m.Discard());
        });
    }

    private void WhenFirstAsked()
    {
        Initially(
            WaitForBudget(When(Requested).ThenAsync(_drive.BeginAsync)),
            When(RequestFaulted)
                .ThenAsync(_drive.CrashBeforeBeginningAsync)
                .TransitionTo(Completed),
            When(CancelAsked)
                .ThenAsync(_drive.CancelBeforeBeginningAsync)
                .TransitionTo(Completed));
    }

    /// <remarks>
    /// In every state, a request that comes again asks again for what is awaited: the process that heard the question may
    /// have ended with it. All who answer know a repeated question.
    /// </remarks>
    private void WhileReservingBudget()
    {
        During(ReservingBudget,
            Wait(When(Reserved, context => context.Message.ReservationId == context.Saga.CurrentTakeId).ThenAsync(_drive.DispatchAsync),
                _drive.Options.GenerationTimeout, Generating),
            Close(When(Refused, context => context.Message.ReservationId == context.Saga.CurrentTakeId).ThenAsync(_drive.StopForBudgetAsync)),
            Close(When(CancelAsked).ThenAsync(context => _drive.CancelAsync(context, ByWhom(context.Message)))),
            Wait(When(Requested).ThenAsync(ShotDriver.SettleAgainAsync).ThenAsync(_drive.SendReservationAsync),
                _drive.Options.BudgetTimeout, ReservingBudget),
            When(Patience.Received)
                .IfElse(context => _drive.MayAskAgain(context.Saga),
                    again => Wait(again.ThenAsync(_drive.AskForBudgetAgainAsync), _drive.Options.BudgetTimeout, ReservingBudget),
                    silent => Close(silent.ThenAsync(context => _drive.CrashAsync(context, "The budget service does not answer.")))),
            Close(When(BudgetFaulted, context => context.Message.Message.ReservationId == context.Saga.CurrentTakeId)
                .ThenAsync(context => _drive.CrashAsync(context, Reason("The budget service failed", context.Message)))));
    }

    private void WhileGenerating()
    {
        During(Generating,
            Judge(When(Generated, context => context.Message.TakeId == context.Saga.CurrentTakeId)
                .ThenAsync(context => _drive.TakeInAsync(context, context.Message))),
            When(CancelAsked)
                .ThenAsync(context => _drive.CancelGenerationAsync(context, ByWhom(context.Message)))
                .If(context => context.Saga.Result is not null, Close),
            Wait(When(Requested).ThenAsync(ShotDriver.SettleAgainAsync).ThenAsync(_drive.SendGenerationAsync),
                _drive.Options.GenerationTimeout, Generating),
            Judge(When(Patience.Received)
                .ThenAsync(context => _drive.LookUpTakeAsync(context, $"no result within {_drive.Options.GenerationTimeout}"))),
            Judge(When(GeneratorFaulted, context => context.Message.Message.TakeId == context.Saga.CurrentTakeId)
                .ThenAsync(context => _drive.LookUpTakeAsync(context, Reason("the generator failed", context.Message)))));
    }

    private void WhileCritiquing()
    {
        During(Critiquing,
            GoOn(When(Judged, context => context.Message.TakeId == context.Saga.CurrentTakeId)
                .ThenAsync(context => _drive.DecideAsync(context, context.Message))),
            Wait(When(Requested).ThenAsync(ShotDriver.SettleAgainAsync).ThenAsync(_drive.SendCritiqueAsync),
                _drive.Options.VerdictTimeout, Critiquing),
            When(Patience.Received)
                .IfElse(context => _drive.MayAskAgain(context.Saga),
                    again => Wait(again.ThenAsync(_drive.AskCriticAgainAsync), _drive.Options.VerdictTimeout, Critiquing),
                    silent => GoOn(silent.ThenAsync(context => _drive.DecideUnjudgedAsync(context, "The critic does not answer.")))),
            Close(When(CancelAsked).ThenAsync(context => _drive.CancelAsync(context, ByWhom(context.Message)))),
            GoOn(When(CriticFaulted, context => context.Message.Message.TakeId == context.Saga.CurrentTakeId)
                .ThenAsync(context => _drive.DecideUnjudgedAsync(context, Reason("The critic failed", context.Message)))));
    }

    /// <summary>Late and failing messages while the shot is under way.</summary>
    private void WhateverTheState()
    {
        foreach (var state in new[] { ReservingBudget, Generating, Critiquing })
        {
            During(state,
                Ignore(RequestFaulted), Ignore(Decided), Ignore(DecidedFaulted),
                Close(When(ReservedFaulted).ThenAsync(context => _drive.CrashAsync(context, Reason("Handling a reservation failed", context.Message)))),
                Close(When(RefusedFaulted).ThenAsync(context => _drive.CrashAsync(context, Reason("Handling a refusal failed", context.Message)))),
                Close(When(GeneratedFaulted).ThenAsync(context => _drive.CrashOverGenerationAsync(context, Reason("Handling a generation failed", context.Message)))),
                Close(When(JudgedFaulted).ThenAsync(context => _drive.CrashAsync(context, Reason("Handling a verdict failed", context.Message)))));
            if (state == Generating)
                During(state, When(Generated, context => context.Message.TakeId != context.Saga.CurrentTakeId).ThenAsync(_drive.TakeInLateAsync));
            else
                During(state, When(Generated).ThenAsync(_drive.TakeInLateAsync));
            if (state != ReservingBudget)
                During(state, Ignore(Reserved), Ignore(Refused), Ignore(BudgetFaulted));
            if (state != Generating)
                During(state, Ignore(GeneratorFaulted));
            if (state != Critiquing)
                During(state, Ignore(Judged), Ignore(CriticFaulted));
        }
    }

    /// <summary>The shot has ended with something for a person to look at, who may send it on its way again.</summary>
    private void WhileAwaitingReview()
    {
        During(AwaitingReview,
            When(Decided, context => IsFor(context, ReviewDecision.Approve)).ThenAsync(_drive.CloseReviewAsync).TransitionTo(Approved),
            When(Decided, context => IsFor(context, ReviewDecision.Reject)).ThenAsync(_drive.CloseReviewAsync).TransitionTo(Rejected),
            WaitForBudget(When(Decided, context => IsFor(context, ReviewDecision.Reroll)).ThenAsync(_drive.ReopenAsync)),
            When(DecidedFaulted).Then(context => _drive.NoteFailedDecision(context, Reason("Acting on a decision failed", context.Message))));

        static bool IsFor(BehaviorContext<ShotState, ReviewDecided> context, ReviewDecision decision) =>
            context.Message.Decision == decision && context.Message.ReviewId == context.Saga.Review?.ReviewId;
    }

    private void AfterTheClose()
    {
        foreach (var state in new[] { Completed, AwaitingReview, Approved, Rejected })
        {
            During(state,
                When(Requested).ThenAsync(ShotDriver.SettleAgainAsync).ThenAsync(ShotDriver.TellEndAgainAsync),
                When(Reserved).ThenAsync(ShotDriver.GiveBackAsync),
                When(Generated).ThenAsync(_drive.TakeInLateAsync),
                When(Judged).Then(_drive.NoteLateVerdict),
                Ignore(CancelAsked), Ignore(Refused), Ignore(Patience.Received), Ignore(RequestFaulted), Ignore(BudgetFaulted), Ignore(GeneratorFaulted),
                Ignore(CriticFaulted), Ignore(ReservedFaulted), Ignore(RefusedFaulted), Ignore(GeneratedFaulted), Ignore(JudgedFaulted));
            if (state == Approved || state == Rejected)
                During(state,
                    When(Decided, context => (context.Message.ReviewId, context.Message.Decision) == (context.Saga.Closed?.ReviewId, context.Saga.Closed?.Decision))
                        .ThenAsync(ShotDriver.TellClosedAgainAsync),
                    Ignore(DecidedFaulted));
            else if (state == Completed)
                During(state, Ignore(Decided), Ignore(DecidedFaulted));
        }
    }

    /// <summary>
    /// A take with something to see goes to the critic; one without is decided from its error alone; one of a cancelled shot
    /// is its last.
    /// </summary>
    private EventActivityBinder<ShotState, T> Judge<T>(EventActivityBinder<ShotState, T> taken) where T : class =>
        taken.IfElse(context => context.Saga.Cancelling is not null,
            cancelled => Close(cancelled.ThenAsync(context => _drive.CancelAsync(context, context.Saga.Cancelling!))),
            wanted => wanted.IfElse(context => context.Saga.Generation is { Output: not null, Fault: null },
                seen => Wait(seen.ThenAsync(_drive.AskCriticAsync), _drive.Options.VerdictTimeout, Critiquing),
                unseen => GoOn(unseen.ThenAsync(context => _drive.DecideAsync(context, verdict: null)))));

    /// <summary>After a decision: another take, which needs money first, or the end.</summary>
    private EventActivityBinder<ShotState, T> GoOn<T>(EventActivityBinder<ShotState, T> decided) where T : class =>
        decided.IfElse(context => context.Saga.Result is null, WaitForBudget, End);

    /// <summary>A decision has ended the shot: for good, or until a person has looked at it.</summary>
    private EventActivityBinder<ShotState, T> End<T>(EventActivityBinder<ShotState, T> ended) where T : class =>
        ended.IfElse(context => context.Saga.Review is not null,
            open => open.Unschedule(Patience).TransitionTo(AwaitingReview),
            Close);

    /// <summary>The shot has ended with nothing for a person to decide.</summary>
    private EventActivityBinder<ShotState, T> Close<T>(EventActivityBinder<ShotState, T> ended) where T : class =>
        ended.Unschedule(Patience).TransitionTo(Completed);

    private EventActivityBinder<ShotState, T> WaitForBudget<T>(EventActivityBinder<ShotState, T> binder) where T : class =>
        Wait(binder.ThenAsync(_drive.AskForBudgetAsync), _drive.Options.BudgetTimeout, ReservingBudget);

    private EventActivityBinder<ShotState, T> Wait<T>(EventActivityBinder<ShotState, T> binder, TimeSpan patience, State state) where T : class =>
        binder
            .Schedule(Patience, context => new StepLapsed { CorrelationId = context.Saga.CorrelationId, TakeId = context.Saga.CurrentTakeId },
                _ => _drive.Now.UtcDateTime + patience)
            .TransitionTo(state);

    private static Cancellation ByWhom(CancelShot cancel) => new(cancel.By, cancel.Reason);

    private static Guid OfFaulted(ShotRequested request) => ShotIdentity.OfShot(request.Project, request.RunId, request.ShotId);

    private static string Reason<T>(string what, Fault<T> fault) where T : class =>
        fault.Exceptions is [var first, ..] && Innermost(first) is { } cause ? $"{what}: {cause.ExceptionType}: {cause.Message}" : $"{what}.";

    private static ExceptionInfo Innermost(ExceptionInfo exception) =>
        exception.InnerException is { } inner ? Innermost(inner) : exception;
}
