using Recoil.Contracts;
using Recoil.Models;

namespace Recoil.Shots.Routing;

/// <summary>Decides what is done next with a shot. Pure: no clock, bus or store.</summary>
internal static class ShotRouting
{
    /// <summary>The most attempts a shot may have.</summary>
    public const int AttemptCap = 4;

    /// <summary>How a shot begins.</summary>
    /// <param name="shot">The request; an absent model is the empty one.</param>
    /// <param name="profile">The model's profile, or null when the model is not registered.</param>
    /// <param name="policy">The rules.</param>
    public static Opening Begin(ShotRequested shot, ModelProfile? profile, ShotPolicy policy)
    {
        var model = shot.Model ?? "";
        var sibling = SiblingFlag.Of(model, profile);
        var estimate = CostEstimate.Of(profile, shot.Pipeline, shot.Duration, policy);
        var state = new RoutingState { Model = model, Estimate = estimate.Amount, OriginalPrompt = shot.Prompt };
        return new Opening(state, [.. new[] { sibling.Fallback, estimate.Fallback }.OfType<string>()]);
    }

    /// <summary>Judges the take under way and says what comes next.</summary>
    public static Routed Decide(RoutingState state, StepOutcome outcome, ShotPolicy policy)
    {
        if (outcome.Fault is not null)
            return EndAttempt(state, Rules.GenerationFault);

        return outcome.FinalState switch
        {
            FinalStates.PendingQc => ShowTakeAtHand(
                Hold(state, outcome.Output, TakeRank.Hard, policy), outcome,
                Rules.PendingQc, ShotStatus.NeedsReview, ReviewReason.PendingQc, FinalStates.PendingQc),
            FinalStates.IcuEscalated => ShowTakeAtHand(
                Hold(state, outcome.Output, TakeRank.Hard, policy), outcome,
                Rules.GivenUp, ShotStatus.IcuEscalated, ReviewReason.IcuEscalated, FinalStates.IcuEscalated),

            // No rule of the original: money is at stake, and only a person can find out.
            _ when outcome is { Success: false, Gate: null, ErrorKind: ErrorKind.OutcomeUnknown } => ShowTakeAtHand(
                Hold(state, outcome.Output, TakeRank.Hard, policy) with { LastFailureMode = FailureMode.Unknown }, outcome,
                Rules.OutcomeUnknown, ShotStatus.NeedsReview, ReviewReason.OutcomeUnknown, FinalStates.OutcomeUnknown),
            _ => DecideByFailureMode(state, outcome, policy),
        };
    }

    /// <summary>The softener gave a prompt: another attempt begins with it, if there is one left.</summary>
    public static Routed Softened(RoutingState state, string prompt) =>
        EndAttempt(state with { SoftenedPrompt = prompt }, Rules.Softened);

    /// <summary>
    /// The softener found nothing in the refused prompt. Filters err, and judge the picture, too: another attempt begins with the same prompt, once
    /// and if there is one left, before a person is asked.
    /// </summary>
    /// <param name="state">The state after the refusal.</param>
    /// <param name="soften">What was decided on the refusal.</param>
    /// <param name="policy">The rules.</param>
    public static Routed NothingToSoften(RoutingState state, Decision.Soften soften, ShotPolicy policy) =>
        policy.RetriesHarmlessRefusals && !state.RefusalRetried && state.Attempt < AttemptCap
            && state.LastFailureMode is FailureMode.ContentFilterHardBlock
            ? EndAttempt(state with { RefusalRetried = true }, Rules.HarmlessRefusal)
            : new Routed(soften.Otherwise, state);

    /// <summary>There is no money for the take under way. Its attempt counts although nothing was generated.</summary>
    public static Decision.Complete BudgetRefused(RoutingState state) => new(
        Rules.BudgetRefused,
        state.HeldOutput is null ? ShotStatus.BudgetExhausted : ShotStatus.BudgetExhaustedSuccess,
        state.LastFailureModeName,
        state.HeldOutput);

    /// <summary>The shot ended between a generation and its decision: its output is kept where no other one is held.</summary>
    public static RoutingState Undecided(RoutingState state, GenerationCompleted generation) =>
        state with { HeldOutput = state.HeldOutput ?? generation.Output };

    /// <summary>An unexpected error ended the shot; what is known is kept.</summary>
    public static Decision.Complete Crashed(RoutingState state) =>
        new(Rules.Crashed, ShotStatus.Crashed, state.LastFailureModeName, state.HeldOutput);

    /// <summary>The shot was cancelled; what is known is kept.</summary>
    public static Decision.Complete Cancelled(RoutingState state) =>
        new(Rules.Cancelled, ShotStatus.Cancelled, FailureMode: null, state.HeldOutput);

    /// <summary>
    /// A person wants another attempt: it begins afresh, also beyond the cap, and what was kept stays kept. The cap then
    /// counts again, so that beyond it every re-roll is one attempt.
    /// </summary>
    /// <param name="state">Where the shot ended.</param>
    /// <param name="editedPrompt">The prompt to use from now on; null keeps the present one.</param>
    public static RoutingState Reopened(RoutingState state, string? editedPrompt) => state with
    {
        Attempt = state.Attempt + 1,
        Take = 1,
        Strategy = null,
        PreviousEnd = null,
        OriginalPrompt = editedPrompt ?? state.OriginalPrompt,
        SoftenedPrompt = editedPrompt is null ? state.SoftenedPrompt : null,
        RefusalRetried = editedPrompt is null && state.RefusalRetried,
    };

    /// <summary>
    /// A person wants the shot made again, with what it is requested with now: the next attempt begins afresh, as for a re-roll. What was kept is
    /// what is replaced, so nothing is kept.
    /// </summary>
    /// <param name="ended">Where the shot ended.</param>
    /// <param name="before">The prompt that it was requested with before.</param>
    /// <param name="begun">How it would begin now.</param>
    /// <param name="editedPrompt">The prompt to use from now on; null keeps the present one.</param>
    public static RoutingState Remade(RoutingState ended, string before, RoutingState begun, string? editedPrompt)
    {
        var isRequested = ended.OriginalPrompt == before;
        var isSame = editedPrompt is null && (!isRequested || begun.OriginalPrompt == before);
        return begun with
        {
            Attempt = ended.Attempt + 1,
            OriginalPrompt = editedPrompt ?? (isRequested ? begun.OriginalPrompt : ended.OriginalPrompt),
            SoftenedPrompt = isSame ? ended.SoftenedPrompt : null,
            RefusalRetried = isSame && ended.RefusalRetried,
        };
    }

    /// <summary>The same where nothing is known any more of how the shot ended: none of its attempts had this number.</summary>
    /// <param name="begun">How it would begin now.</param>
    /// <param name="round">The round that is replaced. Each round after the first began at most one attempt beyond the cap.</param>
    /// <param name="editedPrompt">The prompt to use; null is the requested one.</param>
    public static RoutingState Remade(RoutingState begun, int round, string? editedPrompt) => begun with
    {
        Attempt = AttemptCap + round,
        OriginalPrompt = editedPrompt ?? begun.OriginalPrompt,
    };

    private static Routed DecideByFailureMode(RoutingState state, StepOutcome outcome, ShotPolicy policy)
    {
        var mode = FailureModes.Extract(outcome, policy);
        if (mode is FailureMode.None && outcome.Success)
            return Accept(Hold(state, outcome.Output, TakeRank.Accepted, policy), mode, outcome, Rules.CleanPass, failureMode: null);

        // An output of a failure without a name is no more trusted than one that was never made.
        var unnamed = mode is FailureMode.None && policy.RetriesUnnamedFailures;
        if (unnamed)
            mode = FailureMode.Unknown;

        var action = unnamed ? RouteAction.Retry : FailureModes.ActionOf(outcome, mode, policy);
        var rank = outcome.Success || action is RouteAction.Accept ? TakeRank.Soft : TakeRank.Hard;
        state = Hold(state, outcome.Output, rank, policy) with { LastFailureMode = mode };

        return action switch
        {
            RouteAction.Accept => AcceptFinding(state, mode, outcome),
            RouteAction.Reroll when policy.RerollsWithinAttempt => Reroll(state, mode, outcome.Score),
            _ when outcome.Success => EndAttempt(state, Rules.PassedWithObjection),
            RouteAction.Reroll => EndAttempt(state, Rules.RerollsUsedUp),
            RouteAction.SoftenRetry => Soften(state, mode),
            RouteAction.Retry => EndAttempt(state, unnamed ? Rules.UnnamedFailure : Rules.ProviderTrouble),
            _ => ReviewNow(state, mode, outcome),
        };
    }

    private static Routed Accept(RoutingState state, FailureMode mode, StepOutcome outcome, string rule, string? failureMode) =>
        new(new Decision.Complete(rule, ShotStatus.Ok, failureMode, outcome.Output), state with { LastFailureMode = mode });

    private static Routed AcceptFinding(RoutingState state, FailureMode mode, StepOutcome outcome)
    {
        var name = SnakeCase.Of(mode);
        state = state with { ValidationNotes = [.. state.ValidationNotes, $"{name}: accepted (soft finding)"] };
        return outcome.Success || outcome.Output is not null
            ? Accept(state, mode, outcome, Rules.SoftFindingAccepted, name)
            : EndAttempt(state, Rules.NothingToAccept);
    }

    private static Routed Reroll(RoutingState state, FailureMode mode, double? score)
    {
        var (rerolls, strategy) = ActionMap.RerollsOf(mode);
        if (state.Take <= rerolls)
            return new Routed(
                new Decision.Reroll(Rules.Reroll, strategy),
                state with { Take = state.Take + 1, Strategy = strategy });

        var end = new HardEnd(mode, score);
        if (state.PreviousEnd is { } previous && previous.RepeatedBy(end))
            return new Routed(
                new Decision.Escalate(
                    Rules.SameFailureTwice, ShotStatus.IcuEscalated, ReviewReason.IcuEscalated,
                    FinalStates.IcuEscalated, FinalStates.IcuEscalated, state.Prompt, SoftenedPrompt: null, state.HeldOutput),
                state);

        return EndAttempt(state, Rules.RerollsUsedUp, end);
    }

    private static Routed Soften(RoutingState state, FailureMode mode)
    {
        var name = SnakeCase.Of(mode);
        var escalate = new Decision.Escalate(
            Rules.SoftenRetryExhausted, ShotStatus.NeedsReview, ReviewReason.SoftenRetryExhausted,
            name, name, state.OriginalPrompt, state.SoftenedPrompt, state.HeldOutput);
        return new Routed(state.SoftenedPrompt is null ? new Decision.Soften(Rules.SoftenRetry, escalate) : escalate, state);
    }

    private static Routed ReviewNow(RoutingState state, FailureMode mode, StepOutcome outcome) => ShowTakeAtHand(
        state, outcome, Rules.ImmediateReview, ShotStatus.NeedsReview, ReviewReason.ImmediateReview, SnakeCase.Of(mode));

    /// <summary>The rule speaks of the take at hand, so that is what a person sees, with the prompt it was made from.</summary>
    private static Routed ShowTakeAtHand(
        RoutingState state, StepOutcome outcome, string rule, ShotStatus status, ReviewReason reason, string failureMode) => new(
            new Decision.Escalate(
                rule, status, reason, failureMode, failureMode, state.Prompt, SoftenedPrompt: null,
                outcome.Output ?? state.HeldOutput),
            state);

    /// <summary>Another attempt, or a person when none is left.</summary>
    private static Routed EndAttempt(RoutingState state, string rule, HardEnd? end = null)
    {
        if (state.Attempt < AttemptCap)
            return new Routed(
                new Decision.NextAttempt(rule),
                state with { Attempt = state.Attempt + 1, Take = 1, Strategy = null, PreviousEnd = end });

        var failureMode = state.LastFailureModeName;
        return new Routed(
            new Decision.Escalate(
                Rules.AttemptsExhausted, ShotStatus.AttemptsExhausted, ReviewReason.AttemptsExhausted,
                failureMode, failureMode ?? SnakeCase.Of(FailureMode.Unknown),
                state.OriginalPrompt, SoftenedPrompt: null, state.HeldOutput),
            state);
    }

    private static RoutingState Hold(RoutingState state, string? output, TakeRank rank, ShotPolicy policy)
    {
        if (output is null)
            rank = TakeRank.None;

        return policy.KeepsBestTake && rank < state.HeldRank ? state : state with { HeldOutput = output, HeldRank = rank };
    }
}
