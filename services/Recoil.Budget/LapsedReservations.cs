using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Recoil.Storage;
using Recoil.Storage.Budget;

namespace Recoil.Budget;

/// <summary>Gives money back that was set aside for a shot nobody drives any more.</summary>
internal sealed partial class LapsedReservations(
    IBudgetLedger ledger, BudgetMetrics metrics, TimeProvider time, ILogger<LapsedReservations> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(30);
    private const int Limit = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        do
        {
            try
            {
                await ReleaseAsync(stoppingToken);
            }
            catch (StorageUnavailableException away)
            {
                // What has lapsed is found again next time.
                LogStoreAway(away.Message);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Releases everything whose lease has passed.</summary>
    internal async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<LapsedReservation> lapsed;
        do
        {
            lapsed = await ledger.ReleaseLapsedAsync(time.GetUtcNow(), Limit, cancellationToken);
            foreach (var reservation in lapsed)
            {
                metrics.Settled(charged: 0, reservation.Amount);
                LogReleased(reservation.Amount, reservation.Account, reservation.ReservationId);
            }
        }
        while (lapsed.Count == Limit);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Released {Amount} US dollars of {Account}: nobody settled reservation {ReservationId} within its lease")]
    private partial void LogReleased(decimal amount, string account, Guid reservationId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for lapsed reservations waits: {Reason}")]
    private partial void LogStoreAway(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for lapsed reservations failed; trying again")]
    private partial void LogFailed(Exception exception);
}
