using System.Runtime.InteropServices;
using MongoDB.Driver;
using Recoil.Storage.Budget;
using Recoil.Storage.MongoDb.Connecting;

namespace Recoil.Storage.MongoDb.Budget;

/// <summary>
/// Keeps the hold at the project and what a run's account knows of it in step, without a transaction. Each change has a number, one after the last that
/// the account has. A raise is written at the project first and then in the account, together with what it is for; what is given back goes the other way. So
/// at every moment the hold is at least what the account was granted, and that is at least what it holds. Whoever finds that another change has the number
/// takes it over and tries again; whoever repeats an operation mends what was left half done.
/// </summary>
internal sealed class MongoRunHolds(MongoDbStore store, TimeProvider time)
{
    private readonly IMongoCollection<AccountRecord> _accounts = store.Accounts;
    private readonly MongoHolds _holds = new(store, time);

    /// <summary>
    /// Makes sure that a reservation can be made in an account as it was read: the project holds it, and an account that is of no admitted run counts in the
    /// month that it is.
    /// </summary>
    /// <returns>False when something was done for that, and the account must be read again.</returns>
    public async Task<bool> IsReadyAsync(AccountRecord account, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (account.RoomPico is null && account.Money.Held > 0)
        {
            await TryWriteAsync(account, account.Money, new AccountChange(account), HoldChange.Bill, now, cancellationToken);
            return false;
        }

        if (account.FloorPico is not null || account.Month is null || !BudgetMonth.IsAfter(BudgetMonth.Of(now), account.Month))
            return true;
        if (account.Money.Change != 0)
            await MatchAsync(account.Id, cancellationToken);
        else
            await GoOnAsync(account, BudgetMonth.Of(now), cancellationToken);
        return false;
    }

    /// <summary>Writes an account as it becomes, with a hold that is as large as it must be.</summary>
    /// <param name="account">The account as it was read.</param>
    /// <param name="after">Its sums after the change.</param>
    /// <param name="change">The rest of the change.</param>
    /// <param name="why">Whether the project may refuse.</param>
    /// <param name="now">The time: a new account counts in its month.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<Written> TryWriteAsync(
        AccountRecord account, RunMoney after, AccountChange change, HoldChange why, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var month = account.Month ?? (account.RoomPico is null && account.Money.Held > 0 ? BudgetMonth.Unknown : BudgetMonth.Of(now));
        var (seq, more) = (account.Seq ?? 0, after.Change);
        var granted = account.GrantedWith(account.Money.Room);
        if (more > 0)
        {
            var (standing, free) = await _holds.ChangeAsync(account.Id, month, seq + 1, granted + more, why, cancellationToken);
            if (free is not null)
                return new Written(IsDone: false, free);
            if (standing != new MongoHolds.Standing(seq + 1, granted + more))
            {
                await TakeOverAsync(account, standing, granted, cancellationToken);
                return default;
            }
        }

        if (more != 0)
            seq++;
        change.Sums(after.Matched, seq);
        if (account.Month is null)
            change.Month(month);
        if (!await TryUpdateAsync(change, cancellationToken))
            return default;
        if (more < 0)
            await TellAsync(account.Id, month, seq, granted + more, cancellationToken);
        return new Written(IsDone: true);
    }

    /// <summary>Writes an account whose change counts in an earlier month.</summary>
    public async Task<bool> TryWriteBeforeAsync(
        AccountRecord account, string month, long shared, long extra, long charge, AccountChange change, CancellationToken cancellationToken)
    {
        var seq = (account.Seq ?? 0) + 1;
        var more = shared + extra;
        var held = account.Past!.GetValueOrDefault(HoldQuery.Key(month)) + more;
        if (more > 0 && (await _holds.ChangeAsync(account.Id, month, seq, held, HoldChange.Bill, cancellationToken)).Hold is var standing
            && standing != new MongoHolds.Standing(seq, held))
        {
            await TryNumberAsync(account, Math.Max(seq, standing.Seq), cancellationToken);
            return false;
        }

        if (!await TryUpdateAsync(change.Past(month, held, charge).Sums(account.Money.MovedBefore(shared, extra), seq), cancellationToken))
            return false;
        if (more < 0)
            await TellAsync(account.Id, month, seq, held, cancellationToken);
        return true;
    }

    /// <summary>After a reservation was closed in place, which gives back what the hold has too much.</summary>
    /// <param name="before">The account before it.</param>
    /// <param name="after">Its sums after it, with the hold as it was.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task FollowAsync(AccountRecord before, RunMoney after, CancellationToken cancellationToken)
    {
        // An open run's hold stays as it is while it keeps within what it was admitted with.
        if (before.Month is not { } month || (after.Change == 0 && after.Floor >= after.Shared))
            return;
        var seq = (before.Seq ?? 0) + (after.Change < 0 ? 1 : 0);
        await TellAsync(before.Id, month, seq, before.GrantedWith(before.Money.Room) + after.Change, cancellationToken);
    }

    /// <summary>Makes the hold what the account says, and the account's grant what it must be.</summary>
    /// <param name="name">The account.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="everyMonth">Whether holds in earlier months are looked at, too.</param>
    /// <returns>The account as it was when they agreed; null when there is none.</returns>
    public async Task<AccountRecord?> MatchAsync(string name, CancellationToken cancellationToken, bool everyMonth = false)
    {
        while (true)
        {
            var account = await _accounts.Find(AccountQuery.One(name)).FirstOrDefaultAsync(cancellationToken);
            if (account is null or { RoomPico: null } or { Month: null })
                return account;

            var seq = account.Seq ?? 0;
            if (account.Money.Change < 0)
                await TryUpdateAsync(new AccountChange(account).Sums(account.Money.Matched, seq + 1), cancellationToken);
            else if (await FindOtherAsync(account, everyMonth, cancellationToken) is { } other)
                await TryNumberAsync(account, Math.Max(seq, other) + 1, cancellationToken);
            else
                return account;
        }
    }

    /// <summary>A hold that is not what the account says, because a raise that came to nothing has its number or a later one.</summary>
    /// <returns>The number; null when all agree.</returns>
    private async Task<long?> FindOtherAsync(AccountRecord account, bool everyMonth, CancellationToken cancellationToken)
    {
        var seq = account.Seq ?? 0;
        var earlier = everyMonth ? account.Past?.Select(month => (HoldQuery.Month(month.Key), month.Value)) : null;
        foreach (var (month, amount) in (earlier ?? []).Append((account.Month!, account.GrantedWith(account.Money.Room))))
        {
            var (standing, _) = await _holds.ChangeAsync(account.Id, month, seq, amount, HoldChange.Match, cancellationToken);
            if (standing.Amount != amount)
                return standing.Seq;
        }

        return null;
    }

    /// <summary>Tells the project what was given back; where a raise that came to nothing is in the way, until both agree.</summary>
    private async Task TellAsync(string account, string month, long seq, long amount, CancellationToken cancellationToken)
    {
        var (standing, _) = await _holds.ChangeAsync(account, month, seq, amount, HoldChange.Match, cancellationToken);
        if (standing.Amount != amount)
            await MatchAsync(account, cancellationToken, everyMonth: true);
    }

    /// <summary>
    /// Lets an account go on in a later month. The hold in the month before gets the change's number first, so that no raise that was begun before can
    /// still change it.
    /// </summary>
    private async Task GoOnAsync(AccountRecord account, string month, CancellationToken cancellationToken)
    {
        var (seq, held) = ((account.Seq ?? 0) + 1, account.GrantedWith(account.Money.Room));
        var (standing, _) = await _holds.ChangeAsync(account.Id, account.Month!, seq, held, HoldChange.Bill, cancellationToken);
        if (standing != new MongoHolds.Standing(seq, held))
            await TakeOverAsync(account, standing, held, cancellationToken);
        else
            await TryUpdateAsync(new AccountChange(account).GoOnIn(month, held).Sums(account.Money, seq), cancellationToken);
    }

    /// <summary>Writes into the account what the project holds by another's change, which may have ended before it could.</summary>
    private Task TakeOverAsync(AccountRecord account, MongoHolds.Standing standing, long granted, CancellationToken cancellationToken) =>
        TryUpdateAsync(
            new AccountChange(account).Sums(account.Money with { Room = account.Money.Room + standing.Amount - granted }, standing.Seq), cancellationToken);

    private async Task<bool> TryUpdateAsync(AccountChange change, CancellationToken cancellationToken) =>
        (await _accounts.UpdateOneAsync(change.Where, change.ToUpdate(), options: null, cancellationToken)).MatchedCount == 1;

    private Task TryNumberAsync(AccountRecord account, long seq, CancellationToken cancellationToken) =>
        _accounts.UpdateOneAsync(AccountQuery.Unchanged(account), AccountQuery.Number(seq), options: null, cancellationToken);

    /// <param name="IsDone">Whether it is written; when it is not, and nothing is refused, the account must be read again.</param>
    /// <param name="Free">What the project has free, in US dollars, when it refuses.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Written(bool IsDone, decimal? Free = null);
}
