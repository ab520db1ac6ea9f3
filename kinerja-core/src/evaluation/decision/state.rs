//! Where a result stands.
//!
//! The three states are three types: what only a final result may do takes a
//! [`Final`], so that nothing undecided is ever published as final.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Decided, Decision, Undecided};
use crate::{calendar::Period, language::Language, scheme::Regime};

/// Why a result is final.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FinalBecause {
    /// Nobody objected in time.
    TimeOver,
    /// The objection was upheld.
    Upheld,
    /// The objection was rejected.
    Rejected,
}

/// A result that does not change any more. Only the history of acts makes one.
///
/// What publishes a final result asks for this type:
///
/// ```
/// use kinerja_core::{calendar::Period, evaluation::Final, language::Language};
///
/// fn publish(result: &Final, period: Period) -> String {
///     result.announce(period, Language::Indonesian)
/// }
/// ```
///
/// A result that nobody has decided is another type, and so is one against which
/// an objection is still possible:
///
/// ```compile_fail,E0308
/// use kinerja_core::{calendar::Period, evaluation::{Final, Undecided}, language::Language};
///
/// fn publish(result: &Final, period: Period) -> String {
///     result.announce(period, Language::Indonesian)
/// }
/// fn too_early(result: &Undecided, period: Period) -> String {
///     publish(result, period)
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Final {
    pub(super) decided: Decided,
    pub(super) because: FinalBecause,
    pub(super) since: NaiveDate,
}

impl Final {
    /// What was decided before it became final.
    pub const fn decided(&self) -> &Decided {
        &self.decided
    }

    /// The decision that holds.
    pub const fn decision(&self) -> &Decision {
        self.decided.decisions.current()
    }

    /// Why it is final.
    pub const fn because(&self) -> FinalBecause {
        self.because
    }

    /// The first day on which it is final.
    pub const fn since(&self) -> NaiveDate {
        self.since
    }

    /// The result of a period for people: `putusan final: Baik`.
    pub fn announce(&self, period: Period, language: Language) -> String {
        let predicate = Regime::name_in(period, self.decision().predicate, language);
        format!("{}: {predicate}", Standing::Final.name(language))
    }
}

/// Where a result stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Proposed, not decided.
    Undecided(Undecided),
    /// Decided, and an objection is possible or waits.
    Decided(Decided),
    /// Final.
    Final(Final),
}

impl State {
    /// How far the result is, in one word.
    pub const fn standing(&self) -> Standing {
        match self {
            Self::Undecided(_) => Standing::Proposal,
            Self::Decided(_) => Standing::Decision,
            Self::Final(_) => Standing::Final,
        }
    }

    /// The decision that counts; none while there is only a proposal.
    pub const fn decision(&self) -> Option<&Decision> {
        match self {
            Self::Undecided(_) => None,
            Self::Decided(decided) => Some(decided.decisions.current()),
            Self::Final(last) => Some(last.decision()),
        }
    }
}

/// How far a result is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The engine has proposed.
    Proposal,
    /// A person has decided.
    Decision,
    /// The time for an objection is over, or the objection was decided.
    Final,
}

impl Standing {
    /// The word for people: `usulan`, `putusan`, `putusan final`.
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Proposal => language.pick("usulan", "proposal"),
            Self::Decision => language.pick("putusan", "decision"),
            Self::Final => language.pick("putusan final", "final decision"),
        }
    }
}
