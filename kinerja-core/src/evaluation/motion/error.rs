//! Why segments cannot be evaluated together.

use chrono::NaiveDate;

use crate::calendar::Period;

/// Why the plans of a person cannot be put to the segments.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MotionError {
    /// Two plans have the same days.
    #[error(
        "two work plans have the days from {from} up to {until}: close one before the next begins"
    )]
    OverlappingPlans {
        /// The first day of both.
        from: NaiveDate,
        /// The day after the last of both.
        until: NaiveDate,
    },
    /// A plan ends before it has a day.
    #[error("a work plan from {from} ends before it has a day: `until` is the first day after it")]
    NoDays {
        /// Its first day.
        from: NaiveDate,
    },
    /// A plan is for another period.
    #[error("a work plan is for {found}: evaluate it with that period, not with {expected}")]
    OtherPeriod {
        /// The plan's period.
        found: Period,
        /// The period that is evaluated.
        expected: Period,
    },
    /// More segments than a period may have.
    #[error("{found} segments are too many for one period: at most {most}; correct the moves")]
    TooMany {
        /// How many there are.
        found: usize,
        /// How many there may be.
        most: usize,
    },
    /// The weighed score cannot be written exactly.
    #[error(
        "the scores of the segments have no common divisor that can be printed: evaluate the segments one by one"
    )]
    TooFine,
}
