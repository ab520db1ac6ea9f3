//! Steps that are not done: of coaching, and of units' meetings.

use std::collections::BTreeMap;

use kinerja_core::region::RegionCode;
use sqlx::Row;

use super::{Store, StoreError, acts::steps::Step, failed};

// Bodies are written by serde_json, so what is open stands in them like this.
const OPEN: &str = "
    SELECT act.id, COALESCE(act.unit, employee.unit), act.unit IS NOT NULL, act.body
    FROM act
    LEFT JOIN employee ON employee.id = act.employee_id
    WHERE act.region = $1 AND act.kind = 'tindak_lanjut' AND act.is_current = 1
        AND act.withdrawn IS NULL AND act.body LIKE '%\"done\":null%'
    ORDER BY act.id";

/// A step that is not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The code of the unit, or of the person's unit.
    pub unit: String,
    /// Whether it is the unit's own.
    pub is_of_unit: bool,
    /// The step.
    pub step: Step,
}

impl Store {
    /// The steps of a region that are not done, by the number of the act. One that
    /// cannot be read back is left out: the evaluation tells of it.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn open_steps(
        &self,
        region: &RegionCode,
    ) -> Result<BTreeMap<i64, Undone>, StoreError> {
        let rows = sqlx::query(OPEN).bind(region.as_str()).fetch_all(&self.reader).await;
        let rows = rows.map_err(failed("look up what is not done"))?;
        let undone = rows.iter().filter_map(|row| {
            let step: Step = serde_json::from_str(row.get(3)).ok()?;
            let undone = Undone { unit: row.get(1), is_of_unit: row.get(2), step };
            Some((row.get(0), undone))
        });
        Ok(undone.collect())
    }
}
