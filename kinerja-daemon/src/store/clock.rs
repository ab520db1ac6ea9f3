//! When the daemon last knew the time, and who let it go on after a jump.

use chrono::{DateTime, Utc};

use super::{Store, StoreError, failed, micros};

const KNOWN: &str = "SELECT value FROM setting WHERE key = 'clock'";

const KNOW: &str = "
    INSERT INTO setting (key, value) VALUES ('clock', $1)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value";

const ACCEPT: &str = "INSERT INTO clock_accepted (accepted_by, last, now) VALUES ($1, $2, $3)";

// What was looked at by a clock that was ahead is not done.
const LOOKED_AHEAD: &str = "UPDATE looked_until SET instant = $1 WHERE $1 < instant";

const ACCEPTED: &str = "SELECT accepted_by, last, now FROM clock_accepted ORDER BY id DESC LIMIT 1";

const ACTION: &str = "keep the time";

/// Who let the daemon go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockAccepted {
    /// Who.
    pub by: String,
    /// The last instant before, in microseconds since 1970.
    pub last: Option<i64>,
    /// The instant that was accepted, in microseconds since 1970.
    pub now: i64,
}

impl Store {
    /// What was last known of the clock, as it was written.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn known_clock(&self) -> Result<Option<String>, StoreError> {
        let found = sqlx::query_scalar(KNOWN).fetch_optional(&self.reader).await;
        found.map_err(failed(ACTION))
    }

    /// Writes what is known of the clock.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn know_clock(&self, known: &str) -> Result<(), StoreError> {
        let done = sqlx::query(KNOW).bind(known).execute(&mut *self.pen(ACTION).await?).await;
        done.map_err(failed(ACTION)).map(drop)
    }

    /// Puts on record who let the daemon go on, from what was last known to what is
    /// known now; all of it or nothing. No region counts as looked at beyond that.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn accept_clock(
        &self,
        by: &str,
        (last, now): (Option<DateTime<Utc>>, DateTime<Utc>),
        known: &str,
    ) -> Result<(), StoreError> {
        let mut pen = self.pen(ACTION).await?;
        let mut tx = pen.begin(ACTION).await?;
        sqlx::query(ACCEPT)
            .bind(by)
            .bind(last.map(micros))
            .bind(micros(now))
            .execute(&mut *tx)
            .await
            .map_err(failed(ACTION))?;
        sqlx::query(KNOW).bind(known).execute(&mut *tx).await.map_err(failed(ACTION))?;
        let back = sqlx::query(LOOKED_AHEAD).bind(micros(now)).execute(&mut *tx).await;
        back.map_err(failed(ACTION))?;
        tx.commit().await.map_err(failed(ACTION))
    }

    /// Who let the daemon go on last.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn clock_accepted(&self) -> Result<Option<ClockAccepted>, StoreError> {
        let found = sqlx::query_as::<_, (String, Option<i64>, i64)>(ACCEPTED)
            .fetch_optional(&self.reader)
            .await
            .map_err(failed(ACTION))?;
        Ok(found.map(|(by, last, now)| ClockAccepted { by, last, now }))
    }
}
