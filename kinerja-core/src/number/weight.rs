//! Weights and shares in basis points.

use std::{fmt, str::FromStr};

use super::{
    DecimalMark, NumberError,
    decimal::{parse, serde_as_text},
    print::{Shortest, print_for_people},
};

/// Millionths of a percent in one basis point (0.01 %).
const MICROS_PER_BASIS_POINT: i128 = 10_000;
/// The whole, 100 %, in basis points.
const WHOLE: u16 = 10_000;

/// Reads `33.34` (percent) as basis points.
fn basis_points(text: &str) -> Result<i128, NumberError> {
    let micros = parse(text)?;
    if micros % MICROS_PER_BASIS_POINT == 0 {
        Ok(micros / MICROS_PER_BASIS_POINT)
    } else {
        Err(NumberError::TooPrecise { text: text.to_owned(), decimals: 2 })
    }
}

macro_rules! basis_points_type {
    ($name:ident, $low:literal) => {
        impl $name {
            /// The whole: 100 %.
            pub const WHOLE: Self = Self(WHOLE);

            /// Makes one from basis points (0.01 %).
            ///
            /// # Errors
            ///
            /// Fails outside its range.
            pub fn from_basis_points(basis_points: i128) -> Result<Self, NumberError> {
                u16::try_from(basis_points)
                    .ok()
                    .filter(|found| ($low..=WHOLE).contains(found))
                    .map(Self)
                    .ok_or_else(|| {
                        NumberError::out_of_range(
                            basis_points * MICROS_PER_BASIS_POINT,
                            i128::from($low) * MICROS_PER_BASIS_POINT,
                            i128::from(WHOLE) * MICROS_PER_BASIS_POINT,
                        )
                    })
            }

            /// Basis points: 100 % is 10,000.
            pub fn basis_points(self) -> i128 {
                i128::from(self.0)
            }

            /// The percent for people, with two decimals, without the sign `%`.
            pub fn show(self, mark: DecimalMark) -> String {
                print_for_people(self.basis_points(), 2, mark)
            }
        }

        impl FromStr for $name {
            type Err = NumberError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::from_basis_points(basis_points(text)?)
            }
        }

        impl $name {
            fn with_text<R>(self, use_text: impl FnOnce(&str) -> R) -> R {
                let micros = self.basis_points() * MICROS_PER_BASIS_POINT;
                use_text(Shortest::of(micros).as_str())
            }
        }

        serde_as_text!($name, "a percent with at most two decimals like `33.34`");

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.with_text(|text| f.write_str(text))
            }
        }
    };
}

/// An indicator's share of a work plan ("bobot"): above 0 up to 100 percent, in
/// steps of 0.01 %.
///
/// ```
/// use kinerja_core::number::Weight;
///
/// assert_eq!("33.34".parse::<Weight>()?.basis_points(), 3_334);
/// assert!("0".parse::<Weight>().is_err());
/// # Ok::<(), kinerja_core::number::NumberError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weight(u16);
basis_points_type!(Weight, 1);

/// A part of a whole, from 0 to 100 percent in steps of 0.01 %: how much
/// behaviour counts in the total, for example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(u16);
basis_points_type!(Share, 0);

impl Share {
    /// What is left of the whole.
    #[must_use]
    pub const fn rest(self) -> Self {
        Self(WHOLE - self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_two_decimals_of_a_percent() {
        assert_eq!("33.34".parse::<Weight>().unwrap().to_string(), "33.34");
        assert!(matches!("33.333".parse::<Weight>(), Err(NumberError::TooPrecise { .. })));
        for text in ["0", "-1", "100.01"] {
            assert!(
                matches!(text.parse::<Weight>(), Err(NumberError::OutOfRange { .. })),
                "{text}"
            );
        }
        assert_eq!("0".parse::<Share>().unwrap().rest(), Share::WHOLE);
    }
}
