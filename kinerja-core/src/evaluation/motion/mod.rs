//! The evaluation of a person who moved, was away, or came late.
//!
//! Each segment of the period is evaluated by itself, with its own plan and
//! evaluator; then the scores are weighed by days or months, exactly. Whoever
//! stayed all period under one plan gets what [`super::evaluate`] gives.

mod cut;
mod error;
mod explain;
mod part;
#[cfg(test)]
mod tests;

pub use error::MotionError;
pub use explain::{MotionStep, Weighed};
pub use part::{Counts, Obstacle, ObstacleKind, Part, Work};

use serde::Serialize;

use super::{
    BehaviourMean, Evaluation, HeadRating, Known, Missing, OlderGap, OlderStep, Outcome, Proposal,
    Vetoed, WorkScore, evaluate, older, veto::vetoed,
};
use crate::{
    calendar::Period,
    consequence::{FollowUp, follow_ups},
    evidence::Background,
    number::{Ratio, Score, Weight},
    people::History,
    plan::PlanStatus,
    region::{Combine, RegionPolicy},
    scheme::{Basis, Predicate, Rating},
};
use cut::parts;

/// Segments that a period may have: more than anyone moves.
const SEGMENTS_MAX: usize = 100;

/// The divisor of a combined score at most, so that it can be printed.
const DIVISOR_MAX: i128 = 1_000_000_000_000_000_000_000_000_000_000;

/// What the engine found for one person who may have moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
#[must_use]
pub struct Combined {
    /// What the segments are weighed by.
    pub combine: Combine,
    /// The segments, oldest first.
    pub parts: Vec<Part>,
    /// Everything that blocks, with the segment and who must act.
    pub obstacles: Vec<Obstacle>,
    /// What is proposed, that something blocks, or why there is nothing to
    /// evaluate.
    pub outcome: CombinedOutcome,
    /// The follow-ups that the region's rules propose.
    pub follow_ups: Vec<FollowUp>,
    /// The veto that kept the band low, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vetoed: Option<Box<Vetoed>>,
    /// The achievement of the unit that the person heads, where it is the rating of
    /// results.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<HeadRating>,
    /// How the total became a predicate under a regime before 2022; none from 2022.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub older: Option<OlderStep>,
}

/// Whether something can be proposed for the whole period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CombinedOutcome {
    /// The proposal.
    Proposed(CombinedProposal),
    /// Nothing is proposed: one of the obstacles blocks.
    Blocked,
    /// There is nothing to evaluate. This is no score of zero.
    NotEvaluated(NotEvaluated),
}

/// Why there is nothing to evaluate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NotEvaluated {
    /// The person had no post in the period.
    NoPost,
    /// The person was away all the time.
    Absent,
    /// The person served too few days.
    TooShort,
}

impl NotEvaluated {
    /// The name under which it is counted in summaries.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoPost => "not_evaluated_no_post",
            Self::Absent => "not_evaluated_absent",
            Self::TooShort => "not_evaluated_too_short",
        }
    }
}

/// What the engine proposes for the whole period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct CombinedProposal {
    /// The weighed scores of work results, exact.
    pub work: Ratio,
    /// The weighed scores of behaviour, exact.
    pub behaviour: Ratio,
    /// The weighed totals, exact.
    pub total: Ratio,
    /// The rating that the work score proposes.
    pub result_rating: Rating,
    /// The rating that the behaviour score proposes.
    pub behaviour_rating: Rating,
    /// What the predicate rests on.
    pub basis: Basis,
    /// The predicate.
    pub predicate: Predicate,
    /// The predicate that the bands alone would give: advisory from 2022.
    pub band: Predicate,
}

/// Evaluates a person by the segments of a period: pure and exact.
///
/// Every work covers the days that its plan was agreed for; days of a segment
/// without one are a segment of their own, which blocks.
///
/// # Errors
///
/// Fails on plans that overlap, are for another period or have no days, and on
/// more segments than anyone could have.
///
/// # Legal basis
///
/// PermenPANRB 8/2021 Lampiran E.6 (a new plan after a transfer) and E.7 (for
/// whom nothing is planned). How segments are weighed is the region's rule, also
/// before 2022, where the bands of the regime then make the predicate of the total.
///
/// ```
/// # #[cfg(feature = "toml")] {
/// use kinerja_core::{
///     evaluation::{CombinedOutcome, NotEvaluated, evaluate_segments},
///     people::{Absence, Assignment, Employment, History},
///     region::RegionPolicy,
/// };
///
/// let policy = RegionPolicy::from_toml(include_str!("../../region/sample.toml"))?;
/// let away = History::new(vec![Assignment {
///     from: "2026-01-01".parse()?,
///     until: None,
///     unit: "Dinas Kesehatan".parse()?,
///     post: "Perawat".parse()?,
///     superior: None,
///     employment: Employment::Pns,
///     level: None,
///     absence: Some(Absence::UnpaidLeave),
/// }])?;
/// let found = evaluate_segments(&policy, "2026-Q2".parse()?, &away, &[])?;
/// assert_eq!(found.outcome, CombinedOutcome::NotEvaluated(NotEvaluated::Absent));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn evaluate_segments(
    policy: &RegionPolicy,
    period: Period,
    history: &History,
    works: &[Work<'_>],
) -> Result<Combined, MotionError> {
    let mut parts = parts(policy, period, history, works)?;
    for part in parts.iter_mut().filter(|part| part.counts.share().is_some()) {
        let work = part.work.and_then(|index| works.get(index));
        let evaluation = work.map(|work| evaluate(policy, work.plan, work.evidence));
        part.evaluation = Some(evaluation.unwrap_or_else(Evaluation::without_plan));
    }
    let obstacles = obstacles(period, history, &parts, works);
    let mut combined = Combined {
        combine: policy.segments.combine,
        parts,
        obstacles,
        outcome: CombinedOutcome::Blocked,
        follow_ups: Vec::new(),
        vetoed: None,
        head: None,
        older: None,
    };
    if let Some(why) = not_evaluated(&combined.parts) {
        combined.outcome = CombinedOutcome::NotEvaluated(why);
    } else if combined.obstacles.is_empty() {
        // What lies behind a person is the same in every segment.
        let nothing = Background::NOTHING;
        let background = works.last().map_or(&nothing, |work| &work.evidence.background);
        combined.head = HeadRating::of(policy, period, background);
        let found = match propose((policy, period), combined.head, &combined.parts, works)? {
            Ok((found, older)) => {
                combined.older = older;
                Some(found)
            }
            Err(gap) => {
                let what = ObstacleKind::Missing(Missing::Older(gap));
                combined.obstacles.push(Obstacle { part: None, what });
                None
            }
        };
        let parts = combined.parts.iter().filter_map(|part| {
            let work = works.get(part.work?)?;
            Some((work.plan, part.evaluation.as_ref()?))
        });
        let known = Known::of_all(policy, background, parts);
        let (found, vetoed) = match only(&combined.parts) {
            // The one segment has had its veto.
            Some(part) => (found, part.vetoed.clone()),
            // Before 2022 the region's bands and their vetoes decide nothing.
            None if Basis::of(period.start()) == Basis::Bands => (found, None),
            None => vetoed(policy, found, &known),
        };
        if let Some(found) = found {
            combined.follow_ups = follow_ups(&policy.follow_ups, &known.findings(&found));
            combined.outcome = CombinedOutcome::Proposed(found.into());
        }
        combined.vetoed = vetoed;
    }
    Ok(combined)
}

/// The evaluation of the segment that counts, where there is one only.
fn only(parts: &[Part]) -> Option<&Evaluation> {
    let mut counting = parts.iter().filter(|part| part.counts.share().is_some());
    let first = counting.next()?.evaluation.as_ref();
    if counting.next().is_none() { first } else { None }
}

fn not_evaluated(parts: &[Part]) -> Option<NotEvaluated> {
    if parts.iter().any(|part| part.counts.share().is_some()) {
        None
    } else if parts.is_empty() {
        Some(NotEvaluated::NoPost)
    } else if parts.iter().any(|part| part.counts == Counts::TooShort) {
        Some(NotEvaluated::TooShort)
    } else {
        Some(NotEvaluated::Absent)
    }
}

fn obstacles(
    period: Period,
    history: &History,
    parts: &[Part],
    works: &[Work<'_>],
) -> Vec<Obstacle> {
    let mut found = Vec::new();
    let in_period = |(from, until)| (period.start().max(from), period.end().min(until));
    for (from, until) in history.gaps().map(in_period).filter(|(from, until)| from < until) {
        found.push(Obstacle { part: None, what: ObstacleKind::NoPost { from, until } });
    }
    for (index, part) in parts.iter().enumerate() {
        let later = || parts.iter().skip(index + 1);
        let left = later().any(Part::is_transfer) && later().all(|one| one.work != part.work);
        let plan = part.work.and_then(|work| works.get(work)).map(|work| work.plan);
        if left && plan.is_some_and(|plan| plan.status() != PlanStatus::Closed) {
            found.push(Obstacle { part: Some(part.number), what: ObstacleKind::PlanOpen });
        }
        let gaps = part.evaluation.iter().flat_map(|one| &one.gaps);
        found.extend(gaps.filter(|gap| gap.blocks()).map(|gap| Obstacle {
            part: Some(part.number),
            what: ObstacleKind::Missing(gap.missing.clone()),
        }));
    }
    found
}

/// The share and the proposal of each segment that has both.
fn proposals(parts: &[Part]) -> impl Iterator<Item = (u32, &Proposal)> + Clone {
    parts.iter().filter_map(|part| {
        let proposal = match &part.evaluation.as_ref()?.outcome {
            Outcome::Proposed(proposal) => proposal,
            Outcome::Blocked => return None,
        };
        Some((part.counts.share()?, proposal))
    })
}

/// What is proposed before vetoes, with the step by which a regime before 2022 made the
/// predicate; or what such a regime misses for it.
type Proposed = Result<(Proposal, Option<OlderStep>), OlderGap>;

fn propose(
    (policy, period): (&RegionPolicy, Period),
    head: Option<HeadRating>,
    parts: &[Part],
    works: &[Work<'_>],
) -> Result<Proposed, MotionError> {
    if let Some(proposal) = only(parts).and_then(|one| one.outcome.proposal()) {
        return Ok(Ok((*proposal, None)));
    }
    let mean = |of: fn(&Proposal) -> Ratio| {
        weighed(proposals(parts).map(|(share, proposal)| (share, of(proposal))))
            .ok_or(MotionError::TooFine)
    };
    let work = mean(|proposal| proposal.work.value)?;
    let behaviour = mean(|proposal| proposal.behaviour.value)?;
    let total = mean(|proposal| proposal.total)?;
    let result_rating = head.map_or_else(|| policy.ratings.result.propose(work), |one| one.rating);
    let behaviour_rating = policy.ratings.behaviour.propose(behaviour);
    let basis = Basis::of(period.start());
    let predicates = match basis {
        Basis::Matrix => {
            // Every total has a band, and so has what lies between them.
            let band = policy.bands.bands.band(total).ok_or(MotionError::TooFine)?.predicate;
            let matrix = policy.matrix_of(period);
            Ok((matrix.predicate(result_rating, behaviour_rating), band, None))
        }
        Basis::Bands => older::combined(policy, period, total, new_ideas(parts, works))
            .map(|(predicate, step)| (predicate, predicate, Some(step))),
    };
    // Weight, points and count are told by the segments; no condition asks them.
    let work = WorkScore { value: work, weight: Weight::WHOLE.basis_points(), points: Score::ZERO };
    let behaviour = BehaviourMean { value: behaviour, count: 0 };
    Ok(predicates.map(|(predicate, band, older)| {
        let found = Proposal {
            work,
            behaviour,
            total,
            result_rating,
            behaviour_rating,
            basis,
            predicate,
            band,
        };
        (found, older)
    }))
}

/// What was said of a new idea in each segment that counts.
fn new_ideas(parts: &[Part], works: &[Work<'_>]) -> impl Iterator<Item = Option<bool>> {
    let counting = parts.iter().filter(|part| part.counts.share().is_some());
    let works = counting.filter_map(|part| works.get(part.work?));
    works.map(|work| work.evidence.older.as_ref().and_then(|one| one.new_idea))
}

impl From<Proposal> for CombinedProposal {
    fn from(proposal: Proposal) -> Self {
        Self {
            work: proposal.work.value,
            behaviour: proposal.behaviour.value,
            total: proposal.total,
            result_rating: proposal.result_rating,
            behaviour_rating: proposal.behaviour_rating,
            basis: proposal.basis,
            predicate: proposal.predicate,
            band: proposal.band,
        }
    }
}

/// The mean of values by their shares, exact; one value alone is itself.
fn weighed(values: impl Iterator<Item = (u32, Ratio)> + Clone) -> Option<Ratio> {
    let whole = values.clone().map(|(share, _)| i128::from(share)).sum();
    let mut sum: Option<Ratio> = None;
    for (share, value) in values {
        if i128::from(share) == whole {
            return Some(value);
        }
        let part = value.times(share.into(), whole)?;
        sum = Some(match sum {
            Some(before) => before.plus(part)?,
            None => part,
        });
    }
    sum.filter(|sum| sum.divisor() <= DIVISOR_MAX)
}
