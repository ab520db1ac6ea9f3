//! Finds what is due and does it: evaluations, summaries, mails, in this order.

mod lock;
mod serve;

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

pub use lock::{InstanceLock, LockError};
pub use serve::{ServeError, check_wake, serve};

use crate::{
    app::App,
    jobs::{
        evaluate::{self, Outcome, Request},
        notify::{Notifier, NotifyError, Sent},
        summarise::{self, SummariseError},
    },
    obligation::due_evaluations,
    progress::Progress,
    store::{RunKey, Store, StoreError},
};

/// What one pass did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pass {
    /// Evaluations of units.
    pub units: u32,
    /// People who were evaluated.
    pub people: u32,
    /// Summaries of regions.
    pub summaries: u32,
    /// What became of the mails; none when mail is off.
    pub mails: Option<Sent>,
}

/// Why a pass ended early. What it had done by then is on record.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PassError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A summary could not be published.
    #[error(transparent)]
    Summary(#[from] SummariseError),
    /// Mail could not be sent at all.
    #[error(transparent)]
    Mail(#[from] NotifyError),
}

/// Tells work to stop at the next whole step.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks to stop.
    pub fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether anyone has asked.
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Does everything that is due at the instant the clock shows.
///
/// # Errors
///
/// Fails when database, folders or templates do; trouble with the mail relay is
/// no error, it stands in [`Pass::mails`].
pub async fn pass(app: &App, store: &Store, stop: &Stop) -> Result<Pass, PassError> {
    let mut done = Pass::default();
    store.recover_mails(app.clock.now()).await?;
    evaluate_due(app, store, stop, &mut done).await?;
    for policy in app.policies.values() {
        if stop.is_asked() {
            return Ok(done);
        }
        if summarise::run(store, policy, &app.config.summaries).await?.is_some() {
            done.summaries += 1;
        }
    }
    done.mails = send(app, store, stop).await?;
    Ok(done)
}

/// What is due in all regions, the oldest first.
async fn due(app: &App, store: &Store) -> Result<Vec<RunKey>, StoreError> {
    let mut due = Vec::new();
    for (region, loaded) in &app.policies {
        let units = store.units(region).await?;
        let done = store.units_done(region).await?;
        due.extend(due_evaluations(&loaded.policy, &units, &done, app.clock.now()));
    }
    due.sort_by_key(|key| key.period.end());
    Ok(due)
}

async fn evaluate_due(
    app: &App,
    store: &Store,
    stop: &Stop,
    done: &mut Pass,
) -> Result<(), StoreError> {
    let due = due(app, store).await?;
    let progress = Progress::of("evaluating", due.len());
    for key in &due {
        if stop.is_asked() {
            break;
        }
        let Some(policy) = app.policies.get(&key.region) else { continue };
        let as_of = app.clock.now();
        let request = Request { policy, key, as_of, revise: None, dry_run: false };
        if let Outcome::Evaluated { tally, .. } = evaluate::run(store, request).await? {
            done.units += 1;
            done.people += tally.people;
            tracing::info!(region = %key.region, period = %key.period, unit = key.unit,
                people = tally.people, blocked = tally.blocked, "evaluated a unit");
        }
        progress.step();
    }
    Ok(())
}

/// Sends the mails that wait; none when mail is off.
///
/// # Errors
///
/// Fails when database, folder or templates do.
pub async fn send(app: &App, store: &Store, stop: &Stop) -> Result<Option<Sent>, NotifyError> {
    let Some(mut notifier) = Notifier::new(store, &app.config.mail, app.clock).await? else {
        return Ok(None);
    };
    let waiting = store.mail_counts().await?.waiting();
    let progress = Progress::of("sending mails", usize::try_from(waiting).unwrap_or(usize::MAX));
    let sent = notifier
        .pass(|sent| {
            progress.at(sent.sent + sent.kept + sent.rejected);
            !stop.is_asked()
        })
        .await?;
    if let Some(trouble) = &sent.trouble {
        tracing::warn!(trouble, "mails wait: the relay is in trouble");
    }
    Ok(Some(sent))
}
