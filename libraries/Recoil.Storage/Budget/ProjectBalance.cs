using Recoil.Contracts;

namespace Recoil.Storage.Budget;

/// <summary>A project's account, in US dollars.</summary>
public sealed record ProjectBalance
{
    /// <summary>What may be spent and reserved in the period, with what was added; null for no cap.</summary>
    public decimal? Cap { get; init; }

    public BudgetPeriod Period { get; init; }

    /// <summary>The month that the amounts are of, such as <c>2026-11</c>; null where the period is everything.</summary>
    public string? Month { get; init; }

    /// <summary>What the holds of runs come to: all that is spent, reserved and still to come.</summary>
    public decimal Held { get; init; }

    /// <summary>What is spent of it.</summary>
    public decimal Spent { get; init; }

    /// <summary>What is set aside beyond that: for takes under way, and for what admitted runs may still spend.</summary>
    public decimal Reserved => Held - Spent;

    /// <summary>What can still be reserved; null for no cap.</summary>
    public decimal? Free => Cap is { } cap ? Math.Max(0, cap - Held) : null;

    /// <summary>Who set the cap; null when nobody did.</summary>
    public string? SetBy { get; init; }

    /// <summary>When, in UTC.</summary>
    public DateTimeOffset? SetAt { get; init; }

    /// <summary>The runs with the largest holds, largest first.</summary>
    public IReadOnlyList<RunBalance> Runs { get; init; } = [];
}
