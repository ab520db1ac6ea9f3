//! Units: what they achieved, and what that means for their people.
//!
//! A unit's achievement is set by a person and put on record; it selects the
//! pattern that the predicates of the unit's people are checked against, and its
//! head takes it as result rating. People roll up to units and units to the
//! region; missions without indicators are told, and services that fall behind.

mod achievement;
mod distribution;
mod finding;
mod head;
mod mission;
#[cfg(test)]
#[cfg(feature = "toml")]
mod national;
mod ranking;
mod roll_up;
mod words;

pub use achievement::{AchievementError, AchievementRecord, OrgAchievement, achievements_by_unit};
pub use distribution::{
    Bound, Distribution, DistributionCheck, DistributionRule, Infeasible, LimitRounding,
    NotTheMode, Pattern, PatternError, PatternLimit, PredicateCounts, Violation,
};
pub use finding::{
    Agreed, Change, FindingError, ServiceFinding, ServiceReading, Trend, UnitReadings,
    service_findings,
};
pub use head::{HeadRule, HeadRuleError};
pub use mission::{MissionCoverage, ServedMissions};
pub use ranking::{QuotaViolation, Ranking, RankingCheck, RankingRule};
pub use roll_up::{AchievementMean, IndicatorName, RollUp, RollUpError};
