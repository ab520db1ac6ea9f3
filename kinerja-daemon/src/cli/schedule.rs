//! `schedule`: what a year holds, with dates, and how each of it stands.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Utc};
use kinerja_core::{
    calendar::{Period, zone_label},
    region::{RegionCode, RegionPolicy},
};

use super::{Failure, exit::say};
use crate::{
    app::App,
    obligation::{self, Event, Kind, Planned, RegionFacts, Subject, cell, planned},
    policies::LoadedPolicy,
    store::{OccurrenceState, Store},
};

/// Arguments of `schedule` and `coverage`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The region's code; all regions where it is left out.
    #[arg(long)]
    pub(super) region: Option<RegionCode>,
    /// The year; that of today in the region's zone where it is left out.
    #[arg(long, value_parser = clap::value_parser!(i32).range(1970..=2199))]
    pub(super) year: Option<i32>,
}

impl Args {
    /// The policies that are asked for, each with the year.
    pub(super) fn policies<'a>(
        &self,
        app: &'a App,
    ) -> Result<Vec<(&'a LoadedPolicy, i32)>, Failure> {
        let asked: Vec<&LoadedPolicy> = match &self.region {
            Some(region) => vec![super::evaluate::policy(app, region)?],
            None => app.policies.values().collect(),
        };
        let year = |loaded: &LoadedPolicy| app.clock.today(loaded.policy.zone).year();
        Ok(asked.into_iter().map(|one| (one, self.year.unwrap_or_else(|| year(one)))).collect())
    }
}

pub(super) async fn run(app: &App, args: Args) -> Result<(), Failure> {
    let policies = args.policies(app)?;
    let store = super::read_store(app).await?;
    let facts = obligation::read_at(&store, app.clock.now()).await?;
    let none = RegionFacts::default();
    for (loaded, year) in policies {
        let policy = &loaded.policy;
        let facts = facts.get(&policy.code).unwrap_or(&none);
        let states = States::read(&store, &policy.code).await?;
        say(format!("{} {year}", policy.code))?;
        for planned in planned(policy, facts, year) {
            let state = states.of(policy, facts, &planned, app.clock.now());
            say(line(policy, &planned, &state))?;
        }
    }
    store.close().await;
    Ok(())
}

/// One line: when, what, of which period, for whom, and how it stands.
fn line(policy: &RegionPolicy, planned: &Planned<'_>, state: &str) -> String {
    let when = match &planned.at {
        Ok(at) => {
            let local = at.with_timezone(&policy.zone).format("%Y-%m-%d %H:%M");
            format!("{local} {}", zone_label(policy.zone))
        }
        Err(_) => "no date".to_owned(),
    };
    let whom = match planned.event {
        Some(event @ Event::Reminder { .. }) => event.to_string(),
        Some(Event::Invitation) => "invitation".to_owned(),
        Some(Event::Evaluation) | None => {
            let audience = planned.kind.audience().iter().map(|audience| audience.code());
            audience.collect::<Vec<_>>().join(", ")
        }
    };
    let whose = match planned.subject {
        Subject::Region => String::new(),
        Subject::Unit(_) | Subject::Person(_) => format!(" {}", planned.subject),
    };
    let (kind, period) = (planned.kind.code(), planned.period);
    format!("  {when}  {kind}  {period}{whose}  {whom}  {state}")
}

/// What stands on record of a region, by period, kind, subject and event.
struct States(BTreeMap<(Period, String, String, String), OccurrenceState>);

impl States {
    async fn read(store: &Store, region: &RegionCode) -> Result<Self, Failure> {
        let found = store.occurrences(region).await?;
        let keyed = found.into_iter().map(|state| {
            let OccurrenceState { period, kind, subject, event, .. } = state.clone();
            ((period, kind, subject, event), state)
        });
        Ok(Self(keyed.collect()))
    }

    fn of(
        &self,
        policy: &RegionPolicy,
        facts: &RegionFacts,
        planned: &Planned<'_>,
        now: DateTime<Utc>,
    ) -> String {
        let at = match &planned.at {
            Err(reason) => return reason.clone(),
            Ok(at) => *at,
        };
        match (planned.kind, planned.event) {
            (Kind::Evaluation, _) => {
                super::coverage::shown(&cell(policy, facts, planned.period, now))
            }
            (Kind::ResultReady | Kind::SummaryDue, _) => "with the evaluation".to_owned(),
            (_, Some(Event::Invitation)) => self.invitations(facts, planned.period, (at, now)),
            (_, Some(event)) => {
                let kind = planned.kind.code().to_owned();
                let key = (planned.period, kind, planned.subject.to_string(), event.to_string());
                self.0.get(&key).map_or_else(|| waits(at, now), opened)
            }
            (_, None) => waits(at, now),
        }
    }

    fn invitations(
        &self,
        facts: &RegionFacts,
        period: Period,
        (at, now): (DateTime<Utc>, DateTime<Utc>),
    ) -> String {
        let kind = Kind::Meeting.code();
        let event = Event::Invitation.to_string();
        let of_unit = |unit: &String| {
            let subject = Subject::Unit(unit).to_string();
            self.0.get(&(period, kind.to_owned(), subject, event.clone()))
        };
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for state in facts.units.keys().filter_map(of_unit) {
            *counts.entry(said(state)).or_default() += 1;
        }
        if counts.is_empty() {
            return waits(at, now);
        }
        let shown = counts.iter().map(|(state, units)| format!("{units} {state}"));
        shown.collect::<Vec<_>>().join(", ")
    }
}

/// How a reminder of a region stands: once opened, each person's row is its own.
fn opened(state: &OccurrenceState) -> String {
    if state.state == "done" { "opened".to_owned() } else { said(state) }
}

/// How something stands that is on record.
fn said(state: &OccurrenceState) -> String {
    match &state.reason {
        Some(reason) => format!("{}: {reason}", state.state),
        None => state.state.clone(),
    }
}

/// How something stands that is not.
fn waits(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    if now < at { "to come" } else { "not on record" }.to_owned()
}
