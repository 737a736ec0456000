namespace Recoil.Storage.Budget;

/// <summary>What takes draw on the extra money of their shot, in trillionths of a dollar. Pure.</summary>
internal static class ExtraMoney
{
    /// <summary>What of a reservation is drawn on it: as much as there is.</summary>
    /// <param name="given">What the shot was given over all its rounds.</param>
    /// <param name="used">What of it is spent and reserved.</param>
    /// <param name="amount">The reservation.</param>
    public static long Drawn(long given, long used, long amount) => Math.Clamp(given - used, 0, amount);

    /// <summary>What of a cost is drawn on it: the cost of a take that drew on it, and not more than was drawn.</summary>
    public static long Spent(long drawn, long cost) => Math.Min(drawn, cost);
}
