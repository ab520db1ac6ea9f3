//! The daemon against the world: relays that misbehave, folders, crashes.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests may panic")]

#[path = "../support/golden.rs"]
mod golden;
#[path = "../support/mod.rs"]
mod support;

mod acts;
mod ahead;
mod asked;
mod beside;
mod bounces;
mod brakes;
mod clock_back;
mod decided_mails;
mod decisions;
mod delivery;
mod delivery_trouble;
mod doubt;
mod ends;
mod evaluators;
mod findings;
mod five_regions;
mod kept;
mod large_unit;
mod long_away;
mod lost_answers;
mod means;
mod motion;
mod obligations;
mod obligations_clock;
mod obligations_heads;
mod obligations_lacks;
mod obligations_units;
mod one_life;
mod outbox;
mod poison;
mod reading;
mod rehearsed;
mod release;
mod reminders;
mod restored;
mod roll_up;
mod services;
mod simulated;
mod smtp;
mod smtp_hostile;
mod smtp_pipelined;
mod smtp_script;
mod smtp_tls;
mod sql;
mod stamps;
mod store;
mod told_again;
mod trail;
mod trouble_controls;
mod voices;
mod what_if;
mod withdrawn;
mod world;
