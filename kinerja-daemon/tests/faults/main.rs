//! The program under faults: killed at any moment and at any step, without disk,
//! without power. Afterwards a checker that shares no code with the daemon holds
//! what is on record against what the relay took.
//!
//! `KINERJA_LONG=1` takes every step and ten times as many kills; `KINERJA_SEED`
//! chooses other moments.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests may panic, and say with which seed"
)]

#[path = "../../../tests/support/mod.rs"]
#[expect(dead_code, reason = "other test programs use more of the relay")]
mod support;

mod beside;
mod checker;
mod disk;
mod flood;
mod kills;
mod password;
mod points;
mod power;
mod region;
mod rehearsal;
mod relay;
mod room;
mod staff;
mod steps;
mod taken;
mod told;
