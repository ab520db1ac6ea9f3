//! Mails that a person lets go again.

use chrono::{DateTime, Utc};

use super::{
    super::{Store, StoreError, failed, micros},
    MailId,
    superseded::superseded,
};

const ACTION: &str = "release mails";

const ALL_HELD: &str = "SELECT id FROM mail WHERE state = 'held' ORDER BY id";
const IS_HELD: &str = "SELECT COUNT(*) FROM mail WHERE id = $1 AND state = 'held'";

// What was corrected since is not told any more.
const CANCEL_SUPERSEDED: &str = concat!(
    "UPDATE mail SET state = 'cancelled' WHERE id = $1 AND state = 'held' AND ",
    superseded!()
);

// The copies stay counted, so that the person's word is good for one more and the
// bytes of one that may have left stay binding. The attempts begin anew,
// and an end that is over is lifted.
const RELEASE: &str = "
    UPDATE mail
    SET state = 'queued', due_at = $2, attempts = 0, last_reply = 'released by a person',
        asked_by = $3, to_cancel = 0,
        expires_at = CASE WHEN expires_at <= $2 THEN NULL ELSE expires_at END,
        sha256 = CASE WHEN copies = 0 THEN NULL ELSE sha256 END
    WHERE id = $1 AND state = 'held'";

/// What became of mails that a person wanted to let go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Release {
    /// It is done.
    Done {
        /// They wait to be sent.
        queued: u64,
        /// They tell what was corrected since, and do not leave.
        cancelled: u64,
    },
    /// These are not held; nothing has changed.
    NotHeld(Vec<MailId>),
}

impl Store {
    /// Puts held mails back into the queue because a person says so; all that are
    /// named or none. No name means every held mail. Who asked stands with the next
    /// attempt.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn release_mails(
        &self,
        named: &[MailId],
        by: &str,
        now: DateTime<Utc>,
    ) -> Result<Release, StoreError> {
        let mut pen = self.pen(ACTION).await?;
        let mut tx = pen.begin(ACTION).await?;
        let mut strangers = Vec::new();
        for mail in named {
            let held: i64 = sqlx::query_scalar(IS_HELD)
                .bind(mail)
                .fetch_one(&mut *tx)
                .await
                .map_err(failed(ACTION))?;
            if held == 0 {
                strangers.push(*mail);
            }
        }
        if !strangers.is_empty() {
            return Ok(Release::NotHeld(strangers));
        }
        let all = if named.is_empty() {
            sqlx::query_scalar(ALL_HELD).fetch_all(&mut *tx).await.map_err(failed(ACTION))?
        } else {
            named.to_vec()
        };
        let (mut queued, mut cancelled) = (0, 0);
        for mail in all {
            let done = sqlx::query(CANCEL_SUPERSEDED).bind(mail).execute(&mut *tx).await;
            cancelled += done.map_err(failed(ACTION))?.rows_affected();
            let done = sqlx::query(RELEASE).bind(mail).bind(micros(now)).bind(by);
            let done = done.execute(&mut *tx).await;
            queued += done.map_err(failed(ACTION))?.rows_affected();
        }
        tx.commit().await.map_err(failed(ACTION))?;
        Ok(Release::Done { queued, cancelled })
    }
}
