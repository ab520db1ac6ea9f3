//! Amounts of money.

use std::{fmt, str::FromStr};

use super::{DecimalMark, print::print_for_people};

/// The largest amount: a thousand billion rupiah.
const MAX: i64 = 1_000_000_000_000;
/// Digits of the largest amount.
const DIGITS_MAX: usize = 13;

/// Whole rupiah, from 0 to a thousand billion.
///
/// What a person is paid is data of high risk: an amount is not shown when it is
/// debugged.
///
/// ```
/// use kinerja_core::number::Money;
///
/// let amount: Money = "4500000".parse()?;
/// assert_eq!(amount.rupiah(), 4_500_000);
/// assert_eq!(format!("{amount:?}"), "Money(…)");
/// assert!("4.500.000".parse::<Money>().is_err());
/// # Ok::<(), kinerja_core::number::MoneyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

impl Money {
    /// An amount of whole rupiah.
    ///
    /// # Errors
    ///
    /// Fails outside its range.
    pub fn from_rupiah(rupiah: i128) -> Result<Self, MoneyError> {
        let found = i64::try_from(rupiah).ok().filter(|found| (0..=MAX).contains(found));
        found.map(Self).ok_or(MoneyError)
    }

    /// The amount in rupiah.
    pub const fn rupiah(self) -> i64 {
        self.0
    }

    /// The amount for people: `Rp4.500.000`.
    pub fn show(self, mark: DecimalMark) -> String {
        format!("Rp{}", print_for_people(self.0.into(), 0, mark))
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Money(…)")
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = (1..=DIGITS_MAX).contains(&text.len());
        if !digits || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(MoneyError);
        }
        Self::from_rupiah(text.parse().map_err(|_| MoneyError)?)
    }
}

/// Not an amount. What was found is left out on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an amount: write whole rupiah from 0 to {MAX}, digits only, like `4500000`")]
pub struct MoneyError;

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl serde::Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_amount_is_whole_rupiah_within_its_limits() {
        assert_eq!("1000000000000".parse::<Money>().unwrap().rupiah(), MAX);
        for text in ["1000000000001", "-1", "", "1.5", "Rp1", "99999999999999", "+1", " 1"] {
            assert!(text.parse::<Money>().is_err(), "{text}");
        }
        assert!(Money::from_rupiah(-1).is_err());
        let amount = Money::from_rupiah(4_500_000).unwrap();
        assert_eq!(amount.show(DecimalMark::Comma), "Rp4.500.000");
    }

    proptest! {
        /// An amount is read as it is printed; no text makes the reader panic.
        #[test]
        fn reads_what_it_prints(rupiah in 0..=i128::from(MAX), text in ".{0,20}") {
            let amount = Money::from_rupiah(rupiah).unwrap();
            prop_assert_eq!(amount.to_string().parse(), Ok(amount));
            prop_assert!(text.parse::<Money>().is_err() || text.bytes().all(|b| b.is_ascii_digit()));
        }
    }
}
