//! What is on record of the services of a region and a period.

use std::collections::BTreeMap;

use kinerja_core::{
    calendar::Period,
    evidence::{self, GradeBounds, IndexRule, Survey, count_complaints},
    organisation::{IndicatorName, MissionCoverage, ServiceReading},
    plan::{Code, CodeError, WorkPlan},
    region::RegionPolicy,
    summary::{PeriodReadings, ServiceFacts},
};

use crate::store::{
    EvaluatedPerson, Store, StoreError, StoredActual,
    acts::{
        Act, ActKind, Acts, StoredAct, Subject,
        evidence::{Complaint, ComplaintKind},
    },
};

/// Under which service an indicator stands that names none.
const NO_SERVICE: &str = "umum";

/// Reads what is on record of the services of a region and a period.
///
/// # Errors
///
/// Fails when the database does.
pub async fn facts(
    store: &Store,
    policy: &RegionPolicy,
    period: Period,
) -> Result<ServiceFacts, StoreError> {
    let mut coverage = MissionCoverage::new(&policy.missions, []);
    let now = readings(store, policy, period, |plan| coverage.add(plan)).await?;
    let before = match previous(policy, period) {
        Some(previous) => readings(store, policy, previous, |_| ()).await?,
        None => PeriodReadings::default(),
    };
    let region = &policy.code;
    let answers = store.acts_of_region(region, period, ActKind::SurveyAnswers).await?;
    let complaints = store.acts_of_region(region, period, ActKind::Complaint).await?;
    Ok(ServiceFacts {
        now,
        before,
        coverage,
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

async fn readings(
    store: &Store,
    policy: &RegionPolicy,
    period: Period,
    mut look: impl FnMut(&WorkPlan),
) -> Result<PeriodReadings, StoreError> {
    let (mut found, mut wrong) = (PeriodReadings::default(), None);
    store
        .for_each_evaluated(&policy.code, period, |person| {
            if let Err(error) = read(&mut found, &person, &mut look) {
                wrong = Some(error);
            }
        })
        .await?;
    match wrong {
        Some(error) => Err(StoreError::corrupt("read the services of a period", &error)),
        None => Ok(found),
    }
}

/// Adds what one person tells of services. A document that cannot be read tells
/// nothing: its person waits, and was told so by the evaluation.
fn read(
    found: &mut PeriodReadings,
    person: &EvaluatedPerson,
    look: &mut impl FnMut(&WorkPlan),
) -> Result<(), CodeError> {
    let unit: Code = person.unit.parse()?;
    let people = found.people.entry(unit.clone()).or_default();
    *people = people.saturating_add(1);
    let plan = person.plan.as_deref().and_then(|body| serde_json::from_str::<WorkPlan>(body).ok());
    let Some(plan) = plan.filter(|plan| plan.status().is_agreed()) else { return Ok(()) };
    look(&plan);
    let actuals = person.actuals.as_deref();
    let actuals: BTreeMap<Code, StoredActual> =
        actuals.and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
    for indicator in plan.indicators() {
        let service = match &indicator.service {
            Some(service) => service.clone(),
            None => NO_SERVICE.parse()?,
        };
        let actual = actuals.get(&indicator.code).map(|reported| reported.actual);
        found.readings.push(ServiceReading {
            service,
            indicator: IndicatorName::from(indicator),
            unit: unit.clone(),
            contribution: indicator.contribution,
            target: indicator.target,
            actual: actual.filter(|actual| indicator.target.accepts(*actual)),
        });
    }
    Ok(())
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
