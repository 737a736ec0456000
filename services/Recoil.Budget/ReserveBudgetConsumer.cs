using MassTransit;
using Microsoft.Extensions.Logging;
using Recoil.Contracts;
using Recoil.Storage.Budget;

namespace Recoil.Budget;

/// <summary>Sets money aside for a take and says whether there was enough.</summary>
internal sealed partial class ReserveBudgetConsumer(
    IBudgetLedger ledger, BudgetMetrics metrics, TimeProvider time, ILogger<ReserveBudgetConsumer> logger)
    : IConsumer<ReserveBudget>
{
    public async Task Consume(ConsumeContext<ReserveBudget> context)
    {
        var wish = context.Message;
        if (wish.Estimate < 0)
            throw new ArgumentOutOfRangeException(nameof(context), $"Reservation {wish.ReservationId} asks for {wish.Estimate} US dollars; an estimate is never negative.");

        var outcome = await ledger.ReserveAsync(
            new ReservationRequest(wish.Scope, wish.ReservationId, wish.Estimate, wish.EpisodeCap, wish.ShotSpent, wish.ShotCap, time.GetUtcNow(), wish.Lease),
            context.CancellationToken);
        switch (outcome)
        {
            case ReservationOutcome.Reserved:
                metrics.Reserved(wish.Estimate);
                await context.Publish(new BudgetReserved { CorrelationId = wish.CorrelationId, ReservationId = wish.ReservationId });
                break;
            case ReservationOutcome.RefusedByEpisode or ReservationOutcome.RefusedByShot:
                await context.Publish(new BudgetRefused
                {
                    CorrelationId = wish.CorrelationId,
                    ReservationId = wish.ReservationId,
                    RefusedBy = outcome == ReservationOutcome.RefusedByEpisode ? BudgetScope.Episode : BudgetScope.Shot,
                });
                break;
            case ReservationOutcome.AlreadySettled:
                LogAlreadySettled(wish.ReservationId, wish.Scope);
                break;
            default:
                throw new InvalidOperationException($"The ledger answered {outcome} for reservation {wish.ReservationId}.");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Reservation {ReservationId} of {Scope} is settled already; nobody waits for an answer")]
    private partial void LogAlreadySettled(Guid reservationId, string scope);
}
