//! The jobs: read from the store, ask the core, put on record in one piece.

pub mod evaluate;
pub mod notify;
pub mod services;
mod settlement;
pub mod standing;
pub mod summarise;
mod unit_reports;
