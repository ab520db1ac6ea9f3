//! From a proposal to a decision, and from a decision to its revision.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ActProblem, Judgement, Objection, Official, Reason, WhyReason};
use crate::scheme::{Matrix, Predicate};

/// What counts, and what it replaced. Nothing is ever taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "{T}Versions"))]
pub struct Versions<T> {
    current: T,
    superseded: Vec<T>,
}

impl<T> Versions<T> {
    const fn first(current: T) -> Self {
        Self { current, superseded: Vec::new() }
    }

    fn replaced_by(mut self, next: T) -> Self {
        self.superseded.push(self.current);
        Self { current: next, superseded: self.superseded }
    }

    /// What counts.
    pub const fn current(&self) -> &T {
        &self.current
    }

    /// What was replaced, oldest first.
    pub fn superseded(&self) -> &[T] {
        &self.superseded
    }
}

/// What the engine proposed ("usulan").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Proposed {
    /// The day.
    pub on: NaiveDate,
    /// Which proposal it is, counted from 1.
    pub revision: u32,
    /// What was proposed; nothing where something blocks.
    pub judgement: Option<Judgement>,
    /// Why it replaces the one before.
    pub reason: Option<Reason>,
}

/// What a person decided ("putusan").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Decision {
    /// The day.
    pub on: NaiveDate,
    /// Who decided, and in which role.
    pub by: Official,
    /// The proposal that he looked at.
    pub proposal: u32,
    /// What he decided.
    #[serde(alias = "ratings")]
    pub judgement: Judgement,
    /// The predicate: from 2022 the one that the matrix makes of the ratings.
    pub predicate: Predicate,
    /// Why.
    pub reason: Option<Reason>,
}

/// What somebody wants to decide.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) on: NaiveDate,
    pub(super) by: Official,
    pub(super) proposal: u32,
    pub(super) judgement: Judgement,
    pub(super) reason: Option<Reason>,
}

impl Wanted {
    fn decision(self, matrix: Matrix) -> Decision {
        let predicate = self.judgement.predicate(matrix);
        let Self { on, by, proposal, judgement, reason } = self;
        Decision { on, by, proposal, judgement, predicate, reason }
    }
}

/// A result that the engine has proposed and nobody has decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Undecided {
    proposals: Versions<Proposed>,
}

impl Undecided {
    pub(super) fn new(first: Proposed) -> Result<Self, ActProblem> {
        if first.revision == 1 {
            Ok(Self { proposals: Versions::first(first) })
        } else {
            Err(ActProblem::ProposalOrder { found: first.revision, next: 1 })
        }
    }

    /// The proposals.
    pub const fn proposals(&self) -> &Versions<Proposed> {
        &self.proposals
    }

    pub(super) fn propose(self, next: Proposed) -> Result<Self, ActProblem> {
        Ok(Self { proposals: follow(self.proposals, next)? })
    }

    pub(super) fn decide(self, wanted: Wanted, matrix: Matrix) -> Result<Decided, ActProblem> {
        let proposal = self.proposals.current();
        looked_at(proposal, &wanted)?;
        let why = match proposal.judgement {
            // What is computed after a decision was not there to be looked at.
            None => (proposal.on <= wanted.on).then_some(WhyReason::Blocked),
            Some(proposed) => (proposed != wanted.judgement).then_some(WhyReason::Differs),
        };
        match why {
            Some(why) if wanted.reason.is_none() => Err(ActProblem::NeedsReason(why)),
            Some(_) | None => Ok(Decided {
                proposals: self.proposals,
                decisions: Versions::first(wanted.decision(matrix)),
                receipt: None,
                objection: None,
            }),
        }
    }
}

/// The proposals with one more.
fn follow(proposals: Versions<Proposed>, next: Proposed) -> Result<Versions<Proposed>, ActProblem> {
    let expected = proposals.current().revision.saturating_add(1);
    if next.revision != expected {
        return Err(ActProblem::ProposalOrder { found: next.revision, next: expected });
    }
    if next.reason.is_none() {
        return Err(ActProblem::NeedsReason(WhyReason::Replaces));
    }
    Ok(proposals.replaced_by(next))
}

fn looked_at(newest: &Proposed, wanted: &Wanted) -> Result<(), ActProblem> {
    if newest.revision == wanted.proposal {
        Ok(())
    } else {
        Err(ActProblem::OtherProposal { seen: wanted.proposal, newest: newest.revision })
    }
}

/// When a result was received, and until when an objection is possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Receipt {
    /// The day of the receipt.
    pub on: NaiveDate,
    /// The last day for an objection.
    pub deadline: NaiveDate,
}

/// A result that a person has decided and that may still change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Decided {
    pub(super) proposals: Versions<Proposed>,
    pub(super) decisions: Versions<Decision>,
    pub(super) receipt: Option<Receipt>,
    pub(super) objection: Option<Objection>,
}

impl Decided {
    /// The proposals; the newest may be younger than the decision.
    pub const fn proposals(&self) -> &Versions<Proposed> {
        &self.proposals
    }

    /// The decisions.
    pub const fn decisions(&self) -> &Versions<Decision> {
        &self.decisions
    }

    /// The receipt of the decision that counts.
    pub const fn receipt(&self) -> Option<Receipt> {
        self.receipt
    }

    /// The objection.
    pub const fn objection(&self) -> Option<&Objection> {
        self.objection.as_ref()
    }

    pub(super) fn propose(self, next: Proposed) -> Result<Self, ActProblem> {
        Ok(Self { proposals: follow(self.proposals, next)?, ..self })
    }

    /// Replaces the decision. The new one must be received again, and the time
    /// for an objection begins again.
    pub(super) fn revise(self, wanted: Wanted, matrix: Matrix) -> Result<Self, ActProblem> {
        self.refuse_while_contested()?;
        looked_at(self.proposals.current(), &wanted)?;
        let before = self.decisions.current();
        if (before.proposal, before.judgement) == (wanted.proposal, wanted.judgement) {
            return Err(ActProblem::Unchanged);
        }
        let decisions = self.decisions.replaced_by(wanted.decision(matrix));
        Ok(Self { decisions, receipt: None, ..self })
    }

    pub(super) fn receive(self, receipt: Receipt) -> Result<Self, ActProblem> {
        match self.receipt {
            Some(before) => Err(ActProblem::AlreadyReceived { on: before.on }),
            None => Ok(Self { receipt: Some(receipt), ..self }),
        }
    }

    pub(super) fn overrule(self, wanted: Wanted, matrix: Matrix) -> Result<Self, ActProblem> {
        if self.decisions.current().judgement == wanted.judgement {
            return Err(ActProblem::Unchanged);
        }
        let decisions = self.decisions.replaced_by(wanted.decision(matrix));
        Ok(Self { decisions, ..self })
    }
}
