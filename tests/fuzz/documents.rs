//! Documents of any bytes: mostly whole ones in which some places are broken.

use std::{fs, path::PathBuf, sync::LazyLock};

use arbtest::arbitrary::{Result, Unstructured};
use kinerja_core::{
    evaluation::{Act, Derivation, evaluate},
    evidence::{DailyReport, DailyReports, Evidence, OlderEvidence, Reported, Survey},
    language::Language,
    plan::{Target, WorkPlan},
    region::{RegionPolicy, RuleBook},
    testing,
};

use crate::{
    columns::PERIODS,
    give, one_of,
    policies::{POLICIES, TEXTS, read},
};

/// What a word is exchanged for.
const ODD: [&str; 9] = ["\"\"", "null", "[]", "{}", "true", "own", "1e9", "\u{0}", "{\"a\":[{}]}"];

/// What a number is exchanged for: mostly such as may stand there.
const NUMBERS: [&str; 16] = [
    "0",
    "1",
    "2",
    "7",
    "12",
    "50",
    "100",
    "120",
    "1000",
    "99.999999",
    "0.000001",
    "-1",
    "00",
    "0.0000001",
    "9999999999999",
    "99999999999999999999999999999999999999999999",
];

/// A document with a few places broken, or bytes that never were one.
fn broken(bytes: &mut Unstructured<'_>, whole: &str, others: &[String]) -> Result<String> {
    if bytes.ratio(1, 50)? {
        return Ok(String::from_utf8_lossy(bytes.arbitrary()?).into_owned());
    }
    let mut text = whole.as_bytes().to_vec();
    for _ in 0..bytes.int_in_range(0..=3)? {
        let at = bytes.choose_index(text.len() + 1)?;
        let end = (at + bytes.int_in_range(0..=20)?).min(text.len());
        match bytes.int_in_range(0..=11)? {
            0 => drop(text.splice(at..end, bytes.arbitrary::<[u8; 3]>()?)),
            1 => drop(text.drain(at..end)),
            2 => drop(text.splice(at..end, text[at..end].repeat(2))),
            3 => {
                let other = bytes.choose(others)?.as_bytes();
                let from = bytes.choose_index(other.len())?;
                text.splice(at..end, other[from..other.len().min(from + 40)].iter().copied());
            }
            4 => exchange(&mut text, at, u8::is_ascii_alphabetic, one_of(bytes, &ODD)?),
            _ => exchange(&mut text, at, u8::is_ascii_digit, one_of(bytes, &NUMBERS)?),
        }
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// Puts something else in place of the next run of such bytes.
fn exchange(text: &mut Vec<u8>, at: usize, is_part: fn(&u8) -> bool, new: &str) {
    let from = at + text[at..].iter().take_while(|byte| !is_part(byte)).count();
    let length = text[from..].iter().take_while(|byte| is_part(byte)).count();
    text.splice(from..from + length, new.bytes());
}

/// Pieces of documents of every kind.
static OTHERS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let rules = rules().into_iter().map(|(_, text)| text);
    TEXTS.iter().cloned().chain(rules).chain([plan(), evidence()]).collect()
});

/// The national rules as files, by their names.
fn rules() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("kinerja-core/rules");
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let text = |name: &String| read(&format!("kinerja-core/rules/{name}"));
    names.iter().map(|name| (name.clone(), text(name))).collect()
}

fn plan() -> String {
    let range = Target::range(80.into(), 90.into()).unwrap();
    let by_date = Target::by_date("2026-06-20".parse().unwrap());
    let indicators = vec![
        testing::indicator("A", "40", testing::higher("100")),
        testing::indicator("B", "30", range),
        testing::indicator("C", "20", Target::yes()),
        testing::indicator("D", "10", by_date),
    ];
    serde_json::to_string(&testing::plan("2026-Q2", indicators)).unwrap()
}

/// Evidence of every kind.
fn evidence() -> String {
    let reported = |actual: &str| format!(r#"{{"actual":{actual},"on":"2026-07-01"}}"#);
    format!(
        r#"{{"actuals":{{"A":{},"B":{},"C":{},"D":{}}},
        "behaviour":{{"scores":["90","88.5","92","95",null,"90","91"],"on":"2026-07-02"}},
        "older":{{"behaviour":{{"scores":{{"service_orientation":"80","integrity":"90","commitment":"85","discipline":"76","cooperation":"90","initiative":"70"}},"leads":false,"on":"2026-07-01"}},"additional_tasks":4,"creativity":"unit","new_idea":true,"peer_opinion":true,"highest_targets":["A"],"action_plan":["B"],"first_half_of_2021":"88"}},
        "background":{{"history":["good",null,"poor"],"feedback":"642500000/7","answers":{{"peer":["80","90","70"],"superior":["91"]}},"trainings":["T1"],"heads":"good"}},
        "reports":{{"period":"2026-Q2","reports":[{{"day":"2026-04-01","minutes":300,"state":"accepted","serves":"A"}}]}}}}"#,
        reported(r#"{"amount":"93.25"}"#),
        reported(r#"{"amount":"85"}"#),
        reported(r#"{"answer":true}"#),
        reported(r#"{"day":"2026-06-22"}"#),
    )
}

/// Evaluates a person and tells why.
fn explain(policy: &RegionPolicy, plan: &WorkPlan, evidence: &Evidence) {
    let found = evaluate(policy, plan, evidence);
    let derivation = Derivation::new(plan, evidence, &found);
    for language in [Language::Indonesian, Language::English] {
        assert!(!derivation.lines(policy, Some(plan), language).is_empty());
    }
    let json = serde_json::to_string(&derivation).unwrap();
    assert_eq!(serde_json::from_str::<Derivation>(&json).unwrap(), derivation);
}

/// The whole plan in any period, with the whole evidence.
fn any_person(bytes: &mut Unstructured<'_>) -> Result<(WorkPlan, Evidence)> {
    let text = plan().replace("2026-Q2", one_of(bytes, &PERIODS)?);
    Ok((serde_json::from_str(&text).unwrap(), serde_json::from_str(&evidence()).unwrap()))
}

#[test]
fn a_policy_of_any_bytes_evaluates_or_is_refused() {
    let mut let_in = 0;
    let are_fixed = give(300, |bytes| {
        let whole = bytes.choose(&TEXTS)?;
        let (plan, evidence) = any_person(bytes)?;
        match RegionPolicy::from_toml(&broken(bytes, whole, &OTHERS)?) {
            Ok(policy) => {
                let_in += 1;
                explain(&policy, &plan, &evidence);
            }
            Err(problems) => assert!(!problems.problems().is_empty()),
        }
        Ok(())
    });
    assert!(!are_fixed || let_in > 50, "{let_in}");
}

#[test]
fn rules_of_any_bytes_evaluate_or_are_refused() {
    let files = rules();
    let mut let_in = 0;
    let are_fixed = give(200, |bytes| {
        let which = bytes.choose_index(files.len())?;
        let text = broken(bytes, &files[which].1, &OTHERS)?;
        let (plan, evidence) = any_person(bytes)?;
        let mut given: Vec<_> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
        given[which].1 = &text;
        match RuleBook::from_toml(&given) {
            Ok(rules) => {
                let_in += 1;
                let mut parts = testing::policy_parts();
                parts.rules = rules;
                if let Ok(policy) = RegionPolicy::new(parts) {
                    explain(&policy, &plan, &evidence);
                }
            }
            Err(problems) => assert!(!problems.to_string().is_empty()),
        }
        Ok(())
    });
    assert!(!are_fixed || let_in > 50, "{let_in}");
}

#[test]
fn plans_and_evidence_of_any_bytes_are_explained_or_refused() {
    let (plan, evidence) = (plan(), evidence());
    let mut let_in = 0;
    let are_fixed = give(3_000, |bytes| {
        let plan = plan.replace("2026-Q2", one_of(bytes, &PERIODS)?);
        // Seldom both, since both must be let in to meet.
        let which = bytes.int_in_range(0..=4)?;
        let plan = if which < 3 { broken(bytes, &plan, &OTHERS)? } else { plan };
        let evidence =
            if which > 1 { broken(bytes, &evidence, &OTHERS)? } else { evidence.clone() };
        let plan = serde_json::from_str::<WorkPlan>(&plan);
        let evidence = serde_json::from_str::<Evidence>(&evidence);
        if let (Ok(plan), Ok(evidence)) = (&plan, &evidence) {
            let_in += 1;
            explain(bytes.choose(&POLICIES)?, plan, evidence);
        }
        for problem in [plan.err(), evidence.err()].into_iter().flatten() {
            assert!(!problem.to_string().is_empty());
        }
        Ok(())
    });
    assert!(!are_fixed || let_in > 500, "{let_in}");
}

#[test]
fn json_of_any_bytes_is_a_value_or_none() {
    let whole = [plan(), evidence()];
    give(2_000, |bytes| {
        let whole = bytes.choose(&whole)?;
        // Any part of a document, since the parts have readers too.
        let from = bytes.choose_index(whole.len())?;
        let text = broken(bytes, &whole[from..], &OTHERS)?;
        drop((serde_json::from_str::<Act>(&text), serde_json::from_str::<Derivation>(&text)));
        drop((serde_json::from_str::<Survey>(&text), serde_json::from_str::<Reported>(&text)));
        drop(serde_json::from_str::<DailyReports>(&text));
        drop(serde_json::from_str::<DailyReport>(&text));
        drop(serde_json::from_str::<OlderEvidence>(&text));
        Ok(())
    });
}
