//! Policies and people of any kind.

use chrono::Days;
use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::{
    calendar::Period,
    consequence::Condition,
    evidence::{
        Background, Behaviour, BehaviourAspect, Evidence, OlderBehaviour, OlderEvidence, Reported,
    },
    law::Source,
    number::{Percent, Quantity, Score, Share},
    organisation::OrgAchievement,
    people::Employment,
    plan::{Actual, Aspect, Indicator, PlanStatus, ResultKind, Target, WorkPlan},
    region::{HalvesRule, LateRule, MissingRule, PolicyParts, RegionPolicy, Veto},
    scheme::{
        Band, Bands, Predicate, Thresholds, permenpanrb8_2021::PostGroup, pp46_2011::Creativity,
    },
    testing::{any_weights, evidence, higher, indicator, plan, policy_with},
};

fn score(micros: i128) -> Score {
    Score::from_micros(micros).unwrap()
}

/// Everything of a policy that numbers rest on.
#[derive(Debug, Clone)]
struct Change {
    missing: [MissingRule; 2],
    late: LateRule,
    cap: i128,
    loss: i128,
    points: [i128; 2],
    share: i128,
    edges: Vec<i128>,
}

impl Change {
    fn apply(&self, parts: &mut PolicyParts) {
        let [actual, behaviour] = self.missing;
        (parts.missing.actual, parts.missing.behaviour) = (actual, behaviour);
        parts.missing.late = self.late;
        parts.work_result.cap = score(self.cap);
        parts.work_result.late_day_loss = score(self.loss);
        parts.work_result.additional_points = score(self.points[0]);
        parts.work_result.additional_points_max = score(self.points[1]);
        parts.behaviour.share = Share::from_basis_points(self.share).unwrap();
        let limits = |low: i128, high: i128| Thresholds::new(score(low), score(high)).unwrap();
        parts.ratings.result = limits(self.cap / 3, self.cap / 2);
        parts.ratings.behaviour = limits(self.cap / 4, self.cap);
        let edges: Vec<_> =
            [0].into_iter().chain(self.edges.clone()).chain([1_000_000_000]).collect();
        let worst_first = Predicate::BEST_FIRST.into_iter().rev();
        let band = |(predicate, edge): (Predicate, &[i128])| Band {
            predicate,
            from: score(edge[0]),
            to: score(edge[1]),
        };
        parts.bands.bands =
            Bands::new(worst_first.zip(edges.windows(2)).map(band).collect()).unwrap();
        parts.halves_of_2021 = Some(HalvesRule {
            second_half: "50".parse().unwrap(),
            source: Source { assumed: true, ..Source::OWN },
        });
    }
}

fn any_missing() -> impl Strategy<Value = MissingRule> {
    select(vec![MissingRule::Block, MissingRule::ExcludeAndReweight, MissingRule::Zero])
}

fn any_change() -> impl Strategy<Value = Change> {
    let missing = [any_missing(), any_missing()];
    let late = select(vec![LateRule::Accept, LateRule::AsMissing]);
    // The usual ones often, and any other.
    let cap = prop_oneof![Just(120_000_000), Just(100_000_000), 8_i128..=1_000_000_000];
    let numbers = (cap, 0_i128..=1_000_000_000, [0_i128..=1_000_000_000, 0_i128..=60_000_000]);
    let edges = prop::collection::btree_set(1_i128..999_000_000, 4);
    (missing, late, numbers, 0_i128..=10_000, edges).prop_map(
        |(missing, late, (cap, loss, points), share, edges)| {
            let edges = edges.into_iter().collect();
            Change { missing, late, cap, loss, points, share, edges }
        },
    )
}

pub(super) fn any_policy() -> impl Strategy<Value = RegionPolicy> {
    any_change().prop_map(|change| policy_with(|parts| change.apply(parts)))
}

/// Policies with a veto, which numbers alone do not decide.
pub(super) fn any_senior_policy() -> impl Strategy<Value = RegionPolicy> {
    (any_change(), 0_i128..=300_000_000).prop_map(|(change, limit)| {
        policy_with(|parts| {
            change.apply(parts);
            let when = Condition {
                any_indicator_below: Some(Percent::of_fraction(limit, 100_000_000)),
                ..Condition::default()
            };
            parts.bands.vetoes = vec![Veto { when, at_most: Predicate::VeryPoor }];
        })
    })
}

/// An amount in millionths, small or as large as a column takes.
fn any_amount() -> impl Strategy<Value = i128> {
    let units = (0_i128..2_000).prop_map(|units| units * 1_000_000);
    let large = 0..=i128::from(i64::MAX);
    prop_oneof![4 => units, 2 => 0_i128..3_000_000_000, 1 => large, 1 => -2_000_000_i128..0]
}

fn any_target() -> impl Strategy<Value = Target> {
    (0_u8..8, any_amount(), any_amount()).prop_map(|(kind, one, other)| {
        let amount = |micros: i128| Quantity::from_micros(micros.abs().max(1));
        let (low, high) = (amount(one).min(amount(other)), amount(one).max(amount(other)));
        let zero = Quantity::ZERO;
        match kind {
            0 | 1 => Target::higher(low).unwrap(),
            2 => Target::lower(low).unwrap(),
            3 => Target::range(low, high).unwrap(),
            4 => Target::lower_range(zero, high).unwrap(),
            5 => Target::higher_range(zero, high).unwrap(),
            6 => Target::yes(),
            _ => Target::by_date("2026-06-30".parse().unwrap()),
        }
    })
}

/// What was reached: mostly of the kind that is asked for, often exactly as agreed.
fn any_actual(target: Target) -> impl Strategy<Value = Actual> {
    let day = (0_u64..40).prop_map(|days| {
        Actual::Day("2026-06-20".parse::<chrono::NaiveDate>().unwrap() + Days::new(days))
    });
    let answer = any::<bool>().prop_map(Actual::Answer);
    let amount = any_amount().prop_map(|micros| Actual::Amount(Quantity::from_micros(micros)));
    let exact = target.ends().map_or(Actual::Answer(true), |(low, _)| Actual::Amount(low));
    (any_kind(target), prop_oneof![3 => amount, 1 => Just(exact)], answer, day).prop_map(
        |(kind, amount, answer, day)| match kind {
            0 => amount,
            1 => answer,
            _ => day,
        },
    )
}

/// Days after the beginning of the period, few of them too many.
fn any_delay() -> impl Strategy<Value = u64> {
    prop_oneof![30 => 0_u64..60, 1 => 0_u64..400]
}

fn any_kind(target: Target) -> impl Strategy<Value = u8> {
    let right = if target.is_amount() {
        0
    } else if target.day().is_some() {
        2
    } else {
        1
    };
    prop_oneof![30 => Just(right), 1 => 0_u8..3]
}

fn any_indicators() -> impl Strategy<Value = Vec<(Indicator, Option<(Actual, u64)>)>> {
    let row = any_target().prop_flat_map(|target| {
        let reported = option::weighted(0.97, (any_actual(target), any_delay()));
        let aspect = select(vec![Aspect::Quantity, Aspect::Quality, Aspect::Time, Aspect::Cost]);
        (Just(target), reported, aspect, 0_u8..4)
    });
    (any_weights(5), vec(row, 7)).prop_map(|(weights, rows)| {
        let kinds = weights.into_iter().map(ResultKind::Main);
        let kinds = kinds.chain([ResultKind::Additional, ResultKind::Additional]);
        let indicators = kinds.zip(rows).enumerate();
        let made = indicators.map(|(index, (kind, (target, reported, aspect, result)))| {
            let one = indicator(&format!("I{index}"), "1", target);
            (Indicator { kind, aspect, result: format!("Hasil {result}"), ..one }, reported)
        });
        made.collect()
    })
}

fn any_scores() -> impl Strategy<Value = [Option<Score>; 7]> {
    let micros = prop_oneof![3 => 0_i128..=120_000_000, 1 => 0_i128..=1_000_000_000];
    let one = option::weighted(0.99, micros.prop_map(score));
    prop_oneof![20 => prop::array::uniform7(one), 1 => Just([None; 7])]
}

fn any_older() -> impl Strategy<Value = OlderEvidence> {
    use BehaviourAspect::*;
    let all = [
        ServiceOrientation,
        Integrity,
        Commitment,
        Discipline,
        Initiative,
        Cooperation,
        Leadership,
    ];
    let scores = vec(0_i128..=120_000_000, 7);
    let behaviour = (scores, any::<bool>(), 0_u64..40, 5_usize..=7);
    let codes = prop::collection::btree_set(select(vec!["I0", "I1", "I2"]), 0..3);
    let creativity =
        option::of(select(vec![Creativity::None, Creativity::Unit, Creativity::State]));
    let posts = select(vec![PostGroup::Leader, PostGroup::Staff]);
    let answers = (
        option::of(any::<bool>()),
        option::weighted(0.8, any::<bool>()),
        option::weighted(0.9, posts),
        option::weighted(0.1, select(vec![Employment::Pns, Employment::Pppk])),
    );
    let tasks = (option::weighted(0.8, 0_u32..12), creativity, option::of(0_i128..=120_000_000));
    (behaviour, codes, answers, tasks).prop_map(move |(behaviour, codes, answers, tasks)| {
        let (scores, leads, late, given) = behaviour;
        let scores = all.into_iter().zip(scores.into_iter().map(score)).take(given).collect();
        let on = "2012-01-01".parse::<chrono::NaiveDate>().unwrap() + Days::new(late * 200);
        let codes: std::collections::BTreeSet<_> =
            codes.into_iter().map(|code| code.parse().unwrap()).collect();
        OlderEvidence {
            behaviour: Some(OlderBehaviour { scores, leads, on }),
            additional_tasks: tasks.0,
            creativity: tasks.1,
            new_idea: answers.0,
            peer_opinion: answers.1,
            employment: answers.3,
            post: answers.2,
            highest_targets: codes.clone(),
            indirect: codes.clone(),
            action_plan: codes,
            first_half_of_2021: tasks.2.map(score),
        }
    })
}

fn any_background() -> impl Strategy<Value = Background> {
    let heads = select(OrgAchievement::BEST_FIRST.to_vec());
    option::weighted(0.2, heads).prop_map(|heads| Background { heads, ..Background::NOTHING })
}

fn any_person(period: &'static str) -> impl Strategy<Value = (WorkPlan, Evidence)> {
    let status = prop_oneof![
        9 => Just(PlanStatus::Agreed),
        5 => Just(PlanStatus::Running),
        1 => Just(PlanStatus::Draft),
    ];
    let person = (any_indicators(), any_scores(), option::weighted(0.95, any_delay()));
    (person, any_older(), any_background(), status).prop_map(
        move |((indicators, scores, behaved), older, background, status)| {
            let start = period.parse::<Period>().unwrap().start();
            let mut found = evidence(period, &[], [""; 7]);
            for (indicator, reported) in &indicators {
                if let Some((actual, days)) = reported {
                    let on = start + Days::new(*days);
                    let reported = Reported { actual: *actual, on };
                    found.actuals.insert(indicator.code.clone(), reported);
                }
            }
            found.behaviour = behaved.map(|days| Behaviour { scores, on: start + Days::new(days) });
            found.older = Some(Box::new(older));
            found.background = background;
            let indicators = indicators.into_iter().map(|(indicator, _)| indicator).collect();
            let plan = WorkPlan::new(period.parse().unwrap(), status, indicators).unwrap();
            (plan, found)
        },
    )
}

/// Up to six people of one of the periods.
pub(super) fn any_people(
    periods: &'static [&'static str],
) -> impl Strategy<Value = Vec<(WorkPlan, Evidence)>> {
    select(periods).prop_flat_map(|period| vec(any_person(period), 0..6))
}

/// A person of whom everything is known.
pub(super) fn person(period: &str) -> (WorkPlan, Evidence) {
    let indicators = vec![indicator("A", "60", higher("10")), indicator("B", "40", higher("4"))];
    let evidence = evidence(period, &[("A", "9"), ("B", "5")], ["90"; 7]);
    (plan(period, indicators), evidence)
}
