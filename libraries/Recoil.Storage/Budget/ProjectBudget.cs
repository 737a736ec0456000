using Recoil.Contracts;

namespace Recoil.Storage.Budget;

/// <summary>A project's cap as a person sets it. Of several the newest counts, in whatever order they arrive.</summary>
/// <param name="Project">The project.</param>
/// <param name="Cap">The most that may be spent and set aside in a period, in US dollars, 0 or more; null for no cap.</param>
/// <param name="Period">What the cap is for.</param>
/// <param name="By">Who sets it.</param>
/// <param name="At">When, in UTC.</param>
public sealed record ProjectBudget(string Project, decimal? Cap, BudgetPeriod Period, string By, DateTimeOffset At);
