using System.Runtime.CompilerServices;
using MassTransit;
using Recoil.Contracts;

namespace Recoil.Hosting.Transport.Validation;

/// <summary>What each message must hold beyond what JSON can say. Pure: no clock, bus or store.</summary>
internal static class MessageRules
{
    /// <summary>Why a message is refused, in one line without the prompt; null when it may be handled.</summary>
    public static string? Refusal(object message)
    {
        var check = new MessageCheck();
        switch (message)
        {
            case RunRequested m: Check(check, m); break;
            case ShotRequested m: Check(check, m); break;
            case CancelRun m: Check(check, m); break;
            case CancelShot m: Check(check, m); break;
            case ReserveBudget m: Check(check, m); break;
            case SettleBudget m: Check(check, m); break;
            case BudgetReserved m: CheckIds(check, m.CorrelationId, m.ReservationId); break;
            case BudgetRefused m: CheckIds(check, m.CorrelationId, m.ReservationId); break;
            case GenerateTake m: Check(check, m); break;
            case GenerationCompleted m: Check(check, m); break;
            case CritiqueTake m: Check(check, m); break;
            case CriticVerdict m: Check(check, m); break;
            case EnqueueReview m: Check(check, m); break;
            case ClaimReview m: Check(check, m); break;
            case DecideReview m: Check(check, m); break;
            case ReviewAnswered m: Check(check, m); break;
            case ReviewDecided m: Check(check, m); break;
            case ReviewClosed m: Check(check, m); break;
            case ShotProgressed m: Check(check, m); break;
            case ShotCostRaised m: Check(check, m); break;
            case ShotCompleted m: Check(check, m); break;
            case RunCompleted m: Check(check, m); break;
            case Fault<ShotRequested> m: CheckFault(check, m, static (c, f) => CheckShotName(c, f.Project, f.RunId, f.ShotId)); break;
            case Fault<ReserveBudget> m: CheckFault(check, m, static (c, f) => CheckIds(c, f.CorrelationId, f.ReservationId)); break;
            case Fault<GenerateTake> m: CheckFault(check, m, static (c, f) => CheckIds(c, f.CorrelationId, f.TakeId)); break;
            case Fault<CritiqueTake> m: CheckFault(check, m, static (c, f) => CheckIds(c, f.CorrelationId, f.TakeId)); break;
            case Fault<ReviewDecided> m: CheckFault(check, m, static (c, f) => CheckIds(c, f.CorrelationId, f.ReviewId)); break;
            case Fault<BudgetReserved> m: CheckFault(check, m, static (c, f) => CheckIds(c, f.CorrelationId, f.ReservationId)); break;
            case Fault<BudgetRefused> m: CheckFault(check, m, static (c, f) => CheckIds(c, f.CorrelationId, f.ReservationId)); break;

            // What this fault speaks of is taken in, so it must hold as much as the message itself.
            case Fault<GenerationCompleted> m: CheckFault(check, m, Check); break;
            case Fault<CriticVerdict> m: CheckFault(check, m, static (c, f) => CheckIds(c, f.CorrelationId, f.TakeId)); break;
        }

        return check.Complaint;
    }

    private static void Check(MessageCheck check, RunRequested run)
    {
        check.Project(run.Project);
        check.Name(run.RunId);
        check.NameOrEmpty(run.EpisodeId);
        check.NameOrEmpty(run.Model);
        check.Money(run.EpisodeCap);
        check.Money(run.ShotCap);
        check.OptionalPath(run.StyleAnchor);
        check.Between(run.MaxParallel, 1, MessageLimits.Parallel);
        if (!check.Entries(run.Shots, MessageLimits.Shots))
            return;

        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var shot in run.Shots)
        {
            if (!check.Present(shot, "an entry of shots"))
                return;
            CheckFields(check, shot);
            if (shot.ShotId is not null && !known.Add(shot.ShotId))
                check.Refuse("shots", "names a shot twice");
        }
    }

    private static void Check(MessageCheck check, ShotRequested shot)
    {
        check.Project(shot.Project);
        check.NameOrEmpty(shot.RunId);
        check.Money(shot.EpisodeCap);
        check.OptionalPath(shot.StyleAnchor);
        CheckFields(check, shot);
        if (shot.Previous is { } previous)
        {
            check.Name(previous.ShotId);
            check.OptionalPath(previous.OutputPath);
            check.NotNegative(previous.SceneIndex);
        }
    }

    private static void CheckFields(MessageCheck check, ShotFields shot)
    {
        check.Name(shot.ShotId);
        check.Prompt(shot.Prompt);
        check.NameOrEmpty(shot.Pipeline);
        check.NameOrEmpty(shot.EpisodeId);
        check.NotNegative(shot.SceneIndex);
        check.NotNegative(shot.SceneId);
        check.Paths(shot.IdentityRefs);
        check.OptionalPath(shot.StartFrame);
        check.OptionalPath(shot.EndFrame);
        check.Seconds(shot.Duration);
        check.NameOrEmpty(shot.AspectRatio);
        check.OptionalPath(shot.SceneRefPath);
        check.OptionalPaths(shot.ExpressionRefs);
        check.OptionalName(shot.Model);
        check.OptionalMoney(shot.ShotCap);
        check.ProviderOptions(shot.ProviderOptions);
    }

    private static void Check(MessageCheck check, CancelRun cancel)
    {
        check.Project(cancel.Project);
        check.Name(cancel.RunId);
        check.Name(cancel.By);
        check.OptionalText(cancel.Reason);
    }

    private static void Check(MessageCheck check, CancelShot cancel)
    {
        CheckShotName(check, cancel.Project, cancel.RunId, cancel.ShotId);
        check.Name(cancel.By);
        check.OptionalText(cancel.Reason);
    }

    private static void Check(MessageCheck check, ReserveBudget wish)
    {
        CheckIds(check, wish.CorrelationId, wish.ReservationId);
        check.Account(wish.Scope);
        check.Money(wish.Estimate);
        check.Total(wish.EpisodeCap);
        check.Total(wish.ShotSpent);
        check.Total(wish.ShotCap);
        check.Between(wish.Lease, TimeSpan.FromMilliseconds(1), MessageLimits.LongestLease);
    }

    private static void Check(MessageCheck check, SettleBudget settle)
    {
        CheckIds(check, settle.CorrelationId, settle.ReservationId);
        check.Account(settle.Scope);
        check.Money(settle.ActualCost);
    }

    private static void Check(MessageCheck check, GenerateTake take)
    {
        CheckIds(check, take.CorrelationId, take.TakeId);
        CheckShotName(check, take.Project, take.RunId, take.ShotId);
        check.Between(take.Attempt, 1, MessageLimits.Takes);
        check.Between(take.Take, 1, MessageLimits.Takes);
        check.Between(take.Ordinal, 1, MessageLimits.Takes);
        check.Prompt(take.Prompt);
        check.NameOrEmpty(take.Model);
        check.Paths(take.IdentityRefs);
        check.OptionalPath(take.SceneRefPath);
        check.OptionalPaths(take.ExpressionRefs);
        check.OptionalPath(take.StartFrame);
        check.OptionalPath(take.EndFrame);
        if (take.Duration is { } duration)
            check.Seconds(duration);
        check.NameOrEmpty(take.AspectRatio);
        check.ProviderOptions(take.ProviderOptions);
    }

    private static void Check(MessageCheck check, GenerationCompleted generation)
    {
        CheckIds(check, generation.CorrelationId, generation.TakeId);
        check.OptionalPath(generation.Output);
        check.Money(generation.Cost);
        check.OptionalText(generation.Error);
        check.OptionalName(generation.FinalState);
        check.OptionalText(generation.ProviderJob);
        check.OptionalText(generation.Fault);
    }

    private static void Check(MessageCheck check, CritiqueTake take)
    {
        CheckIds(check, take.CorrelationId, take.TakeId);
        CheckShotName(check, take.Project, take.RunId, take.ShotId);
        check.Path(take.Output);
        check.Paths(take.References);
        check.Paths(take.IdentityRefs);
        check.OptionalPath(take.SceneRefPath);
        check.OptionalPath(take.StartFrame);
        check.OptionalPath(take.EndFrame);
        if (take.Duration is { } duration)
            check.Seconds(duration);
        check.NameOrEmpty(take.AspectRatio);
    }

    private static void Check(MessageCheck check, CriticVerdict verdict)
    {
        CheckIds(check, verdict.CorrelationId, verdict.TakeId);
        if (verdict.Gate is { } gate)
        {
            check.NameOrEmpty(gate.Name);
            check.Text(gate.FailureCategory, MessageLimits.TextCharacters);
            check.Texts(gate.HardFailures);
        }

        if (check.Entries(verdict.Findings, MessageLimits.FindingEntries))
        {
            foreach (var finding in verdict.Findings)
            {
                if (!check.Present(finding, "an entry of findings"))
                    break;
                check.Name(finding.Check);
                check.Finite(finding.Score);
                check.Finite(finding.Threshold);
                check.Text(finding.Evidence, MessageLimits.TextCharacters);
            }
        }

        check.OptionalText(verdict.Error);
        check.OptionalName(verdict.FinalState);
        check.Finite(verdict.Score);
        if (verdict.Score is < 0 or > 1)
            check.Refuse(nameof(verdict.Score), $"is {verdict.Score}; it must be from 0 to 1");
    }

    private static void Check(MessageCheck check, EnqueueReview review)
    {
        CheckIds(check, review.CorrelationId, review.ReviewId);
        CheckShotName(check, review.Project, review.RunId, review.ShotId);
        check.NameOrEmpty(review.EpisodeId);
        check.NameOrEmpty(review.FailureMode);
        if (check.Entries(review.Attempts, MessageLimits.Takes))
        {
            foreach (var attempt in review.Attempts)
            {
                if (!check.Present(attempt, "an entry of attempts"))
                    break;
                check.Between(attempt.Attempt, 1, MessageLimits.Takes);
                check.Between(attempt.Take, 1, MessageLimits.Takes);
                check.OptionalPath(attempt.Output);
                check.OptionalMoney(attempt.Cost);
                check.OptionalName(attempt.FinalState);
                check.OptionalText(attempt.Error);
            }
        }

        check.Total(review.TotalCostUsd);
        check.Prompt(review.OriginalPrompt);
        check.OptionalPrompt(review.SoftenedPrompt);
        check.OptionalPath(review.OutputPath);
    }

    private static void Check(MessageCheck check, ClaimReview claim)
    {
        check.Id(claim.ReviewId);
        check.Name(claim.By);
        check.Between(claim.For, TimeSpan.FromSeconds(1), MessageLimits.LongestClaim);
    }

    private static void Check(MessageCheck check, DecideReview decision)
    {
        check.Id(decision.ReviewId);
        check.Name(decision.By);
        check.OptionalText(decision.Note);
        check.OptionalPrompt(decision.EditedPrompt);
        check.Money(decision.ExtraBudget);
    }

    private static void Check(MessageCheck check, ReviewAnswered answer)
    {
        check.Id(answer.ReviewId);
        check.OptionalText(answer.Refusal);
        check.OptionalName(answer.ClaimedBy);
    }

    private static void Check(MessageCheck check, ReviewDecided decision)
    {
        CheckIds(check, decision.CorrelationId, decision.ReviewId);
        check.Name(decision.By);
        check.OptionalText(decision.Note);
        check.OptionalPrompt(decision.EditedPrompt);
        check.Money(decision.ExtraBudget);
    }

    private static void Check(MessageCheck check, ReviewClosed closed)
    {
        CheckIds(check, closed.CorrelationId, closed.ReviewId);
        CheckShotName(check, closed.Project, closed.RunId, closed.ShotId);
        check.Name(closed.By);
        check.OptionalText(closed.Note);
        check.OptionalPath(closed.OutputPath);
    }

    private static void Check(MessageCheck check, ShotProgressed progress)
    {
        check.Id(progress.CorrelationId);
        CheckShotName(check, progress.Project, progress.RunId, progress.ShotId);
        check.Name(progress.State);
        check.NotNegative(progress.Attempt);
        check.NotNegative(progress.Take);
        check.Total(progress.CostUsd);
    }

    private static void Check(MessageCheck check, ShotCostRaised raised)
    {
        CheckIds(check, raised.CorrelationId, raised.TakeId);
        CheckShotName(check, raised.Project, raised.RunId, raised.ShotId);
        check.Total(raised.CostUsd);
    }

    private static void Check(MessageCheck check, ShotCompleted completed)
    {
        check.Id(completed.CorrelationId);
        CheckShotName(check, completed.Project, completed.RunId, completed.ShotId);
        check.NameOrEmpty(completed.EpisodeId);
        check.NotNegative(completed.SceneIndex);
        check.Between(completed.Round, 1, int.MaxValue);
        check.Name(completed.OpId);
        check.OptionalPath(completed.OutputPath);
        check.Total(completed.CostUsd);
        check.NotNegative(completed.Attempts);
        check.NotNegative(completed.Takes);
        check.OptionalName(completed.FailureMode);
        if (completed.ReviewQueueId is { } review)
            check.Id(review, nameof(completed.ReviewQueueId));
        if (check.Entries(completed.ValidationNotes, MessageLimits.FindingEntries))
        {
            foreach (var note in completed.ValidationNotes)
                check.Text(note, MessageLimits.TextCharacters, nameof(completed.ValidationNotes));
        }
    }

    private static void Check(MessageCheck check, RunCompleted run)
    {
        check.Project(run.Project);
        check.Name(run.RunId);
        check.Present(run.CountsByStatus);
        check.NotNegative(run.NotStarted);
        check.Between(run.Duration, TimeSpan.Zero, TimeSpan.MaxValue);
    }

    private static void CheckShotName(MessageCheck check, string? project, string? runId, string? shotId)
    {
        check.Project(project);
        check.NameOrEmpty(runId);
        check.Name(shotId);
    }

    /// <summary>The shot, and what of it the message is about.</summary>
    private static void CheckIds(MessageCheck check, Guid correlationId, Guid part, [CallerArgumentExpression(nameof(part))] string field = "")
    {
        check.Id(correlationId);
        check.Id(part, field);
    }

    private static void CheckFault<T>(MessageCheck check, Fault<T> fault, Action<MessageCheck, T> checkCause) where T : class
    {
        if (check.Present(fault.Message))
            checkCause(check, fault.Message);
        if (check.Present(fault.Exceptions) && Array.Exists(fault.Exceptions, exception => exception is null))
            check.Refuse(nameof(fault.Exceptions), "has an entry that is null");
    }
}
