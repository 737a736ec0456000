using Recoil.Contracts;

namespace Recoil.Storage.Runs;

/// <summary>How the shots of a run stand together.</summary>
/// <param name="CountsByStatus">How many ended with each status that occurs.</param>
/// <param name="Open">How many have not ended.</param>
/// <param name="Cost">What all cost.</param>
public sealed record RunTotals(IReadOnlyDictionary<ShotStatus, int> CountsByStatus, int Open, KnownCost Cost)
{
    /// <summary>Adds up how shots stand.</summary>
    public static RunTotals Of(IEnumerable<(ShotStatus? Status, int Count, KnownCost Cost)> parts)
    {
        var counts = new SortedDictionary<ShotStatus, int>();
        var (open, cost) = (0, KnownCost.Free);
        foreach (var part in parts)
        {
            cost += part.Cost;
            if (part.Status is { } status)
                counts[status] = counts.GetValueOrDefault(status) + part.Count;
            else
                open += part.Count;
        }

        return new RunTotals(counts, open, cost);
    }
}
