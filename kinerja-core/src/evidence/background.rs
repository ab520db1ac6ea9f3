//! What is on record of a person beyond the period.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{RaterClass, UnitIndex};
use crate::{
    number::{Ratio, Score},
    organisation::OrgAchievement,
    plan::Code,
    scheme::Predicate,
};

/// What rules of reward and coaching may look at besides the period's own
/// evidence. What is none is not known, and no rule holds because of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Background {
    /// The predicates of the periods before, newest first; none where a period
    /// has no predicate.
    #[serde(default)]
    pub history: Vec<Option<Predicate>>,
    /// The mean of feedback in the period, where enough was given.
    #[serde(default)]
    pub feedback: Option<Ratio>,
    /// The scores of feedback in the period by class of giver; for a region that asks
    /// raters. What of them is shown is for its rule to say.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<RaterClass, Vec<Score>>,
    /// The trainings that were done, where they are known.
    #[serde(default)]
    pub trainings: Option<Vec<Code>>,
    /// What the surveys of the person's unit say of the period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survey: Option<UnitIndex>,
    /// The achievement of the unit that the person heads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heads: Option<OrgAchievement>,
}

impl Background {
    /// Nothing is known.
    pub const NOTHING: Self = Self {
        history: Vec::new(),
        feedback: None,
        answers: BTreeMap::new(),
        trainings: None,
        survey: None,
        heads: None,
    };

    /// Whether nothing is known.
    pub fn is_nothing(&self) -> bool {
        *self == Self::NOTHING
    }
}
