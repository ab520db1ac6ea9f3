//! PP 46/2011 with Perka BKN 1/2013: up to the first half of 2021.
//!
//! Each activity has three aspects, or four where it has a cost; their mean is
//! its value. The mean of the activities, with points for additional tasks and
//! creativity, is the score of the work plan.

use serde::{Deserialize, Serialize};

use crate::number::{Quantity, Ratio, Score};

const HUNDRED: i128 = 100_000_000;

/// The numbers of the aspects "waktu" and "biaya".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AspectRule {
    /// Up to which saving, in percent, less is better; above it, less is worse.
    pub efficient_up_to: Score,
    /// How many times the target is taken in the formula.
    pub factor: Score,
    /// What an actual on target gives.
    pub on_target: Score,
}

/// What was agreed and what was reached for one aspect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    // Invariant: the target is above 0, the actual not below.
    target: Quantity,
    actual: Quantity,
}

impl Measured {
    /// Makes a pair.
    ///
    /// # Errors
    ///
    /// Fails unless the target is above 0 and the actual is not below.
    pub fn new(target: Quantity, actual: Quantity) -> Result<Self, MeasuredError> {
        if target > Quantity::ZERO && actual >= Quantity::ZERO {
            Ok(Self { target, actual })
        } else {
            Err(MeasuredError { target, actual })
        }
    }

    /// `actual / target * 100`: the aspects "kuantitas" and "kualitas". It may
    /// exceed 100.
    ///
    /// # Legal basis
    ///
    /// Perka BKN 1/2013 Lampiran.
    pub fn reached(self) -> Option<Ratio> {
        Ratio::new(self.actual.micros() * HUNDRED, self.target.micros())
    }

    /// The aspects "waktu" and "biaya", exact.
    ///
    /// - nothing was carried out (actual 0): 0
    /// - saved up to 24 %: `(1.76 * target - actual) / target * 100`
    /// - saved more: `76 - ((1.76 * target - actual) / target * 100 - 100)`
    ///
    /// On target gives 76. From 24 % to the next smallest saving the value falls
    /// from 100 to below 76: the regulation says so. Which side an actual lies on
    /// is asked of the exact numbers. There is no lower limit.
    ///
    /// # Legal basis
    ///
    /// Perka BKN 1/2013 Lampiran; the formula above 24 % is assumed.
    pub fn saved(self, rule: &AspectRule) -> Option<Ratio> {
        let (target, actual) = (self.target.micros(), self.actual.micros());
        if actual == 0 {
            return Some(Ratio::whole(0));
        }
        // Amounts are below 10^24 and factors below 10^9 * 100, so that every
        // product stays below 10^36 and i128 ends above 10^38.
        let efficient = (rule.factor.micros() * target - 1_000_000 * actual) * 100;
        if (HUNDRED - rule.efficient_up_to.micros()) * target <= HUNDRED * actual {
            Ratio::new(efficient, target)
        } else {
            Ratio::new((rule.on_target.micros() + HUNDRED) * target - efficient, target)
        }
    }
}

/// A target that nothing can be measured against, or an actual below 0.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("target {target} and actual {actual}: the target must be above 0 and the actual not below")]
pub struct MeasuredError {
    target: Quantity,
    actual: Quantity,
}

/// One activity of a work plan ("kegiatan tugas jabatan").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Activity {
    /// How much.
    pub quantity: Measured,
    /// How well.
    pub quality: Measured,
    /// How soon.
    pub time: Measured,
    /// At what cost; many activities have none.
    pub cost: Option<Measured>,
}

/// The aspects of an activity and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Aspects {
    /// "Kuantitas", exact.
    pub quantity: Ratio,
    /// "Kualitas", exact.
    pub quality: Ratio,
    /// "Waktu", exact.
    pub time: Ratio,
    /// "Biaya", exact, where the activity has a cost.
    pub cost: Option<Ratio>,
    /// Their mean, rounded once to six decimals, half up.
    pub value: Ratio,
}

impl Activity {
    /// The aspects and their mean, which is rounded once, half up, to six
    /// decimals; the aspects are exact. Nothing where the numbers are so large
    /// that the mean would not be exact.
    ///
    /// # Legal basis
    ///
    /// Perka BKN 1/2013 Lampiran. That the divisor is 3 without a cost is assumed.
    ///
    /// ```
    /// use kinerja_core::{number::Score, scheme::pp46_2011::{Activity, AspectRule, Measured}};
    ///
    /// let score = |text: &str| text.parse::<Score>().unwrap();
    /// let rule = AspectRule { efficient_up_to: score("24"), factor: score("1.76"), on_target: score("76") };
    /// let measured = |target: u32, actual: u32| Measured::new(target.into(), actual.into());
    /// let activity = Activity {
    ///     quantity: measured(1, 1)?, quality: measured(100, 90)?, time: measured(12, 12)?, cost: None,
    /// };
    /// let aspects = activity.aspects(&rule).unwrap();
    /// assert_eq!(aspects.value.to_string(), "88666667/1");
    /// # Ok::<(), kinerja_core::scheme::pp46_2011::MeasuredError>(())
    /// ```
    pub fn aspects(&self, rule: &AspectRule) -> Option<Aspects> {
        let (quantity, quality) = (self.quantity.reached()?, self.quality.reached()?);
        let time = self.time.saved(rule)?;
        let sum = quantity.plus(quality)?.plus(time)?;
        let (cost, value) = match self.cost {
            Some(cost) => {
                let cost = cost.saved(rule)?;
                (Some(cost), sum.plus(cost)?.times(1, 4)?)
            }
            None => (None, sum.times(1, 3)?),
        };
        Some(Aspects { quantity, quality, time, cost, value: value.rounded() })
    }
}

/// How far something new reached ("kreativitas").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Creativity {
    /// Nothing new was recognised.
    None,
    /// The unit uses it.
    Unit,
    /// The organisation uses it.
    Organisation,
    /// The state uses it.
    State,
}

/// Points from a number of additional tasks on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskStep {
    /// The smallest number of tasks.
    pub from: u32,
    /// The points.
    pub points: Score,
}

/// Points for additional tasks ("tugas tambahan") and creativity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawAdditions")]
pub struct AdditionRule {
    // Invariant: numbers of tasks and points rise.
    tasks: Vec<TaskStep>,
    unit: Score,
    organisation: Score,
    state: Score,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAdditions {
    tasks: Vec<TaskStep>,
    unit: Score,
    organisation: Score,
    state: Score,
}

impl TryFrom<RawAdditions> for AdditionRule {
    type Error = AdditionError;

    fn try_from(raw: RawAdditions) -> Result<Self, Self::Error> {
        let rises = raw.tasks.windows(2).all(
            |pair| matches!(pair, [low, high] if low.from < high.from && low.points < high.points),
        );
        if rises && raw.unit <= raw.organisation && raw.organisation <= raw.state {
            let RawAdditions { tasks, unit, organisation, state } = raw;
            Ok(Self { tasks, unit, organisation, state })
        } else {
            Err(AdditionError)
        }
    }
}

/// More would bring less.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("points must rise with the number of tasks, and from unit over organisation to state")]
pub struct AdditionError;

impl AdditionRule {
    /// The points for a number of additional tasks.
    ///
    /// # Legal basis
    ///
    /// Perka BKN 1/2013 Lampiran; the numbers are assumed.
    pub fn tasks(&self, count: u32) -> Score {
        let step = self.tasks.iter().rev().find(|step| step.from <= count);
        step.map_or(Score::ZERO, |step| step.points)
    }

    /// The points for creativity.
    ///
    /// # Legal basis
    ///
    /// Perka BKN 1/2013 Lampiran; the numbers are assumed.
    pub const fn creativity(&self, reach: Creativity) -> Score {
        match reach {
            Creativity::None => Score::ZERO,
            Creativity::Unit => self.unit,
            Creativity::Organisation => self.organisation,
            Creativity::State => self.state,
        }
    }
}

#[cfg(test)]
mod tests;
