//! Reads a region's policy, says what is wrong with it and what would be right, and
//! lists where its rules come from: `cargo run --example region_policy [POLICY.toml]`.
#![expect(clippy::print_stdout, reason = "an example shows its result")]

use std::{env, error::Error, fs};

use kinerja_core::{
    language::Language,
    law::Source,
    region::{PolicyProblems, RegionPolicy, RuleBook},
};

/// The policy that is read where none is given.
const SAMARINDA: &str = include_str!("regions/samarinda/policy.toml");

fn main() -> Result<(), Box<dyn Error>> {
    if let Some(path) = env::args().nth(1) {
        let policy = RegionPolicy::from_toml(&fs::read_to_string(path)?);
        return policy.map_or_else(
            |problems| {
                show(&problems);
                Err("the policy is refused".into())
            },
            |policy| list(&policy),
        );
    }
    list(&RegionPolicy::from_toml(SAMARINDA)?)?;

    // Two mistakes, and both are told at once: a word that is none, and a number that
    // is written as people speak it.
    let wrong = SAMARINDA
        .replace("late = \"as_missing\"", "late = \"sometimes\"")
        .replace("cap = \"120\"", "cap = \"120 %\"");
    let problems = RegionPolicy::from_toml(&wrong).err().ok_or("the policy is wrong")?;
    show(&problems);
    let keys: Vec<_> = problems.problems().iter().map(|one| one.key.as_str()).collect();
    assert_eq!(keys, ["work_result.cap", "missing.late"]);
    assert!(problems.problems().iter().all(|one| one.place.is_some()));
    Ok(())
}

/// Each problem has its place in the text, its key, and what would be right.
fn show(problems: &PolicyProblems) {
    for problem in problems.problems() {
        let (line, column) = problem.place.unwrap_or_default();
        println!("{line}:{column} {}: {}", problem.key, problem.message);
    }
}

/// Where the rules come from, and which of the nation's the region replaces.
fn list(policy: &RegionPolicy) -> Result<(), Box<dyn Error>> {
    println!("{}: {} from {}", policy.name, policy.code, policy.first_period);
    for (key, source) in policy.sources() {
        println!("  {key}: {}", shown(source));
    }
    for (id, validity, source) in policy.rules.exceptions_from(&RuleBook::national()?) {
        println!("  exception from {id}, {validity}: {}", shown(source));
    }
    let assumed = policy.sources().filter(|(_, source)| source.assumed).count();
    println!("  {assumed} of its rules are assumed: verify them before relying on them");
    Ok(())
}

fn shown(source: &Source) -> String {
    let note = source.note.as_deref().map(|note| format!(" ({note})")).unwrap_or_default();
    format!("{}{note}", source.show(Language::English))
}
