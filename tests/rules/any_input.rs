//! Whatever comes in: every reader of the core gives a value or a typed refusal,
//! and whatever it let in can be evaluated and explained.

use kinerja_core::{
    calendar::{Period, TimeLimit},
    consequence::{FollowUp, JobLevel},
    evaluation::{Act, Derivation, evaluate},
    evidence::{
        Behaviour, Complaint, DailyReport, ElementMean, Evidence, PrivateText, Reported,
        SurveyWeight,
    },
    language::Language,
    law::Citation,
    number::{DecimalMark, Percent, Quantity, Ratio, Score, Share, Weight},
    people::{Assignment, Nip},
    plan::{Actual, Code, Target, WorkPlan},
    region::{RegionCode, RegionPolicy, RuleBook},
    testing,
};
use proptest::prelude::*;

use crate::five_regions::{REGIONS, policy, policy_text};

/// The cases that `PROPTEST_CASES` asks for (`tests/run.sh --long`: 100,000), or
/// proptest's own number; fewer where a policy is read or a plan evaluated.
fn cases(one_in: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig { cases: usual.cases.div_ceil(one_in), ..usual }
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,60}",
        "[0-9+./:,-]{0,50}",
        "-?[0-9]{0,45}(\\.[0-9]{0,45})?(/[0-9]{0,45})?",
        "[0-9]{4}(-[SQ]?[0-9]{1,2})?",
        "[0-9]{1,12} (calendar|working)? ?(days?|months?)",
        "(19|20)[0-9]{6}(19|20)[0-9]{4}[0-9]{4}",
    ]
}

/// Reads a text as each of the types; what is read is printed and read again.
macro_rules! read_again {
    ($text:expr; $($kind:ty),+ $(,)?) => {
        $(if let Ok(value) = $text.parse::<$kind>() {
            let again = value.to_string().parse::<$kind>();
            prop_assert!(again.is_ok_and(|again| again == value), "{}", stringify!($kind));
        })+
    };
}

/// Reads a JSON document as each of the types.
macro_rules! read_json {
    ($json:expr; $($kind:ty),+ $(,)?) => {
        $(drop(serde_json::from_str::<$kind>($json));)+
    };
}

/// A document in which a piece was replaced by something else.
fn broken(document: String) -> impl Strategy<Value = String> {
    let length = document.chars().count();
    (0..length, 0_usize..40, "\\PC{0,12}|[0-9]{1,45}|[\"{}\\[\\]:,]{0,3}").prop_map(
        move |(at, gone, new)| {
            let before = document.chars().take(at);
            let after = document.chars().skip(at + gone);
            before.chain(new.chars()).chain(after).collect()
        },
    )
}

fn plan_json() -> String {
    let plan = testing::plan(
        "2026-Q2",
        vec![
            testing::indicator("A", "60", testing::higher("100")),
            testing::indicator("B", "40", Target::range(80.into(), 90.into()).unwrap()),
        ],
    );
    serde_json::to_string(&plan).unwrap()
}

proptest! {
    #![proptest_config(cases(1))]

    #[test]
    fn every_text_is_read_or_refused(text in any_text()) {
        read_again!(
            text; Code, Nip, Period, Percent, Quantity, Ratio, RegionCode, Score, Share,
            TimeLimit, Weight
        );
        drop((text.parse::<ElementMean>(), text.parse::<SurveyWeight>(), text.parse::<JobLevel>()));
        drop(Citation::new(&text));
    }

    #[test]
    fn every_document_is_read_or_refused(json in broken(plan_json()), text in any_text()) {
        read_json!(
            &json; WorkPlan, Evidence, Behaviour, Reported, Derivation, FollowUp, Act,
            Assignment, Complaint, DailyReport, PrivateText
        );
        let text = serde_json::to_string(&text).unwrap();
        read_json!(&text; Target, Actual, Code, Score, Period);
    }
}

proptest! {
    #![proptest_config(cases(10))]

    #[test]
    fn every_policy_is_read_or_refused(
        text in prop::sample::select(REGIONS.to_vec()).prop_flat_map(|r| broken(policy_text(r))),
    ) {
        drop(RegionPolicy::from_toml(&text));
        drop(RuleBook::from_toml(&[("aturan.toml", &text)]));
    }

    /// Amounts as large and as small as an amount can be.
    #[test]
    fn whatever_was_let_in_is_evaluated_and_explained(
        json in broken(plan_json()),
        region in prop::sample::select(REGIONS.to_vec()),
        amounts in prop::array::uniform2(prop::option::of(any::<i64>())),
        scores in prop::array::uniform7(prop::option::of(0_i128..=1_000_000_000)),
    ) {
        let Ok(plan) = serde_json::from_str::<WorkPlan>(&json) else { return Ok(()) };
        let policy = policy(region);
        let mut evidence = testing::evidence("2026-Q2", &[], [""; 7]);
        for (indicator, amount) in plan.indicators().iter().zip(amounts) {
            let amount = amount.map(|amount| amount.to_string().parse::<Quantity>());
            if let Some(Ok(amount)) = amount {
                let on = plan.period().last_day();
                let reported = Reported { actual: Actual::Amount(amount), on };
                evidence.actuals.insert(indicator.code.clone(), reported);
            }
        }
        if let Some(behaviour) = &mut evidence.behaviour {
            behaviour.scores = scores.map(|score| score.and_then(|s| Score::from_micros(s).ok()));
        }
        let found = evaluate(&policy, &plan, &evidence);
        let derivation = Derivation::new(&plan, &evidence, &found);
        for language in [Language::Indonesian, Language::English] {
            prop_assert!(!derivation.lines(&policy, Some(&plan), language).is_empty());
        }
        if let Some(proposal) = found.outcome.proposal() {
            prop_assert!(!proposal.total.show(DecimalMark::Comma).is_empty());
        }
        let json = serde_json::to_string(&derivation).unwrap();
        prop_assert_eq!(serde_json::from_str::<Derivation>(&json).unwrap(), derivation);
    }
}
