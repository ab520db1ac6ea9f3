//! Hands out mails, several at a time, and finds again those that an earlier life left on their way.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{Row, sqlite::SqliteRow};

use super::{
    super::{Store, StoreError, corrupt, failed, instant, micros},
    MailId,
};

const CLAIMING: &str = "claim mails";

/// A mail whose outcome is unknown is sent once more after this pause.
pub const UNKNOWN_PAUSE: TimeDelta = TimeDelta::minutes(15);

// What is known of an attempt that was cut off.
const LEFT_BEHIND: &str = "
    INSERT INTO attempt (mail_id, number, at, phase, code, reply, sha256, by_person)
    SELECT mail.id,
        COALESCE((SELECT MAX(number) FROM attempt WHERE attempt.mail_id = mail.id), 0) + 1, $2,
        CASE WHEN mail.state = 'data_started' THEN 'body' END, NULL,
        CASE WHEN mail.state = 'data_started' THEN 'cut off while the body was under way'
            ELSE 'cut off before the body left' END,
        CASE WHEN mail.state = 'data_started' THEN mail.sha256 END, mail.asked_by
    FROM mail
    WHERE mail.state IN ('claimed', 'data_started') AND mail.epoch < $1";

// A mail that was claimed and not yet begun has surely not been sent. It lets those go
// first that wait already: it may be what ended the daemon. One whose body may have
// left is unknown: it is sent once more, and then held for a person.
const RECOVER: &str = "
    UPDATE mail
    SET state = CASE WHEN to_cancel = 1 THEN 'cancelled' WHEN state = 'claimed' THEN 'queued'
            WHEN copies >= 2 THEN 'held' ELSE 'unknown' END,
        due_at = CASE WHEN state = 'claimed' THEN $2 ELSE $3 END,
        last_reply = CASE WHEN state = 'claimed' THEN 'cut off before the body left'
            ELSE 'cut off while the body was under way' END,
        asked_by = CASE WHEN state = 'claimed' THEN asked_by END
    WHERE state IN ('claimed', 'data_started') AND epoch < $1";

/// Whether the row of `mail` waits and is of no use any more, as SQL.
macro_rules! useless {
    () => {
        "state IN ('queued', 'deferred', 'unknown') AND expires_at <= $1"
    };
}

const USELESS: &str = concat!(
    "INSERT INTO attempt (mail_id, number, at, phase, code, reply, sha256, by_person)
    SELECT mail.id,
        COALESCE((SELECT MAX(number) FROM attempt WHERE attempt.mail_id = mail.id), 0) + 1, $1,
        NULL, NULL, 'not tried: it is of no use any more', NULL, mail.asked_by
    FROM mail
    WHERE ",
    useless!()
);

// One that may have left is not given up for its date, and it is no use sending it
// again: a person is told.
const EXPIRE: &str = concat!(
    "UPDATE mail
    SET state = CASE WHEN state = 'unknown' OR copies > 0 THEN 'held' ELSE 'expired' END,
        last_reply = CASE WHEN state = 'unknown' OR copies > 0
                THEN 'in doubt, and of no use any more'
            ELSE COALESCE(last_reply, 'it was of no use any more') END,
        asked_by = NULL
    WHERE ",
    useless!()
);

/// The mails that have waited longest.
macro_rules! first {
    () => {
        "SELECT id FROM mail
        WHERE state IN ('queued', 'deferred', 'unknown') AND due_at <= $1
            AND (expires_at IS NULL OR expires_at > $1)
        ORDER BY due_at, id
        LIMIT $2"
    };
}

const FIRST: &str = first!();

// The condition on the state is repeated: if another worker took the row between
// the two, nothing is updated and nothing is returned.
const CLAIM: &str = concat!(
    "UPDATE mail
    SET state = 'claimed', attempts = attempts + 1, epoch = $3
    WHERE id IN (",
    first!(),
    ")
    AND state IN ('queued', 'deferred', 'unknown')
    RETURNING id, employee_id, run_id, event, enqueued_at, attempts, copies, sha256, key, due_at"
);

const NEXT: &str = "
    SELECT MIN(due_at) FROM mail
    WHERE state IN ('queued', 'deferred', 'unknown') AND due_at > $1";

/// A mail that was claimed for sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its number.
    pub id: MailId,
    /// Its key.
    pub key: String,
    /// Whom it tells; none where it is the personnel office.
    pub employee: Option<i64>,
    /// Which run it tells of, if it tells of one.
    pub run: Option<i64>,
    /// What it is about.
    pub event: String,
    /// When it was queued.
    pub enqueued_at: DateTime<Utc>,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// How often its body began to leave before and was not refused.
    pub copies: u32,
    /// The digest of the bytes that an earlier attempt began to send.
    pub sha256: Option<String>,
}

impl Store {
    /// Finds what an earlier life left behind: mails on their way are waiting
    /// again, or unknown where the body may have left. Puts aside what is of no
    /// use any more.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn recover_mails(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        // Whoever was handed no mail yet has none in hand: all are of earlier lives.
        let epoch = self.epoch.known().await.unwrap_or(i64::MAX);
        let action = "look after mails on their way";
        let mut pen = self.pen(action).await?;
        let mut tx = pen.begin(action).await?;
        let left = sqlx::query(LEFT_BEHIND).bind(epoch).bind(micros(now));
        left.execute(&mut *tx).await.map_err(failed(action))?;
        let again = micros(now + UNKNOWN_PAUSE);
        let found = sqlx::query(RECOVER).bind(epoch).bind(micros(now)).bind(again);
        found.execute(&mut *tx).await.map_err(failed(action))?;
        for statement in [USELESS, EXPIRE] {
            let done = sqlx::query(statement).bind(micros(now)).execute(&mut *tx).await;
            done.map_err(failed(action))?;
        }
        tx.commit().await.map_err(failed(action))
    }

    /// When the next mail becomes due after an instant.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn next_mail_after(
        &self,
        after: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        let action = "look when the next mail is due";
        let next = sqlx::query_scalar(NEXT).bind(micros(after));
        let next: Option<i64> = next.fetch_one(&self.reader).await.map_err(failed(action))?;
        next.map(|due_at| instant(due_at, action)).transpose()
    }

    /// Hands out the mails that have waited longest, at most so many, in one
    /// commit. Nobody else is given them.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn claim_mails(
        &self,
        now: DateTime<Utc>,
        at_most: u32,
    ) -> Result<Vec<Waiting>, StoreError> {
        // A life begins with its first mail: looking changes nothing.
        if self.epoch.known().await.is_none() {
            let first = sqlx::query(FIRST).bind(micros(now)).bind(1);
            let first = first.fetch_optional(&mut *self.pen(CLAIMING).await?).await;
            if first.map_err(failed(CLAIMING))?.is_none() {
                return Ok(Vec::new());
            }
        }
        let rows = sqlx::query(CLAIM)
            .bind(micros(now))
            .bind(at_most)
            .bind(self.epoch().await?)
            .fetch_all(&mut *self.pen(CLAIMING).await?)
            .await
            .map_err(failed(CLAIMING))?;
        let mut claimed = rows
            .iter()
            .map(|row| Ok((row.get::<i64, _>(9), waiting(row)?)))
            .collect::<Result<Vec<_>, StoreError>>()?;
        claimed.sort_by_key(|(due_at, waiting)| (*due_at, waiting.id));
        Ok(claimed.into_iter().map(|(_, waiting)| waiting).collect())
    }
}

fn waiting(row: &SqliteRow) -> Result<Waiting, StoreError> {
    Ok(Waiting {
        id: row.get(0),
        employee: row.get(1),
        run: row.get(2),
        event: row.get(3),
        enqueued_at: instant(row.get(4), CLAIMING)?,
        attempt: u32::try_from(row.get::<i64, _>(5)).map_err(corrupt(CLAIMING))?,
        copies: u32::try_from(row.get::<i64, _>(6)).map_err(corrupt(CLAIMING))?,
        sha256: row.get(7),
        key: row.get(8),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::plans;

    #[tokio::test]
    async fn mails_left_behind_and_useless_ones_are_found_without_looking_at_those_sent() {
        for statement in [LEFT_BEHIND, RECOVER] {
            plans::has(statement, "SEARCH mail USING INDEX mail_in_hand (epoch<?)").await;
        }
        for statement in [USELESS, EXPIRE] {
            plans::has(statement, "SEARCH mail USING INDEX mail_expiring (expires_at<?)").await;
        }
    }
}
