//! Files that were taken in.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kinerja_core::{
    calendar::Period,
    consequence::JobLevel,
    evidence::Reported,
    people::{Employment, Nip},
    plan::Code,
    region::RegionCode,
};
use sha2::{Digest, Sha256};
use sqlx::{Row, SqliteConnection};

use super::{
    Store, StoreError, acts, corrupt, failed,
    kept::{self, Kept, StoredActual, StoredBehaviour},
    records::{ActualRecord, Employee, FileStamp, Records},
};

const ACTION: &str = "take in a file";

const LATEST_FILE: &str = "
    SELECT sha256, day FROM imported_file
    WHERE region = $1 AND kind = $2
    ORDER BY id DESC
    LIMIT 1";

const RECORD_FILE: &str = "
    INSERT INTO imported_file (region, sha256, name, kind, records, day)
    VALUES ($1, $2, $3, $4, $5, $6)";

const RECORD_UNIT: &str = "
    INSERT INTO unit (region, code, name, known_since) VALUES ($1, $2, $3, $4)
    ON CONFLICT (region, code) DO UPDATE SET name = excluded.name";

const RECORD_EMPLOYEE: &str = "
    INSERT INTO employee (region, nip, name, employment, unit, post, email, superior_nip, level)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (nip) DO UPDATE SET
        region = excluded.region, name = excluded.name, employment = excluded.employment,
        unit = excluded.unit, post = excluded.post, email = excluded.email,
        superior_nip = excluded.superior_nip, level = excluded.level
    WHERE employee.region <> excluded.region OR employee.name <> excluded.name
        OR employee.employment <> excluded.employment OR employee.unit <> excluded.unit
        OR employee.post <> excluded.post OR employee.email IS DISTINCT FROM excluded.email
        OR employee.superior_nip IS DISTINCT FROM excluded.superior_nip
        OR employee.level IS DISTINCT FROM excluded.level";

const FIND_EMPLOYEE: &str = "SELECT id FROM employee WHERE region = $1 AND nip = $2";

const FIND_DOCUMENT: &str = "
    SELECT sha256, body FROM document
    WHERE employee_id = $1 AND period = $2 AND kind = $3 AND is_current = 1";

const RETIRE_DOCUMENT: &str = "
    UPDATE document SET is_current = 0
    WHERE employee_id = $1 AND period = $2 AND kind = $3 AND is_current = 1";

const RECORD_DOCUMENT: &str = "
    INSERT INTO document (employee_id, period, kind, body, sha256, is_current)
    VALUES ($1, $2, $3, $4, $5, 1)";

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// Its records are now on record.
    Now {
        /// How many records it had.
        records: usize,
        /// How many plans, reports or people are new or different.
        changed: usize,
    },
    /// The latest file of its kind was the same, taken in on this day; nothing
    /// changed.
    Before {
        /// The day.
        day: String,
    },
}

/// The period and kind of a document.
#[derive(Clone, Copy)]
struct Place<'a> {
    region: &'a RegionCode,
    period: Period,
    kind: &'static str,
}

impl Store {
    /// The day on which the same file was taken in, if no other file of its kind
    /// was since then: a later one may have changed what this one says.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn taken_before(
        &self,
        region: &RegionCode,
        kind: &'static str,
        sha256: &str,
    ) -> Result<Option<String>, StoreError> {
        let mut connection = self.reader.acquire().await.map_err(failed("look for a file"))?;
        taken_before(&mut connection, region, (kind, sha256)).await
    }

    /// Puts a file and all its records on record, or nothing of it. A file that
    /// is the same as the latest of its kind changes nothing.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn take_in(
        &self,
        region: &RegionCode,
        stamp: &FileStamp,
        records: &Records,
    ) -> Result<Taken, StoreError> {
        let mut pen = self.pen(ACTION).await?;
        let mut tx = pen.begin(ACTION).await?;
        if let Some(sha256) = &stamp.sha256
            && let Some(day) = taken_before(&mut tx, region, (records.kind(), sha256)).await?
        {
            return Ok(Taken::Before { day });
        }
        let changed = match records {
            Records::Employees(people) => employees(&mut tx, region, (people, stamp.day)).await?,
            Records::Plans(plans) => {
                let mut changed = 0;
                for record in plans {
                    let place = Place { region, period: record.plan.period(), kind: "plan" };
                    let body = kept::write_plan(&record.plan).map_err(corrupt(ACTION))?;
                    changed += replace(&mut tx, place, &record.nip, (&record.plan, body)).await?;
                }
                changed
            }
            Records::Actuals(actuals) => merge_actuals(&mut tx, region, actuals).await?,
            Records::Behaviour(records) => {
                let mut changed = 0;
                for record in records {
                    let place = Place { region, period: record.period, kind: "behaviour" };
                    let found = StoredBehaviour {
                        evaluator: record.evaluator.clone(),
                        behaviour: record.behaviour.clone(),
                    };
                    let body = kept::write_behaviour(&found).map_err(corrupt(ACTION))?;
                    changed += replace(&mut tx, place, &record.nip, (&found, body)).await?;
                }
                changed
            }
            Records::Acts(_, acts) => acts::take_in(&mut tx, region, acts).await?,
        };
        let count = records.count();
        sqlx::query(RECORD_FILE)
            .bind(region.as_str())
            .bind(&stamp.sha256)
            .bind(&stamp.name)
            .bind(records.kind())
            .bind(i64::try_from(count).map_err(corrupt(ACTION))?)
            .bind(stamp.day.to_string())
            .execute(&mut *tx)
            .await
            .map_err(failed(ACTION))?;
        tx.commit().await.map_err(failed(ACTION))?;
        Ok(Taken::Now { records: count, changed })
    }
}

async fn taken_before(
    connection: &mut SqliteConnection,
    region: &RegionCode,
    (kind, sha256): (&str, &str),
) -> Result<Option<String>, StoreError> {
    let latest: Option<(Option<String>, String)> = sqlx::query_as(LATEST_FILE)
        .bind(region.as_str())
        .bind(kind)
        .fetch_optional(connection)
        .await
        .map_err(failed("look for a file"))?;
    Ok(latest.and_then(|(latest, day)| (latest.as_deref() == Some(sha256)).then_some(day)))
}

async fn employees(
    tx: &mut SqliteConnection,
    region: &RegionCode,
    (people, day): (&[Employee], NaiveDate),
) -> Result<usize, StoreError> {
    let units: BTreeMap<_, _> =
        people.iter().map(|person| (&person.unit, &person.unit_name)).collect();
    for (code, name) in units {
        sqlx::query(RECORD_UNIT)
            .bind(region.as_str())
            .bind(code)
            .bind(name)
            .bind(day.to_string())
            .execute(&mut *tx)
            .await
            .map_err(failed(ACTION))?;
    }
    let mut changed = 0;
    for person in people {
        let employment = match person.employment {
            Employment::Pns => "PNS",
            Employment::Pppk => "PPPK",
        };
        let done = sqlx::query(RECORD_EMPLOYEE)
            .bind(region.as_str())
            .bind(person.nip.as_str())
            .bind(&person.name)
            .bind(employment)
            .bind(&person.unit)
            .bind(&person.post)
            .bind(&person.email)
            .bind(person.superior.as_ref().map(Nip::as_str))
            .bind(person.level.map(JobLevel::code))
            .execute(&mut *tx)
            .await
            .map_err(failed(ACTION))?;
        changed += usize::from(done.rows_affected() > 0);
    }
    Ok(changed)
}

pub(super) async fn employee_id(
    tx: &mut SqliteConnection,
    region: &RegionCode,
    nip: &Nip,
) -> Result<i64, StoreError> {
    sqlx::query_scalar(FIND_EMPLOYEE)
        .bind(region.as_str())
        .bind(nip.as_str())
        .fetch_one(tx)
        .await
        .map_err(failed("find a person of a file"))
}

/// Makes a body the current document, unless that says the same already; counts
/// the change.
async fn replace<T: PartialEq + Kept>(
    tx: &mut SqliteConnection,
    place: Place<'_>,
    nip: &Nip,
    (found, body): (&T, String),
) -> Result<usize, StoreError> {
    let employee = employee_id(tx, place.region, nip).await?;
    let sha256 = format!("{:x}", Sha256::digest(&body));
    let period = place.period.to_string();
    let current = sqlx::query(FIND_DOCUMENT)
        .bind(employee)
        .bind(&period)
        .bind(place.kind)
        .fetch_optional(&mut *tx)
        .await
        .map_err(failed(ACTION))?;
    // An older version of this program kept the same in another form.
    let says_it = |body: &str| T::read(body).is_ok_and(|known| known == *found);
    if current.is_some_and(|row| row.get::<&str, _>(0) == sha256 || says_it(row.get(1))) {
        return Ok(0);
    }
    sqlx::query(RETIRE_DOCUMENT)
        .bind(employee)
        .bind(&period)
        .bind(place.kind)
        .execute(&mut *tx)
        .await
        .map_err(failed(ACTION))?;
    sqlx::query(RECORD_DOCUMENT)
        .bind(employee)
        .bind(&period)
        .bind(place.kind)
        .bind(body)
        .bind(sha256)
        .execute(&mut *tx)
        .await
        .map_err(failed(ACTION))?;
    Ok(1)
}

/// Puts reported actuals beside those that were reported before.
async fn merge_actuals(
    tx: &mut SqliteConnection,
    region: &RegionCode,
    actuals: &[ActualRecord],
) -> Result<usize, StoreError> {
    let mut by_person: BTreeMap<(&Nip, Period), Vec<&ActualRecord>> = BTreeMap::new();
    for record in actuals {
        by_person.entry((&record.nip, record.period)).or_default().push(record);
    }
    let mut changed = 0;
    for ((nip, period), records) in by_person {
        let place = Place { region, period, kind: "actuals" };
        let employee = employee_id(tx, region, nip).await?;
        let current = sqlx::query(FIND_DOCUMENT)
            .bind(employee)
            .bind(period.to_string())
            .bind(place.kind)
            .fetch_optional(&mut *tx)
            .await
            .map_err(failed(ACTION))?;
        let mut merged: BTreeMap<Code, StoredActual> = match current {
            Some(row) => Kept::read(row.get(1)).map_err(corrupt(ACTION))?,
            None => BTreeMap::new(),
        };
        for record in records {
            match record.reported {
                Some(Reported { actual, on }) => {
                    let evidence = record.evidence.clone();
                    merged.insert(record.code.clone(), StoredActual { actual, on, evidence })
                }
                None => merged.remove(&record.code),
            };
        }
        let body = kept::write_actuals(&merged).map_err(corrupt(ACTION))?;
        changed += replace(tx, place, nip, (&merged, body)).await?;
    }
    Ok(changed)
}
