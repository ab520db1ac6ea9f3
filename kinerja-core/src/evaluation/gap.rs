//! What is missing or late, and who must act.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{MotionError, OlderGap};
use crate::{
    calendar::CalendarError,
    consequence::Role,
    evidence::BehaviourValue,
    plan::{Code, PlanStatus},
    region::MissingRule,
};

/// Why something is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// It was not reported.
    NotReported,
    /// It was reported on this day, after its deadline.
    Late(NaiveDate),
    /// It is not of the kind that the target asks for.
    WrongKind,
    /// It is counted from daily reports, and the superior has looked at none.
    ReportsWaiting,
}

/// One of the two sides of an evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Work results ("hasil kerja").
    Results,
    /// Behaviour ("perilaku kerja").
    Behaviour,
}

/// Something that the office keeps about a person and a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Document {
    /// The work plan.
    Plan,
    /// What was reached.
    Actuals,
    /// The scores of behaviour.
    Behaviour,
    /// What changed in the person's work ("mutasi").
    Movements,
}

/// Why the segments of a period make no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MovementsGap {
    /// What is on record cannot all be true, like a return without an absence.
    Contradictory,
    /// The same, with the day on which it shows.
    ContradictoryOn(NaiveDate),
    /// Nobody put segments of a period before 2022 together. No evaluation finds this:
    /// it is here because results on record may say it.
    OlderRegime,
    /// The segments or their scores are too many to be weighed exactly.
    TooMany,
}

impl From<&MotionError> for MovementsGap {
    fn from(error: &MotionError) -> Self {
        match error {
            MotionError::TooMany { .. } | MotionError::TooFine => Self::TooMany,
            MotionError::OverlappingPlans { .. }
            | MotionError::NoDays { .. }
            | MotionError::OtherPeriod { .. } => Self::Contradictory,
        }
    }
}

/// What is missing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// There is no work plan.
    Plan,
    /// It is on record but cannot be read.
    Unreadable(Document),
    /// The plan was not agreed.
    Agreement(PlanStatus),
    /// The actual of an indicator.
    Actual(Code, Lack),
    /// The score of one value of behaviour.
    Behaviour(BehaviourValue, Lack),
    /// Every score of behaviour.
    AllBehaviour(Lack),
    /// The last day for evidence cannot be told.
    Deadline(CalendarError),
    /// Everything on one side was left out, so that nothing can be weighed.
    NothingToWeigh(Side),
    /// What changed in the person's work makes no segments that can be weighed.
    Movements(MovementsGap),
    /// Something that a regime before 2022 asks, or one of its rules.
    Older(OlderGap),
}

impl Missing {
    /// Who must act.
    pub const fn actor(&self) -> Role {
        match self {
            Self::Plan
            | Self::Agreement(PlanStatus::Draft)
            | Self::Actual(_, Lack::NotReported | Lack::Late(_) | Lack::WrongKind)
            | Self::NothingToWeigh(Side::Results) => Role::Employee,
            Self::Agreement(
                PlanStatus::Submitted
                | PlanStatus::Agreed
                | PlanStatus::Running
                | PlanStatus::Closed,
            )
            | Self::Actual(_, Lack::ReportsWaiting)
            | Self::Behaviour(..)
            | Self::AllBehaviour(_)
            | Self::NothingToWeigh(Side::Behaviour) => Role::Superior,
            Self::Older(gap) => gap.actor(),
            Self::Unreadable(_) | Self::Deadline(_) | Self::Movements(_) => Role::Hr,
        }
    }

    /// The name under which it is counted in summaries.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Plan => "plan_missing",
            Self::Unreadable(_) => "record_unreadable",
            Self::Agreement(PlanStatus::Draft) => "plan_draft",
            Self::Agreement(_) => "plan_not_agreed",
            Self::Actual(_, Lack::Late(_)) => "actual_late",
            Self::Actual(_, Lack::NotReported) => "actual_missing",
            Self::Actual(_, Lack::WrongKind) => "actual_wrong_kind",
            Self::Actual(_, Lack::ReportsWaiting) => "reports_waiting",
            Self::Behaviour(_, Lack::Late(_)) | Self::AllBehaviour(Lack::Late(_)) => {
                "behaviour_late"
            }
            Self::Behaviour(..) => "behaviour_value_missing",
            Self::AllBehaviour(_) => "behaviour_missing",
            Self::Deadline(_) => "deadline_unknown",
            Self::NothingToWeigh(_) => "nothing_to_weigh",
            Self::Movements(_) => "movements_unclear",
            Self::Older(gap) => gap.code(),
        }
    }
}

/// What was done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// Nothing is proposed until it is there.
    Blocks,
    /// It was left out and the others share its weight.
    Excluded,
    /// It counted as nothing.
    Zero,
    /// It was late and counted all the same.
    Accepted,
    /// It is an additional result and brings no points.
    NoPoints,
}

impl From<MissingRule> for Treatment {
    fn from(rule: MissingRule) -> Self {
        match rule {
            MissingRule::Block => Self::Blocks,
            MissingRule::ExcludeAndReweight => Self::Excluded,
            MissingRule::Zero => Self::Zero,
        }
    }
}

/// Something that is missing or late, and what was done about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Gap {
    /// What it is.
    pub missing: Missing,
    /// What was done.
    pub treatment: Treatment,
}

impl Gap {
    /// Whether nothing is proposed until it is there.
    pub fn blocks(&self) -> bool {
        self.treatment == Treatment::Blocks
    }
}
