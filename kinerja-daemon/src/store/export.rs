//! Results of a region for other programs.

use std::collections::BTreeMap;

use kinerja_core::{calendar::Period, region::RegionCode};
use sqlx::Row;

use super::{Store, StoreError, corrupt, failed};

const ACTION: &str = "export results";

const RESULTS: &str = "
    SELECT employee.id, employee.nip, employee.name, run.unit, unit.name, run.revision,
        result.predicate, result.result_rating, result.behaviour_rating, result.total,
        result.derivation
    FROM run
    JOIN unit ON unit.region = run.region AND unit.code = run.unit
    JOIN result ON result.run_id = run.id
    JOIN employee ON employee.id = result.employee_id
    WHERE run.kind = 'evaluate' AND run.region = $1 AND run.period = $2
        AND run.revision = (SELECT MAX(later.revision) FROM run later
            WHERE later.kind = run.kind AND later.region = run.region
                AND later.period = run.period AND later.unit = run.unit)
    ORDER BY run.unit, employee.id";

const FOLLOW_UPS: &str = "
    SELECT follow_up.employee_id, run.revision, follow_up.rule, follow_up.kind,
        follow_up.actor, follow_up.due_on
    FROM follow_up
    JOIN run ON run.id = follow_up.run_id
    WHERE run.kind = 'evaluate' AND run.region = $1 AND run.period = $2
    ORDER BY follow_up.employee_id, follow_up.rule";

/// A person's result for other programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRow {
    /// The person's number in the database. It tells the row of the file of
    /// staff, so it is not for others to see.
    pub employee: i64,
    /// The NIP.
    pub nip: String,
    /// The name.
    pub name: String,
    /// Code and name of the unit.
    pub unit: (String, String),
    /// The revision, from 1.
    pub revision: u32,
    /// Predicate, result rating, behaviour rating; none where nothing is proposed.
    pub ratings: [Option<String>; 3],
    /// The total, exact.
    pub total: Option<String>,
    /// How it came about, as a [trail](super::trail).
    pub derivation: String,
    /// Proposed follow-ups: rule, kind, actor, due day.
    pub follow_ups: Vec<[String; 4]>,
}

impl Store {
    /// The latest results of a region in a period, by unit.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn results(
        &self,
        region: &RegionCode,
        period: Period,
    ) -> Result<Vec<ExportRow>, StoreError> {
        let mut follow_ups: BTreeMap<(i64, i64), Vec<[String; 4]>> = BTreeMap::new();
        let rows = sqlx::query(FOLLOW_UPS)
            .bind(region.as_str())
            .bind(period.to_string())
            .fetch_all(&self.reader)
            .await
            .map_err(failed(ACTION))?;
        for row in rows {
            let follow_up = [row.get(2), row.get(3), row.get(4), row.get(5)];
            follow_ups.entry((row.get(0), row.get(1))).or_default().push(follow_up);
        }
        let rows = sqlx::query(RESULTS)
            .bind(region.as_str())
            .bind(period.to_string())
            .fetch_all(&self.reader)
            .await
            .map_err(failed(ACTION))?;
        rows.into_iter()
            .map(|row| {
                let (employee, revision): (i64, i64) = (row.get(0), row.get(5));
                Ok(ExportRow {
                    employee,
                    nip: row.get(1),
                    name: row.get(2),
                    unit: (row.get(3), row.get(4)),
                    revision: u32::try_from(revision).map_err(corrupt(ACTION))?,
                    ratings: [row.get(6), row.get(7), row.get(8)],
                    total: row.get(9),
                    derivation: row.get(10),
                    follow_ups: follow_ups.remove(&(employee, revision)).unwrap_or_default(),
                })
            })
            .collect()
    }
}
