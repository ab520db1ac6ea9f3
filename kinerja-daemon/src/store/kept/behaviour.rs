//! Scores of behaviour, as they are kept.

use std::fmt::Write as _;

use kinerja_core::{calendar::iso_day, evidence::Behaviour, people::Nip};
use serde::{Deserialize, Serialize};

use super::{Kept, KeptError, is_json, word::Fields};

/// Room for seven scores.
const BYTES: usize = 64;

/// Stands for a score that is missing.
const MISSING: &str = "-";

/// Behaviour as it is stored: with the one who saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredBehaviour {
    /// The one who gave the scores.
    pub evaluator: Nip,
    /// The scores.
    pub behaviour: Behaviour,
}

/// Writes behaviour as it is kept.
///
/// # Errors
///
/// Fails where it cannot be written.
pub fn write_behaviour(stored: &StoredBehaviour) -> Result<String, std::fmt::Error> {
    let StoredBehaviour { evaluator, behaviour: Behaviour { scores, on } } = stored;
    let mut text = String::with_capacity(BYTES);
    write!(text, "{}\t{on}", evaluator.as_str())?;
    for score in scores {
        match score {
            Some(score) => write!(text, "\t{score}")?,
            None => write!(text, "\t{MISSING}")?,
        }
    }
    Ok(text)
}

impl Kept for StoredBehaviour {
    fn read(body: &str) -> Result<Self, KeptError> {
        if is_json(body) {
            return Ok(serde_json::from_str(body)?);
        }
        read_line(Fields::of(body)).ok_or(KeptError::Line { line: 1 })
    }
}

fn read_line(mut fields: Fields<'_>) -> Option<StoredBehaviour> {
    let evaluator = fields.next()?.parse().ok()?;
    let on = iso_day::read(fields.next()?)?;
    let mut scores = [None; 7];
    for score in &mut scores {
        *score = match fields.next()? {
            MISSING => None,
            given => Some(given.parse().ok()?),
        };
    }
    Some(StoredBehaviour { evaluator, behaviour: Behaviour { scores, on } })
}
