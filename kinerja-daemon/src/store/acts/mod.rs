//! Acts of people: only ever added, revised by a later row, never overwritten.

mod act;
mod departed;
pub mod evidence;
pub mod judgement;
pub mod means;
mod of_run;
pub mod older;
pub mod planning;
mod presence;
pub mod steps;
mod withdrawn;

use std::collections::BTreeSet;

use kinerja_core::{calendar::Period, people::Nip, region::RegionCode};
use sha2::{Digest, Sha256};
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};

pub use act::{Act, ActKind, ActRecord, Acts, StoredAct, Subject, UnreadableAct};

pub use presence::Presences;

pub use withdrawn::{Withdrawable, WithdrawnAct};

pub use of_run::{DailyReports, NumberedAct, OldDocument, PersonActs, RunActs, Staff};

use super::{Store, StoreError, corrupt, failed, files::employee_id};

const TAKE_IN: &str = "take in acts";
const LOOK_UP: &str = "look up acts";

const FIND_CURRENT: &str = "
    SELECT id, revision, sha256, body FROM act
    WHERE region = $1 AND kind = $2 AND key = $3 AND is_current = 1";

const RETIRE: &str = "UPDATE act SET is_current = 0 WHERE id = $1";

const RECORD: &str = "
    INSERT INTO act (region, kind, key, revision, is_current, employee_id, unit, service, period,
        day, body, sha256, withdrawn)
    VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $10, $11, $12)";

/// The current acts for which a condition holds; not those that are withdrawn.
///
/// An expression is in no index: where the acts are few, their own index is used, and
/// not one that has those of a whole region in the order that is asked for.
macro_rules! current_acts {
    ($condition:literal) => {
        current_acts!("act.region", $condition)
    };
    ($region:literal, $condition:literal) => {
        concat!(
            "SELECT act.id, act.kind, act.revision, employee.nip, act.unit, act.service,
                act.period, act.day, act.body
            FROM act
            LEFT JOIN employee ON employee.id = act.employee_id
            WHERE ",
            $region,
            " = $1 AND act.is_current = 1 AND act.withdrawn IS NULL
                AND ",
            $condition,
            " ORDER BY act.kind || '', act.day, act.id"
        )
    };
}

const OF_PERSON: &str = current_acts!(
    "act.region || ''",
    "act.employee_id = (SELECT person.id FROM employee person WHERE person.nip = $2)
        AND (act.period = $3 OR act.period IS NULL)"
);

const OF_UNIT: &str = current_acts!("act.unit = $2 AND (act.period = $3 OR act.period IS NULL)");

const OF_KIND: &str = current_acts!("act.kind = $2 AND (act.period = $3 OR act.period IS NULL)");

const ALL_OF_KIND: &str = current_acts!("act.kind = $2");

const MOVES_OF: &str = current_acts!(
    "act.region || ''",
    "act.kind = 'mutasi' AND act.employee_id IN (SELECT person.id FROM employee person
        WHERE person.nip IN (SELECT value FROM json_each($2)))"
);

/// The periods about which somebody judged.
macro_rules! judged_periods {
    ($condition:literal) => {
        concat!(
            "SELECT DISTINCT act.period FROM act
            WHERE act.region = $1 AND act.kind IN ('penilaian', 'putusan', 'keberatan')
                AND act.is_current = 1 AND act.withdrawn IS NULL AND act.period IS NOT NULL ",
            $condition
        )
    };
}

const JUDGED: &str = judged_periods!("");

const JUDGED_OF_PERSON: &str =
    judged_periods!("AND act.employee_id = (SELECT id FROM employee WHERE nip = $2)");

impl Store {
    /// The periods about which somebody judged anybody's result, or one person's,
    /// in no order.
    ///
    /// # Errors
    ///
    /// Fails when the database does, or what it says cannot be read back.
    pub async fn judged_periods(
        &self,
        region: &RegionCode,
        nip: Option<&Nip>,
    ) -> Result<Vec<Period>, StoreError> {
        let query = match nip {
            Some(nip) => {
                sqlx::query_scalar(JUDGED_OF_PERSON).bind(region.as_str()).bind(nip.as_str())
            }
            None => sqlx::query_scalar(JUDGED).bind(region.as_str()),
        };
        let found: Vec<String> = query.fetch_all(&self.reader).await.map_err(failed(LOOK_UP))?;
        found.iter().map(|period| period.parse().map_err(corrupt(LOOK_UP))).collect()
    }

    /// The acts about a person in a period, and those that belong to no period,
    /// as moves do.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn acts_of_person(
        &self,
        region: &RegionCode,
        nip: &Nip,
        period: Period,
    ) -> Result<Acts, StoreError> {
        self.acts(OF_PERSON, region, (nip.as_str(), period)).await
    }

    /// The moves of some people.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn moves_of(
        &self,
        region: &RegionCode,
        nips: &BTreeSet<&str>,
    ) -> Result<Acts, StoreError> {
        let nips = serde_json::to_string(nips).map_err(corrupt(LOOK_UP))?;
        let query = sqlx::query(MOVES_OF).bind(region.as_str()).bind(nips);
        Ok(found(&query.fetch_all(&self.reader).await.map_err(failed(LOOK_UP))?))
    }

    /// The acts about a unit and its services in a period, not those about its
    /// people.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn acts_of_unit(
        &self,
        region: &RegionCode,
        unit: &str,
        period: Period,
    ) -> Result<Acts, StoreError> {
        self.acts(OF_UNIT, region, (unit, period)).await
    }

    /// The acts of one kind in a region and period, and those of the kind that
    /// belong to no period.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn acts_of_region(
        &self,
        region: &RegionCode,
        period: Period,
        kind: ActKind,
    ) -> Result<Acts, StoreError> {
        self.acts(OF_KIND, region, (kind.name(), period)).await
    }

    /// The acts of one kind in a region, of all periods.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn all_acts_of_region(
        &self,
        region: &RegionCode,
        kind: ActKind,
    ) -> Result<Acts, StoreError> {
        let query = sqlx::query(ALL_OF_KIND).bind(region.as_str()).bind(kind.name());
        Ok(found(&query.fetch_all(&self.reader).await.map_err(failed(LOOK_UP))?))
    }

    async fn acts(
        &self,
        statement: &'static str,
        region: &RegionCode,
        (of, period): (&str, Period),
    ) -> Result<Acts, StoreError> {
        let query = sqlx::query(statement).bind(region.as_str()).bind(of).bind(period.to_string());
        Ok(found(&query.fetch_all(&self.reader).await.map_err(failed(LOOK_UP))?))
    }
}

/// The acts of rows.
fn found(rows: &[SqliteRow]) -> Acts {
    let mut found = Acts::default();
    for row in rows {
        if let Some(act) = read(row) {
            found.acts.push(act);
        } else {
            let (number, kind) = (row.get(0), row.get(1));
            found.unreadable.push(UnreadableAct { number, kind, about: row.get(3) });
        }
    }
    found
}

/// An act as it is on record; nothing when it cannot be read back.
fn read(row: &SqliteRow) -> Option<StoredAct> {
    let text = |column: usize| row.try_get::<Option<String>, _>(column).ok();
    let (nip, unit, service) = (text(3)?, text(4)?, text(5)?);
    let about = match (nip, unit, service) {
        (Some(nip), None, None) => Subject::Person(nip.parse().ok()?),
        (None, Some(unit), None) => Subject::Unit(unit),
        (None, Some(unit), Some(service)) => {
            Subject::Service { unit, service: service.parse().ok()? }
        }
        (_, _, _) => return None,
    };
    let period = text(6)?.map(|period| period.parse()).transpose().ok()?;
    let kind = ActKind::of(row.get(1))?;
    Some(StoredAct {
        about,
        period,
        on: text(7)??.parse().ok()?,
        revision: u32::try_from(row.get::<i64, _>(2)).ok()?,
        act: kind.read(&text(8)??).ok()?,
    })
}

/// Adds those acts that are new or say something new; counts them.
pub(super) async fn take_in(
    tx: &mut SqliteConnection,
    region: &RegionCode,
    acts: &[ActRecord],
) -> Result<usize, StoreError> {
    let mut changed = 0;
    for record in acts {
        changed += add(tx, region, record).await?;
    }
    Ok(changed)
}

async fn add(
    tx: &mut SqliteConnection,
    region: &RegionCode,
    record: &ActRecord,
) -> Result<usize, StoreError> {
    let (employee, unit, service) = match &record.about {
        Subject::Person(nip) => (Some(employee_id(tx, region, nip).await?), None, None),
        Subject::Unit(unit) => (None, Some(unit), None),
        Subject::Service { unit, service } => (None, Some(unit), Some(service.as_str())),
    };
    let kind = record.act.kind().name();
    let period = record.period.map(|period| period.to_string());
    let day = record.on.to_string();
    let body = record.act.body().map_err(corrupt(TAKE_IN))?;
    let said = (employee, unit, service, &period, &day, &body);
    let content = match &record.withdrawn {
        None => serde_json::to_string(&said),
        Some(reason) => serde_json::to_string(&(said, reason)),
    };
    let content = content.map_err(corrupt(TAKE_IN))?;
    let sha256 = format!("{:x}", Sha256::digest(content));
    let current: Option<(i64, i64, String, String)> = sqlx::query_as(FIND_CURRENT)
        .bind(region.as_str())
        .bind(kind)
        .bind(&record.key)
        .fetch_optional(&mut *tx)
        .await
        .map_err(failed(TAKE_IN))?;
    let revision = match current {
        // A body that was damaged is no longer what its digest says.
        Some((_, _, digest, known)) if digest == sha256 && known == body => return Ok(0),
        Some((id, revision, _, _)) => {
            sqlx::query(RETIRE).bind(id).execute(&mut *tx).await.map_err(failed(TAKE_IN))?;
            revision.saturating_add(1)
        }
        None => 1,
    };
    sqlx::query(RECORD)
        .bind(region.as_str())
        .bind(kind)
        .bind(&record.key)
        .bind(revision)
        .bind(employee)
        .bind(unit)
        .bind(service)
        .bind(period)
        .bind(day)
        .bind(body)
        .bind(sha256)
        .bind(&record.withdrawn)
        .execute(&mut *tx)
        .await
        .map_err(failed(TAKE_IN))?;
    Ok(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::plans;

    #[tokio::test]
    async fn acts_of_people_and_units_are_found_without_looking_at_all_of_their_region() {
        plans::has(OF_PERSON, "SEARCH act USING INDEX act_by_person (employee_id=?)").await;
        plans::has(MOVES_OF, "SEARCH act USING INDEX act_by_person (employee_id=?)").await;
        plans::has(OF_UNIT, "SEARCH act USING INDEX act_by_unit (region=? AND unit=?").await;
    }
}
