//! Deadlines and offsets that change while something is due.

use chrono::NaiveDate;
use kinerja_core::{
    calendar::{DayCount, end_of_day},
    law::Source,
    region::{DeadlineKind, Extension, Offsets, ReminderKind},
};

use super::*;
use crate::store::{DatedAct, DatedKind};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_deadline_that_a_letter_moves_is_reminded_of_anew() {
    let mut policies = only(example("samarinda", |_| {}));
    let mut record = Record::of(&policies);
    let reports = |made: Vec<String>| {
        made.into_iter().filter(|key| key.contains(" report_due ")).collect::<Vec<_>>()
    };
    record.look(&policies, at("2026-07-01T00:00:00Z"));
    let made = reports(record.look(&policies, at("2026-07-06T00:00:00Z")));
    assert_eq!(made, ["samarinda 2026-Q2 report_due region responsible-5 20260710"]);
    for loaded in policies.values_mut() {
        changed(loaded, |parts| {
            parts.deadlines.evaluation.days = 40;
            parts.extensions.push(Extension {
                deadline: DeadlineKind::Evidence,
                period: "2026-Q2".parse().unwrap(),
                until: day("2026-07-24"),
                source: Source::OWN,
            });
        });
    }
    let made = reports(record.look(&policies, at("2026-07-21T00:00:00Z")));
    assert_eq!(made, ["samarinda 2026-Q2 report_due region responsible-5 20260724"]);
    assert_eq!(record.refused, 0);
}

#[test]
fn a_period_is_over_when_the_last_of_it_is_of_no_use_any_more() {
    let policy = &example("jayawijaya", |parts| {
        parts.meeting.as_mut().unwrap().days = 300;
        let (deadline, source) = (DeadlineKind::Evaluation, Source::OWN);
        let (period, until) = ("2028-S1".parse().unwrap(), day("2029-03-31"));
        parts.extensions.push(Extension { deadline, period, until, source });
    })
    .policy;
    let first = policy.first_period;
    for period in std::iter::successors(Some(first), |period| period.next()).take(12) {
        let windows = Kind::ALL.into_iter().filter_map(|kind| due::window(policy, kind, period));
        let last = windows.map(|window| window.unwrap().last).max().unwrap();
        let ends =
            end_of_day(last, policy.zone).max(policy.meeting_of(period).unwrap().unwrap().begins);
        assert!(due::is_over(policy, period, ends), "{period}");
        assert!(!due::is_over(policy, period, ends - TimeDelta::seconds(1)), "{period}");
    }
}

#[test]
fn other_offsets_tell_nobody_again_of_an_act() {
    let step = |made: &[&str]| DatedAct {
        number: 7,
        employee: 1,
        period: "2026-Q2".parse().unwrap(),
        kind: DatedKind::Step { on: day("2026-07-15"), due: day("2026-08-14") },
        made: made.iter().map(|event| (*event).to_owned()).collect(),
    };
    let policies = only(example("samarinda", |parts| {
        let offsets = Offsets { before: [9].into(), after: [0].into(), count: DayCount::Calendar };
        parts.reminders.own.insert(ReminderKind::StepDue, offsets);
    }));
    let found = |looked: &str, made: &[&str]| {
        let mut record = Record::of(&policies);
        let facts = record.facts.values_mut().next().unwrap();
        facts.looked = Some(at(looked));
        facts.dated = vec![step(made)];
        let made = record.look(&policies, at("2026-08-10T00:00:00Z"));
        made.into_iter().filter(|key| key.contains(" step_due ")).count()
    };
    // Nine days before is a new offset, and its day has passed.
    assert_eq!(found("2026-08-09T00:00:00Z", &["responsible-7"]), 0);
    assert_eq!(found("2026-08-01T00:00:00Z", &["responsible-7"]), 1);
    // An act that comes late is told all the same.
    assert_eq!(found("2026-08-09T00:00:00Z", &[]), 1);
}
