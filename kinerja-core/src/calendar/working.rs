//! Which days are worked: the week, the holidays of each year, and counting.
//!
//! A year without a list of holidays is no year without holidays: whoever asks
//! about one of its weekdays gets an error that names the year. Saturdays and
//! Sundays that are free in any case need no list.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{DayCount, TimeLimit};
use crate::law::Source;

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
    /// A day that the region itself adds.
    Regional,
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

/// The work week and the lists of holidays that are known.
///
/// ```
/// use kinerja_core::{
///     calendar::{HolidayYear, TimeLimit, WorkCalendar, WorkWeek},
///     law::Source,
/// };
///
/// let calendar = WorkCalendar::new(WorkWeek::Five)
///     .with_year(HolidayYear::new(2026, Vec::new())?, Source::OWN);
/// let limit: TimeLimit = "14 working days".parse()?;
/// assert_eq!(calendar.after("2026-03-10".parse()?, limit)?.to_string(), "2026-03-30");
/// assert!(calendar.after("2026-12-20".parse()?, limit).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorkCalendar {
    week: WorkWeek,
    years: BTreeMap<i32, ListedYear>,
}

/// The holidays of a year and where the list comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedYear {
    /// The holidays of everyone.
    pub holidays: HolidayYear,
    /// Where the list comes from.
    pub source: Source,
    /// What the region adds, with the source of each addition.
    pub added: Vec<(HolidayYear, Source)>,
}

impl ListedYear {
    /// The holiday on a day, if there is one.
    pub fn holiday(&self, day: NaiveDate) -> Option<&Holiday> {
        let own = self.added.iter().find_map(|(added, _)| added.holiday(day));
        self.holidays.holiday(day).or(own)
    }
}

impl WorkCalendar {
    /// A calendar that knows no list yet.
    pub const fn new(week: WorkWeek) -> Self {
        Self { week, years: BTreeMap::new() }
    }

    /// The same with the whole list of a year, in place of what was known of it.
    #[must_use]
    pub fn with_year(mut self, holidays: HolidayYear, source: Source) -> Self {
        let listed = ListedYear { holidays, source, added: Vec::new() };
        self.years.insert(listed.holidays.year, listed);
        self
    }

    /// Adds days to the list of a year.
    ///
    /// # Errors
    ///
    /// Fails when the year has no list to add to.
    pub fn add(&mut self, holidays: HolidayYear, source: Source) -> Result<(), CalendarError> {
        let year = holidays.year;
        let listed = self.years.get_mut(&year).ok_or(CalendarError::NoList { year })?;
        listed.added.push((holidays, source));
        Ok(())
    }

    /// The work week.
    pub const fn week(&self) -> WorkWeek {
        self.week
    }

    /// The years whose holidays are known, in order.
    pub fn years(&self) -> impl DoubleEndedIterator<Item = &ListedYear> {
        self.years.values()
    }

    /// Whether the day is worked.
    ///
    /// # Errors
    ///
    /// Names the year whose list is missing. Days that are free every week need
    /// no list.
    pub fn is_working_day(&self, day: NaiveDate) -> Result<bool, CalendarError> {
        if !self.week.works(day.weekday()) {
            return Ok(false);
        }
        let year = day.year();
        let listed = self.years.get(&year).ok_or(CalendarError::NoList { year })?;
        Ok(listed.holiday(day).is_none())
    }

    /// How many days are worked from a day up to another, which does not count.
    ///
    /// # Errors
    ///
    /// Names the first year whose list is missing.
    pub fn working_days(&self, from: NaiveDate, to: NaiveDate) -> Result<u32, CalendarError> {
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
    pub fn after(&self, start: NaiveDate, limit: TimeLimit) -> Result<NaiveDate, CalendarError> {
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

    fn after_working_days(&self, start: NaiveDate, days: u32) -> Result<NaiveDate, CalendarError> {
        let (mut day, mut left) = (start, days);
        while left > 0 {
            day = day.succ_opt().ok_or(CalendarError::TooLate)?;
            left -= u32::from(self.is_working_day(day)?);
        }
        Ok(day)
    }
}

/// Why a day cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CalendarError {
    /// Working days are counted in a year whose holidays are not known.
    #[error(
        "the list of holidays of {year} is missing, so its working days cannot be counted: add it to the policy as `[[holidays]]` with `whole = true`"
    )]
    NoList {
        /// The year.
        year: i32,
    },
    /// The day lies beyond the end of the calendar.
    #[error("no date is that late")]
    TooLate,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn holiday(text: &str) -> Holiday {
        Holiday { day: day(text), kind: HolidayKind::Unknown, name: None }
    }

    fn calendar(week: WorkWeek) -> WorkCalendar {
        // 2 January is a Friday, 3 January a Saturday.
        let days = vec![holiday("2026-01-02"), holiday("2026-01-01")];
        WorkCalendar::new(week).with_year(HolidayYear::new(2026, days).unwrap(), Source::OWN)
    }

    #[test]
    fn days_are_counted_from_the_day_after_the_start() {
        #[rustfmt::skip]
        let table = [
            (WorkWeek::Five, "2025-12-31", "1 working day",   "2026-01-05"),
            (WorkWeek::Six,  "2025-12-31", "1 working day",   "2026-01-03"),
            (WorkWeek::Five, "2026-01-03", "1 working day",   "2026-01-05"),
            (WorkWeek::Five, "2026-01-05", "1 working day",   "2026-01-06"),
            (WorkWeek::Five, "2026-01-03", "0 working days",  "2026-01-03"),
            (WorkWeek::Five, "2026-01-01", "2 calendar days", "2026-01-03"),
            (WorkWeek::Five, "2026-01-31", "1 month",         "2026-02-28"),
            (WorkWeek::Five, "2027-08-31", "6 months",        "2028-02-29"),
        ];
        for (week, start, limit, end) in table {
            let found = calendar(week).after(day(start), limit.parse().unwrap());
            assert_eq!(found, Ok(day(end)), "{start} {limit}");
        }
    }

    #[test]
    fn a_year_without_a_list_blocks_only_what_counts_its_working_days() {
        let calendar = calendar(WorkWeek::Five);
        let after = |start, limit: &str| calendar.after(day(start), limit.parse().unwrap());
        let missing = Err(CalendarError::NoList { year: 2027 });
        assert_eq!(after("2026-12-30", "2 working days"), missing);
        assert_eq!(after("2026-12-30", "1 working day"), Ok(day("2026-12-31")));
        assert_eq!(after("2026-12-30", "2 calendar days"), Ok(day("2027-01-01")));
        // 2 and 3 January 2027 are free every week.
        assert_eq!(calendar.is_working_day(day("2027-01-02")), Ok(false));
        assert_eq!(
            calendar.is_working_day(day("2027-01-04")),
            Err(CalendarError::NoList { year: 2027 })
        );
    }

    #[test]
    fn a_region_adds_days_only_to_a_list_that_is_there() {
        let mut calendar = calendar(WorkWeek::Five);
        let own = |year: i32, text| HolidayYear::new(year, vec![holiday(text)]).unwrap();
        assert_eq!(calendar.is_working_day(day("2026-01-21")), Ok(true));
        calendar.add(own(2026, "2026-01-21"), Source::OWN).unwrap();
        assert_eq!(calendar.is_working_day(day("2026-01-21")), Ok(false));
        assert_eq!(
            calendar.add(own(2028, "2028-01-21"), Source::OWN),
            Err(CalendarError::NoList { year: 2028 })
        );
    }

    #[test]
    fn a_list_has_each_day_of_its_year_once() {
        let list =
            |days: &[&str]| HolidayYear::new(2026, days.iter().map(|d| holiday(d)).collect());
        assert!(matches!(list(&["2027-01-01"]), Err(HolidayError::Year { .. })));
        assert!(matches!(list(&["2026-01-01", "2026-01-01"]), Err(HolidayError::Twice { .. })));
        assert!(WorkWeek::of_days(7).is_err());
    }

    proptest! {
        /// The days up to the end of a limit are as many as the limit says, and
        /// the end is worked.
        #[test]
        fn a_limit_has_as_many_working_days_as_it_says(offset in 0_u64..250, days in 1_u32..60) {
            let calendar = calendar(WorkWeek::Six);
            let start = day("2026-01-01") + chrono::Days::new(offset);
            let end = calendar.after(start, TimeLimit::Days(days, DayCount::Working)).unwrap();
            prop_assert!(calendar.is_working_day(end).unwrap());
            let next = |day: NaiveDate| day.succ_opt().unwrap();
            prop_assert_eq!(calendar.working_days(next(start), next(end)), Ok(days));
        }
    }
}
