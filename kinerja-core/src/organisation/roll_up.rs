//! From people to units to the region.
//!
//! Roll-ups add up: that of a region is that of its units together, and that of a
//! unit that of its people, in any order. What is missing stays missing: a person
//! without a predicate and an indicator without an actual are counted as such and
//! have no part in a mean.
//!
//! A roll-up of few people tells of each of them. It is for the head of the unit;
//! what is published goes through [`crate::summary`], which hides small groups.

use std::collections::BTreeMap;

use serde::Serialize;

use super::PredicateCounts;
use crate::{
    evaluation::{Evaluation, IndicatorOutcome},
    number::{Percent, Ratio},
    plan::{Code, Indicator, WorkPlan},
    scheme::Predicate,
};

/// What makes two indicators of different plans the same: what is measured, in
/// which unit. Codes belong to a plan and say nothing across plans.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct IndicatorName {
    /// What is measured.
    pub title: String,
    /// The unit of measure.
    pub unit: String,
}

impl From<&Indicator> for IndicatorName {
    fn from(indicator: &Indicator) -> Self {
        Self { title: indicator.title.clone(), unit: indicator.unit.clone() }
    }
}

/// Achievements of one indicator, added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct AchievementMean {
    // In millionths of a percent.
    sum: i128,
    count: u32,
    missing: u32,
}

impl AchievementMean {
    fn of(achievement: Option<Percent>) -> Self {
        match achievement {
            Some(percent) => Self { sum: percent.micros(), count: 1, missing: 0 },
            None => Self { sum: 0, count: 0, missing: 1 },
        }
    }

    fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            sum: self.sum.checked_add(other.sum)?,
            count: self.count.checked_add(other.count)?,
            missing: self.missing.checked_add(other.missing)?,
        })
    }

    /// The mean in percent, exact and not capped; none where all are missing.
    pub fn value(self) -> Option<Ratio> {
        Ratio::new(self.sum, self.count.into())
    }

    /// How many were reached and reported.
    pub const fn count(self) -> u32 {
        self.count
    }

    /// How many are missing.
    pub const fn missing(self) -> u32 {
        self.missing
    }
}

/// People together: of a unit, or of a region.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct RollUp {
    /// All people.
    pub people: u32,
    /// Those with a predicate, by predicate.
    pub predicates: PredicateCounts,
    /// Those without one. While there are any, a check against a pattern is about
    /// the others only.
    pub undecided: u32,
    /// What was achieved, by indicator.
    pub indicators: BTreeMap<IndicatorName, AchievementMean>,
}

impl RollUp {
    /// One person: the predicate that a superior decided, if one did, and the
    /// achievements of the plan.
    pub fn of_person(
        plan: &WorkPlan,
        evaluation: &Evaluation,
        predicate: Option<Predicate>,
    ) -> Self {
        let mut indicators: BTreeMap<IndicatorName, AchievementMean> = BTreeMap::new();
        for (indicator, outcome) in plan.indicators().iter().zip(&evaluation.indicators) {
            let mean = AchievementMean::of(match outcome {
                IndicatorOutcome::Achieved { achievement, .. } => Some(*achievement),
                IndicatorOutcome::Missing(_) => None,
            });
            // A plan has at most a hundred indicators, so nothing overflows.
            let slot = indicators.entry(indicator.into()).or_default();
            *slot = slot.plus(mean).unwrap_or(*slot);
        }
        let counts = Predicate::BEST_FIRST.map(|found| u32::from(predicate == Some(found)));
        Self {
            people: 1,
            predicates: PredicateCounts::best_first(counts),
            undecided: u32::from(predicate.is_none()),
            indicators,
        }
    }

    /// Several together.
    ///
    /// ```
    /// use kinerja_core::{organisation::{PredicateCounts, RollUp}, scheme::Predicate};
    ///
    /// let good = PredicateCounts::best_first([0, 1, 0, 0, 0]);
    /// let decided = RollUp { people: 1, predicates: good, ..RollUp::default() };
    /// let undecided = RollUp { people: 1, undecided: 1, ..RollUp::default() };
    /// let unit = RollUp::together([&decided, &undecided])?;
    /// assert_eq!((unit.people, unit.predicates.of(Predicate::Good)), (2, 1));
    /// # Ok::<(), kinerja_core::organisation::RollUpError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when a sum would be larger than any number that is kept.
    pub fn together<'r>(parts: impl IntoIterator<Item = &'r Self>) -> Result<Self, RollUpError> {
        let mut all = Self::default();
        for part in parts {
            let overflow = || RollUpError::TooLarge { what: "people".to_owned() };
            all.people = all.people.checked_add(part.people).ok_or_else(overflow)?;
            all.undecided = all.undecided.checked_add(part.undecided).ok_or_else(overflow)?;
            all.predicates = all.predicates.plus(part.predicates).ok_or_else(overflow)?;
            for (name, mean) in &part.indicators {
                let slot = all.indicators.entry(name.clone()).or_default();
                let overflow = || RollUpError::TooLarge { what: name.title.clone() };
                *slot = slot.plus(*mean).ok_or_else(overflow)?;
            }
        }
        Ok(all)
    }
}

/// The people of each unit together.
///
/// # Errors
///
/// Fails when a sum would be larger than any number that is kept.
pub fn roll_up_units(people: &[(Code, RollUp)]) -> Result<BTreeMap<&Code, RollUp>, RollUpError> {
    let mut by_unit: BTreeMap<&Code, Vec<&RollUp>> = BTreeMap::new();
    for (unit, person) in people {
        by_unit.entry(unit).or_default().push(person);
    }
    by_unit.into_iter().map(|(unit, people)| Ok((unit, RollUp::together(people)?))).collect()
}

/// Why roll-ups cannot be added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RollUpError {
    /// A sum is larger than any number that is kept.
    #[error("the sum of `{what}` is too large: look for an actual that cannot be right")]
    TooLarge {
        /// What was added.
        what: String,
    },
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{evaluation::evaluate, testing};

    fn person(actual: &str, predicate: Option<Predicate>) -> RollUp {
        let indicator = testing::indicator("A", "100", testing::higher("60"));
        let plan = testing::plan("2026-Q2", vec![indicator]);
        let amounts: Vec<_> = (!actual.is_empty()).then_some(("A", actual)).into_iter().collect();
        let evidence = testing::evidence("2026-Q2", &amounts, ["90"; 7]);
        RollUp::of_person(&plan, &evaluate(&testing::policy(), &plan, &evidence), predicate)
    }

    #[test]
    fn what_is_missing_stays_missing_and_is_counted() {
        let people = [
            person("30", Some(Predicate::NeedsImprovement)),
            person("55", Some(Predicate::Good)),
            person("", None),
        ];
        let unit = RollUp::together(&people).unwrap();
        assert_eq!((unit.people, unit.undecided, unit.predicates.people()), (3, 1, 2));
        let [mean] = unit.indicators.values().copied().collect::<Vec<_>>()[..] else { panic!() };
        assert_eq!((mean.count(), mean.missing()), (2, 1));
        // 50 % and 91.666667 %: each rounded once, their mean not at all.
        assert_eq!(mean.value(), Ratio::new(141_666_667, 2));
        let nobody = RollUp::together(&people[2..]).unwrap();
        assert_eq!(nobody.indicators.values().next().unwrap().value(), None);
    }

    #[test]
    fn units_together_are_the_region() {
        let code = |text: &str| text.parse::<Code>().unwrap();
        let people = [
            (code("b"), person("30", Some(Predicate::Good))),
            (code("a"), person("60", None)),
            (code("b"), person("90", Some(Predicate::Excellent))),
        ];
        let units = roll_up_units(&people).unwrap();
        assert_eq!(units.keys().map(|unit| unit.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(units[&code("b")].people, 2);
        let region = RollUp::together(units.values()).unwrap();
        assert_eq!(region, RollUp::together(people.iter().map(|(_, person)| person)).unwrap());
    }

    #[test]
    fn too_many_are_refused_and_not_wrapped() {
        let many = RollUp { people: u32::MAX, ..RollUp::default() };
        let error = RollUp::together([&many, &many]).unwrap_err();
        assert_eq!(error, RollUpError::TooLarge { what: "people".to_owned() });
        let huge = AchievementMean { sum: i128::MAX, count: 1, missing: 0 };
        assert_eq!(huge.plus(huge), None);
    }

    proptest! {
        /// However people are shared out among units, the region is the same.
        #[test]
        fn grouping_changes_nothing(actuals in prop::collection::vec(0_u32..200, 1..12), cut in 0_usize..12) {
            let people: Vec<_> =
                actuals.iter().map(|actual| person(&actual.to_string(), Some(Predicate::Good))).collect();
            let (one, other) = people.split_at(cut.min(people.len()));
            let units = [RollUp::together(one).unwrap(), RollUp::together(other).unwrap()];
            prop_assert_eq!(RollUp::together(&units).unwrap(), RollUp::together(people.iter().rev()).unwrap());
        }
    }
}
