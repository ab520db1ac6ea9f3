//! Why a follow-up is proposed.

use serde::{Deserialize, Serialize};

use crate::{
    evidence::BehaviourValue,
    number::{Percent, Ratio, Score},
    plan::Code,
    scheme::{Predicate, Rating},
};

/// One reason why a condition holds, with the values that it looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Because {
    /// The predicate.
    Predicate(Predicate),
    /// The result rating.
    ResultRating(Rating),
    /// The behaviour rating.
    BehaviourRating(Rating),
    /// The total reaches a score.
    ScoreFrom(Score),
    /// The total lies below a score.
    ScoreBelow(Score),
    /// An achievement lies below a percent.
    IndicatorBelow {
        /// The indicator.
        code: Code,
        /// Its achievement.
        achievement: Percent,
        /// The percent.
        below: Percent,
    },
    /// A score of behaviour lies below another.
    BehaviourBelow {
        /// The value.
        value: BehaviourValue,
        /// Its score.
        score: Score,
        /// The other score.
        below: Score,
    },
    /// The predicates of this period and of those before it, newest first.
    InARow(Vec<Predicate>),
    /// The mean of feedback lies below a score.
    FeedbackBelow {
        /// The mean.
        mean: Ratio,
        /// The score.
        below: Score,
    },
    /// A training was done.
    TrainingDone(Code),
    /// A training was not done.
    TrainingMissing(Code),
}
