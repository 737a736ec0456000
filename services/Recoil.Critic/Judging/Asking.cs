using Recoil.Contracts;
using Recoil.Models;
using Recoil.Storage.Judging;

namespace Recoil.Critic.Judging;

/// <summary>Says what is done with a question to a judge. Pure: no clock and no store.</summary>
internal static class Asking
{
    /// <summary>What is done next.</summary>
    /// <param name="known">What is known of the question; null when it was not asked.</param>
    /// <param name="id">The question.</param>
    /// <param name="takeId">The take whose shot pays.</param>
    /// <param name="now">The time.</param>
    /// <param name="until">When a call that begins now is certainly over.</param>
    public static AskingStep Next(AskedJudge? known, Guid id, Guid takeId, DateTimeOffset now, DateTimeOffset until) => known switch
    {
        { Answer: { } answer } => new AskingStep.Answered(answer),
        { Failure: { } failure } => new AskingStep.Failed(failure),

        // Somebody is asking now. Whoever comes later comes again.
        not null when known.Calls.Any(call => !call.IsOver && call.Until > now) => new AskingStep.Busy(),
        not null when known.Calls.Count >= Recoil.Models.Judging.MostCalls => new AskingStep.Failed(known.Calls.Any(call => !call.IsOver)
            ? "an answer was lost, and the judge is not asked again" : "no answer could be used"),
        _ => new AskingStep.Ask(Next(known, id, now) is var next ? next with { Calls = [.. next.Calls, new JudgeCall(takeId, until, 0, CostSource.Unknown, IsOver: false)] } : next),
    };

    /// <summary>The call was made and is over.</summary>
    public static AskedJudge Over(AskedJudge known, JudgeCall call, KnownCost cost, DateTimeOffset now, string? answer = null, string? failure = null) => Next(known, known.Id, now) with
    {
        Calls = [.. known.Calls.Select(one => one == call ? one with { Usd = cost.Usd, Source = cost.Source, IsOver = true } : one)],
        Answer = answer ?? known.Answer,
        Failure = known.Answer is null && answer is null ? failure : null,
    };

    /// <summary>The judge refused the call before it cost anything: it does not count.</summary>
    public static AskedJudge Undone(AskedJudge known, JudgeCall call, DateTimeOffset now, string? failure = null) => Next(known, known.Id, now) with
    {
        Calls = [.. known.Calls.Where(one => one != call)],
        Failure = known.Answer is null ? failure : null,
    };

    /// <summary>What the question has cost the shot of a take. What another take's shot has paid costs it nothing; a call that was never answered costs what nobody knows.</summary>
    public static KnownCost CostOf(AskedJudge? known, Guid takeId) => KnownCost.Sum((known?.Calls ?? []).Where(call => call.TakeId == takeId).Select(call => call.Cost));

    private static AskedJudge Next(AskedJudge? known, Guid id, DateTimeOffset now) =>
        known is null ? new AskedJudge { Id = id, Version = 1, ChangedAt = now } : known with { Version = known.Version + 1, ChangedAt = now };
}
