//! What days, colleagues and the public say.

use chrono::NaiveDate;
pub use kinerja_core::evidence::{FeedbackDirection, RaterClass, SurveyElement};
use kinerja_core::{number::Score, plan::Code};
use serde::{Deserialize, Serialize};

/// One activity of a day ("laporan harian").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DailyReport {
    /// What was done.
    pub activity: String,
    /// How long it took, in minutes: above 0.
    pub minutes: u32,
    /// The indicator that it serves.
    pub code: Option<Code>,
    /// What the superior did with it.
    pub state: ReportState,
}

/// What the superior did with a daily report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportState {
    /// Nothing yet.
    Submitted,
    /// Accepted.
    Accepted,
    /// Sent back to be corrected.
    Returned,
}

/// One piece of continuous feedback ("umpan balik berkelanjutan"). Who gave it is
/// known by class only.
///
/// # Legal basis
///
/// PermenPANRB 6/2022: part of "pelaksanaan, pemantauan, dan pembinaan kinerja".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feedback {
    /// As whom it was given.
    pub from: RaterClass,
    /// What it asks for.
    pub direction: FeedbackDirection,
    /// A score from 0 to 100.
    pub score: Option<Score>,
    /// What was said.
    pub text: Option<String>,
}

/// What the public answered about one element of a service ("survei kepuasan
/// masyarakat").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SurveyAnswers {
    /// What was asked about.
    pub element: SurveyElement,
    /// How many people gave each of the answers 1, 2, 3 and 4.
    pub answers: [u32; 4],
}

/// What somebody of the public wanted of a service ("pengaduan"). It is about
/// nobody: texts that tell a person are refused where they come in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Complaint {
    /// What it is.
    pub kind: ComplaintKind,
    /// The number under which the unit knows it.
    pub number: String,
    /// The way by which it came.
    pub channel: String,
    /// What it says, in short.
    pub summary: String,
    /// The day on which it was answered.
    pub answered: Option<NaiveDate>,
}

/// What somebody of the public wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComplaintKind {
    /// A matter to be put right ("pengaduan").
    Complaint,
    /// Criticism ("kritik").
    Criticism,
    /// A suggestion ("saran").
    Suggestion,
}
