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
/// </summary>
internal sealed class MongoBudgetLedger(MongoDbStore store, TimeProvider time) : IBudgetLedger
{
    /// <summary>How many reservations are closed before they are moved.</summary>
    internal const int MovedAtOnce = 128;

    private const int AccountsAtOnce = 100;
    private const int AccountsRemembered = 1_000;

    private readonly IMongoCollection<AccountRecord> _accounts = store.Accounts;
    private readonly IMongoCollection<ReservationRecord> _reservations = store.Reservations;

    /// <summary>How often reservations were moved out of an account, as far as this process knows.</summary>
    private readonly ConcurrentDictionary<string, long> _moves = new(StringComparer.Ordinal);

    public Task<ReservationOutcome> ReserveAsync(ReservationRequest request, CancellationToken cancellationToken)
    {
        var amount = PicoDollars.Of(request.Amount, nameof(request));
        return store.DoAsync(async () =>
        {
            while (true)
            {
                if (await TryReserveAsync(request, amount, cancellationToken))
                    return ReservationOutcome.Reserved;

                var (account, known) = await LookUpAsync(request.Account, request.ReservationId, cancellationToken);
                if (known is { } earlier)
                {
                    if (earlier.IsOpen)
                        await RenewAsync(request, cancellationToken);
                    return earlier.Outcome;
                }

                // Otherwise the account was new, or has changed since, and there may be money: asked again.
                var outcome = ReservationRule.Decide(request, account.HeldPico, amount);
                if (outcome != ReservationOutcome.Reserved
                    && await TryCloseUnknownAsync(account, request.ReservationId, new ClosedReservation(outcome, ChargedPico: 0) { ClosedAt = request.Now }, charge: 0, cancellationToken))
                {
                    await MakeRoomAsync(account, cancellationToken);
                    return outcome;
                }
            }
        });
    }

    private Task RenewAsync(ReservationRequest request, CancellationToken cancellationToken) => _accounts.UpdateOneAsync(
        AccountQuery.WithOpen(request.Account, request.ReservationId),
        AccountQuery.Renew(request.ReservationId, ReservationRule.ExpiresAt(request)), options: null, cancellationToken);

    public Task<Settlement> SettleAsync(
        string account, Guid reservationId, decimal actualCost, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var cost = PicoDollars.Of(actualCost, nameof(actualCost));
        return store.DoAsync(async () =>
        {
            while (true)
            {
                if (await TryCloseAsync(AccountQuery.WithOpen(account, reservationId), account, reservationId, cost, now, cancellationToken) is { } amount)
                    return Moved(cost, Math.Max(0, amount - cost));

                var (holds, known) = await LookUpAsync(account, reservationId, cancellationToken);
                var charge = known is { } earlier ? cost - earlier.ChargedPico : cost;
                if (known is { IsOpen: true })
                    continue;
                if (known is not null && charge <= 0)
                    return default;

                var closed = new ClosedReservation(known?.Outcome ?? ReservationOutcome.AlreadySettled, cost) { ClosedAt = now };
                var written = known is { IsHere: true, ChargedPico: var charged }
                    ? await TryChargeMoreAsync(account, reservationId, charged, cost, now, cancellationToken)
                    : await TryCloseUnknownAsync(holds, reservationId, closed, charge, cancellationToken);
                if (written)
                {
                    await MakeRoomAsync(holds, cancellationToken);
                    return Moved(charge, released: 0);
                }
            }
        });
    }

    public Task<AccountBalance> GetAsync(string account, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        var holds = await _accounts.Find(AccountQuery.One(account)).Project<AccountRecord>(AccountQuery.Balance).FirstOrDefaultAsync(cancellationToken);
        return holds is null
            ? default
            : new AccountBalance(PicoDollars.ToDollars(holds.SpentPico), PicoDollars.ToDollars(holds.HeldPico - holds.SpentPico), holds.OpenCount);
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
                return;

            var id = Guid.ParseExact(key, "N");
            if (await TryCloseAsync(AccountQuery.WithExpired(account.Id, id, now), account.Id, id, cost: 0, now, cancellationToken) is { } amount)
                released.Add(new ExpiredReservation(account.Id, id, PicoDollars.ToDollars(amount)));
        }

        await _accounts.UpdateOneAsync(AccountQuery.One(account.Id), AccountQuery.FindNextExpiry, options: null, cancellationToken);
    }

    /// <summary>Reserves, if there is money and nothing is known of the reservation.</summary>
    private async Task<bool> TryReserveAsync(ReservationRequest request, long amount, CancellationToken cancellationToken)
    {
        if (!ReservationRule.IsWithinShot(request, amount))
            return false;

        // Read before the account's document is written, and only good if nothing is moved in between.
        var moves = _moves.GetValueOrDefault(request.Account);
        if (moves > 0 && await FindMovedAsync(request.Account, request.ReservationId, cancellationToken) is not null)
            return false;

        var reserved = await _accounts.UpdateOneAsync(
            AccountQuery.WithRoom(request.Account, request.ReservationId, moves, ReservationRule.MostHeld(request, amount)),
            AccountQuery.Reserve(request.ReservationId, amount, ReservationRule.ExpiresAt(request)), options: null, cancellationToken);
        return reserved.MatchedCount == 1;
    }

    /// <summary>Closes an open reservation and charges what it cost.</summary>
    /// <returns>What was reserved, or null when it is not open.</returns>
    private async Task<long?> TryCloseAsync(
        FilterDefinition<AccountRecord> filter, string account, Guid id, long cost, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = await _accounts.FindOneAndUpdateAsync(filter, AccountQuery.Close(id, cost, now), AccountQuery.BeforeClosing(id), cancellationToken);
        if (before is null)
            return null;

        if ((before.Closings + 1) % MovedAtOnce == 0)
            await MoveClosedAsync(account, cancellationToken);
        return before.Open[AccountQuery.Key(id)].AmountPico;
    }

    /// <summary>Writes down a reservation that is not in its account's document, and charges.</summary>
    private async Task<bool> TryCloseUnknownAsync(
        AccountRecord account, Guid id, ClosedReservation closed, long charge, CancellationToken cancellationToken) =>
        (await _accounts.UpdateOneAsync(
            AccountQuery.WithoutReservation(account.Id, id, account.Moves), AccountQuery.CloseUnknown(id, closed, charge), options: null, cancellationToken))
        .MatchedCount == 1;

    private async Task<bool> TryChargeMoreAsync(string account, Guid id, long charged, long cost, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await _accounts.UpdateOneAsync(
            AccountQuery.WithCharged(account, id, charged), AccountQuery.ChargeMore(id, charged, cost, now), options: null, cancellationToken))
        .MatchedCount == 1;

    /// <summary>What is known of a reservation, in its account's document or out of it. A new account's document is made.</summary>
    private async Task<(AccountRecord Account, Known? Reservation)> LookUpAsync(string account, Guid id, CancellationToken cancellationToken)
    {
        AccountRecord? holds;
        while ((holds = await _accounts.Find(AccountQuery.One(account)).FirstOrDefaultAsync(cancellationToken)) is null)
            await _accounts.TryInsertAsync(new AccountRecord { Id = account }, cancellationToken);

        RememberMoves(holds);
        if (holds.Open.ContainsKey(AccountQuery.Key(id)))
            return (holds, new Known(ReservationOutcome.Reserved, ChargedPico: 0, IsOpen: true, IsHere: true));
        if (holds.Closed.TryGetValue(AccountQuery.Key(id), out var closed))
            return (holds, new Known(closed.Outcome, closed.ChargedPico, IsOpen: false, IsHere: true));

        return holds.Moves > 0 && await FindMovedAsync(account, id, cancellationToken) is { } moved
            ? (holds, new Known(moved.Outcome, moved.ChargedPico, IsOpen: false, IsHere: false))
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
    /// <param name="IsOpen">Whether it is neither settled nor lapsed.</param>
    /// <param name="IsHere">Whether it is in the account's document.</param>
    private readonly record struct Known(ReservationOutcome Outcome, long ChargedPico, bool IsOpen, bool IsHere);
}
