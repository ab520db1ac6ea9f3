//! Tests of conditions.

use super::*;

/// Nothing is on record.
static NOTHING: Background = Background::NOTHING;

fn findings<'a>(
    achievements: &'a [(&'a Code, Percent)],
    behaviour: &'a [(BehaviourValue, Score)],
) -> Findings<'a> {
    Findings {
        predicate: Predicate::Good,
        result_rating: Some(Rating::Meets),
        behaviour_rating: Some(Rating::Above),
        total: Some(Ratio::new(100_000_000, 1).unwrap()),
        achievements,
        behaviour,
        background: &NOTHING,
    }
}

fn score(text: &str) -> Option<Score> {
    text.parse().ok()
}

#[test]
fn all_that_is_given_must_hold() {
    let good = Condition { predicates: vec![Predicate::Good], ..Condition::default() };
    #[rustfmt::skip]
    let table = [
        (good.clone(), true),
        (Condition { predicates: vec![Predicate::Poor], ..good.clone() }, false),
        (Condition { result_ratings: vec![Rating::Below], ..good.clone() }, false),
        (Condition { behaviour_ratings: vec![Rating::Above], ..good.clone() }, true),
        (Condition { score_from: score("100"), ..good.clone() }, true),
        (Condition { score_from: score("100.000001"), ..good.clone() }, false),
        (Condition { score_below: score("100"), ..good.clone() }, false),
        (Condition { score_below: score("100.000001"), ..good.clone() }, true),
        (Condition { any_behaviour_below: score("70"), ..good.clone() }, true),
        (Condition { any_behaviour_below: score("69.5"), ..good.clone() }, false),
        (Condition { any_indicator_below: Some("80".parse().unwrap()), ..good }, false),
    ];
    let code = "A".parse().unwrap();
    let achievements = [(&code, "80".parse().unwrap())];
    let behaviour = [(BehaviourValue::Loyal, "69.5".parse().unwrap())];
    for (condition, holds) in table {
        let reasons = condition.reasons(&findings(&achievements, &behaviour));
        assert_eq!(reasons.is_some(), holds, "{condition:?}");
    }
}

#[test]
fn a_reason_names_the_values_it_looked_at() {
    let condition = Condition { any_behaviour_below: score("70"), ..Condition::default() };
    let behaviour = [(BehaviourValue::Loyal, "69.5".parse().unwrap())];
    assert_eq!(
        condition.reasons(&findings(&[], &behaviour)),
        Some(vec![Because::BehaviourBelow {
            value: BehaviourValue::Loyal,
            score: "69.5".parse().unwrap(),
            below: "70".parse().unwrap(),
        }])
    );
}

#[test]
fn a_condition_asks_for_something_that_can_be() {
    assert_eq!(Condition::default().check(), Err(ConditionError::Empty));
    let never =
        Condition { score_from: score("90"), score_below: score("90"), ..Condition::default() };
    assert!(matches!(never.check(), Err(ConditionError::Never { .. })));
}

/// Whether a condition holds for a person of whom this is on record, with
/// "Baik" in this period.
fn holds(condition: &Condition, background: &Background) -> Option<Vec<Because>> {
    condition.reasons(&Findings { background, ..findings(&[], &[]) })
}

#[test]
fn a_row_of_periods_ends_where_a_predicate_is_another_or_missing() {
    use Predicate::{Excellent, Good, Poor};
    let three = Condition {
        predicates: vec![Good, Excellent],
        periods_in_a_row: Some(3),
        ..Condition::default()
    };
    #[rustfmt::skip]
    let table: [(&[Option<Predicate>], bool); 6] = [
        (&[Some(Excellent), Some(Good)],             true),
        (&[Some(Excellent), Some(Good), Some(Poor)], true),
        (&[Some(Excellent), Some(Poor)],             false),
        (&[Some(Excellent), None, Some(Good)],       false),
        (&[Some(Excellent)],                         false),
        (&[],                                        false),
    ];
    for (history, row) in table {
        let background = Background { history: history.to_vec(), ..Background::default() };
        assert_eq!(holds(&three, &background).is_some(), row, "{history:?}");
    }
    let background =
        Background { history: vec![Some(Excellent), Some(Good)], ..Background::default() };
    let reasons = holds(&three, &background).unwrap();
    assert_eq!(reasons, [Because::Predicate(Good), Because::InARow(vec![Good, Excellent, Good])]);
    let other = Condition { predicates: vec![Poor], ..three };
    assert_eq!(holds(&other, &background), None);
}

#[test]
fn feedback_counts_where_its_mean_is_known() {
    let low = Condition { feedback_below: score("80"), ..Condition::default() };
    let with = |mean: Option<Ratio>| Background { feedback: mean, ..Background::default() };
    assert_eq!(holds(&low, &with(None)), None);
    assert_eq!(holds(&low, &with(Ratio::new(240_000_000, 3))), None);
    assert!(holds(&low, &with(Ratio::new(239_999_999, 3))).is_some());
}

#[test]
fn a_training_is_missing_only_where_the_trainings_are_known() {
    let code = |text: &str| text.parse::<Code>().unwrap();
    let done = Condition { training_done: vec![code("P1"), code("P2")], ..Condition::default() };
    let missing =
        Condition { training_missing: vec![code("P1"), code("P2")], ..Condition::default() };
    let with = |trainings: Option<Vec<Code>>| Background { trainings, ..Background::default() };
    assert_eq!(holds(&done, &with(None)), None);
    assert_eq!(holds(&missing, &with(None)), None);
    let one = with(Some(vec![code("P2")]));
    assert_eq!(holds(&done, &one), Some(vec![Because::TrainingDone(code("P2"))]));
    assert_eq!(holds(&missing, &one), Some(vec![Because::TrainingMissing(code("P1"))]));
    assert_eq!(holds(&missing, &with(Some(vec![code("P1"), code("P2")]))), None);
}

#[test]
fn a_row_has_predicates_and_more_than_one_period() {
    let row = |periods, predicates| Condition {
        predicates,
        periods_in_a_row: Some(periods),
        ..Condition::default()
    };
    assert_eq!(row(2, vec![]).check(), Err(ConditionError::RowOfWhat));
    for (periods, sound) in [(0, false), (1, false), (2, true), (120, true), (121, false)] {
        assert_eq!(row(periods, vec![Predicate::Good]).check().is_ok(), sound, "{periods}");
    }
}
