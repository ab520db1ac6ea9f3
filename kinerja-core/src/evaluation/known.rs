//! What is known of indicators and behaviour when conditions are asked.

use std::borrow::Cow;

use super::{Evaluation, IndicatorOutcome, Proposal};
use crate::{
    consequence::Findings,
    evidence::{Background, BehaviourValue, Evidence},
    number::{Percent, Score},
    plan::{Code, WorkPlan},
    region::RegionPolicy,
};

/// The achievements and scores that are known; what is missing is not among them.
pub(super) struct Known<'a> {
    achievements: Vec<(&'a Code, Percent)>,
    behaviour: Vec<(BehaviourValue, Score)>,
    background: Cow<'a, Background>,
}

impl<'a> Known<'a> {
    pub(super) fn of(
        policy: &RegionPolicy,
        plan: &'a WorkPlan,
        evidence: &'a Evidence,
        (outcomes, behaviour): (&[IndicatorOutcome], &[Option<Score>; 7]),
    ) -> Self {
        let mut known = Self::nothing(policy, &evidence.background);
        known.add(plan, outcomes, behaviour);
        known
    }

    /// What is known of all segments of a period.
    pub(super) fn of_all(
        policy: &RegionPolicy,
        background: &'a Background,
        parts: impl Iterator<Item = (&'a WorkPlan, &'a Evaluation)>,
    ) -> Self {
        let mut known = Self::nothing(policy, background);
        for (plan, evaluation) in parts {
            known.add(plan, &evaluation.indicators, &evaluation.behaviour);
        }
        known
    }

    /// Where the region asks raters, the mean of feedback is theirs: another one
    /// beside it could tell what a hidden class said.
    fn nothing(policy: &RegionPolicy, background: &'a Background) -> Self {
        let background = match &policy.raters {
            Some(rule) if !background.answers.is_empty() => {
                let feedback = rule.view(&background.answers).overall;
                Cow::Owned(Background { feedback, ..background.clone() })
            }
            Some(_) | None => Cow::Borrowed(background),
        };
        Self { achievements: Vec::new(), behaviour: Vec::new(), background }
    }

    fn add(
        &mut self,
        plan: &'a WorkPlan,
        outcomes: &[IndicatorOutcome],
        behaviour: &[Option<Score>; 7],
    ) {
        let indicators = plan.indicators().iter().zip(outcomes);
        self.achievements.extend(indicators.filter_map(|(indicator, outcome)| match outcome {
            IndicatorOutcome::Achieved { achievement, .. } => Some((&indicator.code, *achievement)),
            IndicatorOutcome::Missing(_) => None,
        }));
        let scores = BehaviourValue::ALL.into_iter().zip(behaviour);
        self.behaviour.extend(scores.filter_map(|(value, score)| Some((value, (*score)?))));
    }

    /// The same with what is proposed, as conditions ask for it.
    pub(super) fn findings(&self, proposal: &Proposal) -> Findings<'_> {
        Findings {
            predicate: proposal.predicate,
            result_rating: Some(proposal.result_rating),
            behaviour_rating: Some(proposal.behaviour_rating),
            total: Some(proposal.total),
            achievements: &self.achievements,
            behaviour: &self.behaviour,
            background: &self.background,
        }
    }
}
