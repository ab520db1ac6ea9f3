//! Who has not reported all that the own plan asks for.

use std::collections::BTreeSet;

use futures_util::TryStreamExt;
use kinerja_core::{
    plan::{Indicator, Measure, WorkPlan},
    region::RegionCode,
};
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};

use super::{Counting, Kept, StoreError, StoredReports, failed};

/// The plan that stands, what was reported, and whether there is a survey of the unit,
/// beside people and a period of this name.
macro_rules! documents {
    ($number:literal, $from:literal, $period:literal, $where:literal) => {
        concat!(
            "SELECT ",
            $number,
            ", plan.body, actuals.body,
                EXISTS (SELECT 1 FROM act
                    WHERE act.region = employee.region AND act.unit = employee.unit
                        AND act.period = ",
            $period,
            " AND act.kind = 'survei' AND act.is_current = 1 AND act.withdrawn IS NULL),
                employee.region
            FROM ",
            $from,
            " LEFT JOIN document plan ON plan.employee_id = employee.id AND plan.period = ",
            $period,
            " AND plan.kind = 'plan' AND plan.is_current = 1
            LEFT JOIN document actuals ON actuals.employee_id = employee.id
                AND actuals.period = ",
            $period,
            " AND actuals.kind = 'actuals' AND actuals.is_current = 1
            WHERE ",
            $where
        )
    };
}

/// The people of a region, with their documents of a period.
const PEOPLE: &str = documents!("employee.id", "employee", "$2", "employee.region = $1");

/// What is open about reports, everywhere and always, with the documents.
const OPEN: &str = documents!(
    "occurrence.id",
    "occurrence JOIN employee ON employee.id = occurrence.employee_id",
    "occurrence.period",
    "occurrence.state = 'open' AND occurrence.kind IN ('report_due', 'evidence_late')"
);

const ACTION: &str = "look who has not reported";

/// The people of a region, by number, who have not reported everything of a period.
pub(super) async fn people(
    connection: &mut SqliteConnection,
    [region, period]: [&str; 2],
    counting: Counting,
) -> Result<Vec<i64>, StoreError> {
    let rows = sqlx::query(PEOPLE).bind(region).bind(period).fetch(connection);
    let people = rows.try_filter_map(async |row| {
        Ok(is_incomplete(&row, counting).then(|| row.get::<i64, _>(0)))
    });
    people.try_collect().await.map_err(failed(ACTION))
}

/// What is open about reports that are there, by number, where these regions count
/// daily reports.
pub(super) async fn ended(
    connection: &mut SqliteConnection,
    counting: &BTreeSet<RegionCode>,
) -> Result<Vec<i64>, StoreError> {
    let rows = sqlx::query(OPEN).fetch(connection);
    let ended = rows.try_filter_map(async |row| {
        let counts = counting.iter().any(|region| region.as_str() == row.get::<&str, _>(4));
        let counting = if counts { Counting::Reports } else { Counting::Nothing };
        Ok((!is_incomplete(&row, counting)).then(|| row.get::<i64, _>(0)))
    });
    ended.try_collect().await.map_err(failed(ACTION))
}

fn is_incomplete(row: &SqliteRow, counting: Counting) -> bool {
    let (plan, actuals): (Option<&str>, Option<&str>) = (row.get(1), row.get(2));
    let is_surveyed: bool = row.get(3);
    // As the evaluation finds its actual where nobody reported one.
    let asks = |indicator: &Indicator| match indicator.measure {
        Measure::Ordinary => true,
        Measure::SatisfactionIndex => !is_surveyed,
        Measure::AcceptedReports | Measure::AcceptedDays | Measure::AcceptedMinutes => {
            counting == Counting::Nothing
        }
    };
    plan.is_some_and(|plan| lacks_a_report(plan, actuals, asks))
}

/// Whether an indicator that asks for a report has none. Of documents that cannot be read nobody is
/// reminded: the evaluation says what is wrong with them.
fn lacks_a_report(plan: &str, actuals: Option<&str>, asks: impl Fn(&Indicator) -> bool) -> bool {
    let Ok(plan) = WorkPlan::read(plan) else { return false };
    let mut asked = plan.indicators().iter().filter(|indicator| asks(indicator));
    match actuals.map(StoredReports::read) {
        None => asked.next().is_some(),
        Some(Err(_)) => false,
        Some(Ok(StoredReports(reports))) => {
            asked.any(|indicator| !reports.contains_key(&indicator.code))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "2026-Q2 agreed\nIK5\t30\t>27\tonoi\tnaskah\tHasil\tSiaran pers\nIK6\t70\t<80\tocoi\tribu rupiah\tHasil\tBelanja rapat";

    #[test]
    fn a_report_is_whole_when_each_indicator_has_one() {
        let lacks = |plan, actuals| lacks_a_report(plan, actuals, |_| true);
        assert!(lacks(PLAN, None));
        assert!(lacks(PLAN, Some("{}")));
        assert!(lacks(PLAN, Some("IK5\t61\t2026-07-08")));
        assert!(!lacks(PLAN, Some("IK5\t61\t2026-07-08\nIK6\t95\t2026-07-08")));
        assert!(!lacks(PLAN, Some("damaged")), "the evaluation tells of it");
        assert!(!lacks("damaged", None), "the evaluation tells of it");
    }
}
