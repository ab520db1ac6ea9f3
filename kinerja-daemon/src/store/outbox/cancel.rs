//! Mails that a person does not want to leave any more.

use chrono::{DateTime, Utc};

use super::{
    super::{Store, StoreError, failed, micros},
    MailId,
};

const ACTION: &str = "cancel mails";

const STANDS: &str = "
    SELECT state IN ('queued', 'claimed', 'deferred', 'unknown', 'held'),
        state = 'unknown' OR copies > 0
    FROM mail
    WHERE id = $1";

// What she said stands among the attempts: nothing left, and by whose word.
const HER_WORD: &str = "
    INSERT INTO attempt (mail_id, number, at, phase, code, reply, sha256, by_person)
    SELECT mail.id,
        COALESCE((SELECT MAX(number) FROM attempt WHERE attempt.mail_id = mail.id), 0) + 1,
        $2, NULL, NULL, $3, NULL, $4
    FROM mail
    WHERE mail.id = $1";

// One that the sender has in hand is cancelled when its body would begin.
const CANCEL: &str = "
    UPDATE mail
    SET to_cancel = CASE WHEN state = 'claimed' THEN 1 ELSE to_cancel END,
        state = CASE WHEN state = 'claimed' THEN state ELSE 'cancelled' END,
        last_reply = $2, asked_by = NULL
    WHERE id = $1";

/// What became of mails that a person wanted to cancel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cancel {
    /// They do not leave any more.
    Done,
    /// These do not wait: their body is on its way, they are settled, or nobody knows them.
    /// Nothing has changed.
    NotWaiting(Vec<MailId>),
    /// A copy of these may have left, and she did not say that she knows. Nothing
    /// has changed.
    InDoubt(Vec<MailId>),
}

impl Store {
    /// Cancels mails that wait because a person says so; all that are named or
    /// none. One of which a copy may have left must be among those that she calls
    /// doubtful.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn cancel_mails(
        &self,
        (named, doubtful): (&[MailId], &[MailId]),
        (by, reason): (&str, &str),
        now: DateTime<Utc>,
    ) -> Result<Cancel, StoreError> {
        let mut pen = self.pen(ACTION).await?;
        let mut tx = pen.begin(ACTION).await?;
        let (mut not_waiting, mut in_doubt) = (Vec::new(), Vec::new());
        for mail in named {
            let stands: Option<(bool, bool)> = sqlx::query_as(STANDS)
                .bind(mail)
                .fetch_optional(&mut *tx)
                .await
                .map_err(failed(ACTION))?;
            match stands {
                None | Some((false, _)) => not_waiting.push(*mail),
                Some((true, true)) if !doubtful.contains(mail) => in_doubt.push(*mail),
                Some((true, _)) => {}
            }
        }
        if !not_waiting.is_empty() {
            return Ok(Cancel::NotWaiting(not_waiting));
        }
        if !in_doubt.is_empty() {
            return Ok(Cancel::InDoubt(in_doubt));
        }
        let reply = format!("cancelled by a person: {reason}");
        for mail in named {
            let word = sqlx::query(HER_WORD).bind(mail).bind(micros(now)).bind(&reply).bind(by);
            word.execute(&mut *tx).await.map_err(failed(ACTION))?;
            let cancel = sqlx::query(CANCEL).bind(mail).bind(&reply);
            cancel.execute(&mut *tx).await.map_err(failed(ACTION))?;
        }
        tx.commit().await.map_err(failed(ACTION))?;
        Ok(Cancel::Done)
    }
}
