-- What people did, as offices reported it: only ever added to. A row with the
-- same key and other content is the next revision; nothing is changed but the
-- mark that says which revision is the current one.

CREATE TABLE act (
    id INTEGER NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- What makes it one and the same act within its region and kind.
    key TEXT NOT NULL,
    revision INTEGER NOT NULL,
    is_current INTEGER NOT NULL,
    -- Whom or what it is about: a person, or a unit and perhaps a service of it.
    employee_id INTEGER REFERENCES employee (id),
    unit TEXT,
    service TEXT,
    -- Missing where an act belongs to days only, as a move does.
    period TEXT,
    day TEXT NOT NULL,
    body TEXT NOT NULL,
    -- Of subject, period, day and body.
    sha256 TEXT NOT NULL,
    UNIQUE (region, kind, key, revision),
    FOREIGN KEY (region, unit) REFERENCES unit (region, code),
    CHECK ((employee_id IS NULL) <> (unit IS NULL))
) STRICT;

CREATE UNIQUE INDEX act_current ON act (region, kind, key) WHERE is_current = 1;

CREATE INDEX act_by_person ON act (employee_id, period) WHERE is_current = 1;

CREATE INDEX act_by_unit ON act (region, unit, period) WHERE is_current = 1;

CREATE INDEX act_by_kind ON act (region, kind, period) WHERE is_current = 1;
