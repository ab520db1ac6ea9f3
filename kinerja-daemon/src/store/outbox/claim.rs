//! Hands out mails, and finds again those that a stopped daemon left on their way.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::Row;

use super::{
    super::{Store, StoreError, corrupt, failed, instant, micros},
    MailId,
};

/// A mail whose outcome is unknown is sent once more after this pause.
pub const UNKNOWN_PAUSE: TimeDelta = TimeDelta::minutes(15);

// A mail that was claimed and not yet begun has surely not been sent. One whose
// body may have left is unknown: it is sent once more, and then held for a person.
const FREE_CLAIMED: &str = "UPDATE mail SET state = 'queued' WHERE state = 'claimed'";
const MARK_UNKNOWN: &str = "
    UPDATE mail
    SET state = CASE WHEN copies >= 2 THEN 'held' ELSE 'unknown' END, due_at = $1
    WHERE state = 'data_started'";

// The condition on the state is repeated: if another worker took the row between
// the two, nothing is updated and nothing is returned.
const CLAIM: &str = "
    UPDATE mail
    SET state = 'claimed', attempts = attempts + 1
    WHERE id = (
        SELECT id FROM mail
        WHERE state IN ('queued', 'deferred', 'unknown') AND due_at <= $1
        ORDER BY due_at, id
        LIMIT 1)
    AND state IN ('queued', 'deferred', 'unknown')
    RETURNING id, employee_id, run_id, event, enqueued_at, attempts, copies, sha256";

/// A mail that was claimed for sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its number.
    pub id: MailId,
    /// Whom it tells.
    pub employee: i64,
    /// Which run it tells of.
    pub run: i64,
    /// What it is about.
    pub event: String,
    /// When it was queued.
    pub enqueued_at: DateTime<Utc>,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// How often its body began to leave before.
    pub copies: u32,
    /// The digest of the bytes that an earlier attempt began to send.
    pub sha256: Option<String>,
}

impl Store {
    /// Finds what a stopped daemon left behind: mails on their way are waiting
    /// again, or unknown where the body may have left.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn recover_mails(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let action = "look after mails on their way";
        let mut tx = self.begin(action).await?;
        sqlx::query(FREE_CLAIMED).execute(&mut *tx).await.map_err(failed(action))?;
        sqlx::query(MARK_UNKNOWN)
            .bind(micros(now + UNKNOWN_PAUSE))
            .execute(&mut *tx)
            .await
            .map_err(failed(action))?;
        tx.commit().await.map_err(failed(action))
    }

    /// Hands out the mail that has waited longest. Nobody else is given it.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn claim_mail(&self, now: DateTime<Utc>) -> Result<Option<Waiting>, StoreError> {
        let action = "claim a mail";
        let row = sqlx::query(CLAIM)
            .bind(micros(now))
            .fetch_optional(&self.writer)
            .await
            .map_err(failed(action))?;
        row.map(|row| {
            Ok(Waiting {
                id: row.get(0),
                employee: row.get(1),
                run: row.get(2),
                event: row.get(3),
                enqueued_at: instant(row.get(4), action)?,
                attempt: u32::try_from(row.get::<i64, _>(5)).map_err(corrupt(action))?,
                copies: u32::try_from(row.get::<i64, _>(6)).map_err(corrupt(action))?,
                sha256: row.get(7),
            })
        })
        .transpose()
    }
}
