//! `status`: what is done, due next, waiting and wrong.

use chrono::NaiveDate;
use kinerja_core::{calendar::Period, evaluation::Standing, region::RegionCode};

use super::{Failure, exit::say};
use crate::{
    app::App,
    jobs::{
        digests::{Audiences, tellings},
        evaluate::InputsDigest,
    },
    judgement::{Dossiers, Judged},
    obligation::{self, RegionFacts, next_evaluation},
    policies::LoadedPolicy,
    store::{QueueWait, RunKey, Store, StoreError, acts::DailyReports},
};

pub(super) async fn run(app: &App) -> Result<(), Failure> {
    let store = super::read_store(app).await?;
    let facts = obligation::read_at(&store, app.clock.now()).await?;
    let none = RegionFacts::default();
    for loaded in app.policies.values() {
        let facts = facts.get(&loaded.policy.code).unwrap_or(&none);
        say(region(app, &store, loaded, facts).await?)?;
        if let Some(line) = decisions(app, &store, loaded, last(facts)).await? {
            say(line)?;
        }
        let today = app.clock.today(loaded.policy.zone);
        if let Some(line) = reminders(&store, &loaded.policy.code, today).await? {
            say(line)?;
        }
    }
    say(mails(app, &store).await?)?;
    let doubt = super::clock::doubt(app, &store).await;
    store.close().await;
    doubt?.map_or(Ok(()), Err)
}

/// The last period that was evaluated.
fn last(facts: &RegionFacts) -> Option<Period> {
    facts.units.values().flatten().copied().max_by_key(|period| period.end())
}

/// How much is open, and how many people hear of it.
async fn reminders(
    store: &Store,
    region: &RegionCode,
    today: NaiveDate,
) -> Result<Option<String>, StoreError> {
    let open = store.open_today(region).await?;
    if open.is_empty() {
        return Ok(None);
    }
    let audiences = Audiences::read(store, region, &open, today).await?;
    let people = tellings(&open, &audiences).recipients();
    Ok(Some(format!("{region}: {} reminders are open, for {people} people", open.len())))
}

async fn region(
    app: &App,
    store: &Store,
    loaded: &LoadedPolicy,
    facts: &RegionFacts,
) -> Result<String, Failure> {
    let (policy, now) = (&loaded.policy, app.clock.now());
    let units = &facts.units;
    let is_open = |period| units.values().filter(|done| !done.contains(&period)).count();
    let open: usize = policy.due_periods(now).map(is_open).sum();
    let last = last(facts);
    let stale = match last {
        Some(last) => changed(store, loaded, last).await?,
        None => String::new(),
    };
    let last =
        last.map_or_else(|| "nothing evaluated yet".to_owned(), |last| format!("last {last}"));
    let next = next_evaluation(policy, now).map_or_else(String::new, |(period, due)| match due {
        Ok(due) => {
            let local = due.with_timezone(&policy.zone).format("%Y-%m-%d");
            format!("; next {period} on {local}")
        }
        Err(reason) => format!("; next {period} has no day: {reason}"),
    });
    let wrong = match (units.len(), open) {
        (0, _) => "; no people: import `pegawai`".to_owned(),
        (_, 0) => String::new(),
        (_, open) => format!("; {open} units are due now: run `kinerja-daemon run`"),
    };
    Ok(format!("{}: {} units, {last}{next}{wrong}{stale}", policy.code, units.len()))
}

/// Says how the results of the last period stand.
async fn decisions(
    app: &App,
    store: &Store,
    loaded: &LoadedPolicy,
    last: Option<Period>,
) -> Result<Option<String>, StoreError> {
    let (policy, mut counts) = (&loaded.policy, [0_u32; 5]);
    let Some(period) = last else { return Ok(None) };
    let today = app.clock.today(policy.zone);
    let dossiers = Dossiers::read(store, &policy.code, period, policy.zone).await?;
    let found = store.publication(&policy.code, period).await?;
    let mut silent: u32 = found.iter().flat_map(|of| &of.units).map(|of| of.tally.people).sum();
    let [undecided, decided, objected, last, wrong] = &mut counts;
    for (dossier, policy) in dossiers.iter() {
        silent = silent.saturating_sub(1);
        let judged = dossier.judge(policy, today);
        *wrong += match &judged {
            Ok(Judged { problems, .. }) => u32::from(!problems.is_empty()),
            Err(_) => 1,
        };
        let judged = judged.ok();
        *match judged.as_ref().map_or(Standing::Proposal, Judged::standing) {
            Standing::Proposal => &mut *undecided,
            Standing::Decision if judged.is_some_and(|judged| judged.is_contested()) => {
                &mut *objected
            }
            Standing::Decision => &mut *decided,
            Standing::Final => &mut *last,
        } += 1;
    }
    let [undecided, decided, objected, last, wrong] = counts;
    let unreadable = u32::try_from(dossiers.unreadable()).unwrap_or(u32::MAX);
    let undecided = undecided + silent.saturating_sub(unreadable);
    let wrong = match wrong {
        0 => String::new(),
        people => format!("; {people} people have acts that do not count: see `explain`"),
    };
    let unreadable = match unreadable {
        0 => String::new(),
        people => format!(
            "; {people} people have a result or policy that cannot be read back: restore the database from its backup"
        ),
    };
    Ok(Some(format!(
        "{} {period}: {undecided} undecided, {decided} decided, {objected} objected, {last} final{wrong}{unreadable}",
        policy.code
    )))
}

/// Says how many units have a result in a period that rests on other inputs
/// than those that are on record now.
async fn changed(
    store: &Store,
    loaded: &LoadedPolicy,
    period: Period,
) -> Result<String, StoreError> {
    let region = &loaded.policy.code;
    let mut units = 0_u32;
    for unit in store.units(region).await? {
        let key = RunKey { region: region.clone(), period, unit: unit.code };
        let Some(latest) = store.latest_run(&key).await? else { continue };
        let acts = store.acts_of_run(&key, DailyReports::of([&loaded.policy])).await?;
        let mut digest = InputsDigest::new(&loaded.sha256, period);
        store
            .for_each_input(&key, |person| digest.add(&person, acts.people.get(&person.employee)))
            .await?;
        digest.add_unit(&acts);
        if digest.finish() != latest.inputs_sha256 {
            units += 1;
        }
    }
    Ok(match units {
        0 => String::new(),
        units => format!(
            "; {units} units have inputs that changed since: kinerja-daemon evaluate \
             --region {region} --period {period} --revise REASON"
        ),
    })
}

async fn mails(app: &App, store: &Store) -> Result<String, Failure> {
    let counts = store.mail_counts().await?;
    let states: Vec<_> =
        counts.by_state.iter().map(|(state, count)| format!("{count} {state}")).collect();
    let states = if states.is_empty() { "none".to_owned() } else { states.join(", ") };
    let oldest = counts.oldest_waiting.map_or_else(String::new, |oldest| {
        format!("; the oldest has waited {} minutes", (app.clock.now() - oldest).num_minutes())
    });
    let without = match counts.without_address {
        0 => String::new(),
        people => format!("; {people} people with a result have no address: add it to `pegawai`"),
    };
    let waits = store.queue_waits().await?.into_iter().map(|QueueWait { since, reason }| {
        let since = since.format("%Y-%m-%dT%H:%M:%SZ");
        format!("\nmails have waited since {since}: {reason}")
    });
    let waits: String = waits.collect();
    let held = super::outbox::held(&counts).map_or_else(String::new, |held| format!("\n{held}"));
    Ok(format!("mails ({}): {states}{oldest}{without}{waits}{held}", app.config.mail.route.name()))
}
