//! What is done of the reminders that were missed: the latest that is still of
//! use, and of the others it stands on record why not.

use chrono::{DateTime, Utc};
use kinerja_core::region::{Hears, NoReminder};

use super::{Event, Occurrence, Subject};

/// Why something is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Skip {
    /// A later one came before anybody was told.
    #[error("a later reminder takes its place")]
    Superseded,
    /// Nobody looked while it was of use.
    #[error("it was of no use any more when it was looked at")]
    TooLate,
    /// What it was about was done, or withdrawn.
    #[error("there was nothing to remind of any more before anybody was told")]
    Ended,
    /// There is no day for it.
    #[error(transparent)]
    None(#[from] NoReminder),
}

/// Who is told of whom.
fn told<'a>(occurrence: &Occurrence<'a>) -> (Subject<'a>, Option<Hears>) {
    match occurrence.key.event {
        Event::Reminder { hears, .. } => (occurrence.key.subject, Some(hears)),
        Event::Evaluation | Event::Invitation => (occurrence.key.subject, None),
    }
}

/// Marks those reminders of one thing that are not to be done: all but the latest
/// that is still of use, for each of those who hear.
pub(super) fn keep_the_latest(reminders: &mut [Occurrence<'_>], now: DateTime<Utc>) {
    reminders.sort_by_key(|reminder| (reminder.due, reminder.key.event));
    for place in (0..reminders.len()).rev() {
        let (_, rest) = reminders.split_at_mut(place);
        let Some((reminder, later)) = rest.split_first_mut() else { continue };
        if reminder.skipped.is_some() {
            continue;
        }
        if reminder.useful_until.is_some_and(|until| until <= now) {
            reminder.skipped = Some(Skip::TooLate);
        } else if later.iter().any(|other| other.skipped.is_none() && told(other) == told(reminder))
        {
            reminder.skipped = Some(Skip::Superseded);
        }
    }
}
