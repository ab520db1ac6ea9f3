//! Tests of segments and how they are weighed.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::{
    consequence::Role,
    evaluation::Missing,
    evidence::Evidence,
    language::Language,
    people::{Absence, Assignment, Change},
    plan::{PlanStatus, WorkPlan},
    region::SegmentRules,
    testing::{
        any_history, any_plan_and_evidence, assignment, evidence, higher, indicator, policy,
        policy_with,
    },
};

const PERIOD: &str = "2026-Q2";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn period() -> Period {
    PERIOD.parse().unwrap()
}

fn plan(status: PlanStatus) -> WorkPlan {
    WorkPlan::new(period(), status, vec![indicator("A", "100", higher("100"))]).unwrap()
}

fn reached(amount: &str) -> Evidence {
    evidence(PERIOD, &[("A", amount)], ["90"; 7])
}

fn transfer(on: &str) -> (NaiveDate, Change) {
    let change = Change::Transfer {
        unit: "B".parse().unwrap(),
        post: "Staf".parse().unwrap(),
        superior: None,
        level: None,
    };
    (day(on), change)
}

fn history(changes: Vec<(NaiveDate, Change)>) -> History {
    History::of(assignment("2020-01-01", "A"), changes).unwrap()
}

fn by(combine: Combine, minimum_days: u32) -> RegionPolicy {
    policy_with(|parts| {
        parts.segments = SegmentRules { combine, minimum_days, ..SegmentRules::default() };
    })
}

/// Two plans, one for each side of a transfer; the first reached 100, the other
/// 50.
fn moved(policy: &RegionPolicy, on: &str, first: PlanStatus) -> Combined {
    let (old, new) = (plan(first), plan(PlanStatus::Running));
    let (good, poor) = (reached("100"), reached("50"));
    let works = [
        Work { from: day("2026-04-01"), until: day(on), plan: &old, evidence: &good },
        Work { from: day(on), until: day("2026-07-01"), plan: &new, evidence: &poor },
    ];
    evaluate_segments(policy, period(), &history(vec![transfer(on)]), &works).unwrap()
}

fn proposal(combined: &Combined) -> CombinedProposal {
    match combined.outcome {
        CombinedOutcome::Proposed(proposal) => proposal,
        CombinedOutcome::Blocked | CombinedOutcome::NotEvaluated(_) => {
            panic!("{:?} {:?}", combined.outcome, combined.obstacles)
        }
    }
}

fn shares(combined: &Combined) -> Vec<Option<u32>> {
    combined.parts.iter().map(|part| part.counts.share()).collect()
}

#[test]
fn segments_are_weighed_by_days_or_months_and_never_rounded() {
    #[rustfmt::skip]
    let table = [
        (Combine::Days,   "2026-05-17", vec![Some(46), Some(45)], (46 * 100 + 45 * 50, 91)),
        (Combine::Days,   "2026-04-02", vec![Some(1),  Some(90)], (100 + 90 * 50, 91)),
        (Combine::Months, "2026-05-17", vec![Some(2),  Some(1)],  (2 * 100 + 50, 3)),
        (Combine::Months, "2026-05-16", vec![Some(1),  Some(2)],  (100 + 2 * 50, 3)),
        (Combine::Months, "2026-04-16", vec![Some(1),  Some(2)],  (100 + 2 * 50, 3)),
        (Combine::Months, "2026-04-15", vec![None,     Some(3)],  (50, 1)),
    ];
    for (combine, on, expected, (sum, whole)) in table {
        let found = moved(&by(combine, 1), on, PlanStatus::Closed);
        assert_eq!(shares(&found), expected, "{combine:?} {on}");
        let work = Ratio::new(sum * 1_000_000, whole).unwrap();
        assert_eq!(proposal(&found).work, work, "{combine:?} {on}");
    }
}

#[test]
fn a_plan_that_was_left_must_be_closed_by_the_superior_of_that_segment() {
    for status in [PlanStatus::Agreed, PlanStatus::Running] {
        let found = moved(&policy(), "2026-05-17", status);
        assert_eq!(found.outcome, CombinedOutcome::Blocked);
        let [obstacle] = &found.obstacles[..] else { panic!("{:?}", found.obstacles) };
        assert_eq!((obstacle.part, obstacle.actor()), (Some(1), Role::Superior));
        assert_eq!(obstacle.code(), "plan_not_closed");
        assert!(found.follow_ups.is_empty());
    }
    assert!(moved(&policy(), "2026-05-17", PlanStatus::Closed).obstacles.is_empty());
}

#[test]
fn a_plan_that_was_left_during_an_absence_is_not_forgotten() {
    let (old, new, good) = (plan(PlanStatus::Running), plan(PlanStatus::Agreed), reached("100"));
    let work = |from: &str, until: &str, plan| Work {
        from: day(from),
        until: day(until),
        plan,
        evidence: &good,
    };
    let works = [work("2026-04-01", "2026-06-01", &old), work("2026-06-01", "2026-07-01", &new)];
    let away = (day("2026-05-01"), Change::Absent { absence: Absence::UnpaidLeave });
    let moves = history(vec![away, transfer("2026-06-01")]);
    let found = evaluate_segments(&policy(), period(), &moves, &works).unwrap();
    assert_eq!(found.obstacles, [Obstacle { part: Some(1), what: ObstacleKind::PlanOpen }]);
}

#[test]
fn a_segment_without_a_plan_blocks_and_is_named() {
    let (closed, good) = (plan(PlanStatus::Closed), reached("100"));
    let work =
        Work { from: day("2026-04-01"), until: day("2026-05-17"), plan: &closed, evidence: &good };
    let moves = history(vec![transfer("2026-05-17")]);
    let found = evaluate_segments(&policy(), period(), &moves, &[work]).unwrap();
    assert_eq!(found.outcome, CombinedOutcome::Blocked);
    let missing = ObstacleKind::Missing(Missing::Plan);
    assert_eq!(found.obstacles, [Obstacle { part: Some(2), what: missing }]);
    assert_eq!(found.obstacles[0].actor(), Role::Employee);
}

#[test]
fn an_absence_that_suspends_planning_counts_for_nobody() {
    let (running, good) = (plan(PlanStatus::Running), reached("100"));
    let all = |until: &str| {
        [Work { from: day("2026-04-01"), until: day(until), plan: &running, evidence: &good }]
    };
    for absence in Absence::ALL {
        let suspends = policy().segments.suspends.contains(&absence);
        assert_eq!(suspends, absence != Absence::StudyAssignment, "{absence:?}");
        let away = history(vec![(day("2026-05-01"), Change::Absent { absence })]);
        let found = evaluate_segments(&policy(), period(), &away, &all("2026-07-01")).unwrap();
        let expected = if suspends { vec![Some(30), None] } else { vec![Some(30), Some(61)] };
        assert_eq!(shares(&found), expected, "{absence:?}");
        assert_eq!(proposal(&found).work, Ratio::new(100_000_000, 1).unwrap());
    }
}

#[test]
fn who_was_not_there_is_not_evaluated_and_has_no_score() {
    let (running, good) = (plan(PlanStatus::Running), reached("100"));
    let works = [Work {
        from: day("2026-04-01"),
        until: day("2026-07-01"),
        plan: &running,
        evidence: &good,
    }];
    let away = Change::Absent { absence: Absence::UnpaidLeave };
    let late = |from: &str| History::new(vec![assignment(from, "A")]).unwrap();
    #[rustfmt::skip]
    let table = [
        (history(vec![(day("2026-03-01"), away)]),        "not_evaluated: Tidak dinilai: tidak bertugas sepanjang periode"),
        (history(vec![(day("2026-03-01"), Change::End)]), "not_evaluated: Tidak dinilai: tidak memiliki jabatan pada periode ini"),
        (late("2026-06-02"),                              "not_evaluated: Tidak dinilai: masa tugas terlalu singkat"),
    ];
    for (history, expected) in table {
        let policy = by(Combine::Days, 30);
        let found = evaluate_segments(&policy, period(), &history, &works).unwrap();
        assert!(matches!(found.outcome, CombinedOutcome::NotEvaluated(_)), "{:?}", found.outcome);
        let lines = found.derivation().lines(&policy, None, Language::Indonesian);
        let last = lines.last().unwrap();
        assert_eq!(format!("{}: {}", last.id, last.text), expected);
    }
    let enough = evaluate_segments(&by(Combine::Days, 30), period(), &late("2026-06-01"), &works);
    assert_eq!(shares(&enough.unwrap()), [Some(30)]);
}

#[test]
fn days_without_a_post_block_and_the_personnel_office_must_act() {
    let mut first = assignment("2026-01-01", "A");
    first.until = Some(day("2026-05-01"));
    let gap = History::new(vec![first, assignment("2026-05-10", "A")]).unwrap();
    let (running, good) = (plan(PlanStatus::Running), reached("100"));
    let works = [Work {
        from: day("2026-04-01"),
        until: day("2026-07-01"),
        plan: &running,
        evidence: &good,
    }];
    let found = evaluate_segments(&policy(), period(), &gap, &works).unwrap();
    assert_eq!(found.outcome, CombinedOutcome::Blocked);
    assert_eq!(found.obstacles[0].actor(), Role::Hr);
    assert_eq!(found.obstacles[0].code(), "post_unknown");
}

#[test]
fn plans_that_do_not_fit_are_refused() {
    let (running, good) = (plan(PlanStatus::Running), reached("100"));
    let other = WorkPlan::new(
        "2026-Q3".parse().unwrap(),
        PlanStatus::Agreed,
        running.indicators().to_vec(),
    )
    .unwrap();
    let work = |from: &str, until: &str| Work {
        from: day(from),
        until: day(until),
        plan: &running,
        evidence: &good,
    };
    let of = |works: &[Work<'_>]| {
        evaluate_segments(&policy(), period(), &history(vec![]), works).unwrap_err()
    };
    assert_eq!(
        of(&[work("2026-05-01", "2026-07-01"), work("2026-04-01", "2026-05-02")]),
        MotionError::OverlappingPlans { from: day("2026-05-01"), until: day("2026-05-02") }
    );
    assert_eq!(
        of(&[work("2026-05-01", "2026-05-01")]),
        MotionError::NoDays { from: day("2026-05-01") }
    );
    let wrong = Work { plan: &other, ..work("2026-04-01", "2026-07-01") };
    assert_eq!(
        of(&[wrong]),
        MotionError::OtherPeriod { found: other.period(), expected: period() }
    );
}

#[test]
fn a_veto_holds_for_the_segments_together() {
    let below = crate::consequence::Condition {
        any_indicator_below: Some("60".parse().unwrap()),
        ..Default::default()
    };
    let veto = crate::region::Veto { when: below, at_most: Predicate::VeryPoor };
    let policy = policy_with(|parts| parts.bands.vetoes = vec![veto]);
    let found = moved(&policy, "2026-05-17", PlanStatus::Closed);
    assert_eq!(proposal(&found).band, Predicate::VeryPoor);
    assert_eq!(found.vetoed.as_ref().unwrap().band, Predicate::NeedsImprovement);
    let lines = found.derivation().lines(&policy, None, Language::Indonesian);
    assert!(lines.iter().any(|line| line.id == "veto"), "{lines:#?}");
}

#[test]
fn the_combination_is_told_in_both_languages() {
    let policy = by(Combine::Days, 1);
    let found = moved(&policy, "2026-05-17", PlanStatus::Closed);
    let lines = found.derivation().lines(&policy, None, Language::Indonesian);
    let text: Vec<_> = lines.iter().map(|line| format!("{}: {}", line.id, line.text)).collect();
    #[rustfmt::skip]
    assert_eq!(text[..4], [
        "segment.1: Bagian 1: 1 April 2026 – 16 Mei 2026, A (awal periode) → 46 hari",
        "segment.2: Bagian 2: 17 Mei 2026 – 30 Juni 2026, B (pindah tugas) → 45 hari",
        "combined.work: Nilai hasil kerja gabungan: (46 × 100,00 + 45 × 50,00) / 91 = 75,27",
        "combined.behaviour: Nilai perilaku gabungan: (46 × 90,00 + 45 × 90,00) / 91 = 90,00",
    ]);
    assert!(lines[0].source.contains("diasumsikan"), "{}", lines[0].source);
    assert_eq!(found.derivation().lines(&policy, None, Language::English).len(), text.len());
    let stored = serde_json::to_string(&found.derivation()).unwrap();
    let read: crate::evaluation::Derivation = serde_json::from_str(&stored).unwrap();
    assert_eq!(read, found.derivation());
}

/// One work for all the period, whatever the moves.
fn everything<'a>(plan: &'a WorkPlan, evidence: &'a Evidence) -> [Work<'a>; 1] {
    [Work { from: day("2026-04-01"), until: day("2026-07-01"), plan, evidence }]
}

proptest! {
    /// Who stayed all period gets what the plain evaluation gives, to the digit.
    #[test]
    fn one_segment_is_the_plain_evaluation((plan, evidence) in any_plan_and_evidence(), months: bool) {
        let policy = by(if months { Combine::Months } else { Combine::Days }, 1);
        let plain = evaluate(&policy, &plan, &evidence);
        let works = everything(&plan, &evidence);
        let found = evaluate_segments(&policy, period(), &history(vec![]), &works).unwrap();
        prop_assert_eq!(found.parts[0].evaluation.as_ref(), Some(&plain));
        prop_assert_eq!(&found.follow_ups, &plain.follow_ups);
        match (plain.outcome.proposal(), found.outcome) {
            (Some(plain), CombinedOutcome::Proposed(found)) => {
                prop_assert_eq!(found.work.to_string(), plain.work.value.to_string());
                prop_assert_eq!(found.behaviour.to_string(), plain.behaviour.value.to_string());
                prop_assert_eq!(found.total.to_string(), plain.total.to_string());
                prop_assert_eq!(
                    (found.result_rating, found.behaviour_rating, found.predicate, found.band),
                    (plain.result_rating, plain.behaviour_rating, plain.predicate, plain.band)
                );
            }
            (None, CombinedOutcome::Blocked) => {}
            other => prop_assert!(false, "{:?}", other),
        }
    }

    /// Whatever the moves, the shares make the whole: by days the days served
    /// and not suspended, by months the months of the period that have any.
    #[test]
    fn shares_make_the_whole(history in any_history()) {
        let (plan, evidence) = (plan(PlanStatus::Closed), reached("100"));
        let works = everything(&plan, &evidence);
        let policy = by(Combine::Days, 1);
        let counts = |one: &Assignment| {
            one.absence.is_none_or(|absence| !policy.segments.suspends.contains(&absence))
        };
        let served: Vec<_> = period()
            .start()
            .iter_days()
            .take_while(|day| period().contains(*day))
            .filter(|day| history.on(*day).is_some_and(counts))
            .collect();
        let sum = |combine| -> u32 {
            let found = evaluate_segments(&by(combine, 1), period(), &history, &works).unwrap();
            found.parts.iter().filter_map(|part| part.counts.share()).sum()
        };
        prop_assert_eq!(sum(Combine::Days), u32::try_from(served.len()).unwrap());
        let months: std::collections::BTreeSet<_> =
            served.iter().map(chrono::Datelike::month).collect();
        prop_assert_eq!(sum(Combine::Months), u32::try_from(months.len()).unwrap());
    }

    /// A combined score lies between those of its segments, its total is that of
    /// its two sides, and the order of the works decides nothing.
    #[test]
    fn a_mean_lies_between((first, good) in any_plan_and_evidence(), (second, poor) in any_plan_and_evidence(), on in 1_u64..91) {
        let on = day("2026-04-01") + Days::new(on);
        let policy = policy_with(|parts| {
            parts.missing.actual = crate::region::MissingRule::ExcludeAndReweight;
            parts.missing.behaviour = crate::region::MissingRule::ExcludeAndReweight;
        });
        let first = WorkPlan::new(period(), PlanStatus::Closed, first.indicators().to_vec()).unwrap();
        let mut works = [
            Work { from: day("2026-04-01"), until: on, plan: &first, evidence: &good },
            Work { from: on, until: day("2026-07-01"), plan: &second, evidence: &poor },
        ];
        let history = history(vec![transfer(&on.to_string())]);
        let found = evaluate_segments(&policy, period(), &history, &works).unwrap();
        works.reverse();
        let turned = evaluate_segments(&policy, period(), &history, &works).unwrap();
        prop_assert_eq!(found.outcome, turned.outcome);
        if let CombinedOutcome::Proposed(all) = found.outcome {
            let works: Vec<_> = proposals(&found.parts).map(|(_, one)| one.work.value).collect();
            prop_assert!(works.iter().min().unwrap() <= &all.work && &all.work <= works.iter().max().unwrap());
            let total = crate::scheme::total(policy.behaviour.share, all.work, all.behaviour);
            prop_assert_eq!(total, Some(all.total));
        }
    }
}
