//! Units: what they achieved, and what that means for their people.
//!
//! A unit's achievement is set by a person and put on record; it selects the
//! pattern that the predicates of the unit's people are checked against, and its
//! head takes it as result rating.

mod achievement;
mod distribution;
mod head;
#[cfg(test)]
#[cfg(feature = "toml")]
mod national;

pub use achievement::{AchievementError, AchievementRecord, OrgAchievement, achievements_by_unit};
pub use distribution::{
    Bound, Distribution, DistributionCheck, DistributionRule, Infeasible, LimitRounding,
    NotTheMode, Pattern, PatternError, PatternLimit, PredicateCounts, Violation,
};
pub use head::{HeadRule, HeadRuleError};
