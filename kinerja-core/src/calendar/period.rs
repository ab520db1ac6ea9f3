//! A period that is evaluated.

use std::{fmt, str::FromStr};

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Cadence;
use crate::language::Language;

/// A year, semester, quarter or month: a range of dates, the end not included.
///
/// Written `2026`, `2026-S1`, `2026-Q3` or `2026-11`.
///
/// ```
/// use kinerja_core::{calendar::Period, language::Language};
///
/// let period: Period = "2026-Q3".parse()?;
/// assert_eq!(period.start().to_string(), "2026-07-01");
/// assert_eq!(period.end().to_string(), "2026-10-01");
/// assert_eq!(period.name(Language::Indonesian), "Triwulan III 2026");
/// # Ok::<(), kinerja_core::calendar::PeriodError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    // Invariant: a year of `Period::YEARS`, so that both ends are dates.
    start: NaiveDate,
    end: NaiveDate,
    cadence: Cadence,
}

impl Period {
    /// The years in which a period may lie.
    pub const YEARS: std::ops::RangeInclusive<i32> = 1970..=2199;

    /// The period of a cadence that begins in the given month, counted from 1.
    pub(crate) fn starting(
        cadence: Cadence,
        year: i32,
        first_month: u32,
    ) -> Result<Self, PeriodError> {
        let out_of_range = PeriodError::Year { year };
        if !Self::YEARS.contains(&year) {
            return Err(out_of_range);
        }
        let start =
            NaiveDate::from_ymd_opt(year, first_month, 1).ok_or_else(|| out_of_range.clone())?;
        let end =
            start.checked_add_months(chrono::Months::new(cadence.months())).ok_or(out_of_range)?;
        Ok(Self { start, end, cadence })
    }

    /// The first day.
    pub const fn start(self) -> NaiveDate {
        self.start
    }

    /// The day after the last.
    pub const fn end(self) -> NaiveDate {
        self.end
    }

    /// The last day.
    pub fn last_day(self) -> NaiveDate {
        self.end - Days::new(1)
    }

    /// How often such periods follow one another.
    pub const fn cadence(self) -> Cadence {
        self.cadence
    }

    /// Whether the period has the day.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.start <= day && day < self.end
    }

    /// The period that begins where this one ends; none after the last year.
    pub fn next(self) -> Option<Self> {
        self.cadence.period_of(self.end)
    }

    /// The place within the year, counted from 1.
    fn ordinal(self) -> u32 {
        chrono::Datelike::month0(&self.start) / self.cadence.months() + 1
    }

    fn year(self) -> i32 {
        chrono::Datelike::year(&self.start)
    }

    /// The period as people call it: `Triwulan III 2026`, `quarter 3 of 2026`.
    pub fn name(self, language: Language) -> String {
        let (year, ordinal) = (self.year(), self.ordinal());
        match (language, self.cadence) {
            (Language::Indonesian, Cadence::Annual) => format!("Tahun {year}"),
            (Language::Indonesian, Cadence::Semester) => {
                format!("Semester {} {year}", roman(ordinal))
            }
            (Language::Indonesian, Cadence::Quarterly) => {
                format!("Triwulan {} {year}", roman(ordinal))
            }
            (Language::English, Cadence::Annual) => format!("year {year}"),
            (Language::English, Cadence::Semester) => format!("semester {ordinal} of {year}"),
            (Language::English, Cadence::Quarterly) => format!("quarter {ordinal} of {year}"),
            (_, Cadence::Monthly) => {
                format!("{} {year}", super::deadline::month_name(self.start, language))
            }
        }
    }
}

const fn roman(ordinal: u32) -> &'static str {
    match ordinal {
        1 => "I",
        2 => "II",
        3 => "III",
        _ => "IV",
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, ordinal) = (self.year(), self.ordinal());
        match self.cadence {
            Cadence::Annual => write!(f, "{year}"),
            Cadence::Semester => write!(f, "{year}-S{ordinal}"),
            Cadence::Quarterly => write!(f, "{year}-Q{ordinal}"),
            Cadence::Monthly => write!(f, "{year}-{ordinal:02}"),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let malformed = || PeriodError::Malformed { text: text.chars().take(20).collect() };
        let (year, part) = match text.split_once('-') {
            Some((year, part)) => (year, Some(part)),
            None => (text, None),
        };
        if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
            return Err(malformed());
        }
        let year = year.parse().map_err(|_| malformed())?;
        let (cadence, ordinal) = match part {
            None => (Cadence::Annual, 1),
            Some("S1") => (Cadence::Semester, 1),
            Some("S2") => (Cadence::Semester, 2),
            Some("Q1") => (Cadence::Quarterly, 1),
            Some("Q2") => (Cadence::Quarterly, 2),
            Some("Q3") => (Cadence::Quarterly, 3),
            Some("Q4") => (Cadence::Quarterly, 4),
            Some(month) if month.len() == 2 && month.bytes().all(|b| b.is_ascii_digit()) => {
                match month.parse() {
                    Ok(month @ 1..=12) => (Cadence::Monthly, month),
                    _ => return Err(malformed()),
                }
            }
            Some(_) => return Err(malformed()),
        };
        Self::starting(cadence, year, (ordinal - 1) * cadence.months() + 1)
    }
}

impl TryFrom<String> for Period {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

/// Why a text is not a [`Period`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PeriodError {
    /// Not one of the four forms.
    #[error("`{text}` is not a period: write it like `2026`, `2026-S1`, `2026-Q3` or `2026-11`")]
    Malformed {
        /// The text as it was given.
        text: String,
    },
    /// A year far from any regulation.
    #[error("year {year} is out of range: it must be from 1970 to 2199")]
    Year {
        /// The year.
        year: i32,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_called_as_the_regulations_call_it() {
        #[rustfmt::skip]
        let table = [
            ("2026",    "Tahun 2026",        "year 2026"),
            ("2026-S2", "Semester II 2026",  "semester 2 of 2026"),
            ("2026-Q3", "Triwulan III 2026", "quarter 3 of 2026"),
            ("2026-Q4", "Triwulan IV 2026",  "quarter 4 of 2026"),
            ("2026-08", "Agustus 2026",      "August 2026"),
        ];
        for (text, indonesian, english) in table {
            let period: Period = text.parse().unwrap();
            assert_eq!(period.to_string(), text);
            assert_eq!(period.name(Language::Indonesian), indonesian);
            assert_eq!(period.name(Language::English), english);
        }
    }

    #[test]
    fn refuses_what_is_not_one_of_the_four_forms() {
        for text in [
            "",
            "26",
            "2026-",
            "2026-S3",
            "2026-Q0",
            "2026-13",
            "2026-00",
            "2026-1",
            "2026-q1",
            "２０２６",
            "2026-11-01",
            "+026",
        ] {
            assert!(matches!(text.parse::<Period>(), Err(PeriodError::Malformed { .. })), "{text}");
        }
        assert!(matches!("1969".parse::<Period>(), Err(PeriodError::Year { .. })));
    }
}
