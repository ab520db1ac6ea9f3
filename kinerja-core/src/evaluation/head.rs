//! The rating of results of whoever heads a unit.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::Period,
    evidence::Background,
    organisation::OrgAchievement,
    region::RegionPolicy,
    scheme::{Basis, Rating},
};

/// The achievement of a unit as the rating of results of its head.
///
/// # Legal basis
///
/// SE MenPANRB 3/2023: the achievement is set as the head's "rating hasil kerja".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeadRating {
    /// The achievement of the unit.
    pub achievement: OrgAchievement,
    /// The rating that it gives.
    pub rating: Rating,
}

impl HeadRating {
    /// The rating of a person who heads a unit with an achievement on record;
    /// none for others, and none in a period in which no rule says so.
    pub(crate) fn of(
        policy: &RegionPolicy,
        period: Period,
        background: &Background,
    ) -> Option<Self> {
        let achievement = background.heads?;
        let rule = policy.rules.head_result_rating.at(period.start())?;
        (Basis::of(period.start()) == Basis::Matrix)
            .then(|| Self { achievement, rating: rule.value.result_rating(achievement) })
    }
}
