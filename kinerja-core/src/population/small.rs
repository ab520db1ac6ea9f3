//! What counts of many rows at once, where their amounts are small.
//!
//! Nearly all are. Short loops without a branch over numbers of 32 bits are what the
//! compiler turns into instructions for several rows; only the division is done row by
//! row.

use super::row::{FULL, Piece};
use crate::plan::Direction;

/// Rows of a piece: where one of them is not small, all are gone through again.
pub(super) const PIECE: usize = 64;

/// Amounts below this are small: four times as much stays within 32 bits, and times
/// [`FULL`] within 64.
const SMALL: u64 = 1 << 29;

/// Room for the numbers of a piece.
#[derive(Debug)]
pub(super) struct Small {
    low: [i32; PIECE],
    high: [i32; PIECE],
    actual: [i32; PIECE],
}

impl Default for Small {
    fn default() -> Self {
        let room = [0; PIECE];
        Self { low: room, high: room, actual: room }
    }
}

impl Small {
    /// What [`super::row::Row::counted`] has of each row; none where one of them is not
    /// an amount, is not small or does not hold.
    #[inline]
    pub(super) fn count(
        &mut self,
        piece: Piece<'_, PIECE>,
        cap: u32,
    ) -> Option<impl Iterator<Item = u32> + '_> {
        let is_amount = |direction: &Direction| {
            matches!(direction, Direction::Higher | Direction::Lower | Direction::Range)
        };
        let amounts = piece.directions.iter().fold(true, |all, one| all & is_amount(one));
        let holds = amounts && self.narrow(piece) && self.measure(piece.directions);
        let divide = move |(reached, target): (&i32, &i32)| divide(*reached, *target, cap);
        holds.then(|| self.actual.iter().zip(&self.low).map(divide))
    }

    /// Takes the amounts in; whether they are small.
    #[inline]
    fn narrow(&mut self, piece: Piece<'_, PIECE>) -> bool {
        let amounts = piece.low.iter().zip(piece.high).zip(piece.actual);
        let room = self.low.iter_mut().zip(&mut self.high).zip(&mut self.actual);
        let mut bits = 0;
        for (((low, high), actual), ((to_low, to_high), to_actual)) in amounts.zip(room) {
            bits |= low | high | actual;
            let half = |number: &i64| low_half(number.cast_unsigned()).cast_signed();
            (*to_low, *to_high, *to_actual) = (half(low), half(high), half(actual));
        }
        // Without its sign, a number below zero is a large one.
        bits.cast_unsigned() < SMALL
    }

    /// Turns actual and low into what was reached and the target it is measured
    /// against; whether the targets hold and none begins at zero.
    #[inline]
    fn measure(&mut self, directions: &[Direction; PIECE]) -> bool {
        let room = self.low.iter_mut().zip(&self.high).zip(&mut self.actual);
        let mut sign = 0;
        for (direction, ((low, high), actual)) in directions.iter().zip(room) {
            sign |= (*low - 1) | (*high - *low);
            let (over, under) = ((*actual - *high).max(0), (*low - *actual).max(0));
            // The actual is the target inside the range, and the nearer end outside.
            let target = *actual - over + under;
            // Where less is better, or too much is worse, what is beyond the target
            // counts as much to the other side: 2 * target - actual.
            let over = if *direction == Direction::Higher { 0 } else { over };
            let under = if *direction == Direction::Lower { under } else { 0 };
            *actual = (*actual - 2 * over + 2 * under).max(0);
            *low = target;
        }
        sign >= 0
    }
}

/// What was reached of the target, rounded half up, but no more than the cap.
#[inline]
fn divide(reached: i32, target: i32, cap: u32) -> u32 {
    let whole = |amount: i32| u64::from(amount.cast_unsigned());
    let (reached, target) = (whole(reached), whole(target));
    // Capped before it is divided: afterwards, the compiler would branch.
    let capped = (reached * u64::from(FULL)).min(target * u64::from(cap));
    low_half((capped + target / 2).checked_div(target).unwrap_or_default())
}

/// The lower 32 bits.
fn low_half(bits: u64) -> u32 {
    u32::try_from(bits & u64::from(u32::MAX)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::select};

    use super::*;
    use crate::{
        number::Score,
        population::row::{OTHER, Row, Rows},
        scheme::achievement,
    };

    /// An amount at the edges of what is small, of any size below, or low.
    fn any_amount() -> impl Strategy<Value = i64> {
        let most = i64::try_from(SMALL).unwrap();
        prop_oneof![2 => most - 3..most + 2, 4 => 0..most, 2 => 0_i64..20, 1 => -2_i64..2]
    }

    /// A row of any kind; or one whose quotient lies half between two whole numbers,
    /// which needs a target of 2^9 times a power of 5 and an odd actual.
    fn any_row() -> impl Strategy<Value = Row> {
        let directions = select(vec![Direction::Higher, Direction::Lower, Direction::Range]);
        let other = select(vec![Direction::YesNo, Direction::ByDate]);
        let direction = prop_oneof![2_000 => directions, 1 => other];
        let any = [any_amount(), any_amount(), any_amount()]
            .prop_map(|[one, other, actual]| (one.min(other), one.max(other), actual));
        let most = i64::try_from(SMALL).unwrap();
        let good = [1..most, 1..most, 0..most]
            .prop_map(|[one, other, actual]| (one.min(other), one.max(other), actual));
        let half = (0_u32..7, 0_i64..1 << 22).prop_map(|(power, actual)| {
            let target = 512 * 5_i64.pow(power);
            (target, target, 2 * actual + 1)
        });
        let one = (1..most, 0..most).prop_map(|(target, actual)| (target, target, actual));
        let amounts = prop_oneof![1 => any, 300 => good, 300 => half, 300 => one];
        (direction, amounts).prop_map(|(direction, (low, high, actual))| Row {
            weight: 1,
            direction,
            low,
            high,
            actual,
        })
    }

    /// The plain formula in whole numbers, and what the engine says.
    fn plain(row: &Row) -> u32 {
        let (target, actual) = row.values(1).unwrap();
        let percent = achievement(target, actual, Score::ZERO).unwrap();
        let (low, high, actual) =
            (i128::from(row.low), i128::from(row.high), i128::from(row.actual));
        let end = actual.clamp(low, high);
        let is_turned =
            row.direction == Direction::Lower || row.direction == Direction::Range && actual > high;
        let reached = if is_turned { (2 * end - actual).max(0) } else { actual };
        let half_up = (2 * reached * i128::from(FULL) + end) / (2 * end);
        assert_eq!(percent.micros(), half_up, "{row:?}");
        u32::try_from(half_up.min(i128::from(OTHER - 1))).unwrap()
    }

    proptest! {
        /// Small rows count what the plain formula says, and those that are not are
        /// known.
        #[test]
        fn small_rows_count_what_the_plain_formula_says(
            rows in prop::collection::vec(any_row(), PIECE),
            cap in prop_oneof![Just(120_000_000_u32), 1_u32..=1_000_000_000],
        ) {
            let column = |of: fn(&Row) -> i64| rows.iter().map(of).collect::<Vec<_>>();
            let (low, high, actual) = (column(|row| row.low), column(|row| row.high), column(|row| row.actual));
            let directions: Vec<_> = rows.iter().map(|row| row.direction).collect();
            let all = Rows { weights: &[1; PIECE], directions: &directions, low: &low, high: &high, actual: &actual };
            let (mut pieces, left) = all.pieces();
            prop_assert!(left.weights.is_empty());
            let mut small = Small::default();
            let counted = small.count(pieces.next().unwrap(), cap);
            let most = i64::try_from(SMALL).unwrap();
            let in_bounds = |row: &Row| {
                let amounts = 0 < row.low && row.low <= row.high && row.high < most && (0..most).contains(&row.actual);
                amounts && matches!(row.direction, Direction::Higher | Direction::Lower | Direction::Range)
            };
            prop_assert_eq!(counted.is_some(), rows.iter().all(in_bounds));
            for (row, counted) in rows.iter().zip(counted.into_iter().flatten()) {
                prop_assert_eq!(counted, plain(row).min(cap), "{:?}", row);
            }
        }
    }
}
