//! Whether the daemon lives, and whether it can work.

use std::{path::PathBuf, sync::Arc, time::Duration};

use axum::{extract::State, http::StatusCode};
use chrono::{DateTime, Utc};
use tokio::sync::Mutex;

use crate::{
    app::App,
    clock::Clock,
    mail::brakes::Hold,
    store::{Access, MailCounts, Store, StoreError},
    vitals::{Signs, Vitals},
};

/// How long one step may take: longer than the largest unit does on a slow disk.
const STEP_MAX: Duration = Duration::from_mins(20);

/// What is watched.
#[derive(Debug)]
pub struct Watched {
    database: PathBuf,
    clock: Clock,
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
    /// What keeps all mails waiting.
    pub(super) holds: Vec<Hold>,
}

impl Watched {
    /// What is watched of a daemon.
    pub fn of(app: &App, vitals: Vitals) -> Self {
        vitals.mails_go(app.config.mail.route.name());
        Self {
            database: app.config.database.clone(),
            clock: app.clock,
            vitals,
            store: Mutex::new(None),
        }
    }

    pub(super) async fn known(&self) -> Known {
        let (mails, holds) = match self.mails().await {
            Ok((mails, holds)) => (Ok(mails), holds),
            Err(error) => (Err(error), Vec::new()),
        };
        let oldest = mails.as_ref().ok().and_then(|mails| mails.oldest_waiting);
        let oldest = oldest.map(|oldest| (self.clock.now() - oldest).num_minutes());
        Known { signs: self.vitals.signs(), oldest, mails, holds }
    }

    async fn mails(&self) -> Result<(MailCounts, Vec<Hold>), String> {
        let mut store = self.store.lock().await;
        let store = match &mut *store {
            Some(store) => store,
            closed @ None => {
                let opened = Store::open(&self.database, Access::Read).await;
                closed.insert(opened.map_err(|error| error.to_string())?)
            }
        };
        let read = async {
            let holds = store.holds().await?.into_iter().map(|(_, hold)| hold);
            Ok::<_, StoreError>((store.mail_counts().await?, holds.collect()))
        };
        read.await.map_err(|error| error.to_string())
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
    let (wrong, lines) = known.said();
    let status = if wrong { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    (status, lines.join("\n") + "\n")
}

impl Known {
    /// Whether the daemon cannot work, and what there is to say.
    fn said(&self) -> (bool, Vec<String>) {
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
            (Some(failure), _) => format!("pass: could not begin, or broke off: {failure}"),
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
            let mail = self.signs.mail.unwrap_or("unknown");
            lines.push(format!("mails ({mail}): {} wait{oldest}", counts.waiting()));
        }
        lines.extend(self.holds.iter().map(|hold| {
            let at = |instant: DateTime<Utc>| instant.format("%Y-%m-%dT%H:%M:%SZ");
            let until = hold.until.map_or_else(
                || "until a person mends it".to_owned(),
                |until| format!("at least until {}", at(until)),
            );
            let (brake, since) = (hold.brake.name(), at(hold.since));
            format!("mails wait ({brake}) since {since}, {until}: {}", hold.reason)
        }));
        (stuck || failed || self.signs.failure.is_some(), lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::brakes::Brake;

    fn known(since_beat: Option<u64>, failure: Option<&str>) -> Known {
        let since_beat = since_beat.map(Duration::from_secs);
        let failure = failure.map(str::to_owned);
        let signs = Signs { since_beat, failure, mail: Some("live"), ..Signs::default() };
        Known { signs, oldest: Some(7), mails: Ok(MailCounts::default()), holds: Vec::new() }
    }

    #[test]
    fn it_is_ready_while_the_loop_goes_round_the_database_opens_and_passes_begin() {
        let (wrong, lines) = known(Some(30), None).said();
        assert!(!wrong, "{lines:?}");
        assert_eq!(lines.last().unwrap(), "mails (live): 0 wait; the oldest has waited 7 minutes");
        for bad in [known(None, None), known(Some(3_600), None), known(Some(1), Some("the disk"))] {
            assert!(bad.said().0);
        }
        let closed = Known { mails: Err("no such file".to_owned()), ..known(Some(1), None) };
        let (wrong, lines) = closed.said();
        assert!(wrong && lines.contains(&"database: no such file".to_owned()), "{lines:?}");
    }

    #[test]
    fn it_tells_why_mails_wait_and_stays_ready() {
        let hold = |brake, until| Hold {
            brake,
            since: DateTime::UNIX_EPOCH,
            until,
            reason: "the reason".to_owned(),
        };
        let soon = DateTime::from_timestamp(60, 0);
        let holds = vec![hold(Brake::Credentials, None), hold(Brake::Policy, soon)];
        let (wrong, lines) = Known { holds, ..known(Some(1), None) }.said();
        assert!(!wrong, "{lines:?}");
        let said = "mails wait (credentials) since 1970-01-01T00:00:00Z, until a person mends it: the reason";
        assert_eq!(lines[lines.len() - 2], said);
        let said = "mails wait (policy) since 1970-01-01T00:00:00Z, at least until 1970-01-01T00:01:00Z: the reason";
        assert_eq!(lines[lines.len() - 1], said);
    }
}
