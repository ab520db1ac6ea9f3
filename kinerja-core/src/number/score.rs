//! Points on a region's scale.

use std::{fmt, str::FromStr};

use super::{
    DecimalMark, NumberError, Percent, Ratio,
    decimal::{parse, serde_as_text},
    div_half_up,
    print::{Shortest, print_for_people, push_micros},
};

/// Points from 0 to 1,000, exact to six decimals. The regimes of Indonesia use
/// 0 to 100 or 0 to 120; the room above is for other scales.
///
/// ```
/// use kinerja_core::number::Score;
///
/// let score: Score = "87.50".parse()?;
/// assert_eq!(score.to_string(), "87.5");
/// assert!("-1".parse::<Score>().is_err());
/// # Ok::<(), kinerja_core::number::NumberError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Score(u32);

impl Score {
    /// The lowest score.
    pub const ZERO: Self = Self(0);
    /// The highest score that any scale may have.
    pub const MAX: Self = Self(1_000_000_000);

    /// Makes a score from millionths: `87_500_000` is 87.5.
    ///
    /// # Errors
    ///
    /// Fails outside 0 to [`Score::MAX`].
    pub fn from_micros(micros: i128) -> Result<Self, NumberError> {
        u32::try_from(micros)
            .ok()
            .filter(|score| *score <= Self::MAX.0)
            .map(Self)
            .ok_or_else(|| NumberError::out_of_range(micros, 0, Self::MAX.micros()))
    }

    /// What an achievement counts on a scale that ends at `cap`.
    pub fn of_achievement(achievement: Percent, cap: Self) -> Self {
        u32::try_from(achievement.micros()).map_or(cap, |micros| Self(micros.min(cap.0)))
    }

    /// The score in millionths.
    pub fn micros(self) -> i128 {
        i128::from(self.0)
    }

    /// The score as an exact fraction.
    pub fn ratio(self) -> Ratio {
        Ratio::whole(self.micros())
    }

    /// The score for people, with two decimals, half up.
    pub fn show(self, mark: DecimalMark) -> String {
        print_for_people(div_half_up(self.micros(), 10_000), 2, mark)
    }
}

impl FromStr for Score {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::from_micros(parse(text)?)
    }
}

impl Score {
    fn with_text<R>(self, use_text: impl FnOnce(&str) -> R) -> R {
        use_text(Shortest::of(self.micros()).as_str())
    }
}

push_micros!(Score);
serde_as_text!(Score, "a score like `87.5`");

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with_text(|text| f.write_str(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_achievement_counts_at_most_the_cap() {
        let cap: Score = "120".parse().unwrap();
        for (achievement, counted) in [
            ("0", "0"),
            ("119.999999", "119.999999"),
            ("120", "120"),
            ("120.000001", "120"),
            ("999999999999", "120"),
        ] {
            let achievement: Percent = achievement.parse().unwrap();
            assert_eq!(Score::of_achievement(achievement, cap).to_string(), counted);
        }
    }

    #[test]
    fn ends_at_its_limits() {
        assert!("1000".parse::<Score>().is_ok());
        assert!("1000.000001".parse::<Score>().is_err());
        assert!("-0.000001".parse::<Score>().is_err());
    }
}
