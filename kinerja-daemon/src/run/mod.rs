//! Finds what is due and does it: evaluations, then summaries; and sends mails.

mod daemon;
mod deliver;
pub mod guard;
mod lock;
mod news;
mod reload;
mod room;
mod serve;
mod stop;
mod wake;

pub use deliver::warn_of_rehearsal;
pub use lock::{InstanceLock, LockError};
pub use reload::ReloadError;
pub use serve::{ServeError, check_wake, serve};
pub use stop::Stop;

use chrono::{DateTime, Utc};

use self::deliver::deliver;
use crate::{
    app::App,
    jobs::{
        evaluate::{self, Outcome, Request},
        notify::{Courier, NotifyError, Road, Sent},
        remind, reminders,
    },
    obligation::{self, Facts, Kind, Occurrence, RegionFacts, Subject, due},
    policies::LoadedPolicy,
    progress::Progress,
    store::{RunKey, Store, StoreError},
};

/// Why a unit is not evaluated for a period that it did not see.
const NOT_KNOWN: &str = "nobody knew the unit by that day, and nobody of it has a document";
/// Why a unit without people is not evaluated.
const NOBODY: &str = "the unit has nobody to evaluate";

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
    /// Reminders that fell due for a person or unit.
    pub reminders: u64,
    /// Why the clock is not believed; then nothing else was done.
    pub held: Option<guard::Doubt>,
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

    /// What was found; nothing, with a fault, where it could not be read and the disk is
    /// not to blame.
    fn or_fault<T: Default>(
        &mut self,
        of: &str,
        found: Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match found {
            Err(error) if !error.is_of_disk() => {
                self.fault(of, &error);
                Ok(T::default())
            }
            found => found,
        }
    }
}

/// Why a pass could not begin, or broke off.
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
    let believed = work(app, store, (stop, false), &mut done).await?;
    if let (Some(app), false) = (believed, stop.is_asked()) {
        deliver(road, &app, store, stop, &mut done).await?;
    }
    Ok(done)
}

/// Does all that is due but the mails, unless the clock is not believed; gives back by
/// which clock. What another life left of its mails is looked after where none are being
/// sent.
async fn work(
    app: &App,
    store: &Store,
    (stop, is_sending): (&Stop, bool),
    done: &mut Pass,
) -> Result<Option<App>, StoreError> {
    let Some(app) = believed(app, store, done).await? else { return Ok(None) };
    if !is_sending {
        store.recover_mails(app.clock.now()).await?;
    }
    do_what_is_due(&app, store, stop, done).await?;
    news::tell_and_publish(&app, store, stop, done).await?;
    if !stop.is_asked() {
        news::list_summaries(&app, done);
    }
    Ok(Some(app))
}

/// Looks at the clock: what it is set to from here on is looked at before the next pass.
/// None where it is not believed, for which nothing is done.
async fn believed(app: &App, store: &Store, done: &mut Pass) -> Result<Option<App>, StoreError> {
    let mut clock = app.clock;
    if let Some(now) = guard::read(clock) {
        done.held = guard::watch(store, now).await?;
        clock = now.goes_on(clock);
    }
    if let Some(doubt) = &done.held {
        tracing::error!(%doubt, "{}", guard::REMEDY);
        return Ok(None);
    }
    Ok(Some(App { clock, ..app.clone() }))
}

/// Evaluates what is due, and opens what people are to be reminded of. A disk that
/// fails ends the pass.
async fn do_what_is_due(
    app: &App,
    store: &Store,
    stop: &Stop,
    done: &mut Pass,
) -> Result<(), StoreError> {
    let Some((facts, now)) = facts_now(app, store, done).await? else { return Ok(()) };
    let found = due(&facts, &app.policies, now);
    if found.iter().all(|occurrence| occurrence.key.kind != Kind::Evaluation) {
        return remind_of(app, store, ((&facts, now), &found), (stop, done)).await;
    }
    evaluate_due(app, store, (&found, stop), done).await?;
    if stop.is_asked() {
        return Ok(());
    }
    // What was missed for long takes hours, and changes what is due.
    let Some((facts, now)) = facts_now(app, store, done).await? else { return Ok(()) };
    let found = due(&facts, &app.policies, now);
    remind_of(app, store, ((&facts, now), &found), (stop, done)).await
}

/// What the store knows now; none where it cannot be read.
async fn facts_now(
    app: &App,
    store: &Store,
    done: &mut Pass,
) -> Result<Option<(Facts, DateTime<Utc>)>, StoreError> {
    let now = app.clock.now();
    match obligation::read_at(store, now).await {
        Ok(facts) => Ok(Some((facts, now))),
        Err(error) if error.is_of_disk() => Err(error),
        Err(error) => {
            done.fault("what is due", &error);
            Ok(None)
        }
    }
}

/// Opens what people are to be reminded of, and queues the mails about it.
async fn remind_of(
    app: &App,
    store: &Store,
    ((facts, now), found): ((&Facts, DateTime<Utc>), &[Occurrence<'_>]),
    (stop, done): (&Stop, &mut Pass),
) -> Result<(), StoreError> {
    let (opened, wrong) = remind::run(store, (facts, &app.policies), (found, now), stop).await?;
    done.reminders += opened;
    for (region, error) in wrong {
        done.fault(region.as_str(), &error);
    }
    if stop.is_asked() {
        return Ok(());
    }
    match remind::finish(store, &app.policies, now).await {
        Err(error) if error.is_of_disk() => return Err(error),
        Err(error) => done.fault("reminders", &error),
        Ok(_) => {}
    }
    let none = RegionFacts::default();
    for region in done.or_fault("reminders", store.regions_with_open(now).await)? {
        if stop.is_asked() {
            return Ok(());
        }
        let Some(loaded) = app.policies.get(&region) else { continue };
        let facts = facts.get(&region).unwrap_or(&none);
        match reminders::run(store, loaded, facts, now).await {
            Err(error) if error.is_of_disk() => return Err(error),
            Err(error) => done.fault(region.as_str(), &error),
            Ok(0) => {}
            Ok(mails) => tracing::info!(%region, mails, "queued what people are reminded of"),
        }
    }
    Ok(())
}

/// Evaluates the units that are due, each as of its own date.
async fn evaluate_due(
    app: &App,
    store: &Store,
    (found, stop): (&[Occurrence<'_>], &Stop),
    done: &mut Pass,
) -> Result<(), StoreError> {
    let due: Vec<_> =
        found.iter().filter(|occurrence| occurrence.key.kind == Kind::Evaluation).collect();
    let progress = Progress::of("evaluating", due.len());
    for occurrence in due {
        if stop.is_asked() {
            break;
        }
        let region = occurrence.key.region;
        let (Some(policy), Subject::Unit(unit)) =
            (app.policies.get(region), occurrence.key.subject)
        else {
            continue;
        };
        let period = occurrence.key.period;
        let key = RunKey { region: region.clone(), period, unit: unit.to_owned() };
        evaluate_one(store, (policy, &key), (occurrence.due, app.clock.now()), done).await?;
        progress.step();
    }
    Ok(())
}

async fn evaluate_one(
    store: &Store,
    (policy, key): (&LoadedPolicy, &RunKey),
    (as_of, now): (DateTime<Utc>, DateTime<Utc>),
    done: &mut Pass,
) -> Result<(), StoreError> {
    let day = as_of.with_timezone(&policy.policy.zone).date_naive();
    let is_known = match store.is_known(key, day).await {
        Ok(is_known) => is_known,
        Err(error) if error.is_of_disk() => return Err(error),
        Err(error) => {
            done.fault(&format!("{} {} {}", key.region, key.period, key.unit), &error);
            return Ok(());
        }
    };
    if !is_known {
        return store.excuse(key, (as_of, now), NOT_KNOWN).await;
    }
    let request = Request { policy, key, as_of, now, revise: None, dry_run: false };
    match evaluate::run(store, request).await {
        Ok(Outcome::Evaluated { tally, .. }) => {
            done.units += 1;
            done.people += tally.people;
            tracing::info!(region = %key.region, period = %key.period, unit = key.unit,
                people = tally.people, blocked = tally.blocked, "evaluated a unit");
        }
        Ok(Outcome::Unchanged { .. } | Outcome::NeedsReason { .. }) => {}
        Ok(Outcome::Nobody) => store.excuse(key, (as_of, now), NOBODY).await?,
        Err(error) if error.is_of_disk() => return Err(error),
        Err(error) => {
            done.fault(&format!("{} {} {}", key.region, key.period, key.unit), &error);
        }
    }
    Ok(())
}
