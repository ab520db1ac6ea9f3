//! Strategies for acts about a result.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use crate::{
    consequence::Role,
    evaluation::{Act, Actor, Deed, DeedKind, Judgement, Official, Ratings, Reason},
    people::Nip,
    scheme::{Predicate, Rating},
};

/// The number of a person of a test: 0 is the employee, 1 the evaluator, 2 the
/// evaluator's superior.
pub fn official_nip(person: u32) -> Nip {
    super::value(&format!("19850101201001{}{:03}", 1 + person % 2, 1 + person % 900))
}

/// Any two ratings.
pub fn any_ratings() -> impl Strategy<Value = Ratings> {
    let rating = || prop::sample::select(Rating::ALL.to_vec());
    (rating(), rating()).prop_map(|(result, behaviour)| Ratings { result, behaviour })
}

/// Anything that can be decided, mostly two ratings.
pub fn any_judgement() -> impl Strategy<Value = Judgement> {
    prop_oneof![
        9 => any_ratings().prop_map(Judgement::Ratings),
        1 => prop::sample::select(Predicate::BEST_FIRST.to_vec()).prop_map(Judgement::Predicate),
    ]
}

fn any_deed() -> impl Strategy<Value = Deed> {
    let reason = || Just(super::value::<Reason>("Alasan."));
    let number = || 1_u32..3;
    prop_oneof![
        (number(), prop::option::of(any_judgement()), prop::option::of(reason())).prop_map(
            |(revision, judgement, reason)| Deed::Propose { revision, judgement, reason }
        ),
        (number(), any_judgement(), prop::option::of(reason()))
            .prop_map(|(proposal, judgement, reason)| Deed::Decide { proposal, judgement, reason }),
        (number(), any_judgement(), reason())
            .prop_map(|(proposal, judgement, reason)| Deed::Revise { proposal, judgement, reason }),
        Just(Deed::Receive),
        reason().prop_map(|reasons| Deed::Object { reasons }),
        (any_judgement(), reason())
            .prop_map(|(judgement, reason)| Deed::Uphold { judgement, reason }),
        reason().prop_map(|reason| Deed::Reject { reason }),
    ]
}

/// An act about a result of the second quarter of 2026, mostly by the one who
/// must act.
pub fn any_act() -> impl Strategy<Value = Act> {
    (any_deed(), 0_u64..60, 0_u32..20, prop::option::weighted(0.1, 0_u32..4)).prop_map(
        |(deed, days, sequence, somebody)| {
            let (role, right) = match &deed {
                Deed::Propose { .. } | Deed::Receive | Deed::Object { .. } => (Role::Employee, 0),
                Deed::Decide { .. } | Deed::Revise { .. } => (Role::Superior, 1),
                Deed::Uphold { .. } | Deed::Reject { .. } => (Role::EvaluatorSuperior, 2),
            };
            let nip = official_nip(somebody.unwrap_or(right));
            let engine = somebody.is_none() && deed.kind() == DeedKind::Propose;
            let by = if engine { Actor::Engine } else { Actor::Person(Official { role, nip }) };
            let first = super::value::<NaiveDate>("2026-06-29");
            Act { on: first + Days::new(days), sequence, by, deed }
        },
    )
}
