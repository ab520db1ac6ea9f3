//! Which days are worked: the week, the holidays of each year, and counting.
//!
//! A year without a list of holidays is no year without holidays: whoever asks
//! about one of its weekdays gets an error that names the year. Saturdays and
//! Sundays that are free in any case need no list.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{DayCount, TimeLimit};
use crate::law::{Dated, Source};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
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
}

#[cfg(all(test, feature = "toml"))]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        law::{Ruled, Validity},
        region::RuleBook,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn holiday(text: &str) -> Holiday {
        Holiday { day: day(text), kind: HolidayKind::Unknown, name: None }
    }

    /// Years whose lists are made of the days.
    fn lists(years: &[(i32, &[&str])]) -> Dated<HolidayYear> {
        let entry = |(year, days): &(i32, &[&str])| {
            let new_year = |year: i32| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            let validity = Validity::new(new_year(*year), Some(new_year(*year + 1))).unwrap();
            let value = HolidayYear::new(*year, days.iter().map(|day| holiday(day)).collect());
            (validity, Ruled { value: value.unwrap(), source: Source::OWN })
        };
        Dated::new(years.iter().map(entry).collect()).unwrap()
    }

    /// 2 January 2026 is a Friday, 3 January a Saturday.
    fn lists_2026() -> Dated<HolidayYear> {
        lists(&[(2026, &["2026-01-02", "2026-01-01"])])
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
        let lists = lists_2026();
        for (week, start, limit, end) in table {
            let calendar = WorkCalendar::new(week, &lists, &[]);
            let found = calendar.after(day(start), limit.parse().unwrap());
            assert_eq!(found, Ok(day(end)), "{start} {limit}");
        }
    }

    #[test]
    fn a_year_without_a_list_blocks_only_what_counts_its_working_days() {
        let lists = lists_2026();
        let calendar = WorkCalendar::new(WorkWeek::Five, &lists, &[]);
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
    fn a_region_adds_days_to_a_list_and_makes_none() {
        let lists = lists_2026();
        let own = |text| OwnHoliday { day: day(text), name: "HUT".into(), source: Source::OWN };
        let own = [own("2026-01-21"), own("2028-01-21")];
        let with = WorkCalendar::new(WorkWeek::Five, &lists, &own);
        let without = WorkCalendar::new(WorkWeek::Five, &lists, &[]);
        assert_eq!(without.is_working_day(day("2026-01-21")), Ok(true));
        assert_eq!(with.is_working_day(day("2026-01-21")), Ok(false));
        let missing = Err(CalendarError::NoList { year: 2028 });
        assert_eq!(with.is_working_day(day("2028-01-21")), missing);
    }

    #[test]
    fn the_months_of_2026_have_the_working_days_of_the_joint_decree() {
        let book = RuleBook::national().unwrap();
        let first = |month| NaiveDate::from_ymd_opt(2026, month, 1).unwrap();
        let months = |week| -> Vec<u32> {
            let calendar = WorkCalendar::new(week, &book.holidays, &[]);
            let end = |month| first(month) + chrono::Months::new(1);
            (1..=12).map(|month| calendar.working_days(first(month), end(month)).unwrap()).collect()
        };
        let five = [20, 18, 17, 21, 16, 20, 23, 19, 22, 22, 21, 21];
        assert_eq!(months(WorkWeek::Five), five);
        // With its Saturdays, of which 21 March is a holiday.
        let six = [25, 22, 20, 25, 21, 24, 27, 24, 26, 27, 25, 25];
        assert_eq!(months(WorkWeek::Six), six);
    }

    #[test]
    fn the_list_of_2026_is_known_and_that_of_2027_assumed() {
        let book = RuleBook::national().unwrap();
        let list = |on| book.holidays.at(day(on)).unwrap();
        let count = |kind| {
            let days = list("2026-07-01").value.days().iter();
            days.filter(|holiday| holiday.kind == kind).count()
        };
        assert_eq!((count(HolidayKind::National), count(HolidayKind::JointLeave)), (17, 8));
        assert!(!list("2026-12-31").source.assumed);
        assert!(list("2027-01-01").source.assumed);
        assert_eq!(list("2027-12-31").value.days().len(), 18 + 8);
        for (validity, list) in book.holidays.entries() {
            assert_eq!(validity.from().year(), list.value.year());
        }
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
            let lists = lists_2026();
            let calendar = WorkCalendar::new(WorkWeek::Six, &lists, &[]);
            let start = day("2026-01-01") + chrono::Days::new(offset);
            let end = calendar.after(start, TimeLimit::Days(days, DayCount::Working)).unwrap();
            prop_assert!(calendar.is_working_day(end).unwrap());
            let next = |day: NaiveDate| day.succ_opt().unwrap();
            prop_assert_eq!(calendar.working_days(next(start), next(end)), Ok(days));
        }
    }
}
