//! What people do about a proposal: decide, receive, object, hear, revise.

mod act;
mod error;
mod follow_ups;
mod history;
mod objection;
mod officials;
#[cfg(test)]
mod properties;
mod record;
mod state;
mod steps;
#[cfg(test)]
mod tests;
mod wants;

pub use act::{Act, Actor, Deed, DeedKind, Judgement, Official, Ratings, Reason, ReasonError};
pub use error::{ActError, ActProblem, WhyReason};
pub use history::{Case, CaseError};
pub use objection::Objection;
pub use officials::{Officials, OfficialsError};
pub use record::{Entry, Record};
pub use state::{Final, FinalBecause, Standing, State};
pub use steps::{Decided, Decision, Proposed, Receipt, Undecided, Versions};
