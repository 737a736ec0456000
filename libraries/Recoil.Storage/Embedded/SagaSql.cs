using Recoil.Storage.Sagas;

namespace Recoil.Storage.Embedded;

/// <summary>A saga document as its row holds it.</summary>
internal readonly record struct SagaRow(
    Guid Id, string Type, int Schema, long Version, DateTimeOffset? DueAt, DateTimeOffset? TimerDueAt, DateTimeOffset? OutboxDueAt,
    DateTimeOffset? ExpiresAt, byte[] Document);

/// <summary>A saga document as it is read from its row.</summary>
internal readonly record struct StoredRow(Guid Id, long Schema, long Version, DateTimeOffset? OutboxDueAt, DateTimeOffset? ExpiresAt, byte[] Document);

/// <summary>Which documents a sweeper claims. Those of newer programs are left to them.</summary>
internal readonly record struct DueClaim(string Type, int Schema, DateTimeOffset Now, DateTimeOffset Until, int Limit);

/// <summary>The statements of saga documents, the same for every type of saga.</summary>
internal static class SagaSql
{
    public static readonly Sql Load = new("SELECT schema, version, outbox_due_at, expires_at, document FROM sagas WHERE id = ?1 AND type = ?2");

    private static readonly Sql s_insert = new("""
        INSERT INTO sagas (id, type, version, due_at, timer_due_at, outbox_due_at, expires_at, document, schema)
        VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING
        """);

    private static readonly Sql s_replace = new("""
        UPDATE sagas SET version = version + 1, due_at = ?3, timer_due_at = ?4, outbox_due_at = ?5, claimed_until = NULL,
            expires_at = ?6, document = ?7, schema = ?8, aside_since = NULL, aside_reason = NULL
        WHERE id = ?1 AND type = ?2 AND version = ?9
        """);

    private static readonly Sql s_findDue = new("""
        SELECT rowid, id, schema, version, outbox_due_at, expires_at, document FROM sagas
        WHERE type = ?1 AND due_at <= ?2 AND schema <= ?4 ORDER BY due_at LIMIT ?3
        """);

    private static readonly Sql s_claim = new("UPDATE sagas SET due_at = ?2, claimed_until = ?2 WHERE rowid = ?1");

    // A document that a step has written since it was claimed is another one.
    private static readonly Sql s_setAside = new("""
        UPDATE sagas SET due_at = NULL, claimed_until = NULL, aside_since = ?3, aside_reason = ?4
        WHERE id = ?1 AND type = ?2 AND claimed_until IS NOT NULL
        """);

    private static readonly Sql s_listSetAside = new("SELECT type, id, aside_since, aside_reason FROM sagas WHERE aside_since IS NOT NULL ORDER BY aside_since LIMIT ?1");

    private static readonly Sql s_putBack = new("""
        UPDATE sagas SET due_at = ?3, aside_since = NULL, aside_reason = NULL WHERE id = ?1 AND type = ?2 AND aside_since IS NOT NULL
        """);

    private static readonly Sql s_removeSetAside = new("DELETE FROM sagas WHERE id = ?1 AND type = ?2 AND aside_since IS NOT NULL");

    // A claim outlives the delivery of the outbox: whoever has it may still be at the timers. What is set aside stays so.
    private static readonly Sql s_markDelivered = new("""
        UPDATE sagas SET outbox_due_at = NULL,
            due_at = CASE WHEN aside_since IS NULL THEN max(timer_due_at, coalesce(claimed_until, timer_due_at)) END
        WHERE id = ?1 AND type = ?2 AND version = ?3 AND outbox_due_at IS NOT NULL
        """);

    private static readonly Sql s_rewrite = new("UPDATE sagas SET document = ?3, schema = ?4 WHERE id = ?1 AND type = ?2");

    // An undelivered document is due some time, so the index of what is due finds it.
    private static readonly Sql s_makeUndeliveredDue = new("""
        UPDATE sagas SET due_at = min(due_at, ?2), outbox_due_at = min(outbox_due_at, ?2), claimed_until = NULL
        WHERE type = ?1 AND due_at IS NOT NULL AND outbox_due_at IS NOT NULL
        """);

    // Rows are in order of insertion. The newest shots are at the end of the table; the rest has an index of its own.
    private static readonly Sql s_newestShots = new("""
        SELECT id, schema, version, outbox_due_at, expires_at, document FROM sagas
        WHERE type = ?1 AND rowid <= 9223372036854775807 ORDER BY rowid DESC LIMIT ?2
        """);

    private static readonly Sql s_newestOthers = new("""
        SELECT id, schema, version, outbox_due_at, expires_at, document FROM sagas
        WHERE type = ?1 AND type <> 'shot' ORDER BY rowid DESC LIMIT ?2
        """);

    private static readonly Sql s_removeExpired = new("""
        DELETE FROM sagas WHERE rowid IN (SELECT rowid FROM sagas WHERE type = ?1 AND expires_at <= ?2 AND outbox_due_at IS NULL LIMIT ?3)
        """);

    public static bool Insert(Session session, SagaRow row) => Bind(session[s_insert], row).Execute() == 1;

    public static bool Replace(Session session, SagaRow row) => Bind(session[s_replace], row).Bind(9, row.Version).Execute() == 1;

    public static List<StoredRow> ClaimDue(Session session, DueClaim claim)
    {
        var rowIds = new List<long>();
        var claimed = new List<StoredRow>();
        var due = session[s_findDue].Bind(1, claim.Type).Bind(2, claim.Now).Bind(3, claim.Limit).Bind(4, claim.Schema);
        try
        {
            while (due.Step())
            {
                rowIds.Add(due.Integer(0));
                claimed.Add(new StoredRow(due.Id(1), due.Integer(2), due.Integer(3), due.InstantOrNull(4), due.InstantOrNull(5), due.Blob(6).ToArray()));
            }
        }
        finally
        {
            due.Reset();
        }

        foreach (var rowId in rowIds)
            session[s_claim].Bind(1, rowId).Bind(2, claim.Until).Execute();

        return claimed;
    }

    public static List<StoredRow> Newest(Session session, (string Type, int Limit) list)
    {
        var newest = new List<StoredRow>();
        var rows = session[list.Type == "shot" ? s_newestShots : s_newestOthers].Bind(1, list.Type).Bind(2, list.Limit);
        try
        {
            while (rows.Step())
                newest.Add(new StoredRow(rows.Id(0), rows.Integer(1), rows.Integer(2), rows.InstantOrNull(3), rows.InstantOrNull(4), rows.Blob(5).ToArray()));
        }
        finally
        {
            rows.Reset();
        }

        return newest;
    }

    public static bool SetAside(Session session, SetAsideSaga saga) =>
        session[s_setAside].Bind(1, saga.Id).Bind(2, saga.Type).Bind(3, saga.Since).Bind(4, saga.Reason).Execute() == 1;

    public static List<SetAsideSaga> ListSetAside(Session session, int limit)
    {
        var found = new List<SetAsideSaga>();
        var rows = session[s_listSetAside].Bind(1, (long)limit);
        try
        {
            while (rows.Step())
                found.Add(new SetAsideSaga(rows.Text(0), rows.Id(1), rows.Instant(2), rows.Text(3)));
        }
        finally
        {
            rows.Reset();
        }

        return found;
    }

    public static bool PutBack(Session session, (SetAsideSaga Saga, DateTimeOffset Now) put) =>
        session[s_putBack].Bind(1, put.Saga.Id).Bind(2, put.Saga.Type).Bind(3, put.Now).Execute() == 1;

    public static bool RemoveSetAside(Session session, SetAsideSaga saga) => session[s_removeSetAside].Bind(1, saga.Id).Bind(2, saga.Type).Execute() == 1;

    /// <returns>Whether the document still had this version, and an outbox that was not known to be delivered.</returns>
    public static bool MarkDelivered(Session session, Guid id, string type, long version) =>
        session[s_markDelivered].Bind(1, id).Bind(2, type).Bind(3, version).Execute() == 1;

    /// <summary>Changes what a row holds without making another version of it.</summary>
    public static void Rewrite(Session session, SagaRow row) =>
        session[s_rewrite].Bind(1, row.Id).Bind(2, row.Type).Bind(3, row.Document).Bind(4, row.Schema).Execute();

    public static int MakeUndeliveredDue(Session session, (string Type, DateTimeOffset Now) make) =>
        session[s_makeUndeliveredDue].Bind(1, make.Type).Bind(2, make.Now).Execute();

    public static int RemoveExpired(Session session, (string Type, DateTimeOffset Now, int Limit) remove) =>
        session[s_removeExpired].Bind(1, remove.Type).Bind(2, remove.Now).Bind(3, remove.Limit).Execute();

    private static Statement Bind(Statement statement, SagaRow row) => statement
        .Bind(1, row.Id).Bind(2, row.Type).Bind(3, row.DueAt).Bind(4, row.TimerDueAt).Bind(5, row.OutboxDueAt)
        .Bind(6, row.ExpiresAt).Bind(7, row.Document).Bind(8, row.Schema);
}
