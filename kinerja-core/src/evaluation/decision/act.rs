//! What people do about a proposal, one act at a time.

use std::{fmt, str::FromStr};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ActError, ActProblem};
use crate::{
    consequence::Role,
    people::Nip,
    scheme::{Basis, Matrix, Predicate, Rating},
};

/// Characters that a reason may have: a page of text.
const REASON_MAX: usize = 4_000;

/// The two ratings that make a predicate.
///
/// # Legal basis
///
/// PermenPANRB 6/2022: "rating hasil kerja" and "rating perilaku kerja".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Ratings {
    /// Of work results.
    pub result: Rating,
    /// Of behaviour.
    pub behaviour: Rating,
}

impl Ratings {
    /// The predicate of the two; from 2022 nobody gives a predicate by itself.
    pub fn predicate(self, matrix: Matrix) -> Predicate {
        matrix.predicate(self.result, self.behaviour)
    }
}

/// What is decided about a period. Which of the two it is, its days say.
///
/// # Legal basis
///
/// PermenPANRB 6/2022 knows ratings for periods from 2022. PP 46/2011 and PP 30/2019
/// know none: the bands of a total give the predicate, and that is what is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Judgement {
    /// From 2022: two ratings, of which the matrix makes the predicate.
    Ratings(Ratings),
    /// Before: the predicate itself.
    Predicate(Predicate),
}

impl Judgement {
    /// The predicate that it gives.
    pub fn predicate(self, matrix: Matrix) -> Predicate {
        match self {
            Self::Ratings(ratings) => ratings.predicate(matrix),
            Self::Predicate(predicate) => predicate,
        }
    }

    /// What predicates rest on where it is the one to give.
    pub const fn basis(self) -> Basis {
        match self {
            Self::Ratings(_) => Basis::Matrix,
            Self::Predicate(_) => Basis::Bands,
        }
    }

    /// The ratings; none before 2022.
    pub const fn ratings(self) -> Option<Ratings> {
        match self {
            Self::Ratings(ratings) => Some(ratings),
            Self::Predicate(_) => None,
        }
    }
}

/// Why somebody decided as he did: 1 to 4,000 characters of text.
///
/// ```
/// use kinerja_core::evaluation::Reason;
///
/// assert!("Target tercapai setelah batas waktu.".parse::<Reason>().is_ok());
/// assert!("  ".parse::<Reason>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reason(String);

impl Reason {
    /// The reason as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Reason {
    type Err = ReasonError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let length = text.chars().count();
        let readable = text.chars().all(|c| c == '\n' || !c.is_control());
        if (1..=REASON_MAX).contains(&length) && readable {
            Ok(Self(text.to_owned()))
        } else {
            Err(ReasonError { length })
        }
    }
}

impl TryFrom<String> for Reason {
    type Error = ReasonError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Reason> for String {
    fn from(reason: Reason) -> Self {
        reason.0
    }
}

/// A text is not a reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "a reason is 1 to {REASON_MAX} characters of text without control characters; this has {length}"
)]
pub struct ReasonError {
    length: usize,
}

/// A person who acts, and in which role. The number never stands in a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Official {
    /// The role in which he acts.
    pub role: Role,
    /// Who he is.
    pub nip: Nip,
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The engine, which only proposes.
    Engine,
    /// A person, who decides.
    Person(Official),
}

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Deed {
    /// The engine proposes ("usulan"); nothing where something blocks.
    Propose {
        /// Which proposal it is, counted from 1.
        revision: u32,
        /// What it proposes.
        #[serde(alias = "ratings")]
        judgement: Option<Judgement>,
        /// Why there is another proposal; needed from the second on.
        reason: Option<Reason>,
    },
    /// The evaluator decides ("putusan").
    Decide {
        /// The proposal that he looked at.
        proposal: u32,
        /// What he decides.
        #[serde(alias = "ratings")]
        judgement: Judgement,
        /// Why; needed where it differs from the proposal or there is none.
        reason: Option<Reason>,
    },
    /// The evaluator replaces his own decision.
    Revise {
        /// The proposal that he looked at.
        proposal: u32,
        /// What he decides.
        #[serde(alias = "ratings")]
        judgement: Judgement,
        /// Why.
        reason: Reason,
    },
    /// The employee has the result, or the personnel office has handed it over.
    Receive,
    /// The employee objects ("keberatan").
    Object {
        /// The reasons.
        reasons: Reason,
    },
    /// The superior of the evaluator upholds the objection and sets the result.
    Uphold {
        /// What he decides.
        #[serde(alias = "ratings")]
        judgement: Judgement,
        /// Why.
        reason: Reason,
    },
    /// The superior of the evaluator rejects the objection.
    Reject {
        /// Why.
        reason: Reason,
    },
}

/// What kind of thing is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeedKind {
    /// See [`Deed::Propose`].
    Propose,
    /// See [`Deed::Decide`].
    Decide,
    /// See [`Deed::Revise`].
    Revise,
    /// See [`Deed::Receive`].
    Receive,
    /// See [`Deed::Object`].
    Object,
    /// See [`Deed::Uphold`].
    Uphold,
    /// See [`Deed::Reject`].
    Reject,
}

impl DeedKind {
    /// The name in code and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Propose => "propose",
            Self::Decide => "decide",
            Self::Revise => "revise",
            Self::Receive => "receive",
            Self::Object => "object",
            Self::Uphold => "uphold",
            Self::Reject => "reject",
        }
    }
}

impl Deed {
    /// What it proposes or decides.
    pub const fn judgement(&self) -> Option<Judgement> {
        match self {
            Self::Propose { judgement, .. } => *judgement,
            Self::Decide { judgement, .. }
            | Self::Revise { judgement, .. }
            | Self::Uphold { judgement, .. } => Some(*judgement),
            Self::Receive | Self::Object { .. } | Self::Reject { .. } => None,
        }
    }

    /// What kind of thing it is.
    pub const fn kind(&self) -> DeedKind {
        match self {
            Self::Propose { .. } => DeedKind::Propose,
            Self::Decide { .. } => DeedKind::Decide,
            Self::Revise { .. } => DeedKind::Revise,
            Self::Receive => DeedKind::Receive,
            Self::Object { .. } => DeedKind::Object,
            Self::Uphold { .. } => DeedKind::Uphold,
            Self::Reject { .. } => DeedKind::Reject,
        }
    }
}

/// One act, as it was put on record. Acts are only ever added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// The day, in the region's zone.
    pub on: NaiveDate,
    /// The place among the acts of that day.
    pub sequence: u32,
    /// Who did it.
    pub by: Actor,
    /// What was done.
    pub deed: Deed,
}

impl Act {
    pub(super) const fn error(&self, problem: ActProblem) -> ActError {
        ActError { on: self.on, sequence: self.sequence, kind: self.deed.kind(), problem }
    }

    /// Whether another act says the same, wherever it stands on the record.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        (self.on, &self.by, &self.deed) == (other.on, &other.by, &other.deed)
    }
}
