//! The predicates of the periods before, as far as acts on record tell them.

use std::collections::BTreeMap;

use kinerja_core::{
    calendar::Period,
    consequence::Role,
    evaluation::{Judgement, Ratings},
    people::Nip,
    region::RegionPolicy,
    scheme::{Basis, Predicate},
};

use super::superiors::named_before;
use crate::store::acts::{
    Act, PersonActs, StoredAct,
    judgement::{self, ActingAs, Decision, Ruling},
};

/// Periods before the present one that conditions look back at, at most.
const HISTORY_MAX: usize = 120;

/// The predicates of the periods before, newest first, back to the oldest that was
/// decided.
pub(super) fn history(
    policy: &RegionPolicy,
    person: &PersonActs,
    period: Period,
) -> Vec<Option<Predicate>> {
    let decided = decided(policy, person);
    let Some(oldest) = decided.keys().map(|period| period.start()).min() else { return Vec::new() };
    let before =
        |period: &Period| period.start().pred_opt().and_then(|day| period.cadence().period_of(day));
    std::iter::successors(before(&period), before)
        .take_while(|period| period.start() >= oldest)
        .take(HISTORY_MAX)
        .map(|period| decided.get(&period).copied())
        .collect()
}

/// What people did about the result of one period.
#[derive(Default)]
struct Judged<'a> {
    ratings: Vec<&'a judgement::Ratings>,
    decisions: Vec<&'a Decision>,
    upheld: Option<Judgement>,
}

/// What people did, by period.
fn judged(person: &PersonActs) -> BTreeMap<Period, Judged<'_>> {
    let mut periods: BTreeMap<Period, Judged<'_>> = BTreeMap::new();
    for act in stored(person) {
        let Some(period) = act.period else { continue };
        // Before 2022 two ratings say nothing, and since then no predicate does.
        let basis = Basis::of(period.start());
        if let Act::Ratings(given) = &act.act
            && basis == Basis::Matrix
        {
            periods.entry(period).or_default().ratings.push(given);
        } else if let Act::Decision(decision) = &act.act
            && decision.judgement.basis() == basis
        {
            periods.entry(period).or_default().decisions.push(decision);
        } else if let Act::Objection(found) = &act.act
            && let Some(outcome) = found.objected.as_ref().and_then(|made| made.outcome.as_ref())
            && let Ruling::Uphold(judgement) = outcome.ruling
            && judgement.basis() == basis
        {
            periods.entry(period).or_default().upheld = Some(judgement);
        }
    }
    periods
}

/// The predicates that people decided, by period. A proposal is never among them.
fn decided(policy: &RegionPolicy, person: &PersonActs) -> BTreeMap<Period, Predicate> {
    let found = judged(person).into_iter().filter_map(|(period, judged)| {
        Some((period, judged.stands(person, period)?.predicate(policy.matrix_of(period))))
    });
    found.collect()
}

/// The acts that can be read, by kind and day.
fn stored(person: &PersonActs) -> impl Iterator<Item = &StoredAct> {
    person.acts.iter().filter_map(|found| found.act.as_ref())
}

impl Judged<'_> {
    /// What was decided and holds. The stronger word wins: an objection
    /// that was upheld; else the last decision of the direct superior, of which each
    /// but the first says why; else the ratings of the evaluator, which are the
    /// decision where nothing else is decided.
    fn stands(&self, person: &PersonActs, period: Period) -> Option<Judgement> {
        if self.upheld.is_some() {
            return self.upheld;
        }
        let named = evaluator(person, period);
        let rates = |by: &Nip| named.is_none_or(|named| named == by);
        let staff = person.staff.superior.as_ref();
        let mut ratings = self.ratings.iter().filter(|given| rates(&given.evaluator));
        // Of several, that of the superior; or of whoever was it when he rated.
        let own = ratings.clone().find(|given| Some(&given.evaluator) == named.or(staff));
        let given = own.or_else(|| ratings.next_back());
        let mut stands = given.map(|given| {
            Judgement::Ratings(Ratings { result: given.result, behaviour: given.behaviour })
        });
        let mut needs_reason = given.is_some_and(|given| given.reason.is_some());
        for decision in &self.decisions {
            let by_superior = decision.role == ActingAs::Role(Role::Superior);
            if by_superior
                && rates(&decision.official)
                && (decision.reason.is_some() || !needs_reason)
            {
                stands = Some(decision.judgement);
                needs_reason = true;
            }
        }
        stands
    }
}

/// The evaluator of a period, where something was decided in it or a move names him.
fn evaluator(person: &PersonActs, period: Period) -> Option<&Nip> {
    let moves = stored(person).filter_map(|act| {
        if let Act::Movement(movement) = &act.act { Some((act.on, movement)) } else { None }
    });
    person.evaluators.get(&period).or_else(|| named_before(moves, period.end()))
}

#[cfg(test)]
mod tests {
    use kinerja_core::{
        people::Employment,
        scheme::Rating::{self, Above, Below, Meets},
    };

    use super::*;
    use crate::store::acts::{
        ActKind, NumberedAct, Staff, Subject,
        judgement::{Objected, Objection, Outcome},
        planning::{Change, Movement},
    };

    const PERSON: &str = "197307192003012003";
    const SUPERIOR: &str = "197810112003051009";
    const OTHER: &str = "197006201994011003";

    fn act(on: &str, act: Act) -> NumberedAct {
        let of_days = act.kind() == ActKind::Movement;
        let period = (!of_days).then(|| "2026-Q1".parse().unwrap());
        let about = Subject::Person(PERSON.parse().unwrap());
        let kind = act.kind().name().to_owned();
        let act = StoredAct { about, period, on: on.parse().unwrap(), revision: 1, act };
        NumberedAct { number: 1, act: Some(act), kind }
    }

    fn rated(by: &str, rating: Rating, reason: Option<&str>) -> NumberedAct {
        act(
            "2026-04-05",
            Act::Ratings(judgement::Ratings {
                evaluator: by.parse().unwrap(),
                result: rating,
                behaviour: rating,
                reason: reason.map(str::to_owned),
            }),
        )
    }

    fn decision(on: &str, role: ActingAs, rating: Rating, reason: Option<&str>) -> NumberedAct {
        act(
            on,
            Act::Decision(Decision {
                official: SUPERIOR.parse().unwrap(),
                role,
                proposal: None,
                judgement: both(rating),
                reason: reason.map(str::to_owned),
            }),
        )
    }

    fn both(rating: Rating) -> Judgement {
        Judgement::Ratings(Ratings { result: rating, behaviour: rating })
    }

    fn upheld(rating: Rating) -> NumberedAct {
        let ruling = Ruling::Uphold(both(rating));
        let on = "2026-04-20".parse().unwrap();
        let official = OTHER.parse().unwrap();
        let outcome = Some(Outcome { official, on, ruling, reason: "Sah".into() });
        let objected = Some(Objected { on, reasons: "Bukti".into(), outcome });
        act("2026-04-11", Act::Objection(Objection { received: on, objected }))
    }

    fn moved_to(superior: &str) -> NumberedAct {
        let change = Change::NewSuperior { superior: superior.parse().unwrap() };
        act("2026-02-01", Act::Movement(Movement { change, letter: None }))
    }

    fn person(superior: &str, acts: Vec<NumberedAct>) -> PersonActs {
        let staff = Staff {
            unit: "setda".into(),
            post: "Analis".into(),
            superior: Some(superior.parse().unwrap()),
            employment: Employment::Pns,
        };
        PersonActs { staff, acts, documents: Vec::new(), evaluators: BTreeMap::new() }
    }

    /// The rating by which the person stands.
    fn stands(acts: Vec<NumberedAct>) -> Option<Rating> {
        let person = person(SUPERIOR, acts);
        let period = "2026-Q1".parse().unwrap();
        let found = judged(&person).remove(&period)?.stands(&person, period);
        found.and_then(|found| found.ratings().map(|found| found.result))
    }

    #[test]
    fn the_stronger_word_about_an_earlier_period_wins() {
        let own = ActingAs::Role(Role::Superior);
        let day = "2026-04-08";
        #[rustfmt::skip]
        let table = [
            (vec![],                                                                       None),
            (vec![rated(SUPERIOR, Below, None)],                                           Some(Below)),
            (vec![rated(SUPERIOR, Below, None), decision(day, own, Meets, None)],          Some(Meets)),
            (vec![rated(SUPERIOR, Below, Some("A")), decision(day, own, Meets, None)],     Some(Below)),
            (vec![rated(SUPERIOR, Below, Some("A")), decision(day, own, Meets, Some("B"))], Some(Meets)),
            (vec![decision(day, ActingAs::OTHER, Meets, Some("B"))],                       None),
            (vec![decision(day, own, Meets, None), decision("2026-04-09", own, Below, None)], Some(Meets)),
            (vec![decision(day, own, Meets, None), upheld(Above)],                         Some(Above)),
            (vec![rated(OTHER, Above, None), rated(SUPERIOR, Below, None)],                Some(Below)),
            (vec![rated(SUPERIOR, Below, None), rated(OTHER, Above, None), moved_to(OTHER)], Some(Above)),
            (vec![rated(SUPERIOR, Below, None), moved_to(OTHER)],                          None),
        ];
        for (acts, expected) in table {
            let shown = format!("{acts:?}");
            assert_eq!(stands(acts), expected, "{shown}");
        }
    }

    #[test]
    fn who_decided_stays_the_evaluator_whatever_the_file_of_staff_says_since() {
        let period = "2026-Q1".parse().unwrap();
        let acts = vec![rated(SUPERIOR, Below, None), rated(OTHER, Above, None)];
        let mut person = person(OTHER, acts);
        let stands = |person: &PersonActs| {
            let stands = judged(person).remove(&period).unwrap().stands(person, period);
            stands.and_then(Judgement::ratings).unwrap().result
        };
        assert_eq!(stands(&person), Above);
        person.evaluators.insert(period, SUPERIOR.parse().unwrap());
        assert_eq!(stands(&person), Below);
    }

    #[test]
    fn a_period_that_nobody_decided_is_a_gap_in_the_history() {
        let policy = include_str!("../../../examples/regions/samarinda/policy.toml");
        let policy = RegionPolicy::from_toml(policy).unwrap();
        let person = person(SUPERIOR, vec![rated(SUPERIOR, Meets, None)]);
        let of = |period: &str| history(&policy, &person, period.parse().unwrap());
        assert_eq!(of("2026-Q2"), [Some(Predicate::Good)]);
        assert_eq!(of("2026-Q3"), [None, Some(Predicate::Good)]);
        assert_eq!(of("2026-Q1"), []);
    }

    #[test]
    fn before_2022_the_decided_predicate_stands_and_ratings_do_not() {
        let policy = include_str!("../../../examples/regions/samarinda/policy.toml");
        let policy = RegionPolicy::from_toml(policy).unwrap();
        let of_2021 = |mut found: NumberedAct| {
            found.act.as_mut().unwrap().period = Some("2021-Q4".parse().unwrap());
            found
        };
        let own = ActingAs::Role(Role::Superior);
        let decided = |predicate| {
            let mut found = decision("2022-02-01", own, Below, Some("A"));
            if let Some(StoredAct { act: Act::Decision(decision), .. }) = &mut found.act {
                decision.judgement = Judgement::Predicate(predicate);
            }
            of_2021(found)
        };
        let enough = decided(Predicate::NeedsImprovement);
        let rated = of_2021(rated(SUPERIOR, Above, None));
        let by_ratings = of_2021(decision("2022-02-02", own, Above, Some("B")));
        let since = decision("2026-04-08", own, Meets, None);
        let history = |acts| {
            let person = person(SUPERIOR, acts);
            history(&policy, &person, "2022-Q1".parse().unwrap())
        };
        assert_eq!(history(vec![rated.clone(), since.clone()]), []);
        let found = history(vec![rated, enough, by_ratings, since]);
        assert_eq!(found, [Some(Predicate::NeedsImprovement)]);
    }
}
