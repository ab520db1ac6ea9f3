//! Sums of what was reached and agreed, and how far that is good.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::{
    number::{MICROS, Quantity, Ratio},
    plan::{Actual, Direction, Kind, Target},
};

/// Readings of one sum: then products of sums and counts stay far below the end of
/// `i128`.
const READINGS_MAX: u32 = 1_000_000;

/// No sum is larger, so that it can be multiplied by a count: a million amounts
/// below 10^24 millionths each.
const SUM_MAX: i128 = 1_000_000_000_000_000_000_000_000_000_000;

/// Done in time, in millionths of a percent.
const DONE: i128 = 100 * MICROS;

/// What was reached and what was agreed by so many readings, in millionths; done
/// in time counts 100, else 0, and 100 was agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Level {
    reached: i128,
    /// The ends of what is as agreed.
    low: i128,
    high: i128,
    count: u32,
}

impl Level {
    /// One reading. An actual of another kind than its target's was refused before.
    pub(super) fn of(target: Target, actual: Actual) -> Self {
        let done = |done: bool| if done { DONE } else { 0 };
        let reached = match (target.kind(), actual) {
            (_, Actual::Amount(amount)) => amount.micros(),
            (_, Actual::Answer(answer)) => done(answer),
            (Kind::ByDate(by), Actual::Day(day)) => done(day <= by),
            (
                Kind::Higher { .. } | Kind::Lower { .. } | Kind::Range { .. } | Kind::YesNo,
                Actual::Day(_),
            ) => 0,
        };
        let (low, high) = match target.kind() {
            Kind::Higher { low, high } | Kind::Lower { low, high } | Kind::Range { low, high } => {
                (Quantity::micros(low), Quantity::micros(high))
            }
            Kind::YesNo | Kind::ByDate(_) => (DONE, DONE),
        };
        Self { reached, low, high, count: 1 }
    }

    /// Both together; none where they are too many or too large.
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let add = |one: i128, other: i128| {
            one.checked_add(other).filter(|sum| (-SUM_MAX..=SUM_MAX).contains(sum))
        };
        Some(Self {
            reached: add(self.reached, other.reached)?,
            low: add(self.low, other.low)?,
            high: add(self.high, other.high)?,
            count: self.count.checked_add(other.count).filter(|count| *count <= READINGS_MAX)?,
        })
    }

    pub(super) const fn count(self) -> u32 {
        self.count
    }

    /// The mean of what was reached, exact; none of nothing.
    pub(super) fn value(self) -> Option<Ratio> {
        self.mean(self.reached)
    }

    /// The means of the ends of what was agreed, exact.
    pub(super) fn agreed(self) -> Option<(Ratio, Ratio)> {
        Some((self.mean(self.low)?, self.mean(self.high)?))
    }

    fn mean(self, sum: i128) -> Option<Ratio> {
        Ratio::new(sum, self.count.into())
    }

    /// How much more this is, exact.
    pub(super) fn minus(self, other: Self) -> Option<Ratio> {
        let (count, others) = (i128::from(self.count), i128::from(other.count));
        Ratio::new(self.reached * others - other.reached * count, count * others)
    }

    /// Whether the mean is on the worse side of what was agreed.
    pub(super) const fn is_below(self, direction: Direction) -> bool {
        match direction {
            Direction::Higher | Direction::YesNo | Direction::ByDate => self.reached < self.low,
            Direction::Lower => self.reached > self.high,
            Direction::Range => self.reached < self.low || self.reached > self.high,
        }
    }

    /// Whether this is better (greater) or worse (less) than what was reached
    /// before, by what is agreed now. Inside a range nothing is better than
    /// anything else.
    pub(super) fn better_than(self, before: Self, direction: Direction) -> Ordering {
        let (count, others) = (i128::from(self.count), i128::from(before.count));
        let plain = (self.reached * others).cmp(&(before.reached * count));
        // How far outside, times both counts.
        let outside =
            |reached: i128| (self.low * others - reached).max(reached - self.high * others).max(0);
        match direction {
            Direction::Higher | Direction::YesNo | Direction::ByDate => plain,
            Direction::Lower => plain.reverse(),
            Direction::Range => {
                outside(before.reached * count).cmp(&outside(self.reached * others))
            }
        }
    }
}
