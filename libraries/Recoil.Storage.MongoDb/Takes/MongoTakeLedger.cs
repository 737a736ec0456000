using MongoDB.Bson;
using MongoDB.Driver;
using Recoil.Contracts;
using Recoil.Storage.Budget;
using Recoil.Storage.MongoDb.Connecting;
using Recoil.Storage.Steering;
using Recoil.Storage.Takes;

namespace Recoil.Storage.MongoDb.Takes;

internal sealed class MongoTakeLedger(MongoDbStore store) : ITakeLedger
{
    private static readonly FilterDefinitionBuilder<StoredTake> s_where = Builders<StoredTake>.Filter;
    private static readonly UpdateDefinitionBuilder<StoredTake> s_update = Builders<StoredTake>.Update;
    private static readonly FilterDefinition<StoredTake> s_notSubmitted = s_where.Lte(take => take.State, (int)TakeState.Submitting)
        | (s_where.Exists(take => take.State, exists: false) & s_where.Exists(take => take.ProviderJob, exists: false));
    private static readonly FindOneAndUpdateOptions<StoredTake> s_after = new() { ReturnDocument = ReturnDocument.After };

    private static readonly FindOneAndUpdateOptions<StoredTake> s_claimed = new()
    {
        ReturnDocument = ReturnDocument.After,
        Projection = Builders<StoredTake>.Projection.Exclude(take => take.Request),
    };

    private readonly IMongoCollection<StoredTake> _takes = store.Takes;
    private readonly TakeTurns _turns = new();

    public Task<(TakeRecord Take, TakeClaim? Claim)> EnqueueAsync(TakeRecord take, TakeLease? lease, CancellationToken cancellationToken)
    {
        TakeArguments.CheckNew(take, lease);
        return store.DoAsync<(TakeRecord, TakeClaim?)>(async () =>
        {
            var queued = new StoredTake
            {
                Id = take.TakeId,
                CorrelationId = take.CorrelationId,
                Account = take.Account,
                BegunAt = take.QueuedAt,
                State = (int)take.State,
                Provider = take.Provider,
                Request = take.Request,
                TraceParent = take.TraceParent,
                SubmittingAt = take.SubmittingAt,
                Worker = lease?.Worker,
                DueAt = lease?.Until ?? take.QueuedAt,
                Token = lease is null ? 0 : 1,
                Priority = take.Priority,
            };
            if (await _takes.TryInsertAsync(queued, cancellationToken))
                return (take, lease is null ? null : queued.ToClaim());

            var ofEarlierVersion = s_where.Eq(there => there.Id, take.TakeId) & s_where.Exists(there => there.Request, exists: false)
                & s_where.Exists(there => there.Result, exists: false);
            var request = s_update.Set(there => there.Provider, take.Provider).Set(there => there.Request, take.Request)
                .Set(there => there.TraceParent, take.TraceParent).Set(there => there.DueAt, take.QueuedAt);
            var completed = await _takes.FindOneAndUpdateAsync(ofEarlierVersion, request, s_after, cancellationToken);
            var there = completed ?? await StoredAsync(take.TakeId, cancellationToken);
            if (there.State == (int)TakeState.Queued && there.Priority != take.Priority)
            {
                await _takes.UpdateOneAsync(
                    TakeQuery.Is(take.TakeId, TakeState.Queued), s_update.Set(waiting => waiting.Priority, take.Priority), options: null, cancellationToken);
            }

            var owned = lease is { } again && there is { Token: 1, ProviderJob: null, Result: null } && string.Equals(there.Worker, again.Worker, StringComparison.Ordinal);
            return (there.ToTake(), owned ? there.ToClaim() : null);
        });
    }

    public Task<IReadOnlyList<ClaimedTake>> ClaimAsync(
        TakeLease lease, IReadOnlyDictionary<string, int> limits, PausedWork paused, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.DoAsync<IReadOnlyList<ClaimedTake>>(async () =>
        {
            var claimed = new List<ClaimedTake>();
            foreach (var (provider, limit) in limits.Where(limit => limit.Value > 0))
            {
                var before = claimed.Count;
                var begun = await _takes.Find(TakeQuery.Begun(provider, now)).SortBy(take => take.DueAt).Limit(limit).Project(take => take.Id).ToListAsync(cancellationToken);
                foreach (var id in begun)
                    await TryClaimAsync(TakeQuery.Begun(provider, now), id, lease, claimed, cancellationToken);
                var left = limit - (claimed.Count - before);
                if (left > 0 && !paused.HoldsAccount(provider))
                    await ClaimQueuedAsync(lease, provider, left, paused, now, claimed, cancellationToken);
            }

            return claimed;
        });

    private async Task ClaimQueuedAsync(
        TakeLease lease, string provider, int limit, PausedWork paused, DateTimeOffset now, List<ClaimedTake> claimed, CancellationToken cancellationToken)
    {
        var waiting = TakeQuery.Queued(provider, now);
        var heads = new List<TakeHead>();
        for (var head = await HeadAsync(waiting, cancellationToken); head is not null;
            head = await HeadAsync(waiting & s_where.Gt(take => take.Account, head.Account), cancellationToken))
        {
            if (!paused.HoldsRun(head.Account))
                heads.Add(head);
        }

        while (limit > 0 && heads.Count > 0)
        {
            var at = _turns.Next(provider, heads);
            if (await TryClaimAsync(waiting, heads[at].TakeId, lease, claimed, cancellationToken))
                limit--;
            if (await HeadAsync(waiting & s_where.Eq(take => take.Account, heads[at].Account), cancellationToken) is { } next)
                heads[at] = next;
            else
                heads.RemoveAt(at);
        }
    }

    private async Task<TakeHead?> HeadAsync(FilterDefinition<StoredTake> waiting, CancellationToken cancellationToken) =>
        await _takes.Find(waiting).Sort(TakeQuery.HeadFirst)
            .Project(take => new TakeHead(take.Id, take.Account, take.Priority ?? Priority.Usual, take.DueAt!.Value)).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Another worker may have been faster.</summary>
    private async Task<bool> TryClaimAsync(
        FilterDefinition<StoredTake> waiting, Guid id, TakeLease lease, List<ClaimedTake> claimed, CancellationToken cancellationToken)
    {
        var mine = await _takes.FindOneAndUpdateAsync(
            s_where.Eq(take => take.Id, id) & waiting,
            s_update.Set(take => take.Worker, lease.Worker).Set(take => take.DueAt, lease.Until).Inc(take => take.Token, 1),
            s_claimed, cancellationToken);
        if (mine is not null)
            claimed.Add(new ClaimedTake(await WithRequestAsync(mine.ToTake(), cancellationToken), mine.ToClaim()));
        return mine is not null;
    }

    public async Task PrioritizeAsync(string provider, IReadOnlyList<SetTakePriority> priorities, CancellationToken cancellationToken)
    {
        foreach (var set in priorities)
        {
            var waiting = set.Shot is { } shot ? TakeQuery.Waiting(provider, set.Account, shot) : TakeQuery.Waiting(provider, set.Account);
            await store.DoAsync(() => _takes.UpdateManyAsync(waiting, s_update.Set(take => take.Priority, set.Priority), options: null, cancellationToken));
        }
    }

    public Task<int> CountWaitingAsync(string provider, DateTimeOffset now, CancellationToken cancellationToken) => store.DoAsync(async () =>
        (int)await _takes.CountDocumentsAsync(TakeQuery.Due(provider, now), options: null, cancellationToken));

    public async Task<IReadOnlyList<TakeClaim>> RenewAsync(
        IReadOnlyCollection<TakeClaim> claims, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var lost = new List<TakeClaim>();
        foreach (var claim in claims)
        {
            if (!await ChangeAsync(TakeQuery.Held(claim), s_update.Set(take => take.DueAt, until), cancellationToken))
                lost.Add(claim);
        }

        return lost;
    }

    public Task FreeClaimsAsync(string provider, DateTimeOffset now, CancellationToken cancellationToken) => store.DoAsync(() => _takes.UpdateManyAsync(
        TakeQuery.Unended(provider) & s_where.Exists(take => take.Worker),
        s_update.Unset(take => take.Worker).Set(take => take.DueAt, now), options: null, cancellationToken));

    public Task<bool> ReleaseAsync(TakeClaim claim, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        ChangeAsync(TakeQuery.Held(claim), s_update.Unset(take => take.Worker).Set(take => take.DueAt, dueAt), cancellationToken);

    public Task<bool> BeginSubmitAsync(TakeClaim claim, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) => ChangeAsync(
        TakeQuery.Held(claim) & s_notSubmitted,
        s_update.Set(take => take.State, (int)TakeState.Submitting).Set(take => take.SubmittingAt, now).Set(take => take.DueAt, until), cancellationToken);

    public Task<bool> UndoSubmitAsync(TakeClaim claim, CancellationToken cancellationToken) => ChangeAsync(
        TakeQuery.Held(claim) & s_notSubmitted,
        s_update.Set(take => take.State, (int)TakeState.Queued).Unset(take => take.SubmittingAt), cancellationToken);

    public async Task<bool> RecordJobAsync(TakeClaim claim, string providerJob, CancellationToken cancellationToken) =>
        await ChangeAsync(
            TakeQuery.Held(claim) & s_where.Exists(take => take.ProviderJob, exists: false),
            s_update.Set(take => take.ProviderJob, providerJob).Set(take => take.State, (int)TakeState.Submitted), cancellationToken)
        || await store.DoAsync(() => _takes.Find(TakeQuery.Held(claim)).AnyAsync(cancellationToken));

    public Task<bool> BeginFetchAsync(TakeClaim claim, CancellationToken cancellationToken) =>
        ChangeAsync(TakeQuery.Held(claim), s_update.Set(take => take.State, (int)TakeState.Fetching), cancellationToken);

    public Task<bool> EndAsync(TakeClaim claim, GenerationCompleted result, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var cost = KnownCost.Of(result);
        return ChangeAsync(
            TakeQuery.Held(claim),
            s_update.Set(take => take.State, (int)TakeState.Ended).Set(take => take.Result, result)
                .Set(take => take.CostPico, PicoDollars.Of(cost.Usd, nameof(result))).Set(take => take.CostSource, (int)cost.Source)
                .Set(take => take.EndedAt, now).Set(take => take.UndeliveredAt, now).Unset(take => take.Worker).Unset(take => take.DueAt),
            cancellationToken);
    }

    public Task<IReadOnlyList<TakeRecord>> ClaimUndeliveredAsync(
        DateTimeOffset before, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        store.DoAsync<IReadOnlyList<TakeRecord>>(async () =>
        {
            var undelivered = new List<TakeRecord>();
            var ids = await _takes.Find(TakeQuery.Undelivered(before)).SortBy(take => take.UndeliveredAt).Limit(limit).Project(take => take.Id).ToListAsync(cancellationToken);
            foreach (var id in ids)
            {
                var mine = await _takes.FindOneAndUpdateAsync(
                    s_where.Eq(take => take.Id, id) & TakeQuery.Undelivered(before), s_update.Set(take => take.UndeliveredAt, until), s_after, cancellationToken);
                if (mine is not null)
                    undelivered.Add(mine.ToTake());
            }

            return undelivered;
        });

    public Task MarkDeliveredAsync(IReadOnlyCollection<Guid> takeIds, CancellationToken cancellationToken) => takeIds.Count == 0
        ? Task.CompletedTask
        : store.DoAsync(() => _takes.UpdateManyAsync(
            s_where.In(take => take.Id, takeIds) & s_where.Exists(take => take.UndeliveredAt),
            s_update.Unset(take => take.UndeliveredAt).Unset(take => take.Request).Unset(take => take.TraceParent), options: null, cancellationToken));

    public Task<TakeRecord?> FindAsync(Guid takeId, CancellationToken cancellationToken) => store.DoAsync(async () =>
        (await _takes.Find(s_where.Eq(take => take.Id, takeId)).FirstOrDefaultAsync(cancellationToken))?.ToTake());

    public Task<(int Count, KnownCost Cost)> TotalAsync(string account, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        var totals = await _takes.Aggregate().Match(TakeQuery.Made(account)).Group<BsonDocument>(TakeQuery.BySource).ToListAsync(cancellationToken);
        return (totals.Sum(total => total["count"].ToInt32()), KnownCost.Sum(totals.Select(TakeQuery.CostOf)));
    });

    public Task<bool> TryCancelAsync(TakeRecord take, CancellationToken cancellationToken)
    {
        TakeArguments.CheckCancelled(take);
        return store.DoAsync(async () =>
        {
            // Without a cost: that is how it differs from a take that was made, and why it is in no sum.
            var cancelled = new StoredTake
            {
                Id = take.TakeId,
                CorrelationId = take.CorrelationId,
                Account = take.Account,
                BegunAt = take.QueuedAt,
                State = (int)TakeState.Ended,
                Result = take.Result,
                EndedAt = take.QueuedAt,
            };
            if (await _takes.TryInsertAsync(cancelled, cancellationToken))
                return true;

            var queued = await _takes.UpdateOneAsync(
                TakeQuery.Is(take.TakeId, TakeState.Queued),
                s_update.Set(there => there.State, (int)TakeState.Ended).Set(there => there.Result, take.Result).Set(there => there.EndedAt, take.QueuedAt)
                    .Unset(there => there.Worker).Unset(there => there.DueAt).Unset(there => there.Request).Unset(there => there.TraceParent),
                options: null, cancellationToken);
            return queued.MatchedCount == 1 || await StoredAsync(take.TakeId, cancellationToken) is { Result: not null, CostPico: null };
        });
    }

    public Task<int> RemoveEndedAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var over = _takes.Find(TakeQuery.Over(endedBefore)).SortBy(take => take.BegunAt).Project(take => new EndedTake(take.Id, take.CorrelationId, take.Provider));
        return store.RemoveAsync(
            over, limit,
            async page =>
            {
                var shots = await store.WithoutSagaAsync(page.Select(take => take.CorrelationId), cancellationToken);
                return [.. page.Where(take => shots.Contains(take.CorrelationId))];
            },
            takes => RemoveAsync(takes, cancellationToken), cancellationToken);
    }

    private async Task<int> RemoveAsync(IReadOnlyList<EndedTake> takes, CancellationToken cancellationToken)
    {
        // Without its take nobody would see that a place is free.
        foreach (var ofProvider in takes.Where(take => take.Provider is not null).GroupBy(take => take.Provider, take => take.Id, StringComparer.Ordinal))
        {
            await store.ProviderAccounts.UpdateOneAsync(
                Builders<StoredProviderAccount>.Filter.Eq(account => account.Id, ofProvider.Key),
                Builders<StoredProviderAccount>.Update.PullAll(account => account.Jobs, ofProvider), options: null, cancellationToken);
        }

        return (int)(await _takes.DeleteManyAsync(s_where.In(take => take.Id, takes.Select(take => take.Id)), cancellationToken)).DeletedCount;
    }

    // A take without a readable request is claimed like any other: its worker ends it, and its neighbours do not wait for it.
    private async Task<TakeRecord> WithRequestAsync(TakeRecord claimed, CancellationToken cancellationToken)
    {
        try
        {
            return claimed with { Request = (await StoredAsync(claimed.TakeId, cancellationToken)).Request };
        }
        catch (FormatException unreadable) when (unreadable.InnerException is InvalidDataException)
        {
            return claimed;
        }
    }

    private Task<bool> ChangeAsync(FilterDefinition<StoredTake> held, UpdateDefinition<StoredTake> change, CancellationToken cancellationToken) =>
        store.DoAsync(async () => (await _takes.UpdateOneAsync(held, change, options: null, cancellationToken)).MatchedCount == 1);

    private async Task<StoredTake> StoredAsync(Guid takeId, CancellationToken cancellationToken) =>
        await _takes.Find(s_where.Eq(take => take.Id, takeId)).FirstOrDefaultAsync(cancellationToken)
            ?? throw new InvalidOperationException($"Take {takeId} was removed while it was being added.");

    private sealed record EndedTake(Guid Id, Guid CorrelationId, string? Provider);
}
