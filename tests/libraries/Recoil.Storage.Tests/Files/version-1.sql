-- A file as the first version wrote it.
PRAGMA application_id = 1380139603;
PRAGMA user_version = 1;

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
    outcome   INTEGER NOT NULL, -- the first answer: 0 reserved, 1 refused by episode, 2 refused by shot, 3 settled before it was asked for
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

INSERT INTO sagas VALUES (x'00000000000000000000000000000001', 'film', 2, NULL, NULL, NULL, NULL, NULL,
    CAST('{"state":{"title":"The Recoil","takes":3,"cost":0.12,"premiere":null,"notes":[]},"inbox":[],"outbox":[],"timers":[]}' AS BLOB));

INSERT INTO takes VALUES (x'00000000000000000000000000000002', x'00000000000000000000000000000001', 'film/run-1', 640000000000000000, NULL, NULL,
    'job-1', 40000000000,
    CAST('{"correlationId":"00000000-0000-0000-0000-000000000001","takeId":"00000000-0000-0000-0000-000000000002","success":true,"output":"1.png","cost":0.04,"error":null,"errorKind":null,"finalState":null,"providerJob":"job-1","fault":null}' AS BLOB));

INSERT INTO reviews VALUES (x'00000000000000000000000000000003', 'film', 'run-1', 640000000000000000,
    CAST('{"reviewId":"00000000-0000-0000-0000-000000000003","request":{"correlationId":"00000000-0000-0000-0000-000000000001","reviewId":"00000000-0000-0000-0000-000000000003","project":"film","episodeId":"","runId":"run-1","shotId":"SH010","reason":"pending_qc","failureMode":"pending_qc","attempts":[],"totalCostUsd":0.04,"originalPrompt":"a pier","softenedPrompt":null,"outputPath":"1.png","at":"2029-01-28T12:26:40+00:00"},"enqueuedAt":"2029-01-28T12:26:40+00:00","claimedBy":null,"claimedUntil":null,"decision":null}' AS BLOB));
