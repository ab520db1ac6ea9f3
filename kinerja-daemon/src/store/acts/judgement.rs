//! Who judged how: ratings, decisions, objections, the achievement of a unit.

use chrono::NaiveDate;
use kinerja_core::{
    consequence::Role,
    evaluation::{Judgement, Ratings as Given},
    organisation::OrgAchievement,
    people::Nip,
    scheme::{Predicate, Rating},
};
use serde::{Deserialize, Serialize};

/// In which role somebody acts or must act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ActingAs {
    /// One of the roles that the rules know.
    Role(Role),
    /// Somebody in the place of one of these.
    Other(OtherOfficial),
}

/// Whoever acts in the place of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OtherOfficial {
    /// Another official, in the place of one of the roles.
    OtherOfficial,
}

impl ActingAs {
    /// Somebody in the place of one of the roles.
    pub const OTHER: Self = Self::Other(OtherOfficial::OtherOfficial);
}

/// The ratings that an evaluator gives ("penilaian").
///
/// # Legal basis
///
/// PermenPANRB 6/2022: "rating hasil kerja" and "rating perilaku kerja".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ratings {
    /// Who gives them.
    pub evaluator: Nip,
    /// Of work results.
    pub result: Rating,
    /// Of behaviour.
    pub behaviour: Rating,
    /// Why.
    pub reason: Option<String>,
}

/// The decision on a proposal ("putusan").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WrittenDecision", into = "WrittenDecision")]
pub struct Decision {
    /// Who decided.
    pub official: Nip,
    /// In which role.
    pub role: ActingAs,
    /// The revision of the proposal that was decided on; none where it was not
    /// said.
    pub proposal: Option<u32>,
    /// What was decided.
    pub judgement: Judgement,
    /// Why; a decision that follows the proposal may have none.
    pub reason: Option<String>,
}

/// A decision as it is on record: with both ratings, or before 2022 with a predicate.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenDecision {
    official: Nip,
    role: ActingAs,
    proposal: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    result: Option<Rating>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    behaviour: Option<Rating>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    predicate: Option<Predicate>,
    reason: Option<String>,
}

/// A decision on record decides nothing, or two things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a decision has two ratings, or before 2022 a predicate alone")]
pub struct DecisionError;

impl TryFrom<WrittenDecision> for Decision {
    type Error = DecisionError;

    fn try_from(written: WrittenDecision) -> Result<Self, Self::Error> {
        let WrittenDecision { official, role, proposal, result, behaviour, predicate, reason } =
            written;
        let judgement = match (result, behaviour, predicate) {
            (Some(result), Some(behaviour), None) => {
                Judgement::Ratings(Given { result, behaviour })
            }
            (None, None, Some(predicate)) => Judgement::Predicate(predicate),
            (_, _, _) => return Err(DecisionError),
        };
        Ok(Self { official, role, proposal, judgement, reason })
    }
}

impl From<Decision> for WrittenDecision {
    fn from(decision: Decision) -> Self {
        let Decision { official, role, proposal, judgement, reason } = decision;
        let (ratings, predicate) = match judgement {
            Judgement::Ratings(given) => (Some(given), None),
            Judgement::Predicate(predicate) => (None, Some(predicate)),
        };
        Self {
            official,
            role,
            proposal,
            result: ratings.map(|given| given.result),
            behaviour: ratings.map(|given| given.behaviour),
            predicate,
            reason,
        }
    }
}

/// The receipt of a result, and the objection to it if there was one
/// ("keberatan").
///
/// # Legal basis
///
/// PP 30/2019 Pasal 59: the days for an objection run from the receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objection {
    /// The day on which the person received the result.
    pub received: NaiveDate,
    /// The objection.
    pub objected: Option<Objected>,
}

/// An objection that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objected {
    /// The day on which it was made.
    pub on: NaiveDate,
    /// Its reasons.
    pub reasons: String,
    /// What became of it; none while it waits.
    pub outcome: Option<Outcome>,
}

/// What became of an objection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Who decided.
    pub official: Nip,
    /// On which day.
    pub on: NaiveDate,
    /// What was decided.
    pub ruling: Ruling,
    /// Why.
    pub reason: String,
}

/// What was decided about an objection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Ruling {
    /// It was upheld, and the result set anew ("dikabulkan").
    Uphold(Judgement),
    /// It was rejected ("ditolak").
    Reject,
}

/// How a unit did in a period ("capaian kinerja organisasi").
///
/// # Legal basis
///
/// `SE MenPANRB 3/2023`: set by the head of the organisation above.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Achievement {
    /// What was set.
    pub achievement: OrgAchievement,
    /// Who set it: an office or a name. The head of a region has no NIP.
    pub set_by: String,
    /// The head of the unit, whose own rating it is.
    pub head: Option<Nip>,
}
