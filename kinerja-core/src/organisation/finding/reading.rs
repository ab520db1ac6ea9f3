//! What was reached for an indicator of a service, and how far that is good.

use std::{cmp::Ordering, collections::BTreeMap};

use chrono::NaiveDate;

use crate::{
    number::{MICROS, Quantity, Ratio},
    organisation::IndicatorName,
    plan::{Actual, Code, Contribution, Kind, Target},
    summary::SMALL_GROUP,
};

/// What one unit, or one of its people, reached for an indicator of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceReading {
    /// The service.
    pub service: Code,
    /// The indicator.
    pub indicator: IndicatorName,
    /// The unit.
    pub unit: Code,
    /// Whether the unit reached it together, or one person alone.
    pub contribution: Contribution,
    /// What was agreed.
    pub target: Target,
    /// What was reached; none where it is missing.
    pub actual: Option<Actual>,
}

/// The readings that tell of no single person: of what a unit of five or more
/// reached together, and of what five or more people of one unit reported for the
/// same indicator and target. A unit whose people were not counted is left out.
///
/// # Legal basis
///
/// UU 14/2008 Pasal 17 huruf h and UU 27/2022: results of a person's evaluation
/// are not public.
pub fn publishable(
    readings: &[ServiceReading],
    people: &BTreeMap<Code, u32>,
) -> Vec<ServiceReading> {
    let mut reported: BTreeMap<_, u32> = BTreeMap::new();
    for reading in readings.iter().filter(|reading| reading.actual.is_some()) {
        let count = reported.entry(alike(reading)).or_default();
        *count = count.saturating_add(1);
    }
    let enough = |reading: &&ServiceReading| {
        let people = people.get(&reading.unit).copied().unwrap_or_default();
        let among = reported.get(&alike(reading)).copied().unwrap_or_default();
        people >= SMALL_GROUP
            && match reading.contribution {
                Contribution::Collective => true,
                Contribution::Individual => among >= SMALL_GROUP,
            }
    };
    readings.iter().filter(enough).cloned().collect()
}

/// What is the same in the readings that one person's is hidden among.
fn alike(reading: &ServiceReading) -> (&Code, &Code, &IndicatorName, Place, bool) {
    let alone = reading.contribution == Contribution::Individual;
    (&reading.unit, &reading.service, &reading.indicator, place(reading.target), alone)
}

/// A target's place in a list: one for each target.
pub(super) type Place = (u8, Quantity, Quantity, Option<NaiveDate>);

/// Higher, lower, range, yes-or-no, date; each from small to large.
pub(super) fn place(target: Target) -> Place {
    match target.kind() {
        Kind::Higher { low, high } => (0, low, high, None),
        Kind::Lower { low, high } => (1, low, high, None),
        Kind::Range { low, high } => (2, low, high, None),
        Kind::YesNo => (3, Quantity::ZERO, Quantity::ZERO, None),
        Kind::ByDate(day) => (4, Quantity::ZERO, Quantity::ZERO, Some(day)),
    }
}

/// A sum of actuals and how many they are, at least one. At most a million, each
/// below 10^24 millionths, so that a product of a sum and a count is below 10^36.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    micros: i128,
    count: i128,
}

impl Level {
    /// The actuals of readings together; none where all are missing.
    pub(super) fn of<'r>(readings: impl Iterator<Item = &'r ServiceReading>) -> Option<Self> {
        let mut level = Self { micros: 0, count: 0 };
        for reading in readings {
            if let Some(actual) = reading.actual {
                level.micros += micros(reading.target, actual);
                level.count += 1;
            }
        }
        (level.count > 0).then_some(level)
    }

    /// The mean, exact.
    pub(super) fn value(self) -> Option<Ratio> {
        Ratio::new(self.micros, self.count)
    }

    /// How much more this is, exact.
    pub(super) fn minus(self, other: Self) -> Option<Ratio> {
        let numerator = self.micros * other.count - other.micros * self.count;
        Ratio::new(numerator, self.count * other.count)
    }

    pub(super) fn is_below(self, target: Target) -> bool {
        self.distance(target).is_gt()
    }

    /// Whether this is better (greater) or worse (less) than another, by what the
    /// target says is better. Inside a range nothing is better than anything else.
    pub(super) fn better_than(self, other: Self, target: Target) -> Ordering {
        let plain = (self.micros * other.count).cmp(&(other.micros * self.count));
        match target.kind() {
            Kind::Higher { .. } | Kind::YesNo | Kind::ByDate(_) => plain,
            Kind::Lower { .. } => plain.reverse(),
            Kind::Range { low, high } => {
                let (near, far) = (self.outside(low, high), other.outside(low, high));
                (far * self.count).cmp(&(near * other.count))
            }
        }
    }

    /// Greater where the target is not met.
    fn distance(self, target: Target) -> Ordering {
        let mean_to = |end: Quantity| self.micros.cmp(&(end.micros() * self.count));
        match target.kind() {
            Kind::Higher { low, .. } => mean_to(low).reverse(),
            Kind::Lower { high, .. } => mean_to(high),
            Kind::Range { low, high } => self.outside(low, high).cmp(&0),
            Kind::YesNo | Kind::ByDate(_) => (100 * MICROS * self.count).cmp(&self.micros),
        }
    }

    /// How far the sum lies outside a range, times the count; 0 inside.
    fn outside(self, low: Quantity, high: Quantity) -> i128 {
        let (low, high) = (low.micros() * self.count, high.micros() * self.count);
        (low - self.micros).max(self.micros - high).max(0)
    }
}

/// An amount as it is; done in time as 100, else 0. An actual of another kind than
/// its target's was refused before.
fn micros(target: Target, actual: Actual) -> i128 {
    let done = match (target.kind(), actual) {
        (_, Actual::Amount(amount)) => return amount.micros(),
        (_, Actual::Answer(done)) => done,
        (Kind::ByDate(by), Actual::Day(day)) => day <= by,
        (
            Kind::Higher { .. } | Kind::Lower { .. } | Kind::Range { .. } | Kind::YesNo,
            Actual::Day(_),
        ) => false,
    };
    if done { 100 * MICROS } else { 0 }
}
