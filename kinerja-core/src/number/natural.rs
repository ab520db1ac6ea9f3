//! Whole numbers of any length.
//!
//! For the few numbers that come with as many decimals as a report prints, and
//! for means whose divisors multiply. Everything else fits in an `i128`.

use std::cmp::Ordering;

/// A whole number, zero or above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Natural {
    // Decimal digits, the last one first; no zero at the end.
    digits: Vec<u8>,
}

impl Natural {
    /// Reads digits and nothing else.
    pub(super) fn from_digits(text: &str) -> Option<Self> {
        let digits = text.bytes().rev().map(|digit| digit.is_ascii_digit().then(|| digit - b'0'));
        Some(Self::of(digits.collect::<Option<_>>()?))
    }

    fn of(mut digits: Vec<u8>) -> Self {
        while digits.last() == Some(&0) {
            digits.pop();
        }
        Self { digits }
    }

    /// Brings columns of any height into digits.
    fn carry(columns: impl IntoIterator<Item = u64>) -> Self {
        let mut digits = Vec::new();
        let mut carried = 0;
        let mut push = |sum: u64| {
            digits.push(u8::try_from(sum % 10).unwrap_or_default());
            sum / 10
        };
        for column in columns {
            carried = push(column + carried);
        }
        while carried > 0 {
            carried = push(carried);
        }
        Self::of(digits)
    }

    fn digit(&self, place: usize) -> u8 {
        self.digits.get(place).copied().unwrap_or_default()
    }

    pub(super) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        let length = self.digits.len().max(other.digits.len());
        Self::carry((0..length).map(|place| u64::from(self.digit(place) + other.digit(place))))
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        let mut columns = vec![0_u64; self.digits.len() + other.digits.len()];
        for (place, digit) in self.digits.iter().enumerate() {
            for (column, other) in columns.iter_mut().skip(place).zip(&other.digits) {
                *column += u64::from(digit * other);
            }
        }
        Self::carry(columns)
    }

    /// The quotient and the rest, as at school; none when the divisor is zero.
    pub(super) fn divided_by(&self, divisor: &Self) -> Option<(Self, Self)> {
        if divisor.is_zero() {
            return None;
        }
        let mut quotient = Vec::new();
        let mut rest = Self { digits: Vec::new() };
        for digit in self.digits.iter().rev() {
            rest.digits.insert(0, *digit);
            rest = Self::of(rest.digits);
            let mut times = 0;
            while rest >= *divisor {
                rest = rest.less(divisor);
                times += 1;
            }
            quotient.push(times);
        }
        quotient.reverse();
        Some((Self::of(quotient), rest))
    }

    /// The difference from a number that is not larger.
    fn less(&self, smaller: &Self) -> Self {
        let mut borrowed = 0;
        let digits = self.digits.iter().enumerate().map(|(place, digit)| {
            let taken = smaller.digit(place) + borrowed;
            borrowed = u8::from(*digit < taken);
            digit + 10 * borrowed - taken
        });
        Self::of(digits.collect())
    }

    /// The number, where it is below 2^64.
    pub(super) fn to_u64(&self) -> Option<u64> {
        self.digits
            .iter()
            .rev()
            .try_fold(0_u64, |number, digit| number.checked_mul(10)?.checked_add(u64::from(*digit)))
    }
}

impl From<u64> for Natural {
    fn from(number: u64) -> Self {
        Self::carry([number])
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_length = self.digits.len().cmp(&other.digits.len());
        by_length.then_with(|| self.digits.iter().rev().cmp(other.digits.iter().rev()))
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn natural(number: u128) -> Natural {
        Natural::from_digits(&number.to_string()).unwrap()
    }

    #[test]
    fn only_digits_are_read() {
        assert_eq!(Natural::from_digits("007"), Some(Natural::from(7)));
        assert_eq!(Natural::from_digits(""), Some(Natural::from(0)));
        for text in ["-1", "1.5", "1 ", "٣"] {
            assert_eq!(Natural::from_digits(text), None, "{text}");
        }
    }

    #[test]
    fn nothing_is_divided_by_zero() {
        assert_eq!(natural(1).divided_by(&natural(0)), None);
    }

    proptest! {
        /// The arithmetic of school agrees with that of the machine.
        #[test]
        fn agrees_with_the_machine(a in 0..u128::MAX / 2, b in 0..u128::MAX / 2, c: u64, d: u64) {
            prop_assert_eq!(natural(a).plus(&natural(b)), natural(a + b));
            prop_assert_eq!(natural(a).cmp(&natural(b)), a.cmp(&b));
            let product = u128::from(c) * u128::from(d);
            prop_assert_eq!(Natural::from(c).times(&Natural::from(d)), natural(product));
            prop_assert_eq!(Natural::from(c).to_u64(), Some(c));
            prop_assert_eq!(natural(u128::from(u64::MAX) + 1 + u128::from(c)).to_u64(), None);
            let by = u128::from(d) + 1;
            prop_assert_eq!(natural(a).divided_by(&natural(by)), Some((natural(a / by), natural(a % by))));
        }
    }
}
