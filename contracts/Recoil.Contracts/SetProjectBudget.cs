namespace Recoil.Contracts;

/// <summary>
/// Please set a project's cap, in place of the one before and of what was added to it. Of several the newest counts. Who asks for an answer gets
/// <see cref="ProjectBudgetShown"/>.
/// </summary>
public sealed record SetProjectBudget
{
    public required string Project { get; init; }

    /// <summary>The most the project may spend and set aside in a period, in US dollars; null for no cap.</summary>
    public decimal? Cap { get; init; }

    /// <summary>What the cap is for.</summary>
    public BudgetPeriod Period { get; init; } = BudgetPeriod.Total;

    /// <summary>Who sets it.</summary>
    public required string By { get; init; }

    /// <summary>When the command was given.</summary>
    public required DateTimeOffset At { get; init; }
}
