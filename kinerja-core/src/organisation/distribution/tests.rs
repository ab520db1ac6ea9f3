//! The patterns against every way to count people of small units.

use proptest::prelude::*;

use super::*;
use crate::{
    number::Share,
    organisation::{Bound, LimitRounding, PatternLimit, national::distribution_rule},
};

/// All ways to give so many people one of five predicates, best first.
fn all_counts(people: u32) -> Vec<[u32; 5]> {
    let mut found = Vec::new();
    for excellent in 0..=people {
        for good in 0..=people - excellent {
            for needs_improvement in 0..=people - excellent - good {
                for poor in 0..=people - excellent - good - needs_improvement {
                    let very_poor = people - excellent - good - needs_improvement - poor;
                    found.push([excellent, good, needs_improvement, poor, very_poor]);
                }
            }
        }
    }
    found
}

/// The circular's sentences, as they are read there.
fn fits(achievement: OrgAchievement, [sb, b, bp, k, sk]: [u32; 5]) -> bool {
    let n = sb + b + bp + k + sk;
    let at_most = |count, percent| 100 * count <= percent * n;
    let at_least = |count, percent| 100 * count >= percent * n;
    match achievement {
        OrgAchievement::Excellent => at_most(sb, 70),
        OrgAchievement::Good => at_most(b, 70) && bp + k >= 1,
        OrgAchievement::NeedsImprovement => at_least(bp, 60) && at_most(sb, 10),
        OrgAchievement::Poor => at_least(k, 60) && at_least(bp, 10) && at_most(sb, 10),
        OrgAchievement::VeryPoor => at_least(sk, 60) && at_least(k + bp, 10) && sb == 0,
    }
}

/// Whether the predicate that most should have may be given to one person.
fn majority_has_room(achievement: OrgAchievement, people: u32) -> bool {
    let limited = [OrgAchievement::Excellent, OrgAchievement::Good].contains(&achievement);
    !limited || 70 * people >= 100
}

#[test]
fn agrees_with_every_way_to_count_the_people_of_a_small_unit() {
    let rule = distribution_rule();
    for achievement in OrgAchievement::BEST_FIRST {
        for people in 0..=13 {
            let ways = all_counts(people);
            let possible = people > 0
                && majority_has_room(achievement, people)
                && ways.iter().any(|counts| fits(achievement, *counts));
            for counts in ways {
                let expected = match (possible, fits(achievement, counts)) {
                    (false, _) => "infeasible",
                    (true, true) => "ok",
                    (true, false) => "violation",
                };
                let check = rule.check(achievement, PredicateCounts::best_first(counts));
                assert_eq!(check.outcome.code(), expected, "{achievement:?} {counts:?}");
            }
        }
    }
}

#[test]
fn each_unit_that_is_too_small_for_its_pattern_is_known() {
    let rule = distribution_rule();
    let too_small = |achievement| {
        let possible = |people: u32| {
            let mut counts = all_counts(people).into_iter().map(PredicateCounts::best_first);
            counts.any(|counts| rule.check(achievement, counts).outcome == Distribution::Fits)
        };
        (0..=13).filter(|people| !possible(*people)).collect::<Vec<_>>()
    };
    let found = OrgAchievement::BEST_FIRST.map(too_small);
    assert_eq!(found, [vec![0, 1], vec![0, 1], vec![0], vec![0, 1, 2], vec![0, 1, 2]]);
}

#[test]
fn a_violation_names_the_limit_what_is_allowed_and_what_was_found() {
    let check = |achievement, counts| {
        distribution_rule().check(achievement, PredicateCounts::best_first(counts)).outcome
    };
    assert_eq!(
        check(OrgAchievement::Good, [2, 8, 0, 0, 0]),
        Distribution::Violated(vec![
            Violation::TooMany { of: vec![Predicate::Good], at_most: 7, found: 8 },
            Violation::TooFew {
                of: vec![Predicate::NeedsImprovement, Predicate::Poor],
                at_least: 1,
                found: 0
            },
        ])
    );
    assert_eq!(
        check(OrgAchievement::Good, [0, 1, 0, 0, 0]),
        Distribution::Infeasible(Infeasible::MajorityHasNoRoom { predicate: Predicate::Good })
    );
    assert_eq!(
        check(OrgAchievement::Poor, [0, 0, 0, 2, 0]),
        Distribution::Infeasible(Infeasible::LimitsContradict { at_least: 3, at_most: None })
    );
    assert_eq!(check(OrgAchievement::Poor, [0; 5]), Distribution::Infeasible(Infeasible::NoPeople));
}

#[test]
fn a_warning_is_given_where_another_predicate_has_more_people() {
    let warning = |counts| {
        let counts = PredicateCounts::best_first(counts);
        distribution_rule().check(OrgAchievement::Excellent, counts).warning
    };
    assert_eq!(warning([5, 5, 0, 0, 0]), None);
    assert_eq!(
        warning([4, 5, 0, 0, 5]),
        Some(NotTheMode {
            majority: Predicate::Excellent,
            has: 4,
            mode: Predicate::Good,
            mode_has: 5
        })
    );
    assert_eq!(warning([0; 5]), None);
}

#[test]
fn the_largest_counts_are_checked_without_overflow() {
    let counts = PredicateCounts::best_first([u32::MAX; 5]);
    for achievement in OrgAchievement::BEST_FIRST {
        let check = distribution_rule().check(achievement, counts);
        assert_eq!(check.people, 5 * u64::from(u32::MAX));
    }
}

fn any_bound() -> impl Strategy<Value = Bound> {
    prop_oneof![
        (0_i128..=10_000).prop_map(|part| Bound::Percent(Share::from_basis_points(part).unwrap())),
        (0_u32..10).prop_map(Bound::People),
    ]
}

/// Limits on the predicates, shared out among up to five groups; group 5 is free.
fn any_pattern() -> impl Strategy<Value = Pattern> {
    let bounds = prop::collection::vec(prop::array::uniform2(prop::option::of(any_bound())), 5);
    (prop::array::uniform5(0_usize..6), bounds, 0_usize..5).prop_map(
        |(groups, bounds, majority)| {
            let of = |group| {
                let members = Predicate::BEST_FIRST.into_iter().zip(groups);
                members.filter(|(_, of)| *of == group).map(|(predicate, _)| predicate).collect()
            };
            let limits = bounds
                .into_iter()
                .enumerate()
                .map(|(group, [at_least, at_most])| PatternLimit {
                    of: of(group),
                    at_least,
                    at_most,
                })
                .filter(|limit| !limit.of.is_empty())
                .filter(|limit| limit.at_least.is_some() || limit.at_most.is_some())
                .collect();
            Pattern::new(Predicate::BEST_FIRST[majority], limits).unwrap()
        },
    )
}

/// A bound in people by repeated addition.
fn naive(bound: Bound, unit: u32, rounding: LimitRounding) -> u32 {
    match (bound, rounding) {
        (Bound::People(people), _) => people,
        (Bound::Percent(share), LimitRounding::Down) => {
            (0..=unit).rfind(|n| i128::from(*n) * 10_000 <= i128::from(unit) * share.basis_points())
        }
        .unwrap(),
        (Bound::Percent(share), LimitRounding::Up) => {
            (0..=unit).find(|n| i128::from(*n) * 10_000 >= i128::from(unit) * share.basis_points())
        }
        .unwrap(),
    }
}

proptest! {
    /// Whatever the limits are, a pattern is infeasible exactly when no counts
    /// meet it, and counts fit exactly when they meet each limit.
    #[test]
    fn feasibility_is_decided_exactly(pattern in any_pattern(), unit in 1_u32..9, down: bool) {
        let (most, least) = if down {
            (LimitRounding::Down, LimitRounding::Up)
        } else {
            (LimitRounding::Up, LimitRounding::Down)
        };
        let rule = DistributionRule {
            at_most_rounds: most,
            at_least_rounds: least,
            excellent: pattern.clone(),
            ..distribution_rule()
        };
        let meets = |counts: PredicateCounts| pattern.limits().iter().all(|limit| {
            let found: u32 = limit.of.iter().map(|predicate| counts.of(*predicate)).sum();
            limit.at_most.is_none_or(|bound| found <= naive(bound, unit, most))
                && limit.at_least.is_none_or(|bound| found >= naive(bound, unit, least))
        });
        let ways: Vec<_> = all_counts(unit).into_iter().map(PredicateCounts::best_first).collect();
        let no_room = pattern.limits().iter().any(|limit| {
            limit.of.contains(&pattern.majority())
                && limit.at_most.is_some_and(|bound| naive(bound, unit, most) == 0)
        });
        let possible = !no_room && ways.iter().any(|counts| meets(*counts));
        for counts in ways {
            let expected = match (possible, meets(counts)) {
                (false, _) => "infeasible",
                (true, true) => "ok",
                (true, false) => "violation",
            };
            prop_assert_eq!(rule.check(OrgAchievement::Excellent, counts).outcome.code(), expected);
        }
    }
}
