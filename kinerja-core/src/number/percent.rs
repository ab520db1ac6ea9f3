//! An achievement in percent.

use std::{fmt, str::FromStr};

use super::{
    DecimalMark, NumberError, Ratio,
    decimal::{parse, serde_as_text},
    div_half_up,
    print::{Shortest, print_for_people, push_micros},
};

/// Actual against target ("capaian") in percent, rounded once to six decimals,
/// half up; never below zero, with no upper limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Percent(i128);

impl Percent {
    /// Nothing was achieved.
    pub const ZERO: Self = Self(0);
    /// The target was met exactly.
    pub const FULL: Self = Self(100_000_000);

    /// `numerator / divisor` as a percent: `(1, 2)` is 50 %. The one rounding:
    /// half up, to millionths of a percent. The divisor is positive; what lies
    /// below zero is zero.
    pub(crate) fn of_fraction(numerator: i128, divisor: i128) -> Self {
        // Amounts are below 10^24 and are doubled at most, so the product stays
        // below 2 * 10^32 and i128 ends above 10^38.
        Self(div_half_up(numerator.max(0) * Self::FULL.0, divisor))
    }

    /// So many millionths of a percent.
    pub(crate) fn of_micros(micros: u32) -> Self {
        Self(micros.into())
    }

    /// A number of percent, rounded half up; what lies below zero is zero.
    pub(crate) fn of_ratio(percent: Ratio) -> Self {
        Self(percent.rounded().numerator().max(0))
    }

    /// The percent in millionths: `97.5` is `97_500_000`.
    pub const fn micros(self) -> i128 {
        self.0
    }

    pub(crate) fn minus(self, loss: i128) -> Self {
        Self((self.0 - loss).max(0))
    }

    /// The percent for people, with two decimals, half up, without the sign `%`.
    pub fn show(self, mark: DecimalMark) -> String {
        print_for_people(div_half_up(self.0, 10_000), 2, mark)
    }
}

impl FromStr for Percent {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match parse(text)? {
            micros if micros < 0 => Err(NumberError::malformed(text)),
            micros => Ok(Self(micros)),
        }
    }
}

impl Percent {
    fn with_text<R>(self, use_text: impl FnOnce(&str) -> R) -> R {
        use_text(Shortest::of(self.0).as_str())
    }
}

push_micros!(Percent);
serde_as_text!(Percent, "a percent like `97.5`");

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with_text(|text| f.write_str(text))
    }
}
