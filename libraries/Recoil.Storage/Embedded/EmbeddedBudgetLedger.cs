using System.Runtime.InteropServices;
using Recoil.Contracts;
using Recoil.Storage.Budget;

namespace Recoil.Storage.Embedded;

internal sealed class EmbeddedBudgetLedger(EmbeddedDatabase database) : IBudgetLedger
{
    private static readonly Sql s_findAccount = new(
        "SELECT spent, reserved, open, extras, floor, admission, granted, month, past, past_spent FROM accounts WHERE account = ?1");

    private static readonly Sql s_putAccount = new("""
        INSERT INTO accounts (account, spent, reserved, open, extras, floor, admission, granted, month, past, past_spent)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT (account) DO UPDATE SET spent = excluded.spent, reserved = excluded.reserved, open = excluded.open, extras = excluded.extras,
            floor = excluded.floor, admission = excluded.admission, granted = excluded.granted, month = excluded.month, past = excluded.past,
            past_spent = excluded.past_spent
        """);

    private static readonly Sql s_findReservation = new(
        "SELECT account, outcome, amount, charged, lapses_at IS NOT NULL, extra, shot, month FROM reservations WHERE id = ?1");

    private static readonly Sql s_addReservation = new("""
        INSERT INTO reservations (id, account, outcome, amount, charged, lapses_at, closed_at, extra, shot, month)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """);

    private static readonly Sql s_findExtra = new("SELECT used FROM extras WHERE account = ?1 AND shot = ?2");

    private static readonly Sql s_useExtra = new(
        "INSERT INTO extras (account, shot, used) VALUES (?1, ?2, ?3) ON CONFLICT (account, shot) DO UPDATE SET used = used + excluded.used");

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
        var (amount, extra) = (PicoDollars.Of(request.Amount, nameof(request)), PicoDollars.Of(request.Extra, nameof(request)));
        return database.WriteAsync(
            WriteKind.Ledger, static (session, reserve) => Reserve(session, reserve.Request, reserve.Amount, reserve.Extra),
            (Request: request, Amount: amount, Extra: extra), cancellationToken);
    }

    public Task<Settlement> SettleAsync(
        string account, Guid reservationId, decimal actualCost, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var cost = PicoDollars.Of(actualCost, nameof(actualCost));
        return database.WriteAsync(
            WriteKind.Ledger, static (session, settle) => Settle(session, settle.Account, settle.Id, settle.Cost, settle.Now),
            (Account: account, Id: reservationId, Cost: cost, Now: now), cancellationToken);
    }

    public Task<AdmissionResult> AdmitAsync(RunAdmission admission, CancellationToken cancellationToken)
    {
        var cap = PicoDollars.Of(admission.Cap, nameof(admission));
        return database.WriteAsync(
            WriteKind.Ledger, static (session, admit) => Admit(session, admit.Admission, admit.Cap), (Admission: admission, Cap: cap), cancellationToken);
    }

    public Task CloseAsync(string account, int number, DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        WriteKind.Ledger, static (session, close) => CloseRun(session, close.Account, close.Number, close.Now),
        (Account: account, Number: number, Now: now), cancellationToken);

    public Task<AccountBalance> GetAsync(string account, CancellationToken cancellationToken) => database.ReadAsync(
        static (session, account) =>
        {
            var holds = FindAccount(session, account, default);
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

    private static ReservationOutcome Reserve(Session session, ReservationRequest request, long amount, long extra)
    {
        if (FindReservation(session, request.Account, request.ReservationId) is { } earlier)
        {
            if (earlier.IsOpen)
                session[s_renewReservation].Bind(1, request.ReservationId).Bind(2, ReservationRule.ExpiresAt(request)).Execute();
            return earlier.Outcome;
        }

        var account = FindAccount(session, request.Account, request.Now);
        var drawn = extra == 0 ? 0 : ExtraMoney.Drawn(extra, UsedExtra(session, request.Account, request.Shot), amount);
        var outcome = ReservationRule.Decide(request, account.Money.Shared, amount, drawn);
        if (outcome == ReservationOutcome.Reserved)
        {
            if (amount > 0)
                account = account.In(BudgetMonth.Of(request.Now));
            account = account with { Reserved = checked(account.Reserved + amount), Open = account.Open + 1, Extras = checked(account.Extras + drawn) };
            if (account.Money.Change is var change && change > 0 && Lacking(session, request.Account, account.Month, change) is not null)
                outcome = ReservationOutcome.RefusedByProject;
        }

        var isReserved = outcome == ReservationOutcome.Reserved;
        var reservation = new Reservation(outcome, amount, Charged: 0, isReserved, isReserved ? drawn : 0, drawn > 0 ? request.Shot : null, account.Month);
        AddReservation(session, request.ReservationId, request.Account, reservation, isReserved ? ReservationRule.ExpiresAt(request) : null, request.Now);
        if (isReserved)
        {
            UseExtra(session, request.Account, reservation.Shot, drawn);
            PutMatched(session, request.Account, account);
        }

        return outcome;
    }

    private static Settlement Settle(Session session, string account, Guid id, long cost, DateTimeOffset now)
    {
        var holds = FindAccount(session, account, now);
        if (FindReservation(session, account, id) is not { } reservation)
        {
            AddReservation(session, id, account, new Reservation(ReservationOutcome.AlreadySettled, Amount: 0, cost, IsOpen: false, Extra: 0, Shot: null, holds.Month), expiresAt: null, now);
            PutMatched(session, account, holds with { Spent = checked(holds.Spent + cost) });
            return Moved(cost, released: 0);
        }

        var charge = Math.Max(0, cost - reservation.Charged);
        if (charge == 0 && !reservation.IsOpen)
            return default;

        Close(session, account, id, holds, reservation, charge, now);
        return Moved(charge, reservation.IsOpen ? Math.Max(0, reservation.Amount - charge) : 0);
    }

    /// <summary>Closes a reservation, or charges more for one that is closed.</summary>
    private static void Close(Session session, string account, Guid id, Account holds, Reservation reservation, long charge, DateTimeOffset now)
    {
        session[s_closeReservation].Bind(1, id).Bind(2, reservation.Charged + charge).Bind(3, now).Execute();
        var usedBefore = reservation.IsOpen ? reservation.Extra : ExtraMoney.Spent(reservation.Extra, reservation.Charged);
        var extra = ExtraMoney.Spent(reservation.Extra, reservation.Charged + charge) - usedBefore;
        UseExtra(session, account, reservation.Shot, extra);
        var after = holds.Without(reservation) with { Spent = checked(holds.Spent + charge), Extras = holds.Extras + extra };

        // What was open when the account went on in a later month counts in its own; what is billed later, in the account's.
        if (!reservation.IsOpen || reservation.Month == holds.Month)
        {
            PutMatched(session, account, after);
            return;
        }

        var change = after.Money.Held - holds.Money.Held;
        if (change != 0)
            EmbeddedProjects.Hold(session, ShotIdentity.ProjectOfBudgetScope(account), reservation.Month, change);
        PutMatched(session, account, after with
        {
            Floor = after.Floor + (change - extra),
            Past = checked(after.Past + change),
            PastSpent = checked(after.PastSpent + charge),
        });
    }

    private static AdmissionResult Admit(Session session, RunAdmission admission, long cap)
    {
        var account = FindAccount(session, admission.Account, admission.Now);
        if (admission.Number <= account.Admission)
            return new AdmissionResult(admission.Number == account.Admission && account.Floor is not null ? AdmissionOutcome.Admitted : AdmissionOutcome.AlreadyClosed);

        account = account.In(BudgetMonth.Of(admission.Now)) with { Floor = cap, Admission = admission.Number };
        if (account.Money.Change is var change && change > 0 && Lacking(session, admission.Account, account.Month, change) is { } free)
            return new AdmissionResult(AdmissionOutcome.RefusedByProject, free);
        PutMatched(session, admission.Account, account);
        return new AdmissionResult(AdmissionOutcome.Admitted);
    }

    private static bool CloseRun(Session session, string name, int number, DateTimeOffset now)
    {
        var account = FindAccount(session, name, now);
        if (number < account.Admission)
            return false;
        PutMatched(session, name, account with { Floor = null, Admission = number });
        return true;
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
            Close(session, account, id, FindAccount(session, account, now), FindReservation(session, account, id)!.Value, charge: 0, now);
        }

        return expired;
    }

    private static decimal? Lacking(Session session, string account, string month, long change) =>
        EmbeddedProjects.Lacking(session, ShotIdentity.ProjectOfBudgetScope(account), month, change);

    /// <summary>The account; a new one is of this month.</summary>
    private static Account FindAccount(Session session, string account, DateTimeOffset now)
    {
        var row = session[s_findAccount].Bind(1, account);
        try
        {
            return row.Step()
                ? new Account(
                    row.Integer(0), row.Integer(1), (int)row.Integer(2), row.Integer(3), row.IsNull(4) ? null : row.Integer(4), (int)row.Integer(5),
                    row.Integer(6), row.Text(7), row.Integer(8), row.Integer(9))
                : new Account { Month = BudgetMonth.Of(now) };
        }
        finally
        {
            row.Reset();
        }
    }

    /// <summary>Writes the account, and makes its hold as large as it must be.</summary>
    private static void PutMatched(Session session, string name, Account account)
    {
        var change = account.Money.Change;
        if (change != 0)
            EmbeddedProjects.Hold(session, ShotIdentity.ProjectOfBudgetScope(name), account.Month, change);
        session[s_putAccount]
            .Bind(1, name).Bind(2, account.Spent).Bind(3, account.Reserved).Bind(4, account.Open).Bind(5, account.Extras).Bind(6, account.Floor)
            .Bind(7, account.Admission).Bind(8, checked(account.Granted + change)).Bind(9, account.Month).Bind(10, account.Past).Bind(11, account.PastSpent)
            .Execute();
    }

    private static Reservation? FindReservation(Session session, string account, Guid id)
    {
        var row = session[s_findReservation].Bind(1, id);
        try
        {
            if (!row.Step())
                return null;

            return row.Text(0) is var owner && string.Equals(owner, account, StringComparison.Ordinal)
                ? new Reservation(
                    (ReservationOutcome)row.Integer(1), row.Integer(2), row.Integer(3), row.Integer(4) != 0, row.Integer(5), row.IsNull(6) ? null : row.Id(6), row.Text(7))
                : throw new InvalidOperationException($"Reservation {id} belongs to account {owner}, not to {account}.");
        }
        finally
        {
            row.Reset();
        }
    }

    private static void AddReservation(Session session, Guid id, string account, Reservation reservation, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        var add = session[s_addReservation]
            .Bind(1, id).Bind(2, account).Bind(3, (long)reservation.Outcome).Bind(4, reservation.Amount).Bind(5, reservation.Charged)
            .Bind(6, expiresAt).Bind(7, expiresAt is null ? now : null).Bind(8, reservation.Extra).Bind(10, reservation.Month);
        (reservation.Shot is { } shot ? add.Bind(9, shot) : add.Bind(9, (string?)null)).Execute();
    }

    private static long UsedExtra(Session session, string account, Guid shot)
    {
        var row = session[s_findExtra].Bind(1, account).Bind(2, shot);
        try
        {
            return row.Step() ? row.Integer(0) : 0;
        }
        finally
        {
            row.Reset();
        }
    }

    private static void UseExtra(Session session, string account, Guid? shot, long change)
    {
        if (shot is { } whose && change != 0)
            session[s_useExtra].Bind(1, account).Bind(2, whose).Bind(3, change).Execute();
    }

    /// <param name="Spent">Sum of all charges.</param>
    /// <param name="Reserved">Sum of all open reservations.</param>
    /// <param name="Open">How many reservations are open.</param>
    /// <param name="Extras">What is spent and reserved of extra money.</param>
    /// <param name="Floor">What the run was admitted with; null unless it is open.</param>
    /// <param name="Admission">The last admission.</param>
    /// <param name="Granted">What the project holds for it in its month.</param>
    /// <param name="Month">The month in which it counts what comes.</param>
    /// <param name="Past">What the project holds for it in earlier months.</param>
    /// <param name="PastSpent">What is spent of that.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Account(
        long Spent, long Reserved, int Open, long Extras, long? Floor, int Admission, long Granted, string Month, long Past, long PastSpent)
    {
        public RunMoney Money => new(checked(Spent + Reserved - Extras), Extras, Floor, checked(Granted + Past - Spent - Reserved));

        public Account Without(Reservation reservation) =>
            reservation.IsOpen ? this with { Reserved = Reserved - reservation.Amount, Open = Open - 1 } : this;

        /// <summary>The account as it goes on in a later month, unless it is of an admitted run.</summary>
        public Account In(string month) => Floor is null && BudgetMonth.IsAfter(month, Month)
            ? this with { Month = month, Past = checked(Spent + Reserved), PastSpent = Spent, Granted = 0 }
            : this;
    }

    /// <param name="Outcome">The first answer.</param>
    /// <param name="Amount">What was asked for.</param>
    /// <param name="Charged">What was charged so far.</param>
    /// <param name="IsOpen">Whether it is neither settled nor lapsed.</param>
    /// <param name="Extra">What of the amount is drawn on extra money.</param>
    /// <param name="Shot">Whose extra money that is.</param>
    /// <param name="Month">The month that it counts in while it is open.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Reservation(ReservationOutcome Outcome, long Amount, long Charged, bool IsOpen, long Extra, Guid? Shot, string Month);
}
