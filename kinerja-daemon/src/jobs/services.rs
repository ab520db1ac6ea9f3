//! What is on record of the services of a region and a period.

use std::collections::BTreeMap;

use kinerja_core::{
    calendar::Period,
    evaluation::Derivation,
    evidence::{self, GradeBounds, IndexRule, Survey, count_complaints},
    organisation::{MissionCoverage, RollUp, ServedMissions, ServiceReading, UnitReadings},
    plan::{Actual, Code, Indicator, WorkPlan},
    region::RegionPolicy,
    summary::ServiceFacts,
};
use serde::{Deserialize, Serialize};

use crate::store::{
    EvaluatedPerson, EvaluatedUnit, Kept, Publication, Store, StoreError, StoredReports,
    acts::{
        Act, ActKind, Acts, StoredAct, Subject,
        evidence::{Complaint, ComplaintKind},
    },
    trail,
};

/// Under which service an indicator stands that names none.
const NO_SERVICE: &str = "umum";

const ACTION: &str = "read the services of a period";
const ADDING: &str = "add up what was reached";

/// What the people of a unit reached for services and missions, added up while
/// they are evaluated.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitServices {
    readings: UnitReadings,
    missions: ServedMissions,
    achieved: RollUp,
}

impl UnitServices {
    /// Adds what one person tells of services: the plan, what was reached for its
    /// indicators, and what the evaluation found. A document that cannot be read
    /// tells nothing: its person waits, and is told so by the evaluation.
    pub(super) fn add_person(
        &mut self,
        plan: Option<&WorkPlan>,
        reached: impl Fn(&Indicator) -> Option<Actual>,
        found: &Derivation,
    ) -> Result<(), StoreError> {
        let Some(plan) = plan.filter(|plan| plan.status().is_agreed()) else {
            let alone = self.readings.add_person(&[]);
            return alone.map_err(|error| StoreError::corrupt(ADDING, &error));
        };
        self.missions.add(plan);
        self.achieved
            .add_person(plan, |indicator| found.achievement(&indicator.code))
            .map_err(|error| StoreError::corrupt(ADDING, &error))?;
        let general: Option<Code> = NO_SERVICE.parse().ok();
        let indicators = plan.indicators().iter();
        let readings: Vec<_> = indicators
            .filter_map(|indicator| {
                let target = indicator.target;
                Some(ServiceReading {
                    service: indicator.service.as_ref().or(general.as_ref())?,
                    title: &indicator.title,
                    measure: &indicator.unit,
                    contribution: indicator.contribution,
                    target,
                    actual: reached(indicator).filter(|actual| target.accepts(*actual)),
                })
            })
            .collect();
        self.readings.add_person(&readings).map_err(|error| StoreError::corrupt(ADDING, &error))
    }

    /// As it is kept with the run.
    pub(super) fn text(&self) -> Result<String, StoreError> {
        serde_json::to_string(self).map_err(|error| StoreError::corrupt(ACTION, &error))
    }
}

/// Reads what is on record of the services of a region and a period.
///
/// # Errors
///
/// Fails when the database does.
pub async fn facts(
    store: &Store,
    policy: &RegionPolicy,
    found: &Publication,
) -> Result<ServiceFacts, StoreError> {
    let (region, period) = (&policy.code, found.period);
    let now = known(store, &found.units).await?;
    let before = match previous(policy, period) {
        Some(previous) => store.publication(region, previous).await?,
        None => None,
    };
    let before = match before {
        Some(before) => known(store, &before.units).await?,
        None => Known::default(),
    };
    let answers = store.acts_of_region(region, period, ActKind::SurveyAnswers).await?;
    let complaints = store.acts_of_region(region, period, ActKind::Complaint).await?;
    Ok(ServiceFacts {
        now: now.readings,
        before: before.readings,
        achieved: now.achieved,
        coverage: MissionCoverage::new(&policy.missions, &now.missions),
        surveys: surveys(readable(&answers), period),
        complaints: count_complaints(period, &self::complaints(readable(&complaints))),
    })
}

/// How the surveys of a period become an index and a grade, where rules say it.
pub(super) fn index_rules(
    policy: &RegionPolicy,
    period: Period,
) -> Option<(&IndexRule, &GradeBounds)> {
    let index = policy.rules.survey_index.at(period.start())?;
    let grades = policy.rules.survey_grades.at(period.start())?;
    Some((&index.value, &grades.value))
}

/// The period before one; none before the first.
fn previous(policy: &RegionPolicy, period: Period) -> Option<Period> {
    std::iter::successors(Some(policy.first_period), |period| period.next())
        .take_while(|earlier| earlier.end() <= period.start())
        .last()
}

/// The acts that can be read; the others stand in the log by number.
pub(super) fn readable(acts: &Acts) -> &[StoredAct] {
    for act in &acts.unreadable {
        tracing::error!(%act, "an act is left out");
    }
    &acts.acts
}

/// What is known of units and of all of them together.
#[derive(Default)]
struct Known {
    readings: Vec<(Code, UnitReadings)>,
    achieved: Vec<(Code, RollUp)>,
    missions: ServedMissions,
}

async fn known(store: &Store, units: &[EvaluatedUnit]) -> Result<Known, StoreError> {
    let mut known = Known::default();
    for unit in units {
        let services: UnitServices = match &unit.services {
            Some(kept) => {
                serde_json::from_str(kept).map_err(|error| StoreError::corrupt(ACTION, &error))?
            }
            None => of_documents(store, unit.run).await?,
        };
        let code: Code =
            unit.unit.code.parse().map_err(|error| StoreError::corrupt(ACTION, &error))?;
        known.missions.merge(&services.missions);
        known.readings.push((code.clone(), services.readings));
        known.achieved.push((code, services.achieved));
    }
    Ok(known)
}

/// What the documents and derivations of a run tell that was put on record before
/// this was kept with it.
async fn of_documents(store: &Store, run: i64) -> Result<UnitServices, StoreError> {
    let (mut found, mut added) = (UnitServices::default(), Ok(()));
    store
        .for_each_evaluated(run, |person| {
            if added.is_ok() {
                added = add_evaluated(&mut found, &person);
            }
        })
        .await?;
    added?;
    Ok(found)
}

fn add_evaluated(found: &mut UnitServices, person: &EvaluatedPerson) -> Result<(), StoreError> {
    let derivation = trail::read(&person.derivation)?;
    let plan = person.plan.as_ref().and_then(|body| WorkPlan::read(body).ok());
    let actuals = person.actuals.as_ref().and_then(|body| StoredReports::read(body).ok());
    let reached = |indicator: &Indicator| {
        let reported = actuals.as_ref().and_then(|StoredReports(all)| all.get(&indicator.code));
        reported.map(|reported| reported.actual).or_else(|| derivation.actual(&indicator.code))
    };
    found.add_person(plan.as_ref(), reached, &derivation)
}

/// Unit and service of an act about a service.
fn service(about: &Subject) -> Option<(Code, Code)> {
    match about {
        Subject::Service { unit, service } => Some((unit.parse().ok()?, service.clone())),
        Subject::Person(_) | Subject::Unit(_) => None,
    }
}

/// The surveys, one for each service of each unit.
pub(super) fn surveys(acts: &[StoredAct], period: Period) -> Vec<Survey> {
    let mut found: BTreeMap<(Code, Code), Survey> = BTreeMap::new();
    for stored in acts {
        let (Act::SurveyAnswers(given), Some(about)) = (&stored.act, service(&stored.about)) else {
            continue;
        };
        let (unit, service) = about.clone();
        let survey = found.entry(about).or_insert_with(|| Survey {
            unit,
            service,
            period,
            answers: BTreeMap::new(),
        });
        survey.answers.insert(given.element, given.answers);
    }
    found.into_values().collect()
}

/// The complaints as the core counts them. One that was answered before it came
/// was refused where it came in.
pub(super) fn complaints(acts: &[StoredAct]) -> Vec<evidence::Complaint> {
    acts.iter()
        .filter_map(|stored| {
            let Act::Complaint(Complaint { kind, answered, .. }) = &stored.act else { return None };
            let kind = match kind {
                ComplaintKind::Complaint => evidence::ComplaintKind::Complaint,
                ComplaintKind::Criticism => evidence::ComplaintKind::Criticism,
                ComplaintKind::Suggestion => evidence::ComplaintKind::Suggestion,
            };
            let about = service(&stored.about)?;
            evidence::Complaint::new(about, kind, stored.on, *answered).ok()
        })
        .collect()
}
