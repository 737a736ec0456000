namespace Recoil.Storage.Budget;

/// <summary>What a run has of its project's money in a period, in US dollars.</summary>
/// <param name="Account">The run's account.</param>
/// <param name="Hold">What is set aside for it: spent, reserved and still to come.</param>
/// <param name="Spent">What of it is spent.</param>
public readonly record struct RunBalance(string Account, decimal Hold, decimal Spent);
