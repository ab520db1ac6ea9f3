//! Acts that are withdrawn: on record for good, and counted nowhere.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use kinerja_core::{calendar::Period, people::Nip, region::RegionCode};
use sqlx::Row;

use super::{ActKind, LOOK_UP, Subject};
use crate::store::{Store, StoreError, corrupt, failed};

const KEYS: &str = "SELECT key FROM act WHERE region = $1 AND kind = $2 AND is_current = 1";

const TOLD: &str = "
    SELECT DISTINCT employee.nip, notice.period, officials.evaluator
    FROM notice
    JOIN employee ON employee.id = notice.employee_id
    JOIN officials ON officials.employee_id = notice.employee_id
        AND officials.period = notice.period
    WHERE employee.region = $1";

// What belongs to days holds from then on; conditions look at earlier trainings and
// ratings too.
const WITHDRAWN: &str = "
    SELECT act.kind, act.day, act.withdrawn
    FROM act
    LEFT JOIN employee ON employee.id = act.employee_id
    WHERE act.region = $1 AND act.is_current = 1 AND act.withdrawn IS NOT NULL
        AND (employee.nip = $2 OR act.unit = $3)
        AND (act.period = $4 OR (act.day < $5
            AND (act.period IS NULL OR act.kind IN ('pelatihan', 'penilaian'))))
    ORDER BY act.kind, act.day, act.id";

/// What can be withdrawn of a kind, by the keys of acts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withdrawable {
    /// The acts that are on record.
    pub on_record: BTreeSet<String>,
    /// The ratings by which an evaluator decided, as the person was told: they are
    /// revised and not withdrawn.
    pub told: BTreeSet<String>,
}

/// An act that is withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawnAct {
    /// The kind under which it is on record.
    pub kind: String,
    /// The day of it, in the region's zone; none of feedback, whose day would tell of
    /// an answer that nobody may know of.
    pub on: Option<NaiveDate>,
    /// Why it is withdrawn.
    pub reason: String,
}

impl Store {
    /// What can be withdrawn of a kind in a region.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn withdrawable(
        &self,
        region: &RegionCode,
        kind: ActKind,
    ) -> Result<Withdrawable, StoreError> {
        let keys = sqlx::query_scalar::<_, String>(KEYS)
            .bind(region.as_str())
            .bind(kind.name())
            .fetch_all(&self.reader)
            .await
            .map_err(failed(LOOK_UP))?;
        let mut found =
            Withdrawable { on_record: keys.into_iter().collect(), told: BTreeSet::new() };
        if kind == ActKind::Ratings {
            let rows = sqlx::query_as::<_, (String, String, String)>(TOLD)
                .bind(region.as_str())
                .fetch_all(&self.reader)
                .await
                .map_err(failed(LOOK_UP))?;
            for (nip, period, evaluator) in rows {
                let about = Subject::Person(nip.parse().map_err(corrupt(LOOK_UP))?);
                found.told.insert(about.key([period, evaluator]));
            }
        }
        Ok(found)
    }

    /// What is withdrawn of the acts about a person, and about the unit that evaluated
    /// the person, that a period might have rested on. Of feedback only the reasons,
    /// each once.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn withdrawn_acts(
        &self,
        region: &RegionCode,
        (nip, unit): (&Nip, &str),
        period: Period,
    ) -> Result<Vec<WithdrawnAct>, StoreError> {
        let rows = sqlx::query(WITHDRAWN)
            .bind(region.as_str())
            .bind(nip.as_str())
            .bind(unit)
            .bind(period.to_string())
            .bind(period.end().to_string())
            .fetch_all(&self.reader)
            .await
            .map_err(failed(LOOK_UP))?;
        let mut found = Vec::new();
        for row in rows {
            let kind: String = row.get(0);
            let on = if kind == ActKind::Feedback.name() {
                None
            } else {
                Some(row.get::<String, _>(1).parse().map_err(corrupt(LOOK_UP))?)
            };
            let act = WithdrawnAct { kind, on, reason: row.get(2) };
            // Nor does it show how many answers are withdrawn for one reason.
            if act.on.is_some() || !found.contains(&act) {
                found.push(act);
            }
        }
        Ok(found)
    }
}
