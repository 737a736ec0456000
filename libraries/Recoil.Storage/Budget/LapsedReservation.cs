namespace Recoil.Storage.Budget;

/// <summary>A reservation that nobody settled in time.</summary>
public readonly record struct LapsedReservation(string Account, Guid ReservationId, decimal Amount);
