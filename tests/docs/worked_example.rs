//! The worked example of `docs/policy.md`, computed.

use kinerja_core::{
    evaluation::{Derivation, evaluate},
    language::Language,
    plan::{Actual, Indicator, ResultKind, Target},
    region::RegionPolicy,
    testing,
};

use crate::{
    page::{blocks, read, section},
    policy::whole_policy,
};

fn named(code: &str, weight: &str, target: Target, (title, unit): (&str, &str)) -> Indicator {
    Indicator { title: title.into(), unit: unit.into(), ..testing::indicator(code, weight, target) }
}

/// The steps of the example, as `explain` prints them in English.
fn steps(policy: &str) -> String {
    let policy = RegionPolicy::from_toml(policy).unwrap();
    let day = |day: &str| day.parse().unwrap();
    let amount = |amount: &str| amount.parse().unwrap();
    let absorption = Target::range(amount("90"), amount("95")).unwrap();
    let innovation = named("T1", "100", Target::yes(), ("Inovasi layanan", ""));
    let plan = testing::plan(
        "2026-Q2",
        vec![
            named("U1", "30", Target::lower(amount("15")).unwrap(), ("Waktu tunggu", "menit")),
            named("U2", "40", testing::higher("95"), ("Cakupan", "%")),
            named("U3", "20", Target::by_date(day("2026-06-20")), ("Laporan", "")),
            named("U4", "10", absorption, ("Serapan anggaran", "%")),
            Indicator { kind: ResultKind::Additional, ..innovation },
        ],
    );
    let amounts = [("U1", "12"), ("U2", "91"), ("U4", "97")];
    let scores = ["90", "88", "92", "", "95", "74", "90"];
    let mut evidence = testing::evidence("2026-Q2", &amounts, scores);
    let reported = *evidence.actuals.values().next().unwrap();
    for (code, actual) in [("U3", Actual::Day(day("2026-06-22"))), ("T1", Actual::Answer(true))] {
        let mut reported = reported;
        reported.actual = actual;
        evidence.actuals.insert(code.parse().unwrap(), reported);
    }
    let found = evaluate(&policy, &plan, &evidence);
    let derivation = Derivation::new(&plan, &evidence, &found);
    let lines = derivation.lines(&policy, Some(&plan), Language::English);
    lines
        .iter()
        .map(|line| format!("{} [{}]", line.text, line.source))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_worked_example_is_what_the_engine_finds() {
    let page = read("docs/policy.md");
    let shown = blocks(section(&page, "### A worked example"), "text");
    let found = steps(whole_policy(&page));
    assert_eq!(shown, [found.as_str()], "the engine finds:\n{found}");
}
