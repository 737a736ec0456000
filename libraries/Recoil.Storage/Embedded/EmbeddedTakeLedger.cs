using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Recoil.Contracts;
using Recoil.Storage.Budget;
using Recoil.Storage.Steering;
using Recoil.Storage.Takes;

namespace Recoil.Storage.Embedded;

internal sealed class EmbeddedTakeLedger(EmbeddedDatabase database) : ITakeLedger
{
    private static readonly JsonTypeInfo<GenerationCompleted> s_result = StoredJson.Of<GenerationCompleted>();
    private static readonly JsonTypeInfo<TakeOrder> s_order = StoredJson.Of<TakeOrder>();
    private readonly TakeTurns _turns = new();

    public Task<(TakeRecord Take, TakeClaim? Claim)> EnqueueAsync(TakeRecord take, TakeLease? lease, CancellationToken cancellationToken)
    {
        TakeArguments.CheckNew(take, lease);
        var order = JsonSerializer.SerializeToUtf8Bytes(new TakeOrder { Take = take.Request!, TraceParent = take.TraceParent }, s_order);
        return database.WriteAsync(
            WriteKind.Take, static (session, add) => Enqueue(session, add.Take, add.Order, add.Lease), (Take: take, Order: order, Lease: lease), cancellationToken);
    }

    public async Task<IReadOnlyList<ClaimedTake>> ClaimAsync(
        TakeLease lease, IReadOnlyDictionary<string, int> limits, PausedWork paused, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Whoever has nothing to do looks often; a read costs less than a turn of the writer.
        var waiting = limits.Where(limit => limit.Value > 0).ToArray();
        if (!await database.ReadAsync(static (session, look) => look.Waiting.Any(limit => Exists(session[TakeSql.AnyDue].Bind(1, limit.Key).Bind(2, look.Now))), (Waiting: waiting, Now: now), cancellationToken))
            return [];
        return await database.WriteAsync(
            WriteKind.Take, static (session, claim) => Claim(session, claim.Turns, claim.Lease, claim.Waiting, claim.Paused, claim.Now),
            (Turns: _turns, Lease: lease, Waiting: waiting, Paused: paused, Now: now), cancellationToken);
    }

    public Task PrioritizeAsync(string provider, IReadOnlyList<SetTakePriority> priorities, CancellationToken cancellationToken) => priorities.Count == 0
        ? Task.CompletedTask
        : database.WriteAsync(
            WriteKind.Take, static (session, set) => set.Priorities.Sum(priority => Prioritize(session, set.Provider, priority)),
            (Provider: provider, Priorities: priorities), cancellationToken);

    public Task<int> CountWaitingAsync(string provider, DateTimeOffset now, CancellationToken cancellationToken) => database.ReadAsync(
        static (session, count) =>
        {
            var row = session[TakeSql.CountDue].Bind(1, count.Provider).Bind(2, count.Now);
            try
            {
                row.Step();
                return (int)row.Integer(0);
            }
            finally
            {
                row.Reset();
            }
        },
        (Provider: provider, Now: now), cancellationToken);

    public async Task<IReadOnlyList<TakeClaim>> RenewAsync(
        IReadOnlyCollection<TakeClaim> claims, DateTimeOffset until, CancellationToken cancellationToken) => claims.Count == 0
        ? []
        : await database.WriteAsync(
            WriteKind.Take,
            static (session, renew) => Array.FindAll(renew.Claims, claim => On(session, TakeSql.Renew, claim).Bind(3, renew.Until).Execute() == 0),
            (Claims: claims.ToArray(), Until: until), cancellationToken);

    public Task FreeClaimsAsync(string provider, DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        WriteKind.Take, static (session, free) => session[TakeSql.FreeClaims].Bind(1, free.Provider).Bind(2, free.Now).Execute(),
        (Provider: provider, Now: now), cancellationToken);

    public Task<bool> ReleaseAsync(TakeClaim claim, DateTimeOffset dueAt, CancellationToken cancellationToken) => database.WriteAsync(
        WriteKind.Take, static (session, release) => On(session, TakeSql.Release, release.Claim).Bind(3, release.DueAt).Execute() == 1,
        (Claim: claim, DueAt: dueAt), cancellationToken);

    public Task<bool> BeginSubmitAsync(TakeClaim claim, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) => database.WriteAsync(
        WriteKind.Take, static (session, begin) => On(session, TakeSql.BeginSubmit, begin.Claim).Bind(3, begin.Now).Bind(4, begin.Until).Execute() == 1,
        (Claim: claim, Now: now, Until: until), cancellationToken);

    public Task<bool> UndoSubmitAsync(TakeClaim claim, CancellationToken cancellationToken) => database.WriteAsync(
        WriteKind.Take, static (session, claim) => On(session, TakeSql.UndoSubmit, claim).Execute() == 1, claim, cancellationToken);

    public Task<bool> RecordJobAsync(TakeClaim claim, string providerJob, CancellationToken cancellationToken) => database.WriteAsync(
        WriteKind.Take, static (session, record) => On(session, TakeSql.RecordJob, record.Claim).Bind(3, record.Job).Execute() == 1,
        (Claim: claim, Job: providerJob), cancellationToken);

    public Task<bool> BeginFetchAsync(TakeClaim claim, CancellationToken cancellationToken) => database.WriteAsync(
        WriteKind.Take, static (session, claim) => On(session, TakeSql.BeginFetch, claim).Execute() == 1, claim, cancellationToken);

    public Task<bool> EndAsync(TakeClaim claim, GenerationCompleted result, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var cost = KnownCost.Of(result);
        return database.WriteAsync(
            WriteKind.Take,
            static (session, end) => On(session, TakeSql.End, end.Claim)
                .Bind(3, end.Result).Bind(4, end.Cost).Bind(5, end.Now).Bind(6, (long)end.Source).Execute() == 1,
            (Claim: claim, Result: JsonSerializer.SerializeToUtf8Bytes(result, s_result), Cost: PicoDollars.Of(cost.Usd, nameof(result)), cost.Source, Now: now), cancellationToken);
    }

    public async Task<IReadOnlyList<TakeRecord>> ClaimUndeliveredAsync(
        DateTimeOffset before, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        await database.ReadAsync(static (session, look) => Ids(session[TakeSql.FindUndelivered].Bind(1, look).Bind(2, 1)).Count, before, cancellationToken) == 0
            ? []
            : await database.WriteAsync(
                WriteKind.Take, static (session, claim) => ClaimUndelivered(session, claim.Before, claim.Until, claim.Limit),
                (Before: before, Until: until, Limit: limit), cancellationToken);

    public Task MarkDeliveredAsync(IReadOnlyCollection<Guid> takeIds, CancellationToken cancellationToken) => takeIds.Count == 0
        ? Task.CompletedTask
        : database.WriteAsync(
            WriteKind.Take, static (session, ids) => ids.Sum(id => session[TakeSql.MarkDelivered].Bind(1, id).Execute()), takeIds.ToArray(), cancellationToken);

    public Task<TakeRecord?> FindAsync(Guid takeId, CancellationToken cancellationToken) =>
        database.ReadAsync(static (session, id) => Find(session, id)?.Take, takeId, cancellationToken);

    public Task<(int Count, KnownCost Cost)> TotalAsync(string account, CancellationToken cancellationToken) => database.ReadAsync(
        static (session, account) =>
        {
            var (count, cost) = (0, KnownCost.Free);
            var rows = session[TakeSql.Total].Bind(1, account);
            try
            {
                while (rows.Step())
                {
                    count += (int)rows.Integer(1);
                    cost += KnownCost.Of(PicoDollars.ToDollars(rows.Integer(2)), rows.IsNull(0) ? null : (CostSource)rows.Integer(0));
                }
            }
            finally
            {
                rows.Reset();
            }

            return (count, cost);
        },
        account,
        cancellationToken);

    public Task<int> RemoveEndedAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.WriteAsync(
            WriteKind.Take,
            static (session, remove) =>
            {
                session[TakeSql.FreePlaces].Bind(1, remove.Before).Bind(2, remove.Limit).Execute();
                return session[TakeSql.RemoveEnded].Bind(1, remove.Before).Bind(2, remove.Limit).Execute();
            },
            (Before: endedBefore, Limit: limit), cancellationToken);
    }

    public Task<bool> TryCancelAsync(TakeRecord take, CancellationToken cancellationToken)
    {
        TakeArguments.CheckCancelled(take);
        return database.WriteAsync(
            WriteKind.Take, static (session, cancellation) => TryCancel(session, cancellation.Take, cancellation.Result),
            (Take: take, Result: JsonSerializer.SerializeToUtf8Bytes(take.Result!, s_result)), cancellationToken);
    }

    private static Statement On(Session session, Sql sql, TakeClaim claim) => session[sql].Bind(1, claim.TakeId).Bind(2, claim.Token);

    private static (TakeRecord Take, TakeClaim? Claim) Enqueue(Session session, TakeRecord take, byte[] order, TakeLease? lease)
    {
        var isNew = session[TakeSql.Insert]
            .Bind(1, take.TakeId).Bind(2, take.CorrelationId).Bind(3, take.Account).Bind(4, take.QueuedAt).Bind(5, (long)take.State)
            .Bind(6, take.Provider).Bind(7, order).Bind(8, take.SubmittingAt)
            .Bind(9, lease?.Worker).Bind(10, lease?.Until ?? take.QueuedAt).Bind(11, lease is null ? 0 : 1).Bind(12, take.Priority).Execute() == 1;
        if (isNew)
            return (take, lease is null ? null : new TakeClaim(take.TakeId, 1));

        session[TakeSql.Complete].Bind(1, take.TakeId).Bind(2, take.Provider).Bind(3, order).Bind(4, take.QueuedAt).Execute();
        session[TakeSql.Prioritize].Bind(1, take.TakeId).Bind(2, take.Priority).Execute();
        var owned = lease is { } again && Exists(session[TakeSql.IsFirstClaim].Bind(1, take.TakeId).Bind(2, again.Worker));
        return (Find(session, take.TakeId)!.Take, owned ? new TakeClaim(take.TakeId, 1) : null);
    }

    private static bool Exists(Statement row)
    {
        try
        {
            return row.Step();
        }
        finally
        {
            row.Reset();
        }
    }

    private static List<ClaimedTake> Claim(
        Session session, TakeTurns turns, TakeLease lease, KeyValuePair<string, int>[] limits, PausedWork paused, DateTimeOffset now)
    {
        var claimed = new List<ClaimedTake>();
        foreach (var (provider, limit) in limits)
        {
            var begun = Ids(session[TakeSql.FindBegun].Bind(1, provider).Bind(2, now).Bind(3, limit));
            foreach (var id in begun)
                claimed.Add(Claim(session, lease, id));
            if (begun.Count < limit && !paused.HoldsAccount(provider))
                ClaimQueued(session, turns, lease, provider, limit - begun.Count, paused, now, claimed);
        }

        return claimed;
    }

    private static void ClaimQueued(
        Session session, TakeTurns turns, TakeLease lease, string provider, int limit, PausedWork paused, DateTimeOffset now, List<ClaimedTake> claimed)
    {
        var heads = new List<TakeHead>();
        for (var run = NextRun(session, provider, "", now); run is not null; run = NextRun(session, provider, run, now))
        {
            if (!paused.HoldsRun(run) && Head(session, provider, run, now) is { } head)
                heads.Add(head);
        }

        for (; limit > 0 && heads.Count > 0; limit--)
        {
            var at = turns.Next(provider, heads);
            claimed.Add(Claim(session, lease, heads[at].TakeId));
            if (Head(session, provider, heads[at].Account, now) is { } next)
                heads[at] = next;
            else
                heads.RemoveAt(at);
        }
    }

    private static int Prioritize(Session session, string provider, SetTakePriority set)
    {
        var update = session[set.Shot is null ? TakeSql.PrioritizeRun : TakeSql.PrioritizeShot].Bind(1, provider).Bind(2, set.Account).Bind(3, set.Priority);
        return (set.Shot is { } shot ? update.Bind(4, shot) : update).Execute();
    }

    private static ClaimedTake Claim(Session session, TakeLease lease, Guid id)
    {
        session[TakeSql.Claim].Bind(1, id).Bind(2, lease.Worker).Bind(3, lease.Until).Execute();
        return Find(session, id)!;
    }

    private static string? NextRun(Session session, string provider, string after, DateTimeOffset now)
    {
        var row = session[TakeSql.NextRun].Bind(1, provider).Bind(2, after).Bind(3, now);
        try
        {
            return row.Step() ? row.Text(0) : null;
        }
        finally
        {
            row.Reset();
        }
    }

    private static TakeHead? Head(Session session, string provider, string account, DateTimeOffset now)
    {
        var row = session[TakeSql.HeadOfRun].Bind(1, provider).Bind(2, account).Bind(3, now);
        try
        {
            return row.Step() ? new TakeHead(row.Id(0), account, (int)row.Integer(1), row.Instant(2)) : null;
        }
        finally
        {
            row.Reset();
        }
    }

    private static List<TakeRecord> ClaimUndelivered(Session session, DateTimeOffset before, DateTimeOffset until, int limit)
    {
        var undelivered = new List<TakeRecord>();
        foreach (var id in Ids(session[TakeSql.FindUndelivered].Bind(1, before).Bind(2, limit)))
        {
            session[TakeSql.Postpone].Bind(1, id).Bind(2, until).Execute();
            undelivered.Add(Find(session, id)!.Take);
        }

        return undelivered;
    }

    private static bool TryCancel(Session session, TakeRecord take, byte[] result)
    {
        var isNew = session[TakeSql.InsertCancelled]
            .Bind(1, take.TakeId).Bind(2, take.CorrelationId).Bind(3, take.Account).Bind(4, take.QueuedAt).Bind(5, result).Execute() == 1;
        if (isNew || session[TakeSql.CancelQueued].Bind(1, take.TakeId).Bind(2, result).Bind(3, take.QueuedAt).Execute() == 1)
            return true;

        var row = session[TakeSql.IsCancelled].Bind(1, take.TakeId);
        try
        {
            return row.Step() && row.Integer(0) == 1;
        }
        finally
        {
            row.Reset();
        }
    }

    private static List<Guid> Ids(Statement rows)
    {
        var ids = new List<Guid>();
        try
        {
            while (rows.Step())
                ids.Add(rows.Id(0));
        }
        finally
        {
            rows.Reset();
        }

        return ids;
    }

    // A take without a readable request is claimed like any other: its worker ends it, and its neighbours do not wait for it.
    private static TakeOrder? ReadOrder(ReadOnlySpan<byte> json, Guid id)
    {
        try
        {
            return StoredJson.Read(json, s_order, $"The request of take {id}");
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static ClaimedTake? Find(Session session, Guid id)
    {
        var row = session[TakeSql.Find].Bind(1, id);
        try
        {
            if (!row.Step())
                return null;

            var order = row.IsNull(7) ? null : ReadOrder(row.Blob(7), id);
            var take = new TakeRecord
            {
                TakeId = id,
                CorrelationId = row.Id(0),
                Account = row.Text(1),
                QueuedAt = row.Instant(2),
                ProviderJob = row.TextOrNull(3),
                Result = row.IsNull(4) ? null : StoredJson.Read(row.Blob(4), s_result, $"The result of take {id}"),
                State = (TakeState)row.Integer(5),
                Provider = row.TextOrNull(6),
                Request = order?.Take,
                TraceParent = order?.TraceParent,
                SubmittingAt = row.InstantOrNull(8),
            };
            return new ClaimedTake(take, new TakeClaim(id, row.Integer(9)));
        }
        finally
        {
            row.Reset();
        }
    }
}
