-- A mail has a key of its own, so that it need not tell of a run, and every
-- attempt to send it stays on record.

CREATE TABLE mail_with_key (
    id INTEGER NOT NULL PRIMARY KEY,
    -- Region, period, person, event and revision: nobody is told the same twice.
    key TEXT NOT NULL UNIQUE,
    region TEXT NOT NULL,
    period TEXT NOT NULL,
    employee_id INTEGER NOT NULL REFERENCES employee (id),
    -- The run that it tells of; a mail without one says its facts, as JSON.
    run_id INTEGER REFERENCES run (id),
    facts TEXT,
    event TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN
        ('queued', 'claimed', 'data_started', 'sent', 'deferred', 'rejected', 'unknown', 'held', 'expired', 'cancelled')),
    enqueued_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    -- From then on it is of no use any more; missing where it always is.
    expires_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    -- How often its body began to leave and was not refused.
    copies INTEGER NOT NULL DEFAULT 0,
    sha256 TEXT,
    last_reply TEXT,
    -- The life of the daemon that it was handed to last: 0 is none.
    epoch INTEGER NOT NULL DEFAULT 0,
    -- It was taken back while it was on its way: no further attempt.
    to_cancel INTEGER NOT NULL DEFAULT 0 CHECK (to_cancel IN (0, 1)),
    -- The person who asked for the next attempt.
    asked_by TEXT,
    CHECK (run_id IS NOT NULL OR facts IS NOT NULL)
) STRICT;

INSERT INTO mail_with_key (id, key, region, period, employee_id, run_id, event, state,
    enqueued_at, due_at, attempts, copies, sha256, last_reply)
SELECT mail.id,
    run.region || '/' || run.period || '/' || mail.employee_id || '/' || mail.event || '/' || run.revision,
    run.region, run.period, mail.employee_id, mail.run_id, mail.event, mail.state,
    mail.enqueued_at, mail.due_at, mail.attempts, mail.copies, mail.sha256, mail.last_reply
FROM mail
JOIN run ON run.id = mail.run_id
ORDER BY mail.id;

DROP TABLE mail;

ALTER TABLE mail_with_key RENAME TO mail;

CREATE UNIQUE INDEX mail_of_run ON mail (run_id, employee_id, event);

CREATE INDEX mail_waiting ON mail (due_at, id) WHERE state IN ('queued', 'deferred', 'unknown');

-- Written once, with what became of the mail.
CREATE TABLE attempt (
    mail_id INTEGER NOT NULL REFERENCES mail (id),
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    -- How far the conversation came; missing where there was none.
    phase TEXT,
    code INTEGER,
    -- Cut, and without addresses and long numbers.
    reply TEXT NOT NULL,
    -- The bytes that were to leave; missing where it came to none.
    sha256 TEXT,
    -- Who asked for it, where a person did.
    by_person TEXT,
    PRIMARY KEY (mail_id, number)
) STRICT, WITHOUT ROWID;

-- What keeps the whole queue waiting. Without an end, a person ends it.
CREATE TABLE queue_state (
    name TEXT NOT NULL PRIMARY KEY,
    since INTEGER NOT NULL,
    until INTEGER,
    reason TEXT NOT NULL
) STRICT;
