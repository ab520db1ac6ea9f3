//! What acts on record say of people and units beyond plan and evidence: one
//! way of putting it together, for evaluation and for decisions.

mod background;
mod decided;
mod evaluator;
mod superiors;

pub use background::{Backgrounds, UnitFacts, background, daily_reports};
pub use evaluator::{Evaluator, Evaluators};
pub use superiors::{Stretch, Superiors};
