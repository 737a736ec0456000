using Recoil.Storage.Takes;

namespace Recoil.Storage.Embedded;

internal sealed class EmbeddedProviderAccounts(EmbeddedDatabase database) : IProviderAccounts
{

    private static readonly Sql s_isIn = new("SELECT count(*) FROM account_jobs WHERE account = ?1 AND take_id = ?2");

    private static readonly Sql s_jobs = new("SELECT count(*) FROM account_jobs WHERE account = ?1");

    private static readonly Sql s_enter = new("INSERT INTO account_jobs (account, take_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING");

    private static readonly Sql s_leave = new("DELETE FROM account_jobs WHERE account = ?1 AND take_id = ?2");

    // Left behind by a process that ended between the take's end and its leaving.
    private static readonly Sql s_leaveEnded = new("""
        DELETE FROM account_jobs WHERE account = ?1 AND EXISTS (SELECT 1 FROM takes WHERE id = take_id AND state = 4)
        """);

    private static readonly Sql s_forget = new("DELETE FROM account_submits WHERE account = ?1 AND at <= ?2");

    private static readonly Sql s_submits = new("SELECT count(*) FROM account_submits WHERE account = ?1");

    private static readonly Sql s_submit = new("INSERT INTO account_submits (account, at) VALUES (?1, ?2)");

    public Task<bool> TryEnterAsync(string account, Guid takeId, AccountLimits limits, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            WriteKind.Take, static (session, enter) => TryEnter(session, enter.Account, enter.Id, enter.Limits, enter.Now),
            (Account: account, Id: takeId, Limits: limits, Now: now), cancellationToken);

    public Task LeaveAsync(string account, Guid takeId, CancellationToken cancellationToken) => database.WriteAsync(
        WriteKind.Take, static (session, leave) => session[s_leave].Bind(1, leave.Account).Bind(2, leave.Id).Execute(), (Account: account, Id: takeId), cancellationToken);

    private static bool TryEnter(Session session, string account, Guid id, AccountLimits limits, DateTimeOffset now)
    {
        if (limits.SubmitsPerMinute is { } submits)
        {
            session[s_forget].Bind(1, account).Bind(2, now - AccountLimits.Window).Execute();
            if (Count(session[s_submits].Bind(1, account)) >= submits)
                return false;
        }

        if (limits.Jobs is { } jobs && Count(session[s_isIn].Bind(1, account).Bind(2, id)) == 0 && Count(session[s_jobs].Bind(1, account)) >= jobs)
        {
            session[s_leaveEnded].Bind(1, account).Execute();
            if (Count(session[s_jobs].Bind(1, account)) >= jobs)
                return false;
        }

        session[s_enter].Bind(1, account).Bind(2, id).Execute();
        if (limits.SubmitsPerMinute is not null)
            session[s_submit].Bind(1, account).Bind(2, now).Execute();
        return true;
    }

    private static long Count(Statement row)
    {
        try
        {
            row.Step();
            return row.Integer(0);
        }
        finally
        {
            row.Reset();
        }
    }
}
