using System.Collections.Concurrent;
using MongoDB.Bson;
using MongoDB.Driver;
using Recoil.Storage.Budget;
using Recoil.Storage.MongoDb.Connecting;
using Recoil.Storage.MongoDb.Takes;

namespace Recoil.Storage.MongoDb.Budget;

/// <summary>
/// The money, one document an account: every change of it is one conditional update. Closed reservations are moved out of the
/// account's document, many at a time, before it becomes large; what is in the account's document counts before what was moved.
/// What follows from a change for the hold at the project is <see cref="MongoRunHolds"/>'s.
/// </summary>
internal sealed class MongoBudgetLedger(MongoDbStore store, TimeProvider time) : IBudgetLedger
{
    /// <summary>How many reservations are closed before they are moved.</summary>
    internal const int MovedAtOnce = 128;

    private const int AccountsAtOnce = 100;
    private const int AccountsRemembered = 1_000;

    private readonly IMongoCollection<AccountRecord> _accounts = store.Accounts;
    private readonly IMongoCollection<ReservationRecord> _reservations = store.Reservations;
    private readonly MongoRunHolds _holds = new(store, time);

    /// <summary>How often reservations were moved out of an account, as far as this process knows.</summary>
    private readonly ConcurrentDictionary<string, long> _moves = new(StringComparer.Ordinal);

    public Task<ReservationOutcome> ReserveAsync(ReservationRequest request, CancellationToken cancellationToken)
    {
        var (amount, extra) = (PicoDollars.Of(request.Amount, nameof(request)), PicoDollars.Of(request.Extra, nameof(request)));
        return store.DoAsync(async () =>
        {
            if ((extra == 0 || amount == 0) && await TryReserveAsync(request, amount, cancellationToken))
                return ReservationOutcome.Reserved;

            while (true)
            {
                var (account, known) = await LookUpAsync(request.Account, request.ReservationId, cancellationToken);
                if (known is { } earlier)
                {
                    if (earlier.IsOpen)
                        await RenewAsync(request, cancellationToken);
                    await _holds.MatchAsync(request.Account, cancellationToken);
                    return earlier.Outcome;
                }

                // Otherwise the account has changed since it was read: looked at again.
                if (await TryAnswerAsync(account, request, amount, extra, cancellationToken) is { } outcome)
                    return outcome;
            }
        });
    }

    public Task<Settlement> SettleAsync(
        string account, Guid reservationId, decimal actualCost, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var cost = PicoDollars.Of(actualCost, nameof(actualCost));
        return store.DoAsync(async () =>
        {
            if (await TryCloseAsync(AccountQuery.Closable(account, reservationId, cost), account, reservationId, cost, now, cancellationToken) is { } amount)
                return Moved(cost, Math.Max(0, amount - cost));

            while (true)
            {
                var (holds, known) = await LookUpAsync(account, reservationId, cancellationToken);
                if (holds.Open.TryGetValue(AccountQuery.Key(reservationId), out var open))
                {
                    if (await TryCloseAsync(holds, reservationId, open, cost, now, cancellationToken))
                        return Moved(cost, Math.Max(0, open.AmountPico - cost));
                    continue;
                }

                var charge = cost - (known?.ChargedPico ?? 0);
                if (known is not null && charge <= 0)
                {
                    await _holds.MatchAsync(account, cancellationToken, everyMonth: true);
                    return default;
                }

                if (await TryChargeAsync(holds, reservationId, known, cost, charge, now, cancellationToken))
                {
                    await MakeRoomAsync(holds, cancellationToken);
                    return Moved(charge, released: 0);
                }
            }
        });
    }

    public Task<AdmissionResult> AdmitAsync(RunAdmission admission, CancellationToken cancellationToken)
    {
        var cap = PicoDollars.Of(admission.Cap, nameof(admission));
        return store.DoAsync(async () =>
        {
            while (true)
            {
                var account = await FindOrMakeAsync(admission.Account, cancellationToken);
                if (admission.Number <= (account.Admission ?? 0))
                {
                    await _holds.MatchAsync(admission.Account, cancellationToken);
                    return new AdmissionResult(
                        admission.Number == account.Admission && account.FloorPico is not null ? AdmissionOutcome.Admitted : AdmissionOutcome.AlreadyClosed);
                }

                if (!await _holds.IsReadyAsync(account, admission.Now, cancellationToken))
                    continue;
                var written = await _holds.TryWriteAsync(
                    account, account.Money with { Floor = cap }, new AccountChange(account).Admission(admission.Number), HoldChange.Reserve, admission.Now, cancellationToken);
                if (written.Free is { } free)
                {
                    await _holds.MatchAsync(admission.Account, cancellationToken);
                    return new AdmissionResult(AdmissionOutcome.RefusedByProject, free);
                }

                if (written.IsDone)
                    return new AdmissionResult(AdmissionOutcome.Admitted);
            }
        });
    }

    public Task CloseAsync(string account, int number, DateTimeOffset now, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        while (true)
        {
            var holds = await FindOrMakeAsync(account, cancellationToken);
            var isOver = number < (holds.Admission ?? 0) || (number == holds.Admission && holds.FloorPico is null);
            if (isOver || (await _holds.TryWriteAsync(
                holds, holds.Money with { Floor = null }, new AccountChange(holds).Admission(number), HoldChange.Bill, now, cancellationToken)).IsDone)
            {
                await _holds.MatchAsync(account, cancellationToken);
                return true;
            }
        }
    });

    /// <summary>Lets a project hold what its accounts of earlier versions have spent and reserved.</summary>
    public async Task HoldEarlierAsync(string project, CancellationToken cancellationToken)
    {
        var names = await store.DoAsync(() => _accounts.Find(AccountQuery.NotHeld(project)).Project(account => account.Id).ToListAsync(cancellationToken));
        foreach (var name in names)
        {
            await store.DoAsync(async () =>
            {
                while (await _accounts.Find(AccountQuery.One(name)).FirstOrDefaultAsync(cancellationToken) is { RoomPico: null } account
                    && !(await _holds.TryWriteAsync(account, account.Money, new AccountChange(account), HoldChange.Bill, time.GetUtcNow(), cancellationToken)).IsDone)
                {
                }

                return true;
            });
        }
    }

    public Task<AccountBalance> GetAsync(string account, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        var holds = await _accounts.Find(AccountQuery.One(account)).Project<AccountRecord>(AccountQuery.Balance).FirstOrDefaultAsync(cancellationToken);
        return holds is null
            ? default
            : new AccountBalance(PicoDollars.ToDollars(holds.SpentPico), PicoDollars.ToDollars(holds.HeldPico + (holds.ExtrasPico ?? 0) - holds.SpentPico), holds.OpenCount);
    });

    public Task<IReadOnlyList<ExpiredReservation>> ReleaseExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        store.DoAsync<IReadOnlyList<ExpiredReservation>>(async () =>
        {
            var released = new List<ExpiredReservation>();
            while (released.Count < limit)
            {
                var accounts = await _accounts.Find(AccountQuery.Expiring(now)).Sort(AccountQuery.FirstExpiringFirst).Limit(AccountsAtOnce)
                    .Project<AccountRecord>(AccountQuery.OpenOnly).ToListAsync(cancellationToken);
                if (accounts.Count == 0)
                    break;

                foreach (var account in accounts)
                    await ReleaseExpiredAsync(account, now, limit, released, cancellationToken);
            }

            return released;
        });

    public async Task<int> RemoveClosedAsync(DateTimeOffset closedBefore, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var moved = await RemoveMovedAsync(closedBefore, limit, cancellationToken);
        return moved < limit ? moved + await RemoveFromAccountsAsync(closedBefore, limit - moved, cancellationToken) : moved;
    }

    private async Task<int> RemoveMovedAsync(DateTimeOffset closedBefore, int limit, CancellationToken cancellationToken)
    {
        // What an earlier version closed has no time yet: it counts from now on.
        var where = Builders<ReservationRecord>.Filter;
        await store.DoAsync(() => _reservations.UpdateManyAsync(
            where.Exists(reservation => reservation.ClosedAt, exists: false),
            Builders<ReservationRecord>.Update.Set(reservation => reservation.ClosedAt, time.GetUtcNow()), options: null, cancellationToken));

        var old = _reservations.Find(where.Lt(reservation => reservation.ClosedAt, closedBefore)).SortBy(reservation => reservation.ClosedAt)
            .Project(reservation => reservation.Id);
        return await store.RemoveAsync(
            old, limit, async page => (await WithoutTakeAsync(page, cancellationToken)).ToList(),
            async gone => (int)(await _reservations.DeleteManyAsync(where.In(reservation => reservation.Id, gone), cancellationToken)).DeletedCount, cancellationToken);
    }

    private async Task<int> RemoveFromAccountsAsync(DateTimeOffset closedBefore, int limit, CancellationToken cancellationToken) => await store.RemoveAsync(
        _accounts.Find(AccountQuery.WithClosedBefore(closedBefore)).SortBy(account => account.OldestClosed).Project(account => account.Id),
        limit, Task.FromResult<IReadOnlyList<string>>,
        async names =>
        {
            var removed = 0;
            foreach (var name in names)
                removed += await RemoveFromAccountAsync(name, closedBefore, cancellationToken);
            return removed;
        },
        cancellationToken);

    private async Task<int> RemoveFromAccountAsync(string name, DateTimeOffset closedBefore, CancellationToken cancellationToken)
    {
        var account = await _accounts.Find(AccountQuery.One(name)).FirstOrDefaultAsync(cancellationToken);
        if (account is null)
            return 0;

        // What has no time was closed by an earlier version, long before the others.
        var old = account.Closed.Where(closed => !(closed.Value.ClosedAt >= closedBefore)).Select(closed => Guid.ParseExact(closed.Key, "N")).ToList();
        var keys = (await WithoutTakeAsync(old, cancellationToken)).Select(AccountQuery.Key).ToList();
        var isRemoved = keys.Count > 0
            && (await _accounts.UpdateOneAsync(AccountQuery.WithClosed(account, keys), AccountQuery.Remove(keys), options: null, cancellationToken)).MatchedCount == 1;
        await _accounts.UpdateOneAsync(AccountQuery.One(name), AccountQuery.FindOldestClosed, options: null, cancellationToken);
        return isRemoved ? keys.Count : 0;
    }

    /// <summary>Those whose takes are not in the take ledger any more. A reservation has the id of its take.</summary>
    private async Task<IEnumerable<Guid>> WithoutTakeAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        ids.Except(await store.Takes.Find(Builders<StoredTake>.Filter.In(take => take.Id, ids)).Project(take => take.Id).ToListAsync(cancellationToken));

    private async Task ReleaseExpiredAsync(
        AccountRecord account, DateTimeOffset now, int limit, List<ExpiredReservation> released, CancellationToken cancellationToken)
    {
        foreach (var (key, _) in account.Open.Where(open => open.Value.LapsesAt <= now).OrderBy(open => open.Value.LapsesAt))
        {
            if (released.Count == limit)
                break;

            var id = Guid.ParseExact(key, "N");
            if (await ReleaseAsync(account.Id, id, now, cancellationToken) is { } amount)
                released.Add(new ExpiredReservation(account.Id, id, PicoDollars.ToDollars(amount)));
        }

        // Only then is the account not found any more: whoever ended before this left it to the next.
        var matched = await _holds.MatchAsync(account.Id, cancellationToken, everyMonth: true);
        if (matched is not null)
            await _accounts.UpdateOneAsync(AccountQuery.WithClosings(matched), AccountQuery.FindNextExpiry, options: null, cancellationToken);
    }

    /// <summary>Closes a reservation that has lapsed.</summary>
    /// <returns>What was reserved; null when it is not open or not over.</returns>
    private async Task<long?> ReleaseAsync(string account, Guid id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await TryCloseAsync(AccountQuery.Lapsed(account, id, now), account, id, cost: 0, now, cancellationToken) is { } amount)
            return amount;

        while (await _accounts.Find(AccountQuery.One(account)).FirstOrDefaultAsync(cancellationToken) is { } holds
            && holds.Open.TryGetValue(AccountQuery.Key(id), out var open) && open.LapsesAt <= now)
        {
            if (await TryCloseAsync(holds, id, open, cost: 0, now, cancellationToken))
                return open.AmountPico;
        }

        return null;
    }

    /// <summary>Reserves in place, if there is money and nothing is known of the reservation.</summary>
    private async Task<bool> TryReserveAsync(ReservationRequest request, long amount, CancellationToken cancellationToken)
    {
        if (!ReservationRule.IsWithinShot(request, amount))
            return false;

        // Read before the account's document is written, and only good if nothing is moved in between.
        var moves = _moves.GetValueOrDefault(request.Account);
        if (moves > 0 && await FindMovedAsync(request.Account, request.ReservationId, cancellationToken) is not null)
            return false;

        var reserved = await _accounts.UpdateOneAsync(
            AccountQuery.WithRoom(request.Account, request.ReservationId, moves, ReservationRule.MostHeld(request, amount), amount),
            AccountQuery.Reserve(request.ReservationId, amount, ReservationRule.ExpiresAt(request)), options: null, cancellationToken);
        return reserved.MatchedCount == 1;
    }

    /// <summary>Reserves with a hold that is raised for it, or refuses.</summary>
    /// <returns>The answer, which is written; null when the account has changed.</returns>
    private async Task<ReservationOutcome?> TryAnswerAsync(
        AccountRecord account, ReservationRequest request, long amount, long extra, CancellationToken cancellationToken)
    {
        var drawn = ExtraMoney.Drawn(extra, account.UsedExtra(request.Shot) ?? 0, amount);
        var outcome = ReservationRule.Decide(request, account.HeldPico, amount, drawn);
        if (outcome == ReservationOutcome.Reserved)
        {
            // What costs nothing is reserved whatever the project holds.
            var why = amount > 0 ? HoldChange.Reserve : HoldChange.Bill;
            if (amount > 0 && !await _holds.IsReadyAsync(account, request.Now, cancellationToken))
                return null;
            var written = await _holds.TryWriteAsync(
                account, account.Money.Moved(amount - drawn, drawn), new AccountChange(account).Open(request, amount, drawn), why, request.Now, cancellationToken);
            if (written.IsDone)
                return ReservationOutcome.Reserved;
            if (written.Free is null)
                return null;
            outcome = ReservationOutcome.RefusedByProject;
        }

        var refused = await _accounts.UpdateOneAsync(
            AccountQuery.WithoutReservation(account.Id, request.ReservationId, account.Moves), AccountQuery.Refuse(request.ReservationId, outcome, request.Now),
            options: null, cancellationToken);
        if (refused.MatchedCount == 0)
            return null;

        await MakeRoomAsync(account, cancellationToken);
        await _holds.MatchAsync(account.Id, cancellationToken);
        return outcome;
    }

    private Task RenewAsync(ReservationRequest request, CancellationToken cancellationToken) => _accounts.UpdateOneAsync(
        AccountQuery.WithOpen(request.Account, request.ReservationId),
        AccountQuery.Renew(request.ReservationId, ReservationRule.ExpiresAt(request)), options: null, cancellationToken);

    /// <summary>Closes an open reservation in place and charges what it cost.</summary>
    /// <returns>What was reserved, or null when it cannot be closed so.</returns>
    private async Task<long?> TryCloseAsync(
        FilterDefinition<AccountRecord> filter, string account, Guid id, long cost, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = await _accounts.FindOneAndUpdateAsync(filter, AccountQuery.Close(id, cost, now), AccountQuery.BeforeClosing(id), cancellationToken);
        if (before is null)
            return null;

        var amount = before.Open[AccountQuery.Key(id)].AmountPico;
        await _holds.FollowAsync(before, before.Money.Moved(cost - amount, 0), cancellationToken);
        if ((before.Closings + 1) % MovedAtOnce == 0)
            await MoveClosedAsync(account, cancellationToken);
        return amount;
    }

    /// <summary>Closes an open reservation that extra money, an earlier month or a bill beyond the hold has to do with.</summary>
    private async Task<bool> TryCloseAsync(
        AccountRecord account, Guid id, OpenReservation open, long cost, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var drawn = open.ExtraPico ?? 0;
        var extra = ExtraMoney.Spent(drawn, cost) - drawn;
        var shared = cost - open.AmountPico - extra;
        var change = new AccountChange(account).Close(id, open, cost, now).UseExtra(open.Shot, extra);
        var isClosed = open.Month is { } month
            ? await _holds.TryWriteBeforeAsync(account, month, shared, extra, cost, change, cancellationToken)
            : (await _holds.TryWriteAsync(account, account.Money.Moved(shared, extra), change, HoldChange.Bill, now, cancellationToken)).IsDone;
        if (!isClosed)
            return false;

        await _holds.MatchAsync(account.Id, cancellationToken);
        await MakeRoomAsync(account, cancellationToken);
        return true;
    }

    /// <summary>Charges for a reservation that is not open: one that nothing is known of, or more for a closed one.</summary>
    private async Task<bool> TryChargeAsync(
        AccountRecord account, Guid id, Known? known, long cost, long charge, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var drawn = known?.ExtraPico ?? 0;
        var extra = ExtraMoney.Spent(drawn, cost) - ExtraMoney.Spent(drawn, cost - charge);
        var change = new AccountChange(account).UseExtra(known?.Shot, extra);
        if (known is { IsHere: true })
            change.ChargeMore(id, cost - charge, cost, now);
        else
            change.CloseUnknown(id, new ClosedReservation(known?.Outcome ?? ReservationOutcome.AlreadySettled, cost) { ClosedAt = now, ExtraPico = known?.ExtraPico, Shot = known?.Shot }, charge);
        if (!(await _holds.TryWriteAsync(account, account.Money.Moved(charge - extra, extra), change, HoldChange.Bill, now, cancellationToken)).IsDone)
            return false;

        await _holds.MatchAsync(account.Id, cancellationToken);
        return true;
    }

    private async Task<AccountRecord> FindOrMakeAsync(string account, CancellationToken cancellationToken)
    {
        AccountRecord? holds;
        while ((holds = await _accounts.Find(AccountQuery.One(account)).FirstOrDefaultAsync(cancellationToken)) is null)
            await _accounts.TryInsertAsync(new AccountRecord { Id = account, ExtrasPico = 0, RoomPico = 0, Seq = 0 }, cancellationToken);
        return holds;
    }

    /// <summary>What is known of a reservation, in its account's document or out of it. A new account's document is made.</summary>
    private async Task<(AccountRecord Account, Known? Reservation)> LookUpAsync(string account, Guid id, CancellationToken cancellationToken)
    {
        var holds = await FindOrMakeAsync(account, cancellationToken);
        RememberMoves(holds);
        if (holds.Open.ContainsKey(AccountQuery.Key(id)))
            return (holds, new Known(ReservationOutcome.Reserved, ChargedPico: 0, ExtraPico: null, Shot: null, IsOpen: true, IsHere: true));
        if (holds.Closed.TryGetValue(AccountQuery.Key(id), out var closed))
            return (holds, new Known(closed.Outcome, closed.ChargedPico, closed.ExtraPico, closed.Shot, IsOpen: false, IsHere: true));

        return holds.Moves > 0 && await FindMovedAsync(account, id, cancellationToken) is { } moved
            ? (holds, new Known(moved.Outcome, moved.ChargedPico, moved.ExtraPico, moved.Shot, IsOpen: false, IsHere: false))
            : (holds, null);
    }

    private async Task<ReservationRecord?> FindMovedAsync(string account, Guid id, CancellationToken cancellationToken)
    {
        var moved = await _reservations.Find(Builders<ReservationRecord>.Filter.Eq(reservation => reservation.Id, id)).FirstOrDefaultAsync(cancellationToken);
        return moved is null || moved.Account == account
            ? moved
            : throw new InvalidOperationException($"Reservation {id} belongs to account {moved.Account}, not to {account}.");
    }

    /// <param name="account">As it was before one more was closed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    private Task MakeRoomAsync(AccountRecord account, CancellationToken cancellationToken) =>
        account.Closed.Count + 1 >= MovedAtOnce ? MoveClosedAsync(account.Id, cancellationToken) : Task.CompletedTask;

    /// <summary>
    /// Makes documents of their own of all closed reservations, then takes them out of the account's. Done half, or by two at
    /// once, it does no harm: the account's document counts first, a charge only grows, and what was changed meanwhile stays.
    /// </summary>
    private async Task MoveClosedAsync(string name, CancellationToken cancellationToken)
    {
        var account = await _accounts.Find(AccountQuery.One(name)).FirstOrDefaultAsync(cancellationToken);
        if (account is null or { Closed.Count: 0 })
            return;

        var copies = account.Closed.Select(closed => AccountQuery.Copy(name, Guid.ParseExact(closed.Key, "N"), closed.Value));
        await _reservations.BulkWriteAsync(copies, new BulkWriteOptions { IsOrdered = false }, cancellationToken);
        await _accounts.UpdateOneAsync(AccountQuery.WithClosed(account, account.Closed.Keys), AccountQuery.Remove(account.Closed.Keys), options: null, cancellationToken);
    }

    private void RememberMoves(AccountRecord account)
    {
        if (account.Moves == 0)
            return;
        if (_moves.Count >= AccountsRemembered)
            _moves.Clear();
        _moves[account.Id] = account.Moves;
    }

    private static Settlement Moved(long charged, long released) => new(PicoDollars.ToDollars(charged), PicoDollars.ToDollars(released));

    /// <param name="Outcome">The first answer.</param>
    /// <param name="ChargedPico">What was charged so far, in trillionths of a dollar.</param>
    /// <param name="ExtraPico">What of it was drawn on extra money.</param>
    /// <param name="Shot">Whose extra money that is.</param>
    /// <param name="IsOpen">Whether it is neither settled nor lapsed.</param>
    /// <param name="IsHere">Whether it is in the account's document.</param>
    private readonly record struct Known(ReservationOutcome Outcome, long ChargedPico, long? ExtraPico, Guid? Shot, bool IsOpen, bool IsHere);
}
