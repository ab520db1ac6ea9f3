//! Instructions of the hot paths, counted under valgrind and held to a table.
//!
//!     cargo bench --manifest-path benches/instructions/Cargo.toml --target-dir target
//!
//! Needs valgrind, and the runner in the version of the library:
//! `cargo install --locked gungraun-runner --version 0.20.0`. `tests/run.sh --long`
//! installs both.
//!
//! A count above its line of the table, and what is tolerated beyond, fails the run.
//! Where a change is worth its instructions, or saves some, the new count
//! (`Instructions:` in what is printed) goes into the table with the same commit, and
//! the commit says why.

mod people;
mod person;

use gungraun::{Callgrind, EventKind, prelude::*};
use kinerja_core::{
    evaluation::{Derivation, Evaluation, evaluate},
    population::{Aggregates, Gathered, Trail},
    region::RegionPolicy,
};
use people::People;
use person::{Person, person};

/// Instructions counted with the toolchain of `rust-toolchain.toml`.
const ONE_PERSON: u64 = 9_054;
const ONE_PERSON_EXPLAINED: u64 = 14_578;
const THOUSAND_PEOPLE: u64 = 943_054;
const ONE_TRAIL: u64 = 57_337;

/// How many percent a small count may be above the table: memory is copied in other
/// steps where it lies otherwise, which makes up to 4 % between two folders.
const OF_ONE: u64 = 5;

/// And the count of a thousand people, which is the same to a thousandth anywhere.
const OF_MANY: u64 = 1;

fn at_most(counted: u64, tolerance: u64) -> LibraryBenchmarkConfig {
    let mut callgrind = Callgrind::default();
    callgrind.hard_limits([(EventKind::Ir, counted + counted * tolerance / 100)]);
    let mut config = LibraryBenchmarkConfig::default();
    config.tool(callgrind);
    config
}

/// What the counted work takes. It was worked on once before, so that what the
/// allocator kept of other things hardly counts; and it stays, so that no drop does.
fn warm<T, R>(takes: T, work: fn(&T) -> R) -> &'static T {
    drop(work(&takes));
    Box::leak(Box::new(takes))
}

fn evaluated((policy, plan, evidence): &Person) -> Evaluation {
    evaluate(policy, plan, evidence)
}

fn explained((policy, plan, evidence): &Person) -> (Evaluation, Derivation) {
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

fn explained_again((policy, trail): &(RegionPolicy, Trail)) -> (Evaluation, Derivation) {
    let (plan, evidence) = trail.person().unwrap();
    let found = evaluate(policy, &plan, &evidence);
    let derivation = Derivation::new(&plan, &evidence, &found);
    (found, derivation)
}

#[library_benchmark(config = at_most(ONE_PERSON, OF_ONE))]
#[bench::once(warm(person(), evaluated))]
fn one_person(person: &Person) -> Evaluation {
    evaluated(person)
}

#[library_benchmark(config = at_most(ONE_PERSON_EXPLAINED, OF_ONE))]
#[bench::once(warm(person(), explained))]
fn one_person_explained(person: &Person) -> (Evaluation, Derivation) {
    explained(person)
}

#[library_benchmark(config = at_most(THOUSAND_PEOPLE, OF_MANY))]
#[bench::once(warm(People::made(), People::score))]
fn thousand_people(people: &People) -> Aggregates {
    people.score()
}

#[library_benchmark(config = at_most(ONE_TRAIL, OF_ONE))]
#[bench::once(warm(trail(), explained_again))]
fn one_trail(trail: &(RegionPolicy, Trail)) -> (Evaluation, Derivation) {
    explained_again(trail)
}

library_benchmark_group!(
    name = hot_paths,
    benchmarks = [one_person, one_person_explained, thousand_people, one_trail]
);

main!(library_benchmark_groups = hot_paths);
