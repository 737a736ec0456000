namespace Recoil.Storage.Budget;

/// <summary>
/// Keeps reservations and settlements by account, in US dollars, and in the project's account a hold for each run: what of the project's money is spent,
/// reserved and still to come. An operation may be repeated at any time, also one that ended half-way; until then the hold is never too small.
/// </summary>
public interface IBudgetLedger
{
    /// <summary>
    /// Sets money aside, unless spent + reserved + amount would pass the cap by more than a billionth of a dollar: exactly
    /// reaching the cap is allowed, and so is an amount of 0 whatever the account has spent. What is drawn on the shot's extra money does not count there. Where the
    /// run's hold is too small, it is raised first, as far as the project's cap allows. The first answer for a reservation id is kept and given again, whatever the account
    /// holds by then, and an open reservation gets the later end of its lease; a reservation that was settled before it was asked for is refused.
    /// </summary>
    Task<ReservationOutcome> ReserveAsync(ReservationRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a reservation: takes it out of what is reserved and adds <paramref name="actualCost"/> to what is spent, even
    /// beyond the cap. Repeated with the same or a lower cost it changes nothing; with a higher one it charges the
    /// difference. An unknown reservation is recorded as settled.
    /// </summary>
    /// <returns>What this call moved.</returns>
    Task<Settlement> SettleAsync(string account, Guid reservationId, decimal actualCost, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Sets a run's cap aside in its project's account, or refuses. The answer to an admission is the same while it is open; a refusal is not kept.
    /// </summary>
    Task<AdmissionResult> AdmitAsync(RunAdmission admission, CancellationToken cancellationToken);

    /// <summary>Gives back what a run was admitted with and has neither spent nor reserved, once and for all: the same admission is not opened again.</summary>
    /// <param name="account">The run's account.</param>
    /// <param name="number">The admission; one below the run's last is over, and changes nothing.</param>
    /// <param name="now">The time, in UTC.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task CloseAsync(string account, int number, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>What the account holds; zeros for one that was never used.</summary>
    Task<AccountBalance> GetAsync(string account, CancellationToken cancellationToken);

    /// <summary>Releases up to <paramref name="limit"/> unsettled reservations whose lease has expired. A later settlement still charges.</summary>
    /// <returns>What was released.</returns>
    Task<IReadOnlyList<ExpiredReservation>> ReleaseExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Removes reservations that were refused, settled or released before a time, were not charged since, and whose take is not in the take
    /// ledger any more. What the account has spent stays. A removed reservation is an unknown one: settled once more, it is charged again.
    /// </summary>
    /// <param name="closedBefore">The time, in UTC.</param>
    /// <param name="limit">How many at most, at least 1; where those of an account go at once it may be more.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were removed.</returns>
    Task<int> RemoveClosedAsync(DateTimeOffset closedBefore, int limit, CancellationToken cancellationToken);
}
