//! The evaluation of a period before 2022: scores, by formulas of the law, and
//! bands.

mod behaviour;
mod gap;
mod permenpanrb8;
mod pp46;
mod step;
#[cfg(test)]
mod tests;

pub use gap::OlderGap;
pub use step::{AspectCategory, OlderStep};

use chrono::NaiveDate;

use super::{
    BehaviourMean, Evaluation, Gap, IndicatorOutcome, Known, Missing, Outcome, Proposal, Side,
    Step, Subject, Treatment, WorkScore, derivation, engine,
};
use crate::{
    calendar::Period,
    consequence::follow_ups,
    evidence::{Evidence, OlderEvidence, ReportCounts},
    law::Dated,
    number::{Ratio, Score, Share, Weight},
    people::Employment,
    plan::WorkPlan,
    region::RegionPolicy,
    scheme::{Basis, OlderShares, Predicate, Regime, RegimeError, pp30_2019::Pp30Error, total},
};

/// What is evaluated, and what was found so far.
struct Older<'a> {
    policy: &'a RegionPolicy,
    plan: &'a WorkPlan,
    evidence: &'a Evidence,
    facts: &'a OlderEvidence,
    /// The day whose rules hold.
    day: NaiveDate,
    gaps: Vec<Gap>,
    steps: Vec<Step>,
}

/// The score of the work plan and the weight that counted.
struct PlanScore {
    value: Ratio,
    weight: i128,
}

/// Evaluates a period before 2022.
pub(super) fn evaluate(policy: &RegionPolicy, plan: &WorkPlan, evidence: &Evidence) -> Evaluation {
    let nothing = OlderEvidence::default();
    let facts = evidence.older.as_deref().unwrap_or(&nothing);
    let deciding = Regime::deciding(plan.period());
    let day = deciding.map_or(plan.period().start(), |(_, day)| day);
    let (gaps, steps) = (Vec::new(), Vec::new());
    let mut found = Older { policy, plan, evidence, facts, day, gaps, steps };
    // Daily reports are counted under the present law only.
    let counts = ReportCounts::default();
    let mut indicators = engine::outcomes(policy, plan, (evidence, &counts), &mut found.gaps);
    if deciding.is_none() {
        found.block(OlderGap::NoRegime);
    }
    let proposal = deciding.and_then(|(regime, _)| found.propose(regime, &mut indicators));
    found.finish(indicators, proposal)
}

impl<'a> Older<'a> {
    fn gap(&mut self, gap: OlderGap, treatment: Treatment) {
        self.gaps.push(Gap { missing: Missing::Older(gap), treatment });
    }

    fn block(&mut self, gap: OlderGap) {
        self.gap(gap, Treatment::Blocks);
    }

    fn step(&mut self, step: OlderStep) {
        self.steps.push(Step::Older(step));
    }

    /// The value that a rule has for the period; where it has none, that blocks.
    fn rule<T>(&mut self, rule: &'a Dated<T>) -> Option<&'a T> {
        let found = rule.at(self.day).map(|ruled| &ruled.value);
        if found.is_none() {
            self.block(OlderGap::NoRule);
        }
        found
    }

    fn propose(&mut self, regime: Regime, indicators: &mut [IndicatorOutcome]) -> Option<Proposal> {
        if self.facts.employment == Some(Employment::Pppk) {
            self.block(OlderGap::OnlyPns);
        }
        let rules = &self.policy.rules;
        let (work, asked, shares) = if regime == Regime::Pp46 {
            let work = self.by_activities(indicators);
            (work, self.rule(&rules.pp46_2011_behaviour), self.rule(&rules.pp46_2011_shares))
        } else {
            let work = self.by_values(indicators);
            (work, self.rule(&rules.pp30_2019_behaviour), self.rule(&rules.pp30_2019_shares))
        };
        let behaviour = asked.and_then(|rule| self.behaviour(rule));
        let share = shares.and_then(|shares| self.share(*shares));
        let halves = self.halves();
        let blocked = self.gaps.iter().any(|gap| gap.treatment == Treatment::Blocks);
        if !blocked {
            let nothing =
                |side| Gap { missing: Missing::NothingToWeigh(side), treatment: Treatment::Blocks };
            self.gaps.extend(work.is_none().then(|| nothing(Side::Results)));
            self.gaps.extend(behaviour.is_none().then(|| nothing(Side::Behaviour)));
        }
        let known = self.gaps.len();
        self.steps.extend(derivation::gaps(&self.gaps));
        let (work, behaviour, share) = (work?, behaviour?, share?);
        if blocked {
            return None;
        }
        let proposal = total(share, work.value, behaviour.value).and_then(|total| {
            let step = Step::Total { work: work.value, behaviour: behaviour.value, value: total };
            self.steps.push(step);
            let total = self.year(total, halves)?;
            Some((total, self.band(regime, total)?))
        });
        if proposal.is_none() && self.gaps.len() == known {
            self.block(OlderGap::OffScale);
        }
        self.steps.extend(derivation::gaps(self.gaps.get(known..).unwrap_or_default()));
        let (total, predicate) = proposal?;
        Some(self.rated(&work, behaviour, total, predicate))
    }

    /// Behaviour's share; where it hangs on the opinion of peers, somebody must
    /// have recorded whether they were asked.
    fn share(&mut self, shares: OlderShares) -> Option<Share> {
        let same = shares.behaviour(true) == shares.behaviour(false);
        let peer_opinion = if same { None } else { self.facts.peer_opinion };
        if !same && peer_opinion.is_none() {
            self.block(OlderGap::PeerOpinion);
            return None;
        }
        let behaviour = shares.behaviour(peer_opinion.unwrap_or(false));
        self.step(OlderStep::Share { peer_opinion, behaviour });
        Some(behaviour)
    }

    /// The first half of 2021 where the period is the year 2021.
    fn halves(&mut self) -> Option<Score> {
        let Err(RegimeError::BothHalvesOf2021 { .. }) = Regime::of(self.plan.period()) else {
            return None;
        };
        if self.policy.halves_of_2021.is_none() {
            self.block(OlderGap::HalvesOf2021);
        } else if self.facts.first_half_of_2021.is_none() {
            self.block(OlderGap::FirstHalfOf2021);
        }
        self.facts.first_half_of_2021
    }

    /// The total of the period: that of its halves, where it is the year 2021.
    fn year(&mut self, second: Ratio, first: Option<Score>) -> Option<Ratio> {
        let (Some(rule), Some(first)) = (&self.policy.halves_of_2021, first) else {
            return Some(second);
        };
        let share = rule.second_half;
        let value = total(share, first.ratio(), second)?;
        self.step(OlderStep::Halves { first, second, share, value });
        Some(value)
    }

    /// The predicate that the regime's bands give.
    fn band(&mut self, regime: Regime, value: Ratio) -> Option<Predicate> {
        match band(self.policy, (regime, self.day), value, self.facts.new_idea) {
            Ok((predicate, step)) => {
                self.step(step);
                Some(predicate)
            }
            Err(gap) => {
                self.block(gap);
                None
            }
        }
    }

    /// The proposal. The region's thresholds still propose ratings, for its
    /// follow-ups; they decide nothing.
    fn rated(
        &mut self,
        work: &PlanScore,
        behaviour: BehaviourMean,
        total: Ratio,
        predicate: Predicate,
    ) -> Proposal {
        let result_rating = self.policy.ratings.result.propose(work.value);
        let behaviour_rating = self.policy.ratings.behaviour.propose(behaviour.value);
        let rating = |of, value, rating| Step::Rating { of, value, rating };
        self.steps.push(rating(Subject::Result, work.value, result_rating));
        self.steps.push(rating(Subject::Behaviour, behaviour.value, behaviour_rating));
        self.steps.push(Step::Predicate {
            basis: Basis::Bands,
            result: result_rating,
            behaviour: behaviour_rating,
            predicate,
        });
        Proposal {
            work: WorkScore { value: work.value, weight: work.weight, points: Score::ZERO },
            behaviour,
            total,
            result_rating,
            behaviour_rating,
            basis: Basis::Bands,
            predicate,
            band: predicate,
        }
    }

    fn finish(self, indicators: Vec<IndicatorOutcome>, proposal: Option<Proposal>) -> Evaluation {
        let mut older = self.steps;
        if older.is_empty() {
            older.extend(derivation::gaps(&self.gaps));
        }
        let follow_ups = proposal
            .map(|found| {
                let known =
                    Known::of(self.policy, self.plan, self.evidence, (&indicators, &[None; 7]));
                follow_ups(&self.policy.follow_ups, &known.findings(&found))
            })
            .unwrap_or_default();
        Evaluation {
            indicators,
            behaviour: [None; 7],
            outcome: proposal.map_or(Outcome::Blocked, Outcome::Proposed),
            gaps: self.gaps,
            follow_ups,
            vetoed: None,
            head: None,
            counts: ReportCounts::default(),
            raters: None,
            older,
        }
    }
}

/// The predicate that the bands of a regime give, and how it was told; or what is
/// missing for it.
fn band(
    policy: &RegionPolicy,
    (regime, day): (Regime, NaiveDate),
    value: Ratio,
    new_idea: Option<bool>,
) -> Result<(Predicate, OlderStep), OlderGap> {
    let rules = &policy.rules;
    let (predicate, new_idea) = if regime == Regime::Pp46 {
        let bands = rules.pp46_2011_bands.at(day).ok_or(OlderGap::NoRule)?;
        (bands.value.predicate(value, true), None)
    } else {
        let bands = rules.pp30_2019_bands.at(day).ok_or(OlderGap::NoRule)?;
        let predicate = bands.value.predicate(value, new_idea).map_err(|error| match error {
            Pp30Error::NewIdeaNotKnown => OlderGap::NewIdea,
            Pp30Error::OutOfRange { .. } | Pp30Error::Maximum { .. } | Pp30Error::TooFine => {
                OlderGap::OffScale
            }
        });
        (predicate?, new_idea)
    };
    Ok((predicate, OlderStep::Band { regime, value, new_idea, predicate }))
}

/// The predicate of a period before 2022 whose segments make a total together. An
/// idea that one of the segments brought is one of the period.
pub(super) fn combined(
    policy: &RegionPolicy,
    period: Period,
    total: Ratio,
    new_ideas: impl Iterator<Item = Option<bool>>,
) -> Result<(Predicate, OlderStep), OlderGap> {
    let deciding = Regime::deciding(period).ok_or(OlderGap::NoRegime)?;
    let ideas: Vec<_> = new_ideas.collect();
    let new_idea = if ideas.contains(&Some(true)) {
        Some(true)
    } else {
        ideas.into_iter().collect::<Option<Vec<_>>>().map(|_| false)
    };
    band(policy, deciding, total, new_idea)
}

/// The weight of a plan of which nothing was left out.
fn whole() -> i128 {
    Weight::WHOLE.basis_points()
}
