//! Periods, how often they follow one another, and deadlines.

mod cadence;
mod deadline;
mod period;

pub use cadence::Cadence;
pub use deadline::{end_of_day, long_date, start_of_day, zone_label};
pub use period::{Period, PeriodError};
