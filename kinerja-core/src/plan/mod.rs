//! What one person agreed to achieve in one period.

mod indicator;
mod life_cycle;
mod target;
mod word;
mod work_plan;

pub use indicator::{
    Aspect, Code, CodeError, Contribution, Indicator, IndicatorProblem, Level, Measure, ResultKind,
};
pub use life_cycle::{PlanStatus, StatusError};
pub(crate) use target::Kind;
pub use target::{Actual, Direction, Target, TargetError};
pub use word::WordError;
pub use work_plan::{PlanError, PlanProblem, WorkPlan};
