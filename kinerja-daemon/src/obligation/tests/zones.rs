//! Zones that differ and change, and periods over many years.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Timelike};
use chrono_tz::Tz;
use kinerja_core::calendar::{Cadence, Period};

use super::{Record, at, changed, example, only};

#[test]
fn f18_three_zones_are_due_at_midnight_each() {
    let due = [Tz::Asia__Jayapura, Tz::Asia__Makassar, Tz::Asia__Jakarta].map(|zone| {
        let loaded = example("samarinda", |parts| parts.zone = zone);
        loaded.policy.evaluation_due("2026-Q2".parse().unwrap()).unwrap()
    });
    let texts = due.map(|due| due.format("%H:%M").to_string());
    assert_eq!(texts, ["15:00", "16:00", "17:00"]);
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
        assert_eq!(instants.collect::<BTreeSet<_>>().len(), days);
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
    record.look(&policies, at("2026-10-14T16:30:00Z"));
    assert_eq!(record.evaluated.len(), 1, "the third quarter is due at 17:00 UTC now");
    record.look(&policies, at("2026-10-14T17:00:00Z"));
    assert_eq!(record.evaluated.len(), 2);
}

#[test]
fn f20_the_periods_of_every_cadence_have_each_day_once() {
    let cadences = [Cadence::Annual, Cadence::Semester, Cadence::Quarterly, Cadence::Monthly];
    let first: NaiveDate = "1970-01-01".parse().unwrap();
    for cadence in cadences {
        let mut before: Option<Period> = None;
        for day in first.iter_days().take_while(|day| day.year() <= 2104) {
            let period = cadence.period_of(day).unwrap();
            // The year and the months of it, by another way.
            let ordinal = day.month0() / cadence.months();
            let start = period.start();
            let expected = (day.year(), ordinal * cadence.months() + 1, 1);
            assert_eq!((start.year(), start.month(), start.day()), expected, "{day}");
            assert!(period.contains(day));
            match before {
                Some(before) if before != period => {
                    assert_eq!((before.end(), before.next()), (day, Some(period)));
                }
                Some(_) | None => {}
            }
            before = Some(period);
        }
    }
}
