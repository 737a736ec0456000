using Recoil.Contracts;
using Recoil.Storage.Budget;

namespace Recoil.Storage.MongoDb.Budget;

/// <summary>
/// A project with its cap, what the holds of its runs come to, and those of the holds that are not yet documents of their own. Sums are decimals
/// in US dollars, for caps are in them.
/// </summary>
internal sealed class ProjectRecord
{
    /// <summary>The project's name.</summary>
    public required string Id { get; init; }

    public decimal? Cap { get; init; }

    /// <summary>Whether the cap is for each month.</summary>
    public bool IsMonthly { get; init; }

    public string? SetBy { get; init; }

    public DateTimeOffset? SetAt { get; init; }

    /// <summary>Counts changes of the cap: whoever has compared with it writes only if it stands.</summary>
    public long Revision { get; init; }

    /// <summary>What was added to the cap since, by the ids.</summary>
    public Dictionary<string, StoredTopUp> TopUps { get; init; } = [];

    /// <summary>The sum of all holds.</summary>
    public decimal Held { get; init; }

    /// <summary>The same by the month that they count in; what earlier versions kept is under <c>earlier</c>.</summary>
    public Dictionary<string, decimal> Months { get; init; } = [];

    /// <summary>The holds that are here, by <see cref="HoldRecord.IdOf"/>.</summary>
    public Dictionary<string, HoldRecord> Holds { get; init; } = [];

    /// <summary>How many holds are here.</summary>
    public int HoldCount { get; init; }

    /// <summary>Counts removals of holds from here, as <see cref="AccountRecord.Moves"/> does for reservations.</summary>
    public long Moves { get; init; }

    public ProjectTerms Terms => new()
    {
        Cap = Cap,
        Period = IsMonthly ? BudgetPeriod.Month : BudgetPeriod.Total,
        SetBy = SetBy,
        SetAt = SetAt,
        TopUps = TopUps.ToDictionary(added => Guid.ParseExact(added.Key, "N"), added => new ProjectTopUp(Id, Guid.ParseExact(added.Key, "N"), added.Value.Amount, added.Value.At)),
    };
}

internal sealed class StoredTopUp
{
    /// <summary>US dollars.</summary>
    public decimal Amount { get; init; }

    public DateTimeOffset At { get; init; }
}
