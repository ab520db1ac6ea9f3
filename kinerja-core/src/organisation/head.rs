//! What a unit's achievement means for its head.

use serde::{Deserialize, Serialize};

use super::OrgAchievement;
use crate::scheme::Rating;

/// Which result rating the head of a unit takes from the unit's achievement.
///
/// # Legal basis
///
/// SE MenPANRB 3/2023: the achievement is set as the head's "rating hasil kerja".
/// Five achievements become three ratings; how is not stated and therefore data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawHeadRule", into = "RawHeadRule")]
pub struct HeadRule(
    // In the order of `OrgAchievement::BEST_FIRST`.
    // Invariant: a better achievement never gives a worse rating.
    [Rating; 5],
);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHeadRule {
    excellent: Rating,
    good: Rating,
    needs_improvement: Rating,
    poor: Rating,
    very_poor: Rating,
}

impl HeadRule {
    /// Makes the rule from the ratings for the five achievements, best first.
    ///
    /// # Errors
    ///
    /// Fails when a better achievement would give a worse rating.
    pub fn new(best_first: [Rating; 5]) -> Result<Self, HeadRuleError> {
        if best_first.is_sorted_by(|better, worse| better >= worse) {
            Ok(Self(best_first))
        } else {
            Err(HeadRuleError)
        }
    }

    /// The result rating of the head of a unit with this achievement.
    ///
    /// ```
    /// use kinerja_core::{organisation::{HeadRule, OrgAchievement}, scheme::Rating::{Above, Below, Meets}};
    ///
    /// let rule = HeadRule::new([Above, Meets, Below, Below, Below])?;
    /// assert_eq!(rule.result_rating(OrgAchievement::Excellent), Above);
    /// assert_eq!(rule.result_rating(OrgAchievement::NeedsImprovement), Below);
    /// # Ok::<(), kinerja_core::organisation::HeadRuleError>(())
    /// ```
    pub const fn result_rating(self, achievement: OrgAchievement) -> Rating {
        let [excellent, good, needs_improvement, poor, very_poor] = self.0;
        match achievement {
            OrgAchievement::Excellent => excellent,
            OrgAchievement::Good => good,
            OrgAchievement::NeedsImprovement => needs_improvement,
            OrgAchievement::Poor => poor,
            OrgAchievement::VeryPoor => very_poor,
        }
    }
}

impl TryFrom<RawHeadRule> for HeadRule {
    type Error = HeadRuleError;

    fn try_from(raw: RawHeadRule) -> Result<Self, Self::Error> {
        Self::new([raw.excellent, raw.good, raw.needs_improvement, raw.poor, raw.very_poor])
    }
}

impl From<HeadRule> for RawHeadRule {
    fn from(HeadRule([excellent, good, needs_improvement, poor, very_poor]): HeadRule) -> Self {
        Self { excellent, good, needs_improvement, poor, very_poor }
    }
}

/// A better achievement would give a worse rating.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a better achievement of a unit must never give its head a worse result rating")]
pub struct HeadRuleError;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_better_achievement_never_gives_a_worse_rating() {
        use Rating::{Above, Below, Meets};
        assert!(HeadRule::new([Above, Above, Meets, Meets, Below]).is_ok());
        assert_eq!(HeadRule::new([Above, Meets, Below, Meets, Below]), Err(HeadRuleError));
    }

    #[test]
    fn all_five_are_named_and_nothing_else() {
        let text = r#"{"excellent":"above","good":"meets","needs_improvement":"below","poor":"below","very_poor":"below"}"#;
        let rule: HeadRule = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&rule).unwrap(), text);
        for wrong in [
            text.replace("good", "great"),
            text.replace(r#","poor":"below""#, ""),
            text.replace(r#""poor":"below""#, r#""poor":"above""#),
        ] {
            assert!(serde_json::from_str::<HeadRule>(&wrong).is_err(), "{wrong}");
        }
    }
}
