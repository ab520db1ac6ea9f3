//! Credit points ("angka kredit") of functional posts, from the predicate.
//!
//! Points are summed unrounded and rounded once, when they are printed: twelve
//! months of 12.5 points a year are 12.5 and not twelve times 1.04.

use std::iter::Sum;

use serde::{Deserialize, Serialize};

use super::{ByPredicate, JobLevel, LevelSince, job_level::ByLevel};
use crate::{
    calendar::{Cadence, Period},
    number::{DecimalMark, Percent, Quantity, div_half_up, print_for_people},
    scheme::Predicate,
};

/// Months of a year.
const MONTHS: u8 = 12;
/// Decimals that credit points can be rounded to.
const DECIMALS_MAX: u8 = 6;
/// Units of [`CreditPoints`] in a millionth of a point: months of a year times
/// millionths of 100 %.
const UNITS_PER_MICRO: i128 = 12 * 100_000_000;
/// The largest coefficient, and the largest percent.
const RATE_MAX: i128 = 1_000_000_000;

/// An exact, unrounded number of credit points.
///
/// ```
/// use kinerja_core::consequence::CreditPoints;
///
/// let none: CreditPoints = std::iter::empty().sum();
/// assert_eq!(none.rounded(2)?.to_string(), "0");
/// assert!(none.rounded(7).is_err());
/// # Ok::<(), kinerja_core::consequence::CreditPointsError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
pub struct CreditPoints {
    // In 1/1,200,000,000 of a millionth, so that every month of every rate is
    // whole. A month has at most 10^18 of them: a sum ends far from i128's end.
    units: i128,
}

impl CreditPoints {
    /// The points rounded once, half up, to 0 to 6 decimals.
    ///
    /// # Errors
    ///
    /// Fails on more decimals.
    ///
    /// # Legal basis
    ///
    /// Peraturan BKN 3/2023: tables of SIASN have two decimals, the document
    /// that sets credit points ("PAK") three.
    pub fn rounded(self, decimals: u8) -> Result<Quantity, CreditPointsError> {
        let (units, scale) = self.in_decimals(decimals)?;
        Ok(Quantity::from_micros(units * scale))
    }

    /// The points for people, rounded once, half up, with all its decimals.
    ///
    /// # Errors
    ///
    /// Fails on more than 6 decimals.
    pub fn show(self, decimals: u8, mark: DecimalMark) -> Result<String, CreditPointsError> {
        let (units, _) = self.in_decimals(decimals)?;
        Ok(print_for_people(units, decimals.into(), mark))
    }

    /// Rounded units of the last decimal, and how many millionths each has.
    fn in_decimals(self, decimals: u8) -> Result<(i128, i128), CreditPointsError> {
        let left =
            DECIMALS_MAX.checked_sub(decimals).ok_or(CreditPointsError::Decimals { decimals })?;
        let scale = 10_i128.pow(left.into());
        Ok((div_half_up(self.units, UNITS_PER_MICRO * scale), scale))
    }

    /// Whether the points, unrounded, reach a threshold.
    pub fn reaches(self, threshold: Quantity) -> bool {
        self.units >= threshold.micros() * UNITS_PER_MICRO
    }
}

impl Sum for CreditPoints {
    fn sum<I: Iterator<Item = Self>>(points: I) -> Self {
        Self { units: points.map(|points| points.units).sum() }
    }
}

/// What a year brings: the coefficient of each level and the percent of each
/// predicate.
///
/// # Legal basis
///
/// PermenPANRB 1/2023 and Peraturan BKN 3/2023.
///
/// ```
/// use kinerja_core::{
///     consequence::{CreditPoints, JobLevel},
///     region::RuleBook,
///     scheme::Predicate,
/// };
///
/// let rules = RuleBook::national()?;
/// let rates = &rules.credit_rates.at("2026-01-01".parse()?).ok_or("no rates")?.value;
/// let month = rates.points(JobLevel::AhliPertama, Predicate::Good, 1)?;
/// assert_eq!(month.rounded(2)?.to_string(), "1.04");
/// let year: CreditPoints = [month; 12].into_iter().sum();
/// assert_eq!(year.rounded(2)?.to_string(), "12.5");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawRates")]
pub struct CreditRates {
    annual_coefficient: ByLevel<Quantity>,
    percent: ByPredicate<Percent>,
}

/// Rates as they are written, before they are checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRates {
    annual_coefficient: ByLevel<Quantity>,
    percent: ByPredicate<Percent>,
}

impl TryFrom<RawRates> for CreditRates {
    type Error = CreditPointsError;

    fn try_from(raw: RawRates) -> Result<Self, Self::Error> {
        let RawRates { annual_coefficient, percent } = raw;
        let sound =
            |level: &JobLevel| (1..=RATE_MAX).contains(&annual_coefficient.of(*level).micros());
        if !JobLevel::ALL.iter().all(sound) {
            return Err(CreditPointsError::Coefficient);
        }
        if !percent.rises() || percent.excellent.micros() > RATE_MAX {
            return Err(CreditPointsError::Percent);
        }
        Ok(Self { annual_coefficient, percent })
    }
}

impl CreditRates {
    /// The coefficient of a level: points of a year at 100 %.
    pub const fn annual_coefficient(&self, level: JobLevel) -> Quantity {
        self.annual_coefficient.of(level)
    }

    /// The percent of a predicate.
    pub const fn percent(&self, predicate: Predicate) -> Percent {
        self.percent.of(predicate)
    }

    /// The points for 0 to 12 months of a year: months / 12 × percent ×
    /// coefficient, unrounded.
    ///
    /// # Errors
    ///
    /// Fails on more than 12 months.
    ///
    /// # Legal basis
    ///
    /// PermenPANRB 1/2023 and Peraturan BKN 3/2023.
    pub fn points(
        &self,
        level: JobLevel,
        predicate: Predicate,
        months: u8,
    ) -> Result<CreditPoints, CreditPointsError> {
        if months > MONTHS {
            return Err(CreditPointsError::Months { months });
        }
        let (coefficient, percent) = (self.annual_coefficient(level), self.percent(predicate));
        Ok(CreditPoints { units: i128::from(months) * percent.micros() * coefficient.micros() })
    }

    /// The points of each month of a period, by the level that was held on the
    /// month's first day. A month before the first level, without a functional post or
    /// with a level that nobody knows brings no row.
    pub fn months(
        &self,
        period: Period,
        levels: &[LevelSince],
        predicate: Predicate,
    ) -> Vec<CreditMonth> {
        let months =
            std::iter::successors(Cadence::Monthly.period_of(period.start()), |month| month.next());
        months
            .take_while(|month| month.start() < period.end())
            .filter_map(|month| {
                let level = LevelSince::on(levels, month.start()).known()?;
                let points = self.points(level, predicate, 1).ok()?;
                let coefficient = self.annual_coefficient(level);
                let percent = self.percent(predicate);
                Some(CreditMonth { month, level, coefficient, percent, points })
            })
            .collect()
    }
}

/// The points of one calendar month, with the values that made them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CreditMonth {
    /// The month.
    pub month: Period,
    /// The level on its first day.
    pub level: JobLevel,
    /// The level's coefficient.
    pub coefficient: Quantity,
    /// The predicate's percent.
    pub percent: Percent,
    /// The points, unrounded.
    pub points: CreditPoints,
}

/// How many points a higher rank or level asks for.
///
/// # Legal basis
///
/// PermenPANRB 1/2023.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawThresholds")]
pub struct CreditThresholds {
    rank: ByLevel<Quantity>,
    level: LevelThresholds,
}

/// Thresholds as they are written, before they are checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawThresholds {
    rank: ByLevel<Quantity>,
    level: LevelThresholds,
}

/// The highest level of skill and of expertise have none above them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LevelThresholds {
    pemula: Quantity,
    terampil: Quantity,
    mahir: Quantity,
    ahli_pertama: Quantity,
    ahli_muda: Quantity,
    ahli_madya: Quantity,
}

impl TryFrom<RawThresholds> for CreditThresholds {
    type Error = CreditPointsError;

    fn try_from(raw: RawThresholds) -> Result<Self, Self::Error> {
        let thresholds = Self { rank: raw.rank, level: raw.level };
        let sound = |level: JobLevel| {
            let rank = thresholds.next_rank(level);
            rank.micros() > 0 && thresholds.next_level(level).is_none_or(|next| rank <= next)
        };
        let all = JobLevel::ALL.into_iter().all(sound);
        if all { Ok(thresholds) } else { Err(CreditPointsError::Threshold) }
    }
}

impl CreditThresholds {
    /// Cumulative points for the next rank ("pangkat") within a level.
    pub const fn next_rank(&self, level: JobLevel) -> Quantity {
        self.rank.of(level)
    }

    /// Cumulative points for the next level ("jenjang"); none above the highest.
    pub const fn next_level(&self, level: JobLevel) -> Option<Quantity> {
        match level {
            JobLevel::Pemula => Some(self.level.pemula),
            JobLevel::Terampil => Some(self.level.terampil),
            JobLevel::Mahir => Some(self.level.mahir),
            JobLevel::AhliPertama => Some(self.level.ahli_pertama),
            JobLevel::AhliMuda => Some(self.level.ahli_muda),
            JobLevel::AhliMadya => Some(self.level.ahli_madya),
            JobLevel::Penyelia | JobLevel::AhliUtama => None,
        }
    }
}

/// Why credit points cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CreditPointsError {
    /// More months than a year has.
    #[error("{months} months: a year has 0 to {MONTHS}")]
    Months {
        /// The months.
        months: u8,
    },
    /// More decimals than a number keeps.
    #[error("{decimals} decimals: credit points are rounded to 0 to {DECIMALS_MAX}")]
    Decimals {
        /// The decimals.
        decimals: u8,
    },
    /// A coefficient is not positive or far too large.
    #[error("a coefficient lies outside 0 to 1000")]
    Coefficient,
    /// A better predicate would bring less, or a percent is far too large.
    #[error("the percents must not fall as the predicate rises, nor exceed 1000")]
    Percent,
    /// A level would be reached before a rank within it.
    #[error("a threshold is not positive, or a level asks for less than a rank within it")]
    Threshold,
}

#[cfg(test)]
mod tests;
