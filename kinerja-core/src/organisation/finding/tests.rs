//! Findings: each side of every target, what got worse, and who is not shown.

use proptest::prelude::*;

use super::*;
use crate::{
    language::Language,
    number::Quantity,
    plan::{Actual, Contribution, Direction, Target},
};

/// What one person of a unit reported, with names of their own.
#[derive(Debug, Clone)]
struct Reported {
    title: String,
    unit: Code,
    contribution: Contribution,
    target: Target,
    actual: Option<Actual>,
}

fn reading(title: &str, unit: &str, target: Target, actual: impl Into<Option<Actual>>) -> Reported {
    Reported {
        title: title.to_owned(),
        unit: unit.parse().unwrap(),
        contribution: Contribution::Collective,
        target,
        actual: actual.into(),
    }
}

fn own(title: &str, unit: &str, target: Target, actual: impl Into<Option<Actual>>) -> Reported {
    Reported { contribution: Contribution::Individual, ..reading(title, unit, target, actual) }
}

/// The units with what was reported, each reading by a person of its own.
fn units(reported: &[Reported]) -> Result<Vec<(Code, UnitReadings)>, FindingError> {
    let mut units: BTreeMap<Code, UnitReadings> = BTreeMap::new();
    for Reported { title, unit, contribution, target, actual } in reported {
        let of = units.entry(unit.clone()).or_default();
        of.add_person(&[ServiceReading {
            service: &"ktp".parse().unwrap(),
            title,
            measure: "menit",
            contribution: *contribution,
            target: *target,
            actual: *actual,
        }])?;
    }
    Ok(units.into_iter().collect())
}

fn findings(now: &[Reported], before: &[Reported]) -> Result<Vec<ServiceFinding>, FindingError> {
    service_findings(&units(now)?, &units(before)?)
}

/// How many readings of each unit are published.
fn shown(reported: &[Reported]) -> usize {
    let units = units(reported).unwrap();
    units.iter().filter(|(_, of)| of.publishable().sums().next().is_some()).count()
}

fn amount(text: &str) -> Actual {
    Actual::Amount(text.parse().unwrap())
}

fn lower(text: &str) -> Target {
    Target::lower(text.parse().unwrap()).unwrap()
}

fn below(target: Target, actual: Actual) -> bool {
    let found = findings(&[reading("A", "a", target, Some(actual))], &[]).unwrap();
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
    let found = findings(
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
        let found = findings(
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
    let found = findings(
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
    let same = Agreed::Same;
    assert_eq!(told, [(same(lower("10")), Trend::Better), (same(lower("15")), Trend::Worse)]);
}

#[test]
fn what_people_reach_each_on_their_own_is_one_mean_against_the_mean_of_their_targets() {
    let higher = |text: &str| Target::higher(text.parse().unwrap()).unwrap();
    let berkas = |unit, target: &str, actual: &str| {
        own("Berkas", unit, higher(target), (!actual.is_empty()).then(|| amount(actual)))
    };
    let found = findings(
        &[
            berkas("a", "100", "90"),
            berkas("a", "130", "140"),
            // Whoever did not report has no part in either mean.
            berkas("a", "900", ""),
            berkas("b", "100", "100"),
            berkas("b", "100", "80"),
        ],
        &[berkas("a", "50", "101"), reading("Berkas", "a", higher("1"), amount("1"))],
    )
    .unwrap();
    let [finding] = &found[..] else { panic!("{found:?}") };
    let mean = Ratio::new(430_000_000, 4).unwrap();
    assert_eq!(
        finding.target,
        Agreed::Mean { direction: Direction::Higher, low: mean, high: mean }
    );
    assert_eq!(finding.target.show(Language::Indonesian), "rata-rata ≥ 107,50");
    // Unit a reached 230 of 230, unit b 180 of 200.
    assert_eq!((finding.below.clone(), finding.measured), (vec!["b".parse().unwrap()], 2));
    assert_eq!(finding.actual, Ratio::new(410_000_000, 4).unwrap());
    // The collective reading of the same name is another thing.
    assert_eq!(finding.change.unwrap().before, Ratio::new(101_000_000, 1).unwrap());
    let day = |text: &str| Target::by_date(text.parse().unwrap());
    let late = Actual::Day("2026-07-01".parse().unwrap());
    let found = findings(
        &[own("A", "a", day("2026-06-20"), late), own("A", "a", day("2026-06-21"), late)],
        &[],
    )
    .unwrap();
    assert_eq!(found[0].target.show(Language::English), "in time");
}

#[test]
fn sums_are_kept_and_read_back_as_they_were() {
    let most = "999999999999999999.999999";
    let day = Target::by_date("2026-06-20".parse().unwrap());
    let [(_, unit)] = &units(&[
        own("A", "a", lower("1"), amount(most)),
        own("A", "a", lower("2"), None),
        reading("A", "a", day, Actual::Day("2026-06-21".parse().unwrap())),
    ])
    .unwrap()[..] else {
        panic!()
    };
    let text = serde_json::to_string(unit).unwrap();
    assert_eq!(serde_json::from_str::<UnitReadings>(&text).unwrap(), *unit);
}

#[test]
fn more_than_a_million_readings_are_refused_and_not_wrapped() {
    let of = |count: u32| {
        let text = format!(
            r#"{{"people":1,"sums":{{"A":[{{"measure":"x","service":"ktp","group":{{"each":"higher"}},
            "level":{{"reached":1,"low":2,"high":2,"count":{count}}},"target":null,"missing":0,"people":1}}]}}}}"#
        );
        serde_json::from_str::<UnitReadings>(&text).unwrap()
    };
    let units = |counts: [u32; 2]| counts.map(|count| ("a".parse().unwrap(), of(count)));
    assert_eq!(service_findings(&units([999_999, 1]), &[]).unwrap().len(), 1);
    for now in [units([1_000_000, 1]), units([u32::MAX, u32::MAX])] {
        let refused = Err(FindingError::TooMany { title: "A".to_owned() });
        assert_eq!(service_findings(&now, &[]), refused);
        assert_eq!(service_findings(&units([1, 1]), &now), refused);
    }
}

#[test]
fn an_actual_of_the_wrong_kind_is_refused() {
    let wrong = reading("A", "a", lower("15"), Some(Actual::Answer(true)));
    assert!(matches!(findings(&[], &[wrong]), Err(FindingError::WrongKind { .. })));
}

#[test]
fn the_largest_amounts_are_compared_without_overflow() {
    let most = "999999999999999999.999999";
    let many = |actual: &str| vec![reading("A", "a", lower("1"), amount(actual)); 1_000];
    let found = findings(&many(most), &many(&format!("-{most}"))).unwrap();
    assert_eq!(found[0].change.unwrap().trend, Trend::Worse);
}

#[test]
fn a_small_unit_and_few_people_are_left_out_before_anything_is_added_up() {
    let many = |count: usize, one: &Reported| vec![one.clone(); count];
    let together = |unit: &str| reading("Waktu tunggu", unit, lower("15"), amount("18"));
    let alone = own("Berkas", "a", lower("15"), amount("18"));
    assert_eq!(shown(&many(5, &together("a"))), 1);
    assert_eq!(shown(&many(4, &together("a"))), 0);
    assert_eq!(shown(&many(5, &alone)), 1);
    let mut five = many(5, &alone);
    five[0].actual = None;
    assert_eq!(shown(&five), 0, "four who reported are few, whoever is missing");
    let mut mixed = many(5, &alone);
    mixed[0].target = lower("16");
    assert_eq!(shown(&mixed), 1, "the mean of five is one of no single person");
    mixed[0].target = Target::higher(16.into()).unwrap();
    assert_eq!(shown(&mixed), 0, "where another thing is better, it is another indicator");
    // Whoever has the indicator twice is one person and not two.
    let target = Target::lower(15.into()).unwrap();
    let twice = ServiceReading {
        service: &"ktp".parse().unwrap(),
        title: "Berkas",
        measure: "berkas",
        contribution: Contribution::Individual,
        target,
        actual: Some(amount("18")),
    };
    let shown_of = |people: usize| {
        let mut unit = UnitReadings::default();
        (0..people).for_each(|_| unit.add_person(&[twice, twice]).unwrap());
        (people..9).for_each(|_| unit.add_person(&[]).unwrap());
        unit.publishable().sums().count()
    };
    assert_eq!([shown_of(4), shown_of(5)], [0, 1]);
    // One who stands alone in a large unit.
    let mut large = many(5, &together("a"));
    large.push(alone);
    let [(_, of)] = &units(&large).unwrap()[..] else { panic!() };
    assert_eq!(of.publishable().sums().count(), 1);
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
                let of = if unit % 2 == 0 { reading } else { own };
                of(&format!("I{title}"), &format!("u{unit}"), target, actual)
            }).collect()
        };
        let (mut now, mut before) = (readings(&now), readings(&before));
        let found = findings(&now, &before).unwrap();
        now.reverse();
        before.reverse();
        prop_assert_eq!(findings(&now, &before).unwrap(), found);
    }

    /// What is published does not depend on the readings of small units at all.
    #[test]
    fn small_units_leave_no_trace(
        amounts in prop::collection::vec((0_u8..4, 0_u32..40), 0..24),
        other in 0_u32..40,
    ) {
        let shown = |small: Option<u32>| {
            let readings: Vec<_> = amounts.iter().map(|(unit, actual)| {
                let few = amounts.iter().filter(|(of, _)| of == unit).count() < 5;
                let actual = small.filter(|_| few).unwrap_or(*actual);
                reading("A", &format!("u{unit}"), lower("20"), Some(Actual::Amount(actual.into())))
            }).collect();
            let units: Vec<_> = units(&readings).unwrap();
            let public: Vec<_> =
                units.iter().map(|(unit, of)| (unit.clone(), of.publishable())).collect();
            service_findings(&public, &[]).unwrap()
        };
        prop_assert_eq!(shown(None), shown(Some(other)));
    }
}
