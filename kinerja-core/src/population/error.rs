//! What can be wrong with columns.

use std::fmt;

/// A column of a population.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Column {
    /// [`super::ColumnParts::offsets`]
    Offsets,
    /// [`super::RowColumns::weights`]
    Weights,
    /// [`super::RowColumns::directions`]
    Directions,
    /// [`super::RowColumns::low`]
    Low,
    /// [`super::RowColumns::high`]
    High,
    /// [`super::RowColumns::actual`]
    Actual,
    /// [`super::RowColumns::reported`]
    Reported,
    /// [`super::RowColumns::aspects`]
    Aspects,
    /// [`super::RowColumns::results`]
    Results,
    /// [`super::PeopleColumns::behaviour`]
    Behaviour,
    /// [`super::PeopleColumns::behaviour_on`]
    BehaviourOn,
    /// [`super::PeopleColumns::statuses`]
    Statuses,
    /// [`super::PeopleColumns::backgrounds`]
    Backgrounds,
    /// [`super::PeopleColumns::older`]
    Older,
    /// The units of people, for [`super::Aggregator::new`]
    Units,
    /// The regions of units, for [`super::Aggregator::new`]; the person is the first of
    /// the unit
    Regions,
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Offsets => "offsets",
            Self::Weights => "weights",
            Self::Directions => "directions",
            Self::Low => "low",
            Self::High => "high",
            Self::Actual => "actual",
            Self::Reported => "reported",
            Self::Aspects => "aspects",
            Self::Results => "results",
            Self::Behaviour => "behaviour",
            Self::BehaviourOn => "behaviour_on",
            Self::Statuses => "statuses",
            Self::Backgrounds => "backgrounds",
            Self::Older => "older",
            Self::Units => "units",
            Self::Regions => "regions",
        })
    }
}

/// Where a column is wrong, and how.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("column `{column}`, person {person} (from 0): {problem}")]
pub struct ColumnError {
    /// The column.
    pub column: Column,
    /// The person, from 0; of a column that is too short the first person without a
    /// whole value, of one that is too long the first beyond the last.
    pub person: usize,
    /// What is wrong.
    pub problem: ColumnProblem,
}

/// What is wrong with a column.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ColumnProblem {
    /// It has another length than the offsets say.
    #[error("it has {found} values and not {expected}: give every column one value a row")]
    Length {
        /// Values that it has.
        found: usize,
        /// Values that it should have.
        expected: usize,
    },
    /// An offset is followed by a lower one, or the first is not 0.
    #[error("the rows run from {from} to {to}: let offsets begin with 0 and never fall")]
    Backwards {
        /// Where the rows of the person should begin.
        from: u32,
        /// What stands there or next.
        to: u32,
    },
    /// More decimals than amounts have.
    #[error("amounts have at most {most} decimals, not {found}: divide them first")]
    Decimals {
        /// Decimals that were said.
        found: u8,
        /// Decimals that there may be.
        most: u8,
    },
    /// More rows than a plan has indicators.
    #[error("{found} rows are too many for one plan: at most {most}")]
    TooMany {
        /// Rows of the person.
        found: usize,
        /// Rows that a person may have.
        most: usize,
    },
    /// The weights do not make the whole.
    #[error("the weights make {basis_points} basis points, not 10000: correct them")]
    Weights {
        /// What they make.
        basis_points: u32,
    },
    /// A target that cannot be divided by or is reversed.
    #[error(
        "the target from {low} to {high} cannot be measured against: let low be at least 0, and high above 0 and not below low"
    )]
    Target {
        /// Its lower end.
        low: i64,
        /// Its upper end.
        high: i64,
    },
    /// An amount too large to be kept with six decimals.
    #[error("the amount {found} is too large: at most 18 digits before the decimals")]
    Amount {
        /// The amount.
        found: i64,
    },
    /// Neither yes nor no.
    #[error("{found} is no answer: write 1 for yes and 0 for no, and 1 as the target")]
    Answer {
        /// What stands there.
        found: i64,
    },
    /// Not a day.
    #[error("{found} is not the number of a day from the common era")]
    Day {
        /// What stands there.
        found: i64,
    },
    /// Nobody is there.
    #[error("nobody is there: the columns have {people} people")]
    Nobody {
        /// How many people there are.
        people: usize,
    },
    /// The number of a unit that is not there.
    #[error("there is no unit {found}: {units} are known, from 0")]
    NoUnit {
        /// The number.
        found: u32,
        /// How many units there are.
        units: usize,
    },
    /// The number of a region too high to be a place in a list.
    #[error("the region {found} is too high: number regions from 0 to at most {most}")]
    Region {
        /// The number.
        found: u32,
        /// The highest that there may be.
        most: u32,
    },
    /// A score above the scale.
    #[error("{found} millionths of a point are above the scale: at most 1000000000")]
    Score {
        /// What stands there.
        found: u32,
    },
}
