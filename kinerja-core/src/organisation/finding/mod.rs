//! What was found out about services: which indicator is below its target in how
//! many units, and what got worse.
//!
//! Findings are about units, but a reading of a small unit, or of an indicator
//! that one person alone carries, is a finding about that person. Whoever leads
//! the units may see them all. What is published is found from
//! [`publishable`] readings only: the others are left out before anything is
//! added up, so that no total has them in it and none can be subtracted.

mod reading;

use std::{cmp::Ordering, collections::BTreeMap};

use serde::Serialize;

use reading::Level;
pub use reading::{ServiceReading, publishable};

use super::IndicatorName;
use crate::{
    number::Ratio,
    plan::{Code, Target},
};

/// Readings of one indicator: then differences of means stay far below the end of
/// `i128`.
const READINGS_MAX: usize = 1_000_000;

/// One indicator of one service with one target, where it is below its target or
/// got worse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ServiceFinding {
    /// The service.
    pub service: Code,
    /// The indicator.
    pub indicator: IndicatorName,
    /// What was agreed.
    pub target: Target,
    /// What was reached on average, exact. Each reading counts once: an amount as
    /// it is; a yes-or-no and a date as 100 where it was done in time, else 0.
    pub actual: Ratio,
    /// The units whose own average is below the target, by code.
    pub below: Vec<Code>,
    /// The units that reported.
    pub measured: u32,
    /// The units with the indicator of which none reported. They are in no mean.
    pub missing: u32,
    /// Against the previous period; none where nothing comparable was reported.
    pub change: Option<Change>,
}

/// What was reached against the previous period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What was reached before, exact.
    pub before: Ratio,
    /// By how much the actual is larger now; below zero where it is smaller. Exact.
    pub by: Ratio,
    /// Whether that is better.
    pub trend: Trend,
}

/// Whether something got better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trend {
    /// It got worse.
    Worse,
    /// It is as it was.
    Same,
    /// It got better.
    Better,
}

/// What was found out about services, in the order of services, indicators and
/// targets; the order of the readings changes nothing.
///
/// # Errors
///
/// Fails on an actual that is not of the kind its target asks for, and on more
/// than a million readings of one indicator.
///
/// ```
/// use kinerja_core::{
///     organisation::{IndicatorName, ServiceReading, Trend, service_findings},
///     plan::{Actual, Contribution, Target},
/// };
///
/// let waiting = |minutes: u32| ServiceReading {
///     service: "ktp".parse().unwrap(),
///     indicator: IndicatorName { title: "Waktu tunggu".into(), unit: "menit".into() },
///     unit: "dukcapil".parse().unwrap(),
///     contribution: Contribution::Collective,
///     target: Target::lower(15.into()).unwrap(),
///     actual: Some(Actual::Amount(minutes.into())),
/// };
/// let found = service_findings(&[waiting(18)], &[waiting(16)])?;
/// assert_eq!(found[0].below[0].as_str(), "dukcapil");
/// assert_eq!(found[0].change.map(|change| change.trend), Some(Trend::Worse));
/// assert_eq!(service_findings(&[waiting(15)], &[waiting(16)])?, []);
/// # Ok::<(), kinerja_core::organisation::FindingError>(())
/// ```
pub fn service_findings(
    readings: &[ServiceReading],
    previous: &[ServiceReading],
) -> Result<Vec<ServiceFinding>, FindingError> {
    let (now, before) = (by_indicator(readings)?, by_indicator(previous)?);
    let mut found = Vec::new();
    for (key, readings) in now {
        let before = before.get(&key).map(Vec::as_slice).unwrap_or_default();
        for readings in by_target(&readings).values() {
            found.extend(finding(key, readings, before));
        }
    }
    Ok(found)
}

type Key<'r> = (&'r Code, &'r IndicatorName);

fn by_indicator(
    readings: &[ServiceReading],
) -> Result<BTreeMap<Key<'_>, Vec<&ServiceReading>>, FindingError> {
    let mut found: BTreeMap<Key<'_>, Vec<&ServiceReading>> = BTreeMap::new();
    for reading in readings {
        if reading.actual.is_some_and(|actual| !reading.target.accepts(actual)) {
            let (service, title) = (reading.service.clone(), reading.indicator.title.clone());
            return Err(FindingError::WrongKind { service, title });
        }
        let of = found.entry((&reading.service, &reading.indicator)).or_default();
        if of.len() >= READINGS_MAX {
            return Err(FindingError::TooMany { title: reading.indicator.title.clone() });
        }
        of.push(reading);
    }
    Ok(found)
}

/// The readings of one indicator by target.
fn by_target<'r>(
    readings: &[&'r ServiceReading],
) -> BTreeMap<reading::Place, Vec<&'r ServiceReading>> {
    let mut found: BTreeMap<_, Vec<&ServiceReading>> = BTreeMap::new();
    for reading in readings {
        found.entry(reading::place(reading.target)).or_default().push(reading);
    }
    found
}

/// What is worth telling about readings with one target; none where there is
/// nothing.
fn finding(
    (service, indicator): Key<'_>,
    readings: &[&ServiceReading],
    previous: &[&ServiceReading],
) -> Option<ServiceFinding> {
    let target = readings.first()?.target;
    let actual = Level::of(readings.iter().copied())?;
    let mut units: BTreeMap<&Code, Vec<&ServiceReading>> = BTreeMap::new();
    for reading in readings {
        units.entry(&reading.unit).or_default().push(reading);
    }
    let (mut below, mut measured, mut missing) = (Vec::new(), 0, 0);
    for (unit, readings) in units {
        match Level::of(readings.into_iter()) {
            Some(level) => {
                measured += 1;
                if level.is_below(target) {
                    below.push(unit.clone());
                }
            }
            None => missing += 1,
        }
    }
    // The target may have changed since; what was reached is compared all the same.
    let comparable =
        previous.iter().copied().filter(|old| old.target.direction() == target.direction());
    let change = Level::of(comparable).and_then(|before| {
        let trend = match actual.better_than(before, target) {
            Ordering::Less => Trend::Worse,
            Ordering::Equal => Trend::Same,
            Ordering::Greater => Trend::Better,
        };
        Some(Change { before: before.value()?, by: actual.minus(before)?, trend })
    });
    let worse = change.is_some_and(|change| change.trend == Trend::Worse);
    (worse || !below.is_empty()).then_some(ServiceFinding {
        service: service.clone(),
        indicator: indicator.clone(),
        target,
        actual: actual.value()?,
        below,
        measured,
        missing,
        change,
    })
}

/// Why readings tell nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FindingError {
    /// An actual is not of the kind that its target asks for.
    #[error("{service}: the actual of `{title}` is not of the kind that its target asks for")]
    WrongKind {
        /// The service.
        service: Code,
        /// The indicator.
        title: String,
    },
    /// More readings than are added up.
    #[error("`{title}` has more than 1000000 readings: give one for each unit")]
    TooMany {
        /// The indicator.
        title: String,
    },
}

#[cfg(test)]
mod tests;
