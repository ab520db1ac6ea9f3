//! Evaluates one person with everything that is on record.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use kinerja_core::{
    consequence::FollowUp,
    evaluation::{
        Combined, CombinedOutcome, Derivation, Document, Evaluation, MovementsGap, evaluate,
    },
    evidence::{Evidence, Reported},
    plan::{Code, WorkPlan},
    region::RegionPolicy,
    summary::Tally,
};
use serde::de::DeserializeOwned;

use super::{
    background::{UnitFacts, background},
    history::{has_moved, history, is_unreadable},
    motion::{self, Moved, stayed},
    older,
};
use crate::store::{
    FollowUpRow, NewResult, PersonInputs, StoreError, StoredActual, StoredBehaviour,
    acts::PersonActs,
};

/// What is known besides the documents of a person.
pub(super) struct Known<'a> {
    pub(super) policy: &'a RegionPolicy,
    /// The day on which the evaluation stands.
    pub(super) day: NaiveDate,
    pub(super) unit: &'a UnitFacts,
    pub(super) acts: Option<&'a PersonActs>,
}

/// What the engine found.
enum Found {
    One(Box<Evaluation>),
    Segments(Box<Combined>),
}

/// Evaluates a person and counts the outcome.
pub(super) fn person(
    known: &Known<'_>,
    inputs: &PersonInputs,
    tally: &mut Tally,
) -> Result<NewResult, StoreError> {
    let mut used = inputs.used();
    let (found, derivation) = find(known, inputs).unwrap_or_else(|record| {
        // Only this person waits; who explains the result never meets the document.
        match record {
            Document::Plan => used.plan = None,
            Document::Actuals => used.actuals = None,
            Document::Behaviour => used.behaviour = None,
            Document::Movements => {}
        }
        told(Evaluation::unreadable(record))
    });
    let (ratings, total, follow_ups) = match &found {
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
    Ok(NewResult {
        ratings: ratings.map(|(predicate, result, behaviour)| {
            [predicate.code(), result.code(), behaviour.code()]
        }),
        total: total.map(|total| total.to_string()),
        derivation: write(&derivation)?,
        follow_ups: follow_ups.iter().map(|found| follow_up(found, known.day)).collect(),
        used,
    })
}

/// What the engine finds of a person; or what cannot be read.
fn find(known: &Known<'_>, inputs: &PersonInputs) -> Result<(Found, Derivation), Document> {
    if let Some(acts) = known.acts {
        if is_unreadable(acts) {
            return Err(Document::Movements);
        }
        if has_moved(acts, known.unit.period)
            && let Some(found) = segments(known, inputs, acts)?
        {
            return Ok(found);
        }
    }
    Ok(match documents(known, inputs)? {
        Some((plan, evidence)) => {
            let evaluation = evaluate(known.policy, &plan, &evidence);
            let derivation = Derivation::new(&plan, &evidence, &evaluation);
            (Found::One(Box::new(evaluation)), derivation)
        }
        None => told(Evaluation::without_plan()),
    })
}

/// What the engine finds of a person who moved, was away or came late; nothing
/// where that made no difference to the period.
fn segments(
    known: &Known<'_>,
    inputs: &PersonInputs,
    acts: &PersonActs,
) -> Result<Option<(Found, Derivation)>, Document> {
    let period = known.unit.period;
    let unclear = |why| Ok(Some(told(Evaluation::unclear_movements(why))));
    let history = match history(acts, period) {
        Ok(history) => history,
        Err(error) => {
            tracing::warn!(%period, %error, "changes in a person's work cannot all be true");
            return unclear(MovementsGap::Contradictory);
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
        actuals: actuals(inputs)?,
        background: background(known.policy, known.unit, inputs.employee, known.acts),
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
fn told(evaluation: Evaluation) -> (Found, Derivation) {
    let derivation = Derivation::of_gaps(&evaluation);
    (Found::One(Box::new(evaluation)), derivation)
}

/// The plan and the evidence of a person who has a plan; or what cannot be read.
pub(super) fn documents(
    known: &Known<'_>,
    inputs: &PersonInputs,
) -> Result<Option<(WorkPlan, Evidence)>, Document> {
    let Some(plan) = read(inputs.plan.as_ref(), Document::Plan)? else { return Ok(None) };
    let behaviour: Option<StoredBehaviour> = read(inputs.behaviour.as_ref(), Document::Behaviour)?;
    let evidence = Evidence {
        actuals: actuals(inputs)?,
        behaviour: behaviour.map(|stored| stored.behaviour),
        older: older::of_staff(known.acts, known.unit.period),
        background: background(known.policy, known.unit, inputs.employee, known.acts),
    };
    Ok(Some((plan, evidence)))
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
    let stored: Option<BTreeMap<Code, StoredActual>> =
        read(inputs.actuals.as_ref(), Document::Actuals)?;
    let reported = |StoredActual { actual, on, .. }| Reported { actual, on };
    Ok(stored.into_iter().flatten().map(|(code, stored)| (code, reported(stored))).collect())
}

fn follow_up(found: &FollowUp, day: NaiveDate) -> FollowUpRow {
    FollowUpRow {
        rule: found.rule.to_string(),
        kind: found.kind.code(),
        actor: found.actor.code(),
        due_on: day.checked_add_days(Days::new(found.due_days.into())).unwrap_or(day),
    }
}

/// Room for the derivation of an ordinary plan, so that it seldom grows.
const DERIVATION_BYTES: usize = 2_048;

fn write(derivation: &Derivation) -> Result<String, StoreError> {
    let failed = |error: &dyn std::fmt::Display| {
        StoreError::corrupt("write a derivation", &error.to_string())
    };
    let mut bytes = Vec::with_capacity(DERIVATION_BYTES);
    serde_json::to_writer(&mut bytes, derivation).map_err(|error| failed(&error))?;
    String::from_utf8(bytes).map_err(|error| failed(&error))
}

fn read<T: DeserializeOwned>(
    document: Option<&(i64, String)>,
    record: Document,
) -> Result<Option<T>, Document> {
    document.map(|(number, body)| motion::read(*number, body, record)).transpose()
}
