namespace Recoil.Storage.Embedded;

/// <summary>The statements of takes. States are the numbers of <see cref="Takes.TakeState"/>, sources of costs those of <see cref="Contracts.CostSource"/>.</summary>
internal static class TakeSql
{
    public static readonly Sql Insert = new("""
        INSERT INTO takes (id, correlation_id, account, begun_at, state, provider, request, submitting_at, worker, due_at, token, priority)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT DO NOTHING
        """);

    public static readonly Sql Complete = new("""
        UPDATE takes SET provider = ?2, request = ?3, due_at = ?4 WHERE id = ?1 AND request IS NULL AND result IS NULL
        """);

    public static readonly Sql IsFirstClaim = new("""
        SELECT 1 FROM takes WHERE id = ?1 AND worker = ?2 AND token = 1 AND provider_job IS NULL AND result IS NULL
        """);

    public static readonly Sql AnyDue = new("SELECT 1 FROM takes WHERE provider = ?1 AND due_at <= ?2 LIMIT 1");

    public static readonly Sql CountDue = new("SELECT count(*) FROM takes WHERE provider = ?1 AND due_at <= ?2");

    // What may have been bought comes first, whosever it is.
    public static readonly Sql FindBegun = new(
        "SELECT id FROM takes WHERE provider = ?1 AND state BETWEEN 1 AND 3 AND due_at <= ?2 LIMIT ?3");

    public static readonly Sql NextRun = new("""
        SELECT account FROM takes WHERE provider = ?1 AND state = 0 AND account > ?2 AND due_at <= ?3 ORDER BY account LIMIT 1
        """);

    public static readonly Sql HeadOfRun = new("""
        SELECT id, priority, due_at FROM takes WHERE provider = ?1 AND state = 0 AND account = ?2 AND due_at <= ?3
        ORDER BY priority DESC, due_at LIMIT 1
        """);

    public static readonly Sql PrioritizeRun = new(
        "UPDATE takes SET priority = ?3 WHERE provider = ?1 AND state = 0 AND account = ?2 AND due_at IS NOT NULL AND priority <> ?3");

    public static readonly Sql PrioritizeShot = new("""
        UPDATE takes SET priority = ?3 WHERE provider = ?1 AND state = 0 AND account = ?2 AND due_at IS NOT NULL AND correlation_id = ?4 AND priority <> ?3
        """);

    public static readonly Sql Prioritize = new("UPDATE takes SET priority = ?2 WHERE id = ?1 AND state = 0 AND priority <> ?2");

    public static readonly Sql Claim = new("UPDATE takes SET worker = ?2, due_at = ?3, token = token + 1 WHERE id = ?1");

    public static readonly Sql Renew = new("UPDATE takes SET due_at = ?3 WHERE id = ?1 AND token = ?2 AND worker IS NOT NULL");

    public static readonly Sql FreeClaims = new(
        "UPDATE takes SET worker = NULL, due_at = ?2 WHERE provider = ?1 AND due_at > 0 AND worker IS NOT NULL");

    public static readonly Sql Release = new("UPDATE takes SET worker = NULL, due_at = ?3 WHERE id = ?1 AND token = ?2 AND worker IS NOT NULL");

    public static readonly Sql BeginSubmit = new("""
        UPDATE takes SET state = 1, submitting_at = ?3, due_at = ?4 WHERE id = ?1 AND token = ?2 AND worker IS NOT NULL AND state <= 1
        """);

    public static readonly Sql UndoSubmit = new("""
        UPDATE takes SET state = 0, submitting_at = NULL WHERE id = ?1 AND token = ?2 AND worker IS NOT NULL AND state <= 1
        """);

    public static readonly Sql RecordJob = new("""
        UPDATE takes SET state = max(state, 2), provider_job = coalesce(provider_job, ?3)
        WHERE id = ?1 AND token = ?2 AND worker IS NOT NULL
        """);

    public static readonly Sql BeginFetch = new("UPDATE takes SET state = 3 WHERE id = ?1 AND token = ?2 AND worker IS NOT NULL");

    public static readonly Sql End = new("""
        UPDATE takes SET state = 4, result = ?3, cost = ?4, cost_source = ?6, ended_at = ?5, undelivered_at = ?5, worker = NULL, due_at = NULL
        WHERE id = ?1 AND token = ?2 AND worker IS NOT NULL
        """);

    public static readonly Sql FindUndelivered = new(
        "SELECT id FROM takes WHERE undelivered_at <= ?1 ORDER BY undelivered_at LIMIT ?2");

    public static readonly Sql Postpone = new("UPDATE takes SET undelivered_at = ?2 WHERE id = ?1");

    public static readonly Sql MarkDelivered = new(
        "UPDATE takes SET undelivered_at = NULL, request = NULL WHERE id = ?1 AND undelivered_at IS NOT NULL");

    public static readonly Sql Find = new("""
        SELECT correlation_id, account, begun_at, provider_job, result, state, provider, request, submitting_at, token
        FROM takes WHERE id = ?1
        """);

    public static readonly Sql Total = new("SELECT cost_source, count(*), sum(cost) FROM takes WHERE account = ?1 AND cost IS NOT NULL GROUP BY cost_source");

    // Without a cost: that is how it differs from a take that was made, and why it is in no sum.
    public static readonly Sql InsertCancelled = new("""
        INSERT INTO takes (id, correlation_id, account, begun_at, result, state, ended_at) VALUES (?1, ?2, ?3, ?4, ?5, 4, ?4)
        ON CONFLICT DO NOTHING
        """);

    public static readonly Sql CancelQueued = new("""
        UPDATE takes SET state = 4, result = ?2, ended_at = ?3, worker = NULL, due_at = NULL, request = NULL WHERE id = ?1 AND state = 0
        """);

    // Without its take nobody would see that a place is free.
    public static readonly Sql FreePlaces = new("""
        DELETE FROM account_jobs WHERE (account, take_id) IN
            (SELECT provider, id FROM takes WHERE state = 4 AND undelivered_at IS NULL AND coalesce(ended_at, begun_at) < ?1
             ORDER BY coalesce(ended_at, begun_at) LIMIT ?2)
        """);

    // Takes that earlier versions ended have no time of their end.
    public static readonly Sql RemoveEnded = new("""
        DELETE FROM takes WHERE rowid IN
            (SELECT rowid FROM takes WHERE state = 4 AND undelivered_at IS NULL AND coalesce(ended_at, begun_at) < ?1
                 AND NOT EXISTS (SELECT 1 FROM sagas WHERE sagas.id = takes.correlation_id)
             ORDER BY coalesce(ended_at, begun_at) LIMIT ?2)
        """);

    public static readonly Sql IsCancelled = new("SELECT result IS NOT NULL AND cost IS NULL FROM takes WHERE id = ?1");
}
