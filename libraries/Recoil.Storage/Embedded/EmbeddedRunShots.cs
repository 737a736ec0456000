using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Recoil.Contracts;
using Recoil.Storage.Budget;
using Recoil.Storage.Runs;

namespace Recoil.Storage.Embedded;

internal sealed class EmbeddedRunShots(EmbeddedDatabase database) : IRunShots
{
    private const string Columns = "s.place_in_plan, s.shot_id, s.scene, s.is_keyframe, s.has_followers, s.place, s.status, s.round, s.output, s.approved, s.cost, s.version, s.cost_source, s.outcome_unknown, s.built_on, s.remake";

    private static readonly JsonTypeInfo<PlannedShot> s_json = StoredJson.Of<PlannedShot>();
    private static readonly JsonTypeInfo<IReadOnlyList<UsedTake>> s_takes = StoredJson.Of<IReadOnlyList<UsedTake>>();
    private static readonly JsonTypeInfo<ShotRemake> s_remake = StoredJson.Of<ShotRemake>();

    private static readonly Sql s_plan = new("INSERT INTO run_plans (plan, place_in_plan, shot) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING");

    private static readonly Sql s_add = new("""
        INSERT INTO run_shots (plan, place_in_plan, shot_id, scene, is_keyframe, has_followers, place, status, round, output, approved, cost, cost_source, needs_person, is_anchor, outcome_unknown, built_on, remake, version)
        VALUES (?1, ?2, ?11, ?12, ?13, ?14, ?3, ?4, ?5, ?6, ?7, ?8, ?15, ?9, ?10, ?16, ?17, ?18, 1) ON CONFLICT DO NOTHING
        """);

    private static readonly Sql s_replace = new("""
        UPDATE run_shots SET place = ?3, status = ?4, round = ?5, output = ?6, approved = ?7, cost = ?8, cost_source = ?15, needs_person = ?9, is_anchor = ?10,
            outcome_unknown = ?16, built_on = ?17, remake = ?18, version = version + 1
        WHERE plan = ?1 AND place_in_plan = ?2 AND version = ?11
        """);

    private static readonly Sql s_find = new($"SELECT {Columns} FROM run_shots s WHERE s.plan = ?1 AND s.shot_id = ?2");

    private static readonly Sql s_get = new($"SELECT {Columns} FROM run_shots s WHERE s.plan = ?1 AND s.place_in_plan = ?2");

    private static readonly Sql s_getPlanned = new("SELECT shot FROM run_plans WHERE plan = ?1 AND place_in_plan = ?2");

    private static readonly Sql s_list = new(
        "SELECT place_in_plan, scene, remake IS NOT NULL FROM run_shots WHERE plan = ?1 AND place = ?2 AND place_in_plan > ?3 ORDER BY place_in_plan LIMIT ?4");

    private static readonly Sql s_hasEnded = new("SELECT 1 FROM run_shots WHERE plan = ?1 AND place = ?2 AND place_in_plan = ?3");

    private static readonly Sql s_needsPerson = new("SELECT 1 FROM run_shots WHERE plan = ?1 AND needs_person = 1 LIMIT 1");

    private static readonly Sql s_sceneNeedsPerson = new("SELECT 1 FROM run_shots WHERE plan = ?1 AND scene = ?2 AND needs_person = 1 LIMIT 1");

    private static readonly Sql s_findAnchor = new($"""
        SELECT {Columns} FROM run_shots s WHERE s.plan = ?1 AND s.scene = ?2 AND s.place_in_plan < ?3 AND s.is_anchor = 1 ORDER BY s.place_in_plan DESC LIMIT 1
        """);

    private static readonly Sql s_read = new(
        $"SELECT {Columns} FROM run_shots s WHERE s.plan = ?1 AND s.place_in_plan >= ?2 ORDER BY s.place_in_plan LIMIT ?3");

    private static readonly Sql s_readPlanned = new(
        "SELECT place_in_plan, shot FROM run_plans WHERE plan = ?1 AND place_in_plan >= ?2 ORDER BY place_in_plan LIMIT ?3");

    private static readonly Sql s_sum = new("SELECT status, cost, cost_source FROM run_shots WHERE plan = ?1 ORDER BY place_in_plan");

    private static readonly Sql s_keepUntil = new("""
        INSERT INTO run_ends (plan, kept_until) VALUES (?1, ?2) ON CONFLICT (plan) DO UPDATE SET kept_until = excluded.kept_until
        """);

    private static readonly Sql s_keep = new("DELETE FROM run_ends WHERE plan = ?1");

    private static readonly Sql s_findOld = new("SELECT plan FROM run_ends WHERE kept_until < ?1 ORDER BY kept_until LIMIT 1");

    private static readonly Sql s_removePlans = new(
        "DELETE FROM run_plans WHERE rowid IN (SELECT rowid FROM run_plans WHERE plan = ?1 ORDER BY place_in_plan LIMIT ?2)");

    private static readonly Sql s_removeShots = new(
        "DELETE FROM run_shots WHERE rowid IN (SELECT rowid FROM run_shots WHERE plan = ?1 ORDER BY place_in_plan LIMIT ?2)");

    public Task AddAsync(Guid plan, IReadOnlyList<(PlannedShot Planned, ShotProgress Progress)> shots, CancellationToken cancellationToken) => database.WriteAsync(
        WriteKind.Run,
        static (session, add) =>
        {
            foreach (var (progress, json) in add.Rows)
            {
                session[s_plan].Bind(1, add.Plan).Bind(2, progress.Index).Bind(3, json).Execute();
                BindState(session[s_add], add.Plan, progress)
                    .Bind(11, progress.ShotId).Bind(12, progress.Scene).Bind(13, Flag(progress.IsKeyframe)).Bind(14, Flag(progress.HasFollowers)).Execute();
            }

            return true;
        },
        (Plan: plan, Rows: shots.Select(shot => (shot.Progress, JsonSerializer.SerializeToUtf8Bytes(shot.Planned, s_json))).ToList()),
        cancellationToken);

    public Task<ShotProgress?> FindAsync(Guid plan, string shotId, CancellationToken cancellationToken) => database.ReadAsync(
        static (session, find) => One(session[s_find].Bind(1, find.Plan).Bind(2, find.ShotId)), (Plan: plan, ShotId: shotId), cancellationToken);

    public Task<IReadOnlyList<ShotProgress>> GetAsync(Guid plan, IReadOnlyList<int> indexes, CancellationToken cancellationToken) =>
        database.ReadAsync<(Guid Plan, IReadOnlyList<int> Indexes), IReadOnlyList<ShotProgress>>(
            static (session, get) => [.. InOrder(get.Indexes).Select(index => One(session[s_get].Bind(1, get.Plan).Bind(2, index))).OfType<ShotProgress>()],
            (plan, indexes), cancellationToken);

    public Task<IReadOnlyList<PlannedShot>> GetPlannedAsync(Guid plan, IReadOnlyList<int> indexes, CancellationToken cancellationToken) =>
        database.ReadAsync<(Guid Plan, IReadOnlyList<int> Indexes), IReadOnlyList<PlannedShot>>(
            static (session, get) =>
            [
                .. InOrder(get.Indexes).SelectMany(index => Read(
                    session[s_getPlanned].Bind(1, get.Plan).Bind(2, index), row => Planned(row.Blob(0), index))),
            ],
            (plan, indexes), cancellationToken);

    public Task<bool> TryReplaceAsync(Guid plan, ShotProgress progress, CancellationToken cancellationToken) => database.WriteAsync(
        WriteKind.Run, static (session, replace) => BindState(session[s_replace], replace.Plan, replace.Progress).Bind(11, replace.Progress.Version).Execute() == 1,
        (Plan: plan, Progress: progress), cancellationToken);

    public Task<IReadOnlyList<PlacedShot>> ListAsync(Guid plan, ShotPlace place, int after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.ReadAsync<(Guid Plan, ShotPlace Place, int After, int Limit), IReadOnlyList<PlacedShot>>(
            static (session, list) => Read(
                session[s_list].Bind(1, list.Plan).Bind(2, (long)list.Place).Bind(3, list.After).Bind(4, list.Limit),
                row => new PlacedShot((int)row.Integer(0), row.IsNull(1) ? null : (int)row.Integer(1), row.Integer(2) != 0)),
            (plan, place, after, limit), cancellationToken);
    }

    public Task<IReadOnlyList<int>> EndedAmongAsync(Guid plan, IReadOnlyList<int> indexes, CancellationToken cancellationToken) =>
        database.ReadAsync<(Guid Plan, IReadOnlyList<int> Indexes), IReadOnlyList<int>>(
            static (session, find) =>
            [
                .. find.Indexes.Where(index => Read(session[s_hasEnded].Bind(1, find.Plan).Bind(2, (long)ShotPlace.Ended).Bind(3, index), _ => true).Count > 0),
            ],
            (plan, indexes), cancellationToken);

    public Task<bool> AnyNeedsPersonAsync(Guid plan, int? scene, CancellationToken cancellationToken) => database.ReadAsync(
        static (session, find) => Read(
            find.Scene is { } scene ? session[s_sceneNeedsPerson].Bind(1, find.Plan).Bind(2, scene) : session[s_needsPerson].Bind(1, find.Plan), row => true).Count > 0,
        (Plan: plan, Scene: scene), cancellationToken);

    public Task<ShotProgress?> FindAnchorAsync(Guid plan, int scene, int before, CancellationToken cancellationToken) => database.ReadAsync(
        static (session, find) => One(session[s_findAnchor].Bind(1, find.Plan).Bind(2, find.Scene).Bind(3, find.Before)),
        (Plan: plan, Scene: scene, Before: before), cancellationToken);

    public Task<IReadOnlyList<ShotProgress>> ReadAsync(Guid plan, int from, int limit, CancellationToken cancellationToken) =>
        ReadAsync(s_read, plan, from, limit, Progress, cancellationToken);

    public Task<IReadOnlyList<PlannedShot>> ReadPlannedAsync(Guid plan, int from, int limit, CancellationToken cancellationToken) =>
        ReadAsync(s_readPlanned, plan, from, limit, row => Planned(row.Blob(1), (int)row.Integer(0)), cancellationToken);

    public Task<RunTotals> SumAsync(Guid plan, CancellationToken cancellationToken) => database.ReadAsync(
        static (session, plan) => RunTotals.Of(Read(session[s_sum].Bind(1, plan), row => (Status(row, 0), 1, Cost(row, 1, 2)))),
        plan, cancellationToken);

    public Task KeepUntilAsync(Guid plan, DateTimeOffset? time, CancellationToken cancellationToken) => database.WriteAsync(
        WriteKind.Run,
        static (session, keep) => keep.Until is { } until
            ? session[s_keepUntil].Bind(1, keep.Plan).Bind(2, until).Execute()
            : session[s_keep].Bind(1, keep.Plan).Execute(),
        (Plan: plan, Until: time), cancellationToken);

    public Task<int> RemoveAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.WriteAsync(WriteKind.Run, static (session, remove) => Remove(session, remove.Before, remove.Limit), (Before: before, Limit: limit), cancellationToken);
    }

    private Task<IReadOnlyList<T>> ReadAsync<T>(Sql sql, Guid plan, int from, int limit, Func<Statement, T> one, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.ReadAsync<(Sql Sql, Guid Plan, int From, int Limit, Func<Statement, T> One), IReadOnlyList<T>>(
            static (session, read) => Read(session[read.Sql].Bind(1, read.Plan).Bind(2, read.From).Bind(3, read.Limit), read.One),
            (sql, plan, from, limit, one), cancellationToken);
    }

    private static int Remove(Session session, DateTimeOffset before, int limit)
    {
        var removed = 0;
        while (removed < limit && Read(session[s_findOld].Bind(1, before), row => row.Id(0)) is [var plan])
        {
            session[s_removePlans].Bind(1, plan).Bind(2, limit - removed).Execute();
            var shots = session[s_removeShots].Bind(1, plan).Bind(2, limit - removed).Execute();
            if (removed + shots < limit)
                session[s_keep].Bind(1, plan).Execute();
            removed += shots;
        }

        return removed;
    }

    /// <summary>Everything of a shot that changes.</summary>
    private static Statement BindState(Statement statement, Guid plan, ShotProgress progress) => statement
        .Bind(1, plan).Bind(2, progress.Index).Bind(3, (long)progress.Place).Bind(4, (long?)progress.Status).Bind(5, progress.Round)
        .Bind(6, progress.OutputPath).Bind(7, progress.ApprovedOutput).Bind(8, PicoDollars.Of(progress.Cost.Usd, nameof(progress))).Bind(15, (long)progress.Cost.Source)
        .Bind(9, Flag(progress.NeedsPerson)).Bind(10, Flag(progress.IsAnchor)).Bind(16, Flag(progress.IsOutcomeUnknown))
        .Bind(17, progress.BuiltOn is { } takes ? JsonSerializer.Serialize(takes, s_takes) : null)
        .Bind(18, progress.Remake is { } remake ? JsonSerializer.Serialize(remake, s_remake) : null);

    private static long Flag(bool value) => value ? 1 : 0;

    private static IOrderedEnumerable<int> InOrder(IReadOnlyList<int> indexes) => indexes.Distinct().Order();

    private static ShotProgress? One(Statement rows) => Read(rows, Progress) is [var one] ? one : null;

    private static ShotProgress Progress(Statement row) => new()
    {
        Index = (int)row.Integer(0),
        ShotId = row.Text(1),
        Scene = row.IsNull(2) ? null : (int)row.Integer(2),
        IsKeyframe = row.Integer(3) != 0,
        HasFollowers = row.Integer(4) != 0,
        Place = (ShotPlace)row.Integer(5),
        Status = Status(row, 6),
        Round = (int)row.Integer(7),
        OutputPath = row.TextOrNull(8),
        ApprovedOutput = row.TextOrNull(9),
        Cost = Cost(row, 10, 12),
        Version = row.Integer(11),
        IsOutcomeUnknown = row.Integer(13) != 0,
        BuiltOn = row.IsNull(14) ? null : StoredJson.Read(row.Blob(14), s_takes, "What a shot is built on"),
        Remake = row.IsNull(15) ? null : StoredJson.Read(row.Blob(15), s_remake, "That a shot is made again"),
    };

    private static KnownCost Cost(Statement row, int amount, int source) => new(PicoDollars.ToDollars(row.Integer(amount)), (CostSource)row.Integer(source));

    private static ShotStatus? Status(Statement row, int column) => row.IsNull(column) ? null : (ShotStatus)row.Integer(column);

    private static PlannedShot Planned(ReadOnlySpan<byte> json, int index) => StoredJson.Read(json, s_json, "A planned shot") with { Index = index };

    private static List<T> Read<T>(Statement rows, Func<Statement, T> read)
    {
        var found = new List<T>();
        try
        {
            while (rows.Step())
                found.Add(read(rows));
        }
        finally
        {
            rows.Reset();
        }

        return found;
    }
}
