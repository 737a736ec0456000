namespace Recoil.Storage.Budget;

/// <summary>What a project's cap may be.</summary>
internal static class ProjectLimits
{
    private const decimal MostDollars = 1_000_000_000m;

    /// <exception cref="ArgumentOutOfRangeException">It is negative, or more than a billion US dollars.</exception>
    public static void Check(decimal? dollars, string name)
    {
        if (dollars is < 0 or > MostDollars)
            throw new ArgumentOutOfRangeException(name, dollars, $"A project's cap and what is added to it must be from 0 to {MostDollars} US dollars.");
    }
}
