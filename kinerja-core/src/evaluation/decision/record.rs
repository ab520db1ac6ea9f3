//! The history of a result, as a value.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{FinalBecause, Judgement, Reason, Standing, State};
use crate::{
    consequence::Role,
    evaluation::{Derivation, Step},
    scheme::Predicate,
};

/// One entry of the history: an act that counted, with what it led to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Entry {
    /// The engine proposed.
    Proposed {
        /// The day.
        on: NaiveDate,
        /// Which proposal it is.
        revision: u32,
        /// What was proposed, and its predicate; none where something blocks.
        proposal: Option<(Judgement, Predicate)>,
        /// Why it replaces the one before.
        reason: Option<Reason>,
    },
    /// A person decided.
    Decided {
        /// The day.
        on: NaiveDate,
        /// Which decision it is, counted from 1; a later one replaces the one
        /// before.
        number: u32,
        /// The role of the one who decided.
        by: Role,
        /// The proposal that he looked at.
        proposal: u32,
        /// What was decided, and its predicate.
        decision: (Judgement, Predicate),
        /// Why.
        reason: Option<Reason>,
    },
    /// The result was received.
    Received {
        /// The day.
        on: NaiveDate,
        /// The last day for an objection.
        deadline: NaiveDate,
    },
    /// The employee objected.
    Objected {
        /// The day.
        on: NaiveDate,
        /// The reasons.
        reasons: Reason,
    },
    /// The objection was rejected.
    Rejected {
        /// The day.
        on: NaiveDate,
        /// Why.
        reason: Reason,
    },
    /// Where the result stands after all that.
    Stands {
        /// How far it is.
        standing: Standing,
        /// Since when and why, where it is final.
        last: Option<(NaiveDate, FinalBecause)>,
    },
}

/// Where a result stands, and everything that led there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Record {
    pub(super) state: Option<State>,
    pub(super) entries: Vec<Entry>,
}

impl Record {
    /// Where the result stands; none while nothing was proposed.
    pub const fn state(&self) -> Option<&State> {
        self.state.as_ref()
    }

    /// The acts that counted, oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The acts as steps, and where the result stands as the last of them.
    pub fn derivation(&self) -> Derivation {
        let stands = self.state.as_ref().map(|state| Entry::Stands {
            standing: state.standing(),
            last: match state {
                State::Final(last) => Some((last.since(), last.because())),
                State::Undecided(_) | State::Decided(_) => None,
            },
        });
        Derivation::of(self.entries.iter().cloned().chain(stands).map(Step::Act).collect())
    }
}
