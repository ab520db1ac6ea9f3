//! PermenPANRB 8/2021: achievements become values, in the second half of 2021.

mod additional;
mod staff;

pub use additional::{AdditionalRule, ByCategory, FallingCategories};
pub use staff::{CategoryOf, PostGroup, ResultRule};

use serde::{Deserialize, Serialize};

use super::Predicate;
use crate::{
    calendar::{Cadence, Period},
    number::{Ratio, Score, Share},
};

const WHOLE_PERCENT: i128 = 1_000_000;
/// A target that is just reached, in whole percents.
const FULL: u32 = 100;

/// Achievements in whole percents, both ends included, and the values that they
/// give: evenly from `low` at the first to `high` at the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// The category.
    pub predicate: Predicate,
    /// The lowest achievement, in whole percents.
    pub from: u32,
    /// The highest achievement, in whole percents.
    pub to: u32,
    /// The value of the lowest.
    pub low: Score,
    /// The value of the highest.
    pub high: Score,
}

/// How much the two kinds of main result of a senior leader count: what the
/// performance agreement asks for, and the action plan ("rencana aksi").
///
/// # Legal basis
///
/// PermenPANRB 8/2021 Lampiran. Within the year ("nilai periodik SKP") both count
/// the same. Of the year the shares could not be read; its example fits 60 and 40.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MainKinds {
    /// The share of the action plan; the agreement has the rest.
    pub action_plan: Share,
}

/// Whether a period is part of what a work plan is scored for as a whole, half a
/// year at least: its score is a periodic one ("nilai periodik SKP").
pub(crate) fn is_periodic(period: Period) -> bool {
    period.cadence().months() < Cadence::Semester.months()
}

/// How achievements become values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawConversion")]
pub struct Conversion {
    // Invariant: not empty; begins at 0; each begins one percent after the one
    // before; categories and values do not fall.
    segments: Vec<Segment>,
    above: Score,
    full_at_most: Score,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawConversion {
    segments: Vec<Segment>,
    above: Score,
    full_at_most: Score,
}

/// An achievement as a category and a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Converted {
    /// The achievement in whole percents: rounded once, half up.
    pub percent: u32,
    /// The category ("kategori").
    pub predicate: Predicate,
    /// The value ("nilai"), exact.
    pub value: Ratio,
}

impl TryFrom<RawConversion> for Conversion {
    type Error = ConversionError;

    fn try_from(raw: RawConversion) -> Result<Self, Self::Error> {
        let mut next = 0;
        let mut last: Option<Segment> = None;
        for segment in &raw.segments {
            let falls = last
                .is_some_and(|last| segment.predicate < last.predicate || segment.low < last.high);
            let reversed = segment.to < segment.from || segment.high < segment.low;
            if segment.from != next || falls || reversed {
                return Err(ConversionError::Segment { from: segment.from });
            }
            next = segment.to.saturating_add(1);
            last = Some(*segment);
        }
        match last {
            Some(last) if last.high <= raw.above => {
                let full = raw.segments.iter().find(|segment| FULL <= segment.to);
                if full.is_some_and(|full| raw.full_at_most < full.low) {
                    return Err(ConversionError::FullAtMost);
                }
                let RawConversion { segments, above, full_at_most } = raw;
                Ok(Self { segments, above, full_at_most })
            }
            Some(_) | None => Err(ConversionError::End),
        }
    }
}

impl Conversion {
    /// The category and the value of an achievement in percent. The achievement
    /// is rounded to whole percents first, half up: the regulation's table does
    /// so, and it has no formula between 99 and 100.
    ///
    /// 100 counts more where the target was the most that is possible.
    ///
    /// # Errors
    ///
    /// Fails below 0 and where the number cannot be kept exactly.
    ///
    /// # Legal basis
    ///
    /// PermenPANRB 8/2021 Lampiran.
    ///
    /// ```
    /// use kinerja_core::{number::Ratio, region::RuleBook};
    ///
    /// let rules = RuleBook::national()?;
    /// let conversion = &rules.permenpanrb8_2021_conversion.at("2021-07-01".parse()?).unwrap().value;
    /// let achievement = Ratio::new(97_894_737, 1).unwrap();
    /// assert_eq!(conversion.convert(achievement, false)?.value, Ratio::new(88_000_000, 1).unwrap());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn convert(
        &self,
        achievement: Ratio,
        target_is_maximum: bool,
    ) -> Result<Converted, ConvertError> {
        if achievement < Ratio::whole(0) {
            return Err(ConvertError::Negative { achievement: achievement.to_string() });
        }
        let percent = achievement
            .times(1, WHOLE_PERCENT)
            .and_then(|percents| u32::try_from(percents.rounded().numerator()).ok())
            // More than can be counted is above everything.
            .unwrap_or(u32::MAX);
        let excellent = |value: Score| {
            Ok(Converted { percent, predicate: Predicate::Excellent, value: value.ratio() })
        };
        if percent == FULL && target_is_maximum {
            return excellent(self.full_at_most);
        }
        let found = self.segments.iter().find(|segment| percent <= segment.to);
        let Some(segment) = found else { return excellent(self.above) };
        let value = segment.value(percent).ok_or(ConvertError::TooFine)?;
        Ok(Converted { percent, predicate: segment.predicate, value })
    }
}

impl Segment {
    fn value(&self, percent: u32) -> Option<Ratio> {
        let rise = self.high.micros() - self.low.micros();
        let (steps, of) = (percent - self.from, self.to - self.from);
        if of == 0 {
            return Some(self.high.ratio());
        }
        self.low.ratio().plus(Ratio::new(rise * i128::from(steps), of.into())?)
    }
}

/// What is wrong with a conversion.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConversionError {
    /// A segment that does not follow the one before.
    #[error(
        "the segment from {from}: begin at 0, let each begin one percent after the one before, and let no category or value fall"
    )]
    Segment {
        /// Where it begins.
        from: u32,
    },
    /// The most that is possible has less than a target that is just reached.
    #[error("`full_at_most` is less than what 100 percent give")]
    FullAtMost,
    /// No segments, or what lies above them has less.
    #[error("`segments` is empty, or `above` is less than the last segment's `high`")]
    End,
}

/// Why an achievement has no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConvertError {
    /// Below 0.
    #[error("the achievement of {achievement} millionths is below 0")]
    Negative {
        /// The achievement.
        achievement: String,
    },
    /// More digits than can be kept exactly.
    #[error("the value cannot be kept exactly")]
    TooFine,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{region::RuleBook, testing::policy};

    fn rules() -> RuleBook {
        policy().rules.clone()
    }

    fn converted(micros: i128, most: bool) -> Converted {
        let rules = rules();
        let rule = rules.permenpanrb8_2021_conversion.at("2021-07-01".parse().unwrap()).unwrap();
        rule.value.convert(Ratio::new(micros, 1).unwrap(), most).unwrap()
    }

    #[test]
    fn each_category_at_its_edges_and_the_leap_at_100() {
        use Predicate::{Excellent, Good, NeedsImprovement, Poor, VeryPoor};
        #[rustfmt::skip]
        let table = [
            (0,           false, VeryPoor,         0,           1),
            (1_000_000,   false, VeryPoor,         49_000_000,  59),
            (59_499_999,  false, VeryPoor,         49_000_000,  1),
            (59_500_000,  false, Poor,             50_000_000,  1),
            (79_499_999,  false, Poor,             69_000_000,  1),
            (79_500_000,  false, NeedsImprovement, 70_000_000,  1),
            (99_499_999,  true,  NeedsImprovement, 89_000_000,  1),
            (99_500_000,  false, Good,             109_000_000, 1),
            (100_499_999, true,  Excellent,        120_000_000, 1),
            (100_500_000, true,  Excellent,        110_000_000, 1),
            (102_000_000, false, Excellent,        1_000_000_000, 9),
            (110_000_000, false, Excellent,        120_000_000, 1),
            (111_000_000, false, Excellent,        120_000_000, 1),
            (i128::from(u64::MAX), false, Excellent, 120_000_000, 1),
        ];
        for (micros, most, predicate, value, divisor) in table {
            let found = converted(micros, most);
            assert_eq!(found.predicate, predicate, "{micros}");
            assert_eq!(found.value, Ratio::new(value, divisor).unwrap(), "{micros}");
        }
    }

    #[test]
    fn an_achievement_below_nothing_is_refused() {
        let rules = rules();
        let rule = rules.permenpanrb8_2021_conversion.at("2021-12-31".parse().unwrap()).unwrap();
        let found = rule.value.convert(Ratio::new(-1, 3).unwrap(), false);
        assert!(matches!(found, Err(ConvertError::Negative { .. })));
    }

    #[test]
    fn segments_that_leave_a_gap_or_fall_are_refused() {
        let text = |from: u32, low: &str| {
            format!(
                r#"{{"segments":[{{"predicate":"poor","from":0,"to":59,"low":"0","high":"49"}},{{"predicate":"good","from":{from},"to":99,"low":"{low}","high":"99"}}],"above":"120","full_at_most":"120"}}"#
            )
        };
        let read = |text: String| serde_json::from_str::<Conversion>(&text).is_ok();
        assert!(read(text(60, "50")));
        assert!(!read(text(61, "50")), "60 has no value");
        assert!(!read(text(59, "50")), "59 has two");
        assert!(!read(text(60, "48")), "more would give less");
        let full = text(60, "50").replace("\"99\"}", "\"100\"}").replace("\"to\":99", "\"to\":100");
        assert!(read(full.clone()));
        let less = full.replace("\"full_at_most\":\"120\"", "\"full_at_most\":\"49\"");
        assert!(!read(less), "the most that is possible would give less");
    }

    proptest! {
        /// More achieved never gives a lower value or category, except from 100
        /// with the highest possible target: 120 there, and there is no more.
        #[test]
        fn better_never_gives_worse(a in 0_i128..200_000_000, b in 0_i128..200_000_000) {
            let (less, more) = (converted(a.min(b), false), converted(a.max(b), false));
            prop_assert!(less.value <= more.value && less.predicate <= more.predicate);
            prop_assert!(converted(a, false).value <= converted(a, true).value);
        }
    }
}
