//! Puts on record what people are to be reminded of: each reminder once, for those
//! for whom it is open when it falls due.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use kinerja_core::region::{Hears, RegionCode};

use crate::{
    obligation::{Event, Facts, Key, Kind, Occurrence, Skip, Subject, known_until},
    policies::Policies,
    run::Stop,
    store::{Counting, Lacks, NewOccurrence, Opened, Store, StoreError},
};

/// Opens and skips what fell due until an instant, region by region, and gives back
/// how many are open now that were not, and what went wrong in which region.
///
/// # Errors
///
/// Fails when the disk does.
pub async fn run(
    store: &Store,
    (facts, policies): (&Facts, &Policies),
    (due, now): (&[Occurrence<'_>], DateTime<Utc>),
    stop: &Stop,
) -> Result<(u64, Vec<(RegionCode, StoreError)>), StoreError> {
    let mut regions: BTreeMap<&RegionCode, Vec<NewOccurrence>> = BTreeMap::new();
    for (region, of) in facts {
        match of.looked {
            None => {
                regions.insert(region, Vec::new());
            }
            Some(looked) if now < looked => {
                tracing::warn!(%region, %looked,
                    "reminders were looked at until an instant that lies ahead: what falls due from now on is looked at");
                regions.insert(region, Vec::new());
            }
            Some(_) => {}
        }
    }
    let counting = counting(policies);
    for occurrence in due.iter().filter(|occurrence| occurrence.key.kind != Kind::Evaluation) {
        regions.entry(occurrence.key.region).or_default().extend(new(occurrence, &counting));
    }
    let superseded = Skip::Superseded.to_string();
    let (mut opened, mut wrong) = (0, Vec::new());
    for (region, new) in regions {
        if stop.is_asked() {
            break;
        }
        let looked = policies.get(region).map_or(now, |loaded| known_until(&loaded.policy, now));
        match store.open_occurrences(region, &new, (now, looked), &superseded).await {
            Ok(more) => opened += more,
            Err(error) if error.is_of_disk() => return Err(error),
            Err(error) => wrong.push((region.clone(), error)),
        }
    }
    Ok((opened, wrong))
}

/// Skips what is open and of no use any more, or was done before anybody was told.
///
/// # Errors
///
/// Fails when the database does.
pub async fn finish(
    store: &Store,
    policies: &Policies,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let (late, ended) = (Skip::TooLate.to_string(), Skip::Ended.to_string());
    store.finish_occurrences(now, [&late, &ended], &counting(policies)).await
}

/// The regions that count daily reports.
fn counting(policies: &Policies) -> BTreeSet<RegionCode> {
    let counting = policies.iter().filter(|(_, loaded)| loaded.policy.daily_reports.is_some());
    counting.map(|(region, _)| region.clone()).collect()
}

/// An occurrence as it is put on record; none for what the daemon does by itself.
fn new(occurrence: &Occurrence<'_>, counting: &BTreeSet<RegionCode>) -> Option<NewOccurrence> {
    let Key { period, region, kind, subject, event, revision } = occurrence.key;
    let counts = counting.contains(region);
    let counting = if counts { Counting::Reports } else { Counting::Nothing };
    let opened = match (occurrence.skipped, subject) {
        (Some(skip), _) => Opened::Skipped(skip.to_string()),
        (None, Subject::Region) => Opened::Everybody(lacks(kind, counting)?),
        (None, Subject::Unit(_) | Subject::Person(_)) => Opened::One,
    };
    let employee = match subject {
        Subject::Person(employee) => Some(employee),
        Subject::Region | Subject::Unit(_) => None,
    };
    let hears = match event {
        Event::Reminder { hears, .. } => hears,
        Event::Evaluation | Event::Invitation => Hears::UnitHead,
    };
    Some(NewOccurrence {
        period,
        kind: kind.code(),
        subject: subject.to_string(),
        event: event.to_string(),
        revision,
        employee,
        hears: hears.code(),
        due: occurrence.due,
        useful_until: occurrence.useful_until?,
        opened,
    })
}

/// What those lack who are reminded all at once.
const fn lacks(kind: Kind, counting: Counting) -> Option<Lacks> {
    match kind {
        Kind::PlanDue => Some(Lacks::AgreedPlan),
        Kind::PlanMissing => Some(Lacks::Plan),
        Kind::ReportDue | Kind::EvidenceLate => Some(Lacks::Report(counting)),
        Kind::RatingDue => Some(Lacks::Rating),
        Kind::DecisionOpen => Some(Lacks::Decision),
        Kind::Evaluation
        | Kind::ResultReady
        | Kind::ObjectionClosing
        | Kind::StepDue
        | Kind::SummaryDue
        | Kind::Meeting => None,
    }
}
