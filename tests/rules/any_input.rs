//! Whatever comes in: every reader of the core gives a value or a typed refusal,
//! and whatever it let in can be evaluated and explained.

use std::path::PathBuf;

use kinerja_core::{
    calendar::{Period, TimeLimit},
    consequence::JobLevel,
    evaluation::{Derivation, Reason, evaluate},
    evidence::{ElementMean, Reported, SurveyWeight},
    language::Language,
    law::Citation,
    number::{DecimalMark, Money, Percent, Quantity, Ratio, Score, Share, Weight},
    people::{Label, Nip},
    plan::{Actual, Code, Target, WorkPlan},
    region::{RegionCode, RegionPolicy, RuleBook},
    testing,
};
use proptest::prelude::*;

use crate::five_regions::{REGIONS, policy_text};

/// The cases that `PROPTEST_CASES` asks for (`tests/run.sh --long`: 100,000) in
/// each test; without it proptest's own number, and fewer where one case is dear.
pub(crate) fn cases(one_in: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    ProptestConfig {
        cases: if asked { usual.cases } else { usual.cases.div_ceil(one_in) },
        ..usual
    }
}

/// The national rules as files, by their names.
fn rule_files() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("kinerja-core/rules");
    let mut paths: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let file = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, std::fs::read_to_string(path).unwrap())
    };
    paths.iter().map(file).collect()
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

/// Policies by their names: those of the five regions, that of years before 2022 and the
/// reference's own, which have the sections that no region has.
fn policies() -> Vec<(&'static str, String)> {
    let read = |path: &str| {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
        std::fs::read_to_string(path).unwrap()
    };
    let reference = read("docs/policy.md");
    let mut blocks = reference.split("```");
    let reference =
        blocks.find_map(|block| block.strip_prefix("toml\n").filter(|of| of.contains("[ranking]")));
    let mut policies: Vec<_> = REGIONS.map(|region| (region, policy_text(region))).into();
    policies.push(("before-2022", read("examples/before-2022/policy.toml")));
    policies.push(("reference", reference.unwrap().to_owned()));
    policies
}

/// The lines of a policy that begin with what no example region has, and the next ones.
const RARE: [&str; 3] = ["[ranking]", "[halves_of_2021]", "veto = "];

/// A policy that is broken anywhere, or where it says what no region says.
fn any_broken_policy() -> impl Strategy<Value = String> {
    let rare = policies().into_iter().flat_map(|(_, text)| {
        let places = RARE.map(|section| text.find(section));
        places.into_iter().flatten().map(|at| (text.clone(), at)).collect::<Vec<_>>()
    });
    let rare: Vec<_> = rare.collect();
    let whole: Vec<_> = policies().into_iter().map(|(_, text)| text).collect();
    prop_oneof![
        2 => prop::sample::select(whole).prop_flat_map(broken),
        1 => prop::sample::select(rare).prop_flat_map(|(text, at)| {
            let (before, rest) = text.split_at(at);
            let lines: usize = rest.split_inclusive('\n').take(10).map(str::len).sum();
            let (section, after) = rest.split_at(lines);
            let (before, after) = (before.to_owned(), after.to_owned());
            broken(section.to_owned()).prop_map(move |section| format!("{before}{section}{after}"))
        }),
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

/// A document in which a piece was replaced by something else.
pub(crate) fn broken(document: String) -> impl Strategy<Value = String> {
    let length = document.chars().count();
    (0..length, 0_usize..40, "\\PC{0,12}|[0-9]{1,45}|[\"{}\\[\\]:,]{0,3}").prop_map(
        move |(at, gone, new)| {
            let before = document.chars().take(at);
            let after = document.chars().skip(at + gone);
            before.chain(new.chars()).chain(after).collect()
        },
    )
}

pub(crate) fn plan_json() -> String {
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
            text; Code, Label, Money, Nip, Period, Percent, Quantity, Ratio, RegionCode, Score, Share,
            TimeLimit, Weight
        );
        drop((text.parse::<ElementMean>(), text.parse::<SurveyWeight>(), text.parse::<JobLevel>()));
        drop((Citation::new(&text), text.parse::<Reason>()));
    }
}

#[test]
fn the_policies_are_good_before_they_are_broken_and_have_every_section() {
    let all = policies();
    for (name, text) in &all {
        assert!(RegionPolicy::from_toml(text).is_ok(), "{name}");
    }
    for section in RARE {
        assert!(all.iter().any(|(_, text)| text.contains(section)), "{section}");
    }
}

#[test]
fn the_rule_files_are_good_before_they_are_broken() {
    let files = rule_files();
    let files: Vec<_> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    assert!(files.len() > 5);
    assert_eq!(RuleBook::from_toml(&files).unwrap(), RuleBook::national().unwrap());
}

proptest! {
    #![proptest_config(cases(10))]

    #[test]
    fn every_policy_is_read_or_refused(text in any_broken_policy()) {
        match RegionPolicy::from_toml(&text) {
            Err(problems) => prop_assert!(!problems.to_string().is_empty()),
            // Whatever was let in evaluates.
            Ok(policy) => {
                let plan: WorkPlan = serde_json::from_str(&plan_json()).unwrap();
                let evidence = testing::evidence("2026-Q2", &[("A", "5"), ("B", "85")], ["70"; 7]);
                let found = evaluate(&policy, &plan, &evidence);
                let lines = Derivation::new(&plan, &evidence, &found);
                prop_assert!(!lines.lines(&policy, Some(&plan), Language::English).is_empty());
            }
        }
    }

    /// One file of the nation's rules is broken, the others are as they ship.
    #[test]
    fn every_rule_file_is_read_or_refused(
        (which, text) in prop::sample::select((0..rule_files().len()).collect::<Vec<_>>())
            .prop_flat_map(|which| (Just(which), broken(rule_files().swap_remove(which).1))),
    ) {
        let mut files = rule_files();
        files[which].1 = text;
        let files: Vec<_> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
        if let Err(problems) = RuleBook::from_toml(&files) {
            prop_assert!(!problems.to_string().is_empty());
        }
    }

    /// Amounts as large and as small as an amount can be.
    #[test]
    fn whatever_was_let_in_is_evaluated_and_explained(
        json in prop::sample::select(vec!["2020", "2021", "2021-Q4", "2026-Q2"])
            .prop_flat_map(|period| broken(plan_json().replace("2026-Q2", period))),
        (_, policy) in prop::sample::select(policies()),
        amounts in prop::array::uniform2(prop::option::of(any::<i64>())),
        scores in prop::array::uniform7(prop::option::of(0_i128..=1_000_000_000)),
    ) {
        let Ok(plan) = serde_json::from_str::<WorkPlan>(&json) else { return Ok(()) };
        let policy = RegionPolicy::from_toml(&policy).unwrap();
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
