//! Tests of working days.

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
    let list = |days: &[&str]| HolidayYear::new(2026, days.iter().map(|d| holiday(d)).collect());
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
