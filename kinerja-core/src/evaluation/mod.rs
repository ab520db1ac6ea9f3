//! From plan and evidence to a proposal, with its derivation, and from there to
//! a decision.
//!
//! The engine proposes ("usulan"); a person decides ("putusan"). What is missing
//! is a named [`Gap`] with the one who must act, and never a silent number.

#[cfg(test)]
mod background_tests;
mod consequences;
mod decision;
mod derivation;
mod engine;
mod gap;
mod guidance;
mod head;
mod known;
mod lacks;
mod motion;
mod numbers;
mod older;
mod render;
#[cfg(test)]
mod tests;
mod told;
mod veto;
mod what_if;

pub use consequences::{
    CREDIT_DECIMALS, Consequence, ConsequenceKind, Consequences, Credit, CreditLack, CreditPart,
    PastDecision, PersonFacts, ResultPredicate, TalentLack,
};
pub use decision::{
    Act, ActError, ActProblem, Actor, Case, CaseError, Decided, Decision, Deed, DeedKind, Entry,
    Final, FinalBecause, Judgement, Objection, Official, Officials, OfficialsError, Proposed,
    Ratings, Reason, ReasonError, Receipt, Record, Standing, State, Undecided, Versions, WhyReason,
};
pub use derivation::{Derivation, Line, Step, Subject};
pub use engine::{
    BehaviourMean, Evaluation, IndicatorOutcome, Outcome, Proposal, WorkScore, evaluate,
};
pub use gap::{Document, Gap, Lack, Missing, MovementsGap, Side, Treatment};
pub use head::HeadRating;
use known::Known;
pub use motion::{
    Combined, CombinedOutcome, CombinedProposal, Counts, MotionError, MotionStep, NotEvaluated,
    Obstacle, ObstacleKind, Part, Weighed, Work, evaluate_segments,
};
pub(crate) use numbers::Numbers;
pub use older::{AspectCategory, OlderGap, OlderStep};
pub use veto::Vetoed;
pub use what_if::{
    Assessed, ChangeCounts, Changed, Circumstances, DeadlineChange, Difference, Pair, StepChange,
    TermsChange, TermsPart, WhatIf, compare, deadline_changes, what_if,
};
