namespace Recoil.Storage.Budget;

/// <summary>
/// Keeps the caps of projects, in US dollars. What runs have of a project's money is kept by <see cref="IBudgetLedger"/>. Commands may come again and in
/// any order.
/// </summary>
public interface IProjectBudgets
{
    /// <summary>Sets a project's cap in place of the one before and of what was added to it. A cap below what runs hold stops further reservations and takes nothing back.</summary>
    /// <returns>False when this or a newer one stands; nothing was changed then.</returns>
    Task<bool> SetAsync(ProjectBudget budget, CancellationToken cancellationToken);

    /// <summary>Adds money to a project's cap. A project without a cap has none after it, too.</summary>
    /// <returns>False when it was added before, or a cap was set since; nothing was changed then.</returns>
    Task<bool> TopUpAsync(ProjectTopUp topUp, CancellationToken cancellationToken);

    /// <summary>A project's account at a time. Changes nothing.</summary>
    /// <param name="project">The project.</param>
    /// <param name="now">The time, in UTC: where the cap is for each month, its month counts.</param>
    /// <param name="runs">How many runs at most, the largest holds first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The account; null when nothing is known of the project.</returns>
    Task<ProjectBalance?> ShowAsync(string project, DateTimeOffset now, int runs, CancellationToken cancellationToken);
}
