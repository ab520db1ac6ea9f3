//! What follows from an evaluation: reward, recognition, training, coaching,
//! counselling, review of a sanction; credit points.
//!
//! Everything here is a proposal to people; nothing takes effect by itself.

mod by_predicate;
mod condition;
mod credit_points;
mod follow_up;
mod job_level;

pub use by_predicate::ByPredicate;
pub use condition::{Because, Condition, ConditionError, Findings};
pub use credit_points::{
    CreditMonth, CreditPoints, CreditPointsError, CreditRates, CreditThresholds, LevelSince,
};
pub use follow_up::{FollowUp, FollowUpKind, FollowUpRule, Role, follow_ups};
pub use job_level::{JobLevel, JobLevelError};
