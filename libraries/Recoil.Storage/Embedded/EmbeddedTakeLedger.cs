using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Recoil.Contracts;
using Recoil.Storage.Budget;
using Recoil.Storage.Takes;

namespace Recoil.Storage.Embedded;

internal sealed class EmbeddedTakeLedger(EmbeddedDatabase database) : ITakeLedger
{
    private static readonly JsonTypeInfo<GenerationCompleted> s_json = StoredJson.Of<GenerationCompleted>();

    private static readonly Sql s_begin = new("""
        INSERT INTO takes (id, correlation_id, account, begun_at, provider_job, worker, claimed_until)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING
        """);

    private static readonly Sql s_claim = new("""
        UPDATE takes SET worker = ?2, claimed_until = ?4
        WHERE id = ?1 AND result IS NULL AND (worker IS NULL OR worker = ?2 OR claimed_until <= ?3)
        """);

    private static readonly Sql s_find = new(
        "SELECT correlation_id, account, begun_at, provider_job, result FROM takes WHERE id = ?1");

    private static readonly Sql s_recordJob = new("UPDATE takes SET provider_job = coalesce(provider_job, ?2) WHERE id = ?1");

    private static readonly Sql s_complete = new("""
        UPDATE takes SET result = ?2, cost = ?3, worker = NULL, claimed_until = NULL WHERE id = ?1 AND result IS NULL
        """);

    // Without a cost: that is how it differs from a take that was made, and why it is in no sum.
    private static readonly Sql s_cancel = new("""
        INSERT INTO takes (id, correlation_id, account, begun_at, result) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING
        """);

    private static readonly Sql s_isCancelled = new("SELECT result IS NOT NULL AND cost IS NULL FROM takes WHERE id = ?1");

    private static readonly Sql s_release = new("UPDATE takes SET worker = NULL, claimed_until = NULL WHERE id = ?1 AND worker = ?2");

    private static readonly Sql s_total = new("SELECT count(*), coalesce(sum(cost), 0) FROM takes WHERE account = ?1 AND cost IS NOT NULL");

    public Task<(TakeRecord Record, bool Claimed)> BeginAsync(
        TakeRecord take, string worker, DateTimeOffset now, DateTimeOffset claimedUntil, CancellationToken cancellationToken)
    {
        if (take.Result is not null)
            throw new ArgumentException($"Take {take.TakeId} has ended; it cannot begin.", nameof(take));

        return database.WriteAsync(
            WriteKind.Take, static (session, begin) => Begin(session, begin.Take, begin.Worker, begin.Now, begin.Until),
            (Take: take, Worker: worker, Now: now, Until: claimedUntil), cancellationToken);
    }

    public Task RecordJobAsync(Guid takeId, string providerJob, CancellationToken cancellationToken) => database.WriteAsync(
        WriteKind.Take,
        static (session, record) => session[s_recordJob].Bind(1, record.Id).Bind(2, record.Job).Execute() == 1
            ? true
            : throw NeverBegun(record.Id),
        (Id: takeId, Job: providerJob),
        cancellationToken);

    public async Task<GenerationCompleted> CompleteAsync(Guid takeId, GenerationCompleted result, CancellationToken cancellationToken)
    {
        var cost = PicoDollars.Of(result.Cost, nameof(result));
        var earlier = await database.WriteAsync(
            WriteKind.Take, static (session, end) => Complete(session, end.Id, end.Result, end.Cost),
            (Id: takeId, Result: JsonSerializer.SerializeToUtf8Bytes(result, s_json), Cost: cost), cancellationToken);
        return earlier ?? result;
    }

    public Task ReleaseClaimAsync(Guid takeId, string worker, CancellationToken cancellationToken) => database.WriteAsync(
        WriteKind.Take,
        static (session, release) => session[s_release].Bind(1, release.Id).Bind(2, release.Worker).Execute(),
        (Id: takeId, Worker: worker),
        cancellationToken);

    public Task<TakeRecord?> FindAsync(Guid takeId, CancellationToken cancellationToken) =>
        database.ReadAsync(Find, takeId, cancellationToken);

    public Task<(int Count, decimal Cost)> TotalAsync(string account, CancellationToken cancellationToken) => database.ReadAsync(
        static (session, account) =>
        {
            var row = session[s_total].Bind(1, account);
            try
            {
                row.Step();
                return ((int)row.Integer(0), PicoDollars.ToDollars(row.Integer(1)));
            }
            finally
            {
                row.Reset();
            }
        },
        account,
        cancellationToken);

    public Task<bool> TryCancelAsync(TakeRecord take, CancellationToken cancellationToken)
    {
        if (take is not { Result.Cost: 0, ProviderJob: null })
            throw new ArgumentException($"Take {take.TakeId} cannot be cancelled without a result that costs nothing, or with a job.", nameof(take));

        return database.WriteAsync(
            WriteKind.Take, static (session, cancellation) => TryCancel(session, cancellation.Take, cancellation.Result),
            (Take: take, Result: JsonSerializer.SerializeToUtf8Bytes(take.Result, s_json)), cancellationToken);
    }

    private static bool TryCancel(Session session, TakeRecord take, byte[] result)
    {
        var isNew = session[s_cancel]
            .Bind(1, take.TakeId).Bind(2, take.CorrelationId).Bind(3, take.Account).Bind(4, take.BegunAt).Bind(5, result).Execute() == 1;
        if (isNew)
            return true;

        var row = session[s_isCancelled].Bind(1, take.TakeId);
        try
        {
            return row.Step() && row.Integer(0) == 1;
        }
        finally
        {
            row.Reset();
        }
    }

    private static (TakeRecord Record, bool Claimed) Begin(
        Session session, TakeRecord take, string worker, DateTimeOffset now, DateTimeOffset claimedUntil)
    {
        var isNew = session[s_begin]
            .Bind(1, take.TakeId).Bind(2, take.CorrelationId).Bind(3, take.Account).Bind(4, take.BegunAt)
            .Bind(5, take.ProviderJob).Bind(6, worker).Bind(7, claimedUntil).Execute() == 1;
        if (isNew)
            return (take, true);

        var claimed = session[s_claim].Bind(1, take.TakeId).Bind(2, worker).Bind(3, now).Bind(4, claimedUntil).Execute() == 1;
        return (Find(session, take.TakeId)!, claimed);
    }

    /// <returns>The result that was there before, or null when the new one was stored.</returns>
    private static GenerationCompleted? Complete(Session session, Guid id, byte[] result, long cost)
    {
        if (session[s_complete].Bind(1, id).Bind(2, result).Bind(3, cost).Execute() == 1)
            return null;

        return Find(session, id)?.Result ?? throw NeverBegun(id);
    }

    private static TakeRecord? Find(Session session, Guid id)
    {
        var row = session[s_find].Bind(1, id);
        try
        {
            if (!row.Step())
                return null;

            return new TakeRecord
            {
                TakeId = id,
                CorrelationId = row.Id(0),
                Account = row.Text(1),
                BegunAt = row.Instant(2),
                ProviderJob = row.TextOrNull(3),
                Result = row.IsNull(4) ? null : StoredJson.Read(row.Blob(4), s_json, $"The result of take {id}"),
            };
        }
        finally
        {
            row.Reset();
        }
    }

    private static InvalidOperationException NeverBegun(Guid id) => new($"Take {id} is not in the ledger; it must begin first.");
}
