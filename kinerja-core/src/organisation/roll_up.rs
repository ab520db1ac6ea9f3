//! From people to units to the region.
//!
//! Roll-ups add up: that of a region is that of its units together, and that of a
//! unit that of its people, in any order. What is missing stays missing: an
//! indicator without an achievement is counted as such and has no part in a mean.
//!
//! A roll-up of few people tells of each of them. It is for the head of the unit;
//! what is published goes through [`RollUp::publishable`] and [`crate::summary`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    number::{Percent, Ratio},
    plan::{Indicator, WorkPlan},
    summary::SMALL_GROUP,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AchievementMean {
    // In millionths of a percent.
    sum: i128,
    count: u32,
    missing: u32,
    /// Whoever has the indicator twice is one.
    people: u32,
}

impl AchievementMean {
    fn of(achievement: Option<Percent>, is_known: bool) -> Self {
        match achievement {
            Some(percent) => {
                let people = u32::from(!is_known);
                Self { sum: percent.micros(), count: 1, missing: 0, people }
            }
            None => Self { missing: 1, ..Self::default() },
        }
    }

    fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            sum: self.sum.checked_add(other.sum)?,
            count: self.count.checked_add(other.count)?,
            missing: self.missing.checked_add(other.missing)?,
            people: self.people.checked_add(other.people)?,
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

/// What people achieved together, by indicator: people of a unit, or of a region.
///
/// ```
/// use kinerja_core::organisation::RollUp;
///
/// let (mut region, unit) = (RollUp::default(), RollUp::default());
/// region.merge(&unit)?;
/// assert_eq!(region.means().count(), 0);
/// # Ok::<(), kinerja_core::organisation::RollUpError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RollUp {
    /// By what is measured, then by the unit of measure.
    indicators: BTreeMap<String, BTreeMap<String, AchievementMean>>,
}

impl RollUp {
    /// Adds one person: what was achieved for each indicator of the plan; none where
    /// it is missing. A plan that nobody agreed to tells nothing.
    ///
    /// # Errors
    ///
    /// Fails when a sum would be larger than any number that is kept.
    pub fn add_person(
        &mut self,
        plan: &WorkPlan,
        achieved: impl Fn(&Indicator) -> Option<Percent>,
    ) -> Result<(), RollUpError> {
        if !plan.status().is_agreed() {
            return Ok(());
        }
        let indicators = plan.indicators();
        indicators.iter().enumerate().try_for_each(|(place, indicator)| {
            let before = indicators.get(..place).unwrap_or_default();
            let is_known = before.iter().any(|other| {
                (&other.title, &other.unit) == (&indicator.title, &indicator.unit)
                    && achieved(other).is_some()
            });
            let mean = AchievementMean::of(achieved(indicator), is_known);
            self.add(&indicator.title, &indicator.unit, mean)
        })
    }

    /// Adds the people of another unit.
    ///
    /// # Errors
    ///
    /// Fails when a sum would be larger than any number that is kept.
    pub fn merge(&mut self, other: &Self) -> Result<(), RollUpError> {
        let mut means = other.rows();
        means.try_for_each(|(title, unit, mean)| self.add(title, unit, mean))
    }

    /// What was achieved, by indicator.
    pub fn means(&self) -> impl Iterator<Item = (IndicatorName, AchievementMean)> {
        self.rows().map(|(title, unit, mean)| {
            (IndicatorName { title: title.to_owned(), unit: unit.to_owned() }, mean)
        })
    }

    /// The indicators that five or more people achieved something for.
    ///
    /// # Legal basis
    ///
    /// UU 14/2008 Pasal 17 huruf h and UU 27/2022: results of a person's evaluation
    /// are not public.
    #[must_use]
    pub fn publishable(&self) -> Self {
        let mut shown = Self::default();
        for (title, unit, mean) in self.rows().filter(|(_, _, mean)| mean.people >= SMALL_GROUP) {
            shown.indicators.entry(title.to_owned()).or_default().insert(unit.to_owned(), mean);
        }
        shown
    }

    fn rows(&self) -> impl Iterator<Item = (&str, &str, AchievementMean)> {
        self.indicators.iter().flat_map(|(title, units)| {
            units.iter().map(|(unit, mean)| (title.as_str(), unit.as_str(), *mean))
        })
    }

    fn add(&mut self, title: &str, unit: &str, more: AchievementMean) -> Result<(), RollUpError> {
        let units = match self.indicators.get_mut(title) {
            Some(known) => known,
            None => self.indicators.entry(title.to_owned()).or_default(),
        };
        match units.get_mut(unit) {
            Some(mean) => {
                let sum = mean.plus(more);
                *mean = sum.ok_or_else(|| RollUpError::TooLarge { what: title.to_owned() })?;
            }
            None => {
                units.insert(unit.to_owned(), more);
            }
        }
        Ok(())
    }
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
    use crate::{
        evaluation::{Derivation, evaluate},
        testing,
    };

    /// One person of whom 60 were asked.
    fn person(actual: Option<u32>) -> RollUp {
        let indicator = testing::indicator("A", "100", testing::higher("60"));
        let plan = testing::plan("2026-Q2", vec![indicator]);
        let evidence = match actual {
            Some(actual) => testing::evidence("2026-Q2", &[("A", &actual.to_string())], ["90"; 7]),
            None => testing::evidence("2026-Q2", &[], ["90"; 7]),
        };
        let found = evaluate(&testing::policy(), &plan, &evidence);
        let derivation = Derivation::new(&plan, &evidence, &found);
        let mut person = RollUp::default();
        person.add_person(&plan, |of| derivation.achievement(&of.code)).unwrap();
        person
    }

    fn together<'r>(parts: impl IntoIterator<Item = &'r RollUp>) -> RollUp {
        let mut all = RollUp::default();
        parts.into_iter().for_each(|part| all.merge(part).unwrap());
        all
    }

    fn only(of: &RollUp) -> AchievementMean {
        let [(_, mean)] = of.means().collect::<Vec<_>>()[..] else { panic!("{of:?}") };
        mean
    }

    #[test]
    fn what_is_missing_stays_missing_and_is_counted() {
        let mean = only(&together(&[person(Some(30)), person(Some(55)), person(None)]));
        assert_eq!((mean.count(), mean.missing()), (2, 1));
        // 50 % and 91.666667 %: each rounded once, their mean not at all.
        assert_eq!(mean.value(), Ratio::new(141_666_667, 2));
        assert_eq!(only(&person(None)).value(), None);
    }

    #[test]
    fn a_mean_of_four_is_not_published_and_one_of_five_is() {
        let of = |people: usize| together(&vec![person(Some(30)); people]);
        assert_eq!(of(4).publishable(), RollUp::default());
        assert_eq!(of(5).publishable(), of(5));
        // Who did not report does not make a group larger.
        assert_eq!(together([&of(4), &person(None)]).publishable(), RollUp::default());
    }

    #[test]
    fn a_sum_that_is_too_large_is_refused_and_not_wrapped() {
        let huge = AchievementMean { sum: i128::MAX, ..AchievementMean::default() };
        let mut unit = RollUp::default();
        unit.add("Arsip", "berkas", huge).unwrap();
        let error = unit.clone().merge(&unit).unwrap_err();
        assert_eq!(error, RollUpError::TooLarge { what: "Arsip".to_owned() });
        let text = serde_json::to_string(&unit).unwrap();
        assert_eq!(serde_json::from_str::<RollUp>(&text).unwrap(), unit);
    }

    proptest! {
        /// However people are shared out among units, the region is the same.
        #[test]
        fn grouping_changes_nothing(
            actuals in prop::collection::vec(prop::option::of(0_u32..200), 1..12),
            cut in 0_usize..12,
        ) {
            let people: Vec<_> = actuals.into_iter().map(person).collect();
            let (one, other) = people.split_at(cut.min(people.len()));
            let units = [together(one), together(other)];
            prop_assert_eq!(together(&units), together(people.iter().rev()));
        }
    }
}
