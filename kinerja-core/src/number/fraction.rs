//! Exact fractions of any length.

use std::cmp::Ordering;

use super::{NumberError, natural::Natural};

/// Decimals that are read: more than any report prints, and few enough that the
/// arithmetic stays quick whatever a file holds.
const DECIMALS_MAX: usize = 100;
/// Digits that are read before the point.
const WHOLE_DIGITS_MAX: usize = 18;

/// A number of zero or above that is never rounded on the way.
#[derive(Debug, Clone)]
pub(crate) struct Fraction {
    numerator: Natural,
    // Invariant: above zero.
    divisor: Natural,
}

impl Fraction {
    /// One number over another; none when that is zero.
    pub(crate) fn new(numerator: u64, divisor: u64) -> Option<Self> {
        (divisor > 0).then(|| Self { numerator: numerator.into(), divisor: divisor.into() })
    }

    /// Reads `3.08`: 1 to 18 digits, and optionally a point with 1 to 100 digits.
    pub(crate) fn parse(text: &str) -> Result<Self, NumberError> {
        let (whole, decimals) = match text.split_once('.') {
            Some((_, "")) => return Err(NumberError::malformed(text)),
            Some(parts) => parts,
            None => (text, ""),
        };
        if decimals.len() > DECIMALS_MAX {
            let text = text.chars().take(40).collect();
            return Err(NumberError::TooPrecise { text, decimals: 100 });
        }
        let fits = !whole.is_empty() && whole.len() <= WHOLE_DIGITS_MAX;
        // One divisor for all that is read, so that sums do not multiply it.
        let read = |digits: &str| Natural::from_digits(digits).filter(|_| fits);
        read(&format!("{whole}{decimals:0<DECIMALS_MAX$}"))
            .zip(read(&format!("1{:0<DECIMALS_MAX$}", "")))
            .map(|(numerator, divisor)| Self { numerator, divisor })
            .ok_or_else(|| NumberError::malformed(text))
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.numerator.is_zero()
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        if self.divisor == other.divisor {
            let numerator = self.numerator.plus(&other.numerator);
            return Self { numerator, divisor: self.divisor.clone() };
        }
        let (left, right) =
            (self.numerator.times(&other.divisor), other.numerator.times(&self.divisor));
        Self { numerator: left.plus(&right), divisor: self.divisor.times(&other.divisor) }
    }

    pub(crate) fn times(&self, other: &Self) -> Self {
        Self {
            numerator: self.numerator.times(&other.numerator),
            divisor: self.divisor.times(&other.divisor),
        }
    }

    /// The whole number below, where it is below 2^64.
    pub(crate) fn floor(&self) -> Option<u64> {
        self.numerator.divided_by(&self.divisor)?.0.to_u64()
    }

    /// The nearest whole number, half up, where it is below 2^64.
    pub(crate) fn round_half_up(&self) -> Option<u64> {
        self.plus(&Self::new(1, 2)?).floor()
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        let (left, right) =
            (self.numerator.times(&other.divisor), other.numerator.times(&self.divisor));
        left.cmp(&right)
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Fraction {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn decimals_are_kept_however_many_there_are() {
        let nearly = Fraction::parse(&format!("3.{}", "9".repeat(100))).unwrap();
        let four = Fraction::parse("4").unwrap();
        assert!(nearly < four);
        assert_eq!(nearly.floor(), Some(3));
        assert_eq!(nearly.round_half_up(), Some(4));
        assert_eq!(Fraction::parse("3.50"), Ok(Fraction::new(7, 2).unwrap()));
        assert!(matches!(
            Fraction::parse(&format!("3.{}", "9".repeat(101))),
            Err(NumberError::TooPrecise { .. })
        ));
        for text in ["", ".5", "5.", "-1", "+1", "1,5", "1e3", "1.2.3", " 1", "٣", &"1".repeat(19)]
        {
            assert!(matches!(Fraction::parse(text), Err(NumberError::Malformed { .. })), "{text}");
        }
    }

    proptest! {
        /// Sums, products and both ways to a whole number agree with the machine.
        #[test]
        fn agrees_with_the_machine(a in 0_u64..1_000_000, b in 1_u64..100_000, c in 0_u64..1_000_000, d in 1_u64..100_000) {
            let (left, right) = (Fraction::new(a, b).unwrap(), Fraction::new(c, d).unwrap());
            prop_assert_eq!(left.plus(&right), Fraction::new(a * d + c * b, b * d).unwrap());
            prop_assert_eq!(left.times(&right), Fraction::new(a * c, b * d).unwrap());
            prop_assert_eq!(left.cmp(&right), (a * d).cmp(&(c * b)));
            prop_assert_eq!(left.floor(), Some(a / b));
            prop_assert_eq!(left.round_half_up(), Some((2 * a + b) / (2 * b)));
        }

        /// Whatever the text is, reading it does not panic.
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC*") {
            let read = Fraction::parse(&text).is_ok();
            prop_assert!(!read || text.starts_with(|c: char| c.is_ascii_digit()));
        }
    }
}
