//! Who has not reported all that the own plan asks for.

use futures_util::TryStreamExt;
use kinerja_core::plan::WorkPlan;
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};

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

/// The people of a region, with their documents of a period.
const PEOPLE: &str = documents!(
    "SELECT employee.id, plan.body, actuals.body FROM employee",
    "employee.id",
    "$2",
    "employee.region = $1"
);

/// What is open about reports, everywhere and always, with the documents.
const OPEN: &str = documents!(
    "SELECT occurrence.id, plan.body, actuals.body FROM occurrence LEFT",
    "occurrence.employee_id",
    "occurrence.period",
    "occurrence.state = 'open' AND occurrence.kind IN ('report_due', 'evidence_late')"
);

const ACTION: &str = "look who has not reported";

/// The people of a region, by number, who have not reported everything of a period.
pub(super) async fn people(
    connection: &mut SqliteConnection,
    [region, period]: [&str; 2],
) -> Result<Vec<i64>, StoreError> {
    let rows = sqlx::query(PEOPLE).bind(region).bind(period).fetch(connection);
    let people =
        rows.try_filter_map(async |row| Ok(is_incomplete(&row).then(|| row.get::<i64, _>(0))));
    people.try_collect().await.map_err(failed(ACTION))
}

/// What is open about reports that are there, by number.
pub(super) async fn ended(connection: &mut SqliteConnection) -> Result<Vec<i64>, StoreError> {
    let rows = sqlx::query(OPEN).fetch(connection);
    let ended =
        rows.try_filter_map(async |row| Ok((!is_incomplete(&row)).then(|| row.get::<i64, _>(0))));
    ended.try_collect().await.map_err(failed(ACTION))
}

fn is_incomplete(row: &SqliteRow) -> bool {
    let (plan, actuals): (Option<&str>, Option<&str>) = (row.get(1), row.get(2));
    plan.is_some_and(|plan| lacks_a_report(plan, actuals))
}

/// Whether an indicator has no report. Of documents that cannot be read nobody is
/// reminded: the evaluation says what is wrong with them.
fn lacks_a_report(plan: &str, actuals: Option<&str>) -> bool {
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
        assert!(lacks_a_report(PLAN, None));
        assert!(lacks_a_report(PLAN, Some("{}")));
        assert!(lacks_a_report(PLAN, Some("IK5\t61\t2026-07-08")));
        assert!(!lacks_a_report(PLAN, Some("IK5\t61\t2026-07-08\nIK6\t95\t2026-07-08")));
        assert!(!lacks_a_report(PLAN, Some("damaged")), "the evaluation tells of it");
        assert!(!lacks_a_report("damaged", None), "the evaluation tells of it");
    }
}
