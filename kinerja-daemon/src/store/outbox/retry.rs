//! One more attempt for a mail that a person asks for.

use chrono::{DateTime, Utc};

use super::{
    super::{Store, StoreError, corrupt, failed, micros},
    MailId,
    rehearsed::rehearsed,
    superseded::superseded,
};

const ACTION: &str = "try a mail again";

const STANDS: &str = concat!(
    "SELECT state, copies, ",
    superseded!(),
    ", ",
    rehearsed!(),
    " FROM mail WHERE mail.id = $1"
);

// The copies stay counted: after hers, none follows by itself where two may have
// left, and the bytes of one that may have left stay binding. She asks for it now,
// so an end that is over is lifted. What went to one address in a rehearsal is no copy.
const RETRY: &str = "
    UPDATE mail
    SET state = 'queued', due_at = $2, attempts = 0, last_reply = 'asked for by a person',
        asked_by = $3, to_cancel = 0,
        expires_at = CASE WHEN expires_at <= $2 THEN NULL ELSE expires_at END,
        copies = copies - (state = 'sent' AND last_reply LIKE 'redirected: %' AND copies > 0),
        sha256 = CASE WHEN copies = 0 OR $4
            OR (copies = 1 AND state = 'sent' AND last_reply LIKE 'redirected: %') THEN NULL
            ELSE sha256 END
    WHERE id = $1";

// That she accepts other bytes stands among the attempts.
const ANEW: &str = "
    INSERT INTO attempt (mail_id, number, at, phase, code, reply, sha256, by_person)
    SELECT mail.id,
        COALESCE((SELECT MAX(number) FROM attempt WHERE attempt.mail_id = mail.id), 0) + 1,
        $2, NULL, NULL, 'accepted by a person: it may differ from the copy that may have left',
        NULL, $3
    FROM mail
    WHERE mail.id = $1 AND mail.copies > 0";

/// What became of a mail that a person wanted to be sent once more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Retry {
    /// It waits to be sent.
    Queued {
        /// How many copies of it may have left before.
        copies: u32,
    },
    /// It is in no state from which a person can send it; nothing has changed.
    Not {
        /// Its state.
        state: String,
    },
    /// What it tells was corrected since; nothing has changed.
    Superseded,
    /// There is no such mail.
    Unknown,
}

impl Store {
    /// Puts a mail that is held, rejected, unknown, expired or sent in a rehearsal back
    /// into the queue because a person says so; anew, it may differ from a copy that may
    /// have left. The next attempt is hers: it stands on record with
    /// her name, and is none of the two copies that leave by themselves.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn retry_mail(
        &self,
        mail: MailId,
        (by, anew): (&str, bool),
        now: DateTime<Utc>,
    ) -> Result<Retry, StoreError> {
        let mut pen = self.pen(ACTION).await?;
        let mut tx = pen.begin(ACTION).await?;
        let stands: Option<(String, i64, bool, bool)> = sqlx::query_as(STANDS)
            .bind(mail)
            .fetch_optional(&mut *tx)
            .await
            .map_err(failed(ACTION))?;
        let Some((state, copies, superseded, rehearsed)) = stands else {
            return Ok(Retry::Unknown);
        };
        if !rehearsed && !["held", "rejected", "unknown", "expired"].contains(&state.as_str()) {
            return Ok(Retry::Not { state });
        }
        if superseded {
            return Ok(Retry::Superseded);
        }
        if anew {
            let said = sqlx::query(ANEW).bind(mail).bind(micros(now)).bind(by);
            said.execute(&mut *tx).await.map_err(failed(ACTION))?;
        }
        let retry = sqlx::query(RETRY).bind(mail).bind(micros(now)).bind(by).bind(anew);
        retry.execute(&mut *tx).await.map_err(failed(ACTION))?;
        tx.commit().await.map_err(failed(ACTION))?;
        Ok(Retry::Queued { copies: u32::try_from(copies).map_err(corrupt(ACTION))? })
    }
}
