//! The policy that a region writes.

#[cfg(feature = "toml")]
mod national;
mod policy;
mod rule_book;
mod rules;
mod segments;
#[cfg(test)]
mod tests;
mod timing;
#[cfg(test)]
mod timing_tests;
#[cfg(feature = "toml")]
mod toml;

pub use policy::{PolicyParts, PolicyProblems, RegionPolicy};
pub use rule_book::RuleBook;
pub use rules::{
    BandRule, BehaviourRule, Contact, DeadlineRule, Deadlines, HalvesRule, LateRule, MatrixRule,
    MissingRule, MissingRules, Mission, ObjectionDays, RatingRules, RegionCode, RegionCodeError,
    Veto, WorkResultRule,
};
pub use segments::{Combine, SegmentRules};
pub use timing::{DeadlineKind, Extension, WorkWeekRule};
