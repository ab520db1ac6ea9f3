//! What decides what is due, of all regions at once.

use chrono::{DateTime, NaiveDate, Utc};
use futures_util::TryStreamExt;
use kinerja_core::{calendar::Period, region::RegionCode};
use sqlx::{Row, sqlite::SqliteRow};

use super::{
    RunKey, Store, StoreError,
    acts::{judgement::Objection, steps::Step},
    corrupt, failed, instant, micros,
};

const ACTION: &str = "find what is due";

const EVALUATED: &str = "
    SELECT region, code, NULL, 0 FROM unit
    UNION ALL
    SELECT region, unit, period, 0 FROM run WHERE kind = 'evaluate' AND revision = 1
    UNION ALL
    SELECT unit.region, unit.code, excused.period, 1
    FROM occurrence excused
    JOIN unit ON unit.region = excused.region AND 'unit/' || unit.code = excused.subject
    WHERE excused.kind = 'evaluation'
        AND NOT EXISTS (SELECT 1 FROM run WHERE run.kind = 'evaluate'
            AND run.region = unit.region AND run.period = excused.period
            AND run.unit = unit.code AND run.revision = 1)
        AND NOT EXISTS (SELECT 1 FROM document JOIN employee ON employee.id = document.employee_id
            LEFT JOIN membership ON membership.employee_id = employee.id
                AND membership.period = document.period
            WHERE employee.region = unit.region AND document.period = excused.period
                AND COALESCE(membership.unit, employee.unit) = unit.code)";

// Somebody has a document of the period; else the unit must be known by that day.
const IS_KNOWN: &str = "
    SELECT EXISTS (SELECT 1 FROM unit WHERE region = $1 AND code = $3
            AND (known_since IS NULL OR known_since <= $4))
        OR EXISTS (SELECT 1 FROM document JOIN employee ON employee.id = document.employee_id
            LEFT JOIN membership ON membership.employee_id = employee.id
                AND membership.period = document.period
            WHERE employee.region = $1 AND document.period = $2
                AND COALESCE(membership.unit, employee.unit) = $3)";

const EXCUSE: &str = "
    INSERT INTO occurrence (region, period, kind, subject, event, revision, hears, due_at,
        useful_until, state, reason, opened_at, finished_at)
    VALUES ($1, $2, 'evaluation', 'unit/' || $3, 'evaluation', 1, 'unit_head', $4, $4, 'skipped',
        $5, $6, $6)
    ON CONFLICT (region, period, kind, subject, event, revision) DO NOTHING";

const LOOKED: &str = "SELECT region, instant FROM looked_until";

// Bodies are written by serde_json, so what is open stands in them like this. Where
// nobody has looked for long, what is old was not looked at either.
const DATED: &str = "
    SELECT act.region, act.id, act.kind, act.employee_id, act.period, act.day, act.body,
        occurrence.event, looked_until.region IS NOT NULL
    FROM act
    LEFT JOIN looked_until ON looked_until.region = act.region AND looked_until.instant < $2
    LEFT JOIN occurrence ON occurrence.revision = act.id
        AND occurrence.kind IN ('objection_closing', 'step_due')
    WHERE act.is_current = 1 AND act.withdrawn IS NULL AND act.employee_id IS NOT NULL
        AND act.period IS NOT NULL AND act.kind IN ('tindak_lanjut', 'keberatan')
        AND ((act.kind = 'tindak_lanjut' AND act.body LIKE '%\"done\":null%')
            OR (act.kind = 'keberatan'
                AND (act.day >= $1 OR looked_until.region IS NOT NULL)
                AND act.body LIKE '%\"objected\":null%'))
    ORDER BY act.id";

/// Why nothing is to be evaluated of a unit for a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// It was evaluated.
    Evaluated(Period),
    /// There was nobody to evaluate.
    Excused(Period),
}

/// What has a date of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatedKind {
    /// A result was received: the days for an objection run.
    Received {
        /// The day.
        on: NaiveDate,
    },
    /// A step is to be done.
    Step {
        /// The day on which it was put on record.
        on: NaiveDate,
        /// By when.
        due: NaiveDate,
    },
}

/// An act from which a date follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedAct {
    /// Its number in the database.
    pub number: i64,
    /// The person.
    pub employee: i64,
    /// The period.
    pub period: Period,
    /// What it is.
    pub kind: DatedKind,
    /// The events of it that are on record.
    pub made: Vec<String>,
}

/// The act of a row; nothing where it cannot be read back, asks for nothing, or was to
/// be done before a day in a region that was looked at lately.
fn dated(row: &SqliteRow, since: NaiveDate) -> Option<(RegionCode, DatedAct)> {
    let (kind, body): (&str, &str) = (row.get(2), row.get(6));
    let kind = if kind == "tindak_lanjut" {
        let step: Step = serde_json::from_str(body).ok()?;
        let on = row.get::<&str, _>(5).parse().ok()?;
        let is_neglected: bool = row.get(8);
        if step.due.max(on) < since && !is_neglected {
            return None;
        }
        DatedKind::Step { on, due: step.due }
    } else {
        let objection: Objection = serde_json::from_str(body).ok()?;
        DatedKind::Received { on: objection.received }
    };
    let act = DatedAct {
        number: row.get(1),
        employee: row.get(3),
        period: row.get::<&str, _>(4).parse().ok()?,
        kind,
        made: row.get::<Option<String>, _>(7).into_iter().collect(),
    };
    Some((row.get::<&str, _>(0).parse().ok()?, act))
}

impl Store {
    /// Hands out every unit of every region, and each period for which it was
    /// evaluated or had nobody to evaluate.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn for_each_evaluated_unit(
        &self,
        mut take: impl FnMut(RegionCode, String, Option<Done>),
    ) -> Result<(), StoreError> {
        let mut rows = sqlx::query(EVALUATED).fetch(&self.reader);
        while let Some(row) = rows.try_next().await.map_err(failed(ACTION))? {
            let region = row.get::<&str, _>(0).parse().map_err(corrupt(ACTION))?;
            let period = row.get::<Option<&str>, _>(2).map(str::parse);
            let period = period.transpose().map_err(corrupt(ACTION))?;
            let done = if row.get(3) { Done::Excused } else { Done::Evaluated };
            take(region, row.get(1), period.map(done));
        }
        Ok(())
    }

    /// Whether a unit was known by a day, or somebody of it has a document of the
    /// period.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn is_known(&self, key: &RunKey, day: NaiveDate) -> Result<bool, StoreError> {
        sqlx::query_scalar(IS_KNOWN)
            .bind(key.region.as_str())
            .bind(key.period.to_string())
            .bind(&key.unit)
            .bind(day.to_string())
            .fetch_one(&self.reader)
            .await
            .map_err(failed(ACTION))
    }

    /// Puts on record why a unit is not evaluated for a period. It holds until somebody
    /// of the unit has a document of the period.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn excuse(
        &self,
        key: &RunKey,
        (due, now): (DateTime<Utc>, DateTime<Utc>),
        reason: &str,
    ) -> Result<(), StoreError> {
        let done = sqlx::query(EXCUSE)
            .bind(key.region.as_str())
            .bind(key.period.to_string())
            .bind(&key.unit)
            .bind(micros(due))
            .bind(reason)
            .bind(micros(now))
            .execute(&mut *self.pen(ACTION).await?)
            .await;
        done.map_err(failed(ACTION)).map(drop)
    }

    /// Until when the reminders of each region were looked at.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn looked_until(&self) -> Result<Vec<(RegionCode, DateTime<Utc>)>, StoreError> {
        let rows = sqlx::query_as::<_, (String, i64)>(LOOKED)
            .fetch_all(&self.reader)
            .await
            .map_err(failed(ACTION))?;
        rows.into_iter()
            .map(|(region, at)| {
                Ok((region.parse().map_err(corrupt(ACTION))?, instant(at, ACTION)?))
            })
            .collect()
    }

    /// The acts since a day from which a date follows, and the steps to be done since
    /// it, of all regions, each with the events of it that are on record; of regions
    /// that were looked at before an instant only, all of them. One that cannot be read
    /// back is left out.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn dated_acts(
        &self,
        (since, neglected): (NaiveDate, DateTime<Utc>),
    ) -> Result<Vec<(RegionCode, DatedAct)>, StoreError> {
        let rows = sqlx::query(DATED)
            .bind(since.to_string())
            .bind(micros(neglected))
            .fetch_all(&self.reader)
            .await
            .map_err(failed(ACTION))?;
        let mut found: Vec<(RegionCode, DatedAct)> = Vec::new();
        for (region, act) in rows.iter().filter_map(|row| dated(row, since)) {
            match found.last_mut() {
                Some((_, last)) if last.number == act.number => last.made.extend(act.made),
                Some(_) | None => found.push((region, act)),
            }
        }
        Ok(found)
    }
}
