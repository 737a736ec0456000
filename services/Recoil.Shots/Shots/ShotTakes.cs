using Recoil.Contracts;
using Recoil.Shots.Routing;

namespace Recoil.Shots;

/// <summary>What follows from a shot's takes: its cost, its settlements, its attempt records. Nothing of that is stored.</summary>
internal static class ShotTakes
{
    /// <summary>What all takes cost together so far, in US dollars, late bills included.</summary>
    public static decimal Cost(this IReadOnlyList<ShotTake> takes)
    {
        var cost = 0m;
        foreach (var take in takes)
            cost += take.ChargedCost ?? 0;
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

    /// <summary>Charges a take's cost. It never falls: the settlement of a larger amount stands.</summary>
    /// <returns>Whether the settlement is a new one or a larger one.</returns>
    public static bool Charge(this ShotTake take, decimal cost)
    {
        if (take.ChargedCost >= cost)
            return false;
        take.ChargedCost = cost;
        return true;
    }

    private static AttemptRecord Record(ShotTake take)
    {
        var outcome = StepOutcome.Of(take.Result!, take.Verdict);
        return outcome.Fault is { } fault
            // Such a generation leaves no cost behind, unless its bill comes late.
            ? new AttemptRecord { Attempt = take.Attempt, Take = take.Number, Error = fault, Cost = take.ChargedCost > 0 ? take.ChargedCost : null }
            : new AttemptRecord
            {
                Attempt = take.Attempt,
                Take = take.Number,
                Output = outcome.Output,
                Cost = take.ChargedCost ?? outcome.Cost,
                FinalState = outcome.FinalState ?? "",
                ProviderError = take.Result!.Error,
                ErrorKind = take.Result.ErrorKind,
            };
    }
}
