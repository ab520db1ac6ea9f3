//! Who has not reported all that the own plan asks for.

use futures_util::TryStreamExt;
use kinerja_core::plan::WorkPlan;
use sqlx::{Row, SqliteConnection};

use super::{Kept, StoreError, StoredReports, failed};

/// The plan that stands, and what was reported, beside whatever has a person and a
/// period of these names.
macro_rules! documents {
    ($select:literal, $employee:literal, $period:literal, $where:literal) => {
        concat!(
            $select,
            " JOIN document plan ON plan.employee_id = ",
            $employee,
            " AND plan.period = ",
            $period,
            " AND plan.kind = 'plan' AND plan.is_current = 1
            LEFT JOIN document actuals ON actuals.employee_id = ",
            $employee,
            " AND actuals.period = ",
            $period,
            " AND actuals.kind = 'actuals' AND actuals.is_current = 1
            WHERE ",
            $where
        )
    };
}

/// People of the region `$1`, by number, in the period `$2`.
pub(super) const PEOPLE: &str = documents!(
    "SELECT employee.id, plan.body, actuals.body FROM employee",
    "employee.id",
    "$2",
    "employee.region = $1"
);

/// What is open about reports, by number; everywhere and always, for all that is bound.
pub(super) const OPEN: &str = documents!(
    "SELECT occurrence.id, plan.body, actuals.body FROM occurrence",
    "occurrence.employee_id",
    "occurrence.period",
    "occurrence.state = 'open' AND occurrence.kind IN ('report_due', 'evidence_late')
        AND $1 = $1 AND $2 = $2"
);

/// The numbers that a statement gives to those who have not reported everything, as a
/// list in JSON.
pub(super) async fn found(
    connection: &mut SqliteConnection,
    statement: &'static str,
    [region, period]: [&str; 2],
) -> Result<String, StoreError> {
    let failed = failed("look who has not reported");
    let mut rows = sqlx::query(statement).bind(region).bind(period).fetch(connection);
    let mut numbers: Vec<i64> = Vec::new();
    while let Some(row) = rows.try_next().await.map_err(failed)? {
        let (plan, actuals): (&str, Option<&str>) = (row.get(1), row.get(2));
        if is_incomplete(plan, actuals) {
            numbers.push(row.get(0));
        }
    }
    let listed: Vec<_> = numbers.iter().map(ToString::to_string).collect();
    Ok(format!("[{}]", listed.join(",")))
}

/// Whether an indicator has no report. Of documents that cannot be read nobody is
/// reminded: the evaluation says what is wrong with them.
fn is_incomplete(plan: &str, actuals: Option<&str>) -> bool {
    let Ok(plan) = WorkPlan::read(plan) else { return false };
    match actuals.map(StoredReports::read) {
        None => true,
        Some(Err(_)) => false,
        Some(Ok(StoredReports(reports))) => {
            plan.indicators().iter().any(|indicator| !reports.contains_key(&indicator.code))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "2026-Q2 agreed\nIK5\t30\t>27\tonoi\tnaskah\tHasil\tSiaran pers\nIK6\t70\t<80\tocoi\tribu rupiah\tHasil\tBelanja rapat";

    #[test]
    fn a_report_is_whole_when_each_indicator_has_one() {
        assert!(is_incomplete(PLAN, None));
        assert!(is_incomplete(PLAN, Some("{}")));
        assert!(is_incomplete(PLAN, Some("IK5\t61\t2026-07-08")));
        assert!(!is_incomplete(PLAN, Some("IK5\t61\t2026-07-08\nIK6\t95\t2026-07-08")));
        assert!(!is_incomplete(PLAN, Some("damaged")), "the evaluation tells of it");
        assert!(!is_incomplete("damaged", None), "the evaluation tells of it");
    }
}
