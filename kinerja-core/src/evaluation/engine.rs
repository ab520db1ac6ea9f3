//! The evaluation of one person.

use chrono::NaiveDate;
use serde::Serialize;

use super::{
    Document, Gap, HeadRating, Lack, Missing, MovementsGap, Numbers, Side, Step, Treatment, Vetoed,
    older,
};
use crate::{
    consequence::FollowUp,
    evidence::{Behaviour, BehaviourValue, Evidence, RatedBehaviour, ReportCounts, Reported},
    number::{Percent, Ratio, Score},
    plan::{Indicator, ResultKind, WorkPlan},
    region::{LateRule, RegionPolicy},
    scheme::{Basis, Predicate, Rating, Regime, achievement, total},
};

/// What the engine found for one person and period. It is a proposal
/// ("usulan") until a person has decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
#[must_use]
pub struct Evaluation {
    /// One outcome for each indicator of the plan, in the plan's order.
    pub indicators: Vec<IndicatorOutcome>,
    /// The scores of behaviour that counted; none where one was missing.
    pub behaviour: [Option<Score>; 7],
    /// What is proposed, or that something blocks.
    pub outcome: Outcome,
    /// Everything that was missing or late.
    pub gaps: Vec<Gap>,
    /// The follow-ups that the region's rules propose.
    pub follow_ups: Vec<FollowUp>,
    /// The veto that kept the band low, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vetoed: Option<Box<Vetoed>>,
    /// The achievement of the unit that the person heads, where it is the rating of
    /// results.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<HeadRating>,
    /// What was counted of the daily reports, by the region's rule.
    #[serde(skip_serializing_if = "ReportCounts::is_empty")]
    pub counts: ReportCounts,
    /// How evaluator and raters made the score of behaviour, where the region asks
    /// raters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raters: Option<Box<RatedBehaviour>>,
    /// The steps of a regime before 2022; empty from 2022.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub older: Vec<Step>,
}

/// What became of one indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum IndicatorOutcome {
    /// It was reported in time, or late and accepted.
    Achieved {
        /// Actual against target.
        achievement: Percent,
        /// What it counts: the achievement up to the region's cap.
        counted: Score,
    },
    /// It is missing.
    Missing(Treatment),
}

/// Whether something can be proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The proposal.
    Proposed(Proposal),
    /// Nothing is proposed: one of the gaps blocks.
    Blocked,
}

impl Outcome {
    /// The proposal, if there is one.
    pub const fn proposal(&self) -> Option<&Proposal> {
        match self {
            Self::Proposed(proposal) => Some(proposal),
            Self::Blocked => None,
        }
    }
}

/// What the engine proposes to the evaluator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Proposal {
    /// The score of work results.
    pub work: WorkScore,
    /// The score of behaviour.
    pub behaviour: BehaviourMean,
    /// Both together, exact.
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

/// The weighted score of work results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct WorkScore {
    /// Weighted mean and points together, at most the cap, exact.
    pub value: Ratio,
    /// The weight that counted, in basis points: 10,000 unless something was
    /// left out.
    pub weight: i128,
    /// The points of additional results.
    pub points: Score,
}

/// The mean of the scores of behaviour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BehaviourMean {
    /// The mean, exact.
    pub value: Ratio,
    /// How many values it has.
    pub count: u8,
}

/// Evaluates one person's work in one period: pure, exact, and the same on
/// every computer and day.
///
/// The plan's period chooses the regime. What is missing is treated as the policy
/// says and listed in [`Evaluation::gaps`]; where a regime before 2022 asks for
/// something that nobody recorded, or a rule is not known, that is a gap too. The
/// reasons for each number are given by [`super::Derivation::new`].
///
/// # Legal basis
///
/// [`Regime`]: PermenPANRB 6/2022 (ratings and matrix) from 2022, where scores,
/// thresholds and follow-ups are those of the policy, each with its own source;
/// before, the scores and bands of PP 46/2011 or PP 30/2019.
pub fn evaluate(policy: &RegionPolicy, plan: &WorkPlan, evidence: &Evidence) -> Evaluation {
    match Regime::of(plan.period()) {
        Ok(Regime::Permenpanrb6 | Regime::Permenpanrb6WithSe3) => by_matrix(policy, plan, evidence),
        Ok(Regime::Pp46 | Regime::Pp30) | Err(_) => older::evaluate(policy, plan, evidence),
    }
}

/// From 2022: ratings and matrix.
fn by_matrix(policy: &RegionPolicy, plan: &WorkPlan, evidence: &Evidence) -> Evaluation {
    let deadline = policy.evidence_deadline(plan.period()).unwrap_or(NaiveDate::MAX);
    let mut gaps = Vec::new();
    let counts = evidence.counts(policy.daily_reports.as_ref(), plan);
    let indicators = outcomes(policy, plan, (evidence, &counts), &mut gaps);
    let behaviour = behaviour(policy, evidence.behaviour.as_ref(), deadline, &mut gaps);
    let work = work_score(policy, plan, &indicators);
    let mean = behaviour_mean(policy, &behaviour);
    let answers = &evidence.background.answers;
    let raters =
        mean.zip(policy.raters.as_ref()).map(|(mean, rule)| rule.rate(mean.value, answers));
    let mean = mean.and_then(|mean| match &raters {
        Some(rated) => Some(BehaviourMean { value: rated.as_ref()?.value, ..mean }),
        None => Some(mean),
    });
    let blocked = gaps.iter().any(|gap| gap.treatment == Treatment::Blocks);
    if !blocked {
        let nothing =
            |side| Gap { missing: Missing::NothingToWeigh(side), treatment: Treatment::Blocks };
        gaps.extend(work.is_none().then(|| nothing(Side::Results)));
        gaps.extend(mean.is_none().then(|| nothing(Side::Behaviour)));
    }
    let head = HeadRating::of(policy, plan.period(), &evidence.background);
    let proposal = match (work, mean) {
        (Some(work), Some(mean)) if !blocked => propose((policy, plan.period()), head, work, mean),
        _ => None,
    };
    let raters = raters.flatten().map(Box::new);
    let numbers = Numbers { indicators, behaviour, gaps, proposal, head, counts, raters };
    numbers.conclude(policy, plan, evidence)
}

impl Evaluation {
    /// The evaluation of a person who has no work plan: blocked.
    pub fn without_plan() -> Self {
        Self::without(Missing::Plan)
    }

    /// The evaluation of a person of whom something is on record that cannot be
    /// read: blocked, so that the others go on.
    pub fn unreadable(record: Document) -> Self {
        Self::without(Missing::Unreadable(record))
    }

    /// The evaluation of a person whose segments make no result: blocked.
    pub fn unclear_movements(why: MovementsGap) -> Self {
        Self::without(Missing::Movements(why))
    }

    fn without(missing: Missing) -> Self {
        let gap = Gap { missing, treatment: Treatment::Blocks };
        Self {
            indicators: Vec::new(),
            behaviour: [None; 7],
            outcome: Outcome::Blocked,
            gaps: vec![gap],
            follow_ups: Vec::new(),
            vetoed: None,
            head: None,
            counts: ReportCounts::default(),
            raters: None,
            older: Vec::new(),
        }
    }
}

/// What became of each indicator; what is missing is put to the gaps, and that
/// nothing was agreed, or that nobody can tell what is late.
pub(super) fn outcomes(
    policy: &RegionPolicy,
    plan: &WorkPlan,
    (evidence, counts): (&Evidence, &ReportCounts),
    gaps: &mut Vec<Gap>,
) -> Vec<IndicatorOutcome> {
    if !plan.status().is_agreed() {
        gaps.push(Gap { missing: Missing::Agreement(plan.status()), treatment: Treatment::Blocks });
    }
    let deadline = policy.evidence_deadline(plan.period()).unwrap_or_else(|error| {
        gaps.push(Gap { missing: Missing::Deadline(error), treatment: Treatment::Blocks });
        // Nothing can be called late, and nothing is proposed.
        NaiveDate::MAX
    });
    let outcome = |indicator: &Indicator| {
        let reported = evidence.reported(indicator, counts);
        let waiting = counts.count(&indicator.code).is_some();
        let lack = if waiting { Lack::ReportsWaiting } else { Lack::NotReported };
        let reported = reported.ok_or(lack);
        assess(policy, indicator, reported, deadline, gaps)
    };
    plan.indicators().iter().map(outcome).collect()
}

fn assess(
    policy: &RegionPolicy,
    indicator: &Indicator,
    reported: Result<Reported, Lack>,
    deadline: NaiveDate,
    gaps: &mut Vec<Gap>,
) -> IndicatorOutcome {
    let mut note = |lack, treatment| {
        gaps.push(Gap { missing: Missing::Actual(indicator.code.clone(), lack), treatment });
    };
    let treatment = match indicator.kind {
        ResultKind::Main(_) => policy.missing.actual.into(),
        ResultKind::Additional => Treatment::NoPoints,
    };
    let reported = match reported {
        Ok(reported) => reported,
        Err(lack) => {
            note(lack, treatment);
            return IndicatorOutcome::Missing(treatment);
        }
    };
    if reported.on > deadline {
        let lack = Lack::Late(reported.on);
        match policy.missing.late {
            LateRule::Accept => note(lack, Treatment::Accepted),
            LateRule::AsMissing => {
                note(lack, treatment);
                return IndicatorOutcome::Missing(treatment);
            }
        }
    }
    let rule = &policy.work_result;
    let Some(achievement) = achievement(indicator.target, reported.actual, rule.late_day_loss)
    else {
        note(Lack::WrongKind, treatment);
        return IndicatorOutcome::Missing(treatment);
    };
    let counted = Score::of_achievement(achievement, rule.cap);
    IndicatorOutcome::Achieved { achievement, counted }
}

/// The scores of behaviour that count, each at most the cap.
fn behaviour(
    policy: &RegionPolicy,
    given: Option<&Behaviour>,
    deadline: NaiveDate,
    gaps: &mut Vec<Gap>,
) -> [Option<Score>; 7] {
    let treatment = policy.missing.behaviour.into();
    let mut note = |missing, treatment| gaps.push(Gap { missing, treatment });
    let Some(given) = given.filter(|given| given.scores.iter().any(Option::is_some)) else {
        note(Missing::AllBehaviour(Lack::NotReported), treatment);
        return [None; 7];
    };
    if given.on > deadline {
        let late = Missing::AllBehaviour(Lack::Late(given.on));
        match policy.missing.late {
            LateRule::Accept => note(late, Treatment::Accepted),
            LateRule::AsMissing => {
                note(late, treatment);
                return [None; 7];
            }
        }
    }
    for (value, score) in given.values() {
        if score.is_none() {
            note(Missing::Behaviour(value, Lack::NotReported), treatment);
        }
    }
    given.scores.map(|score| score.map(|score| score.min(policy.work_result.cap)))
}

/// The weighted mean of what counts; none when nothing does or something blocks.
fn work_score(
    policy: &RegionPolicy,
    plan: &WorkPlan,
    outcomes: &[IndicatorOutcome],
) -> Option<WorkScore> {
    let rule = &policy.work_result;
    let (mut sum, mut weight, mut points) = (0, 0, 0);
    for (indicator, outcome) in plan.indicators().iter().zip(outcomes) {
        match (indicator.kind, outcome) {
            (ResultKind::Main(share), IndicatorOutcome::Achieved { counted, .. }) => {
                sum += share.basis_points() * counted.micros();
                weight += share.basis_points();
            }
            (ResultKind::Main(share), IndicatorOutcome::Missing(Treatment::Zero)) => {
                weight += share.basis_points();
            }
            (ResultKind::Additional, IndicatorOutcome::Achieved { achievement, .. })
                if *achievement >= Percent::FULL =>
            {
                points += rule.additional_points.micros();
            }
            (
                ResultKind::Main(_) | ResultKind::Additional,
                IndicatorOutcome::Missing(_) | IndicatorOutcome::Achieved { .. },
            ) => {}
        }
    }
    let points = Score::from_micros(points).unwrap_or(Score::MAX).min(rule.additional_points_max);
    let value = Ratio::new(sum + points.micros() * weight, weight)?.min(rule.cap.ratio());
    Some(WorkScore { value, weight, points })
}

/// The mean of the values that count; a missing one counts as nothing only where
/// the policy says so.
fn behaviour_mean(policy: &RegionPolicy, scores: &[Option<Score>; 7]) -> Option<BehaviourMean> {
    let given = scores.iter().flatten();
    let count = match policy.missing.behaviour.into() {
        Treatment::Zero => BehaviourValue::ALL.len(),
        Treatment::Blocks | Treatment::Excluded | Treatment::Accepted | Treatment::NoPoints => {
            given.clone().count()
        }
    };
    let count = u8::try_from(count).ok()?;
    let value = Ratio::new(given.map(|score| score.micros()).sum(), count.into())?;
    Some(BehaviourMean { value, count })
}

fn propose(
    (policy, period): (&RegionPolicy, crate::calendar::Period),
    head: Option<HeadRating>,
    work: WorkScore,
    behaviour: BehaviourMean,
) -> Option<Proposal> {
    let total = total(policy.behaviour.share, work.value, behaviour.value)?;
    let result_rating =
        head.map_or_else(|| policy.ratings.result.propose(work.value), |head| head.rating);
    let behaviour_rating = policy.ratings.behaviour.propose(behaviour.value);
    // The bands reach at least the cap and begin at 0, so every total has one.
    let band = policy.bands.bands.band(total)?.predicate;
    let predicate = policy.matrix_of(period).predicate(result_rating, behaviour_rating);
    Some(Proposal {
        work,
        behaviour,
        total,
        result_rating,
        behaviour_rating,
        basis: Basis::Matrix,
        predicate,
        band,
    })
}
