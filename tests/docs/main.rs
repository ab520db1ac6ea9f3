//! The documents say what is so: each page is held against the code.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

mod embedding;
mod links;
mod obligations;
mod operating;
mod page;
mod policy;
mod words;
mod worked_example;
