using Microsoft.Extensions.Logging;
using Recoil.Hosting.Services;
using Recoil.Storage.Budget;

namespace Recoil.Budget;

/// <summary>Releases reservations whose lease expires without a settlement.</summary>
internal sealed partial class ExpiredReservationReleaser(
    IBudgetLedger ledger, BudgetMetrics metrics, TimeProvider time, ILogger<ExpiredReservationReleaser> logger)
    : PeriodicService(TimeSpan.FromSeconds(30), time, logger)
{
    private const int Limit = 500;

    private readonly TimeProvider _time = time;
    private readonly ILogger _logger = logger;

    protected override string Work => "Release of expired reservations";

    /// <summary>Releases every reservation whose lease has expired.</summary>
    public override async Task PassAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ExpiredReservation> expired;
        do
        {
            expired = await ledger.ReleaseExpiredAsync(_time.GetUtcNow(), Limit, cancellationToken);
            foreach (var reservation in expired)
            {
                metrics.Settled(charged: 0, reservation.Amount);
                LogReleased(_logger, reservation.Amount, reservation.Account, reservation.ReservationId);
            }
        }
        while (expired.Count == Limit);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reservation {ReservationId} of {Account} expired without a settlement; releasing {Amount} US dollars")]
    private static partial void LogReleased(ILogger logger, decimal amount, string account, Guid reservationId);
}
