//! The daemon as a library, so that tests run it in their process.
//!
//! Rooms, each of which uses only those below it: [`cli`] (one file a command),
//! [`run`] (finds what is due and does it), [`web`] (health and metrics for
//! watchers), [`jobs`] (evaluate, summarise,
//! notify), [`judgement`] (where a result stands), [`facts`] (what acts say of
//! people and units), [`obligation`] (what is due), [`reminder`] (what a mail reminds of), [`report`] (published summaries),
//! [`mail`] (compose, SMTP, maildir), [`import`] (office files), [`store`] (the
//! database), [`config`], [`policies`], [`address`], [`clock`], [`telemetry`],
//! [`vitals`].

pub mod address;
pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod facts;
pub mod formula;
pub mod import;
pub mod jobs;
pub mod judgement;
pub mod mail;
pub mod obligation;
pub mod policies;
pub mod private_file;
pub mod progress;
pub mod pseudonym;
pub mod reminder;
pub mod report;
pub mod run;
pub mod store;
pub mod telemetry;
pub mod vitals;
pub mod web;
