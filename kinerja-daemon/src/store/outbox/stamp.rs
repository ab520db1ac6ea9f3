//! What the sender puts on record of the mails that it has in hand.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::SqliteConnection;

use super::{
    super::{Store, StoreError, corrupt, failed, micros},
    MailId,
};
use crate::mail::bounce::refused_address;

const ACTION: &str = "put on record what became of mails";

/// How long a result is of use to a person whose relay puts the mail off.
const RESULT_LIFE: TimeDelta = TimeDelta::days(14);

// All bodies that a commit lets leave, each as `[mail, digest]`.
const BEGIN: &str = "
    UPDATE mail SET state = 'data_started', sha256 = begun.value ->> 1, copies = copies + 1
    FROM json_each($1) AS begun
    WHERE mail.id = begun.value ->> 0 AND epoch = $2 AND state = 'claimed'
    RETURNING id";

// Nothing was tried, so nothing is counted.
const BACK: &str = "
    UPDATE mail
    SET state = CASE WHEN to_cancel = 1 THEN 'cancelled' ELSE 'queued' END, attempts = attempts - 1
    WHERE id = $1 AND epoch = $2 AND state = 'claimed'";

const ATTEMPT: &str = "
    INSERT INTO attempt (mail_id, number, at, phase, code, reply, sha256, by_person)
    SELECT mail.id,
        COALESCE((SELECT MAX(number) FROM attempt WHERE attempt.mail_id = mail.id), 0) + 1,
        $3, $4, $5, $6, $7, mail.asked_by
    FROM mail
    WHERE mail.id = $1 AND mail.epoch = $2 AND mail.state IN ('claimed', 'data_started')";

// A mail that waits again because the relay itself is in trouble has not used up
// an attempt, nor a person's word: an outage may be longer than all the attempts
// of a mail. A body that was refused is no copy. Only a body that may have left
// binds the later attempts to its bytes. What was taken back on its way gets no
// further attempt. A result that is put off has a life from then on: it may be long
// before anybody tries, and that costs it nothing.
const SETTLE: &str = "
    UPDATE mail
    SET state = CASE WHEN to_cancel = 1 AND $3 NOT IN ('sent', 'rejected') THEN 'cancelled' ELSE $3 END,
        due_at = $4, last_reply = $5,
        expires_at = CASE WHEN $3 = 'deferred' AND event = 'result' THEN COALESCE(expires_at, $8)
            ELSE expires_at END,
        sha256 = CASE WHEN copies = 0 THEN COALESCE($6, sha256) ELSE sha256 END,
        attempts = attempts - CASE WHEN $3 = 'queued' THEN 1 ELSE 0 END,
        asked_by = CASE WHEN $3 = 'queued' THEN asked_by END,
        copies = copies - CASE WHEN state = 'data_started' AND $7 = 1 THEN 1 ELSE 0 END
    WHERE id = $1 AND epoch = $2 AND state IN ('claimed', 'data_started')";

// The address is still the one that the mail was addressed to: nobody else writes
// while mails are sent.
const REFUSED_ADDRESS: &str = "
    INSERT INTO bounce (mail_id, sha256, at, kind, status, reply, address)
    SELECT mail.id, $2, $3, 'hard', $4, $5, lower(employee.email)
    FROM mail
    JOIN employee ON employee.id = mail.employee_id
    WHERE mail.id = $1 AND mail.state = 'rejected' AND employee.email IS NOT NULL
    ON CONFLICT (mail_id, sha256) DO NOTHING";

/// One thing to put on record of a mail in hand.
#[derive(Debug, Clone, Copy)]
pub enum Stamp<'a> {
    /// Before the first byte of the body leaves: it may leave from now on.
    Begin {
        /// The mail.
        mail: MailId,
        /// The digest of its bytes.
        sha256: &'a str,
    },
    /// It was not tried: it waits again as before.
    Back {
        /// The mail.
        mail: MailId,
    },
    /// What became of it, with the attempt that led there.
    Settle {
        /// The mail.
        mail: MailId,
        /// What became of it.
        fate: Settled<'a>,
    },
}

/// What became of a mail in hand.
#[derive(Debug, Clone, Copy)]
pub struct Settled<'a> {
    /// The state it has now.
    pub state: &'static str,
    /// When it is tried next, if it is.
    pub due_at: DateTime<Utc>,
    /// What a person reads of it first.
    pub last_reply: &'a str,
    /// The digest of its bytes, where they are known.
    pub sha256: Option<&'a str>,
    /// Whether no body of this attempt can have reached anybody.
    pub surely_not_sent: bool,
    /// The attempt.
    pub attempt: Attempted<'a>,
}

/// One attempt to send a mail.
#[derive(Debug, Clone, Copy)]
pub struct Attempted<'a> {
    /// When it ended.
    pub at: DateTime<Utc>,
    /// How far the conversation came, if there was one.
    pub phase: Option<&'static str>,
    /// The code that the relay ended it with.
    pub code: Option<u16>,
    /// What the relay said, or what went wrong: cut, without addresses.
    pub reply: &'a str,
}

/// A mail is not in the hands of this life of the daemon (any more), so that it
/// has nothing to say of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "mail {mail} is not in hand: it was taken over or settled by another, see `outbox show {mail}`"
)]
pub struct NotInHand {
    /// The mail.
    pub mail: MailId,
}

impl Store {
    /// Puts things on record of several mails in hand, in one commit. A mail that
    /// is not in hand stays as it is and is named; the others are put on record.
    ///
    /// # Errors
    ///
    /// Fails when the database does; then nothing is put on record.
    #[must_use = "a mail that is not in hand must not be passed over in silence"]
    pub async fn stamp(&self, stamps: &[Stamp<'_>]) -> Result<Vec<NotInHand>, StoreError> {
        // No mail has an epoch below 0.
        let epoch = self.epoch.known().await.unwrap_or(-1);
        let mut pen = self.pen(ACTION).await?;
        let mut tx = pen.begin(ACTION).await?;
        // A body that was cut off begins before it is settled.
        let mut missed = begin(&mut tx, epoch, stamps).await?;
        for stamp in stamps {
            let (mail, hit) = match *stamp {
                Stamp::Begin { .. } => continue,
                Stamp::Back { mail } => (mail, back(&mut tx, (mail, epoch)).await?),
                Stamp::Settle { mail, fate } => (mail, settle(&mut tx, (mail, epoch), fate).await?),
            };
            if !hit {
                missed.push(NotInHand { mail });
            }
        }
        tx.commit().await.map_err(failed(ACTION))?;
        Ok(missed)
    }
}

/// Lets bodies leave; names the mails that are not in hand.
async fn begin(
    tx: &mut SqliteConnection,
    epoch: i64,
    stamps: &[Stamp<'_>],
) -> Result<Vec<NotInHand>, StoreError> {
    let begun = stamps.iter().filter_map(|stamp| match *stamp {
        Stamp::Begin { mail, sha256 } => Some((mail, sha256)),
        Stamp::Back { .. } | Stamp::Settle { .. } => None,
    });
    let begun: Vec<(MailId, &str)> = begun.collect();
    if begun.is_empty() {
        return Ok(Vec::new());
    }
    let all = serde_json::to_string(&begun).map_err(corrupt(ACTION))?;
    let hit = sqlx::query_scalar(BEGIN).bind(all).bind(epoch).fetch_all(tx).await;
    let hit: Vec<MailId> = hit.map_err(failed(ACTION))?;
    let missed = begun.iter().filter(|(mail, _)| !hit.contains(mail));
    Ok(missed.map(|(mail, _)| NotInHand { mail: *mail }).collect())
}

async fn back(tx: &mut SqliteConnection, (mail, epoch): (MailId, i64)) -> Result<bool, StoreError> {
    let done = sqlx::query(BACK).bind(mail).bind(epoch).execute(tx).await;
    Ok(done.map_err(failed(ACTION))?.rows_affected() == 1)
}

async fn settle(
    tx: &mut SqliteConnection,
    (mail, epoch): (MailId, i64),
    fate: Settled<'_>,
) -> Result<bool, StoreError> {
    let attempt = sqlx::query(ATTEMPT)
        .bind(mail)
        .bind(epoch)
        .bind(micros(fate.attempt.at))
        .bind(fate.attempt.phase)
        .bind(fate.attempt.code)
        .bind(fate.attempt.reply)
        .bind(fate.sha256)
        .execute(&mut *tx)
        .await
        .map_err(failed(ACTION))?;
    if attempt.rows_affected() == 0 {
        return Ok(false);
    }
    let done = sqlx::query(SETTLE)
        .bind(mail)
        .bind(epoch)
        .bind(fate.state)
        .bind(micros(fate.due_at))
        .bind(fate.last_reply)
        .bind(fate.sha256)
        .bind(i64::from(fate.surely_not_sent))
        .bind(micros(fate.attempt.at + RESULT_LIFE))
        .execute(&mut *tx)
        .await
        .map_err(failed(ACTION))?;
    if let (Some("rcpt"), Some(status)) = (fate.attempt.phase, refused_address(fate.attempt.reply))
    {
        let flagged = sqlx::query(REFUSED_ADDRESS)
            .bind(mail)
            .bind(fate.sha256.unwrap_or_default())
            .bind(micros(fate.attempt.at))
            .bind(status)
            .bind(fate.attempt.reply)
            .execute(tx)
            .await;
        flagged.map_err(failed(ACTION))?;
    }
    Ok(done.rows_affected() == 1)
}
