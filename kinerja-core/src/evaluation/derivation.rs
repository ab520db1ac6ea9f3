//! How each number came about, as a value.
//!
//! A derivation is a compact list of steps with the values that were used; it is
//! stored beside the result. Names, units and sources are looked up in the plan
//! and the policy when it is rendered to text.

use serde::{Deserialize, Serialize};

use super::{
    Entry, Evaluation, Gap, HeadRating, IndicatorOutcome, Missing, MotionStep, OlderStep, Proposal,
    Treatment, render,
};
use crate::{
    calendar::Period,
    consequence::{Because, FollowUp},
    evidence::{Evidence, RatedBehaviour, ReportCount, ReportCounts, UnitIndex},
    language::Language,
    number::{Percent, Ratio, Score},
    plan::{Actual, Code, Target, WorkPlan},
    region::RegionPolicy,
    scheme::{Basis, Predicate, Rating},
};

/// One step of a derivation: what was asked, of which values, with what answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The achievement of an indicator.
    Achievement {
        /// The indicator.
        code: Code,
        /// What was agreed.
        target: Target,
        /// What was reached.
        actual: Actual,
        /// Actual against target.
        achievement: Percent,
        /// What it counts, where that is less: the region's cap.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        capped: Option<Score>,
    },
    /// What the surveys of a unit say, as the actual of an indicator that nobody
    /// reported.
    Survey {
        /// The indicator.
        code: Code,
        /// The index.
        index: UnitIndex,
    },
    /// What was counted of the daily reports for an indicator.
    Counted {
        /// The indicator.
        code: Code,
        /// The count.
        count: ReportCount,
        /// What was reported by hand, where it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reported: Option<Actual>,
    },
    /// Something is missing or late.
    Gap {
        /// What it is.
        missing: Missing,
        /// What was done about it.
        treatment: Treatment,
    },
    /// The weighted score of work results: the achievements above by the weights
    /// of the plan.
    Work {
        /// The points of additional results.
        points: Score,
        /// The score.
        value: Ratio,
    },
    /// The mean of the scores of behaviour.
    Behaviour {
        /// The scores, one for each value; none where it is missing.
        scores: [Option<Score>; 7],
        /// How many values the mean has.
        count: u8,
        /// The mean.
        value: Ratio,
    },
    /// The score of behaviour from the evaluator's mean and what raters said.
    Raters(Box<RatedBehaviour>),
    /// Work results and behaviour together.
    Total {
        /// The score of work results.
        work: Ratio,
        /// The score of behaviour.
        behaviour: Ratio,
        /// The total.
        value: Ratio,
    },
    /// A proposed rating.
    Rating {
        /// Whose rating it is.
        of: Subject,
        /// The score.
        value: Ratio,
        /// The rating.
        rating: Rating,
    },
    /// The achievement of a unit as the rating of results of its head.
    Head(HeadRating),
    /// The predicate.
    Predicate {
        /// What it rests on.
        basis: Basis,
        /// The result rating.
        result: Rating,
        /// The behaviour rating.
        behaviour: Rating,
        /// The predicate.
        predicate: Predicate,
    },
    /// The predicate that the bands give.
    Band {
        /// The total.
        value: Ratio,
        /// The predicate.
        predicate: Predicate,
    },
    /// A veto that keeps the band low.
    Veto {
        /// Why it holds.
        because: Vec<Because>,
        /// The predicate that is left.
        predicate: Predicate,
    },
    /// A step of a regime before 2022.
    Older(OlderStep),
    /// A follow-up.
    FollowUp {
        /// The rule's code.
        rule: Code,
        /// Why the rule holds.
        because: Vec<Because>,
    },
    /// A segment of the period, or how segments were weighed.
    Motion(MotionStep),
    /// How a segment came to its numbers.
    Part {
        /// Its number.
        number: u32,
        /// The plan of the segment.
        plan: Box<WorkPlan>,
        /// Its steps.
        steps: Vec<Step>,
    },
    /// What a person, or time, did about the proposal.
    Act(Entry),
}

/// What a rating is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Work results.
    Result,
    /// Behaviour.
    Behaviour,
}

/// The steps that led to an evaluation, in the order in which they were taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
#[must_use]
pub struct Derivation {
    steps: Vec<Step>,
}

/// A step in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// A stable name of the step, like `achievement.IKI-1`.
    pub id: String,
    /// Where the rule comes from.
    pub source: String,
    /// What was done with which values.
    pub text: String,
}

impl Derivation {
    /// Why follow-ups are proposed, such as those of a decision, in their order.
    pub fn of_follow_ups(found: &[FollowUp]) -> Self {
        let step = |one: &FollowUp| Step::FollowUp {
            rule: one.rule.clone(),
            because: one.because.clone(),
        };
        Self { steps: found.iter().map(step).collect() }
    }

    /// The steps that led to an evaluation of the same plan and evidence.
    pub fn new(plan: &WorkPlan, evidence: &Evidence, evaluation: &Evaluation) -> Self {
        if !evaluation.older.is_empty() {
            let mut steps = evaluation.older.clone();
            steps.extend(follow_ups(evaluation));
            return Self { steps };
        }
        let mut steps = Vec::with_capacity(plan.indicators().len() + 12);
        let evidence = (evidence, &evaluation.counts);
        achievements(plan, evidence, &evaluation.indicators, &mut steps);
        steps.extend(gaps(&evaluation.gaps));
        if let Some(proposal) = evaluation.outcome.proposal() {
            let raters = evaluation.raters.as_deref();
            steps.push(Step::Work { points: proposal.work.points, value: proposal.work.value });
            steps.push(Step::Behaviour {
                scores: evaluation.behaviour,
                count: proposal.behaviour.count,
                value: raters.map_or(proposal.behaviour.value, |rated| rated.evaluator),
            });
            steps.extend(raters.map(|rated| Step::Raters(Box::new(rated.clone()))));
            steps.push(Step::Total {
                work: proposal.work.value,
                behaviour: proposal.behaviour.value,
                value: proposal.total,
            });
            ratings(proposal, evaluation.head, &mut steps);
            let vetoed = evaluation.vetoed.as_deref();
            let predicate = vetoed.map_or(proposal.band, |veto| veto.band);
            steps.push(Step::Band { value: proposal.total, predicate });
            steps.extend(vetoed.map(|veto| Step::Veto {
                because: veto.because.clone(),
                predicate: proposal.band,
            }));
            steps.push(Step::Predicate {
                basis: proposal.basis,
                result: proposal.result_rating,
                behaviour: proposal.behaviour_rating,
                predicate: proposal.predicate,
            });
        }
        steps.extend(follow_ups(evaluation));
        Self { steps }
    }

    /// Steps as they were kept, in their order.
    ///
    /// ```
    /// use kinerja_core::evaluation::Derivation;
    ///
    /// let derivation = Derivation::without_plan();
    /// assert_eq!(Derivation::of(derivation.steps().to_vec()), derivation);
    /// ```
    pub const fn of(steps: Vec<Step>) -> Self {
        Self { steps }
    }

    /// The derivation of a person who has no work plan.
    pub fn without_plan() -> Self {
        Self { steps: gaps(&Evaluation::without_plan().gaps).collect() }
    }

    /// The derivation of a person of whom only what is missing can be said.
    pub fn of_gaps(evaluation: &Evaluation) -> Self {
        Self { steps: gaps(&evaluation.gaps).collect() }
    }

    pub(in crate::evaluation) fn into_steps(self) -> Vec<Step> {
        self.steps
    }

    /// The steps.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// What was reached for an indicator as it was measured against its target,
    /// wherever it came from; none where nothing was.
    ///
    /// ```
    /// use kinerja_core::evaluation::Derivation;
    ///
    /// assert_eq!(Derivation::without_plan().actual(&"IKI-1".parse()?), None);
    /// # Ok::<(), kinerja_core::plan::CodeError>(())
    /// ```
    pub fn actual(&self, of: &Code) -> Option<Actual> {
        self.steps.iter().find_map(|step| {
            let Step::Achievement { code, actual, .. } = step else { return None };
            (code == of).then_some(*actual)
        })
    }

    /// The achievement of an indicator; of whoever moved, that of the last segment
    /// that has one. None where it is missing.
    ///
    /// ```
    /// use kinerja_core::evaluation::Derivation;
    ///
    /// assert_eq!(Derivation::without_plan().achievement(&"IKI-1".parse()?), None);
    /// # Ok::<(), kinerja_core::plan::CodeError>(())
    /// ```
    pub fn achievement(&self, of: &Code) -> Option<Percent> {
        achieved(&self.steps, of)
    }

    /// The steps in words, as people are told them. The plan is the one that was
    /// evaluated, if any.
    pub fn lines(
        &self,
        policy: &RegionPolicy,
        plan: Option<&WorkPlan>,
        language: Language,
    ) -> Vec<Line> {
        let period = plan.map(WorkPlan::period);
        render::lines(&self.told_steps(), policy, (period, plan), language)
    }

    /// The steps in words, as people are told them, of a period whose plan may not be
    /// known: what was decided about it has the words of its regulations.
    pub fn lines_of(
        &self,
        policy: &RegionPolicy,
        (period, plan): (Period, Option<&WorkPlan>),
        language: Language,
    ) -> Vec<Line> {
        render::lines(&self.told_steps(), policy, (Some(period), plan), language)
    }
}

/// The last achievement of an indicator: segments stand oldest first.
fn achieved(steps: &[Step], of: &Code) -> Option<Percent> {
    steps.iter().rev().find_map(|step| {
        if let Step::Achievement { code, achievement, .. } = step {
            (code == of).then_some(*achievement)
        } else if let Step::Part { steps, .. } = step {
            achieved(steps, of)
        } else {
            None
        }
    })
}

pub(super) fn achievements(
    plan: &WorkPlan,
    (evidence, counts): (&Evidence, &ReportCounts),
    outcomes: &[IndicatorOutcome],
    steps: &mut Vec<Step>,
) {
    for (indicator, outcome) in plan.indicators().iter().zip(outcomes) {
        if let (IndicatorOutcome::Achieved { achievement, counted }, Some(reported)) =
            (outcome, evidence.reported(indicator, counts))
        {
            let code = || indicator.code.clone();
            steps.extend(counts.count(&indicator.code).map(|count| Step::Counted {
                code: code(),
                count: count.clone(),
                reported: evidence.actuals.get(&indicator.code).map(|given| given.actual),
            }));
            let surveyed = evidence.surveyed(indicator);
            steps.extend(surveyed.map(|index| Step::Survey { code: code(), index }));
            steps.push(Step::Achievement {
                code: code(),
                target: indicator.target,
                actual: reported.actual,
                achievement: *achievement,
                capped: (counted.micros() < achievement.micros()).then_some(*counted),
            });
        }
    }
}

pub(super) fn ratings(proposal: &Proposal, head: Option<HeadRating>, steps: &mut Vec<Step>) {
    steps.push(head.map_or(
        Step::Rating {
            of: Subject::Result,
            value: proposal.work.value,
            rating: proposal.result_rating,
        },
        Step::Head,
    ));
    steps.push(Step::Rating {
        of: Subject::Behaviour,
        value: proposal.behaviour.value,
        rating: proposal.behaviour_rating,
    });
}

pub(super) fn gaps(gaps: &[Gap]) -> impl Iterator<Item = Step> {
    let step = |gap: &Gap| Step::Gap { missing: gap.missing.clone(), treatment: gap.treatment };
    gaps.iter().map(step)
}

fn follow_ups(evaluation: &Evaluation) -> impl Iterator<Item = Step> {
    evaluation.follow_ups.iter().map(|follow_up| Step::FollowUp {
        rule: follow_up.rule.clone(),
        because: follow_up.because.clone(),
    })
}
