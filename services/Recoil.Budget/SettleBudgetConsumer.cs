using MassTransit;
using Recoil.Contracts;
using Recoil.Storage.Budget;

namespace Recoil.Budget;

/// <summary>Turns a reservation into what was really spent.</summary>
internal sealed class SettleBudgetConsumer(IBudgetLedger ledger, BudgetMetrics metrics, TimeProvider time) : IConsumer<SettleBudget>
{
    public async Task Consume(ConsumeContext<SettleBudget> context)
    {
        var settle = context.Message;
        if (settle.ActualCost < 0)
            throw new ArgumentOutOfRangeException(nameof(context), $"Reservation {settle.ReservationId} is settled with {settle.ActualCost} US dollars. Costs are 0 or more.");
        var moved = await ledger.SettleAsync(settle.Scope, settle.ReservationId, settle.ActualCost, time.GetUtcNow(), context.CancellationToken);
        metrics.Settled(moved.Charged, moved.Released);
    }
}
