//! Mails that wait, are on their way, or have left.

mod audit;
mod batch;
mod bounces;
mod cancel;
mod claim;
mod counts;
mod epoch;
mod evidence;
mod key;
mod list;
mod missing;
mod queue;
mod rehearsed;
mod release;
mod reminders;
mod retry;
mod settle;
mod stamp;
mod superseded;
mod take_back;

pub use audit::{AuditOf, OnRecord, ToTell};
pub use bounces::{Bounced, MailBounce, NewBounce};
pub use cancel::Cancel;
pub use claim::{UNKNOWN_PAUSE, Waiting};
pub use counts::MailCounts;
pub(super) use epoch::Epoch;
pub use evidence::{MailAttempt, MailEvidence, MailName};
pub(super) use key::key;
pub use list::MailRow;
pub use queue::QueueWait;
pub use release::Release;
pub use reminders::{NewReminder, ReminderFacts};
pub use retry::Retry;
pub use stamp::{Attempted, NotInHand, Settled, Stamp};
pub(super) use take_back::take_back;

/// The states that a mail can be in.
pub const MAIL_STATES: [&str; 10] = [
    "queued",
    "claimed",
    "data_started",
    "sent",
    "deferred",
    "rejected",
    "unknown",
    "held",
    "expired",
    "cancelled",
];

/// The number of a mail in the database.
pub type MailId = i64;
