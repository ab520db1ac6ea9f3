//! Mails that wait, are on their way, or have left.

mod claim;
mod counts;
mod list;
mod missing;
mod stamp;

pub use claim::{UNKNOWN_PAUSE, Waiting};
pub use counts::MailCounts;
pub use list::MailRow;
pub use stamp::Settled;

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
