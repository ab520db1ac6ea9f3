//! Decimal text in, without loss; [`super::print`] writes it.

use serde::{Deserialize, Serialize};

use super::{MICROS, print::print};

/// Digits that a number may have before the decimal mark.
const INTEGER_DIGITS_MAX: usize = 18;
/// Digits that a number may have after the decimal mark.
pub(super) const DECIMALS_MAX: usize = 6;

/// Which sign stands before the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DecimalMark {
    /// `1.234,5`, as Indonesian offices write.
    Comma,
    /// `1,234.5`.
    Point,
}

impl DecimalMark {
    /// The sign before the decimals.
    pub const fn mark(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Point => '.',
        }
    }

    /// The sign between groups of three digits.
    pub const fn group(self) -> char {
        match self {
            Self::Comma => '.',
            Self::Point => ',',
        }
    }
}

/// Why a text or a value is not a number of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NumberError {
    /// Not digits with at most one point.
    #[error(
        "`{text}` is not a number: write it like `87.5`, with at most 18 digits before and 6 after the point"
    )]
    Malformed {
        /// The text as it was given.
        text: String,
    },
    /// Outside the range of its kind.
    #[error("{found} is out of range: it must be from {low} to {high}")]
    OutOfRange {
        /// The number.
        found: String,
        /// The smallest that is allowed.
        low: String,
        /// The largest that is allowed.
        high: String,
    },
    /// More decimals than the kind keeps.
    #[error("`{text}` has too many decimals: at most {decimals} are kept")]
    TooPrecise {
        /// The text as it was given.
        text: String,
        /// How many decimals the kind keeps.
        decimals: u8,
    },
}

impl NumberError {
    pub(crate) fn malformed(text: &str) -> Self {
        Self::Malformed { text: text.chars().take(40).collect() }
    }

    pub(crate) fn out_of_range(found: i128, low: i128, high: i128) -> Self {
        Self::OutOfRange { found: print(found), low: print(low), high: print(high) }
    }
}

/// Reads `-12.5` as millionths: an optional minus, 1 to 18 digits, and
/// optionally a point with 1 to 6 digits.
pub(crate) fn parse(text: &str) -> Result<i128, NumberError> {
    micros_of(text.as_bytes()).ok_or_else(|| NumberError::malformed(text))
}

/// One look at each byte, because a plan has many numbers.
fn micros_of(text: &[u8]) -> Option<i128> {
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let (whole, rest) = digits_of(text, INTEGER_DIGITS_MAX)?;
    let mut decimals = 0;
    if let [b'.', digits @ ..] = rest {
        let (number, []) = digits_of(digits, DECIMALS_MAX)? else { return None };
        decimals = number;
        for _ in digits.len()..DECIMALS_MAX {
            decimals *= 10;
        }
    } else if !rest.is_empty() {
        return None;
    }
    let micros = i128::from(whole) * MICROS + i128::from(decimals);
    Some(if negative { -micros } else { micros })
}

/// The number that a text begins with, of 1 digit to `most`, and what follows it.
fn digits_of(text: &[u8], most: usize) -> Option<(u64, &[u8])> {
    let (mut number, mut rest) = (0_u64, text);
    while let [digit @ b'0'..=b'9', after @ ..] = rest {
        // Wraps only where there are too many digits.
        number = number.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
        rest = after;
    }
    let digits = text.len() - rest.len();
    (1..=most).contains(&digits).then_some((number, rest))
}

/// Serialises a value as the text that it shows, and reads it through the door
/// that reads text; neither makes a copy on the way.
macro_rules! serde_as_text {
    ($name:ident, $expecting:literal) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.with_text(|text| serializer.serialize_str(text))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;

                impl serde::de::Visitor<'_> for Text {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($expecting)
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(E::custom)
                    }
                }

                deserializer.deserialize_str(Text)
            }
        }
    };
}

pub(crate) use serde_as_text;

/// Divides and rounds half away from zero upwards: 0.5 becomes 1, and -0.5
/// becomes 0. The divisor is positive.
pub(crate) fn div_half_up(numerator: i128, divisor: i128) -> i128 {
    let (quotient, rest) = match (u64::try_from(numerator), u64::try_from(divisor)) {
        // Almost every number fits, and dividing 64 bits is much faster.
        (Ok(small), Ok(by)) => (i128::from(small / by), i128::from(small % by)),
        _ => (numerator.div_euclid(divisor), numerator.rem_euclid(divisor)),
    };
    // The same as `2 * rest >= divisor`, without leaving i128.
    if rest >= divisor - rest { quotient + 1 } else { quotient }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_prints_and_nothing_else() {
        for text in ["0", "12.5", "-3", "0.000001", "999999999999999999.999999"] {
            assert_eq!(print(parse(text).unwrap()), text);
        }
        assert_eq!(parse("007.50").unwrap(), 7_500_000);
        for text in [
            "",
            "-",
            ".5",
            "5.",
            "1e3",
            "+5",
            "1,5",
            " 1",
            "1 ",
            "NaN",
            "inf",
            "0x10",
            "1.2.3",
            "٣",
            "1.0000001",
            "1000000000000000000",
            "--1",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn rounds_half_up_on_both_sides_of_the_tie() {
        #[rustfmt::skip]
        let table = [(5, 10, 1), (4, 10, 0), (15, 10, 2), (-5, 10, 0), (-6, 10, -1), (0, 7, 0), (i128::from(u64::MAX) * 3, 2, i128::from(u64::MAX) + i128::from(u64::MAX / 2) + 1)];
        for (numerator, divisor, rounded) in table {
            assert_eq!(div_half_up(numerator, divisor), rounded, "{numerator}/{divisor}");
        }
    }
}
