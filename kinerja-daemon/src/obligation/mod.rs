//! What is due: computed from policies, the instant and what the store knows, never
//! remembered by a timer.

mod catch_up;
mod due;
mod facts;
mod kind;
mod known;
mod plan;
mod table;
#[cfg(test)]
mod tests;

pub use catch_up::Skip;
pub use due::{Event, Key, Occurrence, Subject, date_of, due};
pub use facts::{Facts, RegionFacts, read_at};
pub use kind::{Audience, CatchUp, Form, Kind};
pub use known::known_until;
pub use plan::{Cell, Planned, cell, cells, next_evaluation, planned};
pub use table::row;
