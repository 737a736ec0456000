using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Recoil.Storage.Reviews;

namespace Recoil.Storage.Embedded;

internal sealed class EmbeddedReviewEntries(EmbeddedDatabase database) : IReviewEntries
{
    private static readonly JsonTypeInfo<ReviewEntry> s_json = StoredJson.Of<ReviewEntry>();

    private static readonly Sql s_add = new("""
        INSERT INTO reviews (id, project, run_id, enqueued_at, entry) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING
        """);

    private static readonly Sql s_find = new("SELECT entry FROM reviews WHERE id = ?1");

    private static readonly Sql s_list = new(
        "SELECT entry FROM reviews WHERE project = ?1 AND run_id = ?2 ORDER BY enqueued_at, rowid");

    private static readonly Sql s_listAll = new("SELECT entry FROM reviews ORDER BY enqueued_at, rowid");

    public Task<bool> TryAddAsync(ReviewEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        WriteKind.Review,
        static (session, add) => session[s_add]
            .Bind(1, add.Entry.ReviewId).Bind(2, add.Entry.Request.Project).Bind(3, add.Entry.Request.RunId)
            .Bind(4, add.Entry.EnqueuedAt).Bind(5, add.Json).Execute() == 1,
        (Entry: entry, Json: JsonSerializer.SerializeToUtf8Bytes(entry, s_json)),
        cancellationToken);

    public Task<ReviewEntry?> FindAsync(Guid reviewId, CancellationToken cancellationToken) => database.ReadAsync(
        static (session, id) =>
        {
            var row = session[s_find].Bind(1, id);
            return Read(row) is [var entry] ? entry : null;
        },
        reviewId,
        cancellationToken);

    public Task<IReadOnlyList<ReviewEntry>> ListAsync(string project, string runId, CancellationToken cancellationToken) =>
        database.ReadAsync<(string Project, string RunId), IReadOnlyList<ReviewEntry>>(
            static (session, run) => Read(session[s_list].Bind(1, run.Project).Bind(2, run.RunId)),
            (project, runId),
            cancellationToken);

    public async Task<IReadOnlyList<ReviewEntry>> ListOpenAsync(string? project, int limit, CancellationToken cancellationToken)
    {
        var all = await database.ReadAsync(static (session, _) => Read(session[s_listAll]), 0, cancellationToken);
        return [.. all.Where(entry => entry.Decision is null && (project is null || entry.Request.Project == project)).Take(limit)];
    }

    private static List<ReviewEntry> Read(Statement rows)
    {
        var entries = new List<ReviewEntry>();
        try
        {
            while (rows.Step())
                entries.Add(StoredJson.Read(rows.Blob(0), s_json, "A review entry"));
        }
        finally
        {
            rows.Reset();
        }

        return entries;
    }
}
