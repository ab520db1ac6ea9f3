//! What people lack, for which they are reminded, and when they lack it no more.

/// What a person lacks in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacks {
    /// Any plan.
    Plan,
    /// A plan that is agreed.
    AgreedPlan,
    /// A report of what was reached, of every indicator of the plan that nothing else
    /// gives its actual.
    Report(Counting),
    /// Scores of behaviour.
    Rating,
    /// A decision on what was proposed.
    Decision,
}

/// Whether a region counts daily reports, which then give indicators their actual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    /// It counts them.
    Reports,
    /// It counts none.
    Nothing,
}

/// No current document of a kind in a period.
macro_rules! no_document {
    ($kind:literal, $period:literal, $but:literal) => {
        concat!(
            "NOT EXISTS (SELECT 1 FROM document
                WHERE document.employee_id = employee.id AND document.period = ",
            $period,
            " AND document.is_current = 1 AND document.kind = '",
            $kind,
            "' ",
            $but,
            ")"
        )
    };
}

/// Each condition with the name of the period in its statement. A plan says in its
/// first line how it stands, and as JSON in its second field; one that cannot be read
/// counts as agreed, because the evaluation tells of it.
macro_rules! lacks {
    (plan, $period:literal) => {
        no_document!("plan", $period, "")
    };
    (agreed_plan, $period:literal) => {
        no_document!(
            "plan",
            $period,
            "AND NOT CASE WHEN json_valid(document.body)
                THEN COALESCE(document.body ->> '$[1]', document.body ->> '$.status', '')
                    IN ('draft', 'submitted')
                ELSE substr(document.body, 1, instr(document.body || char(10), char(10)) - 1)
                    IN (document.period || ' draft', document.period || ' submitted')
                END"
        )
    };
    // Found beside this statement, one by one.
    (report, $period:literal) => {
        "employee.id = $10"
    };
    (rating, $period:literal) => {
        no_document!("behaviour", $period, "")
    };
    (decision, $period:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM membership
                JOIN run ON run.kind = 'evaluate' AND run.region = employee.region
                    AND run.period = membership.period AND run.unit = membership.unit
                JOIN result ON result.run_id = run.id AND result.employee_id = employee.id
                WHERE membership.employee_id = employee.id AND membership.period = ",
            $period,
            " AND result.predicate IS NOT NULL)
            AND NOT EXISTS (SELECT 1 FROM act
                WHERE act.employee_id = employee.id AND act.period = ",
            $period,
            " AND act.kind = 'putusan' AND act.is_current = 1 AND act.withdrawn IS NULL)"
        )
    };
}

macro_rules! open_for {
    ($lacks:ident) => {
        concat!(
            "INSERT INTO occurrence (region, period, kind, subject, event, revision, employee_id,
                hears, due_at, useful_until, state, opened_at)
            SELECT $1, $2, $3, 'person/' || employee.id, $4, $9, employee.id, $5, $6, $7, 'open', $8
            FROM employee
            WHERE employee.region = $1 AND ",
            lacks!($lacks, "$2"),
            " ORDER BY employee.id
            ON CONFLICT (region, period, kind, subject, event, revision) DO NOTHING"
        )
    };
}

macro_rules! ended_for {
    ($kinds:literal, $lacks:ident) => {
        concat!(
            "UPDATE occurrence SET state = 'skipped', reason = $2, finished_at = $1
            WHERE state = 'open' AND kind IN (",
            $kinds,
            ") AND NOT EXISTS (SELECT 1 FROM employee
                WHERE employee.id = occurrence.employee_id AND ",
            lacks!($lacks, "occurrence.period"),
            ")"
        )
    };
}

/// The act on which it rests does not ask for it any more.
macro_rules! ended_by_act {
    ($kind:literal, $open:literal) => {
        concat!(
            "UPDATE occurrence SET state = 'skipped', reason = $2, finished_at = $1
            WHERE state = 'open' AND kind = '",
            $kind,
            "' AND NOT EXISTS (SELECT 1 FROM act
                WHERE act.id = occurrence.revision AND act.is_current = 1
                    AND act.withdrawn IS NULL AND act.body LIKE '%",
            $open,
            "%')"
        )
    };
}

impl Lacks {
    /// Finishes what is open about a report that is there.
    pub(super) const REPORTED: &'static str = "
        UPDATE occurrence SET state = 'skipped', reason = $2, finished_at = $1
        WHERE id = $3 AND state = 'open'";

    /// Opens something for everybody who lacks it; of a report, for one person.
    pub(super) const fn open(self) -> &'static str {
        match self {
            Self::Plan => open_for!(plan),
            Self::AgreedPlan => open_for!(agreed_plan),
            Self::Report(_) => open_for!(report),
            Self::Rating => open_for!(rating),
            Self::Decision => open_for!(decision),
        }
    }

    /// Finishes what is open for those who lack it no more, but for reports.
    pub(super) const ENDED: [&'static str; 6] = [
        ended_for!("'plan_missing'", plan),
        ended_for!("'plan_due'", agreed_plan),
        ended_for!("'rating_due'", rating),
        ended_for!("'decision_open'", decision),
        ended_by_act!("objection_closing", "\"objected\":null"),
        ended_by_act!("step_due", "\"done\":null"),
    ];
}
