//! All that is known of one mail.

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::{
    super::{Store, StoreError, corrupt, failed, instant},
    MailBounce, MailId,
};

const ACTION: &str = "read what is known of a mail";

const MAIL: &str = "
    SELECT id, key, employee_id, event, state, enqueued_at, due_at, expires_at, copies, sha256,
        to_cancel, last_reply
    FROM mail
    WHERE id = $1 OR key = $2";

const ATTEMPTS: &str = "
    SELECT number, at, phase, code, reply, sha256, by_person
    FROM attempt
    WHERE mail_id = $1
    ORDER BY number";

/// How a person names a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailName {
    /// By its number.
    Number(MailId),
    /// By its key: region, period, number of the person, event, revision.
    Key(String),
}

/// All that is known of one mail. The person has a number and no name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailEvidence {
    /// Its number.
    pub id: MailId,
    /// Its key.
    pub key: String,
    /// The number of the person whom it tells; none where it is the personnel office.
    pub employee: Option<i64>,
    /// What it is about.
    pub event: String,
    /// Its state.
    pub state: String,
    /// When it was queued.
    pub enqueued_at: DateTime<Utc>,
    /// When it is tried next, if it is.
    pub due_at: DateTime<Utc>,
    /// When it is of no use any more, if ever.
    pub expires_at: Option<DateTime<Utc>>,
    /// How often its body began to leave and was not refused.
    pub copies: u32,
    /// The digest of its bytes.
    pub sha256: Option<String>,
    /// Whether it was taken back while it was on its way.
    pub to_cancel: bool,
    /// What a person reads of it first.
    pub last_reply: Option<String>,
    /// The attempts to send it, in order.
    pub attempts: Vec<MailAttempt>,
    /// The reports that it came back, in order.
    pub bounces: Vec<MailBounce>,
}

/// One attempt to send a mail, as it is on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailAttempt {
    /// Its number, from 1.
    pub number: i64,
    /// When it ended.
    pub at: DateTime<Utc>,
    /// How far the conversation came, if there was one.
    pub phase: Option<String>,
    /// The code that the relay ended it with.
    pub code: Option<i64>,
    /// What the relay said, or what went wrong.
    pub reply: String,
    /// The digest of the bytes, where it came to any.
    pub sha256: Option<String>,
    /// Who asked for it, where a person did.
    pub by_person: Option<String>,
}

impl Store {
    /// All that is known of one mail; nothing when there is no such mail.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn mail_evidence(&self, name: &MailName) -> Result<Option<MailEvidence>, StoreError> {
        let (id, key) = match name {
            MailName::Number(id) => (Some(*id), None),
            MailName::Key(key) => (None, Some(key.as_str())),
        };
        let found = sqlx::query(MAIL).bind(id).bind(key).fetch_optional(&self.reader).await;
        let Some(row) = found.map_err(failed(ACTION))? else { return Ok(None) };
        let at = |micros| instant(micros, ACTION);
        let id = row.get(0);
        Ok(Some(MailEvidence {
            id,
            key: row.get(1),
            employee: row.get(2),
            event: row.get(3),
            state: row.get(4),
            enqueued_at: at(row.get(5))?,
            due_at: at(row.get(6))?,
            expires_at: row.get::<Option<i64>, _>(7).map(at).transpose()?,
            copies: u32::try_from(row.get::<i64, _>(8)).map_err(corrupt(ACTION))?,
            sha256: row.get(9),
            to_cancel: row.get(10),
            last_reply: row.get(11),
            attempts: self.attempts(id).await?,
            bounces: self.bounces_of(id).await?,
        }))
    }

    async fn attempts(&self, mail: MailId) -> Result<Vec<MailAttempt>, StoreError> {
        let rows = sqlx::query(ATTEMPTS).bind(mail).fetch_all(&self.reader).await;
        rows.map_err(failed(ACTION))?
            .into_iter()
            .map(|row| {
                Ok(MailAttempt {
                    number: row.get(0),
                    at: instant(row.get(1), ACTION)?,
                    phase: row.get(2),
                    code: row.get(3),
                    reply: row.get(4),
                    sha256: row.get(5),
                    by_person: row.get(6),
                })
            })
            .collect()
    }
}
