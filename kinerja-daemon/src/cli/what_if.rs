//! `what-if`: what another policy would change, for how many and why.

use std::{collections::BTreeMap, path::PathBuf};

use chrono::NaiveDate;
use kinerja_core::{
    calendar::Period,
    evaluation::{ChangeCounts, Changed, DeadlineChange, Difference, deadline_changes},
    region::{DeadlineKind, RegionCode},
};
use serde::Serialize;

use super::{Failure, evaluate::policy, exit::say};
use crate::{
    app::App,
    jobs::what_if::{Answer, Beyond, ask},
    policies::LoadedPolicy,
    store::RunKey,
};

/// Arguments of `what-if`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The policy file to try.
    #[arg(long, value_name = "FILE")]
    policy: PathBuf,
    /// The region's code.
    #[arg(long)]
    region: RegionCode,
    /// The period, like 2026, 2026-S1, 2026-Q3 or 2026-11.
    #[arg(long)]
    period: Period,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// List the people for whom something changes, with NIP and name.
    #[arg(long)]
    names: bool,
}

/// What would change in a region.
#[derive(Serialize)]
struct RegionChanges {
    /// Days of the period that would move, for everybody.
    deadlines: Vec<DeadlineChange>,
    units: Vec<UnitChanges>,
}

/// What would change in a unit.
#[derive(Serialize)]
struct UnitChanges {
    unit: String,
    counts: ChangeCounts,
    not_compared: usize,
    /// People by what changes; a person may have several.
    kinds: BTreeMap<&'static str, usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    people: Vec<PersonChanges>,
}

#[derive(Serialize)]
struct PersonChanges {
    nip: String,
    name: String,
    changes: Vec<&'static str>,
    why: Vec<String>,
}

pub(super) async fn run(app: &App, args: Args) -> Result<(), Failure> {
    let present = policy(app, &args.region)?;
    let other = other_policy(&args, present)?;
    let store = super::read_store(app).await?;
    let both = (&present.policy, &other.policy);
    let today = app.clock.today(present.policy.zone);
    let beyond = Beyond::read(&store, &present.policy, args.period, today).await?;
    let mut units = Vec::new();
    let names = if args.names { store.names(&args.region).await? } else { BTreeMap::new() };
    for unit in store.units(&args.region).await? {
        let key = RunKey { region: args.region.clone(), period: args.period, unit: unit.code };
        let answer = ask(&store, &key, both, &beyond).await?;
        units.push(changes(key.unit, &answer, &names));
    }
    store.close().await;
    let found = RegionChanges { deadlines: deadline_changes(both, args.period), units };
    if args.json {
        return say(serde_json::to_string_pretty(&found).map_err(Failure::unavailable)?);
    }
    let deadlines = found.deadlines.iter().map(|moved| deadline(args.period, moved));
    for line in deadlines.chain(found.units.iter().flat_map(lines)) {
        say(line)?;
    }
    Ok(())
}

fn other_policy(args: &Args, present: &LoadedPolicy) -> Result<LoadedPolicy, Failure> {
    let place = args.policy.display();
    let text = std::fs::read_to_string(&args.policy)
        .map_err(|error| Failure::unavailable(format!("{place}: {error}")))?;
    let other =
        LoadedPolicy::parse(text).map_err(|error| Failure::config(format!("{place}: {error}")))?;
    if other.policy.code != args.region {
        let code = &other.policy.code;
        return Err(Failure::config(format!(
            "{place}: is the policy of {code}, not of {}: compare a region with itself",
            args.region
        )));
    }
    if args.period.cadence() != present.policy.cadence {
        let own = present.policy.first_period;
        return Err(Failure::data(format!(
            "{} is no period of {}: its periods are written like {own}",
            args.period, args.region
        )));
    }
    Ok(other)
}

fn changes(unit: String, answer: &Answer, names: &BTreeMap<i64, (String, String)>) -> UnitChanges {
    let mut kinds = BTreeMap::new();
    for kind in answer.changes.changes.iter().flat_map(|found| &found.differences).map(kind) {
        *kinds.entry(kind).or_default() += 1;
    }
    let people = answer.changes.changes.iter().filter_map(|found| {
        let (nip, name) = names.get(&found.key)?.clone();
        let changes = found.differences.iter().map(kind).collect();
        Some(PersonChanges { nip, name, changes, why: why(found) })
    });
    let people = people.collect();
    let counts = answer.changes.counts;
    UnitChanges { unit, counts, not_compared: answer.not_compared, kinds, people }
}

const fn kind(difference: &Difference) -> &'static str {
    match difference {
        Difference::Predicate(_) => "predicate",
        Difference::ResultRating(_) => "result_rating",
        Difference::BehaviourRating(_) => "behaviour_rating",
        Difference::Score(_) => "score",
        Difference::FollowUps { .. } => "follow_ups",
        Difference::FollowUpTerms(_) => "follow_up_terms",
        Difference::Consequence { kind, .. } => kind.code(),
        Difference::Objection(_) => "objection_deadline",
        Difference::Gaps { .. } => "gaps",
        Difference::Obstacles { .. } => "obstacles",
        Difference::NotEvaluated(_) => "not_evaluated",
    }
}

/// A day of the period that would move.
fn deadline(period: Period, moved: &DeadlineChange) -> String {
    let day = |day: Option<NaiveDate>| day.map_or_else(|| "–".to_owned(), |day| day.to_string());
    let (present, other) = (day(moved.present), day(moved.other));
    let of = match moved.deadline {
        DeadlineKind::Objection => " (received on the day of evaluation)",
        DeadlineKind::Plan | DeadlineKind::Evidence | DeadlineKind::Evaluation => "",
    };
    format!("{period}: deadline `{}`{of}: {present} => {other}", moved.deadline.code())
}

/// The first steps that differ: as they are, then as they would be.
fn why(found: &Changed<i64>) -> Vec<String> {
    let text = |line: &Option<kinerja_core::evaluation::Line>| {
        line.as_ref().map_or_else(|| "–".to_owned(), |line| line.text.clone())
    };
    found
        .why
        .iter()
        .map(|step| format!("{} => {}", text(&step.present), text(&step.other)))
        .collect()
}

fn lines(found: &UnitChanges) -> Vec<String> {
    let ChangeCounts { people, changed, better, worse, unblocked, blocked } = found.counts;
    let kinds: Vec<_> = found.kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    let kinds = if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(", ")) };
    let mut lines = vec![format!(
        "{}: {changed} of {people} people would change{kinds}: {better} better, {worse} worse, \
         {unblocked} no longer blocked, {blocked} newly blocked; {} not compared",
        found.unit, found.not_compared
    )];
    lines.extend(found.people.iter().flat_map(|person| {
        let first = format!("  {} {}: {}", person.nip, person.name, person.changes.join(", "));
        std::iter::once(first).chain(person.why.iter().map(|why| format!("    {why}")))
    }));
    lines
}
