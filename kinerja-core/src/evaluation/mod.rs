//! From plan and evidence to a proposal, with its derivation.
//!
//! The engine proposes ("usulan"); a person decides. What is missing is a named
//! [`Gap`] with the one who must act, and never a silent number.

#[cfg(test)]
mod background_tests;
mod derivation;
mod engine;
mod gap;
mod known;
mod older;
mod render;
#[cfg(test)]
mod tests;
mod veto;

pub use derivation::{Derivation, Line, Step, Subject};
pub use engine::{
    BehaviourMean, Evaluation, IndicatorOutcome, Outcome, Proposal, WorkScore, evaluate,
};
pub use gap::{Gap, Lack, Missing, Record, Side, Treatment};
use known::Known;
pub use older::{OlderGap, OlderStep};
pub use veto::Vetoed;
