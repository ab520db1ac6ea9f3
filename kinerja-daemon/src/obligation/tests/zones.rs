//! Zones that differ and change, and periods over many years.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Timelike};
use chrono_tz::Tz;
use kinerja_core::{
    calendar::{Cadence, DayCount, Period, start_of_day},
    law::Dated,
    region::{Offsets, ReminderKind},
};

use super::{Kind, Occurrence, Record, Skip, at, changed, due, example, known_until, only};

#[test]
fn f18_three_zones_are_due_at_midnight_each() {
    let due = [Tz::Asia__Jayapura, Tz::Asia__Makassar, Tz::Asia__Jakarta].map(|zone| {
        let loaded = example("samarinda", |parts| parts.zone = zone);
        loaded.policy.evaluation_due("2026-Q2".parse().unwrap()).unwrap()
    });
    let texts = due.map(|due| due.format("%H:%M").to_string());
    assert_eq!(texts, ["15:00", "16:00", "17:00"]);
    // Control: where the zone plays no part all three are due at once.
    let day = example("samarinda", |_| {}).policy.evaluation_day("2026-Q2".parse().unwrap());
    let utc = [(); 3].map(|()| start_of_day(day.unwrap(), Tz::UTC));
    assert_eq!(BTreeSet::from(utc).len(), 1);
}

#[test]
fn f19_each_local_day_has_its_reminder_once_where_clocks_change() {
    let loaded = example("samarinda", |parts| {
        parts.zone = Tz::Europe__Paris;
        parts.reminders.hour = 2;
    });
    for (first, days) in [("2026-03-20", 20), ("2026-10-15", 20)] {
        let first: NaiveDate = first.parse().unwrap();
        let instants = first.iter_days().take(days).map(|day| {
            let local = loaded.policy.reminder_instant(day).with_timezone(&Tz::Europe__Paris);
            assert_eq!(local.date_naive(), day);
            // At two on the day on which two o'clock is skipped.
            let skipped = day == "2026-03-29".parse().unwrap();
            assert_eq!(local.hour(), if skipped { 3 } else { 2 }, "{day}");
            local
        });
        let instants: BTreeSet<_> = instants.collect();
        assert_eq!(instants.len(), days);
        // Control: the same hour of UTC is not the same hour of the day after the change.
        let hours: BTreeSet<_> = instants.iter().map(|local| local.to_utc().hour()).collect();
        assert_eq!(hours.len(), 2);
    }
}

#[test]
fn f19_another_zone_reruns_nothing_that_is_done() {
    let mut policies = only(example("samarinda", |_| {}));
    let mut record = Record::of(&policies);
    record.look(&policies, at("2026-04-01T00:00:00Z"));
    record.look(&policies, at("2026-07-14T16:00:00Z"));
    let done = record.evaluated.len();
    for loaded in policies.values_mut() {
        changed(loaded, |parts| parts.zone = Tz::Asia__Jakarta);
    }
    record.look(&policies, at("2026-07-14T18:00:00Z"));
    assert_eq!((done, record.evaluated.len()), (1, 1));
    // Control: without the record it would be due once more.
    let nothing = Record::of(&policies).facts;
    assert_eq!(due(&nothing, &policies, at("2026-07-14T18:00:00Z"))[0].key.kind, Kind::Evaluation);
    record.look(&policies, at("2026-10-14T16:30:00Z"));
    assert_eq!(record.evaluated.len(), 1, "the third quarter is due at 17:00 UTC now");
    record.look(&policies, at("2026-10-14T17:00:00Z"));
    assert_eq!(record.evaluated.len(), 2);
}

/// The first day on which periods do not follow one another, or a period is not that
/// of the day's year and months by another way.
fn first_gap(cadence: Cadence, period_of: impl Fn(NaiveDate) -> Period) -> Option<NaiveDate> {
    let first: NaiveDate = "1970-01-01".parse().unwrap();
    let mut before: Option<Period> = None;
    first.iter_days().take_while(|day| day.year() <= 2104).find(|day| {
        let period = period_of(*day);
        let ordinal = day.month0() / cadence.months();
        let expected = (day.year(), ordinal * cadence.months() + 1, 1);
        let start = period.start();
        let follows = match before {
            Some(before) if before != period => {
                (before.end(), before.next()) == (*day, Some(period))
            }
            Some(_) | None => true,
        };
        before = Some(period);
        !follows || !period.contains(*day) || (start.year(), start.month(), start.day()) != expected
    })
}

#[test]
fn f20_the_periods_of_every_cadence_have_each_day_once() {
    let cadences = [Cadence::Annual, Cadence::Semester, Cadence::Quarterly, Cadence::Monthly];
    for cadence in cadences {
        assert_eq!(first_gap(cadence, |day| cadence.period_of(day).unwrap()), None);
    }
    // Control: a calendar that knows no leap year is a day off after the first.
    let no_leap = |day: NaiveDate| {
        let leap_day = day.month() == 2 && day.day() == 29;
        let day = if leap_day { day + chrono::Days::new(1) } else { day };
        Cadence::Monthly.period_of(day).unwrap()
    };
    assert_eq!(first_gap(Cadence::Monthly, no_leap), Some("1972-02-29".parse().unwrap()));
}

#[test]
fn reminders_in_a_year_whose_holidays_come_late_are_looked_at_again() {
    let of_years = |years: &[i32]| {
        example("samarinda", |parts| {
            let evidence = &mut parts.deadlines.evidence;
            (evidence.days, evidence.count) = (3, DayCount::Working);
            let lists = parts.rules.holidays.entries().iter();
            let known = lists.filter(|(_, list)| years.contains(&list.value.year()));
            parts.rules.holidays = Dated::new(known.cloned().collect()).unwrap();
        })
    };
    let now = at("2027-02-10T00:00:00Z");
    let (late, whole) = (of_years(&[2026]), of_years(&[2026, 2027]));
    let looked = known_until(&late.policy, now);
    let mut record = Record::of(&only(whole.clone()));
    let region = whole.policy.code.clone();
    record.facts.get_mut(&region).unwrap().looked = Some(looked);
    let policies = only(whole.clone());
    let due_of_2026: Vec<_> = due(&record.facts, &policies, now)
        .into_iter()
        .filter(|one| one.key.kind == Kind::ReportDue && one.key.period.to_string() == "2026-Q4")
        .map(|one| one.skipped)
        .collect();
    assert_eq!(due_of_2026, [Some(Skip::TooLate); 2]);
    // Control: where the list is there, nothing is looked at twice.
    assert_eq!(known_until(&whole.policy, now), now);
    record.facts.get_mut(&region).unwrap().looked = Some(now);
    let again = due(&record.facts, &policies, now);
    assert!(again.iter().all(|one| one.key.kind != Kind::ReportDue));
}

#[test]
fn a_reminder_whose_day_is_told_only_by_holidays_that_come_late_is_looked_at_again() {
    let of_years = |years: &[i32]| {
        example("samarinda", |parts| {
            parts.deadlines.evidence.days = 10;
            let offsets =
                Offsets { before: [3].into(), after: [0].into(), count: DayCount::Working };
            parts.reminders.own.insert(ReminderKind::ReportDue, offsets);
            let lists = parts.rules.holidays.entries().iter();
            let known = lists.filter(|(_, list)| years.contains(&list.value.year()));
            parts.rules.holidays = Dated::new(known.cloned().collect()).unwrap();
        })
    };
    let now = at("2027-01-08T05:00:00Z");
    let looked = known_until(&of_years(&[2026]).policy, now);
    let whole = of_years(&[2026, 2027]);
    let found = |looked| {
        let policies = only(whole.clone());
        let mut record = Record::of(&policies);
        record.facts.get_mut(&whole.policy.code).unwrap().looked = Some(looked);
        let of = |one: &Occurrence<'_>| one.key.kind == Kind::ReportDue && one.skipped.is_none();
        due(&record.facts, &policies, now).iter().filter(|one| of(one)).count()
    };
    // Three working days before a Sunday, which was two days ago.
    assert_eq!(found(looked), 1);
    assert_eq!(found(now), 0, "control: where it is known it is not looked at again");
    // Reminders a year ahead wait as long.
    let mut ahead = of_years(&[2026]);
    changed(&mut ahead, |parts| {
        let offsets = Offsets { before: [366].into(), after: vec![], count: DayCount::Working };
        parts.reminders.own.insert(ReminderKind::ReportDue, offsets);
    });
    assert!(known_until(&ahead.policy, now) < at("2025-06-01T00:00:00Z"));
    // A list that never comes is not waited for.
    let never = at("2029-06-01T00:00:00Z");
    assert!(at("2028-01-01T00:00:00Z") < known_until(&of_years(&[2026]).policy, never));
}
