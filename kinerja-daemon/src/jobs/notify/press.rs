//! Composes mails ahead of the sessions that send them, in a thread beside theirs: while
//! one is on its way, the next are made.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
};

use tokio::task::JoinHandle;

use super::{Letter, NotifyError, claimed::Claimed, feed::Tray};
use crate::{
    config::MailConfig,
    mail::{Composer, EmailAddress},
    policies::LoadedPolicy,
    store::Waiting,
};

/// Why a mail is held whose composing panicked.
pub(super) const FAULT: &str = "composing it met an unforeseen fault: see the log";

/// After so many mails the processor is offered to the sessions, which may wait for the
/// same one. Fewer would begin in a commit if they were offered it sooner.
const TURN_MAX: usize = 8;

/// What composing takes, beside what a mail tells.
#[derive(Debug)]
pub(super) struct Press {
    pub(super) composer: Composer,
    pub(super) instance_key: String,
    /// The sender.
    pub(super) from: (String, EmailAddress),
    /// The policy of the mail before: nearly always that of the next one too.
    policy: Mutex<Option<Arc<LoadedPolicy>>>,
}

/// A mail that was composed; or what keeps it from leaving.
#[derive(Debug)]
pub(super) struct Printed {
    pub(super) mail: Waiting,
    pub(super) letter: Result<Letter, String>,
}

impl Press {
    /// Makes ready to compose.
    pub(super) fn new(config: &MailConfig, instance_key: String) -> Result<Self, NotifyError> {
        let composer = Composer::new(config.templates.as_deref())
            .map_err(|error| NotifyError::Templates(error.to_string()))?;
        let from = (config.from_name.clone(), config.from.clone());
        Ok(Self { composer, instance_key, from, policy: Mutex::default() })
    }

    /// Composes mails one after the other, and hands each out when it is done.
    pub(super) fn print(self: &Arc<Self>, mails: Vec<Claimed>, tray: Tray) -> JoinHandle<()> {
        let (press, span) = (Arc::clone(self), tracing::Span::current());
        // Whatever ends it early, the desk knows which mails it did not hand out.
        tokio::task::spawn_blocking(move || {
            span.in_scope(|| {
                for (place, Claimed { mail, told }) in (1..).zip(mails) {
                    let made = || told.and_then(|told| press.letter(&mail, &told));
                    // The same mail would stop every pass, or the daemon, at the same place.
                    let letter = catch_unwind(AssertUnwindSafe(made))
                        .unwrap_or_else(|_| Err(FAULT.to_owned()));
                    if tray.send(Printed { mail, letter }).is_err() {
                        tracing::debug!("nobody waits for the mails that were composed");
                        break;
                    }
                    if place % TURN_MAX == 0 {
                        std::thread::yield_now();
                    }
                }
            });
        })
    }

    /// The policy of a text.
    pub(super) fn policy(&self, text: &str) -> Result<Arc<LoadedPolicy>, String> {
        let mut last = self.policy.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some(policy) if policy.text == text => Ok(Arc::clone(policy)),
            _ => {
                let policy = LoadedPolicy::parse(text.to_owned()).map_err(|e| e.to_string())?;
                Ok(Arc::clone(last.insert(Arc::new(policy))))
            }
        }
    }
}
