//! Whatever stands in a document: each type is given documents that are almost one
//! of its own, and gives a value or a refusal.

use kinerja_core::{
    calendar::HolidayYear,
    consequence::FollowUp,
    evaluation::{Act, Derivation, evaluate},
    evidence::{
        Behaviour, BehaviourGuide, Complaint, DailyReport, DailyReports, Evidence, GradeBounds,
        OlderEvidence, RaterRule, Reported, Survey,
    },
    organisation::{AchievementRecord, DistributionRule, HeadRule, Pattern, PatternLimit},
    people::{Assignment, History},
    plan::{Actual, Indicator, Target, WorkPlan},
    region::RuleBook,
    scheme::{Floors, pp30_2019::NewIdeaBands},
    summary::Tally,
    testing,
};
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    any_input::{broken, cases, plan_json},
    five_regions::policy,
};

/// A type with a document that is one of its own.
#[derive(Debug, Clone)]
struct Document {
    of: &'static str,
    good: String,
    read: fn(&str) -> bool,
}

fn document<T: DeserializeOwned>(of: &'static str, good: String) -> Document {
    Document { of, good, read: |text| serde_json::from_str::<T>(text).is_ok() }
}

/// A document of a type, written from a value where there is one.
macro_rules! documents {
    ($($kind:ty => $good:expr),+ $(,)?) => {
        vec![$(document::<$kind>(stringify!($kind), $good)),+]
    };
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

fn derivation() -> Derivation {
    let plan: WorkPlan = serde_json::from_str(&plan_json()).unwrap();
    let evidence = testing::evidence("2026-Q2", &[("A", "90"), ("B", "85")], ["80"; 7]);
    let found = evaluate(&policy("samarinda"), &plan, &evidence);
    Derivation::new(&plan, &evidence, &found)
}

fn all() -> Vec<Document> {
    let rules = RuleBook::national().unwrap();
    let evidence = testing::evidence("2026-Q2", &[("A", "90")], ["80"; 7]);
    let behaviour = evidence.behaviour.clone().unwrap();
    let post = testing::assignment("2025-01-01", "dinkes");
    let act = r#"{"on":"2026-07-01","sequence":1,"by":"engine","deed":{"propose":{"revision":1,"judgement":{"result":"meets","behaviour":"above"}}}}"#;
    let survey =
        r#"{"unit":"dukcapil","service":"ktp","period":"2026","answers":{"time":[0,1,6,3]}}"#;
    let report = r#"{"day":"2026-04-01","minutes":300,"state":"accepted","serves":"A"}"#;
    let raters =
        r#"{"superior":{"weight":"60","answers_min":1},"peer":{"weight":"40","answers_min":3}}"#;
    let limits = r#"[{"of":["excellent"],"at_most":{"percent":"20"}},{"of":["poor","very_poor"],"at_least":{"people":1}}]"#;
    documents! {
        WorkPlan => plan_json(),
        Indicator => json(&testing::indicator("A", "60", testing::higher("100"))),
        Target => json(&Target::range(80.into(), 90.into()).unwrap()),
        Actual => json(&evidence.actuals.values().next().unwrap().actual),
        Evidence => json(&evidence),
        Reported => json(evidence.actuals.values().next().unwrap()),
        Behaviour => json(&behaviour),
        Derivation => json(&derivation()),
        FollowUp => r#"{"rule":"BIMBING","kind":"coaching","actor":"superior","due_days":30,"because":[]}"#.to_owned(),
        Act => act.to_owned(),
        Assignment => json(&post),
        History => json(&History::new(vec![post.clone()]).unwrap()),
        Complaint => r#"{"unit":"dukcapil","service":"ktp","kind":"complaint","on":"2026-04-01","answered":"2026-04-03"}"#.to_owned(),
        DailyReport => report.to_owned(),
        DailyReports => format!(r#"{{"period":"2026-Q2","reports":[{report}]}}"#),
        RaterRule => raters.to_owned(),
        Survey => survey.to_owned(),
        OlderEvidence => json(&OlderEvidence { additional_tasks: Some(3), ..OlderEvidence::default() }),
        PatternLimit => limits.trim_matches(['[', ']']).split("},{").next().unwrap().to_owned() + "}",
        Pattern => format!(r#"{{"majority":"good","limits":{limits}}}"#),
        AchievementRecord => r#"{"unit":"dinkes","period":"2026","achievement":"good","set_by":"Wali Kota","on":"2027-01-05"}"#.to_owned(),
        Tally => json(&Tally::default()),
        HolidayYear => json(&rules.holidays.entries()[0].1.value),
        HeadRule => json(&rules.head_result_rating.entries()[0].1.value),
        GradeBounds => json(&rules.survey_grades.entries()[0].1.value),
        DistributionRule => json(&rules.distribution_patterns.entries()[0].1.value),
        BehaviourGuide => json(&rules.behaviour_guide.entries()[0].1.value),
        Floors => json(&rules.pp46_2011_bands.entries()[0].1.value),
        NewIdeaBands => json(&rules.pp30_2019_bands.entries()[0].1.value),
    }
}

#[test]
fn each_document_is_good_before_it_is_broken() {
    for Document { of, good, read } in all() {
        assert!(read(&good), "{of}: {good}");
        assert!(!read(&good[..good.len() - 1]), "{of}: cut, and still read");
    }
}

/// A fresh value for each case would cost more than the case.
fn any_broken() -> impl Strategy<Value = (Document, String)> {
    prop::sample::select(all())
        .prop_flat_map(|document| (Just(document.clone()), broken(document.good)))
}

proptest! {
    #![proptest_config(cases(1))]

    /// What is read of a broken document would be read again: reading looks at
    /// nothing else.
    #[test]
    fn every_document_is_read_or_refused((document, text) in any_broken()) {
        let Document { of, read, .. } = document;
        prop_assert_eq!(read(&text), read(&text), "{}", of);
    }
}
