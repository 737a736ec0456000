using Recoil.Contracts;
using Recoil.Shots.Routing;

namespace Recoil.Shots;

/// <summary>What follows from a shot's takes: its cost, its settlements, its attempt records. Nothing of that is stored.</summary>
internal static class ShotTakes
{
    /// <summary>
    /// What all takes that have ended cost together, judging and late bills included. One of unknown outcome is a part that nobody knows; of one that is
    /// being judged the generation counts.
    /// </summary>
    public static KnownCost Cost(this IReadOnlyList<ShotTake> takes)
    {
        var cost = KnownCost.Free;
        foreach (var take in takes)
            cost += take.Charged ?? (take.IsOutcomeUnknown ? KnownCost.Unknown : take.Result is { } made ? KnownCost.Of(made) : KnownCost.Free);
        return cost;
    }

    /// <summary>The takes that were settled, oldest first.</summary>
    public static IEnumerable<ShotTake> Settled(this IReadOnlyList<ShotTake> takes) => takes.Where(take => take.ChargedCost is not null);

    /// <summary>How many takes came out of the generator, well or badly.</summary>
    public static int Generated(this IReadOnlyList<ShotTake> takes) => takes.Count(take => take.Result is not null);

    /// <summary>One record for every take that came out of the generator, as a reviewer sees them.</summary>
    public static IReadOnlyList<AttemptRecord> Records(this IReadOnlyList<ShotTake> takes) =>
        [.. takes.Where(take => take.Result is not null).Select(Record)];

    /// <summary>The take with this id, or null.</summary>
    public static ShotTake? WithId(this IReadOnlyList<ShotTake> takes, Guid id) => takes.FirstOrDefault(take => take.Id == id);

    /// <summary>Charges a take's cost. It never falls: the settlement of a larger amount stands, and of the same amount that of a stronger source.</summary>
    /// <returns>Whether this says something new.</returns>
    public static bool Charge(this ShotTake take, KnownCost cost)
    {
        if (!take.IsNews(cost))
            return false;
        (take.ChargedCost, take.ChargedSource) = (cost.Usd, cost.Source);
        return true;
    }

    /// <summary>Charges what judging a take cost. It never falls either.</summary>
    public static void ChargeJudging(this ShotTake take, KnownCost cost)
    {
        if (take.IsJudgingNews(cost))
            (take.JudgingCost, take.JudgingSource) = (cost.Usd, cost.Source);
    }

    /// <summary>Whether a cost says more of a take, without judging, than what it is settled for.</summary>
    public static bool IsNews(this ShotTake take, KnownCost cost) => take.Made is not { } before || cost.SaysMoreThan(before);

    /// <summary>The same of judging it. That nobody was asked and it cost nothing is no news.</summary>
    public static bool IsJudgingNews(this ShotTake take, KnownCost cost) => take.JudgingCost is null ? !cost.IsFree : cost.SaysMoreThan(take.Judging);

    /// <summary>Whether a cost is a larger amount, or the same one of a stronger source.</summary>
    public static bool SaysMoreThan(this KnownCost cost, KnownCost before) => before.Usd < cost.Usd || (before.Usd == cost.Usd && before.Source < cost.Source);

    private static AttemptRecord Record(ShotTake take)
    {
        var outcome = StepOutcome.Of(take.Result!, take.Verdict);
        var cost = take.Charged ?? KnownCost.Of(take.Result!);
        return outcome.Fault is { } fault
            // Such a generation leaves no cost behind, unless its bill comes late or nobody knows whether there is one.
            ? new AttemptRecord { Attempt = take.Attempt, Take = take.Number, Error = fault, Cost = cost.Usd > 0 ? cost.Usd : null, CostSource = cost.IsFree ? null : cost.Source }
            : new AttemptRecord
            {
                Attempt = take.Attempt,
                Take = take.Number,
                Output = outcome.Output,
                Cost = cost.IsUnknown ? null : cost.Usd,
                CostSource = cost.Source,
                FinalState = outcome.FinalState ?? "",
                ProviderError = take.Result!.Error,
                ErrorKind = take.Result.ErrorKind,
            };
    }
}
