//! Tests of reminders and meetings.

use chrono::{NaiveDate, Timelike};
use proptest::{collection::btree_set, prelude::*};

use super::*;
use crate::{
    calendar::{CalendarError, DayCount, OwnHoliday},
    law::Source,
    testing::{policy_parts, policy_with},
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn window(opens: &str, date: &str, last: &str) -> Window {
    Window { opens: day(opens), date: day(date), last: day(last) }
}

fn only(parts: &mut PolicyParts, kind: ReminderKind, offsets: Offsets) {
    parts.reminders.own.insert(kind, offsets);
}

/// The reminders as people would note them down.
fn shown(policy: &RegionPolicy, kind: ReminderKind, window: Window) -> Vec<String> {
    let show = |reminder: Reminder| match reminder.day {
        Ok(day) => format!("{} {:+} {day}", reminder.hears.code(), reminder.offset),
        Err(error) => format!("{} {:+} {error}", reminder.hears.code(), reminder.offset),
    };
    policy.reminders_of(kind, window).into_iter().map(show).collect()
}

#[test]
fn people_are_reminded_by_default_and_others_hear_later() {
    // The eleventh, the eighteenth and the twenty-fifth are Sundays.
    let found = shown(
        &policy_with(|_| {}),
        ReminderKind::PlanDue,
        window("2026-10-01", "2026-10-12", "2026-12-31"),
    );
    assert_eq!(
        found,
        [
            "responsible -7 2026-10-05",
            "responsible +0 2026-10-12",
            "responsible +7 2026-10-19",
            "superior +3 2026-10-15",
            "unit_head +7 2026-10-19",
        ]
    );
}

#[test]
fn others_hear_after_whoever_has_to_act_was_reminded() {
    let found = |before: &[u32], after: &[u32], last: &str| {
        let policy = policy_with(|parts| {
            parts.reminders.escalation =
                Escalation { superior: 2, unit_head: 3, count: DayCount::Calendar };
            let (before, after) = (before.into(), after.into());
            let offsets = Offsets { before, after, count: DayCount::Calendar };
            only(parts, ReminderKind::DecisionOpen, offsets);
        });
        shown(&policy, ReminderKind::DecisionOpen, window("2026-10-01", "2026-10-05", last))
    };
    let none = "no day is left that is worked and on which it would be of use";
    assert_eq!(
        found(&[], &[10, 3], "2026-12-31"),
        [
            "responsible +10 2026-10-15",
            "responsible +3 2026-10-08",
            "superior +2 2026-10-09",
            "unit_head +3 2026-10-09",
        ]
    );
    // Without a reminder on the date or after it, others hear after the date.
    assert_eq!(
        found(&[1], &[], "2026-12-31"),
        ["responsible -1 2026-10-05", "superior +2 2026-10-07", "unit_head +3 2026-10-08"]
    );
    // On the same day, where that is the last on which it is of use.
    assert_eq!(
        found(&[], &[3], "2026-10-08"),
        ["responsible +3 2026-10-08", "superior +2 2026-10-08", "unit_head +3 2026-10-08"]
    );
    // Where that person cannot be reminded in time, others can.
    assert_eq!(
        found(&[], &[3], "2026-10-07"),
        [
            format!("responsible +3 {none}"),
            "superior +2 2026-10-07".to_owned(),
            "unit_head +3 2026-10-07".to_owned()
        ]
    );
    assert_eq!(found(&[], &[], "2026-12-31"), [""; 0]);
}

/// Nobody knows the working days of the year after the last one of the test's calendar.
#[test]
fn others_hear_in_time_though_their_days_end_in_a_year_without_a_list() {
    let policy = policy_with(|parts| {
        parts.reminders.escalation =
            Escalation { superior: 3, unit_head: 30, count: DayCount::Working };
        let offsets = Offsets { before: vec![], after: vec![0], count: DayCount::Calendar };
        only(parts, ReminderKind::RatingDue, offsets);
    });
    let window = window("2026-12-01", "2026-12-14", "2026-12-29");
    let found = shown(&policy, ReminderKind::RatingDue, window);
    assert_eq!(found[2], "unit_head +30 2026-12-29");
}

#[test]
fn others_hear_at_the_latest_on_the_last_worked_day_of_use() {
    let none = "no day is left that is worked and on which it would be of use";
    // The date is a Monday; the tenth and the seventeenth are Saturdays.
    #[rustfmt::skip]
    let table = [
        // so many days, first own, last day of use, the day of others
        (7, 1, "2026-10-12", "2026-10-12"),
        (7, 1, "2026-10-11", "2026-10-09"),
        (7, 1, "2026-10-09", "2026-10-09"),
        (7, 1, "2026-10-07", "2026-10-07"),
        (7, 1, "2026-10-06", "2026-10-06"),
        (7, 4, "2026-10-09", "2026-10-09"),
        (7, 5, "2026-10-13", "2026-10-13"),
        (7, 0, "2026-10-05", none),
    ];
    for (days, first, last, expected) in table {
        let policy = policy_with(|parts| {
            parts.reminders.escalation =
                Escalation { superior: days, unit_head: days, count: DayCount::Calendar };
            let offsets = Offsets { before: vec![], after: vec![first], count: DayCount::Calendar };
            only(parts, ReminderKind::RatingDue, offsets);
        });
        let window = window("2026-09-30", "2026-10-05", last);
        let found = shown(&policy, ReminderKind::RatingDue, window);
        for (found, hears) in found[1..].iter().zip(["superior", "unit_head"]) {
            assert_eq!(*found, format!("{hears} +{days} {expected}"), "+{first}, until {last}");
        }
    }
}

#[test]
fn of_a_missing_plan_all_three_hear_at_once() {
    let window = window("2026-10-01", "2026-10-14", "2026-12-31");
    let found = shown(&policy_with(|_| {}), ReminderKind::PlanMissing, window);
    assert_eq!(
        found,
        ["responsible +1 2026-10-15", "superior +1 2026-10-15", "unit_head +1 2026-10-15"]
    );
}

#[test]
fn a_free_day_moves_a_reminder_to_the_next_worked_one_and_never_past_its_use() {
    let policy = policy_with(|parts| {
        let own = |day: &str| OwnHoliday {
            day: day.parse().unwrap(),
            name: "Hari jadi".into(),
            source: Source::OWN,
        };
        parts.holidays = vec![own("2026-10-12")];
        let offsets = Offsets { before: vec![2], after: vec![0, 1], count: DayCount::Calendar };
        only(parts, ReminderKind::ReportDue, offsets);
    });
    let found = |last: &str| {
        shown(&policy, ReminderKind::ReportDue, window("2026-10-05", "2026-10-10", last))
    };
    // A Saturday, then Sunday and the region's own holiday.
    assert_eq!(
        found("2026-10-14"),
        ["responsible -2 2026-10-08", "responsible +0 2026-10-13", "responsible +1 2026-10-13"]
    );
    // What comes before its date or on it is of use earlier too; what comes after is not.
    let none = "responsible +1 no day is left that is worked and on which it would be of use";
    assert_eq!(
        found("2026-10-12"),
        ["responsible -2 2026-10-08", "responsible +0 2026-10-09", none]
    );
}

#[test]
fn a_year_without_holidays_blocks_only_what_counts_its_working_days() {
    let policy = policy_with(|parts| {
        let offsets = |count| Offsets { before: vec![], after: vec![2], count };
        only(parts, ReminderKind::ReportDue, offsets(DayCount::Calendar));
        only(parts, ReminderKind::PlanMissing, offsets(DayCount::Working));
    });
    let window = window("2031-01-01", "2031-01-10", "2031-01-31");
    // Two days after a Friday.
    assert_eq!(shown(&policy, ReminderKind::ReportDue, window), ["responsible +2 2031-01-13"]);
    let found = policy.reminders_of(ReminderKind::PlanMissing, window);
    let missing = CalendarError::NoList { year: 2031 };
    assert_eq!(found[0].day, Err(NoReminder::Calendar(missing)));
}

#[test]
fn people_are_reminded_at_the_hour_of_the_region() {
    let policy = policy_with(|parts| {
        parts.zone = chrono_tz::Tz::Asia__Jayapura;
        parts.reminders.hour = 7;
    });
    let at = policy.reminder_instant(day("2026-10-12"));
    assert_eq!(at.to_rfc3339(), "2026-10-11T22:00:00+00:00");
}

#[test]
fn units_meet_on_a_worked_day_and_are_invited_before() {
    let rule = MeetingRule {
        days: 11,
        count: DayCount::Calendar,
        hour: 9,
        minutes: 90,
        invite_days: 7,
        source: Source::OWN,
    };
    let with = |rule| policy_with(|parts| parts.meeting = Some(rule));
    let met = |policy: &RegionPolicy, period: &str| {
        let found = policy.meeting_of(period.parse().unwrap()).unwrap();
        found.map_or_else(
            |error| error.to_string(),
            |found| {
                format!("{} {} {}", found.begins.to_rfc3339(), found.ends.hour(), found.invited_on)
            },
        )
    };
    // The eleventh of July is a Saturday; eight days before the Monday is a Sunday, so
    // that people are invited on the Friday before.
    let policy = with(rule.clone());
    assert_eq!(met(&policy, "2026-Q2"), "2026-07-13T02:00:00+00:00 3 2026-07-06");
    let before = with(MeetingRule { invite_days: 8, ..rule.clone() });
    assert_eq!(met(&before, "2026-Q2"), "2026-07-13T02:00:00+00:00 3 2026-07-03");
    // The day before the meeting is a Sunday: never on the day itself.
    let close = with(MeetingRule { invite_days: 1, ..rule.clone() });
    assert_eq!(met(&close, "2026-Q2"), "2026-07-13T02:00:00+00:00 3 2026-07-10");
    let late = with(MeetingRule { invite_days: 0, ..rule.clone() });
    assert_eq!(met(&late, "2026-Q2"), "2026-07-13T02:00:00+00:00 3 2026-07-13");
    assert_eq!(met(&policy, "2030-Q1"), "2030-04-11T02:00:00+00:00 3 2030-04-04");
    let working = with(MeetingRule { count: DayCount::Working, ..rule });
    assert!(met(&working, "2030-Q1").contains("the list of holidays of 2030 is missing"));
    assert_eq!(policy_with(|_| {}).meeting_of("2026-Q2".parse().unwrap()), None);
}

#[test]
fn rules_that_cannot_be_kept_are_refused() {
    let problems = |change: &dyn Fn(&mut PolicyParts)| {
        let mut parts = policy_parts();
        change(&mut parts);
        let error = RegionPolicy::new(parts).unwrap_err();
        error.problems().iter().map(|problem| problem.key.clone()).collect::<Vec<_>>()
    };
    let offsets = |before: &[u32], after: &[u32]| Offsets {
        before: before.into(),
        after: after.into(),
        count: DayCount::Calendar,
    };
    assert_eq!(problems(&|parts| parts.reminders.hour = 24), ["reminders.hour"]);
    let order = &|parts: &mut PolicyParts| parts.reminders.escalation.unit_head = 2;
    assert_eq!(problems(order), ["reminders.escalation"]);
    #[rustfmt::skip]
    let table = [
        (offsets(&[0], &[]),     "reminders.plan_due.before"),
        (offsets(&[3, 3], &[]),  "reminders.plan_due.before"),
        (offsets(&[], &[0, 367]), "reminders.plan_due.after"),
        (offsets(&[], &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), "reminders.plan_due.after"),
    ];
    for (offsets, key) in table {
        let change = |parts: &mut PolicyParts| only(parts, ReminderKind::PlanDue, offsets.clone());
        assert_eq!(problems(&change), [key], "{offsets:?}");
    }
    let good = MeetingRule {
        days: 14,
        count: DayCount::Calendar,
        hour: 9,
        minutes: 90,
        invite_days: 7,
        source: Source::OWN,
    };
    for (rule, key) in [
        (MeetingRule { days: 0, ..good.clone() }, "meeting.days"),
        (MeetingRule { hour: 24, ..good.clone() }, "meeting.hour"),
        (MeetingRule { minutes: 0, ..good.clone() }, "meeting.minutes"),
        (MeetingRule { invite_days: 367, ..good.clone() }, "meeting.invite_days"),
        (MeetingRule { invite_days: 0, hour: 8, ..good }, "meeting.invite_days"),
    ] {
        assert_eq!(problems(&|parts| parts.meeting = Some(rule.clone())), [key]);
    }
}

prop_compose! {
    fn any_offsets()(
        before in btree_set(1_u32..40, 0..3),
        after in btree_set(0_u32..40, 0..3),
        works in any::<bool>(),
    ) -> Offsets {
        let count = if works { DayCount::Working } else { DayCount::Calendar };
        Offsets { before: before.into_iter().collect(), after: after.into_iter().collect(), count }
    }
}

proptest! {
    /// Whatever a region chooses, nobody is reminded on a free day, before it is of
    /// use, or when it is of none any more; and the hour is the region's.
    #[test]
    fn nobody_is_reminded_on_a_free_day_or_too_late(
        offsets in any_offsets(),
        opens in 0_u64..300, until in 0_u64..60, use_for in 0_u64..60, hour in 0_u32..24,
    ) {
        let policy = policy_with(|parts| {
            parts.reminders.hour = hour;
            only(parts, ReminderKind::StepDue, offsets);
        });
        let opens = day("2026-01-10") + chrono::Days::new(opens);
        let date = opens + chrono::Days::new(until);
        let window = Window { opens, date, last: date + chrono::Days::new(use_for) };
        let told = policy.reminders_of(ReminderKind::StepDue, window);
        let own = |reminder: &&Reminder| reminder.hears == Hears::Responsible;
        let first = told.iter().filter(own).filter(|one| one.offset >= 0).filter_map(|one| one.day.ok());
        let first = first.min();
        for reminder in told {
            let Ok(found) = reminder.day else { continue };
            if reminder.hears != Hears::Responsible {
                prop_assert!(first.is_none_or(|first| first <= found), "{:?}", reminder);
            }
            prop_assert_eq!(policy.work_calendar().is_working_day(found), Ok(true));
            prop_assert!(window.opens <= found && found <= window.last, "{:?}", reminder);
            if reminder.offset > 0 {
                prop_assert!(date < found, "{:?}", reminder);
            }
            let local = policy.reminder_instant(found).with_timezone(&policy.zone);
            prop_assert_eq!((local.date_naive(), local.hour()), (found, hour));
        }
    }

    /// Counting back is the way by which counting forward came.
    #[test]
    fn a_time_limit_is_counted_back_as_it_is_counted_forward(from in 0_u64..300, days in 0_u32..30) {
        let policy = policy_with(|_| {});
        let calendar = policy.work_calendar();
        let start = day("2026-01-05") + chrono::Days::new(from);
        let limit = crate::calendar::TimeLimit::Days(days, DayCount::Working);
        let end = calendar.after(start, limit).unwrap();
        let back = calendar.before(end, limit).unwrap();
        prop_assert_eq!(calendar.after(back, limit), Ok(end));
    }
}
