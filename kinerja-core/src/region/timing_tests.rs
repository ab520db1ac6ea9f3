//! Tests of deadlines.

use super::*;
use crate::{
    calendar::{CalendarError, DayCount, OwnHoliday, WorkWeek},
    evaluation::{Missing, Treatment, evaluate},
    law::Source,
    testing::{evidence, plan, policy, policy_parts, policy_with},
};

fn extension(deadline: DeadlineKind, period: &str, until: &str) -> Extension {
    let (period, until) = (period.parse().unwrap(), until.parse().unwrap());
    Extension { deadline, period, until, source: Source::OWN }
}

fn working(parts: &mut PolicyParts) {
    parts.deadlines.evidence.count = DayCount::Working;
    parts.deadlines.evaluation.count = DayCount::Working;
}

fn day(found: Result<chrono::NaiveDate, CalendarError>) -> String {
    found.map_or_else(|error| error.to_string(), |day| day.to_string())
}

/// Keys of what is wrong with a policy.
fn problems(change: impl FnOnce(&mut PolicyParts)) -> Vec<String> {
    let mut parts = policy_parts();
    change(&mut parts);
    let problems = RegionPolicy::new(parts).map_err(|error| error.problems().to_vec());
    let keys = |problem: &crate::law::Problem| problem.key.clone();
    problems.map_or_else(|found| found.iter().map(keys).collect(), |_| Vec::new())
}

#[test]
fn a_deadline_counts_the_days_that_the_region_says() {
    let calendar = policy();
    let period = "2026-Q1".parse().unwrap();
    assert_eq!(day(calendar.evidence_deadline(period)), "2026-04-10");
    let five = policy_with(working);
    assert_eq!(day(five.evidence_deadline(period)), "2026-04-15");
    assert_eq!(day(five.evaluation_day(period)), "2026-04-22");
    let six = policy_with(|parts| {
        working(parts);
        parts.work_week.week = WorkWeek::Six;
        let day = "2026-04-11".parse().unwrap();
        parts.holidays.push(OwnHoliday { day, name: "Hari jadi".into(), source: Source::OWN });
    });
    assert_eq!(day(six.evidence_deadline(period)), "2026-04-14");
}

#[test]
fn an_extension_moves_one_deadline_of_one_period() {
    let policy = policy_with(|parts| {
        parts.extensions = vec![
            extension(DeadlineKind::Evaluation, "2026-Q2", "2026-08-15"),
            extension(DeadlineKind::Objection, "2026-Q2", "2026-09-10"),
        ];
    });
    let [second, third] = ["2026-Q2", "2026-Q3"].map(|period| period.parse().unwrap());
    assert_eq!(day(policy.evaluation_day(second)), "2026-08-15");
    assert_eq!(day(policy.evidence_deadline(second)), "2026-07-10");
    assert_eq!(day(policy.evaluation_day(third)), "2026-10-15");
    let objection = |period, on: &str| day(policy.objection_deadline(period, on.parse().unwrap()));
    assert_eq!(objection(second, "2026-08-20"), "2026-09-10");
    assert_eq!(objection(second, "2026-09-01"), "2026-09-15");
    assert_eq!(objection(third, "2026-10-20"), "2026-11-03");
}

#[test]
fn a_period_that_was_extended_beyond_the_next_holds_nothing_up() {
    let policy = policy_with(|parts| {
        parts.extensions = vec![extension(DeadlineKind::Evaluation, "2026-Q1", "2026-08-15")];
    });
    let due = |now: &str| -> Vec<_> {
        policy.due_periods(now.parse().unwrap()).map(|period| period.to_string()).collect()
    };
    assert_eq!(due("2026-08-01T00:00:00Z"), ["2026-Q2"]);
    assert_eq!(due("2026-08-16T00:00:00Z"), ["2026-Q1", "2026-Q2"]);
}

#[test]
fn a_year_without_holidays_blocks_what_counts_its_working_days() {
    let policy = policy_with(working);
    let late = "2027-Q4".parse().unwrap();
    let missing = CalendarError::NoList { year: 2028 };
    assert_eq!(policy.evidence_deadline(late), Err(missing));
    assert_eq!(policy.evaluation_due(late), Err(missing));
    assert_eq!(day(policy.plan_deadline("2028-Q1".parse().unwrap())), "2028-02-01");
    let due = policy.due_periods("2030-01-01T00:00:00Z".parse().unwrap());
    assert_eq!(due.last().map(|period| period.to_string()).as_deref(), Some("2027-Q3"));

    let evidence = evidence("2027-Q4", &[("A", "100")], ["100"; 7]);
    let indicator = crate::testing::indicator("A", "100", crate::testing::higher("100"));
    let found = evaluate(&policy, &plan("2027-Q4", vec![indicator]), &evidence);
    assert!(found.outcome.proposal().is_none());
    let gap = &found.gaps[0];
    assert_eq!((&gap.missing, gap.treatment), (&Missing::Deadline(missing), Treatment::Blocks));
}

#[test]
fn deadlines_that_cannot_be_kept_are_refused_when_the_policy_is_read() {
    assert_eq!(problems(working), [""; 0]);
    // A first period in a year whose holidays are not known holds up itself alone.
    let early = policy_with(|parts| {
        working(parts);
        parts.first_period = "2024-Q1".parse().unwrap();
    });
    let missing = CalendarError::NoList { year: 2024 };
    assert_eq!(early.evaluation_due(early.first_period), Err(missing));
    let mut due = early.due_periods("2026-08-01T00:00:00Z".parse().unwrap());
    assert_eq!(due.next().map(|period| period.to_string()).as_deref(), Some("2025-Q4"));
    // Ten working days end before fifteen calendar days, except around Idulfitri.
    let mixed = |parts: &mut PolicyParts| {
        parts.deadlines.evidence.count = DayCount::Working;
        parts.deadlines.evaluation.days = 15;
    };
    assert_eq!(problems(mixed), ["deadlines.evaluation"]);
    let extended = |extensions: Vec<Extension>| problems(|parts| parts.extensions = extensions);
    let evidence = |until| extension(DeadlineKind::Evidence, "2026-Q2", until);
    assert_eq!(extended(vec![evidence("2026-07-14")]), [""; 0]);
    assert_eq!(extended(vec![evidence("2026-07-15")]), ["deadlines.evaluation"]);
    assert_eq!(extended(vec![evidence("2026-07-10")]), ["extension.0.until"]);
    assert_eq!(extended(vec![evidence("2026-07-12"), evidence("2026-07-13")]), ["extension.1"]);
    let of = |period| vec![extension(DeadlineKind::Plan, period, "2027-12-31")];
    assert_eq!(extended(of("2026")), ["extension.0.period"]);
    assert_eq!(extended(of("2025-Q4")), ["extension.0.period"]);
    let twice = |parts: &mut PolicyParts| {
        let own = OwnHoliday {
            day: "2026-01-21".parse().unwrap(),
            name: "Hari jadi".into(),
            source: Source::OWN,
        };
        parts.holidays = vec![own.clone(), own];
    };
    assert_eq!(problems(twice), ["holiday.1.day"]);
}

#[test]
fn the_list_of_a_later_year_comes_with_the_policy() {
    let text = include_str!("sample.toml");
    let counted = text.replacen("{ days = ", "{ count = \"working\", days = ", 3);
    let list = r#"
[[exception]]
id = "calendar.holidays"
from = "2028-01-01"
until = "2029-01-01"
source = "own"
value = { year = 2028, days = [{ day = "2028-01-03", kind = "national", name = "Contoh" }] }
"#;
    let period = "2027-Q4".parse().unwrap();
    let due = |text: &str| RegionPolicy::from_toml(text).unwrap().evidence_deadline(period);
    assert_eq!(due(&counted), Err(CalendarError::NoList { year: 2028 }));
    let with_list = due(&format!("{counted}{list}")).unwrap();
    // With the holiday on the first Monday, one day later than without.
    let without = due(&format!("{counted}{}", list.replace("2028-01-03", "2028-12-29")));
    assert!(with_list > without.unwrap());
    let wrong = list.replace("2028-01-03", "2027-01-03");
    let error = RegionPolicy::from_toml(&format!("{counted}{wrong}")).unwrap_err().to_string();
    assert!(error.contains("2027-01-03 does not lie in 2028"), "{error}");
}
