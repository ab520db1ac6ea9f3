//! Why an act is refused, and what to do instead.

use chrono::NaiveDate;

use super::DeedKind;
use crate::{
    calendar::{CalendarError, Period},
    consequence::Role,
    scheme::Basis,
};

/// An act that is refused; nothing after it is looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("act {sequence} of {on} (`{}`): {problem}", kind.code())]
pub struct ActError {
    /// Its day.
    pub on: NaiveDate,
    /// Its place among the acts of that day.
    pub sequence: u32,
    /// What it wanted to do.
    pub kind: DeedKind,
    /// What is wrong.
    pub problem: ActProblem,
}

/// What is wrong with an act.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ActProblem {
    /// The period has not ended.
    #[error(
        "the period {period} has not ended: nothing is decided before its last day, {}, and nothing is proposed before {}",
        period.last_day(), period.end()
    )]
    BeforeEnd {
        /// The period.
        period: Period,
    },
    /// Ratings where the law knows none, or a predicate where it asks for ratings.
    #[error("{}", by_its_law(*period))]
    OtherBasis {
        /// The period.
        period: Period,
    },
    /// Two different acts have the same place on the record.
    #[error("another act has the same day and sequence: give each act a sequence of its own")]
    SameSequence,
    /// There is no proposal yet.
    #[error("nothing was proposed: evaluate the period first")]
    NotProposed,
    /// The proposal is not the one that follows.
    #[error("proposal {found} does not follow: the next is proposal {next}")]
    ProposalOrder {
        /// Its number.
        found: u32,
        /// The number that follows.
        next: u32,
    },
    /// A reason is missing.
    #[error("a reason is missing: {0}")]
    NeedsReason(WhyReason),
    /// The decision was made on a proposal that was replaced, or on none.
    #[error("it looked at proposal {seen}, and the newest is proposal {newest}: look at it again")]
    OtherProposal {
        /// The proposal that was looked at.
        seen: u32,
        /// The newest.
        newest: u32,
    },
    /// There is no decision yet.
    #[error("there is no decision yet: the evaluator decides first")]
    NotDecided,
    /// There is a decision already.
    #[error("it was decided on {on}: to change it, revise it with a reason")]
    AlreadyDecided {
        /// The day of the decision.
        on: NaiveDate,
    },
    /// A revision or an upheld objection changes nothing.
    #[error("nothing would change: decide something else, or leave the decision as it is")]
    Unchanged,
    /// The last day for an objection cannot be told.
    #[error("until when an objection is possible cannot be told: {0}")]
    Deadline(CalendarError),
    /// The result was received already.
    #[error("the result was received on {on}, and that day counts: nothing is to be done")]
    AlreadyReceived {
        /// The day of the receipt.
        on: NaiveDate,
    },
    /// The result was not received.
    #[error(
        "no receipt is on record: record it first, because the time for an objection runs from it"
    )]
    NotReceived,
    /// An objection waits.
    #[error(
        "the objection of {since} waits: the superior of the evaluator decides it, and nobody else changes the result"
    )]
    ObjectionOpen {
        /// The day of the objection.
        since: NaiveDate,
    },
    /// No objection waits.
    #[error("no objection waits: the employee objects first")]
    NoObjection,
    /// The time for an objection is over.
    #[error(
        "the result was received on {received}, so an objection was possible until {deadline}: the result is final"
    )]
    LateObjection {
        /// The day of the receipt.
        received: NaiveDate,
        /// The last day.
        deadline: NaiveDate,
    },
    /// The result is final.
    #[error(
        "the result is final since {since} and is not changed any more: bring what is new into the next period"
    )]
    AlreadyFinal {
        /// The first day on which it was final.
        since: NaiveDate,
    },
    /// The person himself acts where another must.
    #[error("nobody decides about himself: {} must act", role.code())]
    BySelf {
        /// Who must act.
        role: Role,
    },
    /// Another official acts, or somebody in another role.
    #[error("somebody else must act: {}, as the staff data had it at the end of the period", role.code())]
    WrongOfficial {
        /// Who must act.
        role: Role,
    },
    /// A person proposes, or the engine decides.
    #[error("the engine proposes and people decide: record it under the one who did it")]
    WrongKindOfActor,
    /// The staff data name nobody who could act.
    #[error("nobody is `{}` at the end of the period: name the superior in the staff data first", role.code())]
    Nobody {
        /// Who is missing.
        role: Role,
    },
}

/// What is decided about a period.
fn by_its_law(period: Period) -> String {
    match Basis::of(period.start()) {
        Basis::Bands => format!(
            "before 2022 there are no ratings: decide the predicate of {period}, which the bands of its total propose"
        ),
        Basis::Matrix => {
            format!("from 2022 the matrix makes the predicate: decide the two ratings of {period}")
        }
    }
}

/// Why a reason is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WhyReason {
    /// The decision differs from the proposal.
    #[error("the decision differs from the proposal")]
    Differs,
    /// Nothing was proposed because something blocks.
    #[error("something blocks the proposal, so the decision rests on the reason alone")]
    Blocked,
    /// A proposal replaces another.
    #[error("the proposal replaces another")]
    Replaces,
}
