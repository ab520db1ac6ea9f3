//! The daemon as a library, so that tests run it in their process.

pub mod import;
