//! Which days are worked: the week, the holidays of each year, and counting.
//!
//! A year without a list of holidays is no year without holidays: whoever asks
//! about one of its weekdays gets an error that names the year. Saturdays and
//! Sundays that are free in any case need no list.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{DayCount, TimeLimit};
use crate::{
    language::Language,
    law::{Dated, Source},
};

/// How many days a week has that are worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum WorkWeek {
    /// Monday to Friday.
    Five,
    /// Monday to Saturday.
    Six,
}

impl WorkWeek {
    /// The week of so many days: 5 or 6.
    ///
    /// # Errors
    ///
    /// Fails on any other number.
    pub const fn of_days(days: u32) -> Result<Self, WorkWeekError> {
        match days {
            5 => Ok(Self::Five),
            6 => Ok(Self::Six),
            _ => Err(WorkWeekError { days }),
        }
    }

    /// Whether the day of the week is worked when it is no holiday.
    pub const fn works(self, weekday: Weekday) -> bool {
        match weekday {
            Weekday::Sun => false,
            Weekday::Sat => matches!(self, Self::Six),
            Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => true,
        }
    }
}

/// A number is not the length of a week.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a work week has 5 or 6 days, not {days}")]
pub struct WorkWeekError {
    days: u32,
}

/// Why a day is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolidayKind {
    /// A national holiday ("hari libur nasional").
    National,
    /// Joint leave ("cuti bersama").
    JointLeave,
    /// The source names the day and not its kind.
    Unknown,
}

/// A day that is not worked, whatever day of the week it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The day.
    pub day: NaiveDate,
    /// Why it is free.
    pub kind: HolidayKind,
    /// Its name, where it is known.
    #[serde(default)]
    pub name: Option<String>,
}

/// All holidays of one year, in the order of their days.
///
/// # Legal basis
///
/// The yearly joint decree of three ministers ("SKB 3 Menteri") on national
/// holidays and joint leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawHolidayYear")]
pub struct HolidayYear {
    year: i32,
    // Invariant: in order, each day once, all of them in the year.
    days: Vec<Holiday>,
}

/// A list as it is written, before it is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHolidayYear {
    year: i32,
    days: Vec<Holiday>,
}

impl TryFrom<RawHolidayYear> for HolidayYear {
    type Error = HolidayError;

    fn try_from(raw: RawHolidayYear) -> Result<Self, Self::Error> {
        Self::new(raw.year, raw.days)
    }
}

impl HolidayYear {
    /// Makes the list of a year.
    ///
    /// # Errors
    ///
    /// Fails when a day lies in another year or stands twice.
    pub fn new(year: i32, mut days: Vec<Holiday>) -> Result<Self, HolidayError> {
        days.sort_by_key(|holiday| holiday.day);
        if let Some(stray) = days.iter().find(|holiday| holiday.day.year() != year) {
            return Err(HolidayError::Year { day: stray.day, year });
        }
        let mut seen = BTreeSet::new();
        match days.iter().find(|holiday| !seen.insert(holiday.day)) {
            Some(twice) => Err(HolidayError::Twice { day: twice.day }),
            None => Ok(Self { year, days }),
        }
    }

    /// The year.
    pub const fn year(&self) -> i32 {
        self.year
    }

    /// The days, in order.
    pub fn days(&self) -> &[Holiday] {
        &self.days
    }

    /// The holiday on a day, if there is one.
    pub fn holiday(&self, day: NaiveDate) -> Option<&Holiday> {
        self.days.iter().find(|holiday| holiday.day == day)
    }
}

/// Why days are not the list of a year.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HolidayError {
    /// A day of another year.
    #[error("{day} does not lie in {year}")]
    Year {
        /// The day.
        day: NaiveDate,
        /// The year of the list.
        year: i32,
    },
    /// A day that stands twice.
    #[error("the holiday {day} stands twice")]
    Twice {
        /// The day.
        day: NaiveDate,
    },
}

/// A day that a region adds to the national list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwnHoliday {
    /// The day.
    pub day: NaiveDate,
    /// Its name.
    pub name: String,
    /// Where it comes from.
    pub source: Source,
}

/// The work week, the national lists of holidays, and the days that a region
/// adds to them.
///
/// ```
/// use kinerja_core::{
///     calendar::{TimeLimit, WorkCalendar, WorkWeek},
///     region::RuleBook,
/// };
///
/// let rules = RuleBook::national()?;
/// let calendar = WorkCalendar::new(WorkWeek::Five, &rules.holidays, &[]);
/// let limit: TimeLimit = "14 working days".parse()?;
/// assert_eq!(calendar.after("2026-03-10".parse()?, limit)?.to_string(), "2026-04-07");
/// assert!(calendar.after("2024-03-11".parse()?, limit).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct WorkCalendar<'a> {
    week: WorkWeek,
    lists: &'a Dated<HolidayYear>,
    own: &'a [OwnHoliday],
}

impl CalendarError {
    /// The problem for people.
    pub fn show(self, language: Language) -> String {
        match self {
            Self::NoList { year } => format!(
                "{} {year}",
                language.pick(
                    "belum ada daftar hari libur dan cuti bersama tahun",
                    "there is no list of holidays and joint leave of",
                )
            ),
            Self::TooLate => {
                language.pick("tanggalnya di luar kalender", "no date is that late").to_owned()
            }
            Self::TooEarly => {
                language.pick("tanggalnya di luar kalender", "no date is that early").to_owned()
            }
        }
    }
}

impl<'a> WorkCalendar<'a> {
    /// A calendar of its parts.
    pub const fn new(week: WorkWeek, lists: &'a Dated<HolidayYear>, own: &'a [OwnHoliday]) -> Self {
        Self { week, lists, own }
    }

    /// Whether the day is worked.
    ///
    /// # Errors
    ///
    /// Names the year whose list is missing. Days that are free every week need
    /// no list.
    pub fn is_working_day(self, day: NaiveDate) -> Result<bool, CalendarError> {
        if !self.week.works(day.weekday()) {
            return Ok(false);
        }
        let year = day.year();
        // A list that holds on a day of another year tells nothing about it.
        let list = self.lists.at(day).filter(|list| list.value.year == year);
        let list = list.ok_or(CalendarError::NoList { year })?;
        let own = self.own.iter().any(|holiday| holiday.day == day);
        Ok(list.value.holiday(day).is_none() && !own)
    }

    /// How many days are worked from a day up to another, which does not count.
    ///
    /// # Errors
    ///
    /// Names the first year whose list is missing.
    pub fn working_days(self, from: NaiveDate, to: NaiveDate) -> Result<u32, CalendarError> {
        let mut count = 0;
        for day in from.iter_days().take_while(|day| *day < to) {
            count += u32::from(self.is_working_day(day)?);
        }
        Ok(count)
    }

    /// The last day of a time limit: days are counted from the day after the
    /// start; months end on the same day of the month, or on its last day where
    /// it is shorter. A limit of 0 ends on the start.
    ///
    /// # Errors
    ///
    /// Fails when working days are counted in a year whose list is missing, and
    /// when no date is that late.
    pub fn after(self, start: NaiveDate, limit: TimeLimit) -> Result<NaiveDate, CalendarError> {
        match limit {
            TimeLimit::Days(days, DayCount::Calendar) => {
                start.checked_add_days(chrono::Days::new(days.into()))
            }
            TimeLimit::Days(days, DayCount::Working) => {
                return self.after_working_days(start, days);
            }
            TimeLimit::Months(months) => start.checked_add_months(chrono::Months::new(months)),
        }
        .ok_or(CalendarError::TooLate)
    }

    /// The day from which so much time is left until a day: days are counted back
    /// from the day before the end.
    ///
    /// # Errors
    ///
    /// Fails when working days are counted in a year whose list is missing, and
    /// when no date is that early.
    pub fn before(self, end: NaiveDate, limit: TimeLimit) -> Result<NaiveDate, CalendarError> {
        match limit {
            TimeLimit::Days(days, DayCount::Calendar) => {
                end.checked_sub_days(chrono::Days::new(days.into()))
            }
            TimeLimit::Days(days, DayCount::Working) => {
                let (mut day, mut left) = (end, days);
                while left > 0 {
                    day = day.pred_opt().ok_or(CalendarError::TooEarly)?;
                    left -= u32::from(self.is_working_day(day)?);
                }
                Some(day)
            }
            TimeLimit::Months(months) => end.checked_sub_months(chrono::Months::new(months)),
        }
        .ok_or(CalendarError::TooEarly)
    }

    fn after_working_days(self, start: NaiveDate, days: u32) -> Result<NaiveDate, CalendarError> {
        let (mut day, mut left) = (start, days);
        while left > 0 {
            day = day.succ_opt().ok_or(CalendarError::TooLate)?;
            left -= u32::from(self.is_working_day(day)?);
        }
        Ok(day)
    }
}

/// Why a day cannot be told.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, thiserror::Error,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CalendarError {
    /// Working days are counted in a year whose holidays are not known.
    #[error(
        "the list of holidays of {year} is missing, so its working days cannot be counted: add it to the policy as an `[[exception]]` of `calendar.holidays`"
    )]
    NoList {
        /// The year.
        year: i32,
    },
    /// The day lies beyond the end of the calendar.
    #[error("no date is that late")]
    TooLate,
    /// The day lies before the beginning of the calendar.
    #[error("no date is that early")]
    TooEarly,
}

#[cfg(test)]
mod tests;
