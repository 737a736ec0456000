namespace Recoil.Storage.Budget;

/// <summary>What became of a run's admission.</summary>
/// <param name="Outcome">The answer.</param>
/// <param name="Free">What the project has free, in US dollars, where it refuses; otherwise 0.</param>
public readonly record struct AdmissionResult(AdmissionOutcome Outcome, decimal Free = 0);
