//! What fell due: opened once, then done or skipped with a reason.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use kinerja_core::{calendar::Period, region::RegionCode};
use sqlx::{Row, Sqlite, SqliteConnection, Transaction, sqlite::SqliteRow};

use super::{
    Store, StoreError, corrupt, failed, instant, lacks::Lacks, micros, regions, unreported,
};

const RECORD: &str = "record what fell due";
const ENDED: &str = "look for what ended";
const LOOK_UP: &str = "look up what fell due";

const NEW: &str = "
    INSERT INTO occurrence (region, period, kind, subject, event, revision, employee_id, hears,
        due_at, useful_until, state, reason, opened_at, finished_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
        CASE WHEN $11 = 'open' THEN NULL ELSE $13 END)
    ON CONFLICT (region, period, kind, subject, event, revision) DO NOTHING";

// Whoever is told again is not told twice.
const SUPERSEDE: &str = "
    UPDATE occurrence SET state = 'skipped', reason = $8, finished_at = $7
    WHERE state = 'open' AND region = $1 AND period = $2 AND kind = $3 AND hears = $4
        AND (kind NOT IN ('objection_closing', 'step_due') OR revision = $6)
        AND (event <> $5 OR revision <> $6) AND ($9 = 'region' OR subject = $9)";

const EXPIRE: &str = "
    UPDATE occurrence SET state = 'skipped', reason = $2, finished_at = $1
    WHERE state = 'open' AND useful_until <= $1";

const LOOKED: &str = "
    INSERT INTO looked_until (region, instant) VALUES ($1, $2)
    ON CONFLICT (region) DO UPDATE SET instant = excluded.instant";

const OF_REGION: &str = "
    SELECT period, kind, subject, event, state, reason FROM occurrence
    WHERE region = $1 AND (subject = 'region' OR subject LIKE 'unit/%'
        OR kind IN ('objection_closing', 'step_due'))
    ORDER BY id";

const OPEN: &str = "
    SELECT occurrence.kind, occurrence.period, occurrence.event, occurrence.hears,
        occurrence.due_at, occurrence.useful_until, occurrence.subject,
        employee.id, employee.nip, employee.name, employee.unit, occurrence.id,
        occurrence.revision
    FROM occurrence
    LEFT JOIN employee ON employee.id = occurrence.employee_id
    WHERE occurrence.state = 'open' AND occurrence.region = $1
    ORDER BY occurrence.due_at, occurrence.id";

const OPEN_REGIONS: &str = "
    SELECT DISTINCT region FROM occurrence
    WHERE state = 'open' AND due_at <= $1 AND $1 < useful_until";

/// How something that fell due begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// It is open for one person or unit.
    One,
    /// It is open for everybody in the region who lacks something: the row itself is
    /// done, and each of them has one.
    Everybody(Lacks),
    /// It is not done, for this reason.
    Skipped(String),
}

/// Something that fell due, as it is put on record.
#[derive(Debug, Clone)]
pub struct NewOccurrence {
    /// The period.
    pub period: Period,
    /// The code of its kind.
    pub kind: &'static str,
    /// Whose it is.
    pub subject: String,
    /// What happens.
    pub event: String,
    /// The day or the act that it rests on.
    pub revision: i64,
    /// The person, where it is one's.
    pub employee: Option<i64>,
    /// Who hears.
    pub hears: &'static str,
    /// From when it is due.
    pub due: DateTime<Utc>,
    /// From when it is of no use any more.
    pub useful_until: DateTime<Utc>,
    /// How it begins.
    pub opened: Opened,
}

/// Something that fell due, as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OccurrenceState {
    /// The period.
    pub period: Period,
    /// The code of its kind.
    pub kind: String,
    /// Whose it is.
    pub subject: String,
    /// What happens.
    pub event: String,
    /// `open`, `done` or `skipped`.
    pub state: String,
    /// Why it was skipped.
    pub reason: Option<String>,
}

/// A person to whom something open belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPerson {
    /// The number in the database.
    pub employee: i64,
    /// The NIP.
    pub nip: String,
    /// The name.
    pub name: String,
    /// The code of the unit.
    pub unit: String,
}

/// Something that is open: what somebody is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenOccurrence {
    /// Its number in the database.
    pub id: i64,
    /// The day or the act that it rests on.
    pub revision: i64,
    /// The code of its kind.
    pub kind: String,
    /// The period.
    pub period: Period,
    /// What happens.
    pub event: String,
    /// Who hears of it.
    pub hears: String,
    /// From when it is due.
    pub due: DateTime<Utc>,
    /// From when it is of no use any more.
    pub useful_until: DateTime<Utc>,
    /// Whose it is.
    pub subject: String,
    /// The person, where it is one's.
    pub person: Option<OpenPerson>,
}

fn open(row: &SqliteRow) -> Result<OpenOccurrence, StoreError> {
    let person = row.get::<Option<i64>, _>(7).map(|employee| OpenPerson {
        employee,
        nip: row.get(8),
        name: row.get(9),
        unit: row.get(10),
    });
    Ok(OpenOccurrence {
        id: row.get(11),
        revision: row.get(12),
        kind: row.get(0),
        period: row.get::<&str, _>(1).parse().map_err(corrupt(LOOK_UP))?,
        event: row.get(2),
        hears: row.get(3),
        due: instant(row.get(4), LOOK_UP)?,
        useful_until: instant(row.get(5), LOOK_UP)?,
        subject: row.get(6),
        person,
    })
}

impl Store {
    /// Puts on record what fell due in a region, and until when that was looked at, all
    /// of it or nothing. What stands there already is not made again; what is told once more
    /// is skipped where it was not told yet. Gives back how many are open now that
    /// were not.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn open_occurrences(
        &self,
        region: &RegionCode,
        new: &[NewOccurrence],
        (now, looked): (DateTime<Utc>, DateTime<Utc>),
        superseded: &str,
    ) -> Result<u64, StoreError> {
        let mut pen = self.pen(RECORD).await?;
        let mut tx = pen.begin(RECORD).await?;
        let mut opened = 0;
        for new in new {
            opened += add(&mut tx, region, new, (now, superseded)).await?;
        }
        sqlx::query(LOOKED)
            .bind(region.as_str())
            .bind(micros(looked))
            .execute(&mut *tx)
            .await
            .map_err(failed(RECORD))?;
        tx.commit().await.map_err(failed(RECORD))?;
        Ok(opened)
    }

    /// Skips what is open and of no use any more, and, where anything came in since this
    /// was last done, what ended before anybody was told; `counting` are the regions that
    /// count daily reports.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn finish_occurrences(
        &self,
        now: DateTime<Utc>,
        [late, ended]: [&str; 2],
        counting: &BTreeSet<RegionCode>,
    ) -> Result<u64, StoreError> {
        let mut pen = self.pen(RECORD).await?;
        let mut tx = pen.begin(RECORD).await?;
        let mut finished = 0;
        let expired = sqlx::query(EXPIRE).bind(micros(now)).bind(late).execute(&mut *tx);
        finished += expired.await.map_err(failed(RECORD))?.rows_affected();
        // What ended it came in; or the policies count otherwise.
        let stand = self.news(&mut tx, (ENDED, format!("{counting:?}"))).await?;
        if stand.is_some() {
            finished += finish_ended(&mut tx, (ended, counting), now).await?;
        }
        tx.commit().await.map_err(failed(RECORD))?;
        if let Some(stand) = stand {
            self.looked_for(ENDED, stand).await;
        }
        Ok(finished)
    }

    /// How that stands which fell due in a region, but for what is open for everybody
    /// each by each.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn occurrences(
        &self,
        region: &RegionCode,
    ) -> Result<Vec<OccurrenceState>, StoreError> {
        let rows = sqlx::query(OF_REGION)
            .bind(region.as_str())
            .fetch_all(&self.reader)
            .await
            .map_err(failed(LOOK_UP))?;
        rows.iter()
            .map(|row| {
                Ok(OccurrenceState {
                    period: row.get::<&str, _>(0).parse().map_err(corrupt(LOOK_UP))?,
                    kind: row.get(1),
                    subject: row.get(2),
                    event: row.get(3),
                    state: row.get(4),
                    reason: row.get(5),
                })
            })
            .collect()
    }

    /// The regions in which something is due at an instant, open and still of use.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn regions_with_open(
        &self,
        now: DateTime<Utc>,
    ) -> Result<BTreeSet<RegionCode>, StoreError> {
        let found = sqlx::query_scalar(OPEN_REGIONS).bind(micros(now)).fetch_all(&self.reader);
        regions(found.await, LOOK_UP)
    }

    /// What is open in a region today and for whom, the oldest first.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn open_today(&self, region: &RegionCode) -> Result<Vec<OpenOccurrence>, StoreError> {
        let rows = sqlx::query(OPEN)
            .bind(region.as_str())
            .fetch_all(&self.reader)
            .await
            .map_err(failed(LOOK_UP))?;
        rows.iter().map(open).collect()
    }
}

/// Skips what ended before anybody was told; gives back how many.
async fn finish_ended(
    tx: &mut SqliteConnection,
    (ended, counting): (&str, &BTreeSet<RegionCode>),
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let mut finished = 0;
    for statement in Lacks::ENDED {
        let done = sqlx::query(statement).bind(micros(now)).bind(ended).execute(&mut *tx);
        finished += done.await.map_err(failed(RECORD))?.rows_affected();
    }
    for reported in unreported::ended(tx, counting).await? {
        let done = sqlx::query(Lacks::REPORTED).bind(micros(now)).bind(ended).bind(reported);
        finished += done.execute(&mut *tx).await.map_err(failed(RECORD))?.rows_affected();
    }
    Ok(finished)
}

/// Adds one, and gives back for how many it is open.
async fn add(
    tx: &mut Transaction<'_, Sqlite>,
    region: &RegionCode,
    new: &NewOccurrence,
    (now, superseded): (DateTime<Utc>, &str),
) -> Result<u64, StoreError> {
    let (state, reason) = match &new.opened {
        Opened::One => ("open", None),
        Opened::Everybody(_) => ("done", None),
        Opened::Skipped(reason) => ("skipped", Some(reason)),
    };
    let period = new.period.to_string();
    let made = sqlx::query(NEW)
        .bind(region.as_str())
        .bind(&period)
        .bind(new.kind)
        .bind(&new.subject)
        .bind(&new.event)
        .bind(new.revision)
        .bind(new.employee)
        .bind(new.hears)
        .bind(micros(new.due))
        .bind(micros(new.useful_until))
        .bind(state)
        .bind(reason)
        .bind(micros(now))
        .execute(&mut **tx)
        .await
        .map_err(failed(RECORD))?
        .rows_affected();
    if made == 0 || reason.is_some() {
        return Ok(0);
    }
    sqlx::query(SUPERSEDE)
        .bind(region.as_str())
        .bind(&period)
        .bind(new.kind)
        .bind(new.hears)
        .bind(&new.event)
        .bind(new.revision)
        .bind(micros(now))
        .bind(superseded)
        .bind(&new.subject)
        .execute(&mut **tx)
        .await
        .map_err(failed(RECORD))?;
    let Opened::Everybody(lacks) = &new.opened else { return Ok(made) };
    let &Lacks::Report(counting) = lacks else {
        return open_for(tx, (region, &period), (new, lacks.open()), (now, None)).await;
    };
    let mut opened = 0;
    for employee in unreported::people(tx, [region.as_str(), &period], counting).await? {
        let whom = (now, Some(employee));
        opened += open_for(tx, (region, &period), (new, lacks.open()), whom).await?;
    }
    Ok(opened)
}

/// Opens something for those who lack it, and gives back for how many.
async fn open_for(
    tx: &mut SqliteConnection,
    (region, period): (&RegionCode, &str),
    (new, statement): (&NewOccurrence, &'static str),
    (now, whom): (DateTime<Utc>, Option<i64>),
) -> Result<u64, StoreError> {
    let mut opened = sqlx::query(statement)
        .bind(region.as_str())
        .bind(period)
        .bind(new.kind)
        .bind(&new.event)
        .bind(new.hears)
        .bind(micros(new.due))
        .bind(micros(new.useful_until))
        .bind(micros(now))
        .bind(new.revision);
    if let Some(employee) = whom {
        opened = opened.bind(employee);
    }
    let made = opened.execute(&mut *tx).await.map_err(failed(RECORD))?;
    Ok(made.rows_affected())
}

#[cfg(test)]
mod tests;
