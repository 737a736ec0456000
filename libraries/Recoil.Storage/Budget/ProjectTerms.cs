using Recoil.Contracts;

namespace Recoil.Storage.Budget;

/// <summary>A project's cap with what was added to it, in US dollars. Pure: the same commands give the same terms in any order.</summary>
internal sealed record ProjectTerms
{
    /// <summary>As in <see cref="ReservationRule"/>: a cap may be passed by a billionth.</summary>
    private const decimal Tolerance = 0.000000001m;

    public decimal? Cap { get; init; }

    public BudgetPeriod Period { get; init; }

    /// <summary>Who set the cap; null when nobody did.</summary>
    public string? SetBy { get; init; }

    public DateTimeOffset? SetAt { get; init; }

    /// <summary>What was added since, by id.</summary>
    public IReadOnlyDictionary<Guid, ProjectTopUp> TopUps { get; init; } = new Dictionary<Guid, ProjectTopUp>();

    /// <summary>With a cap in place of this one; null when this or a newer one stands.</summary>
    public ProjectTerms? With(ProjectBudget budget) => SetAt >= budget.At
        ? null
        : new ProjectTerms
        {
            Cap = budget.Cap,
            Period = budget.Period,
            SetBy = budget.By,
            SetAt = budget.At,
            TopUps = TopUps.Where(added => added.Value.At > budget.At).ToDictionary(),
        };

    /// <summary>With money added; null when it was added before, or a cap was set since.</summary>
    public ProjectTerms? With(ProjectTopUp topUp) => SetAt >= topUp.At || TopUps.ContainsKey(topUp.Id)
        ? null
        : this with { TopUps = new Dictionary<Guid, ProjectTopUp>(TopUps) { [topUp.Id] = topUp } };

    /// <summary>The most that may be held in the period with a month; null for no cap.</summary>
    public decimal? CapOf(string month) =>
        Cap + TopUps.Values.Where(added => Period == BudgetPeriod.Total || BudgetMonth.Of(added.At) == month).Sum(added => added.Amount);

    /// <summary>The most that may be held in that period before a hold grows by so much, without a cap being passed; null for any.</summary>
    public decimal? MostHeld(string month, decimal more) => CapOf(month) + Tolerance - more;

    /// <summary>What is free in the period with a month when so much is held; 0 or more.</summary>
    public decimal Free(string month, decimal held) => CapOf(month) is { } cap ? Math.Max(0, cap - held) : decimal.MaxValue;
}
