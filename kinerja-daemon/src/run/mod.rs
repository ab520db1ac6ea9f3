//! Finds what is due and does it: evaluations, summaries, mails, in this order.

pub mod guard;
mod lock;
mod news;
mod reload;
mod serve;
mod stop;
mod wake;

pub use lock::{InstanceLock, LockError};
pub use reload::ReloadError;
pub use serve::{ServeError, check_wake, serve};
pub use stop::Stop;

use chrono::{DateTime, Utc};

use crate::{
    app::App,
    jobs::{
        evaluate::{self, Outcome, Request},
        notify::{Courier, Notifier, NotifyError, Road, Sent},
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
    let mut clock = app.clock;
    if let Some(now) = guard::read(clock) {
        done.held = guard::watch(store, now).await?;
        clock = now.goes_on(clock);
    }
    if let Some(doubt) = &done.held {
        tracing::error!(%doubt, "{}", guard::REMEDY);
        return Ok(done);
    }
    // What the clock is set to from here on is looked at before the next pass.
    let app = &App { clock, ..app.clone() };
    store.recover_mails(app.clock.now()).await?;
    do_what_is_due(app, store, stop, &mut done).await?;
    news::tell_and_publish(app, store, stop, &mut done).await?;
    if stop.is_asked() {
        return Ok(done);
    }
    news::list_summaries(app, &mut done);
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

/// Warns when mail goes to the people now, but mails of this database were sent in
/// a rehearsal before: those are settled, and reach nobody.
///
/// # Errors
///
/// Fails when the database does.
pub async fn warn_of_rehearsal(app: &App, store: &Store) -> Result<(), StoreError> {
    if app.config.mail.route.is_live() {
        let mails = store.rehearsed_mails().await?;
        if mails > 0 {
            tracing::warn!(
                mails,
                "mails of this database were sent in a rehearsal, into a maildir or to one address, and reach nobody else"
            );
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
    let waiting = store.waiting_mails().await?;
    let progress = Progress::of("sending mails", usize::try_from(waiting).unwrap_or(usize::MAX));
    notifier.pass(couriers, (stop, &progress)).await.map(Some)
}
