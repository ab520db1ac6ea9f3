-- The level of a functional post; missing where the post has none.
ALTER TABLE employee ADD COLUMN level TEXT;

-- Who evaluated a person and who heard the objection, as the staff data had it
-- when the result was first decided: whoever moves later changes nothing.
CREATE TABLE officials (
    employee_id INTEGER NOT NULL REFERENCES employee (id),
    period TEXT NOT NULL,
    evaluator TEXT NOT NULL,
    evaluator_superior TEXT,
    PRIMARY KEY (employee_id, period)
) STRICT, WITHOUT ROWID;

-- What a person was to be told of a decision: written once, in order. The event
-- is that of its mail.
CREATE TABLE notice (
    employee_id INTEGER NOT NULL REFERENCES employee (id),
    period TEXT NOT NULL,
    number INTEGER NOT NULL,
    event TEXT NOT NULL,
    run_id INTEGER NOT NULL REFERENCES run (id),
    body TEXT NOT NULL,
    PRIMARY KEY (employee_id, period, number)
) STRICT;

-- Up to which act the decisions about a person were looked at.
CREATE TABLE looked_at (
    employee_id INTEGER NOT NULL REFERENCES employee (id),
    period TEXT NOT NULL,
    act_id INTEGER NOT NULL,
    PRIMARY KEY (employee_id, period)
) STRICT, WITHOUT ROWID;
