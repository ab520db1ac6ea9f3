//! The same person's plan and evidence under the policies of the five regions.

use std::{collections::BTreeSet, fmt::Write as _, path::PathBuf};

use kinerja_core::{
    evaluation::{Derivation, evaluate},
    evidence::Evidence,
    language::Language,
    number::DecimalMark,
    plan::{Actual, Target, WorkPlan},
    region::RegionPolicy,
    testing,
};

use crate::golden::assert_golden;

pub(crate) const REGIONS: [&str; 5] =
    ["jayawijaya", "palembang", "samarinda", "sawahlunto", "tangerang-selatan"];

pub(crate) fn policy_text(region: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join(format!("examples/regions/{region}/policy.toml"));
    std::fs::read_to_string(&path).unwrap()
}

pub(crate) fn policy(region: &str) -> RegionPolicy {
    RegionPolicy::from_toml(&policy_text(region)).unwrap_or_else(|e| panic!("{region}: {e}"))
}

/// A plan with something of everything: a waiting time that was beaten, a
/// coverage that was missed, a report that came two days late; and evidence that
/// lacks one actual and one score of behaviour.
fn person() -> (WorkPlan, Evidence) {
    let by_date = Target::by_date("2026-06-20".parse().unwrap());
    let plan = testing::plan(
        "2026-Q2",
        vec![
            testing::indicator("TUNGGU", "30", Target::lower(15.into()).unwrap()),
            testing::indicator("CAKUPAN", "40", testing::higher("95")),
            testing::indicator("LAPORAN", "20", by_date),
            testing::indicator("KUNJUNGAN", "10", testing::higher("12")),
        ],
    );
    let behaviour = ["90", "88", "", "92", "95", "74", "90"];
    let mut evidence =
        testing::evidence("2026-Q2", &[("TUNGGU", "12"), ("CAKUPAN", "91")], behaviour);
    let day = "2026-06-22".parse().unwrap();
    let mut late = *evidence.actuals.values().next().unwrap();
    late.actual = Actual::Day(day);
    evidence.actuals.insert("LAPORAN".parse().unwrap(), late);
    (plan, evidence)
}

fn outcome(region: &str) -> String {
    let policy = policy(region);
    let (plan, evidence) = person();
    let found = evaluate(&policy, &plan, &evidence);
    let mut text = format!("{} ({})\n", policy.name, policy.cadence.months());
    match found.outcome.proposal() {
        Some(proposal) => {
            let total = proposal.total.show(DecimalMark::Comma);
            let name = proposal.predicate.name(Language::Indonesian);
            writeln!(text, "usulan {name}, nilai akhir {total}").unwrap();
        }
        None => writeln!(text, "usulan ditahan").unwrap(),
    }
    let derivation = Derivation::new(&plan, &evidence, &found);
    for line in derivation.lines(&policy, Some(&plan), Language::Indonesian) {
        writeln!(text, "- {}: {} [{}]", line.id, line.text, line.source).unwrap();
    }
    text
}

#[test]
fn one_person_has_five_explained_outcomes() {
    let outcomes = REGIONS.map(outcome);
    let different: BTreeSet<_> = outcomes.iter().collect();
    assert_eq!(different.len(), REGIONS.len(), "every region differs in what is its own");
    assert_golden("regions/one_person.txt", outcomes.join("\n"));
}

#[test]
fn the_regions_differ_where_their_design_says_so() {
    let cadences = REGIONS.map(|region| policy(region).cadence.months());
    assert_eq!(cadences, [6, 1, 3, 12, 3]);
    let zones = REGIONS.map(|region| policy(region).zone.name());
    let [wit, wib] = ["Asia/Jayapura", "Asia/Jakarta"];
    assert_eq!(zones, [wit, wib, "Asia/Makassar", wib, wib]);
    // What is missing blocks in Samarinda and Tangerang Selatan and nowhere else.
    let blocked = REGIONS.map(|region| outcome(region).contains("\nusulan ditahan\n"));
    assert_eq!(blocked, [false, false, true, true, true]);
}

#[test]
fn every_rule_of_every_region_names_its_source() {
    for region in REGIONS {
        let text = outcome(region);
        assert!(
            text.lines().filter(|line| line.starts_with("- ")).all(|line| {
                line.contains("[PP ")
                    || line.contains("[PermenPANRB ")
                    || line.contains("[pilihan daerah sendiri")
            }),
            "{text}"
        );
    }
}
