namespace Recoil.Storage.Budget;

/// <summary>A reservation released because its lease expired before a settlement; the amount is in US dollars.</summary>
public readonly record struct ExpiredReservation(string Account, Guid ReservationId, decimal Amount);
