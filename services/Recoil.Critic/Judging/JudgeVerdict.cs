using Recoil.Contracts;

namespace Recoil.Critic.Judging;

/// <summary>What one judge says of a take.</summary>
/// <param name="Judge">Its name.</param>
/// <param name="Answers">What it says, by dimension; null when it gave no verdict.</param>
/// <param name="Failure">Why it gave none; null when it did.</param>
/// <param name="Cost">What it cost.</param>
internal sealed record JudgeVerdict(string Judge, IReadOnlyDictionary<string, DimensionAnswer>? Answers, string? Failure, KnownCost Cost)
{
    public static JudgeVerdict NotJudged(string judge, string why, KnownCost cost) => new(judge, null, why, cost);

    public Judgement ToJudgement() => new() { Judge = Judge, Cost = Cost.Usd, CostSource = Cost.Source, Failure = Failure };
}
