//! The database: what happened, put on record whole or not at all.
//!
//! The only room with SQL. Statements are constants that SQLite and PostgreSQL
//! both understand, but for lists, which are read by SQLite's `json_each`, and for what
//! becomes of mails (`outbox::batch`): many rows and a whole transaction in one text. There
//! is one writing connection, which begins every transaction by taking the right to write,
//! and a few reading ones. A call is never given up halfway: it does not stand inside
//! `select!` or `timeout`.

pub mod acts;
mod clock;
mod directory;
mod export;
mod files;
#[cfg(test)]
mod full;
mod instance;
mod judgements;
pub mod kept;
mod lacks;
mod names;
mod news;
mod obligations;
mod occurrences;
mod open;
mod open_steps;
mod outbox;
mod people;
#[cfg(test)]
mod plans;
mod proposals;
mod publications;
pub mod records;
mod rest;
mod results;
mod run_records;
mod runs;
mod setting;
mod standings;
pub mod trail;
mod unit_results;
mod unreported;
mod writer;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use kinerja_core::region::RegionCode;
use sqlx::SqlitePool;

pub use clock::ClockAccepted;
pub use directory::Listed;
pub use export::ExportRow;
pub use files::Taken;
pub use judgements::{Deciders, NewNotice, PendingJudgement};
pub use kept::{Kept, KeptError, StoredActual, StoredBehaviour, StoredReports};
pub use lacks::{Counting, Lacks};
pub use obligations::{DatedAct, DatedKind, Done};
pub use occurrences::{NewOccurrence, OccurrenceState, OpenOccurrence, OpenPerson, Opened};
pub use open::{Access, OpenError};
pub use open_steps::Undone;
pub use outbox::{
    Attempted, AuditOf, Bounced, Cancel, MAIL_STATES, MailAttempt, MailBounce, MailCounts,
    MailEvidence, MailId, MailName, MailRow, NewBounce, NewReminder, NotInHand, OnRecord,
    QueueWait, Release, ReminderFacts, Retry, Settled, Stamp, ToTell, UNKNOWN_PAUSE, Waiting,
};
pub use people::{Known, KnownIndicator, KnownUnit, UnitName};
pub use proposals::{ProposalRow, Proposals, StaffPost};
pub use publications::{EvaluatedUnit, Made, Publication, PublicationState};
pub use results::{About, ResultOfMail, StoredResult};
pub use run_records::{
    FollowUpRow, NewResult, NewRun, PersonInputs, Recorded, RunHead, RunKey, Used,
};
pub use standings::{EvaluatedPerson, PersonStanding, Whose};
pub use unit_results::{ActedOn, BlockedPerson, FollowUpCount};

/// A policy that was used stays on record.
const ADOPT_POLICY: &str = "
    INSERT INTO policy (region, sha256, body, adopted_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (region, sha256) DO NOTHING";

/// Remembers policies, people, their work, evaluations and mails.
#[derive(Debug, Clone)]
pub struct Store {
    writer: writer::Writer,
    reader: SqlitePool,
    epoch: outbox::Epoch,
    looked: news::Looked,
}

/// The database did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database itself failed.
    #[error("database: {action}: {source}")]
    Database {
        /// What was being done.
        action: &'static str,
        /// Why it failed.
        source: sqlx::Error,
    },
    /// What was read back is not what was written.
    #[error("database: {action}: a stored value cannot be read back: {reason}")]
    Corrupt {
        /// What was being done.
        action: &'static str,
        /// What is wrong.
        reason: String,
    },
}

impl StoreError {
    /// A stored value cannot be read back.
    pub fn corrupt(action: &'static str, reason: &impl std::fmt::Display) -> Self {
        Self::Corrupt { action, reason: reason.to_string() }
    }

    /// Whether one stored value is to blame, so that the others can still be worked
    /// on: it is not there, or is not what was written.
    pub const fn is_about_one_value(&self) -> bool {
        match self {
            Self::Corrupt { .. } => true,
            Self::Database { source, .. } => {
                matches!(source, sqlx::Error::RowNotFound | sqlx::Error::ColumnDecode { .. })
            }
        }
    }

    /// Whether the disk is full or does not keep what it was given, so that whoever
    /// goes on may not know what is on record; or the way to it is gone: a connection
    /// that has died is not replaced, and only a new start opens another.
    pub fn is_of_disk(&self) -> bool {
        let Self::Database { source, .. } = self else { return false };
        match self.code() {
            // IOERR, CORRUPT, FULL, NOTADB.
            Some(code) => matches!(code & 0xff, 10 | 11 | 13 | 26),
            None => matches!(source, sqlx::Error::WorkerCrashed | sqlx::Error::PoolClosed),
        }
    }

    /// Whether what was to be written did not fit on the disk: it is not on record, and
    /// whoever waits for room can go on.
    pub fn is_of_room(&self) -> bool {
        // FULL, and IOERR_SHMSIZE: what stands beside the write-ahead file cannot grow.
        self.code().is_some_and(|code| code & 0xff == 13 || code == 4_874)
    }

    /// Whether the disk fails, so that nobody may go on.
    pub fn is_of_failing_disk(&self) -> bool {
        self.is_of_disk() && !self.is_of_room()
    }

    /// SQLite's code of what failed, where it was a statement; its last byte is the kind.
    fn code(&self) -> Option<u32> {
        let Self::Database { source: sqlx::Error::Database(error), .. } = self else {
            return None;
        };
        error.code()?.parse().ok()
    }

    /// What was being done. It tells nothing of the value.
    pub const fn action(&self) -> &'static str {
        match self {
            Self::Corrupt { action, .. } | Self::Database { action, .. } => action,
        }
    }
}

/// Names what was being done when the database failed.
fn failed(action: &'static str) -> impl Fn(sqlx::Error) -> StoreError + Copy {
    move |source| StoreError::Database { action, source }
}

/// Names what was being done when a stored value could not be read back.
fn corrupt<E: std::fmt::Display>(action: &'static str) -> impl Fn(E) -> StoreError + Copy {
    move |error| StoreError::corrupt(action, &error)
}

/// An instant as it is stored.
fn micros(instant: DateTime<Utc>) -> i64 {
    instant.timestamp_micros()
}

/// A stored instant.
fn instant(micros: i64, action: &'static str) -> Result<DateTime<Utc>, StoreError> {
    DateTime::from_timestamp_micros(micros)
        .ok_or_else(|| corrupt(action)(format!("{micros} is no instant")))
}

/// Regions as they are stored; a code that cannot be read is no region's.
fn regions(
    found: Result<Vec<String>, sqlx::Error>,
    action: &'static str,
) -> Result<BTreeSet<RegionCode>, StoreError> {
    Ok(found.map_err(failed(action))?.iter().filter_map(|code| code.parse().ok()).collect())
}
