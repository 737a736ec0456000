using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Recoil.Contracts;
using Recoil.Storage.Reviews;

namespace Recoil.Storage.Embedded;

internal sealed class EmbeddedReviewEntries(EmbeddedDatabase database) : IReviewEntries
{
    private static readonly JsonTypeInfo<ReviewEntry> s_json = StoredJson.Of<ReviewEntry>();

    private static readonly Sql s_add = new("""
        INSERT INTO reviews (id, project, run_id, enqueued_at, entry) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING
        """);

    private static readonly Sql s_find = new("SELECT entry FROM reviews WHERE id = ?1");

    private static readonly Sql s_findRange = new("SELECT entry FROM reviews WHERE id >= ?1 AND id <= ?2 ORDER BY id LIMIT ?3");

    private static readonly Sql s_list = new(
        "SELECT entry FROM reviews WHERE project = ?1 AND run_id = ?2 ORDER BY enqueued_at, rowid");

    private static readonly Sql s_listOpen = new("""
        SELECT id, entry FROM reviews WHERE decided_at IS NULL AND enqueued_at >= 0 ORDER BY enqueued_at, rowid LIMIT ?1
        """);

    private static readonly Sql s_listOpenOfProject = new("""
        SELECT id, entry FROM reviews WHERE decided_at IS NULL AND project = ?2 ORDER BY enqueued_at, rowid LIMIT ?1
        """);

    private static readonly Sql s_change = new("UPDATE reviews SET entry = ?2, decided_at = ?3 WHERE id = ?1");

    private static readonly Sql s_findDecided = new("SELECT id, entry FROM reviews WHERE decided_at < ?1 ORDER BY decided_at");

    private static readonly Sql s_findOpen = new("SELECT id, entry FROM reviews WHERE decided_at IS NULL AND enqueued_at < ?1 ORDER BY enqueued_at");

    private static readonly Sql s_remove = new("""
        DELETE FROM reviews WHERE id = ?1 AND (decided_at < ?2 OR (decided_at IS NULL AND enqueued_at < ?3))
            AND NOT EXISTS (SELECT 1 FROM sagas WHERE sagas.id = ?4)
        """);

    private static readonly Sql s_hasShot = new("SELECT 1 FROM sagas WHERE id = ?1");

    public Task<bool> TryAddAsync(ReviewEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        WriteKind.Review,
        static (session, add) => session[s_add]
            .Bind(1, add.Entry.ReviewId).Bind(2, add.Entry.Request.Project).Bind(3, add.Entry.Request.RunId)
            .Bind(4, add.Entry.EnqueuedAt).Bind(5, add.Json).Execute() == 1,
        (Entry: entry, Json: JsonSerializer.SerializeToUtf8Bytes(entry, s_json)),
        cancellationToken);

    public Task<ReviewEntry?> FindAsync(Guid reviewId, CancellationToken cancellationToken) =>
        database.ReadAsync(Find, reviewId, cancellationToken);

    public Task<IReadOnlyList<ReviewEntry>> FindAsync(ReviewIdRange ids, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.ReadAsync<(ReviewIdRange Ids, int Limit), IReadOnlyList<ReviewEntry>>(
            static (session, find) => Read(session[s_findRange].Bind(1, find.Ids.First).Bind(2, find.Ids.Last).Bind(3, find.Limit)), (ids, limit), cancellationToken);
    }

    public Task<IReadOnlyList<ReviewEntry>> ListAsync(string project, string runId, CancellationToken cancellationToken) =>
        database.ReadAsync<(string Project, string RunId), IReadOnlyList<ReviewEntry>>(
            static (session, run) => Read(session[s_list].Bind(1, run.Project).Bind(2, run.RunId)),
            (project, runId),
            cancellationToken);

    public async Task<OpenReviews> ListOpenAsync(string? project, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var stored = await database.ReadAsync(
            static (session, open) => Stored(open.Project is null
                ? session[s_listOpen].Bind(1, open.Limit)
                : session[s_listOpenOfProject].Bind(1, open.Limit).Bind(2, open.Project)),
            (Project: project, Limit: limit),
            cancellationToken);
        return OpenReviews.Of(stored, row => row.Id, row => Read(row.Entry));
    }

    public Task<ReviewEntry?> ClaimAsync(
        Guid reviewId, string person, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) =>
        ChangeOpenAsync(reviewId, person, now, entry => entry with { ClaimedBy = person, ClaimedUntil = until }, cancellationToken);

    public Task<ReviewEntry?> DecideAsync(ReviewDecided decision, DateTimeOffset now, CancellationToken cancellationToken) =>
        ChangeOpenAsync(decision.ReviewId, decision.By, now, entry => entry with { Decision = decision }, cancellationToken);

    public async Task<int> RemoveAsync(DateTimeOffset decidedBefore, DateTimeOffset enqueuedBefore, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var old = await database.ReadAsync(
            static (session, find) => FindForgotten(session, session[s_findDecided].Bind(1, find.Decided), find.Limit)
                .Concat(FindForgotten(session, session[s_findOpen].Bind(1, find.Enqueued), find.Limit)).ToList(),
            (Decided: decidedBefore, Enqueued: enqueuedBefore, Limit: limit), cancellationToken);
        return old.Count == 0 ? 0 : await database.WriteAsync(
            WriteKind.Review,
            static (session, remove) => remove.Old.Sum(review =>
                session[s_remove].Bind(1, review.Id).Bind(2, remove.Decided).Bind(3, remove.Enqueued).Bind(4, review.Shot).Execute()),
            (Old: old, Decided: decidedBefore, Enqueued: enqueuedBefore), cancellationToken);
    }

    /// <summary>The first of these whose shots have no documents any more.</summary>
    private static List<(Guid Id, Guid Shot)> FindForgotten(Session session, Statement rows, int limit)
    {
        var forgotten = new List<(Guid Id, Guid Shot)>();
        try
        {
            while (forgotten.Count < limit && rows.Step())
            {
                if (ShotOf(rows.Blob(1)) is { } shot && !HasRow(session[s_hasShot].Bind(1, shot)))
                    forgotten.Add((rows.Id(0), shot));
            }
        }
        finally
        {
            rows.Reset();
        }

        return forgotten;
    }

    private static Guid? ShotOf(ReadOnlySpan<byte> entry)
    {
        try
        {
            return Read(entry).Request.CorrelationId;
        }
        catch (InvalidDataException)
        {
            // It stays for whoever can read it.
            return null;
        }
    }

    private static bool HasRow(Statement row)
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

    /// <summary>Changes an entry that is open and not claimed by another person. The writer's transaction excludes concurrent changes.</summary>
    private Task<ReviewEntry?> ChangeOpenAsync(
        Guid reviewId, string person, DateTimeOffset now, Func<ReviewEntry, ReviewEntry> change, CancellationToken cancellationToken) =>
        database.WriteAsync(
            WriteKind.Review,
            static (session, change) =>
            {
                var entry = Find(session, change.Id);
                if (entry is null or { Decision: not null } || entry.HeldAgainst(change.Person, change.Now) is not null)
                    return entry;

                var changed = change.Change(entry);
                session[s_change].Bind(1, change.Id).Bind(2, JsonSerializer.SerializeToUtf8Bytes(changed, s_json)).Bind(3, changed.Decision?.At).Execute();
                return changed;
            },
            (Id: reviewId, Person: person, Now: now, Change: change),
            cancellationToken);

    private static ReviewEntry? Find(Session session, Guid reviewId) => Read(session[s_find].Bind(1, reviewId)) is [var entry] ? entry : null;

    private static ReviewEntry Read(ReadOnlySpan<byte> entry) => StoredJson.Read(entry, s_json, "A review entry");

    private static List<(Guid Id, byte[] Entry)> Stored(Statement rows)
    {
        var stored = new List<(Guid Id, byte[] Entry)>();
        try
        {
            while (rows.Step())
                stored.Add((rows.Id(0), rows.Blob(1).ToArray()));
        }
        finally
        {
            rows.Reset();
        }

        return stored;
    }

    private static List<ReviewEntry> Read(Statement rows)
    {
        var entries = new List<ReviewEntry>();
        try
        {
            while (rows.Step())
                entries.Add(Read(rows.Blob(0)));
        }
        finally
        {
            rows.Reset();
        }

        return entries;
    }
}
