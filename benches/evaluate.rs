//! One person: 10 indicators and 7 scores of behaviour.
//!
//! Run with `cargo bench --bench evaluate`. For orientation only, not in the same
//! run: a Python HR suite takes 16 µs and a generic rules engine 24 µs, both
//! without a derivation.

#![expect(clippy::unwrap_used, reason = "a bench that cannot be set up should stop")]

#[path = "instructions/person.rs"]
mod person;

use divan::{Bencher, black_box};
use kinerja_core::{
    evaluation::{Derivation, evaluate},
    language::Language,
};
use person::person;

fn main() {
    divan::main();
}

#[divan::bench]
fn without_derivation(bencher: Bencher<'_, '_>) {
    let (policy, plan, evidence) = person();
    bencher.bench(|| evaluate(black_box(&policy), black_box(&plan), black_box(&evidence)));
}

#[divan::bench]
fn with_derivation(bencher: Bencher<'_, '_>) {
    let (policy, plan, evidence) = person();
    bencher.bench(|| {
        let found = evaluate(black_box(&policy), black_box(&plan), black_box(&evidence));
        let derivation = Derivation::new(&plan, &evidence, &found);
        (found, derivation)
    });
}

#[divan::bench]
fn derivation_in_words(bencher: Bencher<'_, '_>) {
    let (policy, plan, evidence) = person();
    let found = evaluate(&policy, &plan, &evidence);
    let derivation = Derivation::new(&plan, &evidence, &found);
    bencher.bench(|| derivation.lines(black_box(&policy), Some(&plan), Language::Indonesian));
}
