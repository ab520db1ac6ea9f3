-- Instants are microseconds since 1970 in UTC, days are ISO text.
-- Documents, runs and results are never changed once they are written, but for
-- the mark that says which document is the current one.

CREATE TABLE setting (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE policy (
    region TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    body TEXT NOT NULL,
    adopted_at INTEGER NOT NULL,
    PRIMARY KEY (region, sha256)
) STRICT;

CREATE TABLE imported_file (
    region TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    records INTEGER NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (region, sha256)
) STRICT;

CREATE TABLE unit (
    region TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (region, code)
) STRICT;

CREATE TABLE employee (
    id INTEGER NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    nip TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    employment TEXT NOT NULL,
    unit TEXT NOT NULL,
    post TEXT NOT NULL,
    email TEXT,
    superior_nip TEXT,
    FOREIGN KEY (region, unit) REFERENCES unit (region, code)
) STRICT;

CREATE INDEX employee_by_unit ON employee (region, unit);

CREATE TABLE document (
    id INTEGER NOT NULL PRIMARY KEY,
    employee_id INTEGER NOT NULL REFERENCES employee (id),
    period TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('plan', 'actuals', 'behaviour')),
    body TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    is_current INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX document_current ON document (employee_id, period, kind) WHERE is_current = 1;

CREATE TABLE run (
    id INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    region TEXT NOT NULL,
    period TEXT NOT NULL,
    unit TEXT NOT NULL,
    revision INTEGER NOT NULL,
    policy_sha256 TEXT NOT NULL,
    inputs_sha256 TEXT NOT NULL,
    reason TEXT,
    as_of INTEGER NOT NULL,
    tally TEXT NOT NULL,
    UNIQUE (kind, region, period, unit, revision),
    FOREIGN KEY (region, policy_sha256) REFERENCES policy (region, sha256)
) STRICT;

CREATE TABLE result (
    employee_id INTEGER NOT NULL REFERENCES employee (id),
    run_id INTEGER NOT NULL REFERENCES run (id),
    plan_id INTEGER REFERENCES document (id),
    actuals_id INTEGER REFERENCES document (id),
    behaviour_id INTEGER REFERENCES document (id),
    predicate TEXT,
    result_rating TEXT,
    behaviour_rating TEXT,
    total TEXT,
    derivation TEXT NOT NULL,
    UNIQUE (run_id, employee_id)
) STRICT;

-- Which unit evaluates a person in a period: the first that did.
CREATE TABLE membership (
    employee_id INTEGER NOT NULL REFERENCES employee (id),
    period TEXT NOT NULL,
    unit TEXT NOT NULL,
    PRIMARY KEY (employee_id, period)
) STRICT, WITHOUT ROWID;

CREATE TABLE follow_up (
    employee_id INTEGER NOT NULL REFERENCES employee (id),
    run_id INTEGER NOT NULL REFERENCES run (id),
    rule TEXT NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    due_on TEXT NOT NULL,
    UNIQUE (run_id, employee_id, rule)
) STRICT;

CREATE TABLE mail (
    id INTEGER NOT NULL PRIMARY KEY,
    employee_id INTEGER NOT NULL REFERENCES employee (id),
    run_id INTEGER NOT NULL REFERENCES run (id),
    event TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN
        ('queued', 'claimed', 'data_started', 'sent', 'deferred', 'rejected', 'unknown', 'held', 'cancelled')),
    enqueued_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    -- How often its body began to leave.
    copies INTEGER NOT NULL,
    sha256 TEXT,
    last_reply TEXT,
    UNIQUE (run_id, employee_id, event)
) STRICT;

CREATE INDEX mail_waiting ON mail (due_at, id) WHERE state IN ('queued', 'deferred', 'unknown');

CREATE TABLE publication (
    region TEXT NOT NULL PRIMARY KEY,
    period TEXT NOT NULL,
    run_id INTEGER NOT NULL REFERENCES run (id)
) STRICT;
