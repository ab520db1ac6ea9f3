//! From the numbers of a person to the whole evaluation.

use super::{
    Evaluation, Gap, HeadRating, IndicatorOutcome, Known, Outcome, Proposal, veto::vetoed,
};
use crate::{
    consequence::follow_ups,
    evidence::{Evidence, RatedBehaviour, ReportCounts},
    number::Score,
    plan::WorkPlan,
    region::RegionPolicy,
};

/// What the numbers of one person make, before the region's conditions are asked.
pub(crate) struct Numbers {
    pub(crate) indicators: Vec<IndicatorOutcome>,
    pub(crate) behaviour: [Option<Score>; 7],
    pub(crate) gaps: Vec<Gap>,
    pub(crate) proposal: Option<Proposal>,
    pub(crate) head: Option<HeadRating>,
    pub(crate) counts: ReportCounts,
    pub(crate) raters: Option<Box<RatedBehaviour>>,
}

impl Numbers {
    /// Asks the conditions of vetoes and follow-ups.
    pub(crate) fn conclude(
        self,
        policy: &RegionPolicy,
        plan: &WorkPlan,
        evidence: &Evidence,
    ) -> Evaluation {
        let Self { indicators, behaviour, gaps, proposal, head, counts, raters } = self;
        let known = Known::of(policy, plan, evidence, (&indicators, &behaviour));
        let (proposal, vetoed) = vetoed(policy, proposal, &known);
        let follow_ups = proposal
            .map(|proposal| follow_ups(&policy.follow_ups, &known.findings(&proposal)))
            .unwrap_or_default();
        Evaluation {
            indicators,
            behaviour,
            outcome: proposal.map_or(Outcome::Blocked, Outcome::Proposed),
            gaps,
            follow_ups,
            vetoed,
            head,
            counts,
            raters,
            older: Vec::new(),
        }
    }
}
