//! Tests of what another policy would change.

mod beyond;

use proptest::prelude::*;

use super::*;
use crate::{
    evaluation::{Work, evaluate_segments},
    people::{Absence, Change, History},
    plan::PlanStatus,
    region::{Combine, MissingRule, SegmentRules},
    testing::{
        any_plan_and_evidence, assignment, evidence, higher, indicator, plan, policy, policy_with,
    },
};

fn one() -> WorkPlan {
    plan("2026-Q2", vec![indicator("A", "100", higher("100"))])
}

#[test]
fn a_stricter_threshold_names_those_who_fall_and_the_step_that_made_it() {
    let stricter = policy_with(|parts| {
        parts.ratings.result =
            crate::scheme::Thresholds::new("95".parse().unwrap(), "105".parse().unwrap()).unwrap();
    });
    let plan = one();
    let (low, high) = (
        evidence("2026-Q2", &[("A", "94")], ["90"; 7]),
        evidence("2026-Q2", &[("A", "95")], ["90"; 7]),
    );
    let people = [("rendah", &plan, &low), ("tinggi", &plan, &high)];
    let answer = what_if((&policy(), &stricter), people, Language::Indonesian);
    let expected = ChangeCounts { people: 2, changed: 1, worse: 1, ..ChangeCounts::default() };
    assert_eq!(answer.counts, expected);
    let [changed] = &answer.changes[..] else { panic!("{:?}", answer.changes) };
    assert_eq!(changed.key, "rendah");
    assert_eq!(
        changed.differences,
        [
            Difference::Predicate(Pair {
                present: Some(Predicate::Good),
                other: Some(Predicate::NeedsImprovement)
            }),
            Difference::ResultRating(Pair {
                present: Some(Rating::Meets),
                other: Some(Rating::Below)
            }),
        ]
    );
    let first = changed.why[0].other.as_ref().unwrap();
    assert_eq!(first.id, "rating.result");
    assert!(first.text.contains("sesuai dari 95,00"), "{}", first.text);
}

#[test]
fn another_treatment_of_what_is_missing_is_a_difference_of_gaps() {
    let kinder = policy_with(|parts| parts.missing.actual = MissingRule::Zero);
    let (plan, nothing) = (one(), evidence("2026-Q2", &[], ["90"; 7]));
    let answer = what_if((&policy(), &kinder), [(1, &plan, &nothing)], Language::English);
    assert_eq!(answer.counts.unblocked, 1);
    let gaps = answer.changes[0].differences.iter().find_map(|difference| match difference {
        Difference::Gaps { gone, new } => Some((gone.len(), new.len())),
        Difference::Predicate(_)
        | Difference::ResultRating(_)
        | Difference::BehaviourRating(_)
        | Difference::Score(_)
        | Difference::FollowUps { .. }
        | Difference::FollowUpTerms(_)
        | Difference::Consequence { .. }
        | Difference::Objection(_)
        | Difference::Obstacles { .. }
        | Difference::NotEvaluated(_) => None,
    });
    assert_eq!(gaps, Some((1, 1)));
    let back = what_if((&kinder, &policy()), [(1, &plan, &nothing)], Language::English);
    assert_eq!(back.counts.blocked, 1);
}

/// A person who moved on 2026-04-16 or was away since then, under a policy.
fn moved(policy: &RegionPolicy, change: Change) -> Assessed<'static> {
    let period = "2026-Q2".parse().unwrap();
    let day = |text: &str| text.parse().unwrap();
    let history = History::of(assignment("2020-01-01", "A"), vec![(day("2026-04-16"), change)]);
    let old = WorkPlan::new(period, PlanStatus::Closed, one().indicators().to_vec()).unwrap();
    let (plan, good) = (one(), evidence("2026-Q2", &[("A", "110")], ["90"; 7]));
    let poor = evidence("2026-Q2", &[("A", "88")], ["90"; 7]);
    let works = [
        Work { from: day("2026-04-01"), until: day("2026-04-16"), plan: &old, evidence: &good },
        Work { from: day("2026-04-16"), until: day("2026-07-01"), plan: &plan, evidence: &poor },
    ];
    let combined = evaluate_segments(policy, period, &history.unwrap(), &works).unwrap();
    let derivation = combined.whole_derivation(&works);
    Assessed::Moved { combined: Box::new(combined), derivation }
}

fn with_segments(change: impl FnOnce(&mut SegmentRules)) -> RegionPolicy {
    policy_with(|parts| change(&mut parts.segments))
}

#[test]
fn whoever_moved_changes_with_what_the_segments_are_weighed_by() {
    let transfer = || Change::Transfer {
        unit: "B".parse().unwrap(),
        post: "Staf".parse().unwrap(),
        superior: None,
        level: None,
    };
    // 15 of 91 days are less than one of three months.
    let months = with_segments(|rules| rules.combine = Combine::Months);
    let both = [moved(&policy(), transfer()), moved(&months, transfer())];
    let stayed = [moved(&months, transfer()), moved(&months, transfer())];
    let asked = [("pindah", both, None), ("tetap", stayed, None)];
    let answer = compare((&policy(), &months), asked, Language::Indonesian);
    assert_eq!((answer.counts.people, answer.counts.changed), (2, 1));
    let [changed] = &answer.changes[..] else { panic!("{:?}", answer.changes) };
    assert_eq!(changed.key, "pindah");
    let is_score = |found: &Difference| matches!(found, Difference::Score(_));
    assert!(changed.differences.iter().any(is_score), "{:?}", changed.differences);
    let first = &changed.why[0];
    let [present, other] = [&first.present, &first.other].map(|line| line.as_ref().unwrap());
    assert!(present.text.contains("hari") && other.text.contains("bulan"), "{first:?}");
}

#[test]
fn an_absence_that_suspends_under_one_policy_only_is_a_difference() {
    let away = || Change::Absent { absence: Absence::StudyAssignment };
    let other = with_segments(|rules| {
        rules.suspends.push(Absence::StudyAssignment);
        rules.minimum_days = 20;
    });
    let both = [moved(&policy(), away()), moved(&other, away())];
    let answer = compare((&policy(), &other), [(1, both.clone(), None)], Language::Indonesian);
    let pair = Pair { present: None, other: Some(NotEvaluated::TooShort) };
    let found = &answer.changes[0].differences;
    assert!(found.contains(&Difference::NotEvaluated(pair)), "{found:?}");
    let [before, after] = both;
    let back = compare((&other, &policy()), [(1, [after, before], None)], Language::English);
    assert_eq!(back.counts.changed, 1);
    assert!(!back.changes[0].why.is_empty());
}

proptest! {
    /// The same policy changes nothing, for anyone.
    #[test]
    fn the_same_policy_changes_nothing((plan, evidence) in any_plan_and_evidence()) {
        let answer = what_if((&policy(), &policy()), [(0, &plan, &evidence)], Language::Indonesian);
        prop_assert_eq!(answer.counts.changed, 0);
        prop_assert!(answer.changes.is_empty());
    }

    /// Whoever is listed has a difference and a step that led to it.
    #[test]
    fn every_change_has_a_reason((plan, evidence) in any_plan_and_evidence(), share in 0_i128..=10_000) {
        let other = policy_with(|parts| {
            parts.behaviour.share = crate::number::Share::from_basis_points(share).unwrap();
            parts.missing.actual = MissingRule::ExcludeAndReweight;
        });
        let answer = what_if((&policy(), &other), [(0, &plan, &evidence)], Language::Indonesian);
        for changed in &answer.changes {
            prop_assert!(!changed.differences.is_empty() && !changed.why.is_empty());
        }
    }
}
