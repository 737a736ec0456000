namespace Recoil.Contracts;

/// <summary>There is no money for a take.</summary>
public sealed record BudgetRefused
{
    /// <summary>The shot.</summary>
    public required Guid CorrelationId { get; init; }

    /// <summary>The take's id.</summary>
    public required Guid ReservationId { get; init; }

    /// <summary>Which cap it would have passed.</summary>
    public required BudgetScope RefusedBy { get; init; }
}
