//! What follows from an evaluation: reward, recognition, training, coaching,
//! counselling, review of a sanction.
//!
//! Everything here is a proposal to people; nothing takes effect by itself.

mod condition;
mod follow_up;

pub use condition::{Because, Condition, ConditionError, Findings};
pub use follow_up::{FollowUp, FollowUpKind, FollowUpRule, Role, follow_ups};
