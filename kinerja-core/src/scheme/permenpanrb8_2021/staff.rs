//! Administrative and functional posts: each planned result has a category.

use serde::{Deserialize, Serialize};

use super::ByCategory;
use crate::{
    language::Language,
    number::{Ratio, Share},
    scheme::Predicate,
};

/// The two groups of posts whose work plans are scored in different ways.
///
/// # Legal basis
///
/// PermenPANRB 8/2021 Lampiran Bab VI huruf A.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PostGroup {
    /// Senior leaders and heads of independent units ("pejabat pimpinan tinggi",
    /// "pimpinan unit kerja mandiri").
    Leader,
    /// Administrative and functional posts ("pejabat administrasi", "pejabat
    /// fungsional").
    Staff,
}

impl PostGroup {
    /// The group for people.
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Leader => language.pick(
                "pejabat pimpinan tinggi dan pimpinan unit kerja mandiri",
                "senior leaders and heads of independent units",
            ),
            Self::Staff => language.pick(
                "pejabat administrasi dan pejabat fungsional",
                "administrative and functional posts",
            ),
        }
    }
}

/// Which category a result has whose aspects have several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CategoryOf {
    /// The best one that more than half of the aspects reach.
    Majority,
    /// That of the worst aspect.
    Lowest,
}

impl CategoryOf {
    /// The category of a result by those of its aspects, in any order; none
    /// without aspects.
    ///
    /// ```
    /// use kinerja_core::scheme::{Predicate::*, permenpanrb8_2021::CategoryOf};
    ///
    /// let aspects = [Good, NeedsImprovement, Excellent];
    /// assert_eq!(CategoryOf::Majority.category(aspects), Some(Good));
    /// assert_eq!(CategoryOf::Lowest.category(aspects), Some(NeedsImprovement));
    /// ```
    pub fn category(self, aspects: impl IntoIterator<Item = Predicate>) -> Option<Predicate> {
        match self {
            Self::Majority => {
                let mut best_first: Vec<_> = aspects.into_iter().collect();
                best_first.sort_unstable_by(|one, other| other.cmp(one));
                best_first.get(best_first.len() / 2).copied()
            }
            Self::Lowest => aspects.into_iter().min(),
        }
    }
}

/// What the results of administrative and functional posts are worth.
///
/// # Legal basis
///
/// PermenPANRB 8/2021 Lampiran Bab VI huruf A dan Anak Lampiran 6 (that results
/// have values by category and that direct and non-direct cascading count
/// differently was read; the numbers could not be).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultRule {
    /// The category of a result by those of its aspects.
    pub category_of: CategoryOf,
    /// The value of each category.
    pub values: ByCategory,
    /// How much of the value a result keeps that serves the superior's result
    /// indirectly ("non-direct cascading").
    pub indirect: Share,
}

impl ResultRule {
    /// The value of a result of a category, exact; nothing where the number cannot
    /// be kept exactly.
    pub fn value(&self, category: Predicate, is_indirect: bool) -> Option<Ratio> {
        let value = self.values.of(category).ratio();
        if is_indirect { value.times(self.indirect.basis_points(), 10_000) } else { Some(value) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::policy;
    use Predicate::{Excellent, Good, NeedsImprovement, Poor, VeryPoor};

    #[test]
    fn a_category_counts_that_more_than_half_of_the_aspects_reach() {
        let of = |aspects: &[Predicate]| CategoryOf::Majority.category(aspects.iter().copied());
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[Poor]), Some(Poor));
        assert_eq!(of(&[Good, Excellent]), Some(Good), "one of two is not more than half");
        assert_eq!(of(&[VeryPoor, Excellent, Good]), Some(Good));
        assert_eq!(of(&[Excellent, VeryPoor, Excellent, Good]), Some(Good));
        assert_eq!(CategoryOf::Lowest.category([Good, VeryPoor, Excellent]), Some(VeryPoor));
        assert_eq!(CategoryOf::Lowest.category([]), None);
    }

    #[test]
    fn what_serves_the_superior_indirectly_counts_eighty_percent() {
        let rules = &policy().rules.permenpanrb8_2021_results;
        let rule = rules.at("2021-07-01".parse().unwrap()).unwrap().value;
        let values = |is_indirect| {
            [Excellent, Good, NeedsImprovement, Poor, VeryPoor]
                .map(|category| rule.value(category, is_indirect).unwrap())
        };
        let points = |value: i128| Ratio::whole(value * 1_000_000);
        assert_eq!(values(false), [120, 100, 80, 60, 25].map(points));
        assert_eq!(values(true), [96, 80, 64, 48, 20].map(points));
    }
}
