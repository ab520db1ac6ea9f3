//! What was reached for indicators of services, added up for each unit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{FindingError, level::Level};
use crate::{
    organisation::IndicatorName,
    plan::{Actual, Code, Contribution, Direction, Target},
    summary::SMALL_GROUP,
};

/// What one person of a unit reported for an indicator of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceReading<'a> {
    /// The service.
    pub service: &'a Code,
    /// What is measured.
    pub title: &'a str,
    /// The unit of measure.
    pub measure: &'a str,
    /// Whether the unit reached it together, or one person alone.
    pub contribution: Contribution,
    /// What was agreed.
    pub target: Target,
    /// What was reached; none where it is missing.
    pub actual: Option<Actual>,
}

impl ServiceReading<'_> {
    /// Whether this was reported and is added up with the other.
    fn is_reported_as(&self, other: &Self) -> bool {
        self.actual.is_some()
            // Titles first: they tell most readings of a plan apart.
            && (self.title, self.measure, self.service)
                == (other.title, other.measure, other.service)
            && Group::of(self.contribution, self.target)
                == Group::of(other.contribution, other.target)
    }
}

/// Which readings of an indicator are added up: what a unit reached together is
/// told for each target, what its people reached each on their own is one mean
/// against the mean of their targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Group {
    /// What the unit reached together.
    Together(Target),
    /// What its people reached, each on their own.
    Each(Direction),
}

impl Group {
    const fn of(contribution: Contribution, target: Target) -> Self {
        match contribution {
            Contribution::Collective => Self::Together(target),
            Contribution::Individual => Self::Each(target.direction()),
        }
    }

    pub(super) const fn direction(self) -> Direction {
        match self {
            Self::Together(target) => target.direction(),
            Self::Each(direction) => direction,
        }
    }

    /// Whether what was reached can be compared, whatever was agreed.
    pub(super) fn is_like(self, other: Self) -> bool {
        matches!(
            (self, other),
            (Self::Together(_), Self::Together(_)) | (Self::Each(_), Self::Each(_))
        ) && self.direction() == other.direction()
    }
}

/// The readings of one indicator and group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sum {
    measure: String,
    pub(super) service: Code,
    pub(super) group: Group,
    /// What was reached by those who reported, and what they had agreed.
    pub(super) level: Level,
    /// The target, where those who reported had the same.
    pub(super) target: Option<Target>,
    /// Those who did not report.
    pub(super) missing: u32,
    /// The people who reported: whoever has the indicator twice is one.
    people: u32,
}

/// What the people of one unit reached for indicators of services. Small enough
/// to be kept beside the counts of the unit, however many people it has.
///
/// ```
/// use kinerja_core::{
///     organisation::{ServiceReading, UnitReadings},
///     plan::{Actual, Contribution, Target},
/// };
///
/// let mut unit = UnitReadings::default();
/// for minutes in [14_u32, 20] {
///     unit.add_person(&[ServiceReading {
///         service: &"ktp".parse()?,
///         title: "Waktu tunggu",
///         measure: "menit",
///         contribution: Contribution::Individual,
///         target: Target::lower(15.into())?,
///         actual: Some(Actual::Amount(minutes.into())),
///     }])?;
/// }
/// assert_eq!(unit.people(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitReadings {
    people: u32,
    /// By what is measured.
    sums: BTreeMap<String, Vec<Sum>>,
}

impl UnitReadings {
    /// How many people the unit has.
    pub const fn people(&self) -> u32 {
        self.people
    }

    /// Counts one person more and adds what was reported, or that it is missing;
    /// without readings the person is counted alone.
    ///
    /// # Errors
    ///
    /// Fails on an actual that is not of the kind its target asks for, and on more
    /// than a million readings of one indicator.
    pub fn add_person(&mut self, readings: &[ServiceReading<'_>]) -> Result<(), FindingError> {
        self.people = self.people.saturating_add(1);
        for (place, reading) in readings.iter().enumerate() {
            let before = readings.get(..place).unwrap_or_default();
            let is_known = before.iter().any(|other| other.is_reported_as(reading));
            self.add(reading, u32::from(reading.actual.is_some() && !is_known))?;
        }
        Ok(())
    }

    /// Adds one reading, and how many people it is the first of.
    fn add(&mut self, reading: &ServiceReading<'_>, people: u32) -> Result<(), FindingError> {
        let title = || reading.title.to_owned();
        if reading.actual.is_some_and(|actual| !reading.target.accepts(actual)) {
            return Err(FindingError::WrongKind {
                service: reading.service.clone(),
                title: title(),
            });
        }
        let sums = match self.sums.get_mut(reading.title) {
            Some(known) => known,
            None => self.sums.entry(title()).or_default(),
        };
        let group = Group::of(reading.contribution, reading.target);
        let same = |sum: &Sum| {
            sum.group == group && sum.measure == reading.measure && sum.service == *reading.service
        };
        let place = sums.iter().position(same).unwrap_or_else(|| {
            sums.push(Sum::new(reading, group));
            sums.len() - 1
        });
        let added = sums.get_mut(place).and_then(|sum| sum.take(reading, people));
        added.ok_or_else(|| FindingError::TooMany { title: title() })
    }

    /// The readings that tell of no single person: of what a unit of five or more
    /// reached together, and of what five or more of its people reported for the
    /// same indicator.
    ///
    /// # Legal basis
    ///
    /// UU 14/2008 Pasal 17 huruf h and UU 27/2022: results of a person's evaluation
    /// are not public.
    #[must_use]
    pub fn publishable(&self) -> Self {
        let is_large = self.people >= SMALL_GROUP;
        let enough = |sum: &&Sum| {
            is_large
                && match sum.group {
                    Group::Together(_) => true,
                    Group::Each(_) => sum.people >= SMALL_GROUP,
                }
        };
        let shown = |(title, sums): (&String, &Vec<Sum>)| {
            let sums: Vec<_> = sums.iter().filter(enough).cloned().collect();
            (!sums.is_empty()).then(|| (title.clone(), sums))
        };
        Self { people: self.people, sums: self.sums.iter().filter_map(shown).collect() }
    }

    pub(super) fn sums(&self) -> impl Iterator<Item = (IndicatorName, &Sum)> {
        self.sums.iter().flat_map(|(title, sums)| {
            sums.iter()
                .map(|sum| (IndicatorName { title: title.clone(), unit: sum.measure.clone() }, sum))
        })
    }
}

impl Sum {
    fn new(reading: &ServiceReading<'_>, group: Group) -> Self {
        Self {
            measure: reading.measure.to_owned(),
            service: reading.service.clone(),
            group,
            level: Level::default(),
            target: None,
            missing: 0,
            people: 0,
        }
    }

    /// Adds a reading of the same kind; nothing where there are too many.
    fn take(&mut self, reading: &ServiceReading<'_>, people: u32) -> Option<()> {
        self.people = self.people.checked_add(people)?;
        let Some(actual) = reading.actual else {
            self.missing = self.missing.checked_add(1)?;
            return Some(());
        };
        let is_first = self.level.count() == 0;
        self.level = self.level.plus(Level::of(reading.target, actual))?;
        self.target = Some(reading.target).filter(|own| is_first || self.target == Some(*own));
        Some(())
    }
}
