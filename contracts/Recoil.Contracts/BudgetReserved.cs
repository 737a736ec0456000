namespace Recoil.Contracts;

/// <summary>The money for a take is set aside.</summary>
public sealed record BudgetReserved
{
    /// <summary>The shot.</summary>
    public required Guid CorrelationId { get; init; }

    /// <summary>The take's id.</summary>
    public required Guid ReservationId { get; init; }
}
