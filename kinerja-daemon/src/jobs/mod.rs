//! The jobs: read from the store, ask the core, put on record in one piece.

pub mod bounces;
pub mod digests;
pub mod evaluate;
mod history;
mod motion;
pub mod notify;
mod older;
mod people;
mod person;
pub mod remind;
pub mod reminders;
pub mod services;
mod settlement;
pub mod standing;
pub mod summarise;
pub mod tell;
mod unit_reports;
pub mod what_if;
