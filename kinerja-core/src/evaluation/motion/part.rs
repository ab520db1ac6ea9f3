//! One segment of a period, with what came of it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    consequence::Role,
    evaluation::{Evaluation, Missing},
    evidence::Evidence,
    people::{Absence, Beginning, Label, Nip},
    plan::WorkPlan,
};

/// A plan and its evidence, with the days that the plan was agreed for.
#[derive(Debug, Clone, Copy)]
pub struct Work<'a> {
    /// The first day.
    pub from: NaiveDate,
    /// The day after the last.
    pub until: NaiveDate,
    /// The plan.
    pub plan: &'a WorkPlan,
    /// What was reached.
    pub evidence: &'a Evidence,
}

/// What a segment counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// So many days or months.
    Share(u32),
    /// Nothing: the absence suspends planning.
    Suspended(Absence),
    /// Nothing: it has fewer days than the policy asks for.
    TooShort,
    /// Nothing: months count, and it has the most days of none.
    NoMonth,
}

impl Counts {
    /// The days or months; none where it counts nothing.
    pub const fn share(self) -> Option<u32> {
        match self {
            Self::Share(share) => Some(share),
            Self::Suspended(_) | Self::TooShort | Self::NoMonth => None,
        }
    }
}

/// One segment of a period, with what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Part {
    /// Its place, counted from 1.
    pub number: u32,
    /// The first day.
    pub from: NaiveDate,
    /// The day after the last.
    pub until: NaiveDate,
    /// The unit.
    pub unit: Label,
    /// Its evaluator: the direct superior in these days.
    pub evaluator: Option<Nip>,
    /// Why it begins.
    pub begins: Beginning,
    /// What it counts.
    pub counts: Counts,
    /// Which of the works is its own.
    pub work: Option<usize>,
    /// Its evaluation, where it counts something.
    pub evaluation: Option<Evaluation>,
}

impl Part {
    /// How many days it has.
    pub fn days(&self) -> u32 {
        u32::try_from((self.until - self.from).num_days()).unwrap_or(0)
    }

    /// Whether it begins with another unit or post.
    pub fn is_transfer(&self) -> bool {
        self.begins == Beginning::Transfer
    }
}

/// What keeps a person from being evaluated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ObstacleKind {
    /// Something is missing in the segment.
    Missing(Missing),
    /// The plan of the post that was left is not closed.
    PlanOpen,
    /// On these days nobody knows the person's post.
    NoPost {
        /// The first day.
        from: NaiveDate,
        /// The day after the last.
        until: NaiveDate,
    },
}

/// What keeps a person from being evaluated, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Obstacle {
    /// The segment's number; none where it lies between segments.
    pub part: Option<u32>,
    /// What it is.
    pub what: ObstacleKind,
}

impl Obstacle {
    /// Who must act: in a segment, the people of that segment.
    pub const fn actor(&self) -> Role {
        match &self.what {
            ObstacleKind::Missing(missing) => missing.actor(),
            ObstacleKind::PlanOpen => Role::Superior,
            ObstacleKind::NoPost { .. } => Role::Hr,
        }
    }

    /// The name under which it is counted in summaries.
    pub const fn code(&self) -> &'static str {
        match &self.what {
            ObstacleKind::Missing(missing) => missing.code(),
            ObstacleKind::PlanOpen => "plan_not_closed",
            ObstacleKind::NoPost { .. } => "post_unknown",
        }
    }
}
