namespace Recoil.Storage.Budget;

/// <summary>A request to set a run's cap aside in its project's account.</summary>
/// <param name="Account">The run's account.</param>
/// <param name="Number">Which admission of the run it is, from 1: one that goes on after its close is admitted again. Of several the highest counts.</param>
/// <param name="Cap">US dollars, 0 or more.</param>
/// <param name="Now">The time of the request, in UTC.</param>
public sealed record RunAdmission(string Account, int Number, decimal Cap, DateTimeOffset Now);
