//! One person: 10 indicators and 7 scores of behaviour.
//!
//! Run with `cargo bench --bench evaluate`. For orientation only, not in the same
//! run: a Python HR suite takes 16 µs and a generic rules engine 24 µs, both
//! without a derivation.

#![expect(clippy::unwrap_used, reason = "a bench that cannot be set up should stop")]

use divan::{Bencher, black_box};
use kinerja_core::{
    evaluation::{Derivation, evaluate},
    evidence::Evidence,
    language::Language,
    plan::{Target, WorkPlan},
    region::RegionPolicy,
    testing,
};

fn main() {
    divan::main();
}

fn person() -> (RegionPolicy, WorkPlan, Evidence) {
    let codes = ["I0", "I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9"];
    let target = |index: usize| match index % 4 {
        0 | 1 => testing::higher("95.5"),
        2 => Target::lower(15.into()).unwrap(),
        _ => Target::range(80.into(), 90.into()).unwrap(),
    };
    let indicators = codes
        .iter()
        .enumerate()
        .map(|(index, code)| testing::indicator(code, "10", target(index)))
        .collect();
    let actuals: Vec<_> = codes
        .iter()
        .zip(["93.25", "97", "14", "85"].into_iter().cycle())
        .map(|(c, a)| (*c, a))
        .collect();
    let behaviour = ["90", "88.5", "92", "95", "79", "90", "91"];
    let evidence = testing::evidence("2026-Q2", &actuals, behaviour);
    (testing::policy(), testing::plan("2026-Q2", indicators), evidence)
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
