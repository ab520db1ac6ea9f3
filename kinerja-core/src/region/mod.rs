//! The policy that a region writes.

mod policy;
mod rules;
#[cfg(test)]
mod tests;
#[cfg(feature = "toml")]
mod toml;

pub use policy::{PolicyParts, PolicyProblem, PolicyProblems, RegionPolicy};
pub use rules::{
    BandRule, BehaviourRule, Contact, DeadlineRule, Deadlines, LateRule, MatrixRule, MissingRule,
    MissingRules, Mission, RatingRules, RegionCode, RegionCodeError, WorkResultRule,
};
