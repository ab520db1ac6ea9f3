//! The daemon against the world: relays that misbehave, and folders.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests may panic")]

#[path = "../support/mod.rs"]
mod support;

mod reading;
mod smtp;
mod smtp_hostile;
mod smtp_tls;
