//! What additional results bring, by their categories.

use serde::{Deserialize, Serialize};

use crate::{
    number::{Ratio, Score},
    scheme::Predicate,
};

const HUNDRED: i128 = 100_000_000;

/// A number for each category, none higher than that of a better one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawByCategory")]
pub struct ByCategory {
    /// For "Sangat Baik".
    pub excellent: Score,
    /// For "Baik".
    pub good: Score,
    /// For "Cukup".
    pub needs_improvement: Score,
    /// For "Kurang".
    pub poor: Score,
    /// For "Sangat Kurang".
    pub very_poor: Score,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawByCategory {
    excellent: Score,
    good: Score,
    needs_improvement: Score,
    poor: Score,
    very_poor: Score,
}

impl TryFrom<RawByCategory> for ByCategory {
    type Error = FallingCategories;

    fn try_from(raw: RawByCategory) -> Result<Self, Self::Error> {
        let RawByCategory { excellent, good, needs_improvement, poor, very_poor } = raw;
        [very_poor, poor, needs_improvement, good, excellent]
            .is_sorted()
            .then_some(Self { excellent, good, needs_improvement, poor, very_poor })
            .ok_or(FallingCategories)
    }
}

/// A better category has a lower number than a worse one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "a better category has a lower number than a worse one: let none fall from `very_poor` to `excellent`"
)]
pub struct FallingCategories;

impl ByCategory {
    /// The number of a category.
    pub const fn of(&self, category: Predicate) -> Score {
        match category {
            Predicate::Excellent => self.excellent,
            Predicate::Good => self.good,
            Predicate::NeedsImprovement => self.needs_improvement,
            Predicate::Poor => self.poor,
            Predicate::VeryPoor => self.very_poor,
        }
    }
}

/// What additional results ("kinerja tambahan") bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdditionalRule {
    /// What each category counts, in percent.
    pub factors: ByCategory,
    /// What all of them together bring at most.
    pub at_most: Score,
    /// The weight of the scope of an assignment ("bobot lingkup penugasan"). The
    /// regulation's numbers are not known: without a region's exception there is
    /// none, and additional results bring nothing and are named.
    #[serde(default)]
    pub scope_weight: Option<Score>,
    /// What main and additional results together count at most.
    pub result_at_most: Score,
}

impl AdditionalRule {
    /// What an additional result brings: scope weight, factor of the category
    /// and value, exact. Nothing where the number cannot be kept exactly.
    ///
    /// # Legal basis
    ///
    /// PermenPANRB 8/2021 Lampiran.
    pub fn points(&self, scope_weight: Score, category: Predicate, value: Ratio) -> Option<Ratio> {
        let share = value.times(self.factors.of(category).micros(), HUNDRED)?;
        share.times(scope_weight.micros(), HUNDRED)
    }

    /// What additional results together bring: at most the cap.
    pub fn together(&self, points: impl Iterator<Item = Ratio>) -> Option<Ratio> {
        let mut sum = Ratio::whole(0);
        for points in points {
            sum = sum.plus(points)?;
        }
        Some(sum.min(self.at_most.ratio()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::policy;

    #[test]
    fn a_better_category_never_has_a_lower_number() {
        let read = |excellent: &str| {
            let text = format!(
                r#"{{"excellent":"{excellent}","good":"80","needs_improvement":"60","poor":"40","very_poor":"20"}}"#
            );
            serde_json::from_str::<ByCategory>(&text).map_err(|error| error.to_string())
        };
        assert!(read("80").is_ok());
        let told = read("79.999999").unwrap_err();
        assert!(told.contains("a better category has a lower number"), "{told}");
    }

    #[test]
    fn additional_results_bring_ten_at_most() {
        let policy = policy();
        let rule =
            policy.rules.permenpanrb8_2021_additional.at("2021-07-01".parse().unwrap()).unwrap();
        let five: Score = "5".parse().unwrap();
        let points = |category, value: i128| {
            rule.value.points(five, category, Ratio::whole(value * 1_000_000)).unwrap()
        };
        // 5 * 80 % * 109 %.
        assert_eq!(points(Predicate::Good, 109), Ratio::new(4_360_000, 1).unwrap());
        let most = points(Predicate::Excellent, 120);
        assert_eq!(most, Ratio::new(6_000_000, 1).unwrap());
        let together = |count| rule.value.together(std::iter::repeat_n(most, count));
        assert_eq!(together(0), Ratio::new(0, 1));
        assert_eq!(together(1), Ratio::new(6_000_000, 1));
        assert_eq!(together(2), Ratio::new(10_000_000, 1));
    }
}
