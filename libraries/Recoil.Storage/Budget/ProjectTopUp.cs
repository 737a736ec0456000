namespace Recoil.Storage.Budget;

/// <summary>
/// Money that a person adds to a project's cap: to the whole of it, or where the cap is for each month to that of the month in which it is given. A
/// cap that is set later takes its place.
/// </summary>
/// <param name="Project">The project.</param>
/// <param name="Id">The same twice is one.</param>
/// <param name="Amount">US dollars, more than 0.</param>
/// <param name="At">When, in UTC.</param>
public sealed record ProjectTopUp(string Project, Guid Id, decimal Amount, DateTimeOffset At);
