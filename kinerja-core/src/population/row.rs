//! One indicator in columns: whether it holds, and what was achieved.

use chrono::NaiveDate;

use super::{Column, ColumnProblem};
use crate::{
    number::{Quantity, Score, Weight},
    plan::{Actual, Direction, Target},
    scheme::achievement,
};

/// Exactly as agreed, in millionths of a percent.
pub(super) const FULL: u32 = 100_000_000;

/// Stands for the achievement of a row that is not ordinary. No score is as high, so
/// an achievement that ends below it counts the same.
pub(super) const OTHER: u32 = u32::MAX;

/// Below this, an amount times [`FULL`] can be divided within 64 bits: twice a target
/// is at most 2^36, and that times 10^8 below 2^63.
const NARROW: u64 = 1 << 35;

/// Rows of some people, each column in one piece and all of one length.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rows<'a> {
    pub(super) weights: &'a [u16],
    pub(super) directions: &'a [Direction],
    pub(super) low: &'a [i64],
    pub(super) high: &'a [i64],
    pub(super) actual: &'a [i64],
}

impl<'a> Rows<'a> {
    /// One row after the other.
    #[inline]
    pub(super) fn each(self) -> impl Iterator<Item = Row> + use<'a> {
        let Self { weights, directions, low, high, actual } = self;
        weights.iter().zip(directions).zip(low).zip(high).zip(actual).map(
            |((((weight, direction), low), high), actual)| Row {
                weight: *weight,
                direction: *direction,
                low: *low,
                high: *high,
                actual: *actual,
            },
        )
    }

    /// The same rows in pieces of one length, and the rows that are left over.
    #[inline]
    pub(super) fn pieces<const N: usize>(self) -> (impl Iterator<Item = Piece<'a, N>>, Self) {
        let (weights, weights_left) = self.weights.as_chunks();
        let (directions, directions_left) = self.directions.as_chunks();
        let (low, low_left) = self.low.as_chunks();
        let (high, high_left) = self.high.as_chunks();
        let (actual, actual_left) = self.actual.as_chunks();
        let columns = weights.iter().zip(directions).zip(low).zip(high).zip(actual);
        let pieces = columns.map(|((((weights, directions), low), high), actual)| Piece {
            weights,
            directions,
            low,
            high,
            actual,
        });
        let left = Self {
            weights: weights_left,
            directions: directions_left,
            low: low_left,
            high: high_left,
            actual: actual_left,
        };
        (pieces, left)
    }
}

/// So many rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a, const N: usize> {
    pub(super) weights: &'a [u16; N],
    pub(super) directions: &'a [Direction; N],
    pub(super) low: &'a [i64; N],
    pub(super) high: &'a [i64; N],
    pub(super) actual: &'a [i64; N],
}

impl<'a, const N: usize> Piece<'a, N> {
    /// The same as rows of any number.
    pub(super) fn rows(self) -> Rows<'a> {
        let Self { weights, directions, low, high, actual } = self;
        Rows { weights, directions, low, high, actual }
    }
}

/// One row of the columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) weight: u16,
    pub(super) direction: Direction,
    pub(super) low: i64,
    pub(super) high: i64,
    pub(super) actual: i64,
}

impl Row {
    /// What is wrong with the row; the actual is looked at only where one was
    /// reported.
    #[inline]
    pub(super) fn problem(&self, largest: i64, reported: bool) -> Option<(Column, ColumnProblem)> {
        let Self { direction, low, high, actual, .. } = *self;
        match direction {
            Direction::Higher | Direction::Lower | Direction::Range => {
                if low < 0 || low > high || high == 0 {
                    return Some((Column::Low, ColumnProblem::Target { low, high }));
                }
                if high > largest {
                    return Some((Column::High, ColumnProblem::Amount { found: high }));
                }
                let outside = reported && !(-largest..=largest).contains(&actual);
                outside.then_some((Column::Actual, ColumnProblem::Amount { found: actual }))
            }
            Direction::YesNo | Direction::ByDate => self.other_problem(reported),
        }
    }

    #[cold]
    fn other_problem(&self, reported: bool) -> Option<(Column, ColumnProblem)> {
        let Self { direction, low, high, actual, .. } = *self;
        if low != high {
            return Some((Column::High, ColumnProblem::Target { low, high }));
        }
        if direction == Direction::YesNo {
            if low != 1 {
                return Some((Column::Low, ColumnProblem::Answer { found: low }));
            }
            let wrong = reported && !matches!(actual, 0 | 1);
            return wrong.then_some((Column::Actual, ColumnProblem::Answer { found: actual }));
        }
        if day(low).is_none() {
            return Some((Column::Low, ColumnProblem::Day { found: low }));
        }
        let wrong = reported && day(actual).is_none();
        wrong.then_some((Column::Actual, ColumnProblem::Day { found: actual }))
    }

    /// The achievement in millionths of a percent as [`crate::scheme::achievement`]
    /// has it, but below [`OTHER`], of an ordinary row: an amount that holds, that is
    /// not below zero and that 64 bits can divide. [`OTHER`] of another row.
    #[inline]
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "a wrong guess costs more than both questions"
    )]
    pub(super) fn ordinary(&self) -> u32 {
        let Self { direction, low, high, actual, .. } = *self;
        let (lower, range) = (direction == Direction::Lower, direction == Direction::Range);
        let is_amount = lower | range | (direction == Direction::Higher);
        // Without its sign, a number below zero is a large one: so low and actual are
        // at least 0, high is above 0 and not below low, and all of them are narrow.
        let bits = low | high.wrapping_sub(1) | actual | high.wrapping_sub(low);
        if !is_amount | (bits.cast_unsigned() >= NARROW) {
            return OTHER;
        }
        let (under, over) = (actual < low, actual > high);
        let target = if under { low } else { high };
        // Less is better, or too much of what is best inside a range.
        let turned = lower | (range & over);
        let turned_actual = (2 * target - actual).max(0);
        let reached = if turned { turned_actual } else { actual };
        let reached = if under | over { reached } else { target };
        let (reached, target) = (reached.cast_unsigned(), target.cast_unsigned());
        let rounded = (reached * u64::from(FULL) + target / 2).checked_div(target);
        u32::try_from(rounded.unwrap_or_default()).unwrap_or(OTHER).min(OTHER - 1)
    }

    /// What of it counts where no more than the cap does; [`OTHER`] of a row that is not
    /// ordinary.
    pub(super) fn counted(&self, cap: u32) -> u32 {
        match self.ordinary() {
            OTHER => OTHER,
            found => found.min(cap),
        }
    }

    /// The same as [`Self::ordinary`] of any row without a problem.
    pub(super) fn achievement(&self, late_day_loss: u64) -> u32 {
        match self.ordinary() {
            OTHER => self.by_engine(late_day_loss),
            found => found,
        }
    }

    #[cold]
    fn by_engine(&self, late_day_loss: u64) -> u32 {
        let loss = Score::from_micros(late_day_loss.into()).unwrap_or(Score::MAX);
        let percent = self.values(1).and_then(|(target, actual)| achievement(target, actual, loss));
        percent.map_or(0, |percent| u32::try_from(percent.micros()).unwrap_or(OTHER)).min(OTHER - 1)
    }

    /// The weight of a main result.
    pub(super) fn share(&self) -> Option<Weight> {
        Weight::from_basis_points(self.weight.into()).ok()
    }

    /// The target and the actual as the engine has them, of a row without a problem.
    pub(super) fn values(&self, unit: i128) -> Option<(Target, Actual)> {
        let amount = |number: i64| Quantity::from_micros(i128::from(number) * unit);
        let (low, high) = (amount(self.low), amount(self.high));
        let reached = Actual::Amount(amount(self.actual));
        Some(match self.direction {
            Direction::Higher => (Target::higher_range(low, high).ok()?, reached),
            Direction::Lower => (Target::lower_range(low, high).ok()?, reached),
            Direction::Range => (Target::range(low, high).ok()?, reached),
            Direction::YesNo => (Target::yes(), Actual::Answer(self.actual == 1)),
            Direction::ByDate => {
                let reached = day(self.actual).or_else(|| day(self.low))?;
                (Target::by_date(day(self.low)?), Actual::Day(reached))
            }
        })
    }
}

/// The day with a number from the common era.
fn day(number: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(number).ok()?)
}
