//! Tests of the formulas of PP 46/2011.

use proptest::prelude::*;

use super::*;
use crate::testing::policy;

fn rule() -> AspectRule {
    policy().rules.pp46_2011_aspects.at("2020-01-01".parse().unwrap()).unwrap().value
}

fn saved(target: &str, actual: &str) -> Ratio {
    let measured = Measured::new(target.parse().unwrap(), actual.parse().unwrap()).unwrap();
    measured.saved(&rule()).unwrap()
}

fn micros(micros: i128) -> Ratio {
    Ratio::new(micros, 1).unwrap()
}

#[test]
fn saving_pays_up_to_24_percent_and_falls_off_a_cliff_after() {
    #[rustfmt::skip]
    let table = [
        ("100", "100",   76_000_000),
        ("100", "76",   100_000_000),
        ("100", "75.99", 75_990_000),
        ("100", "50",    50_000_000),
        ("100", "0",              0),
        ("12",  "13",    67_666_667),
        ("100", "176",            0),
        ("12",  "24",   -24_000_000),
    ];
    for (target, actual, expected) in table {
        assert_eq!(saved(target, actual).rounded(), micros(expected), "{actual} of {target}");
    }
}

#[test]
fn the_cliff_is_asked_of_the_exact_number() {
    // 24.0000000000001 % saved rounds to 24 and is more than 24.
    assert_eq!(saved("1000000000", "760000000"), micros(100_000_000));
    assert!(saved("1000000000", "759999999.999999") < micros(76_000_000));
    // A third of the target: no decimal number of percent.
    assert_eq!(saved("3", "1"), Ratio::new(100_000_000, 3).unwrap());
}

#[test]
fn what_cannot_be_measured_is_refused() {
    let measured = |target: &str, actual: &str| {
        Measured::new(target.parse().unwrap(), actual.parse().unwrap()).is_ok()
    };
    assert!(measured("0.000001", "0"));
    assert!(!measured("0", "1"));
    assert!(!measured("-1", "1"));
    assert!(!measured("1", "-0.000001"));
}

#[test]
fn the_mean_is_rounded_once_and_not_its_aspects() {
    let two_thirds = Measured::new(3.into(), 2.into()).unwrap();
    let on_target = Measured::new(1.into(), 1.into()).unwrap();
    let activity = Activity {
        quantity: two_thirds,
        quality: two_thirds,
        time: on_target,
        cost: Some(Measured::new(100.into(), 76.into()).unwrap()),
    };
    // (66.666… + 66.666… + 76 + 100) / 4 = 77.333…; of rounded aspects it would
    // be 77.3333335 and read 77.333334.
    assert_eq!(activity.aspects(&rule()).unwrap().value, micros(77_333_333));
}

#[test]
fn more_tasks_and_a_wider_reach_bring_more_points() {
    let rules = policy().rules.clone();
    let rule = &rules.pp46_2011_additions.at("2020-01-01".parse().unwrap()).unwrap().value;
    let points = [0, 1, 3, 4, 6, 7, 1_000].map(|count| rule.tasks(count).to_string());
    assert_eq!(points, ["0", "1", "1", "2", "2", "3", "3"]);
    let reach = [Creativity::None, Creativity::Unit, Creativity::Organisation, Creativity::State];
    assert_eq!(reach.map(|reach| rule.creativity(reach).to_string()), ["0", "3", "6", "12"]);
}

proptest! {
    /// Within 24 % faster never gives less; beyond, the law itself turns round.
    #[test]
    fn less_is_better_up_to_the_cliff_and_worse_beyond(target in 1_u32..100_000, a in 0_u32..200_000, b in 0_u32..200_000) {
        let (less, more) = (a.min(b), a.max(b));
        let value = |actual: u32| saved(&target.to_string(), &actual.to_string());
        let efficient = |actual: u32| u64::from(actual) * 100 >= u64::from(target) * 76;
        if efficient(less) {
            prop_assert!(value(less) >= value(more));
        } else if !efficient(more) {
            prop_assert!(value(less) <= value(more));
            prop_assert!(value(more) < micros(76_000_000));
        }
    }

    /// The formulas as the regulation writes them, in whole numbers.
    #[test]
    fn both_branches_are_those_of_the_regulation(target in 1_i128..1_000_000, actual in 1_i128..2_000_000) {
        let found = saved(&target.to_string(), &actual.to_string());
        // In hundredths of the target: (176 T - 100 R) / T.
        let efficient = Ratio::new((176 * target - 100 * actual) * 1_000_000, target).unwrap();
        let expected = if 100 * target - 100 * actual <= 24 * target {
            efficient
        } else {
            micros(176_000_000).plus(efficient.times(-1, 1).unwrap()).unwrap()
        };
        prop_assert_eq!(found, expected);
    }

    /// No amounts that can be written make it fail.
    #[test]
    fn no_amount_panics(target in "[0-9]{1,18}(\\.[0-9]{1,6})?", actual in "[0-9]{1,18}(\\.[0-9]{1,6})?") {
        let measured = Measured::new(target.parse().unwrap(), actual.parse().unwrap());
        if let Ok(measured) = measured {
            let activity = Activity { quantity: measured, quality: measured, time: measured, cost: Some(measured) };
            prop_assert!(measured.saved(&rule()).is_some());
            prop_assert!(activity.aspects(&rule()).is_none_or(|found| found.cost.is_some()));
        }
    }
}
