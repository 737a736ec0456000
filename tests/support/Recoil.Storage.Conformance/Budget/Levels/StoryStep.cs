using Recoil.Storage.Budget;

namespace Recoil.Storage.Conformance.Budget.Levels;

/// <summary>An operation on the ledger that can be repeated.</summary>
/// <param name="Name">For people; begins with the account where it is about one.</param>
/// <param name="Do">Does it.</param>
internal sealed record StoryStep(string Name, Func<IBudgetLedger, IProjectBudgets, CancellationToken, Task> Do)
{
    /// <summary>What it charges: a fact, which the project holds before the account says so.</summary>
    public decimal Bill { get; init; }

    /// <summary>Notes what is known by its answer.</summary>
    public Action Answered { get; init; } = () => { };

    /// <summary>Notes what the step has done to the account of a run, which shows in what it held before and after: also when it ended half-way.</summary>
    public Action<StoryRun, AccountBalance, AccountBalance> Seen { get; init; } = (_, _, _) => { };
}
