namespace Recoil.Contracts;

/// <summary>Please turn a reservation into what was really spent.</summary>
/// <remarks>
/// Settling twice with the same cost changes nothing. Settling again with a higher cost charges the difference: a take
/// that was given up may still turn out to have been paid.
/// </remarks>
public sealed record SettleBudget
{
    /// <summary>The shot.</summary>
    public required Guid CorrelationId { get; init; }

    /// <summary>The take's id.</summary>
    public required Guid ReservationId { get; init; }

    /// <summary>The account, see <see cref="ShotIdentity.BudgetScopeOf"/>.</summary>
    public required string Scope { get; init; }

    /// <summary>What was spent, in US dollars; 0 releases the reservation. May be more than was reserved.</summary>
    public required decimal ActualCost { get; init; }

    /// <summary>
    /// Where the amount comes from, for those who look at the accounts; the budget counts it whatever it says. With unknown it is what is known,
    /// mostly 0. Absent from earlier versions: reported.
    /// </summary>
    public CostSource? CostSource { get; init; }
}
