using Recoil.Contracts;
using Recoil.Shots.Routing;
using Recoil.Storage.Sagas;

namespace Recoil.Shots.Upgrading;

/// <summary>Makes a shot's document of version 2 out of one of Recoil.Bus 0.1.</summary>
internal static class ShotUpgradeV1
{
    /// <summary>The type that a step's timer had in 0.1.</summary>
    private const string StepLapsed = "Recoil.Shots.StepLapsed, Recoil.Shots";

    private static readonly string s_stepTimeout = $"{typeof(StepTimeoutExpired).FullName}, {typeof(StepTimeoutExpired).Assembly.GetName().Name}";

    public static SagaDocument<ShotState> Upgrade(SagaDocument<ShotStateV1> document)
    {
        var upgraded = document.With(Upgrade(document.State));
        for (var i = 0; i < upgraded.Timers.Count; i++)
        {
            if (upgraded.Timers[i].MessageType == StepLapsed)
                upgraded.Timers[i] = upgraded.Timers[i] with { MessageType = s_stepTimeout };
        }

        return upgraded;
    }

    private static ShotState Upgrade(ShotStateV1 old)
    {
        var shot = new ShotState
        {
            CorrelationId = old.CorrelationId,
            CurrentState = old.CurrentState,
            Request = old.Request,
            Routing = old.Routing is { } routing ? Upgrade(routing) : null,
            Round = old.Round,
            ExtraBudget = old.ExtraBudget,
            Cancelling = old.Cancelling,
            Retries = old.Asked,
            StepTimer = old.StepTimer,
            Ops = old.Ops,
            Result = old.Result,
            Review = old.Review,
            Closed = old.Closed,
            ExpiresAt = old.ExpiresAt,
        };
        shot.Notes.AddRange(old.Timeline.Select(Note));
        shot.Takes.AddRange(TakesOf(old));
        return shot;
    }

    private static RoutingState Upgrade(RoutingStateV1 old) => new()
    {
        Attempt = old.Attempt,
        Take = old.Take,
        Model = old.Model,
        Estimate = old.Estimate,
        OriginalPrompt = old.OriginalPrompt,
        SoftenedPrompt = old.SoftenedPrompt,
        Strategy = old.Strategy,
        HeldOutput = old.HeldOutput,
        HeldRank = old.HeldRank,
        LastFailureMode = old.LastFailureMode,
        PreviousEnd = old.PreviousEnd,
        ValidationNotes = old.ValidationNotes,
    };

    /// <summary>The takes that were decided on, and the one under way or that the shot ended in.</summary>
    private static IEnumerable<ShotTake> TakesOf(ShotStateV1 old)
    {
        if (old.Routing is not { } routing)
            yield break;

        var currentIsRecorded = false;
        foreach (var record in routing.AttemptRecords)
        {
            var id = ShotIdentity.OfTake(old.CorrelationId, record.Attempt, record.Take);
            currentIsRecorded |= (record.Attempt, record.Take) == (routing.Attempt, routing.Take);
            yield return new ShotTake
            {
                Id = id,
                Attempt = record.Attempt,
                Number = record.Take,
                Result = ResultOf(old.CorrelationId, id, record),
                ChargedCost = SettledFor(old, id) ?? record.Cost ?? 0,
                ChargedSource = SettledFor(old, id) is null && IsUnknown(record) ? CostSource.Unknown : null,
            };
        }

        // A shot that was cancelled before its request has no take at all.
        if (currentIsRecorded || routing.Attempt < 1)
            yield break;

        var current = ShotIdentity.OfTake(old.CorrelationId, routing.Attempt, routing.Take);
        yield return new ShotTake
        {
            Id = current,
            Attempt = routing.Attempt,
            Number = routing.Take,
            Strategy = routing.Strategy,
            Result = old.Generation,
            ChargedCost = SettledFor(old, current),
            ChargedSource = IsUnknown(old, routing) ? CostSource.Unknown : null,
        };
    }

    /// <summary>Whether the take was asked for and settled for nothing before any result came: it may have been bought.</summary>
    private static bool IsUnknown(ShotStateV1 old, RoutingStateV1 routing) =>
        old.Generation is null
        && SettledFor(old, ShotIdentity.OfTake(old.CorrelationId, routing.Attempt, routing.Take)) == 0
        && old.Timeline.Exists(entry => entry.Event == ShotTimeline.Dispatched && (entry.Attempt, entry.Take) == (routing.Attempt, routing.Take));

    private static decimal? SettledFor(ShotStateV1 old, Guid takeId)
    {
        foreach (var settlement in old.Settlements)
        {
            if (settlement.TakeId == takeId)
                return settlement.Cost;
        }

        return null;
    }

    /// <summary>An attempt that failed on its machine cost nothing; any other without a cost cost nobody knows what.</summary>
    private static bool IsUnknown(AttemptRecord record) => record is { Cost: null, Error: null };

    /// <summary>0.1 kept of a result only what its attempt record says; the rest is in the notes.</summary>
    private static GenerationCompleted ResultOf(Guid shot, Guid take, AttemptRecord record) => new()
    {
        CorrelationId = shot,
        TakeId = take,
        Success = record.Output is not null,
        Output = record.Output,
        Cost = record.Cost ?? 0,
        CostSource = IsUnknown(record) ? CostSource.Unknown : null,
        FinalState = record.FinalState,
        Fault = record.Error,
    };

    private static TimelineNote Note(TimelineEntry entry) => new()
    {
        At = entry.At,
        Event = entry.Event,
        Attempt = entry.Attempt,
        Take = entry.Take,
        FailureMode = entry.FailureMode,
        Rule = entry.Rule,
        Action = entry.Action,
        Cost = entry.Cost,
        Output = entry.Output,
        Detail = entry.Detail,
        Findings = entry.Findings,
    };
}
