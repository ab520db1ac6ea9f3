//! What was agreed for the readings of a finding.

use chrono::NaiveDate;
use serde::Serialize;

use super::{
    level::Level,
    reading::{Group, Sum},
};
use crate::{
    language::Language,
    number::{Quantity, Ratio},
    plan::{Code, Direction, Kind, Target},
};

/// What was agreed for the readings of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Agreed {
    /// All who reported had the same target.
    Same(Target),
    /// The means of different targets, exact.
    Mean {
        /// What is better.
        direction: Direction,
        /// The mean of the lower ends; of the targets themselves where they are no
        /// ranges, and 100 where something was to be done.
        low: Ratio,
        /// The mean of the upper ends.
        high: Ratio,
    },
}

impl Agreed {
    /// What was agreed for sums of one group; none where nobody reported.
    pub(super) fn of(sums: &[(&Code, &Sum)], level: Level) -> Option<Self> {
        let mut reported = sums.iter().map(|(_, sum)| *sum).filter(|sum| sum.level.count() > 0);
        let first = reported.next()?;
        if let Some(target) = first.target
            && reported.all(|sum| sum.target == Some(target))
        {
            return Some(Self::Same(target));
        }
        let (low, high) = level.agreed()?;
        Some(Self::Mean { direction: first.group.direction(), low, high })
    }

    /// Whether it is an amount, which has a unit of measure.
    pub const fn is_amount(self) -> bool {
        match self {
            Self::Same(target) => target.is_amount(),
            Self::Mean { direction, .. } => match direction {
                Direction::Higher | Direction::Lower | Direction::Range => true,
                Direction::YesNo | Direction::ByDate => false,
            },
        }
    }

    /// For people, without its unit of measure: `≥ 85`, `rata-rata ≥ 791,43`.
    pub fn show(self, language: Language) -> String {
        let (direction, low, high) = match self {
            Self::Same(target) => return target.show(language),
            Self::Mean { direction, low, high } => (direction, low, high),
        };
        let mark = language.decimal_mark();
        let mean = language.pick("rata-rata", "mean");
        let sign = match direction {
            Direction::Higher => "≥",
            Direction::Lower => "≤",
            Direction::Range => "",
            Direction::YesNo | Direction::ByDate => {
                return language.pick("tepat waktu", "in time").to_owned();
            }
        };
        if sign.is_empty() || low != high {
            format!("{mean} {}–{}", low.show(mark), high.show(mark))
        } else {
            format!("{mean} {sign} {}", low.show(mark))
        }
    }
}

/// A group's place in a list: what was reached together first, by target.
pub(super) type Place = (u8, u8, Quantity, Quantity, Option<NaiveDate>);

/// Higher, lower, range, yes-or-no, date; each from small to large.
pub(super) fn place(group: Group) -> Place {
    let direction = match group.direction() {
        Direction::Higher => 0,
        Direction::Lower => 1,
        Direction::Range => 2,
        Direction::YesNo => 3,
        Direction::ByDate => 4,
    };
    let zero = Quantity::ZERO;
    match group {
        Group::Each(_) => (1, direction, zero, zero, None),
        Group::Together(target) => match target.kind() {
            Kind::Higher { low, high } | Kind::Lower { low, high } | Kind::Range { low, high } => {
                (0, direction, low, high, None)
            }
            Kind::YesNo => (0, direction, zero, zero, None),
            Kind::ByDate(day) => (0, direction, zero, zero, Some(day)),
        },
    }
}
