//! The jobs: read from the store, ask the core, put on record in one piece.

pub mod evaluate;
pub mod notify;
mod settlement;
pub mod summarise;
pub mod tell;
