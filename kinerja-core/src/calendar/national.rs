//! The national lists of holidays.

use super::{HolidayYear, WorkCalendar, WorkWeek};
use crate::rule_file::{RuleFileError, rule};

/// One file per year.
const FILES: [&str; 2] = [
    include_str!("../../rules/holidays_2026.toml"),
    include_str!("../../rules/holidays_2027.toml"),
];

impl WorkCalendar {
    /// The calendar with the national lists of holidays that the crate has.
    ///
    /// # Errors
    ///
    /// Fails when a list contradicts itself.
    pub fn national(week: WorkWeek) -> Result<Self, RuleFileError> {
        let mut calendar = Self::new(week);
        for file in FILES {
            let list = rule::<HolidayYear>(file, "calendar.holidays")?;
            calendar = calendar.with_year(list.value, list.source);
        }
        Ok(calendar)
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::calendar::HolidayKind;

    #[test]
    fn the_months_of_2026_have_the_working_days_of_the_joint_decree() {
        let first = |month| NaiveDate::from_ymd_opt(2026, month, 1).unwrap();
        let months = |week| -> Vec<u32> {
            let calendar = WorkCalendar::national(week).unwrap();
            let end = |month| first(month) + chrono::Months::new(1);
            (1..=12).map(|month| calendar.working_days(first(month), end(month)).unwrap()).collect()
        };
        let five = [20, 18, 17, 21, 16, 20, 23, 19, 22, 22, 21, 21];
        assert_eq!(months(WorkWeek::Five), five);
        // Five Saturdays of January, of which none is a holiday, and so on; 21
        // March is a Saturday and a holiday.
        let six = [25, 22, 20, 25, 21, 24, 27, 24, 26, 27, 25, 25];
        assert_eq!(months(WorkWeek::Six), six);
    }

    #[test]
    fn the_list_of_2026_has_17_holidays_and_8_days_of_joint_leave() {
        let calendar = WorkCalendar::national(WorkWeek::Five).unwrap();
        let kinds = |kind| {
            let listed = calendar.years().next().unwrap();
            listed.holidays.days().iter().filter(|holiday| holiday.kind == kind).count()
        };
        assert_eq!(kinds(HolidayKind::National), 17);
        assert_eq!(kinds(HolidayKind::JointLeave), 8);
    }

    #[test]
    fn the_list_of_2027_is_assumed_and_says_why() {
        let calendar = WorkCalendar::national(WorkWeek::Five).unwrap();
        let [known, assumed] = &calendar.years().collect::<Vec<_>>()[..] else { panic!("two") };
        assert!(!known.source.assumed);
        assert!(assumed.source.assumed && assumed.source.note.is_some());
        assert_eq!(assumed.holidays.days().len(), 18 + 8);
    }
}
