//! One more attempt for a mail that a person asks for.

use chrono::{DateTime, Utc};

use super::{
    super::{Store, StoreError, corrupt, failed, micros},
    MailId,
    superseded::superseded,
};

const ACTION: &str = "try a mail again";

const STANDS: &str =
    concat!("SELECT state, copies, ", superseded!(), " FROM mail WHERE mail.id = $1");

// The copies stay counted: after hers, none follows by itself where two may have
// left, and the bytes of one that may have left stay binding. She asks for it now,
// so an end that is over is lifted.
const RETRY: &str = "
    UPDATE mail
    SET state = 'queued', due_at = $2, attempts = 0, last_reply = 'asked for by a person',
        asked_by = $3, to_cancel = 0,
        expires_at = CASE WHEN expires_at <= $2 THEN NULL ELSE expires_at END,
        sha256 = CASE WHEN copies = 0 THEN NULL ELSE sha256 END
    WHERE id = $1";

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
    /// Puts a mail that is held, rejected, unknown or expired back into the queue
    /// because a person says so. The next attempt is hers: it stands on record with
    /// her name, and is none of the two copies that leave by themselves.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn retry_mail(
        &self,
        mail: MailId,
        by: &str,
        now: DateTime<Utc>,
    ) -> Result<Retry, StoreError> {
        let mut tx = self.begin(ACTION).await?;
        let stands: Option<(String, i64, bool)> = sqlx::query_as(STANDS)
            .bind(mail)
            .fetch_optional(&mut *tx)
            .await
            .map_err(failed(ACTION))?;
        let Some((state, copies, superseded)) = stands else { return Ok(Retry::Unknown) };
        if !["held", "rejected", "unknown", "expired"].contains(&state.as_str()) {
            return Ok(Retry::Not { state });
        }
        if superseded {
            return Ok(Retry::Superseded);
        }
        let retry = sqlx::query(RETRY).bind(mail).bind(micros(now)).bind(by);
        retry.execute(&mut *tx).await.map_err(failed(ACTION))?;
        tx.commit().await.map_err(failed(ACTION))?;
        Ok(Retry::Queued { copies: u32::try_from(copies).map_err(corrupt(ACTION))? })
    }
}
