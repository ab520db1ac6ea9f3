//! Mails that tell what has changed since.

/// Whether the row of `mail` tells a result that reads otherwise in a later
/// revision, or a decision after which another was made, as SQL. A later revision
/// that left the person's result as it was changes nothing.
macro_rules! superseded {
    () => {
        "(mail.event = 'result' AND EXISTS (
            SELECT 1 FROM run
            JOIN run later ON later.kind = run.kind AND later.region = run.region
                AND later.period = run.period AND later.unit = run.unit
                AND later.revision > run.revision
            WHERE run.id = mail.run_id AND NOT EXISTS (
                SELECT 1 FROM result told
                JOIN result stands ON stands.run_id = later.id
                    AND stands.employee_id = told.employee_id
                    AND stands.derivation = told.derivation
                WHERE told.run_id = mail.run_id AND told.employee_id = mail.employee_id))
        OR EXISTS (
            SELECT 1 FROM notice
            JOIN notice later ON later.employee_id = notice.employee_id
                AND later.period = notice.period AND later.number > notice.number
            WHERE notice.run_id = mail.run_id AND notice.employee_id = mail.employee_id
                AND notice.event = mail.event))"
    };
}

/// Whether a person's `result` reads the same in every revision from `earlier` on, as
/// SQL: what was told, corrected and corrected back is told anew.
macro_rules! unchanged {
    () => {
        "NOT EXISTS (SELECT 1 FROM run between_them
            JOIN result changed ON changed.run_id = between_them.id
                AND changed.employee_id = result.employee_id
                AND changed.derivation <> result.derivation
            WHERE between_them.kind = run.kind AND between_them.region = run.region
                AND between_them.period = run.period AND between_them.unit = run.unit
                AND between_them.revision > earlier.revision)"
    };
}

pub(super) use {superseded, unchanged};
