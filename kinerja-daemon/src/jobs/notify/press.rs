//! Composes mails ahead of the sessions that send them.
//!
//! It has no thread of its own: on two processors, threads that wake each other for every
//! mail cost more than they gain.

use std::{
    cell::RefCell,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use super::{Letter, NotifyError, claimed::Claimed};
use crate::{
    config::MailConfig,
    mail::{Composer, EmailAddress, ReturnPath},
    policies::LoadedPolicy,
    store::Waiting,
};

/// Why a mail is held whose composing panicked.
pub(super) const FAULT: &str = "composing it met an unforeseen fault: see the log";

/// What composing takes, beside what a mail tells.
#[derive(Debug)]
pub(super) struct Press {
    pub(super) composer: Composer,
    pub(super) instance_key: String,
    /// The sender.
    pub(super) from: (String, EmailAddress),
    pub(super) return_path: ReturnPath,
    /// The policy of the mail before: nearly always that of the next one too.
    policy: RefCell<Option<Arc<LoadedPolicy>>>,
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
        let return_path = config.return_path.clone();
        Ok(Self { composer, instance_key, from, return_path, policy: RefCell::default() })
    }

    /// Composes a mail.
    pub(super) fn print(&self, Claimed { mail, told }: Claimed) -> Printed {
        let made = || told.and_then(|told| self.letter(&mail, &told));
        // The same mail would stop every pass, or the daemon, at the same place.
        let letter = catch_unwind(AssertUnwindSafe(made)).unwrap_or_else(|_| Err(FAULT.to_owned()));
        Printed { mail, letter }
    }

    /// The policy of a text.
    pub(super) fn policy(&self, text: &str) -> Result<Arc<LoadedPolicy>, String> {
        let mut last = self.policy.borrow_mut();
        match &*last {
            Some(policy) if policy.text == text => Ok(Arc::clone(policy)),
            _ => {
                let policy = LoadedPolicy::parse(text.to_owned()).map_err(|e| e.to_string())?;
                Ok(Arc::clone(last.insert(Arc::new(policy))))
            }
        }
    }
}
