//! What was done after an evaluation.

use chrono::NaiveDate;
use kinerja_core::plan::Code;
use serde::{Deserialize, Serialize};

use super::judgement::ActingAs;

/// Training that a person has done ("pelatihan").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Training {
    /// What it is called.
    pub name: String,
    /// Lesson hours ("jam pelajaran").
    pub hours: u32,
    /// The follow-up rule that it answers.
    pub rule: Option<Code>,
}

/// One step of coaching, or of a unit's evaluation meeting ("tindak lanjut").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The follow-up rule that it answers; [`Step::MEETING`] for a meeting.
    pub rule: Code,
    /// Its place among the steps, counted from 1.
    pub number: u32,
    /// What is to be done.
    pub text: String,
    /// Until when.
    pub due: NaiveDate,
    /// The day on which it was done.
    pub done: Option<NaiveDate>,
    /// Who does it.
    pub role: ActingAs,
}

impl Step {
    /// What stands for a rule where a step comes from a unit's evaluation
    /// meeting ("rapat evaluasi").
    pub const MEETING: &str = "rapat_evaluasi";
    /// What stands for a rule where a person took the competency test again.
    pub const TEST: &str = "uji_kompetensi";
    /// What stands for a rule where a person was given a fitting or lower post.
    pub const PLACEMENT: &str = "penempatan";
    /// What stands for a rule where no fitting or lower post is vacant for a person in
    /// an administrative or functional post.
    pub const NO_VACANCY: &str = "tidak_ada_lowongan";
    /// The steps of officials on the way to an improvement, of PP 30/2019 Pasal 57 and
    /// 58: they answer no rule of a policy.
    pub const OF_IMPROVEMENT: [&str; 3] = [Self::TEST, Self::PLACEMENT, Self::NO_VACANCY];
    /// The codes that no rule of a policy may have.
    pub const RESERVED: [&str; 4] = [Self::MEETING, Self::TEST, Self::PLACEMENT, Self::NO_VACANCY];
}
