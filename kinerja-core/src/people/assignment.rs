//! Where a person works, on which post, under whom, and from when.

use std::{fmt, str::FromStr};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Employment, Nip};
use crate::language::Language;

/// Characters that a label may have.
const LABEL_MAX: usize = 200;

/// The name or code of a unit, a post or a job level: 1 to 200 characters.
///
/// ```
/// use kinerja_core::people::Label;
///
/// assert!("Dinas Kesehatan".parse::<Label>().is_ok());
/// assert!("".parse::<Label>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Label(String);

impl Label {
    /// The label as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Label {
    type Err = LabelError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let length = text.chars().count();
        if (1..=LABEL_MAX).contains(&length) && !text.chars().any(char::is_control) {
            Ok(Self(text.to_owned()))
        } else {
            Err(LabelError { length })
        }
    }
}

impl TryFrom<String> for Label {
    type Error = LabelError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Label> for String {
    fn from(label: Label) -> Self {
        label.0
    }
}

/// A text is not the name of a unit, a post or a level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "a unit, post or level has 1 to {LABEL_MAX} characters and no control characters; this has {length}"
)]
pub struct LabelError {
    length: usize,
}

/// Why a person does not work on his post although he has it.
///
/// # Legal basis
///
/// PermenPANRB 8/2021 Lampiran E.7 names those for whom nothing is planned;
/// which of them a region follows stands in its policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Absence {
    /// Unpaid leave ("cuti di luar tanggungan negara", CLTN).
    UnpaidLeave,
    /// Study assignment ("tugas belajar").
    StudyAssignment,
    /// Free time before retirement ("masa persiapan pensiun", MPP).
    PreRetirement,
    /// Temporary dismissal ("pemberhentian sementara").
    TemporaryDismissal,
    /// State official or member of a non-structural body ("pejabat negara").
    StateOfficial,
}

impl Absence {
    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::UnpaidLeave,
        Self::StudyAssignment,
        Self::PreRetirement,
        Self::TemporaryDismissal,
        Self::StateOfficial,
    ];

    /// The name in code and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnpaidLeave => "unpaid_leave",
            Self::StudyAssignment => "study_assignment",
            Self::PreRetirement => "pre_retirement",
            Self::TemporaryDismissal => "temporary_dismissal",
            Self::StateOfficial => "state_official",
        }
    }

    /// The absence for people.
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::UnpaidLeave => {
                language.pick("cuti di luar tanggungan negara (CLTN)", "unpaid leave")
            }
            Self::StudyAssignment => language.pick("tugas belajar", "study assignment"),
            Self::PreRetirement => {
                language.pick("masa persiapan pensiun (MPP)", "leave before retirement")
            }
            Self::TemporaryDismissal => {
                language.pick("pemberhentian sementara", "temporary dismissal")
            }
            Self::StateOfficial => {
                language.pick("diangkat menjadi pejabat negara", "appointed state official")
            }
        }
    }
}

/// A person's post for some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// The first day.
    pub from: NaiveDate,
    /// The day after the last; none while it goes on.
    pub until: Option<NaiveDate>,
    /// The unit.
    pub unit: Label,
    /// The post.
    pub post: Label,
    /// The direct superior, who evaluates; none at the top.
    pub superior: Option<Nip>,
    /// The kind of employment.
    pub employment: Employment,
    /// The job level, where the post has one.
    pub level: Option<Label>,
    /// Why the person does not work on the post.
    pub absence: Option<Absence>,
}

impl Assignment {
    /// Whether the day belongs to it.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

/// What changes in a person's work ("mutasi").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Change {
    /// Another unit or post.
    Transfer {
        /// The unit.
        unit: Label,
        /// The post.
        post: Label,
        /// The direct superior there.
        superior: Option<Nip>,
        /// The job level there.
        level: Option<Label>,
    },
    /// Another superior on the same post.
    NewSuperior {
        /// The direct superior.
        superior: Option<Nip>,
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
