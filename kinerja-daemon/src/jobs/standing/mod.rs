//! How plans stand during the year: what is agreed, reported, asked and open.

mod words;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use kinerja_core::{
    calendar::Period,
    evidence::{BehaviourValue, DailyReportRule, ReportsOf},
    organisation::IndicatorName,
    people::Nip,
    plan::{Code, PlanStatus, WorkPlan},
    region::RegionPolicy,
};
use serde::Serialize;

pub use words::Progress;

use super::services::readable;
use crate::{
    facts::Superiors,
    store::{
        Kept, PersonStanding, Store, StoreError, StoredActual, StoredBehaviour, Whose,
        acts::{Act, ActKind, StoredAct, Subject, evidence::ReportState, planning::Extent},
    },
};

/// How the plan of one person stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanState {
    /// There is none.
    None,
    /// It is on record but cannot be read.
    Unreadable,
    /// It has this status.
    Status(PlanStatus),
}

/// How the work of one person stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The number.
    pub nip: Nip,
    /// The name.
    pub name: String,
    /// The code of the unit.
    pub unit: String,
    /// The plan.
    pub plan: PlanState,
    /// How many indicators it has.
    pub indicators: usize,
    /// The indicators that were not reported.
    pub unreported: Vec<(Code, IndicatorName)>,
    /// How many values of behaviour have a score.
    pub behaviour: usize,
    /// How many there are: seven. Before 2022 those that have a score, because how
    /// many are asked is for the regulation of the period to say.
    pub values: usize,
    /// Whether the superior has left, and nobody else was named.
    pub superior_left: bool,
    /// What else was done.
    pub acts: Counts,
}

/// What people did during the year, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Proposals for the plan that were answered.
    pub proposals_answered: u32,
    /// Proposals that wait for an answer.
    pub proposals_waiting: u32,
    /// Means that were asked for.
    pub means_asked: u32,
    /// Means of these that were granted, in full or in part.
    pub means_granted: u32,
    /// Means of these that nobody has answered.
    pub means_waiting: u32,
    /// Steps of coaching or of evaluation meetings that are not done.
    pub steps_open: u32,
    /// Those of them whose day has passed.
    pub steps_late: u32,
    /// Days with a daily report; a day of two people counts twice.
    pub report_days: u32,
}

impl Counts {
    fn add(&mut self, more: Self) {
        self.proposals_answered += more.proposals_answered;
        self.proposals_waiting += more.proposals_waiting;
        self.means_asked += more.means_asked;
        self.means_granted += more.means_granted;
        self.means_waiting += more.means_waiting;
        self.steps_open += more.steps_open;
        self.steps_late += more.steps_late;
        self.report_days += more.report_days;
    }

    /// Counts one act; the days of reports are counted apart.
    fn take(&mut self, act: &Act, today: NaiveDate) {
        if let Act::Proposal(proposal) = act {
            match proposal.answer {
                Some(_) => self.proposals_answered += 1,
                None => self.proposals_waiting += 1,
            }
        }
        if let Act::Support(support) = act {
            self.means_asked += 1;
            match support.grant.map(|grant| grant.extent) {
                Some(Extent::Full | Extent::Partial) => self.means_granted += 1,
                Some(Extent::Nothing) => {}
                None => self.means_waiting += 1,
            }
        }
        if let Act::Step(step) = act
            && step.done.is_none()
        {
            self.steps_open += 1;
            self.steps_late += u32::from(step.due < today);
        }
    }
}

/// How plans stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The people, by unit and name.
    pub people: Vec<Person>,
    /// What all of them and their units did, together.
    pub acts: Counts,
}

/// Reads how plans of a region and period stand on a day: in one query for the
/// people, and one for each kind of act.
///
/// # Errors
///
/// Fails when the database does.
pub async fn standing(
    store: &Store,
    (policy, period): (&RegionPolicy, Period),
    whose: &Whose,
    today: NaiveDate,
) -> Result<Standing, StoreError> {
    let region = &policy.code;
    let mut people = Vec::new();
    store.for_each_standing((region, period), whose, |found| people.push(person(found))).await?;
    let moves = store.acts_of_region(region, period, ActKind::Movement).await?;
    let superiors = Superiors::of(store.superiors(region).await?, readable(&moves));
    let day = today.min(period.last_day());
    if let Whose::StaffOf(superior) = whose {
        people.retain(|(person, _)| superiors.on(&person.nip, day) == Some(superior));
    }
    for (person, _) in &mut people {
        person.superior_left = superiors.is_led_by_nobody(&person.nip, day);
    }
    let mut of_people: BTreeMap<Nip, (Counts, Reports)> = BTreeMap::new();
    let mut acts = Counts::default();
    let mut older: BTreeMap<Nip, usize> = BTreeMap::new();
    let assessed = store.acts_of_region(region, period, ActKind::OlderAssessment).await?;
    for stored in readable(&assessed) {
        if let (Subject::Person(nip), Act::OlderAssessment(said)) = (&stored.about, &stored.act) {
            let scores = said.facts.behaviour.as_ref().map_or(0, |given| given.scores.len());
            let most = older.entry(nip.clone()).or_default();
            *most = scores.max(*most);
        }
    }
    for kind in [ActKind::Proposal, ActKind::Support, ActKind::Step, ActKind::DailyReport] {
        let found = store.acts_of_region(region, period, kind).await?;
        for StoredAct { about, act, on, .. } in readable(&found) {
            match about {
                Subject::Person(nip) => {
                    let (counts, reports) = of_people.entry(nip.clone()).or_default();
                    counts.take(act, today);
                    if let Act::DailyReport(report) = act {
                        reports.days.insert(*on);
                        if report.state != ReportState::Submitted {
                            reports.serve.insert(report.code.clone());
                        }
                    }
                }
                Subject::Unit(unit) | Subject::Service { unit, .. } => match whose {
                    Whose::Region => acts.take(act, today),
                    Whose::Unit(asked) if asked == unit => acts.take(act, today),
                    Whose::Unit(_) | Whose::StaffOf(_) => {}
                },
            }
        }
    }
    for (person, counting) in &mut people {
        if let Some(scores) = older.remove(&person.nip) {
            (person.behaviour, person.values) = (scores, scores);
        }
        if let Some((counts, reports)) = of_people.remove(&person.nip) {
            let report_days = u32::try_from(reports.days.len()).unwrap_or(u32::MAX);
            person.acts = Counts { report_days, ..counts };
            counting.retain(|code| reports.count_for(policy.daily_reports.as_ref(), code));
            person.unreported.retain(|(code, _)| !counting.contains(code));
            acts.add(person.acts);
        }
    }
    Ok(Standing { people: people.into_iter().map(|(person, _)| person).collect(), acts })
}

/// The daily reports of a person.
#[derive(Default)]
struct Reports {
    /// The days that have one.
    days: BTreeSet<NaiveDate>,
    /// What those serve that the superior has looked at; none for those that name no
    /// indicator.
    serve: BTreeSet<Option<Code>>,
}

impl Reports {
    /// Whether they give an indicator that counts them its actual.
    fn count_for(&self, rule: Option<&DailyReportRule>, code: &Code) -> bool {
        rule.is_some_and(|rule| match rule.reports {
            ReportsOf::Indicator => self.serve.contains(&Some(code.clone())),
            ReportsOf::Person => !self.serve.is_empty(),
        })
    }
}

/// How a person stands, and the indicators that count daily reports.
fn person(found: PersonStanding) -> (Person, BTreeSet<Code>) {
    let plan = found.plan.as_deref().map(WorkPlan::read);
    let actuals = found.actuals.as_deref().and_then(|body| Kept::read(body).ok());
    let actuals: BTreeMap<Code, StoredActual> = actuals.unwrap_or_default();
    let behaviour = found.behaviour.as_deref();
    let behaviour = behaviour.and_then(|body| StoredBehaviour::read(body).ok());
    let (plan, indicators) = match &plan {
        None => (PlanState::None, [].as_slice()),
        Some(Err(_)) => (PlanState::Unreadable, [].as_slice()),
        Some(Ok(plan)) => (PlanState::Status(plan.status()), plan.indicators()),
    };
    let counting = indicators.iter().filter(|indicator| indicator.measure.counts_reports());
    let counting = counting.map(|indicator| indicator.code.clone()).collect();
    let person = Person {
        nip: found.nip,
        name: found.name,
        unit: found.unit,
        plan,
        indicators: indicators.len(),
        unreported: indicators
            .iter()
            .filter(|indicator| !actuals.contains_key(&indicator.code))
            .map(|indicator| (indicator.code.clone(), IndicatorName::from(indicator)))
            .collect(),
        behaviour: behaviour.map_or(0, |stored| stored.behaviour.scores.iter().flatten().count()),
        values: BehaviourValue::ALL.len(),
        superior_left: false,
        acts: Counts::default(),
    };
    (person, counting)
}
