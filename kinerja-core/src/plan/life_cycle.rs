//! The life of a work plan.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::WordError;

/// Where a work plan stands: it is drafted, submitted, agreed, carried out and
/// closed, in this order.
///
/// # Legal basis
///
/// PermenPANRB 6/2022, Pasal 5 and Pasal 14: the plan is written in dialogue and
/// set by the evaluator ("Pejabat Penilai Kinerja").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlanStatus {
    /// The employee is writing it.
    Draft,
    /// It waits for the evaluator.
    Submitted,
    /// The evaluator has set it.
    Agreed,
    /// The work goes on.
    Running,
    /// The period is over and nothing is added any more.
    Closed,
}

impl PlanStatus {
    /// The five, in the order in which a plan has them.
    pub const ALL: [Self; 5] =
        [Self::Draft, Self::Submitted, Self::Agreed, Self::Running, Self::Closed];

    /// The name in code and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Agreed => "agreed",
            Self::Running => "running",
            Self::Closed => "closed",
        }
    }

    /// Whether the evaluator has agreed, so that the plan can be evaluated.
    pub const fn is_agreed(self) -> bool {
        match self {
            Self::Draft | Self::Submitted => false,
            Self::Agreed | Self::Running | Self::Closed => true,
        }
    }

    /// Goes on to another status.
    ///
    /// # Errors
    ///
    /// Fails when the status does not follow: one step forward, or from
    /// submitted back to draft when the evaluator asks for changes.
    pub fn become_status(self, next: Self) -> Result<Self, StatusError> {
        match (self, next) {
            (Self::Draft, Self::Submitted)
            | (Self::Submitted, Self::Draft | Self::Agreed)
            | (Self::Agreed, Self::Running)
            | (Self::Running, Self::Closed) => Ok(next),
            _ => Err(StatusError { from: self, to: next }),
        }
    }
}

impl FromStr for PlanStatus {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        WordError::find(text, "status of a plan", Self::ALL, Self::code)
    }
}

/// A status does not follow another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a work plan cannot go from {from:?} to {to:?}: draft, submitted, agreed, running and closed follow in this order"
)]
pub struct StatusError {
    /// The status it has.
    pub from: PlanStatus,
    /// The status that was asked for.
    pub to: PlanStatus,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_forward_step_by_step_and_back_only_before_it_is_agreed() {
        use PlanStatus::{Agreed, Closed, Draft, Running, Submitted};
        let allowed = [
            (Draft, Submitted),
            (Submitted, Draft),
            (Submitted, Agreed),
            (Agreed, Running),
            (Running, Closed),
        ];
        for from in PlanStatus::ALL {
            for to in PlanStatus::ALL {
                assert_eq!(
                    from.become_status(to).is_ok(),
                    allowed.contains(&(from, to)),
                    "{from:?} -> {to:?}"
                );
            }
        }
    }
}
