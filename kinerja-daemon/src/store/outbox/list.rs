//! The mails one by one, as a person may look at them.

use chrono::{DateTime, Utc};
use kinerja_core::{calendar::Period, region::RegionCode};
use sqlx::Row;

use super::{
    super::{Store, StoreError, corrupt, failed, instant},
    MailId,
};

const LIST: &str = "
    SELECT id, state, region, period, event, attempts, due_at, last_reply
    FROM mail
    ORDER BY id";

/// A mail as `outbox list` shows it: nothing that tells who it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailRow {
    /// Its number.
    pub id: MailId,
    /// Its state.
    pub state: String,
    /// The region.
    pub region: RegionCode,
    /// The period.
    pub period: Period,
    /// What it is about.
    pub event: String,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried next.
    pub due_at: DateTime<Utc>,
    /// What the relay said last.
    pub last_reply: Option<String>,
}

impl Store {
    /// Every mail, oldest first.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn mails(&self) -> Result<Vec<MailRow>, StoreError> {
        let action = "list the mails";
        let rows = sqlx::query(LIST).fetch_all(&self.reader).await.map_err(failed(action))?;
        rows.into_iter()
            .map(|row| {
                let (region, period): (String, String) = (row.get(2), row.get(3));
                Ok(MailRow {
                    id: row.get(0),
                    state: row.get(1),
                    region: region.parse().map_err(corrupt(action))?,
                    period: period.parse().map_err(corrupt(action))?,
                    event: row.get(4),
                    attempts: row.get(5),
                    due_at: instant(row.get(6), action)?,
                    last_reply: row.get(7),
                })
            })
            .collect()
    }
}
