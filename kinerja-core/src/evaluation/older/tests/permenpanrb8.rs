//! The work plan of the second half of 2021.

use super::*;
use crate::{evaluation::OlderStep, people::Employment, scheme::permenpanrb8_2021::CategoryOf};

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
fn within_the_year_the_means_of_both_kinds_count_the_same_and_weights_do_not() {
    let indicators = vec![
        testing::indicator("P1", "60", higher("100")),
        testing::indicator("P2", "10", higher("100")),
        testing::indicator("R1", "30", higher("100")),
    ];
    let plan = testing::plan("2021-Q3", indicators);
    let mut facts = facts("2021-Q3");
    facts.action_plan.insert("R1".parse().unwrap());
    let evidence = evidence("2021-Q3", &[("P1", "100"), ("P2", "80"), ("R1", "110")], facts);
    let found = evaluate(&policy(), &plan, &evidence);
    let derivation = Derivation::new(&plan, &evidence, &found);
    let lines = derivation.lines(&policy(), Some(&plan), Language::Indonesian);
    let line = lines.iter().find(|line| line.id == "kinds").unwrap();
    assert_eq!(
        line.text,
        "Hasil kerja utama menurut jenisnya: 50,00% × perjanjian kinerja 89,50 + 50,00% × rencana aksi 120,00 = 104,75"
    );
    // Read in the regulation, and not assumed.
    assert_eq!(line.source, "PermenPANRB 8/2021 Lampiran");
    let work = found.outcome.proposal().unwrap().work;
    // (109 + 70) / 2, and 120.
    assert_eq!(work.value, Ratio::new(104_750_000, 1).unwrap());
    assert_eq!(work.weight, 10_000);
}

#[test]
fn a_leaders_quarter_with_one_kind_of_result_is_its_plain_mean_and_says_so() {
    let indicators = vec![
        testing::indicator("P1", "80", higher("100")),
        testing::indicator("P2", "20", higher("100")),
    ];
    let of = |period: &str| {
        let plan = testing::plan(period, indicators.clone());
        let evidence = evidence(period, &[("P1", "111"), ("P2", "80")], facts(period));
        let found = evaluate(&policy(), &plan, &evidence);
        let derivation = Derivation::new(&plan, &evidence, &found);
        let lines = derivation.lines(&policy(), Some(&plan), Language::English);
        let line = lines.into_iter().find(|line| line.id == "work").unwrap();
        (found.outcome.proposal().unwrap().work.value, line.text)
    };
    let (value, said) = of("2021-Q3");
    assert_eq!(value, Ratio::new(95_000_000, 1).unwrap());
    assert_eq!(said, "Score of the work plan: mean 95.00 + additional 0.00 = 95.00");
    let (value, said) = of("2021-S2");
    assert_eq!(value, Ratio::new(110_000_000, 1).unwrap());
    assert_eq!(said, "Score of the work plan: weighted mean 110.00 + additional 0.00 = 110.00");
}

#[test]
fn the_regulations_before_2022_are_for_pns_only() {
    for period in ["2020", "2021-S2"] {
        let mut facts = facts(period);
        facts.employment = Some(Employment::Pppk);
        let (plan, actuals) = if period == "2020" {
            (testing::plan(period, activities()), &ACTUALS[..])
        } else {
            (one(period), &[("A", "100")][..])
        };
        let found = evaluate(&policy(), &plan, &evidence(period, actuals, facts));
        assert_eq!(blocking(&found), [OlderGap::OnlyPns]);
        let lines = text(period, &found, &plan, Language::Indonesian).join("\n");
        assert!(lines.contains("hanya berlaku bagi PNS, tidak bagi PPPK"), "{lines}");
    }
}

#[test]
fn a_derivation_that_was_kept_before_the_factor_was_is_read() {
    let kept = r#"{"additional":{"code":"T","scope_weight":"5","converted":{"percent":100,"predicate":"good","value":"109000000/1"},"points":"4360000/1"}}"#;
    let OlderStep::Additional { factor, points, .. } = serde_json::from_str(kept).unwrap() else {
        panic!("another step")
    };
    assert_eq!((factor, points), (None, Ratio::new(4_360_000, 1).unwrap()));
}

#[test]
fn who_belonged_to_which_group_of_posts_is_asked_for() {
    let found = in_2021("2021-S2", "100", |facts| facts.post = None);
    assert_eq!(blocking(&found), [OlderGap::PostGroup]);
    assert_eq!(found.gaps[0].missing.actor(), Role::Superior);
    let of_2020 = in_2020(activities(), &ACTUALS);
    assert!(of_2020.outcome.proposal().is_some(), "PP 46/2011 has one way for all");
}

/// Two results, one of three aspects, and an additional one.
fn results() -> WorkPlan {
    let of = |code, weight, result: &str, aspect| Indicator {
        aspect,
        result: result.into(),
        ..testing::indicator(code, weight, higher("100"))
    };
    let additional =
        Indicator { kind: ResultKind::Additional, ..of("T", "1", "Membantu", Aspect::Quantity) };
    let indicators = vec![
        of("A1", "20", "Melayani", Aspect::Quantity),
        of("B1", "40", "Melapor", Aspect::Quantity),
        of("A2", "20", "Melayani ", Aspect::Quality),
        of("A3", "20", "Melayani", Aspect::Time),
        additional,
    ];
    testing::plan("2021-S2", indicators)
}

/// The evaluation of a person in an administrative post, and its lines on results.
fn of_staff(
    policy: &RegionPolicy,
    actuals: &[(&str, &str)],
    change: impl FnOnce(&mut OlderEvidence),
) -> (Evaluation, Vec<String>) {
    let mut facts = OlderEvidence { post: Some(PostGroup::Staff), ..facts("2021-S2") };
    change(&mut facts);
    let (plan, evidence) = (results(), evidence("2021-S2", actuals, facts));
    let found = evaluate(policy, &plan, &evidence);
    let derivation = Derivation::new(&plan, &evidence, &found);
    let lines = derivation.lines(policy, Some(&plan), Language::Indonesian).into_iter();
    let lines = lines.filter(|line| line.id.starts_with("result.") || line.id == "additional.T");
    (found, lines.map(|line| format!("{} [{}]", line.text, line.source)).collect())
}

#[test]
fn results_of_administrative_and_functional_posts_are_worth_what_their_category_is() {
    let actuals = [("A1", "100"), ("A2", "98"), ("A3", "111"), ("B1", "100"), ("T", "130")];
    let indirect = |facts: &mut OlderEvidence| {
        facts.indirect.insert("B1".parse().unwrap());
        facts.highest_targets.insert("B1".parse().unwrap());
    };
    let (found, lines) = of_staff(&policy(), &actuals, indirect);
    let work = found.outcome.proposal().unwrap().work;
    // Baik, which two of three aspects reach: 100 for 60 %; 80 % of 120 for 40 %.
    assert_eq!(work.value, Ratio::new(98_400_000, 1).unwrap());
    assert_eq!(work.weight, 10_000);
    let source = "[PermenPANRB 8/2021 Lampiran (diasumsikan, belum diverifikasi)]";
    assert_eq!(
        lines[0],
        format!(
            "Hasil kerja “Melayani”: A1 Indikator A1 100% (Baik); A2 Indikator A2 98% (Cukup); A3 Indikator A3 111% (Sangat Baik) → Baik, nilai 100,00, bobot 60,00% {source}"
        )
    );
    assert_eq!(
        lines[1],
        format!(
            "Hasil kerja “Melapor”: B1 Indikator B1 100% (Sangat Baik, target tertinggi yang mungkin) → Sangat Baik, 80,00% dari nilainya (tidak langsung), nilai 96,00, bobot 40,00% {source}"
        )
    );
}

#[test]
fn a_missing_aspect_is_left_out_or_very_poor_as_the_policy_says_and_never_guessed() {
    let some = [("A1", "100"), ("A3", "100"), ("B1", "100")];
    let with = |rule| policy_with(|parts| parts.missing.actual = rule);
    let excluded = with(MissingRule::ExcludeAndReweight);
    let (found, _) = of_staff(&excluded, &some, |_| ());
    let work = found.outcome.proposal().unwrap().work;
    assert_eq!((work.value, work.weight), (Ratio::new(100_000_000, 1).unwrap(), 8_000));
    // Baik twice and Sangat Kurang: more than half are Baik.
    let (found, lines) = of_staff(&with(MissingRule::Zero), &some, |_| ());
    assert_eq!(found.outcome.proposal().unwrap().work.value, Ratio::new(100_000_000, 1).unwrap());
    assert!(lines[0].contains("A2 Indikator A2 0% (Sangat Kurang)"), "{lines:?}");
    // A result of which nothing is known is left out whole.
    let (found, lines) = of_staff(&excluded, &[("B1", "100")], |_| ());
    assert_eq!((found.outcome.proposal().unwrap().work.weight, lines.len()), (4_000, 1));
}

#[test]
fn a_region_that_knows_its_own_numbers_makes_an_exception() {
    let policy = policy_with(|parts| {
        let rule = &parts.rules.permenpanrb8_2021_results;
        let (validity, mut ruled) = rule.entries()[0].clone();
        ruled.value.category_of = CategoryOf::Lowest;
        ruled.value.values.needs_improvement = "75".parse().unwrap();
        parts.rules.permenpanrb8_2021_results = rule.except(vec![(validity, ruled)]).unwrap();
        let rule = &parts.rules.permenpanrb8_2021_additional;
        let (validity, mut ruled) = rule.entries()[0].clone();
        ruled.value.scope_weight = Some("5".parse().unwrap());
        parts.rules.permenpanrb8_2021_additional = rule.except(vec![(validity, ruled)]).unwrap();
    });
    let actuals = [("A1", "100"), ("A2", "98"), ("A3", "111"), ("B1", "100"), ("T", "100")];
    let (found, lines) = of_staff(&policy, &actuals, |_| ());
    assert!(
        lines[3]
            .starts_with("T Indikator T: bobot lingkup 5,00 × Baik 80,00% × 100,00% → poin 4,00"),
        "{lines:?}"
    );
    // 75 for 60 %, 100 for 40 %, and 5 × 80 % × 100 %.
    assert_eq!(found.outcome.proposal().unwrap().work.value, Ratio::new(89_000_000, 1).unwrap());
}
