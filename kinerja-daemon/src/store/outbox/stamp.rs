//! What the sender puts on record of a mail that it was handed.

use chrono::{DateTime, Utc};

use super::{
    super::{Store, StoreError, corrupt, failed, micros},
    MailId,
};

const START_DATA: &str = "
    UPDATE mail SET state = 'data_started', sha256 = $2, copies = copies + 1
    WHERE id = $1 AND state = 'claimed'";

// Only a body that may have left binds the later attempts to its bytes. A mail
// that waits again because the relay itself is in trouble has not used up an
// attempt: an outage may be longer than all the attempts of a mail.
const SETTLE: &str = "
    UPDATE mail
    SET state = $2, due_at = $3, last_reply = $4,
        sha256 = CASE WHEN copies = 0 THEN COALESCE($5, sha256) ELSE sha256 END,
        attempts = attempts - CASE WHEN $2 = 'queued' THEN 1 ELSE 0 END
    WHERE id = $1 AND state IN ('claimed', 'data_started')";

/// What became of a claimed mail.
#[derive(Debug, Clone, Copy)]
pub struct Settled<'a> {
    /// The state it has now.
    pub state: &'static str,
    /// When it is tried next, if it is.
    pub due_at: DateTime<Utc>,
    /// What the relay said, without addresses.
    pub reply: &'a str,
    /// The digest of its bytes, where they are known.
    pub sha256: Option<&'a str>,
}

impl Store {
    /// Puts on record, before the first byte of the body leaves, that it may
    /// leave from now on.
    ///
    /// # Errors
    ///
    /// Fails when the database does, or the mail is not claimed.
    pub async fn start_data(&self, mail: MailId, sha256: &str) -> Result<(), StoreError> {
        let action = "begin to send a mail";
        let done = sqlx::query(START_DATA)
            .bind(mail)
            .bind(sha256)
            .execute(&self.writer)
            .await
            .map_err(failed(action))?;
        if done.rows_affected() == 1 {
            Ok(())
        } else {
            Err(corrupt(action)(format!("mail {mail} is not claimed")))
        }
    }

    /// Puts on record what became of a claimed mail.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn settle_mail(&self, mail: MailId, fate: Settled<'_>) -> Result<(), StoreError> {
        sqlx::query(SETTLE)
            .bind(mail)
            .bind(fate.state)
            .bind(micros(fate.due_at))
            .bind(fate.reply)
            .bind(fate.sha256)
            .execute(&self.writer)
            .await
            .map_err(failed("settle a mail"))?;
        Ok(())
    }
}
