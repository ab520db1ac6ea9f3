//! What is known of one region: what is done, decided, open and wrong.

use chrono::{DateTime, Datelike, Utc};
use kinerja_core::{calendar::Period, evaluation::Standing, region::RegionCode};

use super::wrong::{Problem, Wrong};
use crate::{
    app::App,
    cli::Failure,
    jobs::{
        digests::{Audiences, tellings},
        evaluate::InputsDigest,
    },
    judgement::{Dossiers, Judged},
    obligation::{Event, Kind, RegionFacts, next_evaluation, planned},
    policies::LoadedPolicy,
    store::{RunKey, Store, StoreError, acts::DailyReports},
};

/// How the results of a period stand, in people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Decisions {
    pub(super) undecided: u32,
    pub(super) decided: u32,
    pub(super) objected: u32,
    pub(super) last: u32,
}

/// Something that comes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Next {
    pub(super) at: DateTime<Utc>,
    /// What, of which region, and when there.
    pub(super) said: String,
}

/// What is known of one region.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) region: RegionCode,
    pub(super) units: usize,
    /// The last period of which anything is evaluated, and how its results stand.
    pub(super) last: Option<(Period, Decisions)>,
    pub(super) evaluation: Option<Next>,
    pub(super) reminder: Option<Next>,
    /// How much is open, and how many people hear of it.
    pub(super) reminders: (usize, usize),
    pub(super) problems: Vec<Problem>,
}

impl Known {
    /// Looks at a region.
    pub(super) async fn read(
        app: &App,
        store: &Store,
        loaded: &LoadedPolicy,
        facts: &RegionFacts,
    ) -> Result<Self, Failure> {
        let (policy, now) = (&loaded.policy, app.clock.now());
        let mut problems = Vec::new();
        let mut wrong = |wrong, count: usize, what: Option<String>| {
            if count > 0 {
                problems.push(Problem { wrong, count, region: policy.code.clone(), what });
            }
        };
        let is_open = |period| facts.units.values().filter(|done| !done.contains(&period)).count();
        wrong(Wrong::Due, policy.due_periods(now).map(is_open).sum(), None);
        wrong(Wrong::Empty, usize::from(facts.units.is_empty()), None);
        wrong(Wrong::Bounced, store.bounced(&policy.code).await?.len(), None);
        let mut evaluation = None;
        match next_evaluation(policy, now) {
            Some((period, Ok(at))) => {
                let day = at.with_timezone(&policy.zone).format("%Y-%m-%d");
                let said = format!("evaluation of {period} in {} on {day}", policy.code);
                evaluation = Some(Next { at, said });
            }
            Some((period, Err(reason))) => {
                wrong(Wrong::NoDay, 1, Some(format!("{period}: {reason}")));
            }
            None => {}
        }
        let last = facts.units.values().flatten().copied().max_by_key(|period| period.end());
        let last = match last {
            Some(period) => {
                wrong(
                    Wrong::Changed,
                    changed(store, loaded, period).await?,
                    Some(period.to_string()),
                );
                let (decisions, astray, unreadable) = decisions(app, store, loaded, period).await?;
                wrong(Wrong::Astray, astray, None);
                wrong(Wrong::Unreadable, unreadable, None);
                Some((period, decisions))
            }
            None => None,
        };
        Ok(Self {
            region: policy.code.clone(),
            units: facts.units.len(),
            last,
            evaluation,
            reminder: next_reminder(app, loaded, facts),
            reminders: reminders(app, store, loaded).await?,
            problems,
        })
    }

    /// The region in one line.
    pub(super) fn line(&self) -> String {
        let last = self.last.as_ref().map_or_else(
            || "nothing evaluated yet".to_owned(),
            |(period, decisions)| format!("{period}: {decisions}"),
        );
        let next = self
            .evaluation
            .as_ref()
            .map_or_else(String::new, |next| format!("; next {}", next.said));
        let (open, people) = self.reminders;
        let reminders = match open {
            0 => String::new(),
            open => format!("; {open} reminders are open, for {people} people"),
        };
        format!("{}: {} units; {last}{next}{reminders}", self.region, self.units)
    }
}

impl std::fmt::Display for Decisions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { undecided, decided, objected, last } = self;
        write!(f, "{undecided} undecided, {decided} decided, {objected} objected, {last} final")
    }
}

impl std::ops::AddAssign for Decisions {
    fn add_assign(&mut self, other: Self) {
        self.undecided += other.undecided;
        self.decided += other.decided;
        self.objected += other.objected;
        self.last += other.last;
    }
}

/// The reminder that comes next, this year or the next one.
fn next_reminder(app: &App, loaded: &LoadedPolicy, facts: &RegionFacts) -> Option<Next> {
    let (policy, now) = (&loaded.policy, app.clock.now());
    let year = app.clock.today(policy.zone).year();
    let come = (year..=year + 1).flat_map(|year| planned(policy, facts, year)).filter(|one| {
        matches!(one.event, Some(Event::Reminder { .. } | Event::Invitation))
            && !matches!(one.kind, Kind::Evaluation)
    });
    let come = come.filter_map(|one| Some((one.at.ok().filter(|at| now < *at)?, one.kind)));
    let (at, kind) = come.min()?;
    let local = at.with_timezone(&policy.zone).format("%Y-%m-%d %H:%M");
    let zone = kinerja_core::calendar::zone_label(policy.zone);
    Some(Next {
        at,
        said: format!("reminder {} in {} at {local} {zone}", kind.code(), policy.code),
    })
}

/// How much is open, and how many people hear of it.
async fn reminders(
    app: &App,
    store: &Store,
    loaded: &LoadedPolicy,
) -> Result<(usize, usize), StoreError> {
    let region = &loaded.policy.code;
    let open = store.open_today(region).await?;
    if open.is_empty() {
        return Ok((0, 0));
    }
    let today = app.clock.today(loaded.policy.zone);
    let audiences = Audiences::read(store, region, today).await?;
    Ok((open.len(), tellings(&open, &audiences).recipients()))
}

/// How the results of a period stand; whose acts do not count; whose result cannot be
/// read back.
async fn decisions(
    app: &App,
    store: &Store,
    loaded: &LoadedPolicy,
    period: Period,
) -> Result<(Decisions, usize, usize), StoreError> {
    let policy = &loaded.policy;
    let today = app.clock.today(policy.zone);
    let dossiers = Dossiers::read(store, &policy.code, period, policy.zone).await?;
    let found = store.publication(&policy.code, period).await?;
    let mut silent: u32 = found.iter().flat_map(|of| &of.units).map(|of| of.tally.people).sum();
    let (mut stand, mut astray) = (Decisions::default(), 0);
    for (dossier, policy) in dossiers.iter() {
        silent = silent.saturating_sub(1);
        let judged = dossier.judge(policy, today);
        astray += match &judged {
            Ok(Judged { problems, .. }) => usize::from(!problems.is_empty()),
            Err(_) => 1,
        };
        let judged = judged.ok();
        *match judged.as_ref().map_or(Standing::Proposal, Judged::standing) {
            Standing::Proposal => &mut stand.undecided,
            Standing::Decision if judged.is_some_and(|judged| judged.is_contested()) => {
                &mut stand.objected
            }
            Standing::Decision => &mut stand.decided,
            Standing::Final => &mut stand.last,
        } += 1;
    }
    let unreadable = dossiers.unreadable();
    let unjudged = u32::try_from(unreadable).unwrap_or(u32::MAX);
    stand.undecided += silent.saturating_sub(unjudged);
    Ok((stand, astray, unreadable))
}

/// How many units have a result in a period that rests on other inputs
/// than those that are on record now.
async fn changed(
    store: &Store,
    loaded: &LoadedPolicy,
    period: Period,
) -> Result<usize, StoreError> {
    let region = &loaded.policy.code;
    let mut units = 0;
    for unit in store.units(region).await? {
        let key = RunKey { region: region.clone(), period, unit: unit.code };
        let Some(latest) = store.latest_run(&key).await? else { continue };
        let acts = store.acts_of_run(&key, DailyReports::of([&loaded.policy])).await?;
        let mut digest = InputsDigest::new(&loaded.sha256, period);
        store
            .for_each_input(&key, |person| digest.add(&person, acts.people.get(&person.employee)))
            .await?;
        digest.add_unit(&acts);
        units += usize::from(digest.finish() != latest.inputs_sha256);
    }
    Ok(units)
}
