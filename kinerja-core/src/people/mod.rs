//! Civil servants: their numbers.

mod nip;

pub use nip::{Employment, Nip, NipError};
