using Recoil.Storage.Steering;

namespace Recoil.Storage.Embedded;

internal sealed class EmbeddedPauses(EmbeddedDatabase database) : IPauses
{
    private static readonly Sql s_add = new("INSERT INTO pauses (part, at, in_force, by, reason) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING");

    private static readonly Sql s_renew = new("UPDATE pauses SET at = ?2, in_force = ?3, by = ?4, reason = ?5 WHERE part = ?1 AND at < ?2");

    private static readonly Sql s_list = new("SELECT part, by, reason, at FROM pauses WHERE in_force = 1 ORDER BY part");

    public Task<bool> PauseAsync(Pause pause, CancellationToken cancellationToken) =>
        database.WriteAsync(WriteKind.Take, static (session, pause) => Note(session, pause, isInForce: true), pause, cancellationToken);

    public Task<bool> ResumeAsync(PausedPart what, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync(WriteKind.Take, static (session, end) => Note(session, end, isInForce: false), new Pause(what, By: "", Reason: null, at), cancellationToken);

    private static bool Note(Session session, Pause command, bool isInForce)
    {
        return Execute(s_add) == 1 || Execute(s_renew) == 1;

        int Execute(Sql sql) => session[sql].Bind(1, command.What.Key).Bind(2, command.Since).Bind(3, isInForce ? 1 : 0).Bind(4, command.By).Bind(5, command.Reason).Execute();
    }

    public async Task<IReadOnlyList<Pause>> ListAsync(CancellationToken cancellationToken) => await database.ReadAsync(
        static (session, _) =>
        {
            var pauses = new List<Pause>();
            var rows = session[s_list];
            try
            {
                while (rows.Step())
                    pauses.Add(new Pause(PausedPart.OfKey(rows.Text(0)), rows.Text(1), rows.TextOrNull(2), rows.Instant(3)));
            }
            finally
            {
                rows.Reset();
            }

            return pauses;
        },
        0, cancellationToken);
}
