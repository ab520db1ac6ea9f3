//! Whole evaluations under the policies of the regions: what is proposed, what
//! follows, and why. One file a region in `tests/cases/whole/`.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use chrono::NaiveDate;
use kinerja_core::{
    calendar::Period,
    evaluation::{Evaluation, Gap, evaluate},
    evidence::{Background, Behaviour, DailyReport, DailyReports, Evidence, RaterClass, Reported},
    number::{Quantity, Ratio, Score},
    plan::{Actual, Code, Indicator, Measure, PlanStatus, ResultKind, Target, WorkPlan},
    region::RegionPolicy,
    scheme::{Predicate, Rating},
    testing,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::five_regions::{REGIONS, policy};

/// Cases that each region must have.
const CASES_MIN: usize = 6;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    region: String,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    cites: String,
    period: Period,
    #[serde(default = "closed")]
    status: PlanStatus,
    indicators: Vec<Given>,
    behaviour: Option<GivenBehaviour>,
    #[serde(default)]
    background: GivenBackground,
    /// Daily reports; left out where none ever arrived.
    reports: Option<Vec<DailyReport>>,
    expect: Expected,
}

const fn closed() -> PlanStatus {
    PlanStatus::Closed
}

/// An indicator with what was reached. Without a weight it is an additional
/// result; without a day it was reported on the last one of the period.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    code: String,
    weight: Option<String>,
    target: Target,
    actual: Option<Actual>,
    on: Option<NaiveDate>,
    #[serde(default)]
    measure: Measure,
}

/// Seven scores, or one for all seven; an empty one is missing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenBehaviour {
    scores: Vec<String>,
    on: Option<NaiveDate>,
}

/// What is on record beyond the period: predicates before it, newest first, an
/// empty one where there is none; the mean of feedback in points, also as a
/// fraction; the scores of feedback by class, for a policy that asks raters; the
/// trainings that were done, left out where they are not known.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct GivenBackground {
    history: Vec<String>,
    feedback: Option<String>,
    answers: BTreeMap<RaterClass, Vec<Score>>,
    trainings: Option<Vec<Code>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    proposal: Option<ExpectedProposal>,
    #[serde(default)]
    follow_ups: Vec<ExpectedFollowUp>,
    #[serde(default)]
    gaps: Vec<Gap>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedProposal {
    result: Rating,
    behaviour: Rating,
    predicate: Predicate,
    /// Points, also as a fraction: `624/7`.
    total: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedFollowUp {
    rule: String,
    because: Value,
}

fn indicator(given: &Given) -> Indicator {
    let named =
        testing::indicator(&given.code, given.weight.as_deref().unwrap_or("1"), given.target);
    let kind = if given.weight.is_some() { named.kind } else { ResultKind::Additional };
    Indicator { kind, measure: given.measure, ..named }
}

fn behaviour(given: &GivenBehaviour, last_day: NaiveDate) -> Behaviour {
    let score = |text: &String| (!text.is_empty()).then(|| text.parse::<Score>().unwrap());
    let scores: Vec<_> = given.scores.iter().map(score).collect();
    let scores = match scores.as_slice() {
        [all] => [*all; 7],
        each => each.try_into().unwrap_or_else(|_| panic!("give seven scores or one")),
    };
    Behaviour { scores, on: given.on.unwrap_or(last_day) }
}

fn background(given: &GivenBackground) -> Background {
    let predicate = |text: &String| {
        let known = Predicate::BEST_FIRST.into_iter().find(|known| known.code() == text);
        assert!(known.is_some() || text.is_empty(), "`{text}` is no predicate");
        known
    };
    Background {
        history: given.history.iter().map(predicate).collect(),
        feedback: given.feedback.as_deref().map(points),
        answers: given.answers.clone(),
        trainings: given.trainings.clone(),
        ..Background::NOTHING
    }
}

fn found(policy: &RegionPolicy, case: &Case) -> Evaluation {
    let last_day = case.period.last_day();
    let indicators = case.indicators.iter().map(indicator).collect();
    let plan = WorkPlan::new(case.period, case.status, indicators)
        .unwrap_or_else(|error| panic!("{}: {error}", case.name));
    let mut evidence = Evidence::default();
    for given in &case.indicators {
        if let Some(actual) = given.actual {
            let reported = Reported { actual, on: given.on.unwrap_or(last_day) };
            evidence.actuals.insert(given.code.parse::<Code>().unwrap(), reported);
        }
    }
    evidence.behaviour = case.behaviour.as_ref().map(|given| behaviour(given, last_day));
    evidence.background = background(&case.background);
    evidence.reports =
        case.reports.clone().map(|reports| DailyReports::new(case.period, reports).unwrap());
    evaluate(policy, &plan, &evidence)
}

/// Points, undivided, as millionths over a divisor.
fn points(text: &str) -> Ratio {
    let (points, divisor) = text.split_once('/').unwrap_or((text, "1"));
    let points: Quantity = points.parse().unwrap();
    Ratio::new(points.micros(), divisor.parse().unwrap()).unwrap()
}

/// What differs from what was expected.
fn differences(case: &Case, found: &Evaluation) -> Vec<String> {
    let mut wrong = Vec::new();
    match (&case.expect.proposal, found.outcome.proposal()) {
        (None, None) => {}
        (Some(expected), Some(found)) => {
            let words = (found.result_rating, found.behaviour_rating, found.predicate);
            if words != (expected.result, expected.behaviour, expected.predicate) {
                wrong.push(format!("proposed {words:?}"));
            }
            if found.total != points(&expected.total) {
                wrong.push(format!("total {} millionths", found.total));
            }
        }
        (Some(_), None) => wrong.push("nothing is proposed".to_owned()),
        (None, Some(found)) => wrong.push(format!("{:?} is proposed", found.predicate)),
    }
    let expected = case.expect.follow_ups.iter();
    let expected: Vec<_> =
        expected.map(|e| json!({ "rule": e.rule, "because": e.because })).collect();
    let follow_ups = found.follow_ups.iter();
    let follow_ups: Vec<_> =
        follow_ups.map(|f| json!({ "rule": f.rule, "because": f.because })).collect();
    if expected != follow_ups {
        wrong.push(format!("follow-ups {}", json!(follow_ups)));
    }
    if case.expect.gaps != found.gaps {
        wrong.push(format!("gaps {}", json!(found.gaps)));
    }
    wrong
}

fn files() -> Vec<(String, File)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/whole");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let file = toml::from_str(&std::fs::read_to_string(&path).unwrap());
        (name.clone(), file.unwrap_or_else(|error| panic!("{name}: {error}")))
    };
    paths.into_iter().map(read).collect()
}

#[test]
fn every_whole_case_holds() {
    let (mut wrong, mut names, mut regions) = (Vec::new(), BTreeSet::new(), Vec::new());
    for (file, File { region, case: cases }) in files() {
        let policy = policy(&region);
        assert!(cases.len() >= CASES_MIN, "{file}: only {} cases", cases.len());
        for case in &cases {
            assert!(names.insert(case.name.clone()), "two cases are called `{}`", case.name);
            let differences = differences(case, &found(&policy, case));
            if !differences.is_empty() {
                let Case { name, cites, .. } = case;
                wrong.push(format!("{file}: {name}\n  {cites}\n  {}", differences.join("\n  ")));
            }
        }
        regions.push(region);
    }
    assert_eq!(regions, REGIONS, "one file a region");
    assert!(wrong.is_empty(), "{} case(s) fail:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_wrong_expectation_is_found() {
    let (_, File { region, mut case }) = files().remove(0);
    let (policy, mut case) = (policy(&region), case.remove(0));
    let evaluation = found(&policy, &case);
    assert_eq!(differences(&case, &evaluation), [""; 0]);
    case.expect.gaps.clear();
    case.expect.proposal.as_mut().unwrap().total = "1".to_owned();
    assert_eq!(differences(&case, &evaluation).len(), 2);
}
