using Recoil.Storage.ApprovedShots;

namespace Recoil.Storage.Embedded;

internal sealed class EmbeddedApprovedShots(EmbeddedDatabase database) : IApprovedShots
{
    private static readonly Sql s_add = new("""
        INSERT INTO approved_shots (id, project, episode, shot_id, scene, is_keyframe, place, output, run_id, correlation_id, round, accepted_at)
        VALUES (?1, ?9, ?10, ?11, ?2, ?3, ?12, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING
        """);

    private static readonly Sql s_replace = new("""
        UPDATE approved_shots SET scene = ?2, is_keyframe = ?3, output = ?4, run_id = ?5, correlation_id = ?6, round = ?7, accepted_at = ?8
        WHERE id = ?1 AND (accepted_at < ?8 OR (correlation_id = ?6 AND round < ?7))
        """);

    private static readonly Sql s_remove = new("DELETE FROM approved_shots WHERE id = ?1 AND correlation_id = ?2 AND round <= ?3");

    private static readonly Sql s_findBefore = new("""
        SELECT shot_id, is_keyframe, output, run_id, correlation_id, round, accepted_at FROM approved_shots
        WHERE project = ?1 AND episode = ?2 AND scene = ?3 AND place < ?4 AND is_keyframe = 1 ORDER BY place DESC LIMIT 1
        """);

    public Task<bool> PutAsync(AcceptedTake take, CancellationToken cancellationToken) => database.WriteAsync(
        WriteKind.ApprovedShot,
        static (session, take) =>
            BindTake(session[s_add], take).Bind(9, take.Project).Bind(10, take.EpisodeId).Bind(11, take.ShotId).Bind(12, ShotOrder.KeyOf(take.ShotId)).Execute() == 1
            || BindTake(session[s_replace], take).Execute() == 1,
        take, cancellationToken);

    public Task<bool> WithdrawAsync(string project, string episodeId, string shotId, Guid correlationId, int round, CancellationToken cancellationToken) => database.WriteAsync(
        WriteKind.ApprovedShot,
        static (session, of) => session[s_remove].Bind(1, of.Id).Bind(2, of.CorrelationId).Bind(3, of.Round).Execute() == 1,
        (Id: AcceptedTake.IdOf(project, episodeId, shotId), CorrelationId: correlationId, Round: round), cancellationToken);

    public Task<AcceptedTake?> FindBeforeAsync(string project, string episodeId, int scene, string shotId, CancellationToken cancellationToken) => database.ReadAsync(
        static (session, find) =>
        {
            var rows = session[s_findBefore].Bind(1, find.Project).Bind(2, find.EpisodeId).Bind(3, find.Scene).Bind(4, find.Place);
            try
            {
                return !rows.Step() ? null : new AcceptedTake
                {
                    Project = find.Project,
                    EpisodeId = find.EpisodeId,
                    ShotId = rows.Text(0),
                    Scene = find.Scene,
                    IsKeyframe = rows.Integer(1) != 0,
                    Output = rows.Text(2),
                    RunId = rows.Text(3),
                    CorrelationId = rows.Id(4),
                    Round = (int)rows.Integer(5),
                    AcceptedAt = rows.Instant(6),
                };
            }
            finally
            {
                rows.Reset();
            }
        },
        (Project: project, EpisodeId: episodeId, Scene: scene, Place: ShotOrder.KeyOf(shotId)), cancellationToken);

    /// <summary>Everything of a take that another one may have otherwise.</summary>
    private static Statement BindTake(Statement statement, AcceptedTake take) => statement
        .Bind(1, AcceptedTake.IdOf(take.Project, take.EpisodeId, take.ShotId)).Bind(2, take.Scene).Bind(3, take.IsKeyframe ? 1 : 0).Bind(4, take.Output)
        .Bind(5, take.RunId).Bind(6, take.CorrelationId).Bind(7, take.Round).Bind(8, take.AcceptedAt);
}
