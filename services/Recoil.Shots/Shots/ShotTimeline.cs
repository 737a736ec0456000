using Recoil.Contracts;
using Recoil.Shots.Routing;
using Recoil.Shots.Softening;

namespace Recoil.Shots;

/// <summary>A shot's timeline: the stored notes say what happened when, the takes say what came of it.</summary>
internal static class ShotTimeline
{
    public const string Dispatched = "dispatched";
    public const string Generated = "generated";
    public const string Judgement = "judgement";
    public const string Judged = "verdict";
    public const string Late = "late";

    /// <summary>The most late events that are noted: repeated messages must not grow the document.</summary>
    private const int LateLimit = 20;

    /// <summary>Everything that happened, oldest first.</summary>
    public static IReadOnlyList<TimelineEntry> Of(ShotState shot) => [.. shot.Notes.SelectMany(note => Judgements(shot, note).Append(Entry(shot, note)))];

    /// <summary>Notes an event of the attempt and take under way.</summary>
    public static void Note(
        this ShotState shot, DateTimeOffset at, string what, FailureMode? failureMode = null, string? rule = null, string? action = null,
        KnownCost? cost = null, string? output = null, string? detail = null) => shot.Notes.Add(new TimelineNote
        {
            At = at,
            Event = what,
            Attempt = shot.Routing!.Attempt,
            Take = shot.Routing.Take,
            FailureMode = failureMode,
            Rule = rule,
            Action = action,
            Cost = Shown(cost),
            CostSource = cost?.Source,
            Output = output,
            Detail = detail,
        });

    /// <summary>Notes a message that the shot no longer waits for.</summary>
    public static void NoteLate(this ShotState shot, DateTimeOffset at, string detail, KnownCost? cost = null, string? output = null)
    {
        if (shot.Notes.Count(note => note.Event == Late) < LateLimit)
            shot.Note(at, Late, cost: cost, output: output, detail: detail);
    }

    /// <summary>A decision's action, in words.</summary>
    public static string ActionOf(Decision decision) => decision switch
    {
        Decision.Complete complete => SnakeCase.Of(complete.Status),
        Decision.Escalate escalate => SnakeCase.Of(escalate.Status),
        Decision.NextAttempt => "next_attempt",
        Decision.Reroll reroll => $"reroll: {SnakeCase.Of(reroll.Strategy)}",
        _ => throw new InvalidOperationException($"{decision.GetType().Name} is not a decision that is carried out."),
    };

    /// <summary>What the softener changed, or why it could not; null where there is nothing to say.</summary>
    public static string? DetailOf(SoftenResult softened) => softened.Changes.Count == 0
        ? softened.Obstacle
        : string.Join("; ", softened.Changes.Select(change => $"{change.Rule}: {change.From} → {change.To}"));

    /// <summary>A reviewer's decision: by whom and why, the extra money, and the new prompt.</summary>
    public static string DetailOf(ReviewDecided decision) => string.Join("; ", new[]
    {
        decision.Note is null ? $"by {decision.By}" : $"by {decision.By}: {decision.Note}",
        decision.ChargedUsd is { } charged ? $"the provider charged {charged} US dollars" : null,
        decision.SuppliedOutput is { } supplied ? $"with a take that a person made: {supplied}" : null,
        decision.ExtraBudget > 0 ? $"{decision.ExtraBudget} US dollars more" : null,
        decision.EditedPrompt is { } prompt ? $"new prompt: {prompt}" : null,
    }.OfType<string>());

    /// <summary>A remake: at whose request and why, the extra money, and the new prompt.</summary>
    public static string DetailOf(RemakeShot remake) => string.Join("; ", new[]
    {
        remake.Note is null ? $"by {remake.By}" : $"by {remake.By}: {remake.Note}",
        remake.ExtraBudget > 0 ? $"{remake.ExtraBudget} US dollars more" : null,
        remake.EditedPrompt is { } prompt ? $"new prompt: {prompt}" : null,
    }.OfType<string>());

    private static decimal? Shown(KnownCost? cost) => cost is { IsUnknown: false } known ? known.Usd : null;

    /// <summary>What came of asking the judges, before the verdict that they led to.</summary>
    private static IEnumerable<TimelineEntry> Judgements(ShotState shot, TimelineNote note) => note.Event != Judged
        ? []
        : (TakeOf(shot, note)?.Verdict?.Judgements ?? []).Select(judgement => new TimelineEntry
        {
            At = note.At,
            Event = Judgement,
            Attempt = note.Attempt,
            Take = note.Take,
            Cost = Shown(KnownCost.Of(judgement)),
            CostSource = judgement.CostSource,
            Detail = judgement.Failure is null ? judgement.Judge : $"{judgement.Judge}: {judgement.Failure}",
        });

    private static ShotTake? TakeOf(ShotState shot, TimelineNote note) => shot.Takes.Find(take => (take.Attempt, take.Number) == (note.Attempt, note.Take));

    private static TimelineEntry Entry(ShotState shot, TimelineNote note)
    {
        // Notes of version 0.1 are whole, so what a note says itself comes first.
        var entry = new TimelineEntry
        {
            At = note.At,
            Event = note.Event,
            Attempt = note.Attempt,
            Take = note.Take,
            FailureMode = note.FailureMode,
            Rule = note.Rule,
            Action = note.Action,
            Cost = note.Cost,
            CostSource = note.CostSource ?? (note.Cost is null ? null : note.Event == Dispatched ? CostSource.Estimated : CostSource.Reported),
            Output = note.Output,
            Detail = note.Detail,
            Findings = note.Findings,
        };
        return (note.Event, TakeOf(shot, note)) switch
        {
            (Dispatched, { } made) => entry with
            {
                Action = entry.Action ?? (made.Strategy is { } strategy ? SnakeCase.Of(strategy) : null),
                Cost = entry.Cost ?? shot.Routing!.Reserved,
                CostSource = entry.CostSource ?? CostSource.Estimated,
            },
            (Generated, { Result: { } result }) => entry with
            {
                Cost = entry.Cost ?? Shown(KnownCost.Of(result)),
                CostSource = entry.CostSource ?? KnownCost.Of(result).Source,
                Output = entry.Output ?? result.Output,
                Detail = entry.Detail ?? result.Fault ?? result.Error,
            },
            (Judged, { Verdict: { } verdict }) => entry with
            {
                FailureMode = entry.FailureMode ?? verdict.Gate?.DominantFailureMode,
                Detail = entry.Detail ?? verdict.Error,
                Findings = entry.Findings ?? (verdict.Findings is { Count: > 0 } findings ? findings : null),
            },
            _ => entry,
        };
    }
}
