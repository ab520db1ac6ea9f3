//! Tests of what another policy would change.

use proptest::prelude::*;

use super::*;
use crate::{
    region::MissingRule,
    testing::{any_plan_and_evidence, evidence, higher, indicator, plan, policy, policy_with},
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
        | Difference::FollowUps { .. } => None,
    });
    assert_eq!(gaps, Some((1, 1)));
    let back = what_if((&kinder, &policy()), [(1, &plan, &nothing)], Language::English);
    assert_eq!(back.counts.blocked, 1);
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
