//! Bad input: whatever bytes make of columns, documents and trails, they are read or
//! refused by name, and what was read is evaluated and explained without a panic.
//!
//! Without being asked each property gets the same few thousand inputs on every run.
//! `ARBTEST_BUDGET_MS=600000 cargo test --test fuzz` looks for others, ten minutes a
//! property (`tests/run.sh --long`: two). An input that fails prints its seed, and
//! `ARBTEST_SEED=0x... cargo test --test fuzz NAME` gives it again.
//!
//! The tests are built with checked arithmetic, so an overflow is a panic.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests may panic"
)]

mod columns;
mod documents;
mod policies;
mod population;
mod trails;

use std::env;

use arbtest::{
    arbitrary::{Result, Unstructured},
    arbtest,
};

/// Most bytes of an input.
const BYTES_MAX: u32 = 4_096;

/// Gives a property its inputs: so many fixed ones, or what the environment asks for.
/// Says whether they were the fixed ones, of which it is known what they reach.
fn give(inputs: u32, mut property: impl FnMut(&mut Unstructured<'_>) -> Result<()>) -> bool {
    // An input that ends early was tried as far as it goes.
    let mut property = |bytes: &mut Unstructured<'_>| property(bytes).or(Ok(()));
    if ["ARBTEST_BUDGET_MS", "ARBTEST_SEED"].into_iter().any(|name| env::var_os(name).is_some()) {
        arbtest(&mut property).size_max(BYTES_MAX).run();
        return false;
    }
    let sizes = [64, 256, 1_024, BYTES_MAX].into_iter().cycle();
    for (input, size) in (1..=inputs).zip(sizes) {
        // Neighbouring seeds begin alike: spread them.
        let seed = input.wrapping_mul(0x9e37_79b9);
        arbtest(&mut property).seed(u64::from(seed) << 32 | u64::from(size)).run();
    }
    true
}

/// One of some values.
fn one_of<T: Copy>(bytes: &mut Unstructured<'_>, all: &[T]) -> Result<T> {
    bytes.choose(all).copied()
}

/// A number that may be at an edge.
fn any_number(bytes: &mut Unstructured<'_>) -> Result<i64> {
    const EDGES: [i64; 14] = [
        0,
        1,
        -1,
        2,
        100,
        99_999,
        i64::MAX,
        i64::MIN,
        i64::MAX - 1,
        1 << 31,
        1 << 32,
        1 << 35,
        999_999_999_999_999_999,
        1_000_000_000_000_000_000,
    ];
    Ok(match bytes.int_in_range(0..=19)? {
        0 => one_of(bytes, &EDGES)?,
        1 => bytes.arbitrary()?,
        2..=5 => bytes.arbitrary::<u32>()?.into(),
        _ => bytes.int_in_range(1..=2_000)?,
    })
}

#[test]
#[should_panic(expected = "planted")]
fn a_fault_that_one_input_of_sixty_has_is_found() {
    give(400, |bytes| {
        assert!(bytes.arbitrary::<u8>()? != 0x2a || bytes.arbitrary::<u8>()? > 0x7f, "planted");
        Ok(())
    });
}
