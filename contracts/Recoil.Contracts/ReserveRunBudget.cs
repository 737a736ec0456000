namespace Recoil.Contracts;

/// <summary>
/// Please set a run's cap aside in its project's account, so that its takes find their money. Answered with <see cref="RunBudgetReserved"/> or
/// <see cref="RunBudgetRefused"/>; the same admission twice has the same answer while it is open, and a refusal may be asked again.
/// </summary>
public sealed record ReserveRunBudget
{
    public required string Project { get; init; }
    public required string RunId { get; init; }

    /// <summary>The most the run may spend, in US dollars; not negative.</summary>
    public required decimal Cap { get; init; }

    /// <summary>Which admission of the run it is, counted from 1: one that goes on after its close is admitted again, with the next number.</summary>
    public int Admission { get; init; } = 1;
}
