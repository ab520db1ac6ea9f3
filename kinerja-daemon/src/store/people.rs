//! People and units.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use kinerja_core::{
    calendar::Period,
    people::Nip,
    plan::{Code, Direction, Indicator, ResultKind, WorkPlan},
    region::RegionCode,
};
use sqlx::Row;

use super::{
    Store, StoreError,
    acts::{Presences, Withdrawable},
    corrupt, failed,
    kept::Kept,
};

const SUPERIORS_OF: &str = "look up superiors";

const ALL_PEOPLE: &str = "SELECT nip, region, unit, superior_nip FROM employee";

const PLANS: &str = "
    SELECT employee.nip, document.body
    FROM document
    JOIN employee ON employee.id = document.employee_id
    WHERE employee.region = $1 AND document.kind = 'plan' AND document.is_current = 1";

const SUPERIORS: &str =
    "SELECT nip, superior_nip FROM employee WHERE region = $1 AND superior_nip IS NOT NULL";

const SUPERIOR: &str = "SELECT superior_nip FROM employee WHERE region = $1 AND nip = $2";

// A cross join keeps its order: each is looked up, and not all of the region read.
const SUPERIORS_OF_SOME: &str = "
    SELECT employee.nip, employee.superior_nip
    FROM json_each($2) AS named CROSS JOIN employee
    WHERE employee.region = $1 AND employee.nip = named.value
        AND employee.superior_nip IS NOT NULL";

const UNITS: &str = "SELECT code, name FROM unit WHERE region = $1 ORDER BY code";

/// An indicator of a plan on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownIndicator {
    /// What its target asks for.
    pub direction: Direction,
    /// Whether it belongs to a main result.
    pub is_main: bool,
}

impl KnownIndicator {
    /// That of a plan.
    pub const fn of(indicator: &Indicator) -> Self {
        let is_main = matches!(indicator.kind, ResultKind::Main(_));
        Self { direction: indicator.target.direction(), is_main }
    }
}

/// What is on record when a file is taken in.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The people of the region.
    pub people: BTreeSet<Nip>,
    /// The people of other regions.
    pub elsewhere: BTreeSet<Nip>,
    /// The superiors of the people, where they have one.
    pub superiors: BTreeMap<Nip, Nip>,
    /// The day of the last move of whoever moved, where it was looked up.
    pub moved: BTreeMap<Nip, NaiveDate>,
    /// Who works, is away or has left, where it was looked up.
    pub presences: Presences,
    /// The units of the region, by code.
    pub units: BTreeMap<String, KnownUnit>,
    /// The indicators of their plans.
    pub targets: BTreeMap<(Nip, Period), BTreeMap<Code, KnownIndicator>>,
    /// What a file of acts may withdraw; nothing is looked up where it withdraws
    /// nothing.
    pub withdrawable: Withdrawable,
}

/// A unit that is on record.
#[derive(Debug, Clone, Default)]
pub struct KnownUnit {
    /// Its name.
    pub name: String,
    /// Its people.
    pub people: BTreeSet<Nip>,
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
        for unit in self.units(region).await? {
            let people = BTreeSet::new();
            known.units.insert(unit.code, KnownUnit { name: unit.name, people });
        }
        let rows = sqlx::query(ALL_PEOPLE).fetch_all(&self.reader).await.map_err(failed(action))?;
        for row in rows {
            let (nip, of, unit): (String, String, String) = (row.get(0), row.get(1), row.get(2));
            let nip: Nip = nip.parse().map_err(corrupt(action))?;
            if of != region.as_str() {
                known.elsewhere.insert(nip);
                continue;
            }
            if let Some(superior) = row.get::<Option<String>, _>(3) {
                let superior = superior.parse().map_err(corrupt(action))?;
                known.superiors.insert(nip.clone(), superior);
            }
            if let Some(unit) = known.units.get_mut(&unit) {
                unit.people.insert(nip.clone());
            }
            known.people.insert(nip);
        }
        let rows = sqlx::query(PLANS)
            .bind(region.as_str())
            .fetch_all(&self.reader)
            .await
            .map_err(failed(action))?;
        for row in rows {
            let (nip, body): (String, String) = (row.get(0), row.get(1));
            let nip = nip.parse().map_err(corrupt(action))?;
            // Whoever has a plan that cannot be read has none until it is imported again.
            let Ok(plan) = WorkPlan::read(&body) else { continue };
            let targets = plan
                .indicators()
                .iter()
                .map(|indicator| (indicator.code.clone(), KnownIndicator::of(indicator)))
                .collect();
            known.targets.insert((nip, plan.period()), targets);
        }
        Ok(known)
    }

    /// The superiors of the people of a region, as the file of staff has them.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn superiors(&self, region: &RegionCode) -> Result<BTreeMap<Nip, Nip>, StoreError> {
        let rows = sqlx::query_as(SUPERIORS).bind(region.as_str()).fetch_all(&self.reader).await;
        pairs(rows.map_err(failed(SUPERIORS_OF))?)
    }

    /// The superiors of some people of a region, as the file of staff has them.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn superiors_of_some(
        &self,
        region: &RegionCode,
        nips: &BTreeSet<&str>,
    ) -> Result<BTreeMap<Nip, Nip>, StoreError> {
        let nips = serde_json::to_string(nips).map_err(corrupt(SUPERIORS_OF))?;
        let rows = sqlx::query_as(SUPERIORS_OF_SOME).bind(region.as_str()).bind(nips);
        pairs(rows.fetch_all(&self.reader).await.map_err(failed(SUPERIORS_OF))?)
    }

    /// The superior of one person, as the file of staff has it.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn superior_of(
        &self,
        region: &RegionCode,
        nip: &Nip,
    ) -> Result<Option<Nip>, StoreError> {
        let found: Option<Option<String>> = sqlx::query_scalar(SUPERIOR)
            .bind(region.as_str())
            .bind(nip.as_str())
            .fetch_optional(&self.reader)
            .await
            .map_err(failed(SUPERIORS_OF))?;
        found.flatten().map(|nip| nip.parse().map_err(corrupt(SUPERIORS_OF))).transpose()
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

/// People and their superiors.
fn pairs(rows: Vec<(String, String)>) -> Result<BTreeMap<Nip, Nip>, StoreError> {
    rows.into_iter()
        .map(|(nip, superior)| Ok((nip.parse()?, superior.parse()?)))
        .collect::<Result<_, kinerja_core::people::NipError>>()
        .map_err(corrupt(SUPERIORS_OF))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::plans;

    #[tokio::test]
    async fn superiors_of_some_people_are_found_without_looking_at_all_of_their_region() {
        plans::has(SUPERIORS_OF_SOME, "SEARCH employee USING INDEX sqlite_autoindex_employee_1")
            .await;
    }
}
