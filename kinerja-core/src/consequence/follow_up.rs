//! Rules of reward and coaching, and what they propose.

use serde::{Deserialize, Serialize};

use super::{Because, Condition, ExitRule, Findings, FollowUpStep};
use crate::{
    language::{Language, Text},
    law::Source,
    plan::Code,
};

/// What kind of thing follows ("tindak lanjut").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FollowUpKind {
    /// A reward ("penghargaan").
    Reward,
    /// Recognition without material value ("pengakuan").
    Recognition,
    /// Training ("pelatihan").
    Training,
    /// Coaching on results ("bimbingan kinerja").
    Coaching,
    /// Counselling on behaviour or means ("konseling kinerja").
    Counselling,
    /// Review of a sanction ("tinjauan sanksi"); the sanction itself needs a
    /// decision by the official in charge.
    SanctionReview,
}

impl FollowUpKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::Reward,
        Self::Recognition,
        Self::Training,
        Self::Coaching,
        Self::Counselling,
        Self::SanctionReview,
    ];

    /// The kind for people.
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Reward => language.pick("penghargaan", "reward"),
            Self::Recognition => language.pick("pengakuan", "recognition"),
            Self::Training => language.pick("pelatihan", "training"),
            Self::Coaching => language.pick("bimbingan kinerja", "coaching"),
            Self::Counselling => language.pick("konseling kinerja", "counselling"),
            Self::SanctionReview => language.pick("tinjauan sanksi", "sanction review"),
        }
    }

    /// The name in code and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reward => "reward",
            Self::Recognition => "recognition",
            Self::Training => "training",
            Self::Coaching => "coaching",
            Self::Counselling => "counselling",
            Self::SanctionReview => "sanction_review",
        }
    }
}

/// Who must act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The employee.
    Employee,
    /// The direct superior, who evaluates ("Pejabat Penilai Kinerja").
    Superior,
    /// The superior of the evaluator ("atasan pejabat penilai"), who hears
    /// objections.
    EvaluatorSuperior,
    /// The head of the unit ("kepala unit kerja").
    UnitHead,
    /// The region's personnel office.
    Hr,
}

impl Role {
    /// The role for people.
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Employee => language.pick("pegawai", "the employee"),
            Self::Superior => language.pick("atasan langsung", "the direct superior"),
            Self::EvaluatorSuperior => {
                language.pick("atasan pejabat penilai", "the superior of the evaluator")
            }
            Self::UnitHead => language.pick("kepala unit kerja", "the head of the unit"),
            Self::Hr => language.pick("pengelola kepegawaian", "the personnel office"),
        }
    }

    /// The name in code and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Employee => "employee",
            Self::Superior => "superior",
            Self::EvaluatorSuperior => "evaluator_superior",
            Self::UnitHead => "unit_head",
            Self::Hr => "hr",
        }
    }
}

/// A rule of reward or coaching.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FollowUpRule {
    /// Its code within the policy.
    pub code: Code,
    /// What it proposes.
    pub kind: FollowUpKind,
    /// When it proposes it.
    pub when: Condition,
    /// What is proposed, in words.
    pub text: Text,
    /// Who must act.
    pub actor: Role,
    /// Days from the evaluation until it should be done.
    pub due_days: u32,
    /// The steps of a coaching or counselling plan, in order.
    pub steps: Vec<FollowUpStep>,
    /// What ends a coaching or counselling plan.
    pub exit: Option<ExitRule>,
    /// Where the rule comes from.
    pub source: Source,
}

/// A follow-up that is proposed for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FollowUp {
    /// The rule's code.
    pub rule: Code,
    /// What is proposed.
    pub kind: FollowUpKind,
    /// Who must act.
    pub actor: Role,
    /// Days from the evaluation until it should be done.
    pub due_days: u32,
    /// Why the rule holds.
    pub because: Vec<Because>,
}

/// The follow-ups that the rules propose, in the order of the rules.
pub fn follow_ups(rules: &[FollowUpRule], findings: &Findings<'_>) -> Vec<FollowUp> {
    rules
        .iter()
        .filter_map(|rule| {
            Some(FollowUp {
                rule: rule.code.clone(),
                kind: rule.kind,
                actor: rule.actor,
                due_days: rule.due_days,
                because: rule.when.reasons(findings)?,
            })
        })
        .collect()
}
