-- A mail may tell the personnel office, which is no employee; and what fell due says
-- which mail told of it.

CREATE TABLE mail_to_anybody (
    id INTEGER NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    region TEXT NOT NULL,
    period TEXT NOT NULL,
    -- Missing where it tells the personnel office.
    employee_id INTEGER REFERENCES employee (id),
    run_id INTEGER REFERENCES run (id),
    facts TEXT,
    event TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN
        ('queued', 'claimed', 'data_started', 'sent', 'deferred', 'rejected', 'unknown', 'held', 'expired', 'cancelled')),
    enqueued_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    expires_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    copies INTEGER NOT NULL DEFAULT 0,
    sha256 TEXT,
    last_reply TEXT,
    epoch INTEGER NOT NULL DEFAULT 0,
    to_cancel INTEGER NOT NULL DEFAULT 0 CHECK (to_cancel IN (0, 1)),
    asked_by TEXT,
    CHECK ((run_id IS NULL) = (facts IS NOT NULL)),
    CHECK (run_id IS NULL OR employee_id IS NOT NULL)
) STRICT;

INSERT INTO mail_to_anybody (id, key, region, period, employee_id, run_id, facts, event, state,
    enqueued_at, due_at, expires_at, attempts, copies, sha256, last_reply, epoch, to_cancel,
    asked_by)
SELECT id, key, region, period, employee_id, run_id, CASE WHEN run_id IS NULL THEN facts END,
    event, state, enqueued_at, due_at, expires_at, attempts, copies, sha256, last_reply, epoch,
    to_cancel, asked_by
FROM mail
ORDER BY id;

CREATE TABLE attempt_to_send (
    mail_id INTEGER NOT NULL REFERENCES mail_to_anybody (id),
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    phase TEXT,
    code INTEGER,
    reply TEXT NOT NULL,
    sha256 TEXT,
    by_person TEXT,
    PRIMARY KEY (mail_id, number)
) STRICT, WITHOUT ROWID;

INSERT INTO attempt_to_send SELECT * FROM attempt;

CREATE TABLE bounce_of_mail (
    mail_id INTEGER NOT NULL REFERENCES mail_to_anybody (id),
    sha256 TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('hard', 'soft')),
    status TEXT NOT NULL,
    reply TEXT NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (mail_id, sha256)
) STRICT, WITHOUT ROWID;

INSERT INTO bounce_of_mail SELECT * FROM bounce;

DROP TABLE bounce;
DROP TABLE attempt;
DROP TABLE mail;

-- Whoever refers to a table goes on doing so under its new name.
ALTER TABLE mail_to_anybody RENAME TO mail;
ALTER TABLE attempt_to_send RENAME TO attempt;
ALTER TABLE bounce_of_mail RENAME TO bounce;

CREATE UNIQUE INDEX mail_of_run ON mail (run_id, employee_id, event);

CREATE INDEX mail_waiting ON mail (due_at, id) WHERE state IN ('queued', 'deferred', 'unknown');

ALTER TABLE occurrence ADD COLUMN mail_id INTEGER REFERENCES mail (id);
