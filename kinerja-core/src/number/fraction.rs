//! Exact fractions of any length.

use std::cmp::Ordering;

use super::{NumberError, natural::Natural};

/// Decimals that are read, zeros at the end not counted: more than any report prints,
/// and few enough that the arithmetic, which takes the square of them, stays quick
/// whatever a file holds. More are refused by name and never cut off.
const DECIMALS_MAX: usize = 100;
/// Digits that are read before the point, zeros at the beginning not counted. Nothing
/// that a survey weighs is larger.
const WHOLE_DIGITS_MAX: usize = 18;
/// Characters of a number that a message shows.
const SHOWN_MAX: usize = 40;

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

    /// Reads `3.08`: digits, and optionally a point with more digits. Zeros that change
    /// nothing count for none; without them there are at most 18 digits before and 100
    /// after the point.
    pub(crate) fn parse(text: &str) -> Result<Self, NumberError> {
        let (whole, decimals) = match text.split_once('.') {
            Some((_, "")) => return Err(NumberError::malformed(text)),
            Some(parts) => parts,
            None => (text, ""),
        };
        let is_number = |digits: &str| digits.bytes().all(|one| one.is_ascii_digit());
        if whole.is_empty() || !is_number(whole) || !is_number(decimals) {
            return Err(NumberError::malformed(text));
        }
        let (whole, decimals) = (whole.trim_start_matches('0'), decimals.trim_end_matches('0'));
        let shown = || text.chars().take(SHOWN_MAX).collect();
        if decimals.len() > DECIMALS_MAX {
            return Err(NumberError::TooPrecise { text: shown(), decimals: 100 });
        }
        if whole.len() > WHOLE_DIGITS_MAX {
            let (low, high) = ("0".to_owned(), "9".repeat(WHOLE_DIGITS_MAX));
            return Err(NumberError::OutOfRange { found: shown(), low, high });
        }
        // One divisor for all that is read, so that sums do not multiply it.
        Natural::from_digits(&format!("{whole}{decimals:0<DECIMALS_MAX$}"))
            .zip(Natural::from_digits(&format!("1{:0<DECIMALS_MAX$}", "")))
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
        for text in ["", ".5", "5.", "-1", "+1", "1,5", "1e3", "1.2.3", " 1", "٣", "1.x"] {
            assert!(matches!(Fraction::parse(text), Err(NumberError::Malformed { .. })), "{text}");
        }
        let large = Fraction::parse(&"1".repeat(19)).unwrap_err().to_string();
        assert!(large.ends_with("is out of range: it must be from 0 to 999999999999999999"));
    }

    #[test]
    fn zeros_that_change_nothing_are_no_digits() {
        let half = Fraction::parse("3.5");
        for text in [format!("{}3.5", "0".repeat(40)), format!("3.5{}", "0".repeat(400))] {
            assert_eq!(Fraction::parse(&text), half, "{text}");
        }
        assert!(Fraction::parse(&format!("0.{}", "0".repeat(200))).unwrap().is_zero());
        assert!(Fraction::parse(&format!("0.{}1", "0".repeat(100))).is_err());
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
