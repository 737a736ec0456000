using Recoil.Contracts;
using Recoil.Shots.Routing;

namespace Recoil.Shots;

/// <summary>The messages of a shot, made from its state. Pure.</summary>
internal static class ShotMessages
{
    /// <summary>Asks for money for the current take.</summary>
    public static ReserveBudget Reservation(ShotState shot, TimeSpan lease) => new()
    {
        CorrelationId = shot.CorrelationId,
        ReservationId = shot.CurrentTake.Id,
        Scope = shot.BudgetScope,
        Estimate = shot.Routing!.Reserved,
        EpisodeCap = shot.Request!.EpisodeCap,
        ExtraBudget = shot.ExtraBudget,
        ShotSpent = shot.Takes.Cost().Usd,
        ShotCap = (shot.Request.ShotCap ?? shot.Request.EpisodeCap) + shot.ExtraBudget,
        Lease = lease,
    };

    /// <summary>Asks the generator for the current take.</summary>
    /// <param name="shot">The shot.</param>
    /// <param name="plan">The take's plan.</param>
    public static GenerateTake Generation(ShotState shot, TakePlan plan)
    {
        var (request, take) = (shot.Request!, shot.CurrentTake);
        return new GenerateTake
        {
            CorrelationId = shot.CorrelationId,
            TakeId = take.Id,
            Project = request.Project,
            RunId = request.RunId,
            ShotId = request.ShotId,
            Attempt = take.Attempt,
            Take = take.Number,
            Ordinal = shot.Takes.Count,
            Operation = plan.Operation,
            Prompt = plan.Prompt,
            Model = shot.Routing!.Model,
            IdentityRefs = plan.References.Sent,
            OptionalRefs = plan.References.Optional,
            JudgedRefs = plan.References.Judged,
            SceneRefPath = request.SceneRefPath,
            ExpressionRefs = request.ExpressionRefs,
            StartFrame = plan.StartFrame,
            EndFrame = plan.EndFrame,
            Duration = plan.Duration,
            AspectRatio = request.AspectRatio,
            Seed = plan.Seed,
            Gated = plan.Gated,
            Gate = plan.Gated ? IdentityGate.Of(request) : null,
            InputsSnapshot = request.InputsSnapshot,
            ProviderOptions = request.ProviderOptions,
            Priority = request.Priority ?? Priority.Usual,
            OnlyIfBought = shot.Cancelling is not null,
        };
    }

    /// <summary>
    /// Asks the critic for a verdict on the current take, against the references that the generator used. One of an earlier version does
    /// not say which those were.
    /// </summary>
    public static CritiqueTake Critique(ShotState shot, TakePlan plan)
    {
        var (request, take) = (shot.Request!, shot.CurrentTake);
        var judged = take.Result!.References?.Judged ?? plan.References.Judged;
        return new CritiqueTake
        {
            CorrelationId = shot.CorrelationId,
            TakeId = take.Id,
            Project = request.Project,
            RunId = request.RunId,
            ShotId = request.ShotId,
            Operation = plan.Operation,
            Output = take.Result.Output!,
            References = take.Result.References?.Sent ?? [.. plan.References.Sent, .. plan.References.Optional],
            IdentityRefs = judged,
            Gate = judged.Count > 0 ? IdentityGate.Of(request) : null,
            SceneRefPath = request.SceneRefPath,
            StartFrame = plan.StartFrame,
            EndFrame = plan.EndFrame,
            Duration = plan.Duration,
            AspectRatio = request.AspectRatio,
            LockedOff = request.LockedOff,
            Judging = shot.HasJudges ? Brief(request, plan) : null,
        };
    }

    private static JudgingBrief Brief(ShotRequested request, TakePlan plan)
    {
        var gate = IdentityGate.Of(request);
        return new JudgingBrief
        {
            Judges = request.Judges!,
            Prompt = plan.Prompt,
            PromptSkeleton = gate.PromptSkeleton,
            WardrobePhaseId = gate.WardrobePhaseId,
            WardrobeDescription = gate.WardrobeDescription,
            ShotType = gate.ShotType,
            CoverageContext = request.CoverageContext,
        };
    }

    /// <summary>Settles a reservation.</summary>
    /// <param name="shot">The shot.</param>
    /// <param name="reservationId">The take.</param>
    /// <param name="cost">What it finally cost.</param>
    public static SettleBudget Settlement(ShotState shot, Guid reservationId, KnownCost cost) => new()
    {
        CorrelationId = shot.CorrelationId,
        ReservationId = reservationId,
        Scope = shot.BudgetScope,
        ActualCost = cost.Usd,
        CostSource = cost.Source,
    };

    /// <summary>The verdict on a take that no critic judged: it goes to a person, because silence is not a pass.</summary>
    public static CriticVerdict NoVerdict(ShotState shot, string why) => new()
    {
        CorrelationId = shot.CorrelationId,
        TakeId = shot.CurrentTake.Id,
        Success = false,
        Gate = new GateVerdict { Passed = false },
        Error = why,
        FinalState = FinalStates.PendingQc,
        Judgements = shot.HasJudges ? [.. shot.Request!.Judges!.Select(judge => new Judgement { Judge = judge, Cost = 0, CostSource = CostSource.Unknown, Failure = why })] : null,
    };

    /// <summary>
    /// A verdict of a shot with judges. A critic of an earlier version does not ask them: what it finds good is not judged, and that is no pass.
    /// </summary>
    public static CriticVerdict WithJudges(ShotState shot, CriticVerdict verdict) => !shot.HasJudges || verdict is not { Judgements: null, Success: not false } ? verdict : verdict with
    {
        Success = false,
        Gate = (verdict.Gate ?? new GateVerdict { Passed = false }) with { Passed = false },
        Error = "could not be judged: the critic is of a version that asks no judges",
        FinalState = FinalStates.PendingQc,
        Judgements = [],
    };

    /// <summary>The result of a take that gave none, and that was certainly not bought.</summary>
    public static GenerationCompleted NoGeneration(ShotState shot, string? fault = null, string? error = null) => new()
    {
        CorrelationId = shot.CorrelationId,
        TakeId = shot.CurrentTake.Id,
        Success = false,
        Cost = 0,
        CostSource = CostSource.Reported,
        Fault = fault,
        Error = error,
    };

    /// <summary>The result of a take of which nobody knows whether it was bought.</summary>
    public static GenerationCompleted UnknownGeneration(ShotState shot, string? job, string why) => new()
    {
        CorrelationId = shot.CorrelationId,
        TakeId = shot.CurrentTake.Id,
        Success = false,
        Cost = 0,
        CostSource = CostSource.Unknown,
        Error = $"outcome_unknown: {why}",
        ErrorKind = ErrorKind.OutcomeUnknown,
        ProviderJob = job,
    };

    public static ShotProgressed Progress(ShotState shot, string state) => new()
    {
        CorrelationId = shot.CorrelationId,
        Project = shot.Request!.Project,
        RunId = shot.Request.RunId,
        ShotId = shot.Request.ShotId,
        State = state,
        Attempt = shot.Routing!.Attempt,
        Take = shot.Routing.Take,
        CostUsd = shot.Takes.Cost().Usd,
        CostSource = shot.Takes.Cost().Source,
    };

    /// <summary>More is known of the shot's cost than before.</summary>
    public static ShotCostRaised CostRaised(ShotState shot, Guid takeId, DateTimeOffset at) => new()
    {
        CorrelationId = shot.CorrelationId,
        Project = shot.Request!.Project,
        RunId = shot.Request.RunId,
        ShotId = shot.Request.ShotId,
        TakeId = takeId,
        CostUsd = shot.Takes.Cost().Usd,
        CostSource = shot.Takes.Cost().Source,
        At = at,
    };

    /// <summary>The terminal event of a round.</summary>
    public static ShotCompleted End(ShotState shot, ShotStatus status, string? failureMode, string? outputPath, DateTimeOffset at)
    {
        var (request, routing, cost) = (shot.Request!, shot.Routing!, shot.Takes.Cost());
        return new ShotCompleted
        {
            CorrelationId = shot.CorrelationId,
            Project = request.Project,
            RunId = request.RunId,
            EpisodeId = request.EpisodeId,
            ShotId = request.ShotId,
            SceneIndex = request.SceneIndex ?? request.SceneId,
            Status = status,
            Round = shot.Round,
            RemakeId = shot.RemakeId,
            OpId = OpId(shot),
            OutputPath = outputPath,
            CostUsd = cost.Usd,
            CostSource = cost.Source,
            Attempts = routing.Attempt,
            Takes = shot.Takes.Generated(),
            FailureMode = failureMode,
            ValidationNotes = routing.ValidationNotes,
            ReviewQueueId = shot.Review?.ReviewId,
            CoverageContext = request.CoverageContext,
            At = at,
        };
    }

    /// <summary>Puts the shot before a person.</summary>
    public static EnqueueReview Review(ShotState shot, Decision.Escalate escalation, DateTimeOffset at) => new()
    {
        CorrelationId = shot.CorrelationId,
        ReviewId = ShotIdentity.OfReview(shot.CorrelationId, shot.Round),
        Project = shot.Request!.Project,
        EpisodeId = shot.Request.EpisodeId,
        RunId = shot.Request.RunId,
        ShotId = shot.Request.ShotId,
        Reason = escalation.Reason,
        FailureMode = escalation.ReviewFailureMode,
        Attempts = shot.Takes.Records(),
        TotalCostUsd = shot.Takes.Cost().Usd,
        CostSource = shot.Takes.Cost().Source,
        OriginalPrompt = escalation.OriginalPrompt,
        SoftenedPrompt = escalation.SoftenedPrompt,
        OutputPath = escalation.OutputPath,
        At = at,
    };

    /// <summary>A reviewer's decision, carried out.</summary>
    public static ReviewClosed ReviewClosed(ShotState shot, ReviewDecided decision, DateTimeOffset at) => new()
    {
        CorrelationId = shot.CorrelationId,
        ReviewId = decision.ReviewId,
        Project = shot.Request!.Project,
        RunId = shot.Request.RunId,
        ShotId = shot.Request.ShotId,
        Decision = decision.Decision,
        By = decision.By,
        Note = decision.Note,
        OutputPath = decision.SuppliedOutput ?? shot.Review?.OutputPath,
        At = at,
    };

    /// <summary>A remake, as the decision that closes the open review of the round that it replaces.</summary>
    public static ReviewDecided Withdrawal(ShotState shot, RemakeShot remake, DateTimeOffset at) => new()
    {
        CorrelationId = shot.CorrelationId,
        ReviewId = shot.Review!.ReviewId,
        Decision = ReviewDecision.Reroll,
        By = remake.By,
        Note = remake.Note,
        EditedPrompt = remake.EditedPrompt,
        ExtraBudget = remake.ExtraBudget,
        At = at,
    };

    /// <summary>The operation's id: each round is an operation of its own.</summary>
    public static string OpId(ShotState shot) =>
        $"op_{(shot.Round == 1 ? shot.CorrelationId : ShotIdentity.OfEnd(shot.CorrelationId, shot.Round)):N}"[..15];
}
