//! Achievement, weights and the matrix.

use kinerja_core::{
    evaluation::evaluate,
    evidence::Reported,
    number::{Percent, Quantity, Ratio, Score, Weight},
    plan::{Actual, Indicator, PlanStatus, ResultKind, Target, WorkPlan},
    scheme::{Matrix, Predicate, Rating, achievement as achieved, weighted_mean},
    testing,
};

use crate::{
    regimes::Exact,
    table::{Row, compare},
};

/// PermenPANRB 8/2021: actual against target.
pub(crate) fn achievement(row: &Row) -> Result<(), String> {
    let (low, high): (Quantity, Quantity) = (row.parse("target_low")?, row.parse("target_high")?);
    let target = match row.get("direction")? {
        "higher" => Target::higher_range(low, high),
        "lower" => Target::lower_range(low, high),
        "range" => Target::range(low, high),
        other => return Err(format!("unknown direction `{other}`")),
    };
    let actual = Actual::Amount(row.parse("actual")?);
    let answer = target
        .map_err(|error| error.to_string())
        .and_then(|target| achieved(target, actual, Score::ZERO).ok_or("wrong kind".to_owned()));
    let percent = |text: &str| text.parse::<Percent>().map_err(|error| error.to_string());
    compare(row.get("expected_percent")?, percent, answer)
}

fn rating(name: &str) -> Result<Rating, String> {
    let found = Rating::ALL.into_iter().find(|rating| rating.code() == name);
    found.ok_or_else(|| format!("unknown rating `{name}`"))
}

/// PermenPANRB 6/2022: result and behaviour rating make the predicate.
pub(crate) fn predicate_matrix(row: &Row) -> Result<(), String> {
    let answer = rating(row.get("result_rating")?).and_then(|result| {
        let behaviour = rating(row.get("behaviour_rating")?)?;
        Ok(Matrix::NATIONAL.predicate(result, behaviour).code())
    });
    let predicate = |text: &str| {
        let found = Predicate::BEST_FIRST.into_iter().find(|found| found.code() == text);
        found.map(Predicate::code).ok_or_else(|| format!("unknown predicate `{text}`"))
    };
    compare(row.get("predicate")?, predicate, answer)
}

/// Weights in percent and scores make the exact weighted mean. Where a plan can hold
/// them, a whole evaluation says the same: each indicator has a target of 100, so
/// that the actual is the score.
pub(crate) fn weighted_score(row: &Row) -> Result<(), String> {
    let number = |text: &str| text.parse().map(|Exact(number)| Shown(number));
    compare(row.get("expected")?, number, weighted(row).map(Shown))
}

fn weighted(row: &Row) -> Result<Ratio, String> {
    let (weights, scores): (Vec<Exact>, Vec<Exact>) = (row.list("weights")?, row.list("scores")?);
    if weights.len() != scores.len() {
        return Err("as many weights as scores are needed".to_owned());
    }
    let rows: Vec<_> =
        weights.into_iter().zip(scores).map(|(Exact(one), Exact(other))| (one, other)).collect();
    let mean = weighted_mean(&rows).map_err(|error| error.to_string())?;
    match evaluated(row) {
        Some(found) if found != mean => Err(format!("{mean}, but an evaluation says {found}")),
        _ => Ok(mean),
    }
}

/// What a whole evaluation says; none where a plan holds no such weights, or the cap
/// of the policy lies below a score.
fn evaluated(row: &Row) -> Option<Ratio> {
    let weights: Vec<Weight> = row.list("weights").ok()?;
    let scores: Vec<Quantity> = row.list("scores").ok()?;
    let policy = testing::policy();
    let cap = policy.work_result.cap.micros();
    if scores.iter().any(|score| !(0..=cap).contains(&score.micros())) {
        return None;
    }
    let mut evidence = testing::evidence("2026-Q2", &[], ["100"; 7]);
    let mut indicators: Vec<Indicator> = Vec::new();
    for (index, (weight, score)) in weights.into_iter().zip(scores).enumerate() {
        let target = testing::higher("100");
        let named = testing::indicator(&format!("I{index}"), "1", target);
        let reported =
            Reported { actual: Actual::Amount(score), on: "2026-06-30".parse().unwrap() };
        evidence.actuals.insert(named.code.clone(), reported);
        indicators.push(Indicator { kind: ResultKind::Main(weight), ..named });
    }
    let period = "2026-Q2".parse().unwrap();
    let plan = WorkPlan::new(period, PlanStatus::Agreed, indicators).ok()?;
    Some(evaluate(&policy, &plan, &evidence).outcome.proposal()?.work.value)
}

/// A ratio that is printed exactly.
#[derive(PartialEq)]
struct Shown(Ratio);

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} millionths", self.0)
    }
}

#[test]
fn weighted_scores_of_other_folders_may_be_finer_than_a_plan_and_above_its_cap() {
    #[rustfmt::skip]
    let table = [
        ("33.333;33.333;33.334", "400;475;200", "358.33175"),
        ("12.3456789;87.6543211", "87.123456;1", "11.632525335342784"),
        ("50;50.0000001",         "1;1",         "error"),
        ("100.1",                 "1",           "error"),
    ];
    for (weights, scores, expected) in table {
        let row = Row::of(&[("weights", weights), ("scores", scores), ("expected", expected)]);
        assert_eq!(weighted_score(&row), Ok(()), "{weights} {scores}");
    }
}
