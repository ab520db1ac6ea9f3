//! How many mails are in which state.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{
    super::{Store, StoreError, corrupt, failed, instant},
    rehearsed::rehearsed,
    superseded::superseded,
};

const REHEARSED: &str = concat!("SELECT COUNT(*) FROM mail WHERE ", rehearsed!());

const COUNTS: &str = "SELECT state, COUNT(*), MIN(enqueued_at) FROM mail GROUP BY state";

// Each by its own index, which has only these.
const WAITING: &str = "
    SELECT (SELECT COUNT(*) FROM mail WHERE waits)
        + (SELECT COUNT(*) FROM mail WHERE in_hand)";

// What was corrected since is told by another mail.
const EXPIRED_RESULTS: &str = concat!(
    "SELECT COUNT(*) FROM mail WHERE state = 'expired' AND event = 'result' AND NOT ",
    superseded!()
);

const WITHOUT_ADDRESS: &str = "
    SELECT COUNT(DISTINCT employee.id)
    FROM employee
    JOIN membership ON membership.employee_id = employee.id
    WHERE employee.email IS NULL";

/// The states of mails that will be tried again by themselves.
const WAIT: [&str; 5] = ["queued", "claimed", "data_started", "deferred", "unknown"];

/// How many mails are in which state.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailCounts {
    /// By state.
    pub by_state: BTreeMap<String, u64>,
    /// When the oldest was queued of those that will be tried again by themselves.
    pub oldest_waiting: Option<DateTime<Utc>>,
    /// People with a result who have no address.
    pub without_address: u64,
}

impl MailCounts {
    /// Mails that will be tried again by themselves.
    pub fn waiting(&self) -> u64 {
        WAIT.iter().filter_map(|state| self.by_state.get(*state)).sum()
    }

    /// Mails that the relay refused for good.
    pub fn rejected(&self) -> u64 {
        self.by_state.get("rejected").copied().unwrap_or_default()
    }

    /// Mails that wait for a person.
    pub fn held(&self) -> u64 {
        self.by_state.get("held").copied().unwrap_or_default()
    }
}

impl Store {
    /// Mails that went into a folder or to one address in place of the person's: nobody
    /// whom they are meant for has received them.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn rehearsed_mails(&self) -> Result<i64, StoreError> {
        let found = sqlx::query_scalar(REHEARSED).fetch_one(&self.reader).await;
        found.map_err(failed("count rehearsed mails"))
    }

    /// Mails that expired before they left, each of which was to tell a person a result that
    /// stands.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn expired_results(&self) -> Result<i64, StoreError> {
        let found = sqlx::query_scalar(EXPIRED_RESULTS).fetch_one(&self.reader).await;
        found.map_err(failed("count mails that expired"))
    }

    /// How many mails will be tried again by themselves.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn waiting_mails(&self) -> Result<u64, StoreError> {
        let action = "count the mails that wait";
        let found: i64 =
            sqlx::query_scalar(WAITING).fetch_one(&self.reader).await.map_err(failed(action))?;
        u64::try_from(found).map_err(corrupt(action))
    }

    /// How many mails are in which state.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn mail_counts(&self) -> Result<MailCounts, StoreError> {
        let action = "count the mails";
        let rows = sqlx::query_as::<_, (String, i64, i64)>(COUNTS)
            .fetch_all(&self.reader)
            .await
            .map_err(failed(action))?;
        let mut counts = MailCounts::default();
        for (state, count, oldest) in rows {
            if WAIT.contains(&state.as_str()) {
                let oldest = instant(oldest, action)?;
                let before = counts.oldest_waiting.unwrap_or(oldest);
                counts.oldest_waiting = Some(before.min(oldest));
            }
            counts.by_state.insert(state, u64::try_from(count).map_err(corrupt(action))?);
        }
        let without: i64 = sqlx::query_scalar(WITHOUT_ADDRESS)
            .fetch_one(&self.reader)
            .await
            .map_err(failed(action))?;
        counts.without_address = u64::try_from(without).map_err(corrupt(action))?;
        Ok(counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::plans;

    #[tokio::test]
    async fn mails_that_wait_are_counted_without_looking_at_those_sent() {
        for index in ["mail_waiting", "mail_in_hand"] {
            plans::has(WAITING, &format!("SCAN mail USING INDEX {index}")).await;
        }
    }
}
