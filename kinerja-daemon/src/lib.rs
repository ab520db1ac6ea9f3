//! The daemon as a library, so that tests run it in their process.

pub mod clock;
pub mod import;
pub mod mail;
pub mod report;
pub mod store;
