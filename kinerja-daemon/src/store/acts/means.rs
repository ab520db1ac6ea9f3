//! What allowance and talent box rest on.

use kinerja_core::{calendar::Period, number::Score, plan::Code};
use serde::{Deserialize, Serialize};

/// A person's attendance in one month ("kehadiran").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attendance {
    /// The month.
    pub month: Period,
    /// The class of the post ("kelas jabatan").
    pub class: Option<Code>,
    /// Events of the policy's table, each with its number; empty when there were
    /// none.
    pub events: Vec<(Code, u32)>,
}

/// What an assessment said of a person's potential ("potensi").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Potential {
    /// A score from 0 to 100.
    pub score: Score,
}
