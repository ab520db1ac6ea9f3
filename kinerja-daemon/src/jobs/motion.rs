//! Plans and evidence for the segments of a person who moved, was away or came
//! late.
//!
//! Plans of the same period follow one another: what comes after a closed plan is
//! the plan of the next post. Scores of behaviour belong to the segment whose
//! superior gave them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use kinerja_core::{
    calendar::Period,
    evaluation::{Combined, Derivation, Document, MotionError, Work, evaluate_segments},
    evidence::{Background, Behaviour, DailyReports, Evidence, OlderEvidence, Reported},
    people::{History, Nip, Segment},
    plan::{Code, PlanStatus, WorkPlan},
    region::RegionPolicy,
};

use super::older;
use crate::store::{Kept, StoredBehaviour, acts::PersonActs};

/// What is on record of one person who moved.
pub(super) struct Moved<'a> {
    pub(super) policy: &'a RegionPolicy,
    pub(super) period: Period,
    pub(super) history: &'a History,
    pub(super) plans: Vec<WorkPlan>,
    pub(super) behaviour: Vec<StoredBehaviour>,
    pub(super) actuals: BTreeMap<Code, Reported>,
    pub(super) background: Background,
    pub(super) reports: Option<DailyReports>,
    pub(super) acts: &'a PersonActs,
}

/// Whether a person was there all period, on one post under one superior: then
/// there is nothing to put together.
pub(super) fn stayed(history: &History, period: Period) -> bool {
    match history.segments(period).as_slice() {
        [one] => (one.from, one.until) == (period.start(), period.end()) && one.absence.is_none(),
        _ => false,
    }
}

/// The plans of a period, one a post, oldest first.
pub(super) fn plans(acts: &PersonActs) -> Result<Vec<WorkPlan>, Document> {
    let bodies = acts.documents.iter().filter(|document| document.is_plan);
    let mut plans: Vec<WorkPlan> = Vec::new();
    for document in bodies {
        let plan: WorkPlan = read(document.number, &document.body, Document::Plan)?;
        let closed = |plan: &WorkPlan| plan.status() == PlanStatus::Closed;
        let follows = plans.last().is_none_or(closed) && !closed(&plan);
        if !follows {
            plans.pop();
        }
        plans.push(plan);
    }
    Ok(plans)
}

/// The latest scores of behaviour by each evaluator, the latest last.
pub(super) fn behaviour(acts: &PersonActs) -> Result<Vec<StoredBehaviour>, Document> {
    let bodies = acts.documents.iter().filter(|document| !document.is_plan);
    let mut all: Vec<StoredBehaviour> = Vec::new();
    for document in bodies {
        let found: StoredBehaviour = read(document.number, &document.body, Document::Behaviour)?;
        all.retain(|one| one.evaluator != found.evaluator);
        all.push(found);
    }
    Ok(all)
}

/// A document as it is on record.
pub(super) fn read<T: Kept>(number: i64, body: &str, record: Document) -> Result<T, Document> {
    T::read(body).map_err(|error| {
        tracing::error!(
            document = number,
            %error,
            "a document on record cannot be read: its person waits, the others go on"
        );
        record
    })
}

impl Moved<'_> {
    /// Evaluates the segments and says how each number came about.
    pub(super) fn evaluate(&self) -> Result<(Combined, Derivation), MotionError> {
        let works = self.works();
        let works: Vec<_> = works
            .iter()
            .map(|(from, until, plan, evidence)| Work {
                from: *from,
                until: *until,
                plan,
                evidence,
            })
            .collect();
        let combined = evaluate_segments(self.policy, self.period, self.history, &works)?;
        let derivation = combined.whole_derivation(&works);
        Ok((combined, derivation))
    }

    /// Days, plan and evidence of each segment that has a plan.
    fn works(&self) -> Vec<(NaiveDate, NaiveDate, &WorkPlan, Evidence)> {
        let segments = self.history.segments(self.period);
        let stays = self.stays(&segments);
        let places = places(stays.len(), &self.plans);
        let mut works = Vec::new();
        for (stay, place) in stays.iter().zip(places) {
            let Some((place, plan)) = place.and_then(|at| Some((at, self.plans.get(at)?))) else {
                continue;
            };
            let evidence = |segment: &Segment| Evidence {
                actuals: self.actuals_of(place, plan),
                behaviour: self.behaviour_of(segment, &segments),
                older: self.older_facts_of(segment, &segments),
                background: self.background.clone(),
                reports: self.reports_of(stay),
            };
            works.extend(stay.iter().map(|one| (one.from, one.until, plan, evidence(one))));
        }
        works
    }

    /// The segments that need a plan, those on the same post together.
    fn stays<'s>(&self, segments: &'s [Segment]) -> Vec<Vec<&'s Segment>> {
        let suspends = &self.policy.segments.suspends;
        let works = |one: &&Segment| one.absence.is_none_or(|why| !suspends.contains(&why));
        let mut stays: Vec<Vec<&Segment>> = Vec::new();
        for segment in segments.iter().filter(works) {
            let same = |last: &&mut Vec<&Segment>| {
                last.last()
                    .is_some_and(|one| (&one.unit, &one.post) == (&segment.unit, &segment.post))
            };
            match stays.last_mut().filter(same) {
                Some(stay) => stay.push(segment),
                None => stays.push(vec![segment]),
            }
        }
        stays
    }

    /// What was reported for the indicators of a plan. An actual belongs to one
    /// plan: where a later one has the same code, to that.
    fn actuals_of(&self, place: usize, plan: &WorkPlan) -> BTreeMap<Code, Reported> {
        let later = self.plans.iter().skip(place + 1);
        let taken: BTreeSet<&Code> =
            later.flat_map(WorkPlan::indicators).map(|indicator| &indicator.code).collect();
        let own = plan.indicators().iter().filter(|indicator| !taken.contains(&indicator.code));
        own.filter_map(|indicator| {
            let reported = self.actuals.get(&indicator.code)?;
            Some((indicator.code.clone(), *reported))
        })
        .collect()
    }

    /// The daily reports of the days on a post.
    fn reports_of(&self, stay: &[&Segment]) -> Option<DailyReports> {
        let within = |day| stay.iter().any(|one| one.from <= day && day < one.until);
        self.reports.as_ref().map(|reports| reports.only(|report| within(report.day)))
    }

    /// What was said of a segment for a regime before 2022.
    fn older_facts_of(&self, segment: &Segment, all: &[Segment]) -> Option<Box<OlderEvidence>> {
        let others = all.iter().filter_map(|one| one.superior.as_ref()).collect();
        older::facts(self.acts, self.period, segment.superior.as_ref(), &others)
    }

    /// What the superior of a segment said of behaviour; or another official who
    /// is the superior of no other segment.
    fn behaviour_of(&self, segment: &Segment, all: &[Segment]) -> Option<Behaviour> {
        let by = |one: &&StoredBehaviour| segment.superior.as_ref() == Some(&one.evaluator);
        let others: BTreeSet<&Nip> = all.iter().filter_map(|one| one.superior.as_ref()).collect();
        let own = self.behaviour.iter().find(by);
        let delegated = || self.behaviour.iter().rev().find(|one| !others.contains(&one.evaluator));
        own.or_else(delegated).map(|found| found.behaviour.clone())
    }
}

/// Which plan belongs to which stay. Of fewer plans than stays, one that is open
/// belongs to the last stay, and those that are closed to the first.
fn places(stays: usize, plans: &[WorkPlan]) -> Vec<Option<usize>> {
    if let Some(more) = plans.len().checked_sub(stays) {
        return (more..plans.len()).map(Some).collect();
    }
    let open = plans.last().is_some_and(|plan| plan.status() != PlanStatus::Closed);
    let closed = plans.len() - usize::from(open);
    (0..stays)
        .map(|stay| match stay {
            _ if open && stay + 1 == stays => Some(plans.len() - 1),
            _ if stay < closed => Some(stay),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(status: PlanStatus) -> WorkPlan {
        let target = kinerja_core::plan::Target::yes();
        let indicator = kinerja_core::plan::Indicator {
            code: "A".parse().unwrap(),
            kind: kinerja_core::plan::ResultKind::Additional,
            result: "Hasil".into(),
            title: "Indikator".into(),
            measure: kinerja_core::plan::Measure::Ordinary,
            aspect: kinerja_core::plan::Aspect::Quantity,
            level: kinerja_core::plan::Level::Output,
            contribution: kinerja_core::plan::Contribution::Individual,
            unit: "berkas".into(),
            baseline: None,
            target,
            mission: None,
            service: None,
        };
        let main = kinerja_core::plan::Indicator {
            code: "B".parse().unwrap(),
            kind: kinerja_core::plan::ResultKind::Main("100".parse().unwrap()),
            ..indicator.clone()
        };
        WorkPlan::new("2026-Q2".parse().unwrap(), status, vec![indicator, main]).unwrap()
    }

    #[test]
    fn each_plan_goes_to_the_post_that_it_fits() {
        use PlanStatus::{Closed, Running};
        #[rustfmt::skip]
        let table = [
            (1, vec![],                        vec![None]),
            (2, vec![Running],                 vec![None, Some(0)]),
            (2, vec![Closed],                  vec![Some(0), None]),
            (2, vec![Closed, Running],         vec![Some(0), Some(1)]),
            (3, vec![Closed, Running],         vec![Some(0), None, Some(1)]),
            (1, vec![Closed, Running],         vec![Some(1)]),
            (0, vec![Running],                 vec![]),
        ];
        for (stays, statuses, expected) in table {
            let plans: Vec<_> = statuses.into_iter().map(plan).collect();
            assert_eq!(places(stays, &plans), expected, "{stays} {plans:?}");
        }
    }
}
