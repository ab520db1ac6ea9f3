//! Signs of life of a running daemon, for whoever watches it.

mod supervisor;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};

use crate::clock::Clock;

pub(crate) use supervisor::Supervisor;

/// Signs of life, shared between the loop that gives them and those who watch.
#[derive(Debug, Clone, Default)]
pub struct Vitals(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    /// By the clock that never goes back, so that a wrong wall clock neither hides a loop
    /// that stands still nor makes one up.
    beat: Option<Duration>,
    /// When the supervisor was last told of a beat.
    told: Option<Duration>,
    supervisor: Supervisor,
    signs: Signs,
}

/// What is known of a daemon's passes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signs {
    /// How long ago the loop last came round; none before it has begun.
    pub since_beat: Option<Duration>,
    /// Passes that ended.
    pub passes: u64,
    /// When the last one ended.
    pub last_pass: Option<DateTime<Utc>>,
    /// Parts of the last one that failed.
    pub faults: usize,
    /// Why the last one could not begin or broke off, if so.
    pub failure: Option<String>,
    /// Where mails go; none before anybody said.
    pub mail: Option<&'static str>,
}

impl Vitals {
    /// Signs that the host's supervisor is told of too.
    pub(crate) fn watched_by(supervisor: Supervisor) -> Self {
        Self(Arc::new(Mutex::new(Kept { supervisor, ..Kept::default() })))
    }

    /// The loop came round, or work took one more step.
    pub fn beat(&self) {
        let (mut kept, now) = (self.kept(), Clock::System.steady());
        kept.beat = Some(now);
        let is_due = |every| kept.told.is_none_or(|told| now.saturating_sub(told) >= every);
        if kept.supervisor.every.is_some_and(is_due) {
            kept.supervisor.alive();
            kept.told = Some(now);
        }
    }

    /// A pass ended at an instant; so many parts of it failed.
    pub fn passed(&self, faults: usize, now: DateTime<Utc>) {
        let signs = &mut self.kept().signs;
        signs.passes += 1;
        signs.last_pass = Some(now);
        signs.faults = faults;
        signs.failure = None;
    }

    /// The mails of the last pass were sent, as far as they could be; so many more parts of
    /// it failed.
    pub fn delivered(&self, faults: usize) {
        self.kept().signs.faults += faults;
    }

    /// A pass could not begin, or broke off.
    pub fn failed(&self, reason: String) {
        self.kept().signs.failure = Some(reason);
    }

    /// Mails go this way from now on.
    pub fn mails_go(&self, mail: &'static str) {
        self.kept().signs.mail = Some(mail);
    }

    /// What is known now.
    pub fn signs(&self) -> Signs {
        let (kept, now) = (self.kept(), Clock::System.steady());
        Signs { since_beat: kept.beat.map(|beat| now.saturating_sub(beat)), ..kept.signs.clone() }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Whoever panicked while holding it has left whole values behind.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_watches_sees_what_the_loop_says() {
        let (vitals, at) = (Vitals::default(), "2026-07-20T01:00:00Z".parse().unwrap());
        let watcher = vitals.clone();
        assert_eq!(watcher.signs(), Signs::default());
        vitals.beat();
        assert!(watcher.signs().since_beat.is_some());
        vitals.failed("the disk is full".to_owned());
        assert_eq!(watcher.signs().failure.as_deref(), Some("the disk is full"));
        vitals.passed(1, at);
        let signs = watcher.signs();
        assert_eq!((signs.passes, signs.faults, signs.failure), (1, 1, None));
        assert_eq!(signs.last_pass, Some(at));
    }
}
