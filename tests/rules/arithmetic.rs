//! Achievement, weights and the matrix.

use kinerja_core::{
    evaluation::evaluate,
    evidence::Reported,
    number::{Percent, Quantity, Ratio, Score, Weight},
    plan::{Actual, Indicator, PlanStatus, ResultKind, Target, WorkPlan},
    scheme::{Matrix, Predicate, Rating, achievement as achieved},
    testing,
};

use crate::table::{Row, compare};

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

/// Weights in percent and scores make the exact weighted mean: asked of a whole
/// evaluation in which each indicator has a target of 100, so that the actual is
/// the score.
pub(crate) fn weighted_score(row: &Row) -> Result<(), String> {
    let exact = |text: &str| -> Result<Exact, String> {
        let micros = text.parse::<Quantity>().map_err(|error| error.to_string())?.micros();
        Ratio::new(micros, 1).map(Exact).ok_or_else(|| "no number".to_owned())
    };
    compare(row.get("expected")?, exact, weighted_mean(row).map(Exact))
}

fn weighted_mean(row: &Row) -> Result<Ratio, String> {
    let weights: Vec<Weight> = row.list("weights")?;
    let scores: Vec<Quantity> = row.list("scores")?;
    if weights.len() != scores.len() {
        return Err("as many weights as scores are needed".to_owned());
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
    let plan = WorkPlan::new(period, PlanStatus::Agreed, indicators).map_err(|e| e.to_string())?;
    let found = evaluate(&testing::policy(), &plan, &evidence);
    found.outcome.proposal().map(|found| found.work.value).ok_or_else(|| "blocked".to_owned())
}

/// A ratio that is printed exactly.
#[derive(PartialEq)]
struct Exact(Ratio);

impl std::fmt::Display for Exact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} millionths", self.0)
    }
}
