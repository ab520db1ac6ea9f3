//! Hands out mails, several at a time, and finds again those that another life left on their way.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{Row, sqlite::SqliteRow};

use super::{
    super::{Store, StoreError, corrupt, failed, instant, micros},
    MailId,
};
use crate::mail::brakes::PAUSE_MAX;

const CLAIMING: &str = "claim mails";

/// A mail whose outcome is unknown is sent once more after this pause.
pub const UNKNOWN_PAUSE: TimeDelta = TimeDelta::minutes(15);

/// A mail that was the last one claimed, alone, at so many ends of the process in a row,
/// of those that it was in hand at, is what ended it. Once or twice may be chance.
const ENDS_MAX: i64 = 3;

/// What is said of a mail that was in hand when the process ended.
macro_rules! cut_off {
    () => {
        "'cut off before the body left'"
    };
}

/// What is said of the one that was then made ready alone.
macro_rules! cut_off_alone {
    () => {
        "'cut off while it was made ready alone'"
    };
}

/// What is said of one whose body had begun.
macro_rules! cut_off_in_body {
    () => {
        "'cut off while the body was under way'"
    };
}

/// Whether a mail was in hand at an end of the process and has not been tried since, as SQL.
macro_rules! is_suspect {
    ($reply:literal) => {
        concat!(
            "COALESCE(",
            $reply,
            ", '') IN (",
            cut_off!(),
            ", ",
            cut_off_alone!(),
            ", ",
            cut_off_in_body!(),
            ")"
        )
    };
}

// What is known of an attempt that was cut off.
const LEFT_BEHIND: &str = concat!(
    "INSERT INTO attempt (mail_id, number, at, phase, code, reply, sha256, by_person)
    SELECT mail.id,
        COALESCE((SELECT MAX(number) FROM attempt WHERE attempt.mail_id = mail.id), 0) + 1, $2,
        CASE WHEN mail.state = 'data_started' THEN 'body' END, NULL,
        CASE WHEN mail.state = 'data_started' THEN ",
    cut_off_in_body!(),
    " WHEN $3 THEN 'not tried: the pass broke off'
            WHEN mail.id = (SELECT id FROM mail
                WHERE in_hand AND state = 'claimed'
                    AND epoch < $1 AND ",
    is_suspect!("last_reply"),
    " ORDER BY due_at DESC, id DESC LIMIT 1)
                THEN ",
    cut_off_alone!(),
    " ELSE ",
    cut_off!(),
    " END,
        CASE WHEN mail.state = 'data_started' THEN mail.sha256 END, mail.asked_by
    FROM mail
    WHERE mail.in_hand AND mail.epoch < $1"
);

// A mail that was claimed and not yet begun has surely not been sent. It lets those go
// first that wait already: it may be what ended the daemon. The one that was reached
// last is the first of them: few are in hand then, if the process ends once more. One
// that ended it again and again is held. One whose body may have left is unknown: it is
// sent once more, and then held for a person.
const RECOVER: &str = concat!(
    "UPDATE mail
    SET state = CASE WHEN to_cancel = 1 THEN 'cancelled'
            WHEN state = 'data_started' AND copies >= 2 THEN 'held'
            WHEN state = 'data_started' THEN 'unknown'
            WHEN is_blamed THEN 'held' WHEN copies > 0 THEN 'unknown' ELSE 'queued' END,
        due_at = CASE WHEN state = 'claimed' THEN $2 - place ELSE $3 END,
        last_reply = CASE WHEN is_blamed
                THEN 'the program ended ' || $4 || ' times while it was made ready: see the log'
            ELSE (SELECT reply FROM attempt WHERE mail_id = found ORDER BY number DESC LIMIT 1) END,
        asked_by = CASE WHEN state = 'claimed' AND NOT is_blamed THEN asked_by END
    FROM (
        SELECT mail.id AS found, ROW_NUMBER() OVER (ORDER BY due_at, id) AS place,
            state = 'claimed' AND attempts >= $4
                AND (SELECT COUNT(*) FROM attempt WHERE mail_id = mail.id
                    AND number > COALESCE((SELECT MAX(number) FROM attempt other
                        WHERE other.mail_id = mail.id AND other.reply <> ",
    cut_off_alone!(),
    "), 0)) >= $4 AS is_blamed
        FROM mail
        WHERE in_hand AND epoch < $1) AS judged
    WHERE id = found"
);

// No pause is so long: a clock was ahead. What was queued for a later day is left to it.
const FROM_AHEAD: &str = "
    UPDATE mail SET due_at = $1 WHERE waits AND due_at > $2 AND enqueued_at <= $1";

// Two copies are all that leave without a person's word.
const SPENT: &str = "
    UPDATE mail SET state = 'held', last_reply = 'two copies of it may have left'
    WHERE waits AND copies >= 2 AND asked_by IS NULL";

/// Whether the row of `mail` waits and is of no use any more, as SQL.
macro_rules! useless {
    () => {
        "waits AND expires_at <= $1"
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

/// The mails that have waited longest, as SQL.
macro_rules! first {
    ($at_most:literal) => {
        concat!(
            "SELECT id FROM mail
            WHERE waits AND due_at <= $1
                AND (expires_at IS NULL OR expires_at > $1)
            ORDER BY due_at, id
            LIMIT ",
            $at_most
        )
    };
}

const FIRST: &str = first!("1");

// The condition on the state is repeated: if another worker took the row between
// the two, nothing is updated and nothing is returned. A mail that was in hand when the
// process ended is handed out alone: it may end it again, and then only it is to blame and
// no other is in doubt a second time. A number of attempts that damage has made is counted
// no further than what is read back as too large: one that does not fit would fail the
// claim of all.
const CLAIM: &str = concat!(
    "UPDATE mail
    SET state = 'claimed', attempts = MIN(attempts, 4294967295) + 1, epoch = $3
    WHERE id IN (",
    first!("$2"),
    ")
    AND waits
    AND (NOT ",
    is_suspect!("last_reply"),
    " AND NOT (SELECT ",
    is_suspect!("last_reply"),
    " FROM mail first WHERE first.id = (",
    first!("1"),
    ")) OR id = (",
    first!("1"),
    "))
    RETURNING id, employee_id, run_id, event, enqueued_at, attempts, copies, sha256, key, due_at, ",
    is_suspect!("last_reply")
);

/// Why a mail is held that damage in the database keeps from being sent.
const UNREADABLE: &str = "what is on record of this mail cannot be read back";

const SAY: &str = "
    INSERT INTO attempt (mail_id, number, at, reply)
    SELECT $1, COALESCE(MAX(number), 0) + 1, $2, 'not tried: ' || $3
    FROM attempt WHERE mail_id = $1";

const HOLD: &str = "
    UPDATE mail SET state = 'held', last_reply = $2, asked_by = NULL WHERE id = $1";

const NEXT: &str = "
    SELECT MIN(due_at) FROM mail
    WHERE waits AND due_at > $1";

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
    /// Whether it was in hand when the process ended: it goes alone.
    pub is_suspect: bool,
}

impl Store {
    /// Finds what another life left behind: mails on their way are waiting
    /// again, or unknown where the body may have left. One that the process ended with
    /// again and again is held. Puts aside what is of no use any more. Only for whoever
    /// has the right to send, and nothing in hand.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn recover_mails(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let epoch = self.first_living().await?;
        let broke_off = self.epoch.broke_off().await;
        let action = "look after mails on their way";
        let mut pen = self.pen(action).await?;
        let mut tx = pen.begin(action).await?;
        let left = sqlx::query(LEFT_BEHIND).bind(epoch).bind(micros(now)).bind(broke_off);
        left.execute(&mut *tx).await.map_err(failed(action))?;
        let again = micros(now + UNKNOWN_PAUSE);
        let found = sqlx::query(RECOVER).bind(epoch).bind(micros(now)).bind(again).bind(ENDS_MAX);
        found.execute(&mut *tx).await.map_err(failed(action))?;
        let ahead = sqlx::query(FROM_AHEAD).bind(micros(now)).bind(micros(now + PAUSE_MAX));
        ahead.execute(&mut *tx).await.map_err(failed(action))?;
        sqlx::query(SPENT).execute(&mut *tx).await.map_err(failed(action))?;
        for statement in [USELESS, EXPIRE] {
            let done = sqlx::query(statement).bind(micros(now)).execute(&mut *tx).await;
            done.map_err(failed(action))?;
        }
        tx.commit().await.map_err(failed(action))?;
        self.epoch.looked().await;
        Ok(())
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
            let first = sqlx::query(FIRST).bind(micros(now));
            let first = first.fetch_optional(&mut *self.pen(CLAIMING).await?).await;
            if first.map_err(failed(CLAIMING))?.is_none() {
                return Ok(Vec::new());
            }
        }
        let epoch = self.epoch().await?;
        loop {
            let rows = sqlx::query(CLAIM)
                .bind(micros(now))
                .bind(at_most)
                .bind(epoch)
                .fetch_all(&mut *self.pen(CLAIMING).await?)
                .await
                .map_err(failed(CLAIMING))?;
            let mut claimed = Vec::new();
            for row in &rows {
                match waiting(row) {
                    Ok(waiting) => claimed.push((row.get::<i64, _>(9), waiting)),
                    Err(error) if error.is_about_one_value() => self.hold(row.get(0), now).await?,
                    Err(error) => return Err(error),
                }
            }
            claimed.sort_by_key(|(due_at, waiting)| (*due_at, waiting.id));
            // Behind those that cannot be read others may wait.
            if !claimed.is_empty() || rows.is_empty() {
                return Ok(claimed.into_iter().map(|(_, waiting)| waiting).collect());
            }
        }
    }

    /// Holds a mail in hand whose row cannot be read back.
    async fn hold(&self, mail: MailId, now: DateTime<Utc>) -> Result<(), StoreError> {
        tracing::error!(mail, "{UNREADABLE}");
        let mut pen = self.pen(CLAIMING).await?;
        let mut tx = pen.begin(CLAIMING).await?;
        let said = sqlx::query(SAY).bind(mail).bind(micros(now)).bind(UNREADABLE);
        said.execute(&mut *tx).await.map_err(failed(CLAIMING))?;
        let held = sqlx::query(HOLD).bind(mail).bind(UNREADABLE).execute(&mut *tx).await;
        held.map_err(failed(CLAIMING))?;
        tx.commit().await.map_err(failed(CLAIMING))
    }
}

fn waiting(row: &SqliteRow) -> Result<Waiting, StoreError> {
    let count = |place| {
        let count: i64 = row.try_get(place).map_err(failed(CLAIMING))?;
        u32::try_from(count).map_err(corrupt(CLAIMING))
    };
    let text = |place| row.try_get(place).map_err(failed(CLAIMING));
    Ok(Waiting {
        id: row.get(0),
        employee: row.get(1),
        run: row.get(2),
        event: text(3)?,
        enqueued_at: instant(row.get(4), CLAIMING)?,
        attempt: count(5)?,
        copies: count(6)?,
        sha256: row.try_get(7).map_err(failed(CLAIMING))?,
        key: text(8)?,
        is_suspect: row.get(10),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::plans;

    #[tokio::test]
    async fn mails_due_left_behind_and_useless_are_found_without_looking_at_those_sent() {
        for statement in [LEFT_BEHIND, RECOVER] {
            plans::has(statement, "SEARCH mail USING INDEX mail_in_hand (epoch<?)").await;
            let steps = plans::steps(statement).await;
            assert!(!steps.iter().any(|step| step.contains("SCAN mail")), "{steps:?}");
        }
        plans::has(SPENT, "SCAN mail USING INDEX mail_waiting").await;
        plans::has(FROM_AHEAD, "SEARCH mail USING INDEX mail_waiting (due_at>?)").await;
        plans::has(CLAIM, "SEARCH mail USING INDEX mail_waiting (due_at<?)").await;
        let steps = plans::steps(CLAIM).await;
        assert!(!steps.iter().any(|step| step.contains("SCAN mail")), "{steps:?}");
        for statement in [USELESS, EXPIRE] {
            plans::has(statement, "SEARCH mail USING INDEX mail_expiring (expires_at<?)").await;
        }
    }
}
