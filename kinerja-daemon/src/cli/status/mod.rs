//! `status`: in ten lines what runs, what is due next, what waits, what is wrong and
//! what to do.

mod region;
mod wrong;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use kinerja_core::calendar::Period;

use super::{Failure, exit::say};
use crate::{
    app::App,
    obligation::{self, RegionFacts},
    run::{InstanceLock, guard},
    store::{MailCounts, QueueWait, Store},
};
use region::{Decisions, Known, Next};

/// How many lines tell of what is wrong, unless all are asked for.
const WRONG_MAX: usize = 3;

/// Arguments of `status`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Everything that is wrong, and one line for each region.
    #[arg(long)]
    all: bool,
}

pub(super) async fn run(app: &App, args: &Args) -> Result<(), Failure> {
    let store = super::read_store(app).await?;
    let facts = obligation::read_at(&store, app.clock.now()).await?;
    let none = RegionFacts::default();
    let mut regions = Vec::new();
    for loaded in app.policies.values() {
        let facts = facts.get(&loaded.policy.code).unwrap_or(&none);
        regions.push(Known::read(app, &store, loaded, facts).await?);
    }
    say(daemon(app, &store).await?)?;
    let doubt = super::clock::doubt(app, &store).await;
    say(clock(app, doubt.as_ref().is_ok_and(Option::is_none)))?;
    for line in summed(&regions) {
        say(line)?;
    }
    let counts = store.mail_counts().await?;
    say(mails(app, &counts))?;
    let mut wrong = of_mails(&store, &counts).await?;
    wrong.extend(wrong::lines(regions.iter().flat_map(|known| known.problems.clone()).collect()));
    for line in shown(wrong, args.all) {
        say(line)?;
    }
    if args.all {
        for known in &regions {
            say(known.line())?;
        }
    }
    store.close().await;
    doubt?.map_or(Ok(()), Err)
}

fn iso(at: DateTime<Utc>) -> impl std::fmt::Display {
    at.format("%Y-%m-%dT%H:%M:%SZ")
}

/// Which process is the daemon, and when it last worked.
async fn daemon(app: &App, store: &Store) -> Result<String, Failure> {
    let up = match InstanceLock::daemon(&app.config.database)? {
        Some(process) => format!("up (process {process})"),
        None => "not up: `kinerja-daemon run` starts it".to_owned(),
    };
    let known = guard::known(store).await?;
    let last = known
        .map_or_else(String::new, |known| format!("; last worked at {}", iso(known.last.wall)));
    Ok(format!("daemon: {up}{last}"))
}

fn clock(app: &App, is_believed: bool) -> String {
    let now = iso(app.clock.now());
    match (guard::read(app.clock), is_believed) {
        (None, _) => format!("clock: {now}, a rehearsal"),
        (Some(_), true) => format!("clock: {now}"),
        (Some(_), false) => format!("clock: {now}, not believed: nothing is done, see below"),
    }
}

/// What is known of all regions together.
fn summed(regions: &[Known]) -> [String; 4] {
    let units: usize = regions.iter().map(|known| known.units).sum();
    let mut periods = BTreeSet::new();
    let mut decisions = Decisions::default();
    for (period, of) in regions.iter().filter_map(|known| known.last.as_ref()) {
        periods.insert(*period);
        decisions += *of;
    }
    let last = match periods.iter().map(Period::to_string).collect::<Vec<_>>() {
        periods if periods.is_empty() => "nothing evaluated yet".to_owned(),
        periods => format!("{}: {decisions}", periods.join(", ")),
    };
    let first = |next: fn(&Known) -> Option<&Next>| {
        let next = regions.iter().filter_map(next).min();
        next.map_or_else(|| "none".to_owned(), |next| next.said.clone())
    };
    let (evaluation, reminder) =
        (first(|known| known.evaluation.as_ref()), first(|known| known.reminder.as_ref()));
    let open: usize = regions.iter().map(|known| known.reminders.0).sum();
    let people: usize = regions.iter().map(|known| known.reminders.1).sum();
    [
        format!("regions: {}, with {units} units", regions.len()),
        format!("results: {last}"),
        format!("next: {evaluation}; {reminder}"),
        format!("reminders: {open} open, for {people} people"),
    ]
}

fn mails(app: &App, counts: &MailCounts) -> String {
    let states: Vec<_> =
        counts.by_state.iter().map(|(state, count)| format!("{count} {state}")).collect();
    let states = if states.is_empty() { "none".to_owned() } else { states.join(", ") };
    let oldest = counts.oldest_waiting.map_or_else(String::new, |oldest| {
        format!("; the oldest has waited {} minutes", (app.clock.now() - oldest).num_minutes())
    });
    format!("mails ({}): {states}{oldest}", app.config.mail.route.name())
}

/// What is wrong with mails, and what to do.
async fn of_mails(store: &Store, counts: &MailCounts) -> Result<Vec<String>, Failure> {
    let waits = store.queue_waits().await?.into_iter();
    let mut found: Vec<_> = waits
        .map(|QueueWait { since, reason }| {
            format!("mails have waited since {}: {reason}", iso(since))
        })
        .collect();
    found.extend(super::outbox::held(counts));
    found.extend(super::outbox::rejected(counts));
    found.extend(super::outbox::expired(store.expired_results().await?));
    if counts.without_address > 0 {
        let people = counts.without_address;
        found.push(format!("{people} people with a result have no address: add it to `pegawai`"));
    }
    Ok(found)
}

/// What is wrong, as it is shown.
fn shown(mut wrong: Vec<String>, all: bool) -> Vec<String> {
    if wrong.is_empty() {
        return vec!["wrong: nothing".to_owned()];
    }
    if !all && wrong.len() > WRONG_MAX {
        let more = wrong.len() + 1 - WRONG_MAX;
        wrong.truncate(WRONG_MAX - 1);
        wrong.push(format!("{more} more: `kinerja-daemon status --all`"));
    }
    wrong.into_iter().map(|line| format!("wrong: {line}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_takes_three_lines_at_most_unless_all_is_asked_for() {
        let wrong = |many: usize| (1..=many).map(|one| one.to_string()).collect::<Vec<_>>();
        assert_eq!(shown(wrong(0), false), ["wrong: nothing"]);
        assert_eq!(shown(wrong(3), false), ["wrong: 1", "wrong: 2", "wrong: 3"]);
        let more = "wrong: 3 more: `kinerja-daemon status --all`";
        assert_eq!(shown(wrong(5), false), ["wrong: 1", "wrong: 2", more]);
        assert_eq!(shown(wrong(5), true).len(), 5);
    }
}
