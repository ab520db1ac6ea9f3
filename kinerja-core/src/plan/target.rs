//! Targets and actuals.

use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::WordError;
use crate::{calendar::long_date, language::Language, number::Quantity};

/// What is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Inside a range is best.
    Range,
    /// Done or not done.
    YesNo,
    /// Done by a day.
    ByDate,
}

impl Direction {
    /// The five.
    pub const ALL: [Self; 5] = [Self::Higher, Self::Lower, Self::Range, Self::YesNo, Self::ByDate];

    /// The name in code and files: `by_date`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::Range => "range",
            Self::YesNo => "yes_no",
            Self::ByDate => "by_date",
        }
    }
}

impl FromStr for Direction {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        WordError::find(text, "direction", Self::ALL, Self::code)
    }
}

/// What was agreed for an indicator, and with it what is better.
///
/// Made by its constructors, which refuse a target that cannot be divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "RawTarget", into = "RawTarget")]
pub struct Target(Kind);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Higher { low: Quantity, high: Quantity },
    Lower { low: Quantity, high: Quantity },
    Range { low: Quantity, high: Quantity },
    YesNo,
    ByDate(NaiveDate),
}

/// A target as it is written, before it is checked.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum RawTarget {
    Higher(Quantity),
    HigherRange(Quantity, Quantity),
    Lower(Quantity),
    LowerRange(Quantity, Quantity),
    Range(Quantity, Quantity),
    YesNo,
    ByDate(NaiveDate),
}

impl Target {
    /// At least so much.
    ///
    /// # Errors
    ///
    /// Fails at zero and below: nothing can be measured against it.
    pub fn higher(target: Quantity) -> Result<Self, TargetError> {
        Self::higher_range(target, target)
    }

    /// At most so much.
    ///
    /// # Errors
    ///
    /// Fails at zero and below. "None at all" is a yes-or-no target.
    pub fn lower(target: Quantity) -> Result<Self, TargetError> {
        Self::lower_range(target, target)
    }

    /// More is better, and anything from low to high is as agreed: an actual
    /// below is measured against low, one above against high.
    ///
    /// # Errors
    ///
    /// Fails when low is above high or below zero, or when high is zero.
    pub fn higher_range(low: Quantity, high: Quantity) -> Result<Self, TargetError> {
        ends(low, high)?;
        Ok(Self(Kind::Higher { low, high }))
    }

    /// Less is better, and anything from low to high is as agreed: an actual
    /// below is measured against low, one above against high.
    ///
    /// # Errors
    ///
    /// Fails when low is above high or below zero, or when high is zero.
    pub fn lower_range(low: Quantity, high: Quantity) -> Result<Self, TargetError> {
        ends(low, high)?;
        Ok(Self(Kind::Lower { low, high }))
    }

    /// Inside is best: from low to high, both included, is as agreed, and what
    /// lies outside on either side is worse.
    ///
    /// # Errors
    ///
    /// Fails when low is above high or below zero, or when high is zero.
    pub fn range(low: Quantity, high: Quantity) -> Result<Self, TargetError> {
        ends(low, high)?;
        Ok(Self(Kind::Range { low, high }))
    }

    /// Done.
    pub const fn yes() -> Self {
        Self(Kind::YesNo)
    }

    /// Done by the day, the day included.
    pub const fn by_date(day: NaiveDate) -> Self {
        Self(Kind::ByDate(day))
    }

    /// What is better.
    pub const fn direction(self) -> Direction {
        match self.0 {
            Kind::Higher { .. } => Direction::Higher,
            Kind::Lower { .. } => Direction::Lower,
            Kind::Range { .. } => Direction::Range,
            Kind::YesNo => Direction::YesNo,
            Kind::ByDate(_) => Direction::ByDate,
        }
    }

    /// Whether it is an amount, which has a unit; a day and a yes have none.
    pub const fn is_amount(self) -> bool {
        matches!(self.0, Kind::Higher { .. } | Kind::Lower { .. } | Kind::Range { .. })
    }

    /// The ends of what is as agreed, the same where the target is one amount; a
    /// day and a yes have none.
    ///
    /// ```
    /// use kinerja_core::plan::Target;
    ///
    /// let target = Target::lower_range(10.into(), 15.into())?;
    /// assert_eq!(target.ends(), Some((10.into(), 15.into())));
    /// assert_eq!(Target::yes().ends(), None);
    /// # Ok::<(), kinerja_core::plan::TargetError>(())
    /// ```
    pub const fn ends(self) -> Option<(Quantity, Quantity)> {
        match self.0 {
            Kind::Higher { low, high } | Kind::Lower { low, high } | Kind::Range { low, high } => {
                Some((low, high))
            }
            Kind::YesNo | Kind::ByDate(_) => None,
        }
    }

    /// The day by which it is to be done; none where it is no day.
    ///
    /// ```
    /// use kinerja_core::plan::Target;
    ///
    /// let day = "2026-06-30".parse()?;
    /// assert_eq!(Target::by_date(day).day(), Some(day));
    /// assert_eq!(Target::yes().day(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn day(self) -> Option<NaiveDate> {
        match self.0 {
            Kind::ByDate(day) => Some(day),
            Kind::Higher { .. } | Kind::Lower { .. } | Kind::Range { .. } | Kind::YesNo => None,
        }
    }

    pub(crate) const fn kind(self) -> Kind {
        self.0
    }

    /// The target for people, without its unit: `≥ 85`, `88–100`, `ya`.
    pub fn show(self, language: Language) -> String {
        let mark = language.decimal_mark();
        match self.0 {
            Kind::Higher { low, high } if low == high => ["≥ ", &high.show(mark)].concat(),
            Kind::Lower { low, high } if low == high => ["≤ ", &high.show(mark)].concat(),
            Kind::Higher { low, high } | Kind::Lower { low, high } | Kind::Range { low, high } => {
                [&low.show(mark), "–", &high.show(mark)].concat()
            }
            Kind::YesNo => language.pick("ya", "yes").to_owned(),
            Kind::ByDate(day) => long_date(day, language),
        }
    }

    /// Whether an actual is of the kind that the target asks for.
    pub const fn accepts(self, actual: Actual) -> bool {
        matches!(
            (self.0, actual),
            (Kind::Higher { .. } | Kind::Lower { .. } | Kind::Range { .. }, Actual::Amount(_))
                | (Kind::YesNo, Actual::Answer(_))
                | (Kind::ByDate(_), Actual::Day(_))
        )
    }
}

/// Checks the two ends of what is as agreed.
fn ends(low: Quantity, high: Quantity) -> Result<(), TargetError> {
    if low > high {
        Err(TargetError::Reversed { low, high })
    } else if low < Quantity::ZERO {
        Err(TargetError::NotPositive { target: low })
    } else if high == Quantity::ZERO {
        Err(TargetError::NotPositive { target: high })
    } else {
        Ok(())
    }
}

impl TryFrom<RawTarget> for Target {
    type Error = TargetError;

    fn try_from(raw: RawTarget) -> Result<Self, Self::Error> {
        match raw {
            RawTarget::Higher(target) => Self::higher(target),
            RawTarget::HigherRange(low, high) => Self::higher_range(low, high),
            RawTarget::Lower(target) => Self::lower(target),
            RawTarget::LowerRange(low, high) => Self::lower_range(low, high),
            RawTarget::Range(low, high) => Self::range(low, high),
            RawTarget::YesNo => Ok(Self::yes()),
            RawTarget::ByDate(day) => Ok(Self::by_date(day)),
        }
    }
}

impl From<Target> for RawTarget {
    fn from(target: Target) -> Self {
        match target.0 {
            Kind::Higher { low, high } if low == high => Self::Higher(high),
            Kind::Higher { low, high } => Self::HigherRange(low, high),
            Kind::Lower { low, high } if low == high => Self::Lower(high),
            Kind::Lower { low, high } => Self::LowerRange(low, high),
            Kind::Range { low, high } => Self::Range(low, high),
            Kind::YesNo => Self::YesNo,
            Kind::ByDate(day) => Self::ByDate(day),
        }
    }
}

/// Why something is not a [`Target`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TargetError {
    /// Zero or below.
    #[error(
        "a target of {target} cannot be divided by: give one above 0, or make the indicator a yes-or-no one"
    )]
    NotPositive {
        /// The target.
        target: Quantity,
    },
    /// The lower end of a range lies above the upper.
    #[error("the range from {low} to {high} is reversed")]
    Reversed {
        /// The lower end.
        low: Quantity,
        /// The upper end.
        high: Quantity,
    },
}

/// What was reached ("realisasi").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Actual {
    /// An amount in the indicator's unit.
    Amount(Quantity),
    /// Done or not done.
    Answer(bool),
    /// The day on which it was done.
    Day(NaiveDate),
}

impl Actual {
    /// What was reached, for people, without its unit.
    pub fn show(self, language: Language) -> String {
        match self {
            Self::Amount(amount) => amount.show(language.decimal_mark()),
            Self::Answer(true) => language.pick("ya", "yes").to_owned(),
            Self::Answer(false) => language.pick("tidak", "no").to_owned(),
            Self::Day(day) => long_date(day, language),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(text: &str) -> Quantity {
        text.parse().unwrap()
    }

    #[test]
    fn a_target_can_be_divided_by() {
        for text in ["0", "-1"] {
            assert!(Target::higher(quantity(text)).is_err(), "{text}");
            assert!(Target::lower(quantity(text)).is_err(), "{text}");
        }
        #[rustfmt::skip]
        let table = [("0", "0", false), ("0", "5", true), ("-1", "5", false), ("6", "5", false), ("5", "5", true)];
        for (low, high, good) in table {
            assert_eq!(Target::range(quantity(low), quantity(high)).is_ok(), good, "{low}..{high}");
        }
    }

    #[test]
    fn people_read_numbers_and_days_in_their_own_language() {
        let day: NaiveDate = "2026-05-20".parse().unwrap();
        #[rustfmt::skip]
        let table = [
            (Target::higher(quantity("1234.5")).unwrap(),               "≥ 1.234,5",   "≥ 1,234.5"),
            (Target::lower(quantity("2")).unwrap(),                     "≤ 2",         "≤ 2"),
            (Target::range(quantity("0.5"), quantity("1")).unwrap(),    "0,5–1",       "0.5–1"),
            (Target::yes(),                                             "ya",          "yes"),
            (Target::by_date(day),                                      "20 Mei 2026", "20 May 2026"),
        ];
        for (target, indonesian, english) in table {
            assert_eq!(target.show(Language::Indonesian), indonesian);
            assert_eq!(target.show(Language::English), english);
        }
        #[rustfmt::skip]
        let table = [
            (Actual::Amount(quantity("1234.5")), "1.234,5",     "1,234.5"),
            (Actual::Answer(true),               "ya",          "yes"),
            (Actual::Answer(false),              "tidak",       "no"),
            (Actual::Day(day),                   "20 Mei 2026", "20 May 2026"),
        ];
        for (actual, indonesian, english) in table {
            assert_eq!(actual.show(Language::Indonesian), indonesian);
            assert_eq!(actual.show(Language::English), english);
        }
    }

    #[test]
    fn reading_goes_through_the_same_door() {
        let text = r#"{"lower":"2.5"}"#;
        let target: Target = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&target).unwrap(), text);
        assert!(serde_json::from_str::<Target>(r#"{"lower":"0"}"#).is_err());
    }
}
