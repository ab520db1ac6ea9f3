//! What is known of indicators and behaviour when conditions are asked.

use super::{IndicatorOutcome, Proposal};
use crate::{
    consequence::Findings,
    evidence::{Background, BehaviourValue, Evidence},
    number::{Percent, Score},
    plan::{Code, WorkPlan},
};

/// The achievements and scores that are known; what is missing is not among them.
pub(super) struct Known<'a> {
    achievements: Vec<(&'a Code, Percent)>,
    behaviour: Vec<(BehaviourValue, Score)>,
    background: &'a Background,
}

impl<'a> Known<'a> {
    pub(super) fn of(
        plan: &'a WorkPlan,
        evidence: &'a Evidence,
        outcomes: &[IndicatorOutcome],
        behaviour: &[Option<Score>; 7],
    ) -> Self {
        let achievements = plan
            .indicators()
            .iter()
            .zip(outcomes)
            .filter_map(|(indicator, outcome)| match outcome {
                IndicatorOutcome::Achieved { achievement, .. } => {
                    Some((&indicator.code, *achievement))
                }
                IndicatorOutcome::Missing(_) => None,
            })
            .collect();
        let behaviour = BehaviourValue::ALL
            .into_iter()
            .zip(behaviour)
            .filter_map(|(value, score)| Some((value, (*score)?)))
            .collect();
        Self { achievements, behaviour, background: &evidence.background }
    }

    /// The same with what is proposed, as conditions ask for it.
    pub(super) fn findings(&self, proposal: &Proposal) -> Findings<'_> {
        Findings {
            predicate: proposal.predicate,
            result_rating: proposal.result_rating,
            behaviour_rating: proposal.behaviour_rating,
            total: proposal.total,
            achievements: &self.achievements,
            behaviour: &self.behaviour,
            background: self.background,
        }
    }
}
