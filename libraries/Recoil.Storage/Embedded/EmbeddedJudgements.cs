using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Recoil.Storage.Judging;

namespace Recoil.Storage.Embedded;

internal sealed class EmbeddedJudgements(EmbeddedDatabase database) : IJudgements
{
    private static readonly JsonTypeInfo<AskedJudge> s_json = StoredJson.Of<AskedJudge>();

    private static readonly Sql s_find = new("SELECT asked FROM judgements WHERE id = ?1");

    private static readonly Sql s_add = new("INSERT INTO judgements (id, version, changed_at, asked) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING");

    private static readonly Sql s_replace = new("UPDATE judgements SET version = ?2, changed_at = ?3, asked = ?4 WHERE id = ?1 AND version = ?2 - 1");

    private static readonly Sql s_remove = new(
        "DELETE FROM judgements WHERE rowid IN (SELECT rowid FROM judgements WHERE changed_at < ?1 ORDER BY changed_at LIMIT ?2)");

    public Task<AskedJudge?> FindAsync(Guid id, CancellationToken cancellationToken) => database.ReadAsync(
        static (session, id) =>
        {
            var row = session[s_find].Bind(1, id);
            try
            {
                return row.Step() ? StoredJson.Read(row.Blob(0), s_json, $"Judgement {id}") : null;
            }
            finally
            {
                row.Reset();
            }
        },
        id, cancellationToken);

    public Task<bool> TryPutAsync(AskedJudge asked, CancellationToken cancellationToken) => database.WriteAsync(
        WriteKind.Judgement,
        static (session, put) => session[put.Asked.Version == 1 ? s_add : s_replace]
            .Bind(1, put.Asked.Id).Bind(2, put.Asked.Version).Bind(3, put.Asked.ChangedAt).Bind(4, put.Json).Execute() == 1,
        (Asked: asked, Json: JsonSerializer.SerializeToUtf8Bytes(asked, s_json)), cancellationToken);

    public Task<int> RemoveAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.WriteAsync(
            WriteKind.Judgement, static (session, remove) => session[s_remove].Bind(1, remove.Before).Bind(2, remove.Limit).Execute(), (Before: before, Limit: limit), cancellationToken);
    }
}
