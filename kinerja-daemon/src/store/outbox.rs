//! Mails that wait, are on their way, or have left.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use kinerja_core::{calendar::Period, region::RegionCode};
use sqlx::Row;

use super::{Store, StoreError, corrupt, failed, instant, micros};

/// A mail whose outcome is unknown is sent once more after this pause.
pub const UNKNOWN_PAUSE: TimeDelta = TimeDelta::minutes(15);

// A mail that was claimed and not yet begun has surely not been sent. One whose
// body may have left is unknown: it is sent once more, and then held for a person.
const FREE_CLAIMED: &str = "UPDATE mail SET state = 'queued' WHERE state = 'claimed'";
const MARK_UNKNOWN: &str = "
    UPDATE mail
    SET state = CASE WHEN copies >= 2 THEN 'held' ELSE 'unknown' END, due_at = $1
    WHERE state = 'data_started'";

// The condition on the state is repeated: if another worker took the row between
// the two, nothing is updated and nothing is returned.
const CLAIM: &str = "
    UPDATE mail
    SET state = 'claimed', attempts = attempts + 1
    WHERE id = (
        SELECT id FROM mail
        WHERE state IN ('queued', 'deferred', 'unknown') AND due_at <= $1
        ORDER BY due_at, id
        LIMIT 1)
    AND state IN ('queued', 'deferred', 'unknown')
    RETURNING id, employee_id, run_id, event, enqueued_at, attempts, copies, sha256";

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

// Whoever got an address after the run is told too; but nobody twice what a mail
// of an earlier revision has told already.
const QUEUE_MISSING: &str = "
    INSERT INTO mail (employee_id, run_id, event, state, enqueued_at, due_at, attempts, copies)
    SELECT result.employee_id, result.run_id, 'result', 'queued', $1, $1, 0, 0
    FROM run
    JOIN result ON result.run_id = run.id
    JOIN employee ON employee.id = result.employee_id
    WHERE run.kind = 'evaluate' AND employee.email IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM run later
            WHERE later.kind = run.kind AND later.region = run.region
                AND later.period = run.period AND later.unit = run.unit
                AND later.revision > run.revision)
        AND NOT EXISTS (SELECT 1 FROM run earlier
            JOIN mail ON mail.run_id = earlier.id AND mail.employee_id = result.employee_id
            JOIN result told ON told.run_id = mail.run_id
                AND told.employee_id = mail.employee_id
            WHERE earlier.kind = run.kind AND earlier.region = run.region
                AND earlier.period = run.period AND earlier.unit = run.unit
                AND mail.event = 'result' AND mail.state <> 'cancelled'
                AND told.derivation = result.derivation)
    ORDER BY result.run_id, result.employee_id
    ON CONFLICT (run_id, employee_id, event) DO NOTHING";

const REHEARSED: &str = "SELECT COUNT(*) FROM mail WHERE state = 'sent' AND last_reply = 'maildir'";

const COUNTS: &str = "SELECT state, COUNT(*), MIN(enqueued_at) FROM mail GROUP BY state";

const LIST: &str = "
    SELECT mail.id, mail.state, run.region, run.period, mail.event, mail.attempts, mail.due_at,
        mail.last_reply
    FROM mail
    JOIN run ON run.id = mail.run_id
    ORDER BY mail.id";

const WITHOUT_ADDRESS: &str = "
    SELECT COUNT(DISTINCT employee.id)
    FROM employee
    JOIN membership ON membership.employee_id = employee.id
    WHERE employee.email IS NULL";

const FIND_SETTING: &str = "SELECT value FROM setting WHERE key = $1";
const KEEP_SETTING: &str =
    "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING";

/// The states that a mail can be in.
pub const MAIL_STATES: [&str; 9] = [
    "queued",
    "claimed",
    "data_started",
    "sent",
    "deferred",
    "rejected",
    "unknown",
    "held",
    "cancelled",
];

/// The number of a mail in the database.
pub type MailId = i64;

/// A mail that was claimed for sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its number.
    pub id: MailId,
    /// Whom it tells.
    pub employee: i64,
    /// Which run it tells of.
    pub run: i64,
    /// What it is about.
    pub event: String,
    /// When it was queued.
    pub enqueued_at: DateTime<Utc>,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// How often its body began to leave before.
    pub copies: u32,
    /// The digest of the bytes that an earlier attempt began to send.
    pub sha256: Option<String>,
}

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

/// How many mails are in which state.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailCounts {
    /// By state.
    pub by_state: BTreeMap<String, u64>,
    /// When the oldest that has not left was queued.
    pub oldest_waiting: Option<DateTime<Utc>>,
    /// People with a result who have no address.
    pub without_address: u64,
}

impl MailCounts {
    /// Mails that will be tried again by themselves.
    pub fn waiting(&self) -> u64 {
        ["queued", "claimed", "data_started", "deferred", "unknown"]
            .iter()
            .filter_map(|state| self.by_state.get(*state))
            .sum()
    }

    /// Mails that wait for a person.
    pub fn held(&self) -> u64 {
        self.by_state.get("held").copied().unwrap_or_default()
    }
}

impl Store {
    /// Finds what a stopped daemon left behind: mails on their way are waiting
    /// again, or unknown where the body may have left.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn recover_mails(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let action = "look after mails on their way";
        let mut tx = self.begin(action).await?;
        sqlx::query(FREE_CLAIMED).execute(&mut *tx).await.map_err(failed(action))?;
        sqlx::query(MARK_UNKNOWN)
            .bind(micros(now + UNKNOWN_PAUSE))
            .execute(&mut *tx)
            .await
            .map_err(failed(action))?;
        tx.commit().await.map_err(failed(action))
    }

    /// Queues the mails of people who have got an address since their result;
    /// says how many.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn queue_missing_mails(&self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let done = sqlx::query(QUEUE_MISSING).bind(micros(now)).execute(&self.writer).await;
        Ok(done.map_err(failed("queue missing mails"))?.rows_affected())
    }

    /// Hands out the mail that has waited longest. Nobody else is given it.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn claim_mail(&self, now: DateTime<Utc>) -> Result<Option<Waiting>, StoreError> {
        let action = "claim a mail";
        let row = sqlx::query(CLAIM)
            .bind(micros(now))
            .fetch_optional(&self.writer)
            .await
            .map_err(failed(action))?;
        row.map(|row| {
            Ok(Waiting {
                id: row.get(0),
                employee: row.get(1),
                run: row.get(2),
                event: row.get(3),
                enqueued_at: instant(row.get(4), action)?,
                attempt: u32::try_from(row.get::<i64, _>(5)).map_err(corrupt(action))?,
                copies: u32::try_from(row.get::<i64, _>(6)).map_err(corrupt(action))?,
                sha256: row.get(7),
            })
        })
        .transpose()
    }

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

    /// Mails that went into a folder: nobody has received them.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn rehearsed_mails(&self) -> Result<i64, StoreError> {
        let found = sqlx::query_scalar(REHEARSED).fetch_one(&self.reader).await;
        found.map_err(failed("count rehearsed mails"))
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
            let settled = matches!(state.as_str(), "sent" | "rejected" | "cancelled");
            if !settled {
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

    /// A setting that is made once and kept: the same after every restart and
    /// from every restored backup.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn keep_setting(&self, key: &str, fresh: &str) -> Result<String, StoreError> {
        let action = "keep a setting";
        sqlx::query(KEEP_SETTING)
            .bind(key)
            .bind(fresh)
            .execute(&self.writer)
            .await
            .map_err(failed(action))?;
        sqlx::query_scalar(FIND_SETTING)
            .bind(key)
            .fetch_one(&self.writer)
            .await
            .map_err(failed(action))
    }
}

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
