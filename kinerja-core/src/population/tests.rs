//! What columns answer is what `evaluate` answers.

mod any;
mod plain;
mod refused;
mod together;
mod trail;

use proptest::{prelude::*, strategy::ValueTree};

use self::any::{any_people, any_policy, any_senior_policy, person};
use super::*;
use crate::{
    evaluation::{Derivation, Evaluation, evaluate},
    evidence::Evidence,
    language::Language,
    plan::WorkPlan,
    region::RegionPolicy,
    testing::{policy, policy_with},
};

fn gathered(policy: &RegionPolicy, people: &[(WorkPlan, Evidence)]) -> Gathered {
    let period = people.first().map_or(policy.first_period, |(plan, _)| plan.period());
    let mut gathered = Gathered::new(period);
    for (plan, evidence) in people {
        gathered.push(policy.daily_reports.as_ref(), plan, evidence).unwrap();
    }
    gathered
}

/// Looks at each person alone and at all in columns.
fn both_agree(policy: &RegionPolicy, people: &[(WorkPlan, Evidence)]) -> Result<(), TestCaseError> {
    let gathered = gathered(policy, people);
    let columns = gathered.columns();
    let by = Scorer::new(policy, columns.period());
    let mut scores = Scores::default();
    by.score(&columns, 0..columns.len(), &mut scores).unwrap();
    prop_assert_eq!(scores.len(), people.len());
    for (index, (plan, evidence)) in people.iter().enumerate() {
        let alone = evaluate(policy, plan, evidence);
        let together = scores.proposal(index);
        // As text, since fractions of one value are equal in any terms.
        let text = |found: Option<&_>| serde_json::to_string(&found).unwrap();
        prop_assert_eq!(text(together.as_ref()), text(alone.outcome.proposal()));
        let (plan, evidence) = columns.person(index).unwrap();
        let again = evaluate(policy, &plan, &evidence);
        prop_assert_eq!(again.outcome, alone.outcome);
        prop_assert_eq!(&again.behaviour, &alone.behaviour);
    }
    Ok(())
}

proptest! {
    #[test]
    fn columns_answer_what_evaluate_answers(policy in any_policy(), people in any_people(&["2026-Q2", "2022-S1", "2024"])) {
        both_agree(&policy, &people)?;
    }

    #[test]
    fn columns_answer_what_evaluate_answers_before_2022(policy in any_policy(), people in any_people(&["2019", "2021-S1", "2021-S2", "2021-Q4", "2021", "2012"])) {
        both_agree(&policy, &people)?;
    }

    #[test]
    fn columns_answer_what_evaluate_answers_where_more_than_numbers_decides(policy in any_senior_policy(), people in any_people(&["2026-Q2"])) {
        both_agree(&policy, &people)?;
    }

    /// Whole evaluations, whatever decides, also of different periods.
    #[test]
    fn everybody_together_is_everybody_alone(policy in any_senior_policy(), people in any_people(&["2026-Q2", "2024", "2019"]), other in any_people(&["2023-S1"])) {
        let people = [people, other].concat();
        let all: Vec<_> = people.iter().map(|(plan, evidence)| (plan, evidence)).collect();
        let alone: Vec<_> = all.iter().map(|(plan, evidence)| evaluate(&policy, plan, evidence)).collect();
        let text = |found: &Vec<Evaluation>| serde_json::to_string(found).unwrap();
        let together = evaluate_all(&policy, &all);
        prop_assert_eq!(text(&together), text(&alone));
        prop_assert_eq!(together, alone);
    }

    /// In any parts, the numbers are the same.
    #[test]
    fn parts_of_a_population_answer_what_the_whole_answers(policy in any_policy(), people in any_people(&["2026-Q2"]), cut in 0_usize..6) {
        let gathered = gathered(&policy, &people);
        let columns = gathered.columns();
        let by = Scorer::new(&policy, columns.period());
        let of = |range: std::ops::Range<usize>| {
            let mut scores = Scores::default();
            by.score(&columns, range, &mut scores).unwrap();
            (0..scores.len()).map(|person| scores.proposal(person)).collect::<Vec<_>>()
        };
        let cut = cut.min(people.len());
        let parts = [of(0..cut), of(cut..people.len())].concat();
        prop_assert_eq!(parts, of(0..people.len()));
    }
}

/// The properties above would say little of people who are all incomplete.
#[test]
fn enough_of_any_people_are_complete() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut all, mut proposed, mut complete) = (0, 0, 0);
    for _ in 0..200 {
        let people = any_people(&["2026-Q2"]).new_tree(&mut runner).unwrap().current();
        for (plan, evidence) in people {
            let found = evaluate(&policy(), &plan, &evidence);
            all += 1;
            proposed += usize::from(found.outcome.proposal().is_some());
            complete += usize::from(found.gaps.is_empty());
        }
    }
    assert!(proposed * 3 > all && complete * 3 > all, "{proposed} and {complete} of {all}");
}

#[test]
fn a_scorer_of_another_period_answers_for_the_columns() {
    let policy = policy();
    let people = [person("2026-Q2")];
    let gathered = gathered(&policy, &people);
    let mut scores = Scores::default();
    let other = Scorer::new(&policy, "2019".parse().unwrap());
    other.score(&gathered.columns(), 0..1, &mut scores).unwrap();
    let (plan, evidence) = &people[0];
    assert_eq!(scores.proposal(0), evaluate(&policy, plan, evidence).outcome.proposal().copied());
    assert!(scores.proposal(1).is_none());
}

/// Columns have no words, so a unit is not known.
#[test]
fn an_unknown_unit_leaves_no_gap_in_an_explanation() {
    let (policy, people) = (policy(), [person("2026-Q2")]);
    let gathered = gathered(&policy, &people);
    let (plan, evidence) = gathered.columns().person(0).unwrap();
    let found = evaluate(&policy, &plan, &evidence);
    let derivation = Derivation::new(&plan, &evidence, &found);
    let lines = derivation.lines(&policy, Some(&plan), Language::English);
    assert!(lines.iter().any(|line| line.text.contains(", actual ")), "{lines:?}");
    assert!(lines.iter().all(|line| !line.text.contains(" ,")), "{lines:?}");
}

#[test]
fn nobody_is_scored_without_an_error() {
    let gathered = Gathered::new("2026-Q2".parse().unwrap());
    let policy = policy_with(|_| ());
    let mut scores = Scores::default();
    Scorer::new(&policy, "2026-Q2".parse().unwrap())
        .score(&gathered.columns(), 0..9, &mut scores)
        .unwrap();
    assert!(scores.is_empty() && gathered.is_empty() && gathered.columns().is_empty());
}
