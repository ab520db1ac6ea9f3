//! What was found out about services: which indicator is below its target in how
//! many units, and what got worse.
//!
//! Readings are added up for each unit while its people are evaluated, so that a
//! region of any size is found out about from a few sums a unit.
//!
//! Findings are about units, but a reading of a small unit, or of an indicator
//! that one person alone carries, is a finding about that person. Whoever leads
//! the units may see them all. What is published is found from
//! [`UnitReadings::publishable`] only: the others are left out before units are
//! added up, so that no total has them in it and none can be subtracted.

mod agreed;
mod level;
mod reading;

use std::{cmp::Ordering, collections::BTreeMap};

use serde::Serialize;

pub use agreed::Agreed;
use level::Level;
use reading::Sum;
pub use reading::{ServiceReading, UnitReadings};

use super::{IndicatorName, RollUpError};
use crate::{number::Ratio, plan::Code};

/// One indicator of one service, where it is below what was agreed or got worse:
/// reached together with one target, or by people each on their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ServiceFinding {
    /// The service.
    pub service: Code,
    /// The indicator.
    pub indicator: IndicatorName,
    /// What was agreed.
    pub target: Agreed,
    /// What was reached on average, exact. Each reading counts once: an amount as
    /// it is; a yes-or-no and a date as 100 where it was done in time, else 0.
    pub actual: Ratio,
    /// The units whose own average is below what they agreed, by code.
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

/// What was found out about services from the readings of units, in the order of
/// services, indicators and targets; the order of the units changes nothing.
///
/// # Errors
///
/// Fails on more than a million readings of one indicator.
///
/// ```
/// use kinerja_core::{
///     organisation::{ServiceReading, Trend, UnitReadings, service_findings},
///     plan::{Actual, Contribution, Target},
/// };
///
/// let waiting = |minutes: u32| {
///     let mut unit = UnitReadings::default();
///     unit.add_person(&[ServiceReading {
///         service: &"ktp".parse().unwrap(),
///         title: "Waktu tunggu",
///         measure: "menit",
///         contribution: Contribution::Collective,
///         target: Target::lower(15.into()).unwrap(),
///         actual: Some(Actual::Amount(minutes.into())),
///     }])
///     .map(|()| [("dukcapil".parse().unwrap(), unit)])
/// };
/// let found = service_findings(&waiting(18)?, &waiting(16)?)?;
/// assert_eq!(found[0].below[0].as_str(), "dukcapil");
/// assert_eq!(found[0].change.map(|change| change.trend), Some(Trend::Worse));
/// assert_eq!(service_findings(&waiting(15)?, &waiting(16)?)?, []);
/// # Ok::<(), kinerja_core::organisation::FindingError>(())
/// ```
pub fn service_findings(
    units: &[(Code, UnitReadings)],
    previous: &[(Code, UnitReadings)],
) -> Result<Vec<ServiceFinding>, FindingError> {
    let (now, before) = (by_indicator(units), by_indicator(previous));
    let mut found = Vec::new();
    for (key, sums) in &now {
        let before = before.get(key).map(Vec::as_slice).unwrap_or_default();
        for sums in by_group(sums).values() {
            found.extend(finding(key, sums, before)?);
        }
    }
    Ok(found)
}

/// A sum with the unit that it is of.
type OfUnit<'r> = (&'r Code, &'r Sum);

fn by_indicator(
    units: &[(Code, UnitReadings)],
) -> BTreeMap<(&Code, IndicatorName), Vec<OfUnit<'_>>> {
    let mut found: BTreeMap<_, Vec<OfUnit<'_>>> = BTreeMap::new();
    for (unit, readings) in units {
        for (indicator, sum) in readings.sums() {
            found.entry((&sum.service, indicator)).or_default().push((unit, sum));
        }
    }
    found
}

/// The sums of one indicator that are one finding.
fn by_group<'r>(sums: &[OfUnit<'r>]) -> BTreeMap<agreed::Place, Vec<OfUnit<'r>>> {
    let mut found: BTreeMap<_, Vec<OfUnit<'_>>> = BTreeMap::new();
    for (unit, sum) in sums {
        found.entry(agreed::place(sum.group)).or_default().push((*unit, *sum));
    }
    found
}

/// What is worth telling about sums of one group; none where there is nothing.
fn finding(
    (service, indicator): &(&Code, IndicatorName),
    sums: &[OfUnit<'_>],
    previous: &[OfUnit<'_>],
) -> Result<Option<ServiceFinding>, FindingError> {
    let too_many = || FindingError::TooMany { title: indicator.title.clone() };
    let Some((_, first)) = sums.first() else { return Ok(None) };
    let direction = first.group.direction();
    let actual = together(sums.iter().copied()).ok_or_else(too_many)?;
    let by_unit = |(unit, sum): &OfUnit<'_>| sum.level.is_below(direction).then(|| (*unit).clone());
    let mut below: Vec<Code> = sums.iter().filter_map(by_unit).collect();
    below.sort_unstable();
    let measured = sums.iter().filter(|(_, sum)| sum.level.count() > 0).count();
    // The target may have changed since; what was reached is compared all the same.
    let comparable = previous.iter().copied().filter(|(_, old)| old.group.is_like(first.group));
    let before = together(comparable).ok_or_else(too_many)?;
    let change = actual.value().zip(before.value()).and_then(|(_, value)| {
        let trend = match actual.better_than(before, direction) {
            Ordering::Less => Trend::Worse,
            Ordering::Equal => Trend::Same,
            Ordering::Greater => Trend::Better,
        };
        Some(Change { before: value, by: actual.minus(before)?, trend })
    });
    let is_worse = change.is_some_and(|change| change.trend == Trend::Worse);
    let told = actual.value().filter(|_| is_worse || !below.is_empty());
    let Some((actual_mean, target)) = told.zip(Agreed::of(sums, actual)) else { return Ok(None) };
    Ok(Some(ServiceFinding {
        service: (*service).clone(),
        indicator: indicator.clone(),
        target,
        actual: actual_mean,
        below,
        measured: counted(measured),
        missing: counted(sums.len() - measured),
        change,
    }))
}

/// Sums of several units together; none where they are too many.
fn together<'r>(sums: impl Iterator<Item = OfUnit<'r>>) -> Option<Level> {
    sums.map(|(_, sum)| sum.level).try_fold(Level::default(), Level::plus)
}

/// There are fewer units than a million readings.
fn counted(units: usize) -> u32 {
    u32::try_from(units).unwrap_or(u32::MAX)
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
    /// What was achieved cannot be added up.
    #[error(transparent)]
    RollUp(#[from] RollUpError),
}

#[cfg(test)]
mod tests;
