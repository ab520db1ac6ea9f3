//! How the segments became one result, step by step.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Combined, CombinedOutcome, Counts, NotEvaluated, Obstacle, Part, Work, proposals};
use crate::{
    evaluation::{Derivation, Proposal, Step, Subject},
    number::Ratio,
    people::{Beginning, Label},
    region::Combine,
};

/// What of the segments is weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Weighed {
    /// The scores of work results.
    Work,
    /// The scores of behaviour.
    Behaviour,
    /// The totals.
    Total,
}

impl Weighed {
    const fn of(self, proposal: &Proposal) -> Ratio {
        match self {
            Self::Work => proposal.work.value,
            Self::Behaviour => proposal.behaviour.value,
            Self::Total => proposal.total,
        }
    }
}

/// One step from segments to a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MotionStep {
    /// A segment and what it counts.
    Segment {
        /// Its number.
        number: u32,
        /// The first day.
        from: NaiveDate,
        /// The day after the last.
        until: NaiveDate,
        /// The unit.
        unit: Label,
        /// Why it begins.
        begins: Beginning,
        /// What it counts.
        counts: Counts,
        /// Days or months.
        combine: Combine,
    },
    /// Something blocks.
    Obstacle(Obstacle),
    /// The values of the segments, weighed.
    Mean {
        /// What is weighed.
        of: Weighed,
        /// Each value with its days or months.
        parts: Vec<(u32, Ratio)>,
        /// The mean.
        value: Ratio,
    },
    /// There is nothing to evaluate.
    NotEvaluated(NotEvaluated),
}

impl Combined {
    /// The steps from the segments to the result. How each segment came to its
    /// numbers is told by [`Combined::part_derivations`].
    pub fn derivation(&self) -> Derivation {
        self.told(Vec::new())
    }

    /// The same with the steps of each segment that has a plan and counts, in
    /// their place. The works are those that were evaluated.
    pub fn whole_derivation(&self, works: &[Work<'_>]) -> Derivation {
        let of = |part: &Part| {
            let work = works.get(part.work?)?;
            let evaluation = part.evaluation.as_ref()?;
            let mut steps = Derivation::new(work.plan, work.evidence, evaluation).into_steps();
            // What follows, follows from the whole.
            steps.retain(|step| !matches!(step, Step::FollowUp { .. }));
            Some(Step::Part { number: part.number, plan: Box::new(work.plan.clone()), steps })
        };
        self.told(self.parts.iter().filter_map(of).collect())
    }

    fn told(&self, parts: Vec<Step>) -> Derivation {
        let segments = self.parts.iter().map(|part| MotionStep::Segment {
            number: part.number,
            from: part.from,
            until: part.until,
            unit: part.unit.clone(),
            begins: part.begins,
            counts: part.counts,
            combine: self.combine,
        });
        let obstacles = self.obstacles.iter().cloned().map(MotionStep::Obstacle);
        let mut steps: Vec<_> = segments.map(Step::Motion).chain(parts).collect();
        steps.extend(obstacles.map(Step::Motion));
        match &self.outcome {
            CombinedOutcome::Proposed(_) => self.proposed(&mut steps),
            CombinedOutcome::Blocked => {}
            CombinedOutcome::NotEvaluated(why) => {
                steps.push(Step::Motion(MotionStep::NotEvaluated(*why)));
            }
        }
        steps.extend(self.follow_ups.iter().map(|follow_up| Step::FollowUp {
            rule: follow_up.rule.clone(),
            because: follow_up.because.clone(),
        }));
        Derivation::of(steps)
    }

    fn proposed(&self, steps: &mut Vec<Step>) {
        let CombinedOutcome::Proposed(found) = &self.outcome else { return };
        let means = [
            (Weighed::Work, found.work),
            (Weighed::Behaviour, found.behaviour),
            (Weighed::Total, found.total),
        ];
        steps.extend(means.into_iter().map(|(of, value)| {
            let parts = proposals(&self.parts);
            let parts = parts.map(|(share, proposal)| (share, of.of(proposal))).collect();
            Step::Motion(MotionStep::Mean { of, parts, value })
        }));
        let (of, rating) = (Subject::Result, found.result_rating);
        let by_score = Step::Rating { of, value: found.work, rating };
        steps.push(self.head.map_or(by_score, Step::Head));
        let (of, rating) = (Subject::Behaviour, found.behaviour_rating);
        steps.push(Step::Rating { of, value: found.behaviour, rating });
        let vetoed = self.vetoed.as_deref();
        let predicate = vetoed.map_or(found.band, |veto| veto.band);
        let band = Step::Band { value: found.total, predicate };
        steps.push(self.older.clone().map_or(band, Step::Older));
        steps.extend(
            vetoed.map(|veto| Step::Veto { because: veto.because.clone(), predicate: found.band }),
        );
        steps.push(Step::Predicate {
            basis: found.basis,
            result: found.result_rating,
            behaviour: found.behaviour_rating,
            predicate: found.predicate,
        });
    }

    /// The derivation of each segment that has a plan and counts, by its number.
    /// The works are those that were evaluated.
    pub fn part_derivations(&self, works: &[Work<'_>]) -> Vec<(u32, Derivation)> {
        let of = |part: &Part| {
            let work = works.get(part.work?)?;
            let evaluation = part.evaluation.as_ref()?;
            Some((part.number, Derivation::new(work.plan, work.evidence, evaluation)))
        };
        self.parts.iter().filter_map(of).collect()
    }
}
