//! Mails that remind or invite: each with what it tells, in one transaction.

use chrono::{DateTime, Utc};
use kinerja_core::{calendar::Period, region::RegionCode};
use sqlx::{Row, SqliteConnection};

use super::{
    super::{ADOPT_POLICY, Store, StoreError, corrupt, failed, micros},
    MailId,
};

const ACTION: &str = "queue reminders";

/// Mails that are put on record together.
const MAILS_A_TRANSACTION: usize = 500;

// Whoever was written to on this day already hears of the rest on another.
const QUEUE: &str = "
    INSERT INTO mail (key, region, period, employee_id, facts, event, state, enqueued_at, due_at,
        expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, 'queued', $7, $7, $8)
    ON CONFLICT (key) DO NOTHING
    RETURNING id";

const TOLD: &str = "
    UPDATE occurrence SET state = 'done', finished_at = $2, mail_id = $3
    WHERE id = $1 AND state = 'open'";

const FACTS: &str = "
    SELECT mail.region, mail.facts, employee.name, employee.email
    FROM mail
    LEFT JOIN employee ON employee.id = mail.employee_id
    WHERE mail.id = $1";

/// A mail that reminds or invites.
#[derive(Debug, Clone)]
pub struct NewReminder {
    /// What makes it one and the same.
    pub key: String,
    /// The period, or the latest of several.
    pub period: Period,
    /// The number of the person who is written to; none where it is the personnel
    /// office.
    pub employee: Option<i64>,
    /// What it is about.
    pub event: &'static str,
    /// What it tells, as JSON.
    pub facts: String,
    /// From when it is of no use any more.
    pub useful_until: DateTime<Utc>,
    /// What fell due and is told by it, by number.
    pub tells: Vec<i64>,
}

/// What a mail without a run is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderFacts {
    /// The region.
    pub region: RegionCode,
    /// What it tells, as JSON.
    pub facts: String,
    /// Name and address of the person who is written to; none where it is the
    /// personnel office.
    pub person: Option<(String, Option<String>)>,
}

impl Store {
    /// Queues mails of a region with what they tell, and says how many are new. A mail
    /// that is on record changes nothing, and what it would tell stays open.
    ///
    /// # Errors
    ///
    /// Fails when the database does; what was put on record before stays.
    pub async fn queue_reminders(
        &self,
        region: &RegionCode,
        (sha256, policy): (&str, &str),
        new: &[NewReminder],
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let mut queued = 0;
        for mails in new.chunks(MAILS_A_TRANSACTION) {
            let mut pen = self.pen(ACTION).await?;
            let mut tx = pen.begin(ACTION).await?;
            sqlx::query(ADOPT_POLICY)
                .bind(region.as_str())
                .bind(sha256)
                .bind(policy)
                .bind(micros(now))
                .execute(&mut *tx)
                .await
                .map_err(failed(ACTION))?;
            for mail in mails {
                queued += u64::from(queue(&mut tx, region, mail, now).await?);
            }
            tx.commit().await.map_err(failed(ACTION))?;
        }
        Ok(queued)
    }

    /// What a mail without a run is made from.
    ///
    /// # Errors
    ///
    /// Fails when the database does, or the mail has none.
    pub async fn reminder_facts(&self, mail: MailId) -> Result<ReminderFacts, StoreError> {
        let action = "read what a mail tells";
        let row = sqlx::query(FACTS).bind(mail).fetch_one(&self.reader).await;
        let row = row.map_err(failed(action))?;
        Ok(ReminderFacts {
            region: row.get::<&str, _>(0).parse().map_err(corrupt(action))?,
            facts: row.get::<Option<String>, _>(1).unwrap_or_default(),
            person: row.get::<Option<String>, _>(2).map(|name| (name, row.get(3))),
        })
    }
}

/// Queues one, and says whether it is new.
async fn queue(
    tx: &mut SqliteConnection,
    region: &RegionCode,
    mail: &NewReminder,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let id: Option<MailId> = sqlx::query_scalar(QUEUE)
        .bind(&mail.key)
        .bind(region.as_str())
        .bind(mail.period.to_string())
        .bind(mail.employee)
        .bind(&mail.facts)
        .bind(mail.event)
        .bind(micros(now))
        .bind(micros(mail.useful_until))
        .fetch_optional(&mut *tx)
        .await
        .map_err(failed(ACTION))?;
    let Some(id) = id else { return Ok(false) };
    for occurrence in &mail.tells {
        let told = sqlx::query(TOLD).bind(occurrence).bind(micros(now)).bind(id);
        told.execute(&mut *tx).await.map_err(failed(ACTION))?;
    }
    Ok(true)
}
