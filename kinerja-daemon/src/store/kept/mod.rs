//! Documents as they are kept: a line an indicator, so that a region takes half the
//! room and is read in a fraction of the time that JSON takes.
//!
//! | document | lines |
//! |---|---|
//! | plan | `PERIOD STATUS`, then of each indicator, between tabs: code, weight or `+`, target, four letters (measure, aspect, level, contribution), unit, result, title, and where there are any: baseline, mission, service |
//! | actuals | of each indicator, between tabs: code, what was reached, the day, and where there is any: the evidence |
//! | behaviour | one, between tabs: the evaluator, the day, seven scores, `-` where one is missing |
//!
//! A `"` says the same as the line above. What has no lines (a tab inside a text,
//! what a leader expects) is kept as JSON, and so is what older versions wrote;
//! [`Kept::read`] takes either. Fields are only ever added at the end.

mod actuals;
mod behaviour;
mod json;
mod plan;
pub(super) mod word;

pub use actuals::{StoredActual, StoredReports, write_actuals};
pub use behaviour::{StoredBehaviour, write_behaviour};
pub use json::KeptPlan;
pub use plan::write_plan;

use kinerja_core::plan::PlanError;

/// A document that can be read back.
pub trait Kept: Sized {
    /// Reads it in whatever form it was kept.
    ///
    /// # Errors
    ///
    /// Says where it cannot be read.
    fn read(body: &str) -> Result<Self, KeptError>;
}

/// A document is not as it was written. The message says where and not what,
/// because it goes to the log.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeptError {
    /// A line cannot be read.
    #[error("line {line} cannot be read")]
    Line {
        /// The line, from 1.
        line: usize,
    },
    /// The indicators make no plan.
    #[error("the indicators make no plan")]
    Plan(#[source] PlanError),
    /// JSON cannot be read.
    #[error("{:?} error at column {}", .0.classify(), .0.column())]
    Json(#[from] serde_json::Error),
}

/// Whether a body is kept as JSON.
fn is_json(body: &str) -> bool {
    body.starts_with(['[', '{'])
}
