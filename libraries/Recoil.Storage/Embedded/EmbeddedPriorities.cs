using Recoil.Storage.Steering;

namespace Recoil.Storage.Embedded;

internal sealed class EmbeddedPriorities(EmbeddedDatabase database) : IPriorities
{
    // The empty id stands for the run, and comes before every other.
    private static readonly Sql s_add = new("INSERT INTO priorities (account, shot, priority, by, at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING");

    private static readonly Sql s_renew = new("UPDATE priorities SET priority = ?3, by = ?4, at = ?5 WHERE account = ?1 AND shot = ?2 AND at < ?5");

    private static readonly Sql s_list = new("SELECT account, shot, priority, by, at FROM priorities WHERE account > ?1 ORDER BY account, shot");

    private static readonly Sql s_remove = new(
        "DELETE FROM priorities WHERE (account, shot) IN (SELECT account, shot FROM priorities WHERE at < ?1 ORDER BY at LIMIT ?2)");

    public Task<bool> SetAsync(SetTakePriority priority, CancellationToken cancellationToken) => database.WriteAsync(
        WriteKind.Take,
        static (session, set) =>
        {
            return Execute(s_add) == 1 || Execute(s_renew) == 1;

            int Execute(Sql sql) => session[sql].Bind(1, set.Account).Bind(2, set.Shot ?? Guid.Empty).Bind(3, set.Priority).Bind(4, set.By).Bind(5, set.At).Execute();
        },
        priority, cancellationToken);

    public async Task<IReadOnlyList<SetTakePriority>> ListAsync(CancellationToken cancellationToken) => await database.ReadAsync(
        static (session, _) =>
        {
            var priorities = new List<SetTakePriority>();
            var rows = session[s_list].Bind(1, "");
            try
            {
                while (rows.Step())
                {
                    var shot = rows.Id(1);
                    priorities.Add(new SetTakePriority(rows.Text(0), shot == Guid.Empty ? null : shot, (int)rows.Integer(2), rows.Text(3), rows.Instant(4)));
                }
            }
            finally
            {
                rows.Reset();
            }

            return priorities;
        },
        0, cancellationToken);

    public Task<int> RemoveAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.WriteAsync(
            WriteKind.Take, static (session, remove) => session[s_remove].Bind(1, remove.Before).Bind(2, remove.Limit).Execute(), (Before: before, Limit: limit), cancellationToken);
    }
}
