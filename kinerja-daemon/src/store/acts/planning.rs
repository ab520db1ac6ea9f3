//! What changes around a plan: posts, proposals of staff, means.

use chrono::NaiveDate;
use kinerja_core::{people::Nip, plan::Code};
use serde::{Deserialize, Serialize};

/// What changes in a person's work from a day on ("mutasi").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Movement {
    /// What changes.
    pub change: Change,
    /// The number of the letter that says so.
    pub letter: Option<String>,
}

/// What changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The first post in the region's service.
    Start(Post),
    /// Another unit or post.
    Transfer(Post),
    /// Another superior on the same post.
    NewSuperior {
        /// The direct superior.
        superior: Nip,
    },
    /// The person does not work from this day on.
    Absent {
        /// Why.
        absence: Absence,
    },
    /// The person works again, on the same post.
    Return,
    /// The person leaves the region's service: the first day away.
    End,
}

/// Whether a person works from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// On a post.
    Working,
    /// Away from a post that is kept.
    Away,
    /// No longer in the region's service.
    Left,
}

impl Change {
    /// Whether the person works from then on; nothing where that stays as it was.
    pub const fn presence(&self) -> Option<Presence> {
        match self {
            Self::Start(_) | Self::Transfer(_) | Self::Return => Some(Presence::Working),
            Self::Absent { .. } => Some(Presence::Away),
            Self::End => Some(Presence::Left),
            Self::NewSuperior { .. } => None,
        }
    }
}

/// A post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// The code of the unit.
    pub unit: String,
    /// The post.
    pub post: String,
    /// The direct superior there; none at the top.
    pub superior: Option<Nip>,
    /// The job level, where the post has one.
    pub level: Option<String>,
}

/// Why a person does not work on the post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Absence {
    /// Paid leave ("cuti").
    Leave,
    /// Unpaid leave ("cuti di luar tanggungan negara").
    UnpaidLeave,
    /// Study assignment ("tugas belajar").
    StudyAssignment,
    /// Free time before retirement ("masa persiapan pensiun").
    PreRetirement,
    /// Temporary dismissal ("pemberhentian sementara").
    TemporaryDismissal,
    /// State official ("pejabat negara").
    StateOfficial,
}

/// What a person proposes for the plan, so that it is agreed and not imposed
/// ("usulan rencana").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// The code of the indicator that it is about or would add.
    pub code: Code,
    /// What is proposed.
    pub text: String,
    /// The superior's answer; none while it is open.
    pub answer: Option<Answer>,
}

/// The answer to a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// What was answered.
    pub verdict: Verdict,
    /// Why.
    pub reason: Option<String>,
    /// On which day.
    pub on: NaiveDate,
    /// By whom.
    pub official: Nip,
}

/// What a superior makes of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It stands in the plan.
    Accepted,
    /// It does not.
    Rejected,
    /// It stands in the plan in another form.
    Changed,
}

/// Means that a person asks for to reach the plan ("dukungan sumber daya").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Support {
    /// Its code within the person's plan.
    pub code: Code,
    /// What is asked for.
    pub text: String,
    /// What was given; none while nobody has answered.
    pub grant: Option<Grant>,
}

/// What was given of means that were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// How much.
    pub extent: Extent,
    /// On which day.
    pub on: NaiveDate,
}

/// How much of the means was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// All.
    Full,
    /// A part.
    Partial,
    /// Nothing.
    Nothing,
}
