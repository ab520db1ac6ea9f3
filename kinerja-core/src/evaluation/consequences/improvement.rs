//! Where a person stands on the way to an improvement.

use chrono::NaiveDate;

use super::{Consequence, PastDecision, PersonFacts, ResultPredicate};
use crate::{
    consequence::{ImprovementEvent, ImprovementRule, ImprovementStage},
    region::RegionPolicy,
};

pub(super) fn improvement(policy: &RegionPolicy, facts: &PersonFacts<'_>) -> Option<Consequence> {
    let rule = policy.rules.improvement.at(facts.period.start())?.value;
    let now = match facts.found {
        ResultPredicate::Decided { predicate, on } => {
            Some(PastDecision { period: facts.period, on, predicate })
        }
        ResultPredicate::Nothing | ResultPredicate::Proposed(_) => None,
    };
    let mut steps: Vec<_> = facts.steps.to_vec();
    steps.sort_by_key(|step| step.on());
    let (mut way, mut unfit) = (None, Vec::new());
    let mut left = steps.as_slice();
    for decision in facts.past.iter().copied().chain(now) {
        let (before, after) = left.split_at(left.partition_point(|step| step.on() < decision.on));
        way = walk(rule, way, before, &mut unfit);
        way = next(rule, way, decision);
        left = after;
    }
    way = walk(rule, way, left, &mut unfit);
    // A way that ended is told once, with the decision that ended it.
    let over = |stage: &ImprovementStage| match stage {
        ImprovementStage::Improved { on } => now.is_none_or(|now| now.on != *on),
        ImprovementStage::Improving { .. }
        | ImprovementStage::CompetencyTest { .. }
        | ImprovementStage::Placement { .. }
        | ImprovementStage::Placed { .. }
        | ImprovementStage::TemporaryPost { .. }
        | ImprovementStage::DismissalReview { .. } => false,
    };
    if let Some((began, stage)) = way.filter(|(_, stage)| !over(stage)) {
        let enough = rule.enough();
        return Some(Consequence::Improvement { began, stage, enough, unfit });
    }
    let ResultPredicate::Proposed(predicate) = facts.found else { return None };
    (predicate < rule.enough())
        .then(|| Consequence::ImprovementProposed { months: rule.months(), enough: rule.enough() })
}

/// A way: the decision with which it began, and where it leaves the person.
type Way = (PastDecision, ImprovementStage);

/// Where a person stands after steps of officials. The days of those that do not follow
/// from where the person stands are kept.
fn walk(
    rule: ImprovementRule,
    mut way: Option<Way>,
    steps: &[ImprovementEvent],
    unfit: &mut Vec<NaiveDate>,
) -> Option<Way> {
    for step in steps {
        let taken = way.and_then(|(began, stage)| Some((began, rule.advance(stage, *step).ok()?)));
        match taken {
            Some(on) => way = Some(on),
            None => unfit.push(step.on()),
        }
    }
    way
}

/// Where a person stands after one more decision.
fn next(rule: ImprovementRule, way: Option<Way>, decision: PastDecision) -> Option<Way> {
    let PastDecision { predicate, on, .. } = decision;
    match way {
        Some((began, stage @ ImprovementStage::Improving { .. })) => {
            let event = ImprovementEvent::Assessed { predicate, on };
            // Too early to tell: the time still runs.
            Some((began, rule.advance(stage, event).unwrap_or(stage)))
        }
        None | Some((_, ImprovementStage::Improved { .. } | ImprovementStage::Placed { .. })) => {
            let stage = rule.begin(predicate, on).ok()?;
            Some((decision, stage))
        }
        // What comes next are acts of officials, and not one more predicate.
        Some((
            began,
            stage @ (ImprovementStage::CompetencyTest { .. }
            | ImprovementStage::Placement { .. }
            | ImprovementStage::TemporaryPost { .. }
            | ImprovementStage::DismissalReview { .. }),
        )) => Some((began, stage)),
    }
}
