//! Instructions of the hot paths, counted under valgrind and held to a table.
//!
//!     cargo bench --manifest-path benches/instructions/Cargo.toml --target-dir target
//!
//! Needs valgrind, and the runner in the version of the library:
//! `cargo install --locked gungraun-runner --version 0.20.0`. `tests/run.sh --long`
//! installs both.
//!
//! A count that is more than [`TOLERANCE`] above its line of the table fails the run.
//! Where a change is worth its instructions, or saves some, the new count
//! (`Instructions:` in what is printed) goes into the table with the same commit, and
//! the commit says why.

mod people;
mod person;

use gungraun::{Callgrind, EventKind, prelude::*};
use kinerja_core::{
    evaluation::{Derivation, Evaluation, evaluate},
    evidence::Evidence,
    plan::WorkPlan,
    population::{Aggregates, Gathered, Trail},
    region::RegionPolicy,
};
use people::People;
use person::{Person, person};

/// Instructions counted with the toolchain of `rust-toolchain.toml`.
const ONE_PERSON: u64 = 9_733;
const ONE_PERSON_EXPLAINED: u64 = 15_250;
const THOUSAND_PEOPLE: u64 = 1_427_733;
const ONE_TRAIL: u64 = 60_188;

/// How many percent a count may be above the table: another C library or processor
/// copies memory in other steps.
const TOLERANCE: u64 = 2;

fn at_most(counted: u64) -> LibraryBenchmarkConfig {
    let mut callgrind = Callgrind::default();
    callgrind.hard_limits([(EventKind::Ir, counted + counted * TOLERANCE / 100)]);
    let mut config = LibraryBenchmarkConfig::default();
    config.tool(callgrind);
    config
}

/// A value that stays until the end, so that dropping it is not counted.
fn kept<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn explained(
    policy: &RegionPolicy,
    plan: &WorkPlan,
    evidence: &Evidence,
) -> (Evaluation, Derivation) {
    let found = evaluate(policy, plan, evidence);
    let derivation = Derivation::new(plan, evidence, &found);
    (found, derivation)
}

fn trail() -> (RegionPolicy, Trail) {
    let (policy, plan, evidence) = person();
    let mut gathered = Gathered::new(plan.period());
    gathered.push(None, &plan, &evidence).unwrap();
    (policy, Trail::of(&gathered.columns(), 0).unwrap())
}

#[library_benchmark(config = at_most(ONE_PERSON))]
#[bench::once(kept(person()))]
fn one_person((policy, plan, evidence): &Person) -> Evaluation {
    evaluate(policy, plan, evidence)
}

#[library_benchmark(config = at_most(ONE_PERSON_EXPLAINED))]
#[bench::once(kept(person()))]
fn one_person_explained((policy, plan, evidence): &Person) -> (Evaluation, Derivation) {
    explained(policy, plan, evidence)
}

#[library_benchmark(config = at_most(THOUSAND_PEOPLE))]
#[bench::once(kept(People::made()))]
fn thousand_people(people: &People) -> Aggregates {
    people.score()
}

#[library_benchmark(config = at_most(ONE_TRAIL))]
#[bench::once(kept(trail()))]
fn one_trail((policy, trail): &(RegionPolicy, Trail)) -> (Evaluation, Derivation) {
    let (plan, evidence) = trail.person().unwrap();
    explained(policy, &plan, &evidence)
}

library_benchmark_group!(
    name = hot_paths,
    benchmarks = [one_person, one_person_explained, thousand_people, one_trail]
);

main!(library_benchmark_groups = hot_paths);
