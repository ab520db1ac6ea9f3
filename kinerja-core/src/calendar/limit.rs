//! How long something may take.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::language::Language;

/// Days or months that a time limit may have: a century of days.
const AMOUNT_MAX: u32 = 36_525;

/// Which days count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DayCount {
    /// Every day. "Hari" without more is read so.
    #[default]
    Calendar,
    /// Only days that are worked ("hari kerja").
    Working,
}

impl DayCount {
    /// The days that count, for people.
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Calendar => language.pick("hari kalender", "calendar days"),
            Self::Working => language.pick("hari kerja", "working days"),
        }
    }
}

/// How long something may take, counted from a day that does not count itself:
/// `14 calendar days`, `14 working days`, `6 months`.
///
/// ```
/// use kinerja_core::calendar::TimeLimit;
///
/// let limit: TimeLimit = "1 month".parse()?;
/// assert_eq!(limit, TimeLimit::Months(1));
/// assert!("14 days".parse::<TimeLimit>().is_err());
/// # Ok::<(), kinerja_core::calendar::TimeLimitError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(into = "String")]
pub enum TimeLimit {
    /// A number of days.
    Days(u32, DayCount),
    /// A number of calendar months; the end is clamped to the last day of a
    /// shorter month.
    Months(u32),
}

impl FromStr for TimeLimit {
    type Err = TimeLimitError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let malformed = || TimeLimitError { text: text.chars().take(40).collect() };
        let words: Vec<_> = text.split_whitespace().collect();
        let (amount, unit) = words.split_first().ok_or_else(malformed)?;
        let amount = Some(amount)
            .filter(|amount| amount.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|amount| amount.parse().ok())
            .filter(|amount| *amount <= AMOUNT_MAX)
            .ok_or_else(malformed)?;
        match unit {
            ["calendar", "day" | "days"] => Ok(Self::Days(amount, DayCount::Calendar)),
            ["working", "day" | "days"] => Ok(Self::Days(amount, DayCount::Working)),
            ["month" | "months"] => Ok(Self::Months(amount)),
            _ => Err(malformed()),
        }
    }
}

impl fmt::Display for TimeLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (amount, unit) = match self {
            Self::Days(days, DayCount::Calendar) => (days, "calendar day"),
            Self::Days(days, DayCount::Working) => (days, "working day"),
            Self::Months(months) => (months, "month"),
        };
        write!(f, "{amount} {unit}{}", if *amount == 1 { "" } else { "s" })
    }
}

impl From<TimeLimit> for String {
    fn from(limit: TimeLimit) -> Self {
        limit.to_string()
    }
}

/// A text is not a time limit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is not a time limit: write it like `14 calendar days`, `14 working days` or `6 months`, at most {AMOUNT_MAX}"
)]
pub struct TimeLimitError {
    text: String,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn refuses_what_does_not_say_which_days_count() {
        for text in [
            "",
            "14",
            "14 days",
            "days",
            "-1 calendar days",
            "+1 month",
            "1.5 months",
            "14 working",
            "6 months 1 day",
            "36526 calendar days",
            "satu bulan",
            "99999999999 months",
        ] {
            assert!(text.parse::<TimeLimit>().is_err(), "{text}");
        }
    }

    proptest! {
        /// A limit is read as it is printed, and no text makes the reader panic.
        #[test]
        fn reads_what_it_prints(amount in 0..=AMOUNT_MAX, text in ".{0,30}") {
            for limit in [
                TimeLimit::Days(amount, DayCount::Calendar),
                TimeLimit::Days(amount, DayCount::Working),
                TimeLimit::Months(amount),
            ] {
                prop_assert_eq!(limit.to_string().parse(), Ok(limit));
            }
            if let Ok(limit) = text.parse::<TimeLimit>() {
                prop_assert_eq!(limit.to_string().parse(), Ok(limit));
            }
        }
    }
}
