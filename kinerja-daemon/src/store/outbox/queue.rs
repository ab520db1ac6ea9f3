//! What keeps the whole queue waiting, and since when.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::Row;

use super::super::{Store, StoreError, corrupt, failed, instant, micros};
use crate::mail::brakes::{Brake, Hold, Recent};

const ACTION: &str = "put on record that the mails wait";

// What lasts keeps its beginning.
const HOLD: &str = "
    INSERT INTO queue_state (name, since, until, reason) VALUES ($1, $2, $3, $4)
    ON CONFLICT (name) DO UPDATE SET until = excluded.until, reason = excluded.reason";
const GO_ON: &str = "DELETE FROM queue_state WHERE name = $1";
// A person's word to the relay's brakes is none to the others.
const GO_ON_ALL: &str = "
    DELETE FROM queue_state WHERE name NOT LIKE 'confirmation/%' AND name NOT LIKE 'restored/%'";

// On which road mails leave, and since when the refusals on it count.
const ROAD: &str = "mail_road";
const SET_ROAD: &str = "
    INSERT INTO setting (key, value) VALUES ($1, $2)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value";
const FORGET_ROAD: &str = "DELETE FROM setting WHERE key = $1";
const NAMES: &str = "SELECT name FROM queue_state";
const WAITS: &str = "SELECT since, reason FROM queue_state ORDER BY name";
const HOLDS: &str = "SELECT name, since, until, reason FROM queue_state ORDER BY name";

const ATTEMPTS: &str = "SELECT made FROM attempts_made";

// Only a conversation is a burden to the relay. What a clock that was ahead has put on record
// does not count until its time has come.
const RECENT: &str = "
    SELECT COUNT(CASE WHEN at > $1 THEN 1 END), COUNT(*) FROM attempt
    WHERE at > $2 AND at <= $3 AND phase IS NOT NULL AND phase <> 'connect'";

const TAKEN: &str = "
    SELECT MAX(at) FROM attempt
    WHERE at <= $1 AND phase = 'final_dot' AND code BETWEEN 200 AND 299";

// What concerns our credentials is no refusal of a mail.
const REFUSALS: &str = "
    SELECT COUNT(*) FROM attempt
    WHERE at >= $1 AND at <= $2 AND code >= 500 AND code NOT IN (530, 534, 535, 538)
        AND phase IN ('mail', 'rcpt', 'data', 'body', 'final_dot')
        AND NOT EXISTS (SELECT 1 FROM bounce
            WHERE bounce.mail_id = attempt.mail_id AND bounce.at = attempt.at)";

/// What keeps the whole queue waiting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueWait {
    /// Since when.
    pub since: DateTime<Utc>,
    /// Why, in words.
    pub reason: String,
}

impl Store {
    /// Puts on record which brakes are on for a road; all others are off. A brake
    /// that was on keeps its beginning.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn record_holds(&self, road: &str, holds: &[Hold]) -> Result<(), StoreError> {
        let mut pen = self.pen(ACTION).await?;
        let mut tx = pen.begin(ACTION).await?;
        let on: Vec<_> = holds.iter().map(|hold| name(hold.brake, road)).collect();
        let known = sqlx::query_scalar(NAMES).fetch_all(&mut *tx).await;
        let known: Vec<String> = known.map_err(failed(ACTION))?;
        for name in known.iter().filter(|name| !on.contains(name)) {
            sqlx::query(GO_ON).bind(name).execute(&mut *tx).await.map_err(failed(ACTION))?;
        }
        for (name, hold) in on.iter().zip(holds) {
            let done = sqlx::query(HOLD)
                .bind(name)
                .bind(micros(hold.since))
                .bind(hold.until.map(micros))
                .bind(&hold.reason)
                .execute(&mut *tx)
                .await;
            done.map_err(failed(ACTION))?;
        }
        tx.commit().await.map_err(failed(ACTION))
    }

    /// Takes every brake off because a person says so, but for those that wait for a
    /// confirmation; says how many were on.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn end_holds(&self) -> Result<u64, StoreError> {
        let action = "let mails leave again";
        let mut pen = self.pen(action).await?;
        let mut tx = pen.begin(action).await?;
        let forgotten = sqlx::query(FORGET_ROAD).bind(ROAD).execute(&mut *tx).await;
        forgotten.map_err(failed(action))?;
        let done = sqlx::query(GO_ON_ALL).execute(&mut *tx).await.map_err(failed(action))?;
        tx.commit().await.map_err(failed(action))?;
        Ok(done.rows_affected())
    }

    /// The brakes that are on record, each with the road that it is for.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn holds(&self) -> Result<Vec<(String, Hold)>, StoreError> {
        let rows = sqlx::query(HOLDS).fetch_all(&self.reader).await.map_err(failed(ACTION))?;
        let mut holds = Vec::new();
        for row in rows {
            let name: String = row.get(0);
            // A name of an earlier version tells no road.
            let (brake, road) = name.split_once('/').unwrap_or((&name, ""));
            let Some(brake) = Brake::named(brake) else { continue };
            let until: Option<i64> = row.get(2);
            let until = until.map(|until| instant(until, ACTION)).transpose()?;
            let since = instant(row.get(1), ACTION)?;
            holds.push((road.to_owned(), Hold { brake, since, until, reason: row.get(3) }));
        }
        Ok(holds)
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

    /// The road on which mails left last, if any did.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn last_road(&self) -> Result<Option<String>, StoreError> {
        let known = self.setting(ROAD).await?;
        Ok(known.and_then(|known| Some(known.split_once(' ')?.0.to_owned())))
    }

    /// Since when the refusals on this road count: from its first mail, or from when a
    /// person let mails leave again.
    async fn road_since(&self, road: &str, now: DateTime<Utc>) -> Result<i64, StoreError> {
        let known = self.setting(ROAD).await?;
        let since = known.as_deref().and_then(|known| known.split_once(' '));
        if let Some((_, since)) = since.filter(|(of, _)| *of == road) {
            let since: i64 = since.parse().map_err(corrupt(ACTION))?;
            // Else a clock was ahead.
            if since <= micros(now) {
                return Ok(since);
            }
        }
        let since = micros(now);
        let done = sqlx::query(SET_ROAD).bind(ROAD).bind(format!("{road} {since}"));
        done.execute(&mut *self.pen(ACTION).await?).await.map_err(failed(ACTION))?;
        Ok(since)
    }

    /// How many attempts to send are on record.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn attempts_on_record(&self) -> Result<i64, StoreError> {
        let found =
            sqlx::query_scalar(ATTEMPTS).fetch_one(&mut *self.pen("count attempts").await?).await;
        found.map_err(failed("count attempts"))
    }

    /// What the attempts on record say of the last minute and day, and of the
    /// refusals that came last on this road.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn recent_attempts(
        &self,
        road: &str,
        now: DateTime<Utc>,
    ) -> Result<Recent, StoreError> {
        let action = "count recent attempts";
        let row = sqlx::query(RECENT)
            .bind(micros(now - TimeDelta::minutes(1)))
            .bind(micros(now - TimeDelta::days(1)))
            .bind(micros(now))
            .fetch_one(&self.reader)
            .await
            .map_err(failed(action))?;
        let since = self.road_since(road, now).await?;
        let mut pen = self.pen(action).await?;
        let taken = sqlx::query_scalar(TAKEN).bind(micros(now)).fetch_one(&mut *pen).await;
        let taken: Option<i64> = taken.map_err(failed(action))?;
        let since = taken.map_or(since, |taken| since.max(taken.saturating_add(1)));
        let refusals = sqlx::query_scalar(REFUSALS).bind(since).bind(micros(now));
        let refusals = refusals.fetch_one(&mut *pen).await;
        let refusals: i64 = refusals.map_err(failed(action))?;
        let count = |count: i64| u32::try_from(count).map_err(corrupt(action));
        let (last_minute, last_day) = (count(row.get(0))?, count(row.get(1))?);
        Ok(Recent { last_minute, last_day, refusals: count(refusals)? })
    }
}

fn name(brake: Brake, road: &str) -> String {
    format!("{}/{road}", brake.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Access, plans};

    /// Every pass asks, and a database keeps the attempts of years.
    #[tokio::test]
    async fn recent_attempts_are_found_without_looking_at_older_ones() {
        for statement in [RECENT, TAKEN, REFUSALS] {
            let steps = plans::steps(statement).await;
            assert!(steps.iter().any(|step| step.contains("USING INDEX attempt_at")), "{steps:?}");
            assert!(!steps.iter().any(|step| step.starts_with("SCAN")), "{steps:?}");
        }
        assert_eq!(plans::steps(ATTEMPTS).await, ["SCAN attempts_made"]);
    }

    /// One that was cut off, or was never tried, is none.
    #[tokio::test]
    async fn attempts_are_counted_as_they_are_put_on_record() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("kinerja.db"), Access::Write).await.unwrap();
        let attempts = "
            PRAGMA foreign_keys = 0;
            INSERT INTO attempt (mail_id, number, at, phase, reply)
            VALUES (1, 1, 0, 'rcpt', ''), (1, 2, 0, 'body', ''), (1, 3, 0, NULL, ''),
                (2, 1, 0, 'final_dot', '')";
        for statement in attempts.split(';') {
            sqlx::query(statement).execute(&mut *store.pen(ACTION).await.unwrap()).await.unwrap();
        }
        assert_eq!(store.attempts_on_record().await.unwrap(), 2);
    }
}
