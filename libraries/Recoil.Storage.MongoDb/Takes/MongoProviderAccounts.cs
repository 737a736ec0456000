using System.Globalization;
using MongoDB.Driver;
using Recoil.Storage.MongoDb.Connecting;
using Recoil.Storage.Takes;

namespace Recoil.Storage.MongoDb.Takes;

internal sealed class MongoProviderAccounts(MongoDbStore store) : IProviderAccounts
{
    private static readonly FilterDefinitionBuilder<StoredProviderAccount> s_where = Builders<StoredProviderAccount>.Filter;
    private static readonly UpdateDefinitionBuilder<StoredProviderAccount> s_update = Builders<StoredProviderAccount>.Update;

    private readonly IMongoCollection<StoredProviderAccount> _accounts = store.ProviderAccounts;
    private readonly IMongoCollection<StoredTake> _takes = store.Takes;

    public Task<bool> TryEnterAsync(string account, Guid takeId, AccountLimits limits, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.DoAsync(async () =>
        {
            var one = s_where.Eq(there => there.Id, account);
            await _accounts.TryInsertAsync(new StoredProviderAccount { Id = account }, cancellationToken);
            if (limits.SubmitsPerMinute is not null)
                await _accounts.UpdateOneAsync(one, s_update.PullFilter(there => there.Submits, at => at <= now - AccountLimits.Window), options: null, cancellationToken);
            if (await EnterAsync(account, takeId, limits, now, cancellationToken))
                return true;
            return limits.Jobs is not null && await LeaveEndedAsync(account, cancellationToken) && await EnterAsync(account, takeId, limits, now, cancellationToken);
        });

    public Task LeaveAsync(string account, Guid takeId, CancellationToken cancellationToken) => store.DoAsync(() => _accounts.UpdateOneAsync(
        s_where.Eq(there => there.Id, account), s_update.Pull(there => there.Jobs, takeId), options: null, cancellationToken));

    private async Task<bool> EnterAsync(string account, Guid takeId, AccountLimits limits, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var room = s_where.Eq(there => there.Id, account);
        if (limits.SubmitsPerMinute is { } submits)
            room &= HasNo("submits", submits);
        if (limits.Jobs is { } jobs)
            room &= s_where.AnyEq(there => there.Jobs, takeId) | HasNo("jobs", jobs);
        var enter = s_update.AddToSet(there => there.Jobs, takeId);
        if (limits.SubmitsPerMinute is not null)
            enter = enter.Push(there => there.Submits, now);
        return (await _accounts.UpdateOneAsync(room, enter, options: null, cancellationToken)).MatchedCount == 1;
    }

    /// <summary>Whether a list has fewer entries than this.</summary>
    private static FilterDefinition<StoredProviderAccount> HasNo(string list, int entries) =>
        s_where.Exists(string.Create(CultureInfo.InvariantCulture, $"{list}.{entries - 1}"), exists: false);

    /// <summary>A process may have ended between a take's end and its leaving.</summary>
    private async Task<bool> LeaveEndedAsync(string account, CancellationToken cancellationToken)
    {
        var there = await _accounts.Find(s_where.Eq(one => one.Id, account)).FirstAsync(cancellationToken);
        var ended = await _takes.Find(
            Builders<StoredTake>.Filter.In(take => take.Id, there.Jobs) & Builders<StoredTake>.Filter.Eq(take => take.State, (int)TakeState.Ended))
            .Project(take => take.Id).ToListAsync(cancellationToken);
        return ended.Count > 0
            && (await _accounts.UpdateOneAsync(s_where.Eq(one => one.Id, account), s_update.PullAll(one => one.Jobs, ended), options: null, cancellationToken)).ModifiedCount == 1;
    }
}
