//! What is known about the decision on a result, and what was told of it.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use kinerja_core::{calendar::Period, people::Nip, region::RegionCode};
use sqlx::SqliteConnection;

use super::{
    Store, StoreError,
    acts::{self, ActRecord},
    corrupt, failed, micros,
    outbox::{key, take_back},
    regions,
};

const RECORD: &str = "record a decision";
const TELL: &str = "tell a decision";

const POLICY: &str = "SELECT body FROM policy WHERE region = $1 AND sha256 = $2";

const PENDING: &str = "
    SELECT employee.id, employee.nip, act.period, MAX(act.id)
    FROM act
    JOIN employee ON employee.id = act.employee_id
    LEFT JOIN looked_at ON looked_at.employee_id = act.employee_id
        AND looked_at.period = act.period
    WHERE act.region = $1 AND act.kind IN ('penilaian', 'putusan', 'keberatan')
    GROUP BY employee.id, employee.nip, act.period
    HAVING MAX(act.id) > COALESCE(MAX(looked_at.act_id), 0)
    ORDER BY act.period, employee.id";

const PENDING_REGIONS: &str = "
    SELECT known.region FROM (SELECT DISTINCT region FROM unit) known
    WHERE EXISTS (SELECT 1 FROM act
        LEFT JOIN looked_at ON looked_at.employee_id = act.employee_id
            AND looked_at.period = act.period
        WHERE act.region = known.region AND act.kind IN ('penilaian', 'putusan', 'keberatan')
            AND act.id > COALESCE(looked_at.act_id, 0))";

const KEEP_OFFICIALS: &str = "
    INSERT INTO officials (employee_id, period, evaluator, evaluator_superior, unit, post, level)
    SELECT id, $2, $3, $4, unit, post, level FROM employee WHERE id = $1
    ON CONFLICT (employee_id, period) DO NOTHING";

const LAST_NOTICE: &str = "
    SELECT number, body FROM notice
    WHERE employee_id = $1 AND period = $2
    ORDER BY number DESC
    LIMIT 1";

const RECORD_NOTICE: &str = "
    INSERT INTO notice (employee_id, period, number, event, run_id, body)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (employee_id, period, number) DO NOTHING";

// What was decided anew is told once, by the newer mail.
const CANCEL_OLDER: &str = concat!(
    take_back!(),
    " AND employee_id = $1
        AND mail.id IN (SELECT older.id FROM notice
            JOIN mail older ON older.run_id = notice.run_id
                AND older.employee_id = notice.employee_id AND older.event = notice.event
            WHERE notice.employee_id = $1 AND notice.period = $2 AND notice.number < $3)"
);

// Only the latest is told, and also to those who get an address later.
macro_rules! queue_notices {
    ($of:literal) => {
        concat!(
    "INSERT INTO mail
        (key, region, period, employee_id, run_id, event, state, enqueued_at, due_at)
    SELECT ",
    key!("notice.employee_id", "notice.event"),
    ", run.region, run.period, notice.employee_id, notice.run_id, notice.event, 'queued', $1, $1
    FROM notice
    JOIN run ON run.id = notice.run_id
    JOIN employee ON employee.id = notice.employee_id
    WHERE employee.email IS NOT NULL",
    $of,
    "
        AND NOT EXISTS (SELECT 1 FROM notice later
            WHERE later.employee_id = notice.employee_id AND later.period = notice.period
                AND later.number > notice.number)
        AND NOT EXISTS (SELECT 1 FROM mail
            WHERE mail.employee_id = notice.employee_id AND mail.run_id = notice.run_id
                AND mail.event = notice.event)
    ORDER BY notice.period, notice.employee_id
    ON CONFLICT (key) DO NOTHING"
        )
    };
}

const QUEUE_NOTICES: &str = queue_notices!("");
const QUEUE_NOTICE: &str = queue_notices!(" AND notice.employee_id = $2 AND notice.period = $3");

const LOOKED_AT: &str = "
    INSERT INTO looked_at (employee_id, period, act_id) VALUES ($1, $2, $3)
    ON CONFLICT (employee_id, period) DO UPDATE SET act_id = excluded.act_id";

const NOTICE: &str =
    "SELECT body FROM notice WHERE employee_id = $1 AND run_id = $2 AND event = $3";

/// A person about whom something was decided that nobody has looked at yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingJudgement {
    /// The person's number in the database.
    pub employee: i64,
    /// The NIP.
    pub nip: Nip,
    /// The period.
    pub period: Period,
    /// The latest of the acts.
    pub act: i64,
}

/// Who evaluates a person, and whose word is the last.
#[derive(Debug, Clone, Copy)]
pub struct Deciders<'a> {
    /// The evaluator.
    pub evaluator: &'a Nip,
    /// The superior of the evaluator.
    pub superior: Option<&'a Nip>,
}

/// What a person is to be told.
#[derive(Debug, Clone)]
pub struct NewNotice<'a> {
    /// How many came before.
    pub before: u32,
    /// What it is about: the word of the mail's event.
    pub event: &'a str,
    /// The run of the proposal that was decided on.
    pub run: i64,
    /// What is told, as JSON.
    pub body: &'a str,
}

impl Store {
    /// The text of a policy that was used.
    ///
    /// # Errors
    ///
    /// Fails when the database does, or when there is no such policy.
    pub async fn policy_text(
        &self,
        region: &RegionCode,
        sha256: &str,
    ) -> Result<String, StoreError> {
        sqlx::query_scalar(POLICY)
            .bind(region.as_str())
            .bind(sha256)
            .fetch_one(&self.reader)
            .await
            .map_err(failed("read a policy"))
    }

    /// Puts an act about a decision on record, with those who decide; says
    /// whether it is new. An act that is on record already changes nothing.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn record_judgement(
        &self,
        region: &RegionCode,
        employee: i64,
        deciders: Deciders<'_>,
        act: &ActRecord,
    ) -> Result<bool, StoreError> {
        let mut pen = self.pen(RECORD).await?;
        let mut tx = pen.begin(RECORD).await?;
        if let Some(period) = act.period {
            keep_officials(&mut tx, employee, period, deciders).await?;
        }
        let new = acts::take_in(&mut tx, region, std::slice::from_ref(act)).await?;
        tx.commit().await.map_err(failed(RECORD))?;
        Ok(new > 0)
    }

    /// The regions in which somebody has [a pending judgement](Self::pending_judgements).
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn regions_with_pending_judgements(
        &self,
    ) -> Result<BTreeSet<RegionCode>, StoreError> {
        let found = sqlx::query_scalar(PENDING_REGIONS).fetch_all(&self.reader);
        regions(found.await, "look for decisions")
    }

    /// The people of a region about whom something was decided, received or
    /// objected to since it was last looked at.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn pending_judgements(
        &self,
        region: &RegionCode,
    ) -> Result<Vec<PendingJudgement>, StoreError> {
        let action = "look for decisions";
        let rows = sqlx::query_as::<_, (i64, String, String, i64)>(PENDING)
            .bind(region.as_str())
            .fetch_all(&self.reader)
            .await
            .map_err(failed(action))?;
        rows.into_iter()
            .map(|(employee, nip, period, act)| {
                Ok(PendingJudgement {
                    employee,
                    nip: nip.parse().map_err(corrupt(action))?,
                    period: period.parse().map_err(corrupt(action))?,
                    act,
                })
            })
            .collect()
    }

    /// What a person was told last of the decision on a period: its number and
    /// its body.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn last_notice(
        &self,
        employee: i64,
        period: Period,
    ) -> Result<Option<(u32, String)>, StoreError> {
        let row = sqlx::query_as::<_, (i64, String)>(LAST_NOTICE)
            .bind(employee)
            .bind(period.to_string())
            .fetch_optional(&self.reader)
            .await
            .map_err(failed(TELL))?;
        row.map(|(number, body)| Ok((u32::try_from(number).map_err(corrupt(TELL))?, body)))
            .transpose()
    }

    /// Puts on record that the acts about a person were looked at, with what the
    /// person is to be told and its mail, if that is new; all of it or nothing.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn look_at_judgement(
        &self,
        of: &PendingJudgement,
        notice: Option<(NewNotice<'_>, Deciders<'_>)>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut pen = self.pen(TELL).await?;
        let mut tx = pen.begin(TELL).await?;
        let period = of.period.to_string();
        if let Some((notice, deciders)) = notice {
            keep_officials(&mut tx, of.employee, of.period, deciders).await?;
            let number = i64::from(notice.before) + 1;
            sqlx::query(RECORD_NOTICE)
                .bind(of.employee)
                .bind(&period)
                .bind(number)
                .bind(notice.event)
                .bind(notice.run)
                .bind(notice.body)
                .execute(&mut *tx)
                .await
                .map_err(failed(TELL))?;
            sqlx::query(CANCEL_OLDER)
                .bind(of.employee)
                .bind(&period)
                .bind(number)
                .execute(&mut *tx)
                .await
                .map_err(failed(TELL))?;
            sqlx::query(QUEUE_NOTICE)
                .bind(micros(now))
                .bind(of.employee)
                .bind(&period)
                .execute(&mut *tx)
                .await
                .map_err(failed(TELL))?;
        }
        sqlx::query(LOOKED_AT)
            .bind(of.employee)
            .bind(&period)
            .bind(of.act)
            .execute(&mut *tx)
            .await
            .map_err(failed(TELL))?;
        tx.commit().await.map_err(failed(TELL))
    }

    /// Queues the mails about decisions of people who have got an address since, where
    /// anything came in since this was last done; says how many.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn queue_missing_notices(&self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let mut pen = self.pen(TELL).await?;
        let Some(stand) = self.news(&mut pen, (TELL, String::new())).await? else { return Ok(0) };
        let done = sqlx::query(QUEUE_NOTICES).bind(micros(now)).execute(&mut *pen).await;
        let queued = done.map_err(failed(TELL))?.rows_affected();
        self.looked_for(TELL, stand).await;
        Ok(queued)
    }

    /// What the mail about a decision tells, as JSON.
    ///
    /// # Errors
    ///
    /// Fails when the database does, or when there is no such notice.
    pub async fn notice(&self, employee: i64, run: i64, event: &str) -> Result<String, StoreError> {
        sqlx::query_scalar(NOTICE)
            .bind(employee)
            .bind(run)
            .bind(event)
            .fetch_one(&self.reader)
            .await
            .map_err(failed("read what is to be told"))
    }
}

async fn keep_officials(
    tx: &mut SqliteConnection,
    employee: i64,
    period: Period,
    deciders: Deciders<'_>,
) -> Result<(), StoreError> {
    sqlx::query(KEEP_OFFICIALS)
        .bind(employee)
        .bind(period.to_string())
        .bind(deciders.evaluator.as_str())
        .bind(deciders.superior.map(Nip::as_str))
        .execute(tx)
        .await
        .map_err(failed(RECORD))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::plans;

    #[tokio::test]
    async fn decisions_are_looked_for_without_reading_any() {
        let step = "SEARCH act USING COVERING INDEX act_decided (region=? AND kind=?)";
        plans::has(PENDING_REGIONS, step).await;
        plans::has(PENDING, step).await;
    }
}
