//! Plans, evidence, acts and results against their schemas.

use std::sync::LazyLock;

use chrono::NaiveDate;
use kinerja_core::{
    evaluation::{
        Act, Case, Derivation, Evaluation, Officials, Record, Work, evaluate, evaluate_segments,
    },
    evidence::Evidence,
    people::History,
    plan::WorkPlan,
    schema::SchemaOf,
    testing,
};
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::Judge;

fn value(of: &impl Serialize) -> Value {
    serde_json::to_value(of).unwrap()
}

/// Evidence with everything that it may have.
fn whole_evidence() -> Value {
    json!({
        "actuals": {
            "A": {"actual": {"amount": "12.5"}, "on": "2026-06-30"},
            "B": {"actual": {"day": "2026-05-01"}, "on": "2026-07-02"},
        },
        "behaviour": {"scores": ["80", null, "90.5", "80", "80", "80", "80"], "on": "2026-06-30"},
        "older": {
            "behaviour": {"scores": {"integrity": "85"}, "leads": false, "on": "2021-12-30"},
            "additional_tasks": 3,
            "creativity": "unit",
            "new_idea": true,
            "peer_opinion": null,
            "post": "staff",
            "highest_targets": ["A"],
            "action_plan": ["B"],
            "indirect": ["A"],
        },
        "background": {
            "history": ["good", null, "very_poor"],
            "feedback": "240000000/3",
            "answers": {"peer": ["80", "85", "90"]},
            "trainings": ["LATSAR"],
            "survey": {"value": "85.25", "grade": "B", "services": 2, "on": "2026-06-30"},
            "heads": "good",
        },
        "reports": {
            "period": "2026-Q2",
            "reports": [{"day": "2026-04-01", "minutes": 300, "state": "accepted", "serves": "A"}],
        },
    })
}

fn whole_plan() -> Value {
    let mut plan = value(&testing::plan(
        "2026-Q2",
        vec![
            testing::indicator("A", "60", testing::higher("100")),
            testing::indicator("B", "40", testing::higher("1.5")),
        ],
    ));
    plan["indicators"][0]["baseline"] = "-3.25".into();
    plan["indicators"][0]["mission"] = "M-1".into();
    plan["expectations"] = json!({"loyal": "Hadir di layanan."});
    plan
}

/// The acts that count, one after the other.
fn record(acts: Vec<Act>) -> Record {
    let nip = testing::official_nip;
    let officials = Officials::new(nip(0), Some(nip(1)), Some(nip(2))).unwrap();
    let policy = testing::policy();
    let case = Case::new(&policy, "2026-Q2".parse().unwrap(), officials).unwrap();
    let day: NaiveDate = "2026-12-31".parse().unwrap();
    let mut kept = Vec::new();
    for act in acts {
        kept.push(act);
        if case.on(day, &kept).is_err() {
            kept.pop();
        }
    }
    case.on(day, &kept).unwrap()
}

/// The ways to everything in a value.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                places(value, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                places(value, &format!("{at}/{index}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A document in which one thing has another form than before. None has a list in
/// place of an object: readers take the fields of an object in their order, too.
fn broken(good: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    places(good, "", &mut all);
    let mut found = Vec::new();
    for place in all {
        for wrong in [json!(1.5), json!(true), json!("?"), json!({"zzz": 1})] {
            let mut one = good.clone();
            *one.pointer_mut(&place).unwrap() = wrong.clone();
            found.push((format!("{place} = {wrong}"), one));
        }
        let mut one = good.clone();
        if let Some(object) = one.pointer_mut(&place).unwrap().as_object_mut() {
            object.insert("zzz".to_owned(), Value::Null);
            found.push((format!("{place}/zzz"), one));
        }
        if let Some((parent, key)) = place.rsplit_once('/') {
            let mut one = good.clone();
            if let Some(object) = one.pointer_mut(parent).unwrap().as_object_mut() {
                object.remove(key);
                found.push((format!("{place} removed"), one));
            }
        }
    }
    found
}

/// Whether schema and reader agree about a document and everything like it that
/// has a wrong form.
fn agree<T: DeserializeOwned + Serialize>(which: SchemaOf, good: &Value) {
    let judge = Judge::of(which);
    assert_eq!(judge.judge(good), Ok(()));
    let read: T = serde_json::from_value(good.clone()).unwrap();
    assert_eq!(judge.judge(&value(&read)), Ok(()));
    let mut refused = 0;
    for (what, one) in broken(good) {
        let (says, reads) = (judge.judge(&one), serde_json::from_value::<T>(one.clone()));
        refused += u32::from(says.is_err());
        match (says, reads) {
            (Err(says), Ok(_)) => panic!("{what}: it is read, and the schema says {says}"),
            (Ok(()), Err(error)) => {
                panic!("{what}: it holds to the schema, and the reader says {error}")
            }
            (Ok(()), Ok(_)) | (Err(_), Err(_)) => {}
        }
    }
    assert!(refused > 20, "only {refused} were refused");
}

#[test]
fn schema_and_reader_agree_about_inputs() {
    agree::<WorkPlan>(SchemaOf::WorkPlan, &whole_plan());
    agree::<Evidence>(SchemaOf::Evidence, &whole_evidence());
    let post = value(&testing::assignment("2026-01-01", "Dinas Kesehatan"));
    agree::<History>(SchemaOf::History, &json!([post]));
}

#[test]
fn a_result_of_another_form_does_not_hold_to_the_schema() {
    let plan: WorkPlan = serde_json::from_value(whole_plan()).unwrap();
    let evidence = testing::evidence("2026-Q2", &[("A", "90"), ("B", "2")], ["80"; 7]);
    let found = evaluate(&testing::policy(), &plan, &evidence);
    let judge = Judge::of(SchemaOf::Evaluation);
    let good = value(&found);
    assert_eq!(judge.judge(&good), Ok(()));
    for (place, wrong) in [
        ("/outcome/proposed/total", json!(87.5)),
        ("/outcome/proposed/predicate", json!("superb")),
        ("/outcome", json!("maybe")),
        ("/gaps", json!(null)),
    ] {
        let mut one = good.clone();
        *one.pointer_mut(place).unwrap() = wrong;
        assert!(judge.judge(&one).is_err(), "{place}");
    }
    let derivation = value(&Derivation::new(&plan, &evidence, &found));
    agree::<Derivation>(SchemaOf::Derivation, &derivation);
}

#[test]
fn every_proposal_that_says_why_not_holds_to_the_schema() {
    let judge = Judge::of(SchemaOf::Evaluation);
    assert_eq!(judge.judge(&value(&Evaluation::without_plan())), Ok(()));
}

/// Each schema, made ready once.
static JUDGES: LazyLock<Vec<(SchemaOf, Judge)>> =
    LazyLock::new(|| SchemaOf::ALL.iter().map(|which| (*which, Judge::of(*which))).collect());

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// What is written holds to the schema, for any plan, evidence and regime.
    #[test]
    fn whatever_is_written_holds_to_its_schema(
        (plan, evidence) in testing::any_plan_and_evidence(),
        history in testing::any_history(),
        acts in prop::collection::vec(testing::any_act(), 0..12),
        year in prop::sample::select(vec!["2016", "2020", "2021", "2026-Q2"]),
    ) {
        let policy = testing::policy();
        let mut document = value(&plan);
        document["period"] = year.into();
        let plan: WorkPlan = serde_json::from_value(document).unwrap();
        let mut evidence = evidence;
        if !year.contains('Q') {
            let older = whole_evidence()["older"].clone();
            evidence.older = serde_json::from_value(older).unwrap();
        }
        let found = evaluate(&policy, &plan, &evidence);
        let record = record(acts.clone());
        let segments = History::new(history.assignments().to_vec()).unwrap();
        let works: Vec<_> = segments
            .assignments()
            .iter()
            .map(|post| Work {
                from: post.from,
                until: post.until.unwrap_or(NaiveDate::MAX),
                plan: &plan,
                evidence: &evidence,
            })
            .collect();
        let mut written = vec![
            (SchemaOf::WorkPlan, value(&plan)),
            (SchemaOf::Evidence, value(&evidence)),
            (SchemaOf::History, value(&history)),
            (SchemaOf::Evaluation, value(&found)),
            (SchemaOf::Derivation, value(&Derivation::new(&plan, &evidence, &found))),
            (SchemaOf::Derivation, value(&record.derivation())),
            (SchemaOf::Record, value(&record)),
        ];
        written.extend(acts.iter().map(|act| (SchemaOf::Act, value(act))));
        let period = "2026-Q2".parse().unwrap();
        if let Ok(combined) = evaluate_segments(&policy, period, &history, &works) {
            written.push((SchemaOf::Combined, value(&combined)));
        }
        for (which, value) in written {
            let judge = &JUDGES.iter().find(|(of, _)| *of == which).unwrap().1;
            prop_assert_eq!(judge.judge(&value), Ok(()), "{:?}: {}", which, value);
        }
    }
}
