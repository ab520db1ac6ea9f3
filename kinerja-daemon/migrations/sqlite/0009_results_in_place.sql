-- Results and follow-ups stand in the order of their runs, without numbers of
-- their own: one place to write instead of two. The documents of a result are
-- named and not looked up again: they were read a moment before, and a document
-- is never deleted.

CREATE TABLE result_in_place (
    run_id INTEGER NOT NULL REFERENCES run (id),
    employee_id INTEGER NOT NULL REFERENCES employee (id),
    plan_id INTEGER,
    actuals_id INTEGER,
    behaviour_id INTEGER,
    predicate TEXT,
    result_rating TEXT,
    behaviour_rating TEXT,
    total TEXT,
    derivation TEXT NOT NULL,
    PRIMARY KEY (run_id, employee_id)
) STRICT, WITHOUT ROWID;

INSERT INTO result_in_place
SELECT run_id, employee_id, plan_id, actuals_id, behaviour_id, predicate, result_rating,
    behaviour_rating, total, derivation
FROM result
ORDER BY run_id, employee_id;

DROP TABLE result;

ALTER TABLE result_in_place RENAME TO result;

CREATE TABLE follow_up_in_place (
    run_id INTEGER NOT NULL REFERENCES run (id),
    employee_id INTEGER NOT NULL REFERENCES employee (id),
    rule TEXT NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    due_on TEXT NOT NULL,
    PRIMARY KEY (run_id, employee_id, rule)
) STRICT, WITHOUT ROWID;

INSERT INTO follow_up_in_place
SELECT run_id, employee_id, rule, kind, actor, due_on FROM follow_up
ORDER BY run_id, employee_id, rule;

DROP TABLE follow_up;

ALTER TABLE follow_up_in_place RENAME TO follow_up;
