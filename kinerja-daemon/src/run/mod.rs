//! Finds what is due and does it: evaluations, summaries, mails, in this order.

mod lock;
mod reload;
mod serve;
mod stop;

pub use lock::{InstanceLock, LockError};
pub use reload::ReloadError;
pub use serve::{ServeError, check_wake, serve};
pub use stop::Stop;

use crate::{
    app::App,
    jobs::{
        evaluate::{self, Outcome, Request},
        notify::{Courier, Notifier, NotifyError, Road, Sent},
        summarise, tell,
    },
    obligation::due_evaluations,
    policies::LoadedPolicy,
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
    /// Decisions and outcomes of objections that people are to be told.
    pub notices: u32,
    /// What became of the mails; none when mail is off.
    pub mails: Option<Sent>,
    /// What went wrong. Each stands for one unit, one region or the mails, and
    /// has not kept the others from being done.
    pub faults: Vec<String>,
}

impl Pass {
    /// Puts a fault on the list and in the log.
    fn fault(&mut self, of: &str, error: &dyn std::fmt::Display) {
        tracing::error!(of, %error, "a part of the pass failed");
        self.faults.push(format!("{of}: {error}"));
    }
}

/// Why a pass could not begin.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PassError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Does everything that is due at the instant the clock shows. What goes wrong
/// with one unit, one region or the mails stands in [`Pass::faults`] and stops
/// nothing else; trouble with the mail relay stands in [`Pass::mails`].
///
/// # Errors
///
/// Fails when the database cannot be worked on at all.
pub async fn pass(app: &App, store: &Store, stop: &Stop) -> Result<Pass, PassError> {
    pass_by(Road::of(&app.config.mail.route), app, store, stop).await
}

/// As [`pass`], with mails that go by couriers of the caller's choice; none leave
/// where there are none.
///
/// # Errors
///
/// As [`pass`].
pub async fn pass_by(
    road: Result<Vec<impl Courier>, NotifyError>,
    app: &App,
    store: &Store,
    stop: &Stop,
) -> Result<Pass, PassError> {
    let mut done = Pass::default();
    store.recover_mails(app.clock.now()).await?;
    evaluate_due(app, store, stop, &mut done).await;
    for policy in app.policies.values() {
        if stop.is_asked() {
            return Ok(done);
        }
        match tell::run(store, policy, app.clock).await {
            Ok(told) => {
                done.notices += told.notices;
                if told.unreadable > 0 {
                    let people = told.unreadable;
                    let waits = format!(
                        "{people} people have a decision that cannot be told: what it rests on cannot be read back; see the log"
                    );
                    done.fault(policy.policy.code.as_str(), &waits);
                }
            }
            Err(error) => done.fault(policy.policy.code.as_str(), &error),
        }
        let folders =
            summarise::Folders { summaries: &app.config.summaries, reports: &app.config.reports };
        let today = app.clock.now().with_timezone(&policy.policy.zone).date_naive();
        match summarise::run(store, policy, folders, today).await {
            Ok(published) => done.summaries += u32::from(published.is_some()),
            Err(error) => done.fault(policy.policy.code.as_str(), &error),
        }
    }
    match send(road, app, store, stop).await {
        Ok(mails) => {
            for missed in mails.iter().flat_map(|sent| &sent.astray) {
                done.fault("mails", missed);
            }
            done.mails = mails;
        }
        Err(error) => {
            // What it had in hand is found again by the next pass.
            store.drop_mails().await;
            match error {
                NotifyError::Store(error) if error.is_of_disk() => return Err(error.into()),
                NotifyError::Store(_)
                | NotifyError::NotInHand(_)
                | NotifyError::Unrecorded
                | NotifyError::Templates(_)
                | NotifyError::Road(_) => done.fault("mails", &error),
            }
        }
    }
    Ok(done)
}

/// What is due in all regions, the oldest first.
async fn due(app: &App, store: &Store, done: &mut Pass) -> Vec<RunKey> {
    let mut due = Vec::new();
    for loaded in app.policies.values() {
        match due_in(app, store, loaded).await {
            Ok(keys) => due.extend(keys),
            Err(error) => done.fault(loaded.policy.code.as_str(), &error),
        }
    }
    due.sort_by_key(|key| key.period.end());
    due
}

async fn due_in(
    app: &App,
    store: &Store,
    loaded: &LoadedPolicy,
) -> Result<Vec<RunKey>, StoreError> {
    let units = store.units(&loaded.policy.code).await?;
    let done = store.units_done(&loaded.policy.code).await?;
    Ok(due_evaluations(&loaded.policy, &units, &done, app.clock.now()))
}

async fn evaluate_due(app: &App, store: &Store, stop: &Stop, done: &mut Pass) {
    let due = due(app, store, done).await;
    let progress = Progress::of("evaluating", due.len());
    for key in &due {
        if stop.is_asked() {
            break;
        }
        let Some(policy) = app.policies.get(&key.region) else { continue };
        let now = app.clock.now();
        let request = Request { policy, key, as_of: now, now, revise: None, dry_run: false };
        match evaluate::run(store, request).await {
            Ok(Outcome::Evaluated { tally, .. }) => {
                done.units += 1;
                done.people += tally.people;
                tracing::info!(region = %key.region, period = %key.period, unit = key.unit,
                    people = tally.people, blocked = tally.blocked, "evaluated a unit");
            }
            Ok(Outcome::Unchanged { .. } | Outcome::NeedsReason { .. } | Outcome::Nobody) => {}
            Err(error) => {
                done.fault(&format!("{} {} {}", key.region, key.period, key.unit), &error);
            }
        }
        progress.step();
    }
}

/// Warns when mail goes to the people now, but mails of this database went into a
/// folder before: those are settled, and reach nobody.
///
/// # Errors
///
/// Fails when the database does.
pub async fn warn_of_rehearsal(app: &App, store: &Store) -> Result<(), StoreError> {
    if app.config.mail.route.is_live() {
        let mails = store.rehearsed_mails().await?;
        if mails > 0 {
            tracing::warn!(mails, "mails of this database went into a maildir and reach nobody");
        }
    }
    Ok(())
}

/// Sends the mails that wait; none when mail is off.
///
/// # Errors
///
/// Fails when database, road or templates do.
async fn send(
    road: Result<Vec<impl Courier>, NotifyError>,
    app: &App,
    store: &Store,
    stop: &Stop,
) -> Result<Option<Sent>, NotifyError> {
    let couriers = road?;
    if couriers.is_empty() {
        return Ok(None);
    }
    let notifier = Notifier::new(store, &app.config.mail, app.clock).await?;
    let missing = store.queue_missing_mails(app.clock.now()).await?
        + store.queue_missing_notices(app.clock.now()).await?;
    if missing > 0 {
        tracing::info!(mails = missing, "queued mails of people who have an address now");
    }
    let waiting = store.mail_counts().await?.waiting();
    let progress = Progress::of("sending mails", usize::try_from(waiting).unwrap_or(usize::MAX));
    notifier.pass(couriers, (stop, &progress)).await.map(Some)
}
