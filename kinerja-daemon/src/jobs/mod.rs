//! The jobs: read from the store, ask the core, put on record in one piece.

mod background;
pub mod evaluate;
mod history;
mod motion;
pub mod notify;
mod person;
mod settlement;
pub mod summarise;
pub mod tell;
pub mod what_if;
