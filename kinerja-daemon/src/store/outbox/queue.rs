//! What keeps the whole queue waiting, and since when.

use chrono::{DateTime, Utc};
use sqlx::Row;

use super::super::{Store, StoreError, failed, instant, micros};

const ACTION: &str = "put on record that the mails wait";

// What lasts keeps its beginning: only the reason may be another.
const WAIT: &str = "
    INSERT INTO queue_state (name, since, reason) VALUES ($1, $2, $3)
    ON CONFLICT (name) DO UPDATE SET reason = excluded.reason";
const GO_ON: &str = "DELETE FROM queue_state WHERE name = $1";
const WAITS: &str = "SELECT since, reason FROM queue_state ORDER BY name";

/// What keeps the whole queue waiting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueWait {
    /// Since when.
    pub since: DateTime<Utc>,
    /// Why, in words.
    pub reason: String,
}

impl Store {
    /// Puts on record that something keeps all mails waiting, or does not any more.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn keep_waiting(
        &self,
        name: &str,
        reason: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let done = match reason {
            Some(reason) => sqlx::query(WAIT).bind(name).bind(micros(now)).bind(reason),
            None => sqlx::query(GO_ON).bind(name),
        };
        done.execute(&self.writer).await.map_err(failed(ACTION))?;
        Ok(())
    }

    /// What keeps all mails waiting.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn queue_waits(&self) -> Result<Vec<QueueWait>, StoreError> {
        let rows = sqlx::query(WAITS).fetch_all(&self.reader).await;
        let rows = rows.map_err(failed(ACTION))?.into_iter();
        rows.map(|row| Ok(QueueWait { since: instant(row.get(0), ACTION)?, reason: row.get(1) }))
            .collect()
    }
}
