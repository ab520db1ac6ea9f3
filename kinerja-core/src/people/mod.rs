//! Civil servants: their numbers, their posts through time, their superiors.

mod assignment;
mod hierarchy;
mod history;
mod history_error;
mod nip;
mod segment;

pub use assignment::{Absence, Assignment, Change, Label, LabelError};
pub use hierarchy::{Hierarchy, HierarchyError, HierarchyProblem, Position};
pub use history::History;
pub use history_error::{HistoryError, HistoryProblem, Place};
pub use nip::{Employment, Nip, NipError};
pub use segment::{Beginning, Segment};
