//! A made-up country: regions with policies of their own, and lists of holidays
//! that come out year by year.

use std::{collections::BTreeMap, path::Path, rc::Rc};

use chrono::{Datelike, Days, NaiveDate};
use chrono_tz::Tz;
use kinerja_core::{
    calendar::{Cadence, DayCount, Holiday, HolidayKind, HolidayYear, Period},
    law::{Dated, Ruled, Source, Validity},
    region::{Escalation, MeetingRule, PolicyParts, RegionCode, RegionPolicy},
};
use kinerja_daemon::policies::{LoadedPolicy, Policies};

use crate::luck::Luck;

/// The first year of every life.
pub(crate) const FIRST_YEAR: i32 = 2026;

/// A made-up country.
pub(crate) struct Country {
    luck: Rc<Luck>,
    template: LoadedPolicy,
    regions: usize,
}

/// The code of a region.
pub(crate) fn code(number: usize) -> RegionCode {
    format!("wilayah-{number}").parse().unwrap()
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

impl Country {
    pub(crate) fn new(luck: Rc<Luck>, regions: usize) -> Self {
        let text = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/regions/samarinda");
        let text = std::fs::read_to_string(text.join("policy.toml")).unwrap();
        Self { luck, template: LoadedPolicy::parse(text).unwrap(), regions }
    }

    /// Whether there is something new to adopt: one more list of holidays.
    pub(crate) fn is_new(&self, adopted: &Policies, today: NaiveDate) -> bool {
        let known = |loaded: &LoadedPolicy| loaded.policy.rules.holidays.entries().len();
        let before = adopted.values().next().map(known);
        before != Some(self.years(today).count())
    }

    /// What every region has adopted by a day.
    pub(crate) fn policies(&self, today: NaiveDate) -> Policies {
        let lists = self.lists(today);
        let policies = (0..self.regions).map(|number| {
            let code = code(number);
            (code.clone(), self.policy(number, code, lists.clone()))
        });
        policies.collect()
    }

    /// The day on which the holidays of a year are made known: mostly in the year
    /// before, sometimes late.
    fn known_from(&self, year: i32) -> NaiveDate {
        let days = self.luck.of(&format!("list {year}"), 160);
        day(year - 1, 9, 15) + Days::new(days)
    }

    /// Whether the holidays of a year are made known only when it has begun.
    pub(crate) fn is_late(&self, year: i32) -> bool {
        day(year, 1, 1) <= self.known_from(year)
    }

    /// The years whose holidays are known.
    fn years(&self, today: NaiveDate) -> impl Iterator<Item = i32> {
        let known = move |year: &i32| *year <= FIRST_YEAR || self.known_from(*year) <= today;
        (FIRST_YEAR..).take_while(known)
    }

    /// The lists of holidays that are known.
    fn lists(&self, today: NaiveDate) -> Dated<HolidayYear> {
        let entries = self.years(today).map(|year| {
            let of_year = Validity::new(day(year, 1, 1), Some(day(year + 1, 1, 1))).unwrap();
            (of_year, Ruled { value: self.holidays(year), source: Source::OWN })
        });
        Dated::new(entries.collect()).unwrap()
    }

    /// Twenty made-up holidays, some of them joint leave of a week.
    fn holidays(&self, year: i32) -> HolidayYear {
        let mut days = BTreeMap::new();
        for number in 0..14 {
            let after = self.luck.of(&format!("holiday {year} {number}"), 365);
            let first = day(year, 1, 1) + Days::new(after);
            let length = if number == 0 { 7 } else { 1 };
            days.extend(first.iter_days().take(length).map(|day| (day, HolidayKind::National)));
        }
        let of_year = days.into_iter().filter(|(day, _)| day.year() == year);
        let holidays = of_year.map(|(day, kind)| Holiday { day, kind, name: None }).collect();
        HolidayYear::new(year, holidays).unwrap()
    }

    fn policy(
        &self,
        number: usize,
        code: RegionCode,
        holidays: Dated<HolidayYear>,
    ) -> LoadedPolicy {
        let of = |what: &str, sides| {
            let drawn = self.luck.of(&format!("{what} {number}"), sides);
            u32::try_from(drawn).unwrap()
        };
        let mut parts = PolicyParts { code, ..(*self.template.policy).clone() };
        let zones = [Tz::Asia__Jakarta, Tz::Asia__Makassar, Tz::Asia__Jayapura];
        parts.zone = zones[usize::try_from(of("zone", 3)).unwrap()];
        let (cadence, first) = match of("cadence", 8) {
            0 => (Cadence::Quarterly, "2026-Q1"),
            1..=2 => (Cadence::Semester, "2026-S1"),
            _ => (Cadence::Annual, "2026"),
        };
        (parts.cadence, parts.first_period) = (cadence, first.parse::<Period>().unwrap());
        let count = [DayCount::Calendar, DayCount::Working][usize::from(of("count", 4) == 0)];
        parts.deadlines.evidence.days = 5 + of("evidence", 6);
        parts.deadlines.evaluation.days = 15 + of("evaluation", 20);
        (parts.deadlines.evidence.count, parts.deadlines.evaluation.count) = (count, count);
        parts.reminders.hour = 6 + of("hour", 4);
        parts.reminders.escalation =
            Escalation { superior: 2 + of("superior", 3), unit_head: 6, ..Escalation::default() };
        parts.holidays.clear();
        parts.meeting = (of("meeting", 2) == 0).then_some(MeetingRule {
            days: 40,
            count: DayCount::Calendar,
            hour: 9,
            minutes: 120,
            invite_days: 7,
            source: Source::OWN,
        });
        parts.rules.holidays = holidays;
        let policy = RegionPolicy::new(parts).unwrap();
        LoadedPolicy { policy, ..self.template.clone() }
    }
}
