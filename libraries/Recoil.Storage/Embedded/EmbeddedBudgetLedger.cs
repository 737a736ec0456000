using System.Runtime.InteropServices;
using Recoil.Storage.Budget;

namespace Recoil.Storage.Embedded;

internal sealed class EmbeddedBudgetLedger(EmbeddedDatabase database) : IBudgetLedger
{
    private static readonly Sql s_findAccount = new("SELECT spent, reserved, open FROM accounts WHERE account = ?1");

    private static readonly Sql s_putAccount = new("""
        INSERT INTO accounts (account, spent, reserved, open) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (account) DO UPDATE SET spent = excluded.spent, reserved = excluded.reserved, open = excluded.open
        """);

    private static readonly Sql s_findReservation = new(
        "SELECT account, outcome, amount, charged, lapses_at IS NOT NULL FROM reservations WHERE id = ?1");

    private static readonly Sql s_addReservation = new(
        "INSERT INTO reservations (id, account, outcome, amount, charged, lapses_at, closed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

    private static readonly Sql s_renewReservation = new("UPDATE reservations SET lapses_at = max(lapses_at, ?2) WHERE id = ?1");

    private static readonly Sql s_closeReservation = new("UPDATE reservations SET charged = ?2, lapses_at = NULL, closed_at = ?3 WHERE id = ?1");

    private static readonly Sql s_findExpired = new(
        "SELECT id, account, amount FROM reservations WHERE lapses_at <= ?1 ORDER BY lapses_at LIMIT ?2");

    // A reservation has the id of its take.
    private static readonly Sql s_removeClosed = new("""
        DELETE FROM reservations WHERE rowid IN
            (SELECT rowid FROM reservations WHERE closed_at < ?1 AND NOT EXISTS (SELECT 1 FROM takes WHERE takes.id = reservations.id)
             ORDER BY closed_at LIMIT ?2)
        """);

    public Task<ReservationOutcome> ReserveAsync(ReservationRequest request, CancellationToken cancellationToken)
    {
        var amount = PicoDollars.Of(request.Amount, nameof(request));
        return database.WriteAsync(
            WriteKind.Ledger, static (session, reserve) => Reserve(session, reserve.Request, reserve.Amount), (Request: request, Amount: amount), cancellationToken);
    }

    public Task<Settlement> SettleAsync(
        string account, Guid reservationId, decimal actualCost, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var cost = PicoDollars.Of(actualCost, nameof(actualCost));
        return database.WriteAsync(
            WriteKind.Ledger, static (session, settle) => Settle(session, settle.Account, settle.Id, settle.Cost, settle.Now),
            (Account: account, Id: reservationId, Cost: cost, Now: now), cancellationToken);
    }

    public Task<AccountBalance> GetAsync(string account, CancellationToken cancellationToken) => database.ReadAsync(
        static (session, account) =>
        {
            var holds = FindAccount(session, account);
            return new AccountBalance(PicoDollars.ToDollars(holds.Spent), PicoDollars.ToDollars(holds.Reserved), holds.Open);
        },
        account,
        cancellationToken);

    public async Task<IReadOnlyList<ExpiredReservation>> ReleaseExpiredAsync(
        DateTimeOffset now, int limit, CancellationToken cancellationToken) => await database.WriteAsync(
            WriteKind.Ledger, static (session, release) => ReleaseExpired(session, release.Now, release.Limit),
            (Now: now, Limit: limit), cancellationToken);

    public Task<int> RemoveClosedAsync(DateTimeOffset closedBefore, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.WriteAsync(
            WriteKind.Ledger, static (session, remove) => session[s_removeClosed].Bind(1, remove.Before).Bind(2, remove.Limit).Execute(),
            (Before: closedBefore, Limit: limit), cancellationToken);
    }

    private static ReservationOutcome Reserve(Session session, ReservationRequest request, long amount)
    {
        if (FindReservation(session, request.Account, request.ReservationId) is { } earlier)
        {
            if (earlier.IsOpen)
                session[s_renewReservation].Bind(1, request.ReservationId).Bind(2, ReservationRule.ExpiresAt(request)).Execute();
            return earlier.Outcome;
        }

        var account = FindAccount(session, request.Account);
        var outcome = ReservationRule.Decide(request, checked(account.Spent + account.Reserved), amount);
        DateTimeOffset? expiresAt = outcome == ReservationOutcome.Reserved ? ReservationRule.ExpiresAt(request) : null;
        AddReservation(session, request.ReservationId, request.Account, outcome, amount, charged: 0, expiresAt, request.Now);
        if (outcome == ReservationOutcome.Reserved)
            PutAccount(session, request.Account, account with { Reserved = checked(account.Reserved + amount), Open = account.Open + 1 });

        return outcome;
    }

    private static Settlement Settle(Session session, string account, Guid id, long cost, DateTimeOffset now)
    {
        var holds = FindAccount(session, account);
        if (FindReservation(session, account, id) is not { } reservation)
        {
            AddReservation(session, id, account, ReservationOutcome.AlreadySettled, amount: 0, cost, expiresAt: null, now);
            PutAccount(session, account, holds with { Spent = checked(holds.Spent + cost) });
            return Moved(cost, released: 0);
        }

        var charge = Math.Max(0, cost - reservation.Charged);
        if (charge == 0 && !reservation.IsOpen)
            return default;

        session[s_closeReservation].Bind(1, id).Bind(2, reservation.Charged + charge).Bind(3, now).Execute();
        PutAccount(session, account, holds.Without(reservation) with { Spent = checked(holds.Spent + charge) });
        return Moved(charge, reservation.IsOpen ? Math.Max(0, reservation.Amount - charge) : 0);
    }

    private static Settlement Moved(long charged, long released) => new(PicoDollars.ToDollars(charged), PicoDollars.ToDollars(released));

    private static List<ExpiredReservation> ReleaseExpired(Session session, DateTimeOffset now, int limit)
    {
        var expired = new List<ExpiredReservation>();
        var find = session[s_findExpired].Bind(1, now).Bind(2, limit);
        try
        {
            while (find.Step())
                expired.Add(new ExpiredReservation(find.Text(1), find.Id(0), PicoDollars.ToDollars(find.Integer(2))));
        }
        finally
        {
            find.Reset();
        }

        foreach (var (account, id, _) in expired)
        {
            var reservation = FindReservation(session, account, id)!.Value;
            session[s_closeReservation].Bind(1, id).Bind(2, reservation.Charged).Bind(3, now).Execute();
            PutAccount(session, account, FindAccount(session, account).Without(reservation));
        }

        return expired;
    }

    private static Account FindAccount(Session session, string account)
    {
        var row = session[s_findAccount].Bind(1, account);
        try
        {
            return row.Step() ? new Account(row.Integer(0), row.Integer(1), (int)row.Integer(2)) : default;
        }
        finally
        {
            row.Reset();
        }
    }

    private static void PutAccount(Session session, string account, Account holds) => session[s_putAccount]
        .Bind(1, account).Bind(2, holds.Spent).Bind(3, holds.Reserved).Bind(4, holds.Open).Execute();

    private static Reservation? FindReservation(Session session, string account, Guid id)
    {
        var row = session[s_findReservation].Bind(1, id);
        try
        {
            if (!row.Step())
                return null;

            return row.Text(0) is var owner && string.Equals(owner, account, StringComparison.Ordinal)
                ? new Reservation((ReservationOutcome)row.Integer(1), row.Integer(2), row.Integer(3), row.Integer(4) != 0)
                : throw new InvalidOperationException($"Reservation {id} belongs to account {owner}, not to {account}.");
        }
        finally
        {
            row.Reset();
        }
    }

    private static void AddReservation(
        Session session, Guid id, string account, ReservationOutcome outcome, long amount, long charged, DateTimeOffset? expiresAt, DateTimeOffset now) =>
        session[s_addReservation]
            .Bind(1, id).Bind(2, account).Bind(3, (long)outcome).Bind(4, amount).Bind(5, charged).Bind(6, expiresAt).Bind(7, expiresAt is null ? now : null).Execute();

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Account(long Spent, long Reserved, int Open)
    {
        public Account Without(Reservation reservation) =>
            reservation.IsOpen ? this with { Reserved = Reserved - reservation.Amount, Open = Open - 1 } : this;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Reservation(ReservationOutcome Outcome, long Amount, long Charged, bool IsOpen);
}
