//! The steps of a regime before 2022.

use serde::{Deserialize, Serialize};

use crate::{
    evidence::BehaviourAspect,
    number::{Ratio, Score, Share},
    plan::{Actual, Code, Target},
    scheme::{
        Predicate, Regime,
        permenpanrb8_2021::Converted,
        pp46_2011::{Aspects, Creativity},
    },
};

/// One aspect of a result, with its category (PermenPANRB 8/2021).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AspectCategory {
    /// The indicator.
    pub code: Code,
    /// The achievement in whole percents: rounded once, half up.
    pub percent: u32,
    /// The category.
    pub category: Predicate,
    /// Whether the target was the most that is possible.
    pub highest_target: bool,
}

/// One step of a regime before 2022: what was asked, of which values, with what
/// answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OlderStep {
    /// One aspect of an activity (PP 46/2011).
    Aspect {
        /// The indicator.
        code: Code,
        /// What was agreed.
        target: Target,
        /// What was reached.
        actual: Actual,
        /// The aspect's value, exact.
        value: Ratio,
    },
    /// An activity: the mean of its aspects (PP 46/2011).
    Activity {
        /// The activity, as the plan calls it.
        result: String,
        /// Its aspects and their mean.
        aspects: Aspects,
    },
    /// The value of an achievement (PermenPANRB 8/2021).
    Value {
        /// The indicator.
        code: Code,
        /// Category and value.
        converted: Converted,
        /// Whether the target was the most that is possible.
        highest_target: bool,
    },
    /// The two kinds of main result of a leader (PermenPANRB 8/2021).
    Kinds {
        /// The mean of what the performance agreement asks for: by weight, or
        /// within the year the plain one.
        agreement: Ratio,
        /// The mean of the action plan.
        action_plan: Ratio,
        /// The share of the action plan.
        share: Share,
        /// Both by their shares.
        value: Ratio,
    },
    /// A result of an administrative or functional post (PermenPANRB 8/2021).
    Result {
        /// The result, as the plan calls it.
        result: String,
        /// Its aspects, each with its category.
        aspects: Vec<AspectCategory>,
        /// The category of the result.
        category: Predicate,
        /// How much of the category's value counts, where the result serves the
        /// superior's indirectly.
        indirect: Option<Share>,
        /// The value, exact.
        value: Ratio,
        /// How much it counts among the main results; none of an additional one.
        weight: Option<Share>,
    },
    /// What an additional result of a leader brings (PermenPANRB 8/2021).
    Additional {
        /// The indicator.
        code: Code,
        /// The weight of its scope.
        scope_weight: Score,
        /// Category and value.
        converted: Converted,
        /// What the category counts, in percent; not kept in older derivations.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        factor: Option<Score>,
        /// The points.
        points: Ratio,
    },
    /// What an additional result of another post brings (PermenPANRB 8/2021).
    AdditionalResult {
        /// The first of its indicators.
        code: Code,
        /// The weight of its scope.
        scope_weight: Score,
        /// The category.
        category: Predicate,
        /// What the category counts, in percent.
        factor: Score,
        /// The value, exact.
        value: Ratio,
        /// The points.
        points: Ratio,
    },
    /// Points for additional tasks (PP 46/2011).
    Tasks {
        /// How many.
        count: u32,
        /// The points.
        points: Score,
    },
    /// Points for creativity (PP 46/2011).
    Creativity {
        /// How far it reached.
        reach: Creativity,
        /// The points.
        points: Score,
    },
    /// The score of the work plan ("nilai SKP").
    WorkPlan {
        /// Mean of the activities, or weighted mean of the values.
        base: Ratio,
        /// The points of what is additional, within their cap.
        additions: Ratio,
        /// Both together, within the regime's cap.
        value: Ratio,
    },
    /// The mean of the aspects of behaviour.
    Behaviour {
        /// The aspects that were asked; none where a score is missing.
        scores: Vec<(BehaviourAspect, Option<Score>)>,
        /// How many scores the mean has.
        count: u8,
        /// The mean.
        value: Ratio,
    },
    /// How much behaviour counts.
    Share {
        /// Whether peers and subordinates were asked, where it matters.
        peer_opinion: Option<bool>,
        /// Behaviour's share.
        behaviour: Share,
    },
    /// The year 2021 of its halves.
    Halves {
        /// The total of the first half.
        first: Score,
        /// The total of the second half.
        second: Ratio,
        /// The share of the second half.
        share: Share,
        /// The total of the year.
        value: Ratio,
    },
    /// The band of the total.
    Band {
        /// The regime whose band it is.
        regime: Regime,
        /// The total.
        value: Ratio,
        /// Whether there was a new idea, where somebody recorded it.
        new_idea: Option<bool>,
        /// The predicate.
        predicate: Predicate,
    },
}
