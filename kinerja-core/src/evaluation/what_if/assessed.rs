//! What was found of one person under one policy, as far as it is compared.

use crate::{
    consequence::FollowUp,
    evaluation::{
        Combined, CombinedOutcome, Derivation, Evaluation, Gap, Line, NotEvaluated, ObstacleKind,
        evaluate,
    },
    evidence::Evidence,
    language::Language,
    number::Ratio,
    plan::WorkPlan,
    region::RegionPolicy,
    scheme::{Predicate, Rating},
};

/// What was found of one person under one policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assessed<'a> {
    /// The person had one plan all period.
    Stayed {
        /// What was found.
        evaluation: Box<Evaluation>,
        /// The plan.
        plan: &'a WorkPlan,
        /// The evidence.
        evidence: &'a Evidence,
    },
    /// The person moved, was away or came late.
    Moved {
        /// What was found of the segments.
        combined: Box<Combined>,
        /// How it came about.
        derivation: Derivation,
    },
    /// Only gaps can be told.
    Unclear(Box<Evaluation>),
}

/// What is proposed, as far as it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Proposed {
    pub(super) predicate: Predicate,
    pub(super) result_rating: Rating,
    pub(super) behaviour_rating: Rating,
    pub(super) total: Ratio,
}

/// What is compared.
pub(super) struct View<'v> {
    pub(super) proposed: Option<Proposed>,
    pub(super) follow_ups: &'v [FollowUp],
    /// Of all segments.
    pub(super) gaps: Vec<Gap>,
    /// What blocks beside gaps.
    pub(super) obstacles: Vec<(Option<u32>, ObstacleKind)>,
    pub(super) not_evaluated: Option<NotEvaluated>,
}

impl<'a> Assessed<'a> {
    /// Evaluates a person who had one plan all period.
    pub fn stayed(policy: &RegionPolicy, plan: &'a WorkPlan, evidence: &'a Evidence) -> Self {
        Self::Stayed { evaluation: Box::new(evaluate(policy, plan, evidence)), plan, evidence }
    }

    pub(super) fn view(&self) -> View<'_> {
        match self {
            Self::Stayed { evaluation, .. } | Self::Unclear(evaluation) => View {
                proposed: evaluation.outcome.proposal().map(|found| Proposed {
                    predicate: found.predicate,
                    result_rating: found.result_rating,
                    behaviour_rating: found.behaviour_rating,
                    total: found.total,
                }),
                follow_ups: &evaluation.follow_ups,
                gaps: evaluation.gaps.clone(),
                obstacles: Vec::new(),
                not_evaluated: None,
            },
            Self::Moved { combined, .. } => of_segments(combined),
        }
    }

    /// How it came about, in words.
    pub(super) fn lines(&self, policy: &RegionPolicy, language: Language) -> Vec<Line> {
        match self {
            Self::Stayed { evaluation, plan, evidence } => {
                let derivation = Derivation::new(plan, evidence, evaluation);
                derivation.lines(policy, Some(plan), language)
            }
            Self::Moved { derivation, .. } => derivation.lines(policy, None, language),
            Self::Unclear(evaluation) => {
                Derivation::of_gaps(evaluation).lines(policy, None, language)
            }
        }
    }
}

fn of_segments(combined: &Combined) -> View<'_> {
    let (proposed, not_evaluated) = match &combined.outcome {
        CombinedOutcome::Proposed(found) => {
            let proposed = Proposed {
                predicate: found.predicate,
                result_rating: found.result_rating,
                behaviour_rating: found.behaviour_rating,
                total: found.total,
            };
            (Some(proposed), None)
        }
        CombinedOutcome::Blocked => (None, None),
        CombinedOutcome::NotEvaluated(why) => (None, Some(*why)),
    };
    let evaluations = combined.parts.iter().filter_map(|part| part.evaluation.as_ref());
    let others = combined.obstacles.iter().filter(|obstacle| match obstacle.what {
        // A gap is compared with how it is treated.
        ObstacleKind::Missing(_) => false,
        ObstacleKind::PlanOpen | ObstacleKind::NoPost { .. } => true,
    });
    View {
        proposed,
        follow_ups: &combined.follow_ups,
        gaps: evaluations.flat_map(|one| one.gaps.iter().cloned()).collect(),
        obstacles: others.map(|obstacle| (obstacle.part, obstacle.what.clone())).collect(),
        not_evaluated,
    }
}
