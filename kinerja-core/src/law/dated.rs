//! Values that hold for a time.

use std::fmt;

use chrono::NaiveDate;
use serde::Serialize;

use super::Source;

/// The days on which something holds: from a day on, up to another that no
/// longer counts, or for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Validity {
    // Invariant: `until` comes after `from`.
    from: NaiveDate,
    until: Option<NaiveDate>,
}

impl Validity {
    /// From a day on, up to another that no longer counts, or for good.
    ///
    /// # Errors
    ///
    /// Fails unless `until` comes after `from`.
    pub fn new(from: NaiveDate, until: Option<NaiveDate>) -> Result<Self, ValidityError> {
        match until {
            Some(until) if until <= from => Err(ValidityError { from, until }),
            Some(_) | None => Ok(Self { from, until }),
        }
    }

    /// The first day.
    pub const fn from(self) -> NaiveDate {
        self.from
    }

    /// The day after the last; none where there is no last.
    pub const fn until(self) -> Option<NaiveDate> {
        self.until
    }

    /// Whether it holds on the day.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    /// The first day on which both hold.
    pub fn overlap(self, other: Self) -> Option<NaiveDate> {
        let day = self.from.max(other.from);
        (self.contains(day) && other.contains(day)).then_some(day)
    }

    /// What is left of it before and after another.
    fn without(self, other: Self) -> [Option<Self>; 2] {
        if self.overlap(other).is_none() {
            return [Some(self), None];
        }
        let before = Self::new(self.from, Some(other.from)).ok();
        let after = other.until.filter(|start| self.contains(*start));
        [before, after.map(|from| Self { from, until: self.until })]
    }
}

impl fmt::Display for Validity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.until {
            Some(until) => write!(f, "{} up to {until} (not included)", self.from),
            None => write!(f, "{} on", self.from),
        }
    }
}

/// Something would end before it begins.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`until` ({until}) must come after `from` ({from}): it is the first day that no longer counts"
)]
pub struct ValidityError {
    from: NaiveDate,
    until: NaiveDate,
}

/// A value and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ruled<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub source: Source,
}

/// The values of one rule through time: the day chooses the value, and never
/// today. From the first day to the last there is exactly one.
///
/// ```
/// use kinerja_core::law::{Dated, Ruled, Source, Validity};
///
/// let day = |text: &str| text.parse().unwrap();
/// let own = |value| Ruled { value, source: Source::OWN };
/// let until_2020 = Validity::new(day("2014-01-01"), Some(day("2021-01-01")))?;
/// let from_2021 = Validity::new(day("2021-01-01"), None)?;
/// let rule = Dated::new(vec![(from_2021, own(2)), (until_2020, own(1))])?;
/// assert_eq!(rule.at(day("2020-12-31")).map(|found| found.value), Some(1));
/// assert_eq!(rule.at(day("2013-12-31")), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Dated<T> {
    // Invariant: not empty; each begins on the day on which the one before ends.
    entries: Vec<(Validity, Ruled<T>)>,
}

impl<T> Dated<T> {
    /// Makes a rule of its values, in any order.
    ///
    /// # Errors
    ///
    /// Names the first gap or overlap, or that there is no value.
    pub fn new(mut entries: Vec<(Validity, Ruled<T>)>) -> Result<Self, DatedError> {
        entries.sort_by_key(|(validity, _)| *validity);
        let mut before: Option<Validity> = None;
        for (validity, _) in &entries {
            match before {
                Some(before) if before.overlap(*validity).is_some() => {
                    return Err(DatedError::Overlap { day: validity.from });
                }
                Some(Validity { until: Some(until), .. }) if until != validity.from => {
                    return Err(DatedError::Gap { from: until, until: validity.from });
                }
                Some(_) | None => before = Some(*validity),
            }
        }
        if entries.is_empty() { Err(DatedError::Empty) } else { Ok(Self { entries }) }
    }

    /// The value of a day; none before the first and after the last.
    pub fn at(&self, day: NaiveDate) -> Option<&Ruled<T>> {
        // There are few, so looking at each costs less than halving.
        self.entries
            .iter()
            .rev()
            .find(|(validity, _)| validity.contains(day))
            .map(|(_, found)| found)
    }

    /// The values, oldest first.
    pub fn entries(&self) -> &[(Validity, Ruled<T>)] {
        &self.entries
    }
}

impl<T: Clone> Dated<T> {
    /// The same rule, with other values for a time: each of them holds for its
    /// days, and the rule for all others.
    ///
    /// # Errors
    ///
    /// Fails when two of them hold on one day, or when one of them lies apart
    /// from the rule, so that days between would have no value.
    pub fn except(&self, exceptions: Vec<(Validity, Ruled<T>)>) -> Result<Self, DatedError> {
        let mut entries = self.entries.clone();
        for (exception, _) in &exceptions {
            entries = entries
                .into_iter()
                .flat_map(|(validity, ruled)| {
                    let rest = validity.without(*exception).into_iter().flatten();
                    rest.map(|left| (left, ruled.clone())).collect::<Vec<_>>()
                })
                .collect();
        }
        entries.extend(exceptions);
        Self::new(entries)
    }
}

/// What is wrong with the values of a rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DatedError {
    /// There are none.
    #[error("no value is given")]
    Empty,
    /// Days without a value.
    #[error("no value holds from {from} up to {until}: let one begin where the one before ends")]
    Gap {
        /// The first day without a value.
        from: NaiveDate,
        /// The first day that has one again.
        until: NaiveDate,
    },
    /// A day with two values.
    #[error("two values hold on {day}: let one end where the next begins")]
    Overlap {
        /// The first such day.
        day: NaiveDate,
    },
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn entry(from: &str, until: &str, value: u32) -> (Validity, Ruled<u32>) {
        let until = (!until.is_empty()).then(|| day(until));
        (Validity::new(day(from), until).unwrap(), Ruled { value, source: Source::OWN })
    }

    fn value(rule: &Dated<u32>, on: &str) -> Option<u32> {
        rule.at(day(on)).map(|found| found.value)
    }

    #[test]
    fn the_day_chooses_the_value_on_both_sides_of_each_edge() {
        let rule = Dated::new(vec![
            entry("2022-01-01", "2023-01-01", 2),
            entry("2014-01-01", "2022-01-01", 1),
        ])
        .unwrap();
        #[rustfmt::skip]
        let table = [
            ("2013-12-31", None),
            ("2014-01-01", Some(1)),
            ("2021-12-31", Some(1)),
            ("2022-01-01", Some(2)),
            ("2022-12-31", Some(2)),
            ("2023-01-01", None),
        ];
        for (on, expected) in table {
            assert_eq!(value(&rule, on), expected, "{on}");
        }
    }

    #[test]
    fn gaps_overlaps_and_nothing_at_all_are_refused() {
        let error = |entries| Dated::<u32>::new(entries).unwrap_err();
        assert_eq!(error(vec![]), DatedError::Empty);
        assert_eq!(
            error(vec![entry("2020-01-01", "2021-01-01", 1), entry("2021-01-02", "", 2)]),
            DatedError::Gap { from: day("2021-01-01"), until: day("2021-01-02") }
        );
        assert_eq!(
            error(vec![entry("2020-01-01", "2021-01-01", 1), entry("2020-12-31", "", 2)]),
            DatedError::Overlap { day: day("2020-12-31") }
        );
        assert_eq!(
            error(vec![entry("2020-01-01", "", 1), entry("2025-01-01", "", 2)]),
            DatedError::Overlap { day: day("2025-01-01") }
        );
        assert!(Validity::new(day("2020-01-01"), Some(day("2020-01-01"))).is_err());
    }

    #[test]
    fn an_exception_holds_for_its_days_and_the_rule_for_all_others() {
        let rule = Dated::new(vec![entry("2020-01-01", "", 1)]).unwrap();
        let own = rule.except(vec![entry("2024-01-01", "2025-01-01", 9)]).unwrap();
        let values =
            ["2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01"].map(|on| value(&own, on));
        assert_eq!(values, [Some(1), Some(9), Some(9), Some(1)]);
        let two = vec![entry("2024-01-01", "2025-01-01", 9), entry("2024-12-31", "", 8)];
        assert_eq!(rule.except(two), Err(DatedError::Overlap { day: day("2024-12-31") }));
        let apart = vec![entry("2010-01-01", "2011-01-01", 9)];
        assert!(matches!(rule.except(apart), Err(DatedError::Gap { .. })));
    }

    proptest! {
        /// Every day has the value of the exception that names it, else the
        /// rule's; nothing else changes.
        #[test]
        fn exceptions_change_their_days_only(from in 0_u64..3_000, days in 1_u64..2_000, at in 0_u64..6_000) {
            let start = day("2014-01-01");
            let on = |days| start + chrono::Days::new(days);
            let rule = Dated::new(vec![entry("2014-01-01", "2018-01-01", 1), entry("2018-01-01", "", 2)]).unwrap();
            let validity = Validity::new(on(from), Some(on(from + days))).unwrap();
            let own = rule.except(vec![(validity, Ruled { value: 9, source: Source::OWN })]).unwrap();
            let expected = if validity.contains(on(at)) { Some(9) } else { rule.at(on(at)).map(|found| found.value) };
            prop_assert_eq!(own.at(on(at)).map(|found| found.value), expected);
        }
    }
}
