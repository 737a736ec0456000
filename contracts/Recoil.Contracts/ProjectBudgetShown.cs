namespace Recoil.Contracts;

/// <summary>A project's account: the answer to <see cref="ShowProjectBudget"/>, <see cref="SetProjectBudget"/> and <see cref="TopUpProjectBudget"/>.</summary>
public sealed record ProjectBudgetShown
{
    public required string Project { get; init; }

    /// <summary>Whether anything is known of the project: a cap, or money that was moved.</summary>
    public required bool IsKnown { get; init; }

    /// <summary>The cap with what was added to it, in US dollars; null for no cap.</summary>
    public decimal? Cap { get; init; }

    /// <summary>What the cap is for.</summary>
    public BudgetPeriod Period { get; init; } = BudgetPeriod.Total;

    /// <summary>The month that the amounts are of, such as <c>2026-11</c>; null where they are of everything.</summary>
    public string? Month { get; init; }

    /// <summary>What is spent, in US dollars.</summary>
    public required decimal Spent { get; init; }

    /// <summary>What is set aside beyond that, for takes under way and for what admitted runs may still spend, in US dollars.</summary>
    public required decimal Reserved { get; init; }

    /// <summary>What can still be reserved, in US dollars; null for no cap.</summary>
    public decimal? Free { get; init; }

    /// <summary>Who set the cap; null when nobody did.</summary>
    public string? SetBy { get; init; }

    /// <summary>When; null when nobody did.</summary>
    public DateTimeOffset? SetAt { get; init; }

    /// <summary>The runs that hold most of it, the largest first.</summary>
    public required IReadOnlyList<RunHold> Runs { get; init; }
}
