//! Tests of what is on record beyond the period.

use super::{Derivation, Evaluation, evaluate};
use crate::{
    evidence::{Background, Evidence},
    language::Language,
    number::Ratio,
    scheme::Predicate,
    testing::{evidence, higher, indicator, plan, policy_with},
};

/// Texts of the follow-ups of a person with "Baik" in this period. What is
/// stored of the person is the same when it is read.
fn follow_ups(background: Background, language: Language) -> Vec<String> {
    let policy = policy_with(|parts| {
        let [row, asked] = &mut parts.follow_ups[..] else { panic!("two rules") };
        row.when.predicates = vec![Predicate::Good, Predicate::Excellent];
        row.when.periods_in_a_row = Some(2);
        asked.when = crate::consequence::Condition {
            feedback_below: "80".parse().ok(),
            training_done: vec!["P-01".parse().unwrap()],
            training_missing: vec!["P-02".parse().unwrap()],
            ..Default::default()
        };
    });
    let plan = plan("2026-Q2", vec![indicator("A", "100", higher("100"))]);
    let evidence = Evidence { background, ..evidence("2026-Q2", &[("A", "100")], ["100"; 7]) };
    let stored = serde_json::to_string(&evidence).unwrap();
    assert_eq!(serde_json::from_str::<Evidence>(&stored).unwrap(), evidence);
    let found: Evaluation = evaluate(&policy, &plan, &evidence);
    assert_eq!(found.outcome.proposal().map(|proposal| proposal.predicate), Some(Predicate::Good));
    let derivation = Derivation::new(&plan, &evidence, &found);
    let stored = serde_json::to_string(&derivation).unwrap();
    assert_eq!(serde_json::from_str::<Derivation>(&stored).unwrap(), derivation);
    let lines = derivation.lines(&policy, Some(&plan), language).into_iter();
    lines
        .map(|line| line.text)
        .filter(|text| text.contains("ollow-up") || text.contains("tindak lanjut"))
        .collect()
}

#[test]
fn what_is_not_known_brings_no_follow_up() {
    assert_eq!(follow_ups(Background::NOTHING, Language::English), [""; 0]);
    let gap = Background { history: vec![None, Some(Predicate::Good)], ..Background::NOTHING };
    assert_eq!(follow_ups(gap, Language::English), [""; 0]);
}

#[test]
fn a_follow_up_names_history_feedback_and_trainings_in_both_languages() {
    let known = Background {
        history: vec![Some(Predicate::Excellent)],
        feedback: Ratio::new(239_999_999, 3),
        trainings: Some(vec!["P-01".parse().unwrap()]),
        ..Background::NOTHING
    };
    assert_eq!(
        follow_ups(known.clone(), Language::English),
        [
            "Proposed follow-up: reward – Follow-up penghargaan. Because: predicate good; 2 periods in a row: good, excellent",
            "Proposed follow-up: training – Follow-up pelatihan. Because: mean of feedback 79.999999 < 80.00; training done: P-01; training not done: P-02",
        ]
    );
    assert_eq!(
        follow_ups(known, Language::Indonesian),
        [
            "Usulan tindak lanjut: penghargaan – Tindak lanjut penghargaan. Sebab: predikat Baik; 2 periode berturut-turut: Baik, Sangat Baik",
            "Usulan tindak lanjut: pelatihan – Tindak lanjut pelatihan. Sebab: rata-rata umpan balik 79,999999 < 80,00; pelatihan sudah diikuti: P-01; pelatihan belum diikuti: P-02",
        ]
    );
}
