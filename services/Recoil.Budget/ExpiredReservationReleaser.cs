using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Recoil.Storage;
using Recoil.Storage.Budget;

namespace Recoil.Budget;

/// <summary>Releases reservations whose lease expires without a settlement.</summary>
internal sealed partial class ExpiredReservationReleaser(
    IBudgetLedger ledger, BudgetMetrics metrics, TimeProvider time, ILogger<ExpiredReservationReleaser> logger)
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
                // The next pass finds the same reservations.
                LogStoreAway(away.Message);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Releases every reservation whose lease has expired.</summary>
    internal async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ExpiredReservation> expired;
        do
        {
            expired = await ledger.ReleaseExpiredAsync(time.GetUtcNow(), Limit, cancellationToken);
            foreach (var reservation in expired)
            {
                metrics.Settled(charged: 0, reservation.Amount);
                LogReleased(reservation.Amount, reservation.Account, reservation.ReservationId);
            }
        }
        while (expired.Count == Limit);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reservation {ReservationId} of {Account} expired without a settlement; releasing {Amount} US dollars")]
    private partial void LogReleased(decimal amount, string account, Guid reservationId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Release of expired reservations is delayed until the store answers: {Reason}")]
    private partial void LogStoreAway(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Release of expired reservations failed; retrying in 30 s")]
    private partial void LogFailed(Exception exception);
}
