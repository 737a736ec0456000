namespace Recoil.Contracts;

/// <summary>Please set money aside for a take. The same reservation id twice is one reservation.</summary>
public sealed record ReserveBudget
{
    /// <summary>The shot.</summary>
    public required Guid CorrelationId { get; init; }

    /// <summary>The take's id.</summary>
    public required Guid ReservationId { get; init; }

    /// <summary>The account, see <see cref="ShotIdentity.BudgetScopeOf"/>.</summary>
    public required string Scope { get; init; }

    /// <summary>What the take will probably cost, in US dollars; not negative.</summary>
    public required decimal Estimate { get; init; }

    /// <summary>The most the account may hold, spent and reserved together, in US dollars; what takes draw on extra money does not count.</summary>
    public required decimal EpisodeCap { get; init; }

    /// <summary>
    /// Extra money that people gave to the shot over all its rounds, in US dollars. Its takes draw on it first, and nobody else does. A sender that knows no
    /// such field adds it to the cap instead.
    /// </summary>
    public decimal ExtraBudget { get; init; }

    /// <summary>What the shot has cost so far, in US dollars.</summary>
    public required decimal ShotSpent { get; init; }

    /// <summary>The most the shot may cost, in US dollars.</summary>
    public required decimal ShotCap { get; init; }

    /// <summary>How long the money stays reserved without a settlement.</summary>
    public required TimeSpan Lease { get; init; }
}
