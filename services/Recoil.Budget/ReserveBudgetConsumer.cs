using MassTransit;
using Microsoft.Extensions.Logging;
using Recoil.Contracts;
using Recoil.Hosting.Transport;
using Recoil.Storage.Budget;

namespace Recoil.Budget;

/// <summary>Reserves money for a take; answers with BudgetReserved or BudgetRefused.</summary>
internal sealed partial class ReserveBudgetConsumer(
    IBudgetLedger ledger, BudgetMetrics metrics, TimeProvider time, ILogger<ReserveBudgetConsumer> logger)
    : IConsumer<ReserveBudget>
{
    public async Task Consume(ConsumeContext<ReserveBudget> context)
    {
        var command = context.Message;
        if (command.Estimate < 0)
            throw new ArgumentOutOfRangeException(nameof(context), $"Reservation {command.ReservationId} has an estimate of {command.Estimate} US dollars. Estimates are 0 or more.");

        var outcome = await ledger.ReserveAsync(
            new ReservationRequest(command.Scope, command.ReservationId, command.Estimate, command.EpisodeCap, command.ShotSpent, command.ShotCap, time.GetUtcNow(), command.Lease)
            {
                Shot = command.CorrelationId,
                Extra = command.ExtraBudget,
            },
            context.CancellationToken);
        switch (outcome)
        {
            case ReservationOutcome.Reserved:
                metrics.Reserved(command.Estimate);
                await context.PublishUntilConfirmedAsync(
                    new BudgetReserved { CorrelationId = command.CorrelationId, ReservationId = command.ReservationId }, context.CancellationToken);
                break;
            case ReservationOutcome.RefusedByEpisode or ReservationOutcome.RefusedByShot or ReservationOutcome.RefusedByProject:
                var refused = new BudgetRefused
                {
                    CorrelationId = command.CorrelationId,
                    ReservationId = command.ReservationId,
                    RefusedBy = outcome switch
                    {
                        ReservationOutcome.RefusedByEpisode => BudgetScope.Episode,
                        ReservationOutcome.RefusedByShot => BudgetScope.Shot,
                        _ => BudgetScope.Project,
                    },
                };
                await context.PublishUntilConfirmedAsync(refused, context.CancellationToken);
                break;
            case ReservationOutcome.AlreadySettled:
                LogAlreadySettled(command.ReservationId, command.Scope);
                break;
            default:
                throw new InvalidOperationException($"The ledger answered {outcome} for reservation {command.ReservationId}.");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Reservation {ReservationId} of {Scope} is already settled; sending no answer")]
    private partial void LogAlreadySettled(Guid reservationId, string scope);
}
