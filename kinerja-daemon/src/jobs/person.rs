//! Evaluates one person with everything that is on record.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use kinerja_core::{
    consequence::FollowUp,
    evaluation::{
        Combined, CombinedOutcome, Derivation, Document, Evaluation, MovementsGap, evaluate,
    },
    evidence::{Evidence, Reported},
    plan::{Actual, Code, Indicator, WorkPlan},
    region::RegionPolicy,
    summary::Tally,
};

use super::{
    history::{has_moved, history, is_unreadable},
    motion::{self, Moved, stayed},
    older,
    services::UnitServices,
};
use crate::{
    facts::{UnitFacts, background, daily_reports},
    store::{
        FollowUpRow, Kept, NewResult, PersonInputs, StoreError, StoredBehaviour, StoredReports,
        Used, acts::PersonActs, trail,
    },
};

/// What is known besides the documents of a person.
pub(super) struct Known<'a> {
    pub(super) policy: &'a RegionPolicy,
    pub(super) unit: &'a UnitFacts,
    pub(super) acts: Option<&'a PersonActs>,
}

/// What the engine found.
pub(super) enum Found {
    One(Box<Evaluation>),
    Segments(Box<Combined>),
}

/// What the people of a unit add up to.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) tally: Tally,
    pub(super) services: UnitServices,
}

/// What goes on record of a person, and counts it.
pub(super) fn result(
    day: NaiveDate,
    (used, work): (Used, &Work),
    (found, derivation): (&Found, &Derivation),
    Counts { tally, services }: &mut Counts,
) -> Result<NewResult, StoreError> {
    let (ratings, total, follow_ups) = match found {
        Found::One(evaluation) => {
            tally.add(evaluation);
            let proposal = evaluation.outcome.proposal();
            let ratings =
                proposal.map(|one| (one.predicate, one.result_rating, one.behaviour_rating));
            (ratings, proposal.map(|one| one.total), &evaluation.follow_ups)
        }
        Found::Segments(combined) => {
            tally.add_combined(combined);
            let proposal = match &combined.outcome {
                CombinedOutcome::Proposed(proposal) => Some(proposal),
                CombinedOutcome::Blocked | CombinedOutcome::NotEvaluated(_) => None,
            };
            let ratings =
                proposal.map(|one| (one.predicate, one.result_rating, one.behaviour_rating));
            (ratings, proposal.map(|one| one.total), &combined.follow_ups)
        }
    };
    services.add_person(
        work.plan(),
        |indicator| work.reached(indicator, derivation),
        derivation,
    )?;
    Ok(NewResult {
        ratings: ratings.map(|(predicate, result, behaviour)| {
            [predicate.code(), result.code(), behaviour.code()]
        }),
        total: total.map(|total| total.to_string()),
        derivation: trail::write(derivation)?,
        follow_ups: follow_ups.iter().map(|found| follow_up(found, day)).collect(),
        used,
    })
}

/// What was agreed and reached, or that it cannot be read.
pub(super) struct Work {
    plan: Result<Option<WorkPlan>, Document>,
    actuals: Result<BTreeMap<Code, Reported>, Document>,
}

impl Work {
    pub(super) fn of(inputs: &PersonInputs) -> Self {
        Self { plan: read(inputs.plan.as_ref(), Document::Plan), actuals: actuals(inputs) }
    }

    pub(super) fn plan(&self) -> Option<&WorkPlan> {
        self.plan.as_ref().ok().and_then(Option::as_ref)
    }

    /// What was reached: as it was reported, or else as the evaluation found it in
    /// surveys or daily reports.
    fn reached(&self, indicator: &Indicator, derivation: &Derivation) -> Option<Actual> {
        let reported = self.actuals.as_ref().ok().and_then(|all| all.get(&indicator.code));
        reported.map(|reported| reported.actual).or_else(|| derivation.actual(&indicator.code))
    }

    /// The plan and the evidence of a person who has a plan.
    fn with_evidence(
        &self,
        known: &Known<'_>,
        inputs: &PersonInputs,
    ) -> Result<Option<(&WorkPlan, Evidence)>, Document> {
        let Some(plan) = self.plan.as_ref().map_err(|record| *record)? else { return Ok(None) };
        let behaviour: Option<StoredBehaviour> =
            read(inputs.behaviour.as_ref(), Document::Behaviour)?;
        let evidence = Evidence {
            actuals: self.actuals.clone()?,
            behaviour: behaviour.map(|stored| stored.behaviour),
            older: older::of_staff(known.acts, known.unit.period),
            background: background(known.policy, known.unit, inputs.employee, known.acts),
            reports: daily_reports(known.acts, known.unit.period),
        };
        Ok(Some((plan, evidence)))
    }
}

/// How far a person's documents bring the evaluation.
pub(super) enum Ready {
    /// Plan and evidence are there; the engine is next.
    Evidence(Box<Evidence>),
    /// The engine has found it: there is no plan, or the person moved.
    Found((Found, Derivation)),
}

/// Reads the documents of a person; or says which cannot be read.
pub(super) fn ready(
    known: &Known<'_>,
    inputs: &PersonInputs,
    work: &Work,
) -> Result<Ready, Document> {
    if let Some(acts) = known.acts {
        if is_unreadable(acts) {
            return Err(Document::Movements);
        }
        if has_moved(acts, known.unit.period)
            && let Some(found) = segments(known, inputs.employee, acts, work)?
        {
            return Ok(Ready::Found(found));
        }
    }
    let evidence = work.with_evidence(known, inputs)?;
    let without_plan = || Ready::Found(told(Evaluation::without_plan()));
    Ok(evidence.map_or_else(without_plan, |(_, evidence)| Ready::Evidence(Box::new(evidence))))
}

/// What the engine finds of a person; or what cannot be read.
pub(super) fn find(
    known: &Known<'_>,
    inputs: &PersonInputs,
    work: &Work,
) -> Result<(Found, Derivation), Document> {
    Ok(match (ready(known, inputs, work)?, work.plan()) {
        (Ready::Evidence(evidence), Some(plan)) => {
            let evaluation = evaluate(known.policy, plan, &evidence);
            one(plan, &evidence, evaluation)
        }
        (Ready::Found(found), _) => found,
        (Ready::Evidence(_), None) => told(Evaluation::without_plan()),
    })
}

/// An evaluation with its derivation.
pub(super) fn one(
    plan: &WorkPlan,
    evidence: &Evidence,
    evaluation: Evaluation,
) -> (Found, Derivation) {
    let derivation = Derivation::new(plan, evidence, &evaluation);
    (Found::One(Box::new(evaluation)), derivation)
}

/// What the engine finds of a person who moved, was away or came late; nothing
/// where that made no difference to the period.
fn segments(
    known: &Known<'_>,
    employee: i64,
    acts: &PersonActs,
    work: &Work,
) -> Result<Option<(Found, Derivation)>, Document> {
    let period = known.unit.period;
    let unclear = |why| Ok(Some(told(Evaluation::unclear_movements(why))));
    let history = match history(acts, period) {
        Ok(history) => history,
        Err(error) => {
            tracing::warn!(%period, %error, "changes in a person's work cannot all be true");
            let day = error.day();
            return unclear(day.map_or(MovementsGap::Contradictory, MovementsGap::ContradictoryOn));
        }
    };
    if stayed(&history, period) {
        return Ok(None);
    }
    let moved = Moved {
        policy: known.policy,
        period,
        history: &history,
        plans: motion::plans(acts)?,
        behaviour: motion::behaviour(acts)?,
        actuals: work.actuals.clone()?,
        background: background(known.policy, known.unit, employee, known.acts),
        reports: daily_reports(known.acts, period),
        acts,
    };
    match moved.evaluate() {
        Ok((combined, derivation)) => Ok(Some((Found::Segments(Box::new(combined)), derivation))),
        Err(error) => {
            tracing::warn!(%period, %error, "the segments of a person make no result");
            unclear(MovementsGap::from(&error))
        }
    }
}

/// An evaluation of which only the gaps can be told.
pub(super) fn told(evaluation: Evaluation) -> (Found, Derivation) {
    let derivation = Derivation::of_gaps(&evaluation);
    (Found::One(Box::new(evaluation)), derivation)
}

/// The plan and the evidence of a person who has a plan; or what cannot be read.
pub(super) fn documents(
    known: &Known<'_>,
    inputs: &PersonInputs,
) -> Result<Option<(WorkPlan, Evidence)>, Document> {
    let work = Work::of(inputs);
    let found = work.with_evidence(known, inputs)?;
    Ok(found.map(|(plan, evidence)| (plan.clone(), evidence)))
}

/// Whether the engine looks at segments of a person.
pub(super) fn is_in_motion(known: &Known<'_>) -> bool {
    let period = known.unit.period;
    known.acts.is_some_and(|acts| {
        is_unreadable(acts)
            || (has_moved(acts, period)
                && !history(acts, period).is_ok_and(|found| stayed(&found, period)))
    })
}

fn actuals(inputs: &PersonInputs) -> Result<BTreeMap<Code, Reported>, Document> {
    let stored: Option<StoredReports> = read(inputs.actuals.as_ref(), Document::Actuals)?;
    let StoredReports(actuals) = stored.unwrap_or_default();
    Ok(actuals)
}

fn follow_up(found: &FollowUp, day: NaiveDate) -> FollowUpRow {
    FollowUpRow {
        rule: found.rule.to_string(),
        kind: found.kind.code(),
        actor: found.actor.code(),
        due_on: day.checked_add_days(Days::new(found.due_days.into())).unwrap_or(day),
    }
}

fn read<T: Kept>(
    document: Option<&(i64, String)>,
    record: Document,
) -> Result<Option<T>, Document> {
    document.map(|(number, body)| motion::read(*number, body, record)).transpose()
}
