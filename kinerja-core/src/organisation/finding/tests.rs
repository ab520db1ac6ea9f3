//! Findings: each side of every target, what got worse, and who is not shown.

use proptest::prelude::*;

use super::*;
use crate::{
    number::Quantity,
    plan::{Actual, Contribution},
};

fn reading(
    title: &str,
    unit: &str,
    target: Target,
    actual: impl Into<Option<Actual>>,
) -> ServiceReading {
    ServiceReading {
        service: "ktp".parse().unwrap(),
        indicator: IndicatorName { title: title.to_owned(), unit: "menit".to_owned() },
        unit: unit.parse().unwrap(),
        contribution: Contribution::Collective,
        target,
        actual: actual.into(),
    }
}

fn amount(text: &str) -> Actual {
    Actual::Amount(text.parse().unwrap())
}

fn lower(text: &str) -> Target {
    Target::lower(text.parse().unwrap()).unwrap()
}

fn below(target: Target, actual: Actual) -> bool {
    let found = service_findings(&[reading("A", "a", target, Some(actual))], &[]).unwrap();
    !found.is_empty()
}

#[test]
fn a_unit_is_below_its_target_on_the_worse_side_of_each_edge() {
    let q = |text: &str| text.parse::<Quantity>().unwrap();
    let higher = Target::higher_range(q("80"), q("90")).unwrap();
    let lower = Target::lower_range(q("10"), q("15")).unwrap();
    let range = Target::range(q("88"), q("100")).unwrap();
    #[rustfmt::skip]
    let table = [
        (higher, "80",        false),
        (higher, "79.999999", true),
        (higher, "120",       false),
        (lower,  "15",        false),
        (lower,  "15.000001", true),
        (lower,  "1",         false),
        (range,  "88",        false),
        (range,  "87.999999", true),
        (range,  "100",       false),
        (range,  "100.000001", true),
    ];
    for (target, actual, expected) in table {
        assert_eq!(below(target, Actual::Amount(q(actual))), expected, "{target:?} {actual}");
    }
    assert!(below(Target::yes(), Actual::Answer(false)));
    assert!(!below(Target::yes(), Actual::Answer(true)));
    let by = Target::by_date("2026-06-20".parse().unwrap());
    assert!(!below(by, Actual::Day("2026-06-20".parse().unwrap())));
    assert!(below(by, Actual::Day("2026-06-21".parse().unwrap())));
}

#[test]
fn units_below_target_are_counted_and_those_without_a_report_apart() {
    let found = service_findings(
        &[
            reading("Waktu tunggu", "b", lower("15"), amount("18")),
            reading("Waktu tunggu", "a", lower("15"), amount("12.5")),
            reading("Waktu tunggu", "c", lower("15"), None),
            reading("Waktu tunggu", "a", lower("15"), amount("20")),
            reading("Keluhan", "a", lower("3"), None),
        ],
        &[],
    )
    .unwrap();
    let [finding] = &found[..] else { panic!("{found:?}") };
    // Unit a has 16.25 on average, and the mean of all three readings is 50.5 / 3.
    assert_eq!(finding.below, ["a".parse().unwrap(), "b".parse().unwrap()]);
    assert_eq!((finding.measured, finding.missing, finding.change), (2, 1, None));
    assert_eq!(finding.actual, Ratio::new(50_500_000, 3).unwrap());
}

#[test]
fn what_got_worse_is_told_even_where_the_target_is_met() {
    let change = |target, now: &str, before: &str| {
        let found = service_findings(
            &[reading("A", "a", target, amount(now))],
            &[reading("A", "a", target, amount(before))],
        )
        .unwrap();
        found.first().and_then(|finding| finding.change)
    };
    let higher = Target::higher("10".parse().unwrap()).unwrap();
    let worse = change(higher, "12", "13.5").unwrap();
    assert_eq!((worse.trend, worse.by), (Trend::Worse, Ratio::new(-1_500_000, 1).unwrap()));
    assert_eq!(worse.before, Ratio::new(13_500_000, 1).unwrap());
    assert_eq!(change(higher, "13", "12"), None, "better and met is nothing to tell");
    assert_eq!(change(higher, "9", "8").unwrap().trend, Trend::Better);
    assert_eq!(change(higher, "9", "9").unwrap().trend, Trend::Same);
    assert_eq!(change(lower("15"), "14", "13").unwrap().trend, Trend::Worse);
    let range = Target::range("88".parse().unwrap(), "100".parse().unwrap()).unwrap();
    assert_eq!(change(range, "104", "85").unwrap().trend, Trend::Worse);
    assert_eq!(change(range, "85", "104").unwrap().trend, Trend::Better);
    assert_eq!(change(range, "90", "99"), None);
}

#[test]
fn another_target_is_another_finding_and_a_new_one_is_compared_with_what_was_reached() {
    let found = service_findings(
        &[
            reading("A", "b", lower("15"), amount("18")),
            reading("A", "a", lower("10"), amount("12")),
        ],
        &[
            reading("A", "a", lower("20"), amount("15")),
            reading("A", "b", lower("20"), amount("15")),
        ],
    )
    .unwrap();
    let told: Vec<_> =
        found.iter().map(|found| (found.target, found.change.unwrap().trend)).collect();
    assert_eq!(told, [(lower("10"), Trend::Better), (lower("15"), Trend::Worse)]);
}

#[test]
fn an_actual_of_the_wrong_kind_is_refused() {
    let wrong = reading("A", "a", lower("15"), Some(Actual::Answer(true)));
    assert!(matches!(service_findings(&[], &[wrong]), Err(FindingError::WrongKind { .. })));
}

#[test]
fn the_largest_amounts_are_compared_without_overflow() {
    let most = "999999999999999999.999999";
    let many = |actual: &str| vec![reading("A", "a", lower("1"), amount(actual)); 1_000];
    let found = service_findings(&many(most), &many(&format!("-{most}"))).unwrap();
    assert_eq!(found[0].change.unwrap().trend, Trend::Worse);
}

#[test]
fn a_small_unit_and_a_person_alone_are_left_out_before_anything_is_added_up() {
    let people = BTreeMap::from([("big".parse().unwrap(), 5), ("small".parse().unwrap(), 4)]);
    let own = |unit: &str, actual: &str| ServiceReading {
        contribution: Contribution::Individual,
        ..reading("Berkas", unit, lower("15"), amount(actual))
    };
    let together = |unit: &str| reading("Waktu tunggu", unit, lower("15"), amount("18"));
    let shown = |readings: &[ServiceReading]| publishable(readings, &people).len();
    assert_eq!(shown(&[together("big"), together("small"), together("unknown")]), 1);
    assert_eq!(shown(&vec![own("big", "18"); 5]), 5);
    assert_eq!(shown(&vec![own("big", "18"); 4]), 0);
    assert_eq!(shown(&vec![own("small", "18"); 5]), 0);
    let mut five = vec![own("big", "18"); 5];
    five[0].actual = None;
    assert_eq!(shown(&five), 0, "four who reported are few, whoever is missing");
    let mut mixed = vec![own("big", "18"); 5];
    mixed[0].target = lower("16");
    assert_eq!(shown(&mixed), 0, "one target of one's own is one person");
}

proptest! {
    /// The order in which readings come changes nothing.
    #[test]
    fn the_order_of_readings_changes_nothing(
        now in prop::collection::vec((0_u8..3, 0_u8..3, prop::option::of(0_u32..40), 1_u32..3), 0..12),
        before in prop::collection::vec((0_u8..3, 0_u8..3, prop::option::of(0_u32..40), 1_u32..3), 0..12),
    ) {
        let readings = |drawn: &[(u8, u8, Option<u32>, u32)]| -> Vec<_> {
            drawn.iter().map(|(title, unit, actual, target)| {
                let actual = actual.map(|actual| Actual::Amount(actual.into()));
                let target = Target::lower((target * 10).into()).unwrap();
                reading(&format!("I{title}"), &format!("u{unit}"), target, actual)
            }).collect()
        };
        let (mut now, mut before) = (readings(&now), readings(&before));
        let found = service_findings(&now, &before).unwrap();
        now.reverse();
        before.reverse();
        prop_assert_eq!(service_findings(&now, &before).unwrap(), found);
    }

    /// What is published does not depend on the readings of small units at all.
    #[test]
    fn small_units_leave_no_trace(amounts in prop::collection::vec((0_u8..4, 0_u32..40), 0..12), other in 0_u32..40) {
        let people: BTreeMap<Code, u32> =
            (0_u32..4).map(|unit| (format!("u{unit}").parse().unwrap(), 3 + unit)).collect();
        let readings = |small: Option<u32>| -> Vec<_> {
            amounts.iter().map(|(unit, actual)| {
                let actual = small.filter(|_| *unit < 2).unwrap_or(*actual);
                reading("A", &format!("u{unit}"), lower("20"), Some(Actual::Amount(actual.into())))
            }).collect()
        };
        let shown = |readings: &[ServiceReading]| {
            service_findings(&publishable(readings, &people), &[]).unwrap()
        };
        prop_assert_eq!(shown(&readings(None)), shown(&readings(Some(other))));
    }
}
