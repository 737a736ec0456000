namespace Recoil.Storage.Embedded;

/// <summary>
/// The tables. Ids are UUIDs as 16 bytes in network order, instants are .NET ticks in UTC, money is in pico-dollars,
/// documents are JSON as UTF-8.
/// </summary>
internal static class Schema
{
    // "RCBS", so that the file of another program is not taken for ours.
    private const int ApplicationId = 0x52434253;

    /// <remarks>
    /// Tables with a large row have a rowid of their own and an index on the id: a new row goes to the end of the table, and
    /// a changed row does not touch the index. Everything that is looked for by time has a partial index.
    /// </remarks>
    private const string FirstTables = """
        CREATE TABLE sagas (
            id            BLOB NOT NULL,
            type          TEXT NOT NULL,
            version       INTEGER NOT NULL,
            due_at        INTEGER, -- when a sweeper looks at it: the earliest of outbox and timers, or the end of a claim
            timer_due_at  INTEGER, -- the earliest timer in the document
            outbox_due_at INTEGER, -- NULL when the outbox is known to be delivered
            claimed_until INTEGER,
            expires_at    INTEGER,
            document      BLOB NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX sagas_by_id ON sagas (id, type);
        CREATE INDEX sagas_due ON sagas (type, due_at, outbox_due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX sagas_expiring ON sagas (type, expires_at) WHERE expires_at IS NOT NULL;

        CREATE TABLE accounts (
            account  TEXT PRIMARY KEY,
            spent    INTEGER NOT NULL,
            reserved INTEGER NOT NULL,
            open     INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE reservations (
            id        BLOB NOT NULL,
            account   TEXT NOT NULL,
            outcome   INTEGER NOT NULL, -- the first answer: 0 reserved, 1 refused by episode, 2 refused by shot, 3 settled before it was asked for, 4 refused by project
            amount    INTEGER NOT NULL,
            charged   INTEGER NOT NULL,
            lapses_at INTEGER           -- NULL when it is not open
        ) STRICT;
        CREATE UNIQUE INDEX reservations_by_id ON reservations (id);
        CREATE INDEX reservations_lapsing ON reservations (lapses_at) WHERE lapses_at IS NOT NULL;

        CREATE TABLE takes (
            id             BLOB NOT NULL,
            correlation_id BLOB NOT NULL,
            account        TEXT NOT NULL,
            begun_at       INTEGER NOT NULL,
            worker         TEXT,    -- who has the claim
            claimed_until  INTEGER,
            provider_job   TEXT,
            cost           INTEGER, -- NULL until it has ended
            result         BLOB
        ) STRICT;
        CREATE UNIQUE INDEX takes_by_id ON takes (id);
        CREATE INDEX takes_ended ON takes (account, cost) WHERE cost IS NOT NULL;

        CREATE TABLE reviews (
            id          BLOB NOT NULL,
            project     TEXT NOT NULL,
            run_id      TEXT NOT NULL,
            enqueued_at INTEGER NOT NULL,
            entry       BLOB NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX reviews_by_id ON reviews (id);
        CREATE INDEX reviews_of_run ON reviews (project, run_id, enqueued_at);
        """;

    /// <remarks>
    /// Overviews list the newest documents of a type. Shots are by far the most, so the newest of them are at the end of the
    /// table; the few others have an index that costs a shot nothing.
    /// </remarks>
    private const string DecisionsAndOverviews = """
        ALTER TABLE reviews ADD COLUMN decided_at INTEGER; -- NULL while the entry is open
        CREATE INDEX reviews_open ON reviews (enqueued_at) WHERE decided_at IS NULL;
        CREATE INDEX reviews_open_of_project ON reviews (project, enqueued_at) WHERE decided_at IS NULL;
        CREATE INDEX sagas_but_shots ON sagas (type) WHERE type <> 'shot';
        """;

    /// <remarks>The version of a saga's own document, see <see cref="Sagas.SagaSchema{TState}"/>; documents of 0.1 have the first.</remarks>
    private const string SagaSchemas = "ALTER TABLE sagas ADD COLUMN schema INTEGER NOT NULL DEFAULT 1;";

    /// <remarks>
    /// Takes are durable jobs. One that an earlier version had begun may have been submitted, and no worker looks for it before its
    /// command has come again: without it nobody knows what was asked for.
    /// </remarks>
    private const string TakesAsJobs = """
        ALTER TABLE takes RENAME COLUMN claimed_until TO due_at; -- from when on a worker may claim it; NULL when it has ended
        ALTER TABLE takes ADD COLUMN state INTEGER NOT NULL DEFAULT 4;
        ALTER TABLE takes ADD COLUMN token INTEGER NOT NULL DEFAULT 0; -- counts its claims
        ALTER TABLE takes ADD COLUMN provider TEXT;
        ALTER TABLE takes ADD COLUMN submitting_at INTEGER;
        ALTER TABLE takes ADD COLUMN ended_at INTEGER;
        ALTER TABLE takes ADD COLUMN undelivered_at INTEGER; -- NULL when it has not ended, or its result is known to be delivered
        ALTER TABLE takes ADD COLUMN request BLOB;
        UPDATE takes SET worker = NULL, due_at = NULL, state = CASE WHEN provider_job IS NULL THEN 1 ELSE 2 END, submitting_at = begun_at
        WHERE result IS NULL;
        CREATE TABLE account_jobs (account TEXT NOT NULL, take_id BLOB NOT NULL, PRIMARY KEY (account, take_id)) STRICT, WITHOUT ROWID;
        CREATE TABLE account_submits (account TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
        CREATE INDEX account_submits_at ON account_submits (account, at);
        CREATE INDEX takes_due ON takes (provider, due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX takes_undelivered ON takes (undelivered_at) WHERE undelivered_at IS NOT NULL;
        """;

    /// <remarks>A body can be large, so the list has an index of its own.</remarks>
    private const string FailedMessages = """
        CREATE TABLE failed_messages (
            id         BLOB NOT NULL,
            queue      TEXT NOT NULL,
            type       TEXT NOT NULL,
            cause      TEXT NOT NULL,
            failed_at  INTEGER NOT NULL,
            message_id TEXT,
            properties BLOB NOT NULL,
            body       BLOB NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX failed_messages_by_id ON failed_messages (id);
        CREATE INDEX failed_messages_in_order ON failed_messages (failed_at, id);
        """;

    /// <remarks>What a sweeper has set aside has no <c>due_at</c>.</remarks>
    private const string SetAsideSagas = """
        ALTER TABLE sagas ADD COLUMN aside_since INTEGER; -- NULL unless a sweeper has set the document aside
        ALTER TABLE sagas ADD COLUMN aside_reason TEXT;
        CREATE INDEX sagas_set_aside ON sagas (aside_since) WHERE aside_since IS NOT NULL;
        """;

    /// <remarks>What earlier versions closed counts from the upgrade on. Ticks count from the year 1, and unixepoch from 1970.</remarks>
    private const string Retention = """
        ALTER TABLE reservations ADD COLUMN closed_at INTEGER; -- when it was refused, settled, released or charged last; NULL while it is open
        UPDATE reservations SET closed_at = (unixepoch() + 62135596800) * 10000000 WHERE lapses_at IS NULL;
        CREATE INDEX reservations_closed ON reservations (closed_at) WHERE closed_at IS NOT NULL;
        CREATE INDEX takes_over ON takes (coalesce(ended_at, begun_at)) WHERE state = 4 AND undelivered_at IS NULL;
        CREATE INDEX reviews_decided ON reviews (decided_at) WHERE decided_at IS NOT NULL;
        """;

    /// <remarks>
    /// Takes wait by run, priority and time, so that a run's first take is found without looking at those of others. The pauses that are in
    /// force are few.
    /// </remarks>
    private const string Steering = """
        ALTER TABLE takes ADD COLUMN priority INTEGER NOT NULL DEFAULT 50;
        DROP INDEX takes_due;
        CREATE INDEX takes_queue ON takes (provider, state, account, priority DESC, due_at) WHERE due_at IS NOT NULL;
        CREATE TABLE pauses (
            part     TEXT PRIMARY KEY,
            at       INTEGER NOT NULL, -- when the last command was given
            in_force INTEGER NOT NULL,
            by       TEXT NOT NULL,
            reason   TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX pauses_in_force ON pauses (in_force, part) WHERE in_force = 1;
        CREATE TABLE priorities (
            account  TEXT NOT NULL,
            shot     BLOB NOT NULL, -- the empty id for the whole run
            priority INTEGER NOT NULL,
            by       TEXT NOT NULL,
            at       INTEGER NOT NULL,
            PRIMARY KEY (account, shot)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX priorities_by_age ON priorities (at);
        """;

    /// <remarks>
    /// Takes that earlier versions ended have the costs that providers reported, or that of an unknown outcome. The result is looked into as bytes: one
    /// that cannot be read must not keep the file closed.
    /// </remarks>
    private const string CostSources = """
        ALTER TABLE takes ADD COLUMN cost_source INTEGER; -- NULL in a take that has not ended or that an earlier version ended
        UPDATE takes SET cost_source = 0 WHERE cost = 0 AND instr(result, CAST('"errorKind":"outcome_unknown"' AS BLOB)) > 0;
        DROP INDEX takes_ended;
        CREATE INDEX takes_ended ON takes (account, cost_source, cost) WHERE cost IS NOT NULL;
        """;

    /// <remarks>A shot of a run is a row: what a step of a run reads and writes does not grow with the run. Plans never change.</remarks>
    private const string ShotsOfRuns = """
        CREATE TABLE run_plans (
            plan          BLOB NOT NULL,
            place_in_plan INTEGER NOT NULL,
            shot          BLOB NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX run_plans_in_order ON run_plans (plan, place_in_plan);
        CREATE TABLE run_shots (
            plan          BLOB NOT NULL,
            place_in_plan INTEGER NOT NULL,
            shot_id       TEXT NOT NULL,
            scene         INTEGER,
            is_keyframe   INTEGER NOT NULL,
            has_followers INTEGER NOT NULL,
            place         INTEGER NOT NULL, -- 0 waits for others, 1 may start, 2 held, for its scene is stopped, 3 ends, 4 ended
            status        INTEGER,
            round         INTEGER NOT NULL,
            output        TEXT,
            approved      TEXT,
            cost          INTEGER NOT NULL,
            cost_source   INTEGER NOT NULL,
            needs_person  INTEGER NOT NULL,
            is_anchor     INTEGER NOT NULL, -- may serve later shots of its scene as a reference
            version       INTEGER NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX run_shots_in_order ON run_shots (plan, place_in_plan);
        CREATE UNIQUE INDEX run_shots_by_id ON run_shots (plan, shot_id);
        CREATE INDEX run_shots_by_place ON run_shots (plan, place, place_in_plan, scene);
        CREATE INDEX run_shots_for_a_person ON run_shots (plan, scene) WHERE needs_person = 1;
        CREATE INDEX run_shots_anchors ON run_shots (plan, scene, place_in_plan) WHERE is_anchor = 1;
        CREATE TABLE run_ends (plan BLOB PRIMARY KEY, kept_until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX run_ends_by_time ON run_ends (kept_until);
        """;

    private const string Remakes = """
        ALTER TABLE run_shots ADD COLUMN outcome_unknown INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE run_shots ADD COLUMN built_on TEXT; -- the takes that it was made from, as JSON
        ALTER TABLE run_shots ADD COLUMN remake TEXT; -- that it is made again, as JSON
        """;

    /// <remarks>
    /// What earlier versions kept is held by the project without a month. A sum of holds can be more than a number holds, for caps are in it, so it is
    /// a decimal as text, in dollars.
    /// </remarks>
    private const string ProjectBudgets = """
        ALTER TABLE accounts ADD COLUMN floor INTEGER; -- what the run was admitted with; NULL unless it is open
        ALTER TABLE accounts ADD COLUMN admission INTEGER NOT NULL DEFAULT 0; -- the last one
        ALTER TABLE accounts ADD COLUMN granted INTEGER NOT NULL DEFAULT 0; -- what the project holds for it in its month
        ALTER TABLE accounts ADD COLUMN month TEXT NOT NULL DEFAULT '';
        ALTER TABLE accounts ADD COLUMN extras INTEGER NOT NULL DEFAULT 0; -- what is spent and reserved of extra money
        ALTER TABLE accounts ADD COLUMN past INTEGER NOT NULL DEFAULT 0; -- what the project holds for it in earlier months
        ALTER TABLE accounts ADD COLUMN past_spent INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE reservations ADD COLUMN extra INTEGER NOT NULL DEFAULT 0; -- what of the amount is drawn on extra money
        ALTER TABLE reservations ADD COLUMN shot BLOB; -- whose extra money that is
        ALTER TABLE reservations ADD COLUMN month TEXT NOT NULL DEFAULT '';
        CREATE TABLE extras (
            account TEXT NOT NULL,
            shot    BLOB NOT NULL,
            used    INTEGER NOT NULL, -- spent and reserved
            PRIMARY KEY (account, shot)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE projects (
            project TEXT PRIMARY KEY,
            cap     TEXT, -- NULL for none
            period  INTEGER NOT NULL, -- what the cap is for: 0 everything, 1 each month
            by      TEXT NOT NULL,
            set_at  INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE top_ups (
            project TEXT NOT NULL,
            id      BLOB NOT NULL,
            amount  TEXT NOT NULL,
            at      INTEGER NOT NULL,
            PRIMARY KEY (project, id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE project_months (
            project TEXT NOT NULL,
            month   TEXT NOT NULL,
            held    TEXT NOT NULL, -- the sum of its runs' holds
            PRIMARY KEY (project, month)
        ) STRICT, WITHOUT ROWID;
        UPDATE accounts SET granted = spent + reserved;
        INSERT INTO project_months (project, month, held)
            SELECT project, '', printf('%d.%012d', sum(granted) / 1000000000000, sum(granted) % 1000000000000)
            FROM (SELECT CASE instr(account, '/') WHEN 0 THEN account ELSE substr(account, 1, instr(account, '/') - 1) END AS project, granted FROM accounts)
            GROUP BY project;
        """;

    /// <remarks>
    /// The accepted take of every shot of an episode, over runs. The place sorts ids as people do. Shots that earlier versions ended are not in it
    /// before they are requested again.
    /// </remarks>
    private const string ApprovedShots = """
        CREATE TABLE approved_shots (
            id             BLOB NOT NULL, -- the shot of the episode, whichever run made it
            project        TEXT NOT NULL,
            episode        TEXT NOT NULL,
            shot_id        TEXT NOT NULL,
            scene          INTEGER,
            is_keyframe    INTEGER NOT NULL,
            place          TEXT NOT NULL,
            output         TEXT NOT NULL,
            run_id         TEXT NOT NULL,
            correlation_id BLOB NOT NULL,
            round          INTEGER NOT NULL,
            accepted_at    INTEGER NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX approved_shots_by_id ON approved_shots (id);
        CREATE INDEX approved_shots_in_order ON approved_shots (project, episode, scene, place) WHERE is_keyframe = 1;
        """;

    /// <remarks>What judges were asked and answered.</remarks>
    private const string Judgements = """
        CREATE TABLE judgements (
            id         BLOB NOT NULL, -- the question
            version    INTEGER NOT NULL,
            changed_at INTEGER NOT NULL,
            asked      BLOB NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX judgements_by_id ON judgements (id);
        CREATE INDEX judgements_by_age ON judgements (changed_at);
        """;

    /// <summary>What makes a file of each version out of one of the version before; a new file goes through all.</summary>
    private static readonly string[] s_steps = [FirstTables, DecisionsAndOverviews, SagaSchemas, TakesAsJobs, FailedMessages, SetAsideSagas, Retention, Steering, CostSources, ProjectBudgets, ShotsOfRuns, ApprovedShots, Remakes, Judgements];

    /// <summary>The version of a file that was brought up to date: it has gone through all steps.</summary>
    private static int Version => s_steps.Length;

    /// <summary>Makes the tables in a new file and brings an older one up to date; refuses a file of something else or of a newer version.</summary>
    public static void Ensure(Session session, string file)
    {
        session.BeginImmediate();
        try
        {
            var version = session.Number("PRAGMA user_version");
            var applicationId = session.Number("PRAGMA application_id");
            if (applicationId != ApplicationId && session.Number("SELECT count(*) FROM sqlite_schema") > 0)
                throw new StorageUnavailableException($"{file} is the database of another program. Move it away, or choose another data folder.");

            if (version > Version)
            {
                throw new StorageUnavailableException(
                    $"{file} was written by a newer version (schema {version}; this one knows {Version}). Use the newer version, or choose another data folder.");
            }

            if (version < Version)
                session.Script($"{string.Join('\n', s_steps[(int)version..])}\nPRAGMA application_id = {ApplicationId};\nPRAGMA user_version = {Version};");

            session.Commit();
        }
        catch
        {
            session.Rollback();
            throw;
        }
    }
}
