namespace Recoil.Storage.Budget;

/// <summary>What an account holds, in US dollars.</summary>
/// <param name="Spent">Sum of all charges.</param>
/// <param name="Reserved">Sum of all open reservations.</param>
/// <param name="OpenReservations">How many reservations are open.</param>
public readonly record struct AccountBalance(decimal Spent, decimal Reserved, int OpenReservations);
