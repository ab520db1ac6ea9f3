//! What follows from an evaluation: reward, recognition, training, coaching,
//! counselling, review of a sanction; credit points, allowance, talent box.
//!
//! Everything here is a proposal to people; nothing takes effect by itself.

mod allowance;
mod because;
mod by_predicate;
mod condition;
mod credit_points;
mod follow_up;
mod follow_up_plan;
mod held_level;
mod improvement;
mod job_level;
mod promotion;
mod talent;

pub use allowance::{
    Allowance, AllowanceInput, AllowanceLack, AllowancePart, AllowancePartKind, AllowanceRule,
    Attendance, BaseAmount, Deducted, DeductionRule,
};
pub use because::Because;
pub use by_predicate::ByPredicate;
pub use condition::{Condition, ConditionError, Findings};
pub use credit_points::{
    CreditMonth, CreditPoints, CreditPointsError, CreditRates, CreditThresholds,
};
pub use follow_up::{FollowUp, FollowUpKind, FollowUpRule, Role, follow_ups};
pub use follow_up_plan::{DatedStep, ExitRule, ExitState, FollowUpPlan, FollowUpStep, PlannedExit};
pub use held_level::{HeldLevel, LevelSince};
pub use improvement::{
    ImprovementError, ImprovementEvent, ImprovementRule, ImprovementStage, PostKind,
};
pub use job_level::{JobLevel, JobLevelError};
pub use promotion::{PromotionError, PromotionRule, Readiness};
pub use talent::{TalentBox, TalentLevel, TalentRule};
