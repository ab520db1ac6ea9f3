//! People and units.

use std::collections::{BTreeMap, BTreeSet};

use kinerja_core::{
    calendar::Period,
    people::Nip,
    plan::{Code, Direction, WorkPlan},
    region::RegionCode,
};
use sqlx::Row;

use super::{Store, StoreError, corrupt, failed};

const ALL_NIPS: &str = "SELECT nip, region FROM employee";

const PLANS: &str = "
    SELECT employee.nip, document.body
    FROM document
    JOIN employee ON employee.id = document.employee_id
    WHERE employee.region = $1 AND document.kind = 'plan' AND document.is_current = 1";

const UNITS: &str = "SELECT code, name FROM unit WHERE region = $1 ORDER BY code";

/// What is on record when a file is taken in.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The people of the region.
    pub people: BTreeSet<Nip>,
    /// The people of other regions.
    pub elsewhere: BTreeSet<Nip>,
    /// What the indicators of their plans ask for.
    pub targets: BTreeMap<(Nip, Period), BTreeMap<Code, Direction>>,
}

/// A unit of a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitName {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

impl Store {
    /// What is on record of a region's people and plans.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn known(&self, region: &RegionCode) -> Result<Known, StoreError> {
        let action = "look up people";
        let mut known = Known::default();
        let rows = sqlx::query(ALL_NIPS).fetch_all(&self.reader).await.map_err(failed(action))?;
        for row in rows {
            let (nip, of): (String, String) = (row.get(0), row.get(1));
            let nip = nip.parse().map_err(corrupt(action))?;
            let people =
                if of == region.as_str() { &mut known.people } else { &mut known.elsewhere };
            people.insert(nip);
        }
        let rows = sqlx::query(PLANS)
            .bind(region.as_str())
            .fetch_all(&self.reader)
            .await
            .map_err(failed(action))?;
        for row in rows {
            let (nip, body): (String, String) = (row.get(0), row.get(1));
            let nip = nip.parse().map_err(corrupt(action))?;
            let plan: WorkPlan = serde_json::from_str(&body).map_err(corrupt(action))?;
            let targets = plan
                .indicators()
                .iter()
                .map(|indicator| (indicator.code.clone(), indicator.target.direction()))
                .collect();
            known.targets.insert((nip, plan.period()), targets);
        }
        Ok(known)
    }

    /// The units of a region, by code.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn units(&self, region: &RegionCode) -> Result<Vec<UnitName>, StoreError> {
        let rows = sqlx::query_as::<_, (String, String)>(UNITS)
            .bind(region.as_str())
            .fetch_all(&self.reader)
            .await
            .map_err(failed("list the units"))?;
        Ok(rows.into_iter().map(|(code, name)| UnitName { code, name }).collect())
    }
}
