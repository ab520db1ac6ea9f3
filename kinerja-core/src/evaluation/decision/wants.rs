//! What an act asks for.

use super::{Act, Deed, Official, Proposed, steps::Wanted};

/// The proposal that an act makes.
pub(super) fn proposed(act: &Act) -> Option<Proposed> {
    let Deed::Propose { revision, ratings, reason } = &act.deed else { return None };
    Some(Proposed { on: act.on, revision: *revision, ratings: *ratings, reason: reason.clone() })
}

/// What an act wants to decide; an objection is decided on the proposal of the
/// decision that it is about.
pub(super) fn wanted(act: &Act, by: Option<&Official>, contested: u32) -> Option<Wanted> {
    let (proposal, ratings, reason) = match &act.deed {
        Deed::Decide { proposal, ratings, reason } => (*proposal, *ratings, reason.clone()),
        Deed::Revise { proposal, ratings, reason } => (*proposal, *ratings, Some(reason.clone())),
        Deed::Uphold { ratings, reason } => (contested, *ratings, Some(reason.clone())),
        Deed::Propose { .. } | Deed::Receive | Deed::Object { .. } | Deed::Reject { .. } => {
            return None;
        }
    };
    Some(Wanted { on: act.on, by: by?.clone(), proposal, ratings, reason })
}
