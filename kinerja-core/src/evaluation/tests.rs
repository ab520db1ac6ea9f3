//! Tests of the engine and its derivation.

use proptest::prelude::*;

use super::*;
use crate::{
    evidence::{BehaviourValue, Evidence},
    language::Language,
    number::{DecimalMark, Ratio},
    plan::{Indicator, PlanStatus, ResultKind, WorkPlan},
    region::{LateRule, MissingRule},
    scheme::{Predicate, Rating},
    testing::{any_plan_and_evidence, evidence, higher, indicator, plan, policy, policy_with},
};

const ALL_90: [&str; 7] = ["90"; 7];

fn two_indicators() -> WorkPlan {
    plan("2026-Q2", vec![indicator("A", "40", higher("100")), indicator("B", "60", higher("50"))])
}

fn proposal(evaluation: &Evaluation) -> Proposal {
    *evaluation.outcome.proposal().unwrap()
}

#[test]
fn a_whole_evaluation_comes_out_exact() {
    let evidence = evidence(
        "2026-Q2",
        &[("A", "95"), ("B", "60")],
        ["90", "90", "90", "90", "90", "90", "91"],
    );
    let found = evaluate(&policy(), &two_indicators(), &evidence);
    let proposal = proposal(&found);
    // 0.4 * 95 + 0.6 * 120 = 110; the mean of the seven is 631/7.
    assert_eq!(proposal.work.value, Ratio::new(110_000_000, 1).unwrap());
    assert_eq!(proposal.behaviour.value, Ratio::new(631_000_000, 7).unwrap());
    assert_eq!(proposal.total.show(DecimalMark::Comma), "102,06");
    assert_eq!(proposal.result_rating, Rating::Above);
    assert_eq!(proposal.behaviour_rating, Rating::Meets);
    assert_eq!(proposal.predicate, Predicate::Good);
    assert!(found.gaps.is_empty() && found.follow_ups.is_empty());
}

#[test]
fn what_is_missing_is_treated_as_the_policy_says() {
    #[rustfmt::skip]
    let table = [
        (MissingRule::Block,              None,           Treatment::Blocks),
        (MissingRule::ExcludeAndReweight, Some("120,00"), Treatment::Excluded),
        (MissingRule::Zero,               Some("72,00"),  Treatment::Zero),
    ];
    for (rule, work, treatment) in table {
        let policy = policy_with(|parts| parts.missing.actual = rule);
        let found =
            evaluate(&policy, &two_indicators(), &evidence("2026-Q2", &[("B", "60")], ALL_90));
        let value = found.outcome.proposal().map(|found| found.work.value.show(DecimalMark::Comma));
        assert_eq!(value.as_deref(), work, "{rule:?}");
        let missing = Missing::Actual("A".parse().unwrap(), Lack::NotReported);
        assert_eq!(found.gaps, [Gap { missing, treatment }], "{rule:?}");
    }
}

#[test]
fn missing_behaviour_is_treated_as_the_policy_says() {
    #[rustfmt::skip]
    let table = [
        (MissingRule::Block,              None),
        (MissingRule::ExcludeAndReweight, Some((6, "90,00"))),
        (MissingRule::Zero,               Some((7, "77,14"))),
    ];
    for (rule, expected) in table {
        let policy = policy_with(|parts| parts.missing.behaviour = rule);
        let scores = ["", "90", "90", "90", "90", "90", "90"];
        let evidence = evidence("2026-Q2", &[("A", "100"), ("B", "50")], scores);
        let found = evaluate(&policy, &two_indicators(), &evidence);
        let mean = found.outcome.proposal().map(|found| found.behaviour);
        let mean = mean.map(|mean| (mean.count, mean.value.show(DecimalMark::Comma)));
        assert_eq!(mean, expected.map(|(count, value)| (count, value.to_owned())), "{rule:?}");
        let value = BehaviourValue::BerorientasiPelayanan;
        assert_eq!(found.gaps[0].missing, Missing::Behaviour(value, Lack::NotReported));
    }
}

#[test]
fn where_everything_is_left_out_nothing_is_proposed() {
    let policy = policy_with(|parts| {
        parts.missing.actual = MissingRule::ExcludeAndReweight;
        parts.missing.behaviour = MissingRule::ExcludeAndReweight;
    });
    let found = evaluate(&policy, &two_indicators(), &evidence("2026-Q2", &[], [""; 7]));
    assert_eq!(found.outcome, Outcome::Blocked);
    let blocking: Vec<_> = found
        .gaps
        .iter()
        .filter(|gap| gap.treatment == Treatment::Blocks)
        .map(|gap| gap.missing.clone())
        .collect();
    assert_eq!(
        blocking,
        [Missing::NothingToWeigh(Side::Results), Missing::NothingToWeigh(Side::Behaviour)]
    );
}

#[test]
fn late_evidence_counts_only_where_the_policy_accepts_it() {
    let mut evidence = evidence("2026-Q2", &[("A", "100"), ("B", "50")], ALL_90);
    // The last day in time is 10 July.
    for (day, late) in [("2026-07-10", false), ("2026-07-11", true)] {
        evidence.actuals.values_mut().for_each(|reported| reported.on = day.parse().unwrap());
        for (rule, blocked) in [(LateRule::Accept, false), (LateRule::AsMissing, late)] {
            let policy = policy_with(|parts| parts.missing.late = rule);
            let found = evaluate(&policy, &two_indicators(), &evidence);
            assert_eq!(found.outcome == Outcome::Blocked, blocked, "{day} {rule:?}");
            assert_eq!(found.gaps.is_empty(), !late, "{day} {rule:?}");
        }
    }
}

#[test]
fn a_plan_that_was_not_agreed_blocks_and_names_who_must_act() {
    for (status, actor) in
        [(PlanStatus::Draft, "pegawai"), (PlanStatus::Submitted, "atasan langsung")]
    {
        let plan = WorkPlan::new(
            "2026-Q2".parse().unwrap(),
            status,
            vec![indicator("A", "100", higher("1"))],
        )
        .unwrap();
        let found = evaluate(&policy(), &plan, &evidence("2026-Q2", &[("A", "1")], ALL_90));
        assert_eq!(found.outcome, Outcome::Blocked);
        assert_eq!(found.gaps[0].missing.actor().name(Language::Indonesian), actor);
    }
}

#[test]
fn additional_results_bring_points_up_to_a_limit_and_never_block() {
    let additional =
        |code| Indicator { kind: ResultKind::Additional, ..indicator(code, "1", higher("10")) };
    let plan = plan(
        "2026-Q2",
        vec![
            indicator("A", "100", higher("100")),
            additional("T1"),
            additional("T2"),
            additional("T3"),
        ],
    );
    #[rustfmt::skip]
    let table = [
        (vec![("A", "90")],                                           "90,00"),
        (vec![("A", "90"), ("T1", "9.999999")],                       "90,00"),
        (vec![("A", "90"), ("T1", "10")],                             "92,00"),
        (vec![("A", "90"), ("T1", "10"), ("T2", "99"), ("T3", "10")], "93,00"),
        (vec![("A", "119"), ("T1", "10")],                            "120,00"),
    ];
    for (amounts, expected) in table {
        let found = evaluate(&policy(), &plan, &evidence("2026-Q2", &amounts, ALL_90));
        let work = proposal(&found).work.value.show(DecimalMark::Comma);
        assert_eq!(work, expected, "{amounts:?}");
    }
}

#[test]
fn from_2022_the_matrix_decides_and_the_band_is_advisory() {
    let plan = plan("2022-Q1", vec![indicator("A", "100", higher("100"))]);
    let evidence = evidence("2022-Q1", &[("A", "110")], ["79"; 7]);
    let found = evaluate(&policy(), &plan, &evidence);
    assert_eq!(proposal(&found).predicate, Predicate::Poor);
    assert_eq!(proposal(&found).band, Predicate::Good);
    assert_eq!(found.older, []);
}

#[test]
fn the_derivation_says_what_was_done_in_both_languages() {
    let policy = policy();
    let plan = two_indicators();
    let evidence = evidence("2026-Q2", &[("A", "95"), ("B", "70")], ["70"; 7]);
    let found = evaluate(&policy, &plan, &evidence);
    let derivation = Derivation::new(&plan, &evidence, &found);
    let text = |language| {
        let lines = derivation.lines(&policy, Some(&plan), language);
        lines
            .iter()
            .map(|line| format!("{} | {} | {}", line.id, line.source, line.text))
            .collect::<Vec<_>>()
    };
    let indonesian = text(Language::Indonesian);
    for expected in [
        "achievement.B | pilihan daerah sendiri, menurut rumus PermenPANRB 8/2021 Lampiran | B Indikator B: target ≥ 50 berkas, realisasi 70 → capaian 140,00%, dihitung paling banyak 120,00",
        "work | pilihan daerah sendiri | Nilai hasil kerja: 40,00% × 95,00 + 60,00% × 120,00 = 110,00",
        "total | pilihan daerah sendiri | Nilai akhir: 60,00% × 110,00 + 40,00% × 70,00 = 94,00",
        "predicate | pilihan daerah sendiri | Usulan predikat dari matriks: hasil kerja di atas ekspektasi, perilaku di bawah ekspektasi → Kurang",
    ] {
        assert!(indonesian.iter().any(|line| line == expected), "{indonesian:#?}");
    }
    assert!(
        indonesian.last().unwrap().contains("Usulan tindak lanjut: pelatihan"),
        "{indonesian:#?}"
    );
    let english = text(Language::English);
    assert_eq!(english.len(), indonesian.len());
    assert!(english.iter().any(|line| line.ends_with("→ poor (misconduct)")), "{english:#?}");
}

#[test]
fn a_stored_derivation_is_the_same_when_it_is_read() {
    let plan = two_indicators();
    let evidence = evidence("2026-Q2", &[("A", "95")], ["70", "70", "", "70", "70", "70", "70"]);
    let found = evaluate(&policy(), &plan, &evidence);
    let derivation = Derivation::new(&plan, &evidence, &found);
    let text = serde_json::to_string(&derivation).unwrap();
    assert_eq!(serde_json::from_str::<Derivation>(&text).unwrap(), derivation);
}

/// Threads share a policy and nothing else: who computes a result, and beside what,
/// never changes a digit.
#[test]
fn threads_never_change_a_digit() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let (mut runner, policy) = (TestRunner::deterministic(), policy());
    let people: Vec<_> = (0..200)
        .map(|_| any_plan_and_evidence().new_tree(&mut runner).unwrap().current())
        .collect();
    let one = |(plan, evidence): &(WorkPlan, Evidence)| {
        let found = evaluate(&policy, plan, evidence);
        let derivation = Derivation::new(plan, evidence, &found);
        (found, derivation)
    };
    let alone: Vec<_> = people.iter().map(one).collect();
    for threads in [2, 3, 8] {
        let chunks = people.chunks(people.len().div_ceil(threads));
        let together: Vec<_> = std::thread::scope(|scope| {
            let workers: Vec<_> = chunks
                .map(|chunk| scope.spawn(|| chunk.iter().map(one).collect::<Vec<_>>()))
                .collect();
            workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
        });
        assert!(together == alone, "{threads} threads");
    }
}

proptest! {
    /// The order in which indicators stand in a plan decides nothing.
    #[test]
    fn the_order_of_indicators_is_irrelevant((plan, evidence) in any_plan_and_evidence()) {
        let policy = policy_with(|parts| parts.missing.actual = MissingRule::ExcludeAndReweight);
        let mut turned = plan.indicators().to_vec();
        turned.reverse();
        let turned = WorkPlan::new(plan.period(), plan.status(), turned).unwrap();
        let (one, other) = (evaluate(&policy, &plan, &evidence), evaluate(&policy, &turned, &evidence));
        prop_assert_eq!(one.outcome, other.outcome);
    }

    /// Better work never gives a worse predicate or a lower score.
    #[test]
    fn better_work_never_gives_less((plan, evidence) in any_plan_and_evidence(), which: prop::sample::Index) {
        let policy = policy_with(|parts| {
            parts.missing.actual = MissingRule::Zero;
            parts.missing.behaviour = MissingRule::Zero;
        });
        if evidence.actuals.is_empty() {
            return Ok(());
        }
        let mut better = evidence.clone();
        let code = better.actuals.keys().nth(which.index(better.actuals.len())).unwrap().clone();
        let more = crate::plan::Actual::Amount(1_000_000.into());
        better.actuals.get_mut(&code).unwrap().actual = more;
        let of = |evidence| evaluate(&policy, &plan, evidence).outcome.proposal().map(|found| (found.total, found.predicate));
        prop_assert!(of(&evidence) <= of(&better));
    }

    /// Something that blocks never becomes a number, and every person without a
    /// proposal has a reason.
    #[test]
    fn what_is_missing_never_becomes_a_number((plan, evidence) in any_plan_and_evidence()) {
        let found = evaluate(&policy(), &plan, &evidence);
        let complete = plan.indicators().iter().all(|one| evidence.actuals.contains_key(&one.code))
            && evidence.behaviour.as_ref().unwrap().scores.iter().all(Option::is_some);
        prop_assert_eq!(found.outcome.proposal().is_some(), complete);
        prop_assert_eq!(found.gaps.iter().any(|gap| gap.treatment == Treatment::Blocks), !complete);
    }
}
