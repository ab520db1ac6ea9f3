//! The work plan of the second half of 2021.

use super::*;

#[test]
fn additional_results_bring_points_only_where_a_region_gives_the_scope_weight() {
    let additional =
        Indicator { kind: ResultKind::Additional, ..testing::indicator("T", "1", higher("1")) };
    let main = testing::indicator("A", "100", higher("100"));
    let plan = testing::plan("2021-S2", vec![main, additional]);
    let evidence = evidence("2021-S2", &[("A", "100"), ("T", "1")], facts("2021-S2"));
    let found = evaluate(&policy(), &plan, &evidence);
    let gap = Missing::Older(OlderGap::ScopeWeight("T".parse().unwrap()));
    assert_eq!(found.gaps, [Gap { missing: gap, treatment: Treatment::NoPoints }]);
    assert_eq!(total(&found), Ratio::new(103_300_000, 1).unwrap());

    let policy = policy_with(|parts| {
        let rule = &parts.rules.permenpanrb8_2021_additional;
        let (validity, mut ruled) = rule.entries()[0].clone();
        ruled.value.scope_weight = Some("5".parse().unwrap());
        parts.rules.permenpanrb8_2021_additional = rule.except(vec![(validity, ruled)]).unwrap();
    });
    let found = evaluate(&policy, &plan, &evidence);
    assert_eq!(found.gaps, []);
    // 109 + 5 × 80 % × 109 %.
    let work = found.outcome.proposal().unwrap().work.value;
    assert_eq!(work, Ratio::new(113_360_000, 1).unwrap());
}

#[test]
fn the_kinds_of_main_result_count_by_their_shares_as_in_the_regulations_own_example() {
    let indicators = vec![
        testing::indicator("P1", "20", higher("100")),
        testing::indicator("P2", "20", higher("100")),
        testing::indicator("P3", "20", higher("100")),
        testing::indicator("R1", "40", higher("100")),
    ];
    let plan = testing::plan("2021-S2", indicators);
    let actuals = [("P1", "100"), ("P2", "100"), ("P3", "87.5"), ("R1", "100")];
    let of = |planned: &[&str], policy: &RegionPolicy| {
        let mut facts = facts("2021-S2");
        facts.action_plan = planned.iter().map(|code| code.parse().unwrap()).collect();
        let evidence = evidence("2021-S2", &actuals, facts);
        let found = evaluate(policy, &plan, &evidence);
        let derivation = Derivation::new(&plan, &evidence, &found);
        let lines = derivation.lines(policy, Some(&plan), Language::Indonesian);
        let line = lines.into_iter().find(|line| line.id == "kinds").map(|line| line.text);
        (found.outcome.proposal().unwrap().work.value, line)
    };
    // 109, 109 and 78 have the mean 98.67: 59.2 of 60 %; 43.6 is 40 % of 109.
    let (value, line) = of(&["R1"], &policy());
    assert_eq!(value, Ratio::new(102_800_000, 1).unwrap());
    let told = "Hasil kerja utama menurut jenisnya: 60,00% × perjanjian kinerja 98,67 + 40,00% × rencana aksi 109,00 = 102,80";
    assert_eq!(line.as_deref(), Some(told));
    // Whatever the plan's own weights of the two kinds are.
    let heavy = policy_with(|parts| {
        let rule = &parts.rules.permenpanrb8_2021_kinds;
        let (validity, mut ruled) = rule.entries()[0].clone();
        ruled.value.action_plan = "50".parse().unwrap();
        parts.rules.permenpanrb8_2021_kinds = rule.except(vec![(validity, ruled)]).unwrap();
    });
    let half = Ratio::new((296_000_000 + 327_000_000) * 5, 30).unwrap();
    assert_eq!(of(&["R1"], &heavy).0, half);
    // Where there is one kind only, it counts whole.
    let by_weight = Ratio::new(20 * (109 + 109 + 78) + 40 * 109, 100).unwrap();
    let by_weight = Ratio::new(by_weight.numerator() * 1_000_000, by_weight.divisor()).unwrap();
    for one_kind in [&[][..], &["P1", "P2", "P3", "R1"]] {
        assert_eq!(of(one_kind, &policy()), (by_weight, None));
    }
}

#[test]
fn another_table_for_administrative_and_functional_posts_is_an_exception_of_the_region() {
    const TABLE: &str = r#"{"segments":[
        {"predicate":"very_poor","from":0,"to":59,"low":"25","high":"25"},
        {"predicate":"poor","from":60,"to":79,"low":"60","high":"60"},
        {"predicate":"needs_improvement","from":80,"to":99,"low":"80","high":"80"},
        {"predicate":"good","from":100,"to":100,"low":"100","high":"100"}],
        "above":"120","full_at_most":"120"}"#;
    let policy = policy_with(|parts| {
        let rule = &parts.rules.permenpanrb8_2021_conversion;
        let (validity, mut ruled) = rule.entries()[0].clone();
        ruled.value = serde_json::from_str(TABLE).unwrap();
        parts.rules.permenpanrb8_2021_conversion = rule.except(vec![(validity, ruled)]).unwrap();
    });
    for (actual, value) in [("59", 25), ("60", 60), ("99", 80), ("100", 100), ("101", 120)] {
        let found = by(&policy, "2021-S2", actual, |_| ());
        let work = found.outcome.proposal().unwrap().work.value;
        assert_eq!(work, Ratio::new(value * 1_000_000, 1).unwrap(), "{actual}");
    }
}
