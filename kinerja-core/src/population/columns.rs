//! The columns that go in.

use std::ops::Range;

use chrono::NaiveDate;

use super::{Column, ColumnError, ColumnProblem};
use crate::{
    calendar::Period,
    evidence::{Background, OlderEvidence},
    plan::{Aspect, Direction, PlanStatus},
};

/// Most decimals that the amounts of [`RowColumns`] may have.
pub const DECIMALS_MAX: u8 = 6;

/// A score of behaviour that nobody gave, in [`PeopleColumns::behaviour`].
pub const NOT_GIVEN: u32 = u32::MAX;

/// The indicators of all people, one row each, person after person.
#[derive(Debug, Clone, Copy, Default)]
pub struct RowColumns<'a> {
    /// Weights in basis points (1/100 %), which make 10,000 for each person; 0 is an
    /// additional result, outside the weights.
    pub weights: &'a [u16],
    /// What is better.
    pub directions: &'a [Direction],
    /// The lower end of what is as agreed. For yes or no 1; for a day its number
    /// from the common era ([`chrono::Datelike::num_days_from_ce`]).
    pub low: &'a [i64],
    /// The upper end of what is as agreed; the same as the lower where the target is
    /// one amount, a day or a yes.
    pub high: &'a [i64],
    /// What was reached: an amount, 1 for yes and 0 for no, or a day like `low`.
    pub actual: &'a [i64],
    /// Decimals of the amounts in `low`, `high` and `actual`, at most
    /// [`DECIMALS_MAX`]: with 2, an amount of 12.5 is 1250.
    pub decimals: u8,
    /// The day on which the actual was reported, none where it was not. Without this
    /// column everything was reported in time.
    pub reported: Option<&'a [Option<NaiveDate>]>,
    /// What the indicators are about; quantity without this column. Only a regime
    /// before 2022 asks.
    pub aspects: Option<&'a [Aspect]>,
    /// Numbers of the planned results that the indicators measure, the same number
    /// for the same result of a person; each its own without this column. Only a
    /// regime before 2022 asks.
    pub results: Option<&'a [u16]>,
}

/// What is known of each person.
#[derive(Debug, Clone, Copy, Default)]
pub struct PeopleColumns<'a> {
    /// Scores of the seven values of BerAKHLAK in millionths of a point, in the
    /// order of [`crate::evidence::BehaviourValue::ALL`]; [`NOT_GIVEN`] where there
    /// is none.
    pub behaviour: &'a [[u32; 7]],
    /// The day on which behaviour was scored; in time without this column.
    pub behaviour_on: Option<&'a [NaiveDate]>,
    /// Where the plans stand; agreed without this column.
    pub statuses: Option<&'a [PlanStatus]>,
    /// What is on record beyond the period; nothing without this column.
    pub backgrounds: Option<&'a [Background]>,
    /// What the regimes before 2022 ask beyond actuals, with the codes of
    /// [`Columns::person`]; nothing without this column.
    pub older: Option<&'a [OlderEvidence]>,
}

/// The columns of a population, before their shape is checked.
#[derive(Debug, Clone, Copy)]
pub struct ColumnParts<'a> {
    /// The period of all plans.
    pub period: Period,
    /// Where the rows of each person begin, and in the end where the last one's end:
    /// one more than there are people, from 0 to the number of rows.
    pub offsets: &'a [u32],
    /// The indicators.
    pub rows: RowColumns<'a>,
    /// The people.
    pub people: PeopleColumns<'a>,
}

/// What many people agreed and reached in one period, as columns of one shape.
///
/// The columns are borrowed and never copied. Whether the values hold is looked at
/// person by person when they are scored.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a> {
    // Invariant: offsets rise from 0 to the length of every column of rows; every
    // column of people has one less than offsets.
    parts: ColumnParts<'a>,
}

impl<'a> Columns<'a> {
    /// Checks the shape of the columns.
    ///
    /// # Errors
    ///
    /// Fails on columns of unequal length, on offsets that run backwards and on more
    /// decimals than amounts have; see [`ColumnError`].
    pub fn new(parts: ColumnParts<'a>) -> Result<Self, ColumnError> {
        let people = check_offsets(parts.offsets)?;
        check_decimals(parts.rows.decimals)?;
        let rows = parts.offsets.last().copied().map_or(0, index);
        for (column, length) in row_lengths(&parts.rows) {
            if length != rows {
                let person = owner(parts.offsets, length.min(rows));
                let problem = ColumnProblem::Length { found: length, expected: rows };
                return Err(ColumnError { column, person, problem });
            }
        }
        for (column, length) in people_lengths(&parts.people) {
            if length != people {
                let problem = ColumnProblem::Length { found: length, expected: people };
                return Err(ColumnError { column, person: length.min(people), problem });
            }
        }
        Ok(Self { parts })
    }

    /// Columns that were made in one shape.
    pub(super) const fn of_one_shape(parts: ColumnParts<'a>) -> Self {
        Self { parts }
    }

    /// How many people there are.
    pub const fn len(&self) -> usize {
        self.parts.offsets.len().saturating_sub(1)
    }

    /// Whether there is nobody.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The period of all plans.
    pub const fn period(&self) -> Period {
        self.parts.period
    }

    /// The columns.
    pub const fn parts(&self) -> &ColumnParts<'a> {
        &self.parts
    }

    /// The rows of some people; none of somebody who is not there.
    pub(super) fn rows_of(&self, people: Range<usize>) -> Range<usize> {
        let at = |place: usize| self.parts.offsets.get(place).copied().map_or(0, index);
        at(people.start)..at(people.end)
    }

    /// How many rows each of some people has.
    pub(super) fn row_counts(&self, people: Range<usize>) -> impl Iterator<Item = usize> + use<'a> {
        let ends = people.start..people.end.saturating_add(1);
        let offsets = self.parts.offsets.get(ends).unwrap_or_default();
        offsets.iter().zip(offsets.iter().skip(1)).map(|(from, to)| index(*to - *from))
    }
}

fn index(offset: u32) -> usize {
    // Where a place in memory is shorter than 32 bits no column reaches so far.
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// How many people the offsets are for.
fn check_offsets(offsets: &[u32]) -> Result<usize, ColumnError> {
    let refused = |person, problem| Err(ColumnError { column: Column::Offsets, person, problem });
    let Some(first) = offsets.first() else {
        return refused(0, ColumnProblem::Length { found: 0, expected: 1 });
    };
    if *first != 0 {
        return refused(0, ColumnProblem::Backwards { from: 0, to: *first });
    }
    let pairs = offsets.iter().zip(offsets.iter().skip(1));
    match pairs.enumerate().find(|(_, (from, to))| from > to) {
        Some((person, (from, to))) => {
            refused(person, ColumnProblem::Backwards { from: *from, to: *to })
        }
        None => Ok(offsets.len() - 1),
    }
}

fn check_decimals(decimals: u8) -> Result<(), ColumnError> {
    if decimals <= DECIMALS_MAX {
        return Ok(());
    }
    let problem = ColumnProblem::Decimals { found: decimals, most: DECIMALS_MAX };
    Err(ColumnError { column: Column::Low, person: 0, problem })
}

/// The person whose row it is.
fn owner(offsets: &[u32], row: usize) -> usize {
    offsets.partition_point(|offset| index(*offset) <= row).saturating_sub(1)
}

fn row_lengths(rows: &RowColumns<'_>) -> impl Iterator<Item = (Column, usize)> {
    let optional = [
        (Column::Reported, rows.reported.map(<[_]>::len)),
        (Column::Aspects, rows.aspects.map(<[_]>::len)),
        (Column::Results, rows.results.map(<[_]>::len)),
    ];
    let always = [
        (Column::Weights, rows.weights.len()),
        (Column::Directions, rows.directions.len()),
        (Column::Low, rows.low.len()),
        (Column::High, rows.high.len()),
        (Column::Actual, rows.actual.len()),
    ];
    always.into_iter().chain(given(optional))
}

fn people_lengths(people: &PeopleColumns<'_>) -> impl Iterator<Item = (Column, usize)> {
    let optional = [
        (Column::BehaviourOn, people.behaviour_on.map(<[_]>::len)),
        (Column::Statuses, people.statuses.map(<[_]>::len)),
        (Column::Backgrounds, people.backgrounds.map(<[_]>::len)),
        (Column::Older, people.older.map(<[_]>::len)),
    ];
    [(Column::Behaviour, people.behaviour.len())].into_iter().chain(given(optional))
}

fn given<const N: usize>(
    columns: [(Column, Option<usize>); N],
) -> impl Iterator<Item = (Column, usize)> {
    columns.into_iter().filter_map(|(column, length)| Some((column, length?)))
}
