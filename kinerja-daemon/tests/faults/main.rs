//! The program under faults: killed at any moment and at any step, without disk,
//! without power. Afterwards a checker that shares no code with the daemon holds
//! what is on record against what the relay took.
//!
//! `KINERJA_LONG=1` takes every step and ten times as many kills; `KINERJA_SEED`
//! chooses other moments.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may panic"
)]

#[path = "../../../tests/support/mod.rs"]
#[expect(dead_code, reason = "other test programs use more of the relay")]
mod support;

mod checker;
mod kills;
mod points;
mod region;
mod relay;
mod steps;
mod taken;
