//! Targets and actuals.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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

/// What was agreed for an indicator, and with it what is better.
///
/// Made by its constructors, which refuse a target that cannot be divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawTarget", into = "RawTarget")]
pub struct Target(Kind);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Higher(Quantity),
    Lower(Quantity),
    Range { low: Quantity, high: Quantity },
    YesNo,
    ByDate(NaiveDate),
}

/// A target as it is written, before it is checked.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum RawTarget {
    Higher(Quantity),
    Lower(Quantity),
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
        positive(target).map(Kind::Higher).map(Self)
    }

    /// At most so much.
    ///
    /// # Errors
    ///
    /// Fails at zero and below. "None at all" is a yes-or-no target.
    pub fn lower(target: Quantity) -> Result<Self, TargetError> {
        positive(target).map(Kind::Lower).map(Self)
    }

    /// From low to high, both included.
    ///
    /// # Errors
    ///
    /// Fails when low is above high or below zero, or when high is zero.
    pub fn range(low: Quantity, high: Quantity) -> Result<Self, TargetError> {
        if low > high {
            return Err(TargetError::Reversed { low, high });
        }
        if low < Quantity::ZERO {
            return Err(TargetError::NotPositive { target: low });
        }
        positive(high)?;
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
            Kind::Higher(_) => Direction::Higher,
            Kind::Lower(_) => Direction::Lower,
            Kind::Range { .. } => Direction::Range,
            Kind::YesNo => Direction::YesNo,
            Kind::ByDate(_) => Direction::ByDate,
        }
    }

    /// Whether it is an amount, which has a unit; a day and a yes have none.
    pub const fn is_amount(self) -> bool {
        matches!(self.0, Kind::Higher(_) | Kind::Lower(_) | Kind::Range { .. })
    }

    pub(crate) const fn kind(self) -> Kind {
        self.0
    }

    /// The target for people, without its unit: `≥ 85`, `88–100`, `ya`.
    pub fn show(self, language: Language) -> String {
        let mark = language.decimal_mark();
        match self.0 {
            Kind::Higher(target) => format!("≥ {}", target.show(mark)),
            Kind::Lower(target) => format!("≤ {}", target.show(mark)),
            Kind::Range { low, high } => format!("{}–{}", low.show(mark), high.show(mark)),
            Kind::YesNo => language.pick("ya", "yes").to_owned(),
            Kind::ByDate(day) => long_date(day, language),
        }
    }

    /// Whether an actual is of the kind that the target asks for.
    pub const fn accepts(self, actual: Actual) -> bool {
        matches!(
            (self.0, actual),
            (Kind::Higher(_) | Kind::Lower(_) | Kind::Range { .. }, Actual::Amount(_))
                | (Kind::YesNo, Actual::Answer(_))
                | (Kind::ByDate(_), Actual::Day(_))
        )
    }
}

fn positive(target: Quantity) -> Result<Quantity, TargetError> {
    if target > Quantity::ZERO { Ok(target) } else { Err(TargetError::NotPositive { target }) }
}

impl TryFrom<RawTarget> for Target {
    type Error = TargetError;

    fn try_from(raw: RawTarget) -> Result<Self, Self::Error> {
        match raw {
            RawTarget::Higher(target) => Self::higher(target),
            RawTarget::Lower(target) => Self::lower(target),
            RawTarget::Range(low, high) => Self::range(low, high),
            RawTarget::YesNo => Ok(Self::yes()),
            RawTarget::ByDate(day) => Ok(Self::by_date(day)),
        }
    }
}

impl From<Target> for RawTarget {
    fn from(target: Target) -> Self {
        match target.0 {
            Kind::Higher(target) => Self::Higher(target),
            Kind::Lower(target) => Self::Lower(target),
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
