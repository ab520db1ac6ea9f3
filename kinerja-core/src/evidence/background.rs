//! What is on record of a person beyond the period.

use serde::{Deserialize, Serialize};

use crate::{number::Ratio, plan::Code, scheme::Predicate};

/// What rules of reward and coaching may look at besides the period's own
/// evidence. What is none is not known, and no rule holds because of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Background {
    /// The predicates of the periods before, newest first; none where a period
    /// has no predicate.
    #[serde(default)]
    pub history: Vec<Option<Predicate>>,
    /// The mean of feedback in the period, where enough was given.
    #[serde(default)]
    pub feedback: Option<Ratio>,
    /// The trainings that were done, where they are known.
    #[serde(default)]
    pub trainings: Option<Vec<Code>>,
}

impl Background {
    /// Nothing is known.
    pub const NOTHING: Self = Self { history: Vec::new(), feedback: None, trainings: None };

    /// Whether nothing is known.
    pub fn is_nothing(&self) -> bool {
        *self == Self::NOTHING
    }
}
