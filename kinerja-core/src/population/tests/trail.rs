//! Trails give back what they were made of.

use proptest::prelude::*;

use super::{
    any::{any_people, any_policy},
    gathered,
};
use crate::{
    evaluation::{Derivation, evaluate},
    plan::PlanStatus,
    population::{Columns, Gathered, Trail, TrailError},
    testing::{evidence, higher, indicator, plan, policy},
};

proptest! {
    #[test]
    fn a_trail_gives_the_same_evaluation_and_derivation(policy in any_policy(), people in any_people(&["2026-Q2", "2022-S1", "2024"])) {
        let gathered = gathered(&policy, &people);
        let columns = gathered.columns();
        for (person, (_, evidence)) in people.iter().enumerate() {
            let trail = match Trail::of(&columns, person) {
                Ok(trail) => trail,
                Err(error) => {
                    prop_assert_eq!(error, TrailError::NotNumbers { person });
                    prop_assert!(!evidence.background.is_nothing());
                    continue;
                }
            };
            let explained = |(plan, evidence)| {
                let found = evaluate(&policy, &plan, &evidence);
                let derivation = Derivation::new(&plan, &evidence, &found);
                (found, derivation)
            };
            let read = Trail::from_bytes(trail.as_bytes()).unwrap().person().unwrap();
            prop_assert_eq!(explained(read), explained(columns.person(person).unwrap()));
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        // Behind the beginning of a real one, so that the rest is read.
        let begun = [&[1, 2, 0xd4, 0x1f, 4, 2, 3, 10, 1][..], &bytes].concat();
        for bytes in [bytes, begun] {
            if let Ok(trail) = Trail::from_bytes(&bytes) {
                prop_assert!(trail.person().is_ok());
            }
        }
    }
}

/// Trails are kept for years: the numbers in them mean what they meant.
#[test]
fn kept_bytes_are_read_as_they_were_written() {
    // 2026-Q2, no decimals, agreed, scored on the third day, seven times 90.
    let head = [1, 2, 0xd4, 0x1f, 4, 0, 2, 4, 1, 91, 91, 91, 91, 91, 91, 91];
    // What is better, a fifth, the target, reached exactly on the first day.
    let rows: [&[u8]; 5] = [
        &[0x38, 20, 80, 0, 0],
        &[0x39, 20, 80, 0, 0],
        &[0x3a, 20, 80, 0, 0],
        &[0x3b, 20, 2, 0, 0],
        &[0x3c, 20, 170, 167, 90, 0, 0],
    ];
    let bytes = [&head[..], &rows.concat()].concat();
    let (plan, evidence) = Trail::from_bytes(&bytes).unwrap().person().unwrap();
    assert_eq!(
        (plan.period().to_string().as_str(), plan.status()),
        ("2026-Q2", PlanStatus::Agreed)
    );
    let directions: Vec<_> =
        plan.indicators().iter().map(|one| one.target.direction().code()).collect();
    assert_eq!(directions, ["higher", "lower", "range", "yes_no", "by_date"]);
    assert_eq!(evidence.behaviour.unwrap().on.to_string(), "2026-04-03");
}

#[test]
fn ten_indicators_and_seven_scores_take_about_a_hundred_bytes() {
    let codes: Vec<String> = (0..10).map(|index| format!("I{index}")).collect();
    let indicators = codes.iter().map(|code| indicator(code, "10", higher("412.55"))).collect();
    let actuals: Vec<_> = codes.iter().map(|code| (code.as_str(), "398.20")).collect();
    let people = [(plan("2026-Q2", indicators), evidence("2026-Q2", &actuals, ["88"; 7]))];
    let gathered = gathered(&policy(), &people);
    let bytes = Trail::of(&gathered.columns(), 0).unwrap().as_bytes().len();
    // Millionths as the gathered columns have them; two decimals take fewer.
    assert!((100..160).contains(&bytes), "{bytes}");
    assert_eq!(in_hundredths(), 96);
}

/// The same from columns of two decimals.
fn in_hundredths() -> usize {
    let (weights, low, actual) = ([1_000; 10], [41_255; 10], [39_820; 10]);
    let directions = [crate::plan::Direction::Higher; 10];
    let nobody = Gathered::new("2026-Q2".parse().unwrap());
    let mut parts = *nobody.columns().parts();
    let behaviour = [[88_000_000; 7]];
    parts.offsets = &[0, 10];
    parts.rows.weights = &weights;
    parts.rows.directions = &directions;
    (parts.rows.low, parts.rows.high, parts.rows.actual) = (&low, &low, &actual);
    (parts.rows.decimals, parts.rows.reported) = (2, None);
    (parts.rows.aspects, parts.rows.results) = (None, None);
    parts.people.behaviour = &behaviour;
    (parts.people.behaviour_on, parts.people.statuses) = (None, None);
    (parts.people.backgrounds, parts.people.older) = (None, None);
    Trail::of(&Columns::new(parts).unwrap(), 0).unwrap().as_bytes().len()
}

#[test]
fn a_trail_of_nobody_or_of_more_than_numbers_is_refused() {
    let policy = policy();
    let one = gathered(&policy, &[super::person("2026-Q2")]);
    let error = Trail::of(&one.columns(), 1).unwrap_err();
    assert_eq!(error, TrailError::Nobody { person: 1 });
    let older = gathered(&policy, &[super::person("2019")]);
    let error = Trail::of(&older.columns(), 0).unwrap_err();
    assert_eq!(error, TrailError::NotNumbers { person: 0 });
    for bytes in [&[][..], &[2], &[1, 9]] {
        assert_eq!(Trail::from_bytes(bytes).unwrap_err(), TrailError::Malformed);
    }
}
