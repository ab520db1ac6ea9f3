//! An objection, its outcome, and when a result becomes final.
//!
//! PP 30/2019 Pasal 59: the employee objects to the superior of the evaluator,
//! with reasons, at latest 14 days after he received the result; what that
//! superior decides is final.

use chrono::NaiveDate;
use serde::Serialize;

use super::{
    ActProblem, Decided, Final, FinalBecause, Reason,
    steps::{Receipt, Wanted},
};
use crate::scheme::Matrix;

/// An objection ("keberatan").
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Objection {
    /// The day on which it was made.
    pub on: NaiveDate,
    /// Its reasons.
    pub reasons: Reason,
}

impl Decided {
    pub(super) fn refuse_while_contested(&self) -> Result<(), ActProblem> {
        match &self.objection {
            Some(objection) => Err(ActProblem::ObjectionOpen { since: objection.on }),
            None => Ok(()),
        }
    }

    pub(super) fn object(self, objection: Objection) -> Result<Self, ActProblem> {
        self.refuse_while_contested()?;
        match self.receipt {
            None => Err(ActProblem::NotReceived),
            Some(Receipt { on, deadline }) if objection.on > deadline => {
                Err(ActProblem::LateObjection { received: on, deadline })
            }
            Some(_) => Ok(Self { objection: Some(objection), ..self }),
        }
    }

    pub(super) fn uphold(self, wanted: Wanted, matrix: Matrix) -> Result<Final, ActProblem> {
        if self.objection.is_none() {
            return Err(ActProblem::NoObjection);
        }
        let since = wanted.on;
        let decided = self.overrule(wanted, matrix)?;
        Ok(Final { decided, because: FinalBecause::Upheld, since })
    }

    pub(super) fn reject(self, on: NaiveDate) -> Result<Final, ActProblem> {
        if self.objection.is_none() {
            return Err(ActProblem::NoObjection);
        }
        Ok(Final { decided: self, because: FinalBecause::Rejected, since: on })
    }

    /// The first day on which the result is final without anyone's act; none
    /// while an objection waits or nobody has received the result.
    pub fn lapses_on(&self) -> Option<NaiveDate> {
        match (&self.objection, self.receipt) {
            (None, Some(receipt)) => receipt.deadline.succ_opt(),
            (Some(_), _) | (_, None) => None,
        }
    }

    /// The result on a day: final when the time for an objection is over.
    pub(super) fn on(self, day: NaiveDate) -> super::State {
        match self.lapses_on() {
            Some(since) if since <= day => {
                super::State::Final(Final { decided: self, because: FinalBecause::TimeOver, since })
            }
            Some(_) | None => super::State::Decided(self),
        }
    }
}
