//! Whole evaluations of periods before 2022.

mod decided;
mod permenpanrb8;
mod segments;

use proptest::prelude::*;

use crate::{
    consequence::Role,
    evaluation::{Derivation, Evaluation, Gap, Missing, OlderGap, Treatment, evaluate},
    evidence::{BehaviourAspect, Evidence, OlderBehaviour, OlderEvidence},
    language::Language,
    law::Source,
    number::Ratio,
    plan::{Aspect, Indicator, ResultKind, Target, WorkPlan},
    region::{HalvesRule, MissingRule, RegionPolicy},
    scheme::{Basis, Predicate, permenpanrb8_2021::PostGroup, pp46_2011::Creativity},
    testing::{self, higher, policy, policy_with},
};

fn lower(target: &str) -> Target {
    Target::lower(target.parse().unwrap()).unwrap()
}

fn aspect(code: &str, result: &str, aspect: Aspect, target: Target) -> Indicator {
    Indicator { aspect, result: result.into(), ..testing::indicator(code, "1", target) }
}

/// Equal weights, as near as whole basis points come.
fn weighed(mut indicators: Vec<Indicator>) -> Vec<Indicator> {
    let count = i128::try_from(indicators.len()).unwrap();
    for (index, indicator) in indicators.iter_mut().enumerate() {
        let first = if index == 0 { 10_000 % count } else { 0 };
        let weight = crate::number::Weight::from_basis_points(10_000 / count + first).unwrap();
        indicator.kind = ResultKind::Main(weight);
    }
    indicators
}

/// Two activities, the second without a cost.
fn activities() -> Vec<Indicator> {
    weighed(vec![
        aspect("A1", "Melayani", Aspect::Quantity, higher("100")),
        aspect("A2", "Melayani", Aspect::Quality, higher("100")),
        aspect("A3", "Melayani", Aspect::Time, lower("12")),
        aspect("A4", "Melayani", Aspect::Cost, lower("170395000")),
        aspect("B1", "Melapor", Aspect::Quantity, higher("1")),
        aspect("B2", "Melapor", Aspect::Quality, higher("100")),
        aspect("B3", "Melapor", Aspect::Time, lower("100")),
    ])
}

const ACTUALS: [(&str, &str); 7] = [
    ("A1", "100"),
    ("A2", "90"),
    ("A3", "12"),
    ("A4", "170395000"),
    ("B1", "1"),
    ("B2", "90"),
    ("B3", "76"),
];

fn facts(period: &str) -> OlderEvidence {
    use BehaviourAspect::*;
    let all = [ServiceOrientation, Integrity, Commitment, Discipline, Initiative, Cooperation];
    let on = period.parse::<crate::calendar::Period>().unwrap().last_day();
    let scores = all.into_iter().map(|aspect| (aspect, "90".parse().unwrap())).collect();
    OlderEvidence {
        behaviour: Some(OlderBehaviour { scores, leads: false, on }),
        additional_tasks: Some(4),
        creativity: Some(Creativity::None),
        new_idea: Some(false),
        peer_opinion: Some(false),
        post: Some(PostGroup::Leader),
        ..OlderEvidence::default()
    }
}

fn evidence(period: &str, actuals: &[(&str, &str)], facts: OlderEvidence) -> Evidence {
    let found = testing::evidence(period, actuals, [""; 7]);
    Evidence { behaviour: None, older: Some(Box::new(facts)), ..found }
}

fn in_2020(indicators: Vec<Indicator>, actuals: &[(&str, &str)]) -> Evaluation {
    let evidence = evidence("2020", actuals, facts("2020"));
    evaluate(&policy(), &testing::plan("2020", indicators), &evidence)
}

fn in_2021(period: &str, actual: &str, change: impl FnOnce(&mut OlderEvidence)) -> Evaluation {
    by(&policy(), period, actual, change)
}

fn by(
    policy: &RegionPolicy,
    period: &str,
    actual: &str,
    change: impl FnOnce(&mut OlderEvidence),
) -> Evaluation {
    let (plan, mut facts) = (one(period), facts(period));
    change(&mut facts);
    evaluate(policy, &plan, &evidence(period, &[("A", actual)], facts))
}

fn one(period: &str) -> WorkPlan {
    testing::plan(period, vec![testing::indicator("A", "100", higher("100"))])
}

fn blocking(found: &Evaluation) -> Vec<OlderGap> {
    let blocks = |gap: &&Gap| gap.treatment == Treatment::Blocks;
    let older = |gap: &Gap| {
        let Missing::Older(gap) = &gap.missing else { panic!("{gap:?}") };
        gap.clone()
    };
    found.gaps.iter().filter(blocks).map(older).collect()
}

fn total(found: &Evaluation) -> Ratio {
    found.outcome.proposal().unwrap_or_else(|| panic!("{:?}", found.gaps)).total
}

fn text(period: &str, found: &Evaluation, plan: &WorkPlan, language: Language) -> Vec<String> {
    let derivation = Derivation::new(plan, &evidence(period, &[], facts(period)), found);
    let lines = derivation.lines(&policy(), Some(plan), language);
    lines.into_iter().map(|line| format!("{}: {} [{}]", line.id, line.text, line.source)).collect()
}

#[test]
fn activities_of_2020_become_a_total_and_a_band_of_that_time() {
    let found = in_2020(activities(), &ACTUALS);
    let proposal = found.outcome.proposal().unwrap();
    // (85.5 + 96.666667) / 2 + 2 = 93.0833335; 60 % of it and 40 % of 90.
    assert_eq!(proposal.work.value, Ratio::new(93_083_333_500, 1_000).unwrap());
    assert_eq!(proposal.total, Ratio::new(918_500_001, 10).unwrap());
    assert_eq!((proposal.basis, proposal.predicate), (Basis::Bands, Predicate::Excellent));
    assert_eq!(found.gaps, []);
}

#[test]
fn each_step_of_2020_stands_in_the_derivation_with_its_source() {
    let (plan, found) = (testing::plan("2020", activities()), in_2020(activities(), &ACTUALS));
    let assumed = "(diasumsikan, belum diverifikasi)]";
    let lines = text("2020", &found, &plan, Language::Indonesian);
    let [perka, pp] = ["[Perka BKN 1/2013 Lampiran ", "[PP 46/2011 "];
    #[rustfmt::skip]
    let expected = [
        format!("aspect.A4: A4 Indikator A4: target ≤ 170.395.000 berkas, realisasi 170.395.000 → nilai biaya 76,00 {perka}{assumed}"),
        format!("activity: Nilai kegiatan “Melayani”: (100,00 + 90,00 + 76,00 + 76,00) / 4 = 85,50 {perka}{assumed}"),
        format!("activity: Nilai kegiatan “Melapor”: (100,00 + 90,00 + 100,00) / 3 = 96,67 {perka}{assumed}"),
        format!("additions: Tugas tambahan: 4 → poin 2,00 {perka}{assumed}"),
        format!("work: Nilai SKP: rata-rata kegiatan 91,08 + tambahan 2,00 = 93,08 {perka}{assumed}"),
        "share: Bobot SKP 60,00%, perilaku kerja 40,00% [PP 46/2011]".to_owned(),
        "total: Nilai akhir: 60,00% × 93,08 + 40,00% × 90,00 = 91,85 [PP 46/2011]".to_owned(),
        format!("band: Pita nilai akhir: 91,85 → Sangat Baik {pp}{assumed}"),
    ];
    for line in expected {
        assert!(lines.contains(&line), "{line}\nis not in\n{}", lines.join("\n"));
    }
    let english = text("2020", &found, &plan, Language::English).join("\n");
    assert!(
        english.contains(
            "Score of the work plan: mean of the activities 91.08 + additional 2.00 = 93.08"
        ),
        "{english}"
    );
}

#[test]
fn a_plan_that_is_no_activity_names_what_it_lacks() {
    let mut indicators = activities();
    indicators[6].aspect = Aspect::Quality;
    let found = in_2020(indicators, &ACTUALS);
    let melapor = || "Melapor".to_owned();
    assert_eq!(
        blocking(&found),
        [
            OlderGap::NoFormula("B3".parse().unwrap()),
            OlderGap::TwoOfAspect(melapor(), Aspect::Quality),
            OlderGap::NoAspect(melapor(), Aspect::Time),
        ]
    );
    let mut indicators = activities();
    indicators[0].target = Target::yes();
    let actuals = &ACTUALS[1..];
    let mut evidence = evidence("2020", actuals, facts("2020"));
    let mut answer = *evidence.actuals.values().next().unwrap();
    answer.actual = crate::plan::Actual::Answer(true);
    evidence.actuals.insert("A1".parse().unwrap(), answer);
    let found = evaluate(&policy(), &testing::plan("2020", indicators), &evidence);
    assert_eq!(blocking(&found), [OlderGap::NoFormula("A1".parse().unwrap())]);
}

#[test]
fn what_is_missing_is_treated_as_the_policy_says() {
    let without =
        |code: &str| ACTUALS.into_iter().filter(|(found, _)| *found != code).collect::<Vec<_>>();
    let found = |rule, code: &str| {
        let policy = policy_with(|parts| parts.missing.actual = rule);
        let evidence = evidence("2020", &without(code), facts("2020"));
        evaluate(&policy, &testing::plan("2020", activities()), &evidence)
    };
    assert!(found(MissingRule::Block, "B3").outcome.proposal().is_none());
    // Without the second activity: 85.5 + 2.
    let work = |found: Evaluation| found.outcome.proposal().unwrap().work.value;
    let left_out = work(found(MissingRule::ExcludeAndReweight, "B3"));
    assert_eq!(left_out, Ratio::new(87_500_000, 1).unwrap());
    // Nothing reported counts as not carried out: (100 + 90 + 0) / 3 = 63.333333.
    let zero = work(found(MissingRule::Zero, "B3"));
    assert_eq!(zero, Ratio::new((85_500_000 + 63_333_333) + 4_000_000, 2).unwrap());
}

#[test]
fn a_predicate_of_2020_has_the_name_of_its_time_wherever_it_stands() {
    let poor = ACTUALS.map(|(code, actual)| (code, if code == "A1" { "10" } else { actual }));
    let evidence = evidence(
        "2020",
        &poor,
        OlderEvidence {
            additional_tasks: Some(0),
            behaviour: facts("2020").behaviour.map(|given| OlderBehaviour {
                scores: given
                    .scores
                    .into_keys()
                    .map(|aspect| (aspect, "40".parse().unwrap()))
                    .collect(),
                ..given
            }),
            ..facts("2020")
        },
    );
    let plan = testing::plan("2020", activities());
    let found = evaluate(&policy(), &plan, &evidence);
    let lines = text("2020", &found, &plan, Language::Indonesian).join("\n");
    assert_eq!(found.outcome.proposal().unwrap().predicate, Predicate::NeedsImprovement);
    assert!(lines.contains("(periode sebelum 2022) → Cukup ["), "{lines}");
    assert!(!lines.contains("Butuh Perbaikan"), "{lines}");
}

#[test]
fn the_cliff_reaches_the_predicate() {
    let actuals = |time: &'static str| {
        ACTUALS.map(|(code, actual)| (code, if code == "B3" { time } else { actual }))
    };
    let at = in_2020(activities(), &actuals("76"));
    let beyond = in_2020(activities(), &actuals("75.99"));
    assert_eq!(at.outcome.proposal().unwrap().predicate, Predicate::Excellent);
    assert_eq!(beyond.outcome.proposal().unwrap().predicate, Predicate::Good);
    assert!(total(&beyond) < total(&at), "faster work is worth less, by the law's own formula");
}

#[test]
fn achievements_of_the_second_half_of_2021_become_values() {
    // 100 % is worth 109: 70 % of it and 30 % of 90.
    let found = in_2021("2021-S2", "100", |_| ());
    assert_eq!(total(&found), Ratio::new(103_300_000, 1).unwrap());
    let with_peers = in_2021("2021-S2", "100", |facts| facts.peer_opinion = Some(true));
    assert_eq!(total(&with_peers), Ratio::new(101_400_000, 1).unwrap());
    let highest = in_2021("2021-S2", "100", |facts| {
        facts.highest_targets.insert("A".parse().unwrap());
    });
    assert_eq!(total(&highest), Ratio::new(111_000_000, 1).unwrap());
    assert_eq!(highest.outcome.proposal().unwrap().predicate, Predicate::Good, "no new idea");
    let lines = text("2021-S2", &highest, &one("2021-S2"), Language::English).join("\n");
    assert!(lines.contains("achievement rounded to 100% (the highest possible target) → excellent, value 120.00 [PermenPANRB 8/2021 Lampiran (assumed, not verified)]"), "{lines}");
    assert!(lines.contains("band: Band of the total: 111.00, without a new idea → good [PP 30/2019 Pasal 41 ayat (5) (assumed, not verified)]"), "{lines}");
}

#[test]
fn a_fact_on_which_the_predicate_hangs_is_asked_for_and_no_other() {
    let found = in_2021("2021-S2", "130", |facts| facts.new_idea = None);
    assert_eq!(blocking(&found), [OlderGap::NewIdea]);
    let found = in_2021("2021-S2", "100", |facts| facts.new_idea = None);
    assert_eq!(found.outcome.proposal().unwrap().predicate, Predicate::Good);
    let idea = in_2021("2021-S2", "130", |facts| facts.new_idea = Some(true));
    assert_eq!(idea.outcome.proposal().unwrap().predicate, Predicate::Excellent);
    let found = in_2021("2021-S2", "100", |facts| facts.peer_opinion = None);
    assert_eq!(blocking(&found), [OlderGap::PeerOpinion]);
    let found = in_2021("2021-S2", "100", |facts| facts.behaviour = None);
    assert_eq!(blocking(&found).len(), 1);
    let found = in_2021("2021-S2", "100", |facts| {
        let scores = &mut facts.behaviour.as_mut().unwrap().scores;
        scores.insert(BehaviourAspect::Commitment, "120.000001".parse().unwrap());
    });
    assert_eq!(blocking(&found), [OlderGap::BehaviourOffScale(BehaviourAspect::Commitment)]);
    let leader = in_2021("2021-S2", "100", |facts| facts.behaviour.as_mut().unwrap().leads = true);
    assert!(matches!(blocking(&leader)[..], [OlderGap::Behaviour(BehaviourAspect::Leadership, _)]));
}

#[test]
fn the_year_2021_is_put_together_only_as_the_policy_says() {
    let found = in_2021("2021", "100", |_| ());
    assert_eq!(blocking(&found), [OlderGap::HalvesOf2021]);
    assert_eq!(found.gaps[0].missing.actor(), Role::Hr);
    let policy = policy_with(|parts| {
        let source = Source { assumed: true, ..Source::OWN };
        parts.halves_of_2021 = Some(HalvesRule { second_half: "60".parse().unwrap(), source });
    });
    let found = by(&policy, "2021", "100", |_| ());
    assert_eq!(blocking(&found), [OlderGap::FirstHalfOf2021]);
    let found = by(&policy, "2021", "100", |facts| {
        facts.first_half_of_2021 = Some("80".parse().unwrap());
    });
    // 40 % of 80 and 60 % of 103.3.
    assert_eq!(total(&found), Ratio::new(93_980_000, 1).unwrap());
    assert_eq!(found.outcome.proposal().unwrap().predicate, Predicate::Good);
}

#[test]
fn a_period_that_no_rule_covers_is_blocked_with_a_name() {
    let found = in_2021("2013", "100", |_| ());
    assert_eq!(blocking(&found), [OlderGap::NoRegime]);
    let lines = text("2013", &found, &one("2013"), Language::English).join("\n");
    assert!(lines.contains("No rule is known for this period"), "{lines}");
}

#[test]
fn a_stored_derivation_is_read_as_it_was_written() {
    for found in [in_2020(activities(), &ACTUALS), in_2021("2021-S2", "101", |_| ())] {
        let plan = one("2020");
        let derivation = Derivation::new(&plan, &Evidence::default(), &found);
        let text = serde_json::to_string(&derivation).unwrap();
        assert_eq!(serde_json::from_str::<Derivation>(&text).unwrap(), derivation);
    }
}

proptest! {
    /// Neither the order of the indicators nor that of the activities changes a
    /// digit.
    #[test]
    fn order_changes_nothing(order in Just((0..7).collect::<Vec<usize>>()).prop_shuffle(), actuals in prop::array::uniform7(0_u32..400)) {
        let actuals = actuals.map(|actual| actual.to_string());
        let given: Vec<_> = ACTUALS.iter().zip(&actuals).map(|((code, _), actual)| (*code, actual.as_str())).collect();
        let plain = in_2020(activities(), &given);
        let shuffled = order.iter().map(|&index| activities()[index].clone()).collect();
        let other = in_2020(shuffled, &given);
        prop_assert_eq!(total(&plain), total(&other));
        prop_assert_eq!(plain.outcome.proposal().map(|found| found.predicate), other.outcome.proposal().map(|found| found.predicate));
    }

    /// Under PP 30/2019 more achieved never gives less.
    #[test]
    fn better_never_gives_worse_in_2021(
        a in 0_u32..200,
        b in 0_u32..200,
        idea: bool,
        is_leader: bool,
        period in prop::sample::select(vec!["2021-S2", "2021-Q3", "2021-12"]),
    ) {
        let of = |actual: u32| {
            let found = in_2021(period, &actual.to_string(), |facts| {
                facts.new_idea = Some(idea);
                facts.post = Some(if is_leader { PostGroup::Leader } else { PostGroup::Staff });
            });
            (total(&found), found.outcome.proposal().unwrap().predicate)
        };
        prop_assert!(of(a.min(b)) <= of(a.max(b)));
    }

    /// More and better work never gives less under PP 46/2011; only haste beyond
    /// 24 % does.
    #[test]
    fn better_never_gives_worse_in_2020(a in 0_u32..300, b in 0_u32..300, which in 0_usize..2) {
        let of = |actual: u32| {
            let mut actuals = ACTUALS;
            let actual = actual.to_string();
            actuals[which].1 = &actual;
            total(&in_2020(activities(), &actuals))
        };
        prop_assert!(of(a.min(b)) <= of(a.max(b)));
    }
}
