using MongoDB.Bson;
using MongoDB.Driver;
using Recoil.Contracts;
using Recoil.Storage.Budget;
using Recoil.Storage.MongoDb.Connecting;
using Recoil.Storage.Runs;

namespace Recoil.Storage.MongoDb.Runs;

internal sealed class MongoRunShots(MongoDbStore store) : IRunShots
{
    private static readonly FilterDefinitionBuilder<StoredRunShot> s_where = Builders<StoredRunShot>.Filter;
    private static readonly FilterDefinitionBuilder<StoredPlannedShot> s_wherePlanned = Builders<StoredPlannedShot>.Filter;
    private static readonly InsertManyOptions s_each = new() { IsOrdered = false };

    /// <summary>Shots that need a person; their index holds nothing else.</summary>
    public static readonly FilterDefinition<StoredRunShot> AnyForPerson = s_where.Eq(shot => shot.NeedsPerson, true);

    /// <summary>Shots that may serve others as a reference; their index holds nothing else.</summary>
    public static readonly FilterDefinition<StoredRunShot> AnyAnchor = s_where.Eq(shot => shot.IsAnchor, true);

    private readonly IMongoCollection<StoredRunShot> _shots = store.RunShots;
    private readonly IMongoCollection<StoredPlannedShot> _planned = store.RunPlans;
    private readonly IMongoCollection<StoredRunEnd> _ends = store.RunEnds;

    public async Task AddAsync(Guid plan, IReadOnlyList<(PlannedShot Planned, ShotProgress Progress)> shots, CancellationToken cancellationToken)
    {
        if (shots.Count == 0)
            return;

        // How a shot stands is read before its plan, so it comes after it.
        await AddNewAsync(_planned, shots.Select(shot => new StoredPlannedShot
        {
            Id = StoredRunShot.IdOf(plan, shot.Planned.Index),
            Plan = plan,
            Index = shot.Planned.Index,
            Planned = shot.Planned,
        }), cancellationToken);
        await AddNewAsync(_shots, shots.Select(shot => StoredRunShot.Of(plan, shot.Progress)), cancellationToken);
    }

    public Task<ShotProgress?> FindAsync(Guid plan, string shotId, CancellationToken cancellationToken) => store.DoAsync(async () =>
        (await _shots.Find(Of(plan) & s_where.Eq(shot => shot.ShotId, shotId)).FirstOrDefaultAsync(cancellationToken))?.ToProgress());

    public Task<IReadOnlyList<ShotProgress>> GetAsync(Guid plan, IReadOnlyList<int> indexes, CancellationToken cancellationToken) =>
        store.DoAsync<IReadOnlyList<ShotProgress>>(async () => InOrder(await _shots
            .Find(s_where.In(shot => shot.Id, indexes.Select(index => StoredRunShot.IdOf(plan, index)))).ToListAsync(cancellationToken)));

    public Task<IReadOnlyList<PlannedShot>> GetPlannedAsync(Guid plan, IReadOnlyList<int> indexes, CancellationToken cancellationToken) =>
        store.DoAsync<IReadOnlyList<PlannedShot>>(async () =>
        [
            .. (await _planned.Find(s_wherePlanned.In(shot => shot.Id, indexes.Select(index => StoredRunShot.IdOf(plan, index)))).ToListAsync(cancellationToken))
                .OrderBy(shot => shot.Index).Select(Planned),
        ]);

    public Task<bool> TryReplaceAsync(Guid plan, ShotProgress progress, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        var replaced = await _shots.ReplaceOneAsync(
            s_where.Eq(shot => shot.Id, StoredRunShot.IdOf(plan, progress.Index)) & s_where.Eq(shot => shot.Version, progress.Version),
            StoredRunShot.Of(plan, progress), options: (ReplaceOptions?)null, cancellationToken);
        return replaced.MatchedCount == 1;
    });

    public Task<IReadOnlyList<PlacedShot>> ListAsync(Guid plan, ShotPlace place, int after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return store.DoAsync<IReadOnlyList<PlacedShot>>(async () => await _shots
            .Find(Of(plan) & s_where.Eq(shot => shot.Place, place) & s_where.Gt(shot => shot.Index, after))
            .SortBy(shot => shot.Plan).ThenBy(shot => shot.Place).ThenBy(shot => shot.Index).Limit(limit)
            .Project(shot => new PlacedShot(shot.Index, shot.Scene, shot.WasRemade)).ToListAsync(cancellationToken));
    }

    public Task<IReadOnlyList<int>> EndedAmongAsync(Guid plan, IReadOnlyList<int> indexes, CancellationToken cancellationToken) =>
        store.DoAsync<IReadOnlyList<int>>(async () =>
        [
            .. (await _shots.Find(s_where.In(shot => shot.Id, indexes.Select(index => StoredRunShot.IdOf(plan, index))))
                .Project(shot => new { shot.Index, shot.Place }).ToListAsync(cancellationToken))
                .Where(shot => shot.Place == ShotPlace.Ended).Select(shot => shot.Index),
        ]);

    public Task<bool> AnyNeedsPersonAsync(Guid plan, int? scene, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        var there = scene is null ? Of(plan) : Of(plan) & s_where.Eq(shot => shot.Scene, scene);
        return await _shots.Find(there & AnyForPerson).Limit(1).Project(shot => shot.Index).AnyAsync(cancellationToken);
    });

    public Task<ShotProgress?> FindAnchorAsync(Guid plan, int scene, int before, CancellationToken cancellationToken) => store.DoAsync(async () =>
        (await _shots.Find(Of(plan) & s_where.Eq(shot => shot.Scene, scene) & s_where.Lt(shot => shot.Index, before) & AnyAnchor)
            .SortByDescending(shot => shot.Index).FirstOrDefaultAsync(cancellationToken))?.ToProgress());

    public Task<IReadOnlyList<ShotProgress>> ReadAsync(Guid plan, int from, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return store.DoAsync<IReadOnlyList<ShotProgress>>(async () => InOrder(await _shots
            .Find(Of(plan) & s_where.Gte(shot => shot.Index, from)).SortBy(shot => shot.Plan).ThenBy(shot => shot.Index).Limit(limit).ToListAsync(cancellationToken)));
    }

    public Task<IReadOnlyList<PlannedShot>> ReadPlannedAsync(Guid plan, int from, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return store.DoAsync<IReadOnlyList<PlannedShot>>(async () =>
        [
            .. (await _planned.Find(s_wherePlanned.Eq(shot => shot.Plan, plan) & s_wherePlanned.Gte(shot => shot.Index, from))
                .SortBy(shot => shot.Plan).ThenBy(shot => shot.Index).Limit(limit).ToListAsync(cancellationToken)).Select(Planned),
        ]);
    }

    public Task<RunTotals> SumAsync(Guid plan, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        var parts = await _shots.Aggregate().Match(Of(plan))
            .Group(
                shot => new { shot.Status, shot.CostSource },
                group => new { group.Key.Status, Source = group.Key.CostSource, Count = group.Count(), CostPico = group.Sum(shot => shot.CostPico) })
            .ToListAsync(cancellationToken);
        return RunTotals.Of(parts.Select(part => (part.Status, part.Count, new KnownCost(PicoDollars.ToDollars(part.CostPico), part.Source))));
    });

    public Task KeepUntilAsync(Guid plan, DateTimeOffset? time, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        var there = Builders<StoredRunEnd>.Filter.Eq(end => end.Id, plan);
        return time is { } until
            ? (await _ends.ReplaceOneAsync(there, new StoredRunEnd { Id = plan, KeptUntil = until }, new ReplaceOptions { IsUpsert = true }, cancellationToken)).ModifiedCount
            : (await _ends.DeleteOneAsync(there, cancellationToken)).DeletedCount;
    });

    public async Task<int> RemoveAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var removed = 0;
        while (removed < limit)
        {
            var end = await store.DoAsync(() => _ends
                .Find(Builders<StoredRunEnd>.Filter.Lt(old => old.KeptUntil, before)).SortBy(old => old.KeptUntil).FirstOrDefaultAsync(cancellationToken));
            if (end is null)
                break;

            // How a shot stands goes last: it is what tells that there is more to remove.
            var page = await store.DoAsync(() => _shots
                .Find(Of(end.Id)).SortBy(shot => shot.Plan).ThenBy(shot => shot.Index).Limit(limit - removed).Project(shot => shot.Id).ToListAsync(cancellationToken));
            await store.DoAsync(() => _planned.DeleteManyAsync(s_wherePlanned.In(shot => shot.Id, page), cancellationToken));
            removed += (int)(await store.DoAsync(() => _shots.DeleteManyAsync(s_where.In(shot => shot.Id, page), cancellationToken))).DeletedCount;
            if (page.Count == 0)
                await KeepUntilAsync(end.Id, time: null, cancellationToken);
        }

        return removed;
    }

    private Task<bool> AddNewAsync<T>(IMongoCollection<T> collection, IEnumerable<T> documents, CancellationToken cancellationToken) => store.DoAsync(async () =>
    {
        try
        {
            await collection.InsertManyAsync(documents, s_each, cancellationToken);
        }
        catch (MongoBulkWriteException<T> exception) when (
            exception.WriteConcernError is null && exception.WriteErrors.All(error => error.Category == ServerErrorCategory.DuplicateKey))
        {
            // Those were there.
        }

        return true;
    });

    private static FilterDefinition<StoredRunShot> Of(Guid plan) => s_where.Eq(shot => shot.Plan, plan);

    private static List<ShotProgress> InOrder(IEnumerable<StoredRunShot> shots) => [.. shots.OrderBy(shot => shot.Index).Select(shot => shot.ToProgress())];

    private static PlannedShot Planned(StoredPlannedShot shot) => shot.Planned with { Index = shot.Index };
}
