//! Whether the daemon lives, and whether it can work.

use std::{path::PathBuf, sync::Arc, time::Duration};

use axum::{extract::State, http::StatusCode};
use tokio::sync::Mutex;

use crate::{
    app::App,
    clock::Clock,
    store::{Access, MailCounts, Store},
    vitals::{Signs, Vitals},
};

/// How long one step may take: a mail whose relay answers as late as the standard
/// allows.
const STEP_MAX: Duration = Duration::from_mins(20);

/// What is watched.
#[derive(Debug)]
pub struct Watched {
    database: PathBuf,
    clock: Clock,
    pub(super) mail: &'static str,
    vitals: Vitals,
    /// Opened when somebody first asks, for reading only.
    store: Mutex<Option<Store>>,
}

/// What is known when somebody asks.
pub(super) struct Known {
    pub(super) signs: Signs,
    /// How long the oldest unsent mail has waited, in minutes.
    pub(super) oldest: Option<i64>,
    pub(super) mails: Result<MailCounts, String>,
}

impl Watched {
    /// What is watched of a daemon.
    pub fn of(app: &App, vitals: Vitals) -> Self {
        Self {
            database: app.config.database.clone(),
            clock: app.clock,
            mail: app.config.mail.route.name(),
            vitals,
            store: Mutex::new(None),
        }
    }

    pub(super) async fn known(&self) -> Known {
        let mails = self.mails().await;
        let oldest = mails.as_ref().ok().and_then(|mails| mails.oldest_waiting);
        let oldest = oldest.map(|oldest| (self.clock.now() - oldest).num_minutes());
        Known { signs: self.vitals.signs(), oldest, mails }
    }

    async fn mails(&self) -> Result<MailCounts, String> {
        let mut store = self.store.lock().await;
        let store = match &mut *store {
            Some(store) => store,
            closed @ None => {
                let opened = Store::open(&self.database, Access::Read).await;
                closed.insert(opened.map_err(|error| error.to_string())?)
            }
        };
        store.mail_counts().await.map_err(|error| error.to_string())
    }
}

/// Whether the loop goes round.
pub(super) async fn lives(State(watched): State<Arc<Watched>>) -> (StatusCode, &'static str) {
    match watched.vitals.signs().since_beat {
        Some(since) if since <= STEP_MAX => (StatusCode::OK, "alive\n"),
        Some(_) => (StatusCode::SERVICE_UNAVAILABLE, "the loop stands still\n"),
        None => (StatusCode::SERVICE_UNAVAILABLE, "the loop has not begun\n"),
    }
}

/// Whether it can work, and what an operator should look at.
pub(super) async fn is_ready(State(watched): State<Arc<Watched>>) -> (StatusCode, String) {
    let known = watched.known().await;
    let (wrong, lines) = known.said(watched.mail);
    let status = if wrong { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    (status, lines.join("\n") + "\n")
}

impl Known {
    /// Whether the daemon cannot work, and what there is to say.
    fn said(&self, mail: &str) -> (bool, Vec<String>) {
        let mut lines = Vec::new();
        let stuck = self.signs.since_beat.is_none_or(|since| since > STEP_MAX);
        if stuck {
            lines.push("loop: stands still, or has not begun".to_owned());
        }
        let (failed, database) = match &self.mails {
            Ok(_) => (false, "database: can be read".to_owned()),
            Err(error) => (true, format!("database: {error}")),
        };
        lines.push(database);
        lines.push(match (&self.signs.failure, self.signs.last_pass) {
            (Some(failure), _) => format!("pass: could not begin: {failure}"),
            (None, Some(at)) => {
                let at = at.format("%Y-%m-%dT%H:%M:%SZ");
                format!("pass: the last ended at {at} with {} faults", self.signs.faults)
            }
            (None, None) => "pass: none has ended yet".to_owned(),
        });
        if let Ok(counts) = &self.mails {
            let oldest = self.oldest.map_or_else(String::new, |minutes| {
                format!("; the oldest has waited {minutes} minutes")
            });
            lines.push(format!("mails ({mail}): {} wait{oldest}", counts.waiting()));
        }
        (stuck || failed || self.signs.failure.is_some(), lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(since_beat: Option<u64>, failure: Option<&str>) -> Known {
        let since_beat = since_beat.map(Duration::from_secs);
        let failure = failure.map(str::to_owned);
        let signs = Signs { since_beat, failure, ..Signs::default() };
        Known { signs, oldest: Some(7), mails: Ok(MailCounts::default()) }
    }

    #[test]
    fn it_is_ready_while_the_loop_goes_round_the_database_opens_and_passes_begin() {
        let (wrong, lines) = known(Some(30), None).said("live");
        assert!(!wrong, "{lines:?}");
        assert_eq!(lines.last().unwrap(), "mails (live): 0 wait; the oldest has waited 7 minutes");
        for bad in [known(None, None), known(Some(3_600), None), known(Some(1), Some("the disk"))] {
            assert!(bad.said("live").0);
        }
        let closed = Known { mails: Err("no such file".to_owned()), ..known(Some(1), None) };
        let (wrong, lines) = closed.said("live");
        assert!(wrong && lines.contains(&"database: no such file".to_owned()), "{lines:?}");
    }
}
