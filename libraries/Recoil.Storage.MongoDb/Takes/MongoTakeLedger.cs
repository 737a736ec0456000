using MongoDB.Driver;
using Recoil.Contracts;
using Recoil.Storage.Budget;
using Recoil.Storage.MongoDb.Connecting;
using Recoil.Storage.Takes;

namespace Recoil.Storage.MongoDb.Takes;

internal sealed class MongoTakeLedger(MongoDbStore store) : ITakeLedger
{
    private static readonly FilterDefinitionBuilder<StoredTake> s_where = Builders<StoredTake>.Filter;
    private static readonly UpdateDefinitionBuilder<StoredTake> s_update = Builders<StoredTake>.Update;
    private static readonly FilterDefinition<StoredTake> s_notEnded = s_where.Exists(take => take.Result, exists: false);

    private readonly IMongoCollection<StoredTake> _takes = store.Takes;

    public Task<(TakeRecord Record, bool Claimed)> BeginAsync(
        TakeRecord take, string worker, DateTimeOffset now, DateTimeOffset claimedUntil, CancellationToken cancellationToken)
    {
        if (take.Result is not null)
            throw new ArgumentException($"Take {take.TakeId} has ended; it cannot begin.", nameof(take));

        return store.DoAsync(async () =>
        {
            var begun = new StoredTake
            {
                Id = take.TakeId,
                CorrelationId = take.CorrelationId,
                Account = take.Account,
                BegunAt = take.BegunAt,
                Worker = worker,
                ClaimedUntil = claimedUntil,
                ProviderJob = take.ProviderJob,
            };
            if (await _takes.TryInsertAsync(begun, cancellationToken))
                return (take, true);

            var free = s_where.Eq(there => there.Id, take.TakeId) & s_notEnded
                & (s_where.Exists(there => there.Worker, exists: false) | s_where.Eq(there => there.Worker, worker) | s_where.Lte(there => there.ClaimedUntil, now));
            var claim = s_update.Set(there => there.Worker, worker).Set(there => there.ClaimedUntil, claimedUntil);
            var mine = await _takes.FindOneAndUpdateAsync(
                free, claim, new FindOneAndUpdateOptions<StoredTake> { ReturnDocument = ReturnDocument.After }, cancellationToken);
            return mine is not null ? (mine.ToTake(), true) : ((await StoredAsync(take.TakeId, cancellationToken)).ToTake(), false);
        });
    }

    public Task RecordJobAsync(Guid takeId, string providerJob, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        var recorded = await _takes.UpdateOneAsync(
            s_where.Eq(take => take.Id, takeId) & s_where.Exists(take => take.ProviderJob, exists: false),
            s_update.Set(take => take.ProviderJob, providerJob), options: null, cancellationToken);
        return recorded.MatchedCount == 1 || await StoredAsync(takeId, cancellationToken) is not null;
    });

    public async Task<GenerationCompleted> CompleteAsync(Guid takeId, GenerationCompleted result, CancellationToken cancellationToken)
    {
        var cost = PicoDollars.Of(result.Cost, nameof(result));
        return await store.DoAsync(async () =>
        {
            var ended = await _takes.UpdateOneAsync(
                s_where.Eq(take => take.Id, takeId) & s_notEnded,
                s_update.Set(take => take.Result, result).Set(take => take.CostPico, cost).Unset(take => take.Worker).Unset(take => take.ClaimedUntil),
                options: null, cancellationToken);
            return ended.MatchedCount == 1 ? result : (await StoredAsync(takeId, cancellationToken)).Result!;
        });
    }

    public Task ReleaseClaimAsync(Guid takeId, string worker, CancellationToken cancellationToken) => store.DoAsync(() => _takes.UpdateOneAsync(
        s_where.Eq(take => take.Id, takeId) & s_where.Eq(take => take.Worker, worker),
        s_update.Unset(take => take.Worker).Unset(take => take.ClaimedUntil), options: null, cancellationToken));

    public Task<TakeRecord?> FindAsync(Guid takeId, CancellationToken cancellationToken) => store.DoAsync(async () =>
        (await _takes.Find(s_where.Eq(take => take.Id, takeId)).FirstOrDefaultAsync(cancellationToken))?.ToTake());

    public Task<(int Count, decimal Cost)> TotalAsync(string account, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        var total = await _takes.Aggregate().Match(TakeQuery.Made(account))
            .Group(_ => 1, takes => new { Count = takes.Count(), Cost = takes.Sum(take => take.CostPico) }).FirstOrDefaultAsync(cancellationToken);
        return total is null ? (0, 0m) : (total.Count, PicoDollars.ToDollars(total.Cost ?? 0));
    });

    public Task<bool> TryCancelAsync(TakeRecord take, CancellationToken cancellationToken)
    {
        if (take is not { Result.Cost: 0, ProviderJob: null })
            throw new ArgumentException($"Take {take.TakeId} cannot be cancelled without a result that costs nothing, or with a job.", nameof(take));

        return store.DoAsync(async () =>
        {
            // Without a cost: that is how it differs from a take that was made, and why it is in no sum.
            var cancelled = new StoredTake
            {
                Id = take.TakeId,
                CorrelationId = take.CorrelationId,
                Account = take.Account,
                BegunAt = take.BegunAt,
                Result = take.Result,
            };
            return await _takes.TryInsertAsync(cancelled, cancellationToken)
                || await StoredAsync(take.TakeId, cancellationToken) is { Result: not null, CostPico: null };
        });
    }

    private async Task<StoredTake> StoredAsync(Guid takeId, CancellationToken cancellationToken) =>
        await _takes.Find(s_where.Eq(take => take.Id, takeId)).FirstOrDefaultAsync(cancellationToken)
            ?? throw new InvalidOperationException($"Take {takeId} is not in the ledger; it must begin first.");
}
