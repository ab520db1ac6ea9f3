//! What an act asks for.

use super::{Act, Deed, Official, Proposed, steps::Wanted};

/// The proposal that an act makes.
pub(super) fn proposed(act: &Act) -> Option<Proposed> {
    let Deed::Propose { revision, judgement, reason } = &act.deed else { return None };
    let (on, revision, judgement) = (act.on, *revision, *judgement);
    Some(Proposed { on, revision, judgement, reason: reason.clone() })
}

/// What an act wants to decide; an objection is decided on the proposal of the
/// decision that it is about.
pub(super) fn wanted(act: &Act, by: Option<&Official>, contested: u32) -> Option<Wanted> {
    let (proposal, judgement, reason) = match &act.deed {
        Deed::Decide { proposal, judgement, reason } => (*proposal, *judgement, reason.clone()),
        Deed::Revise { proposal, judgement, reason } => {
            (*proposal, *judgement, Some(reason.clone()))
        }
        Deed::Uphold { judgement, reason } => (contested, *judgement, Some(reason.clone())),
        Deed::Propose { .. } | Deed::Receive | Deed::Object { .. } | Deed::Reject { .. } => {
            return None;
        }
    };
    Some(Wanted { on: act.on, by: by?.clone(), proposal, judgement, reason })
}
