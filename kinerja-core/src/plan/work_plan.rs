//! The work plan of one person for one period.

use serde::{Deserialize, Serialize};

use super::{Code, Indicator, IndicatorProblem, PlanStatus, StatusError};
use crate::{calendar::Period, evidence::LeaderExpectations, number::Weight};

/// Indicators that a plan may have: more than anyone can be measured by.
const INDICATORS_MAX: usize = 100;

/// What one person agreed to achieve in one period ("SKP").
///
/// A plan that exists can be evaluated: its codes are unique and the weights of
/// its main results make exactly 100 %.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "RawPlan", into = "RawPlan")]
pub struct WorkPlan {
    period: Period,
    status: PlanStatus,
    // Invariant: unique codes; the weights add up to exactly `Weight::WHOLE`.
    indicators: Vec<Indicator>,
    expectations: LeaderExpectations,
}

/// A plan as it is written, before it is checked.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct RawPlan {
    period: Period,
    status: PlanStatus,
    indicators: Vec<Indicator>,
    #[serde(default, skip_serializing_if = "LeaderExpectations::is_empty")]
    expectations: LeaderExpectations,
}

impl WorkPlan {
    /// Makes a plan.
    ///
    /// # Errors
    ///
    /// Lists every problem of the draft, not only the first.
    pub fn new(
        period: Period,
        status: PlanStatus,
        indicators: Vec<Indicator>,
    ) -> Result<Self, PlanError> {
        let mut problems = Vec::new();
        if indicators.len() > INDICATORS_MAX {
            problems.push(PlanProblem::TooMany { found: indicators.len(), most: INDICATORS_MAX });
        }
        for (index, indicator) in indicators.iter().enumerate() {
            // There are few, so looking at each pair costs less than a set.
            if indicators.iter().take(index).any(|other| other.code == indicator.code) {
                problems.push(PlanProblem::Twice { code: indicator.code.clone() });
            }
            if let Some(problem) = indicator.problem() {
                problems.push(PlanProblem::Indicator { code: indicator.code.clone(), problem });
            }
        }
        let sum = indicators.iter().filter_map(Indicator::weight).map(Weight::basis_points).sum();
        if sum != Weight::WHOLE.basis_points() {
            problems.push(PlanProblem::Weights { basis_points: sum });
        }
        if problems.is_empty() {
            let expectations = LeaderExpectations::default();
            Ok(Self { period, status, indicators, expectations })
        } else {
            Err(PlanError { problems })
        }
    }

    /// The same plan in another status.
    ///
    /// # Errors
    ///
    /// Fails when the status does not follow; see [`PlanStatus::become_status`].
    pub fn become_status(self, next: PlanStatus) -> Result<Self, StatusError> {
        Ok(Self { status: self.status.become_status(next)?, ..self })
    }

    /// The same plan with what the leader expects of the person's behaviour.
    #[must_use]
    pub fn with_expectations(self, expectations: LeaderExpectations) -> Self {
        Self { expectations, ..self }
    }

    /// What the leader expects of the person's behaviour beyond the guide.
    pub const fn expectations(&self) -> &LeaderExpectations {
        &self.expectations
    }

    /// The period it is for.
    pub const fn period(&self) -> Period {
        self.period
    }

    /// Where it stands.
    pub const fn status(&self) -> PlanStatus {
        self.status
    }

    /// Its indicators, in the order in which they were agreed.
    pub fn indicators(&self) -> &[Indicator] {
        &self.indicators
    }

    /// An indicator by its code.
    pub fn indicator(&self, code: &Code) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.code == *code)
    }
}

impl TryFrom<RawPlan> for WorkPlan {
    type Error = PlanError;

    fn try_from(raw: RawPlan) -> Result<Self, Self::Error> {
        let plan = Self::new(raw.period, raw.status, raw.indicators)?;
        Ok(plan.with_expectations(raw.expectations))
    }
}

impl From<WorkPlan> for RawPlan {
    fn from(plan: WorkPlan) -> Self {
        let WorkPlan { period, status, indicators, expectations } = plan;
        Self { period, status, indicators, expectations }
    }
}

/// Everything that is wrong with a draft. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the work plan has {} problem(s): {}", problems.len(), join(problems))]
pub struct PlanError {
    problems: Vec<PlanProblem>,
}

impl PlanError {
    /// The problems, in the order of the indicators.
    pub fn problems(&self) -> &[PlanProblem] {
        &self.problems
    }
}

fn join(problems: &[PlanProblem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// One thing that is wrong with a draft.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanProblem {
    /// The weights of the main results do not make the whole.
    #[error("the weights make {}, not 100", show_basis_points(*basis_points))]
    Weights {
        /// What they make, in basis points.
        basis_points: i128,
    },
    /// A code stands twice.
    #[error("the code {code} stands twice")]
    Twice {
        /// The code.
        code: Code,
    },
    /// An indicator is wrong by itself.
    #[error("{code}: {problem}")]
    Indicator {
        /// Its code.
        code: Code,
        /// What is wrong.
        problem: IndicatorProblem,
    },
    /// More indicators than a plan may have.
    #[error("{found} indicators are too many: at most {most}")]
    TooMany {
        /// How many there are.
        found: usize,
        /// How many there may be.
        most: usize,
    },
}

fn show_basis_points(basis_points: i128) -> String {
    format!("{}.{:02}", basis_points / 100, basis_points % 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Aspect, Contribution, Level, Measure, ResultKind, Target};

    fn indicator(code: &str, weight: &str) -> Indicator {
        Indicator {
            code: code.parse().unwrap(),
            kind: ResultKind::Main(weight.parse().unwrap()),
            result: "Layanan cepat".into(),
            title: "Waktu tunggu".into(),
            measure: Measure::Ordinary,
            aspect: Aspect::Time,
            level: Level::Output,
            contribution: Contribution::Individual,
            unit: "menit".into(),
            baseline: None,
            target: Target::lower(15.into()).unwrap(),
            mission: None,
            service: None,
        }
    }

    fn plan(indicators: Vec<Indicator>) -> Result<WorkPlan, PlanError> {
        WorkPlan::new("2026-Q2".parse().unwrap(), PlanStatus::Agreed, indicators)
    }

    #[test]
    fn what_the_leader_expects_is_kept_with_the_plan() {
        use crate::evidence::{BehaviourValue, PrivateText};
        let agreed = plan(vec![indicator("A", "100")]).unwrap();
        let text = serde_json::to_string(&agreed).unwrap();
        assert!(!text.contains("expectations"), "a plan without any reads as it always did");
        let special = PrivateText::new("Menjawab warga pada hari yang sama.").unwrap();
        let expectations = [(BehaviourValue::Akuntabel, special.clone())].into_iter().collect();
        let agreed = agreed.with_expectations(expectations);
        let text = serde_json::to_string(&agreed).unwrap();
        let read: WorkPlan = serde_json::from_str(&text).unwrap();
        assert_eq!(read, agreed);
        assert_eq!(read.expectations().of(BehaviourValue::Akuntabel), Some(&special));
        assert_eq!(read.expectations().of(BehaviourValue::Loyal), None);
    }

    #[test]
    fn lists_every_problem_at_once() {
        let personal = Indicator { measure: Measure::SatisfactionIndex, ..indicator("A", "33.33") };
        let error =
            plan(vec![personal, indicator("A", "33.33"), indicator("B", "33.33")]).unwrap_err();
        let code: Code = "A".parse().unwrap();
        assert_eq!(
            error.problems(),
            [
                PlanProblem::Indicator {
                    code: code.clone(),
                    problem: IndicatorProblem::PersonalSatisfactionIndex
                },
                PlanProblem::Twice { code },
                PlanProblem::Weights { basis_points: 9_999 },
            ]
        );
        assert!(error.to_string().contains("the weights make 99.99, not 100"), "{error}");
    }

    #[test]
    fn a_plan_without_indicators_is_not_a_whole() {
        assert_eq!(
            plan(vec![]).unwrap_err().problems(),
            [PlanProblem::Weights { basis_points: 0 }]
        );
    }

    #[test]
    fn a_plan_goes_on_to_the_status_that_follows_and_to_no_other() {
        let agreed = plan(vec![indicator("A", "100")]).unwrap();
        let running = agreed.clone().become_status(PlanStatus::Running).unwrap();
        assert_eq!(running.indicators(), agreed.indicators());
        assert!(running.become_status(PlanStatus::Draft).is_err());
    }

    #[test]
    fn a_stored_plan_goes_through_the_same_door() {
        let plan = plan(vec![indicator("A", "40"), indicator("B", "60")]).unwrap();
        let text = serde_json::to_string(&plan).unwrap();
        assert_eq!(serde_json::from_str::<WorkPlan>(&text).unwrap(), plan);
        assert!(serde_json::from_str::<WorkPlan>(&text.replace("\"60\"", "\"59\"")).is_err());
    }
}
