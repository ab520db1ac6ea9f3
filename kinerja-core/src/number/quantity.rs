//! An amount that is measured.

use std::{fmt, str::FromStr};

use super::{
    DecimalMark, MICROS, NumberError,
    decimal::{parse, serde_as_text},
    print::{Shortest, print_for_people, push_micros},
};

/// A target, an actual or a baseline, exact to six decimals, in the indicator's
/// own unit.
///
/// At most 18 digits before and 6 after the point; it may be negative.
///
/// ```
/// use kinerja_core::number::Quantity;
///
/// let days: Quantity = "2.5".parse()?;
/// assert_eq!(days.to_string(), "2.5");
/// assert!("2,5".parse::<Quantity>().is_err());
/// # Ok::<(), kinerja_core::number::NumberError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(i128);

impl Quantity {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount of millionths, below 10^24.
    pub(crate) const fn from_micros(micros: i128) -> Self {
        Self(micros)
    }

    /// The amount in millionths.
    pub const fn micros(self) -> i128 {
        self.0
    }

    /// The amount for people: all its decimals, with group marks.
    pub fn show(self, mark: DecimalMark) -> String {
        // Only the millionths end in zeros that are not shown, and few digits divide fast.
        let mut rest = u32::try_from((self.0 % MICROS).unsigned_abs()).unwrap_or_default();
        let (mut hidden, mut decimals) = (1, 6);
        while decimals > 0 && rest % 10 == 0 {
            rest /= 10;
            hidden *= 10;
            decimals -= 1;
        }
        print_for_people(self.0 / hidden, decimals, mark)
    }
}

impl From<u32> for Quantity {
    fn from(whole: u32) -> Self {
        Self(i128::from(whole) * MICROS)
    }
}

impl FromStr for Quantity {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).map(Self)
    }
}

impl Quantity {
    fn with_text<R>(self, use_text: impl FnOnce(&str) -> R) -> R {
        use_text(Shortest::of(self.0).as_str())
    }
}

push_micros!(Quantity);
serde_as_text!(Quantity, "an amount like `12.5`");

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with_text(|text| f.write_str(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_all_its_decimals_to_people() {
        let show = |text: &str| text.parse::<Quantity>().unwrap().show(DecimalMark::Comma);
        assert_eq!(show("1234567.5"), "1.234.567,5");
        assert_eq!(show("-0.000001"), "-0,000001");
        assert_eq!(show("100"), "100");
    }
}
