//! Whether the predicates of a unit's people fit its achievement.
//!
//! The achievement of a unit selects a pattern; a pattern limits how many of its
//! people may have which predicate. It is "used as a consideration" by the
//! evaluator, so a check reports and never changes a rating. Small units often
//! cannot meet their pattern at all; that is said before anything is called a
//! violation.
//!
//! A check names counts of single people and is for the head of the unit, who
//! sees every one of them; it is never published.

mod check;
mod pattern;

pub use check::{
    Distribution, DistributionCheck, Infeasible, NotTheMode, PredicateCounts, Violation,
};
pub use pattern::{Bound, DistributionRule, LimitRounding, Pattern, PatternError, PatternLimit};
