//! The program as a person uses it: what it is told, what it says, the code it
//! ends with, and what is on record afterwards.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

mod asking;
mod audit;
mod bad_files;
mod bad_words;
mod daemon;
mod explaining;
mod failing_disk;
mod faults;
mod feedback;
mod hanging;
mod help;
mod killed;
mod looking;
mod older;
mod older_decisions;
mod relay;
mod site;
mod stopping;
mod stuck;
mod taking_in;
mod watched;
mod wrong_clock;
