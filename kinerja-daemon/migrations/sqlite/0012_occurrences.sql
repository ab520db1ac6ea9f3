-- What fell due, once each: opened, then done or skipped. Nothing is left out: what
-- is not done stands here with the reason. Evaluations are runs and stand there.

CREATE TABLE occurrence (
    id INTEGER NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    period TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- The region, a unit or a person.
    subject TEXT NOT NULL,
    event TEXT NOT NULL,
    -- 1, or the act that it rests on.
    revision INTEGER NOT NULL,
    employee_id INTEGER REFERENCES employee (id),
    -- Who hears: whoever must act, the superior, the head of the unit.
    hears TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    useful_until INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'skipped')),
    reason TEXT,
    opened_at INTEGER NOT NULL,
    finished_at INTEGER,
    UNIQUE (region, period, kind, subject, event, revision),
    CHECK ((state = 'skipped') = (reason IS NOT NULL)),
    CHECK ((state = 'open') = (finished_at IS NULL))
) STRICT;

CREATE INDEX occurrence_open ON occurrence (region, period, kind) WHERE state = 'open';

CREATE INDEX occurrence_of_act ON occurrence (revision)
WHERE kind IN ('objection_closing', 'step_due');

-- Until when the reminders of a region were looked at.
CREATE TABLE looked_until (
    region TEXT NOT NULL PRIMARY KEY,
    instant INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who let the daemon go on after its clock had jumped, and from when to when.
CREATE TABLE clock_accepted (
    id INTEGER NOT NULL PRIMARY KEY,
    accepted_by TEXT NOT NULL,
    last INTEGER,
    now INTEGER NOT NULL
) STRICT;
