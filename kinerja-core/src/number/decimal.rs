//! Decimal text in and out, without loss.

use serde::{Deserialize, Serialize};

use super::MICROS;

/// Digits that a number may have before the decimal mark.
const INTEGER_DIGITS_MAX: usize = 18;
/// Digits that a number may have after the decimal mark.
const DECIMALS_MAX: usize = 6;

/// Which sign stands before the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
    let malformed = || NumberError::malformed(text);
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, decimals) = match digits.split_once('.') {
        Some((_, "")) => return Err(malformed()),
        Some(parts) => parts,
        None => (digits, ""),
    };
    if whole.is_empty() || whole.len() > INTEGER_DIGITS_MAX || decimals.len() > DECIMALS_MAX {
        return Err(malformed());
    }
    let whole = digits_of(whole).ok_or_else(malformed)?;
    let mut rest = digits_of(decimals).ok_or_else(malformed)?;
    for _ in decimals.len()..DECIMALS_MAX {
        rest *= 10;
    }
    let micros = i128::from(whole) * MICROS + i128::from(rest);
    Ok(if negative { -micros } else { micros })
}

/// At most 18 digits and nothing else.
fn digits_of(text: &str) -> Option<u64> {
    text.bytes().try_fold(0_u64, |number, digit| {
        digit.is_ascii_digit().then(|| number * 10 + u64::from(digit - b'0'))
    })
}

/// Millionths as text in the shortest form: `12.5`, `0`, `-3`. Written into a
/// small space of its own, because results have many numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shortest {
    // From the end: the longest text has 39 digits, a point and a minus.
    space: [u8; 44],
    start: usize,
}

impl Shortest {
    pub(crate) fn of(micros: i128) -> Self {
        let mut text = Self { space: [b'0'; 44], start: 44 };
        let amount = micros.unsigned_abs();
        // Almost every number fits, and dividing 64 bits is much faster.
        if let Ok(small) = u64::try_from(amount) {
            text.decimals(small % 1_000_000);
            text.digits(small / 1_000_000);
        } else {
            let million = MICROS.unsigned_abs();
            text.decimals(u64::try_from(amount % million).unwrap_or_default());
            // What is left has at most 33 digits.
            let (high, low) =
                (amount / million / 10_u128.pow(18), amount / million % 10_u128.pow(18));
            let before = text.start;
            text.digits(u64::try_from(low).unwrap_or_default());
            if high > 0 {
                text.start = before.saturating_sub(18);
                text.digits(u64::try_from(high).unwrap_or_default());
            }
        }
        if micros < 0 {
            text.push(b'-');
        }
        text
    }

    /// `12/7`; none where a number is too long for the space.
    pub(crate) fn of_fraction(numerator: i128, divisor: i128) -> Option<Self> {
        let mut text = Self { space: [b'0'; 44], start: 44 };
        text.digits(u64::try_from(divisor).ok()?);
        text.push(b'/');
        text.digits(u64::try_from(numerator.unsigned_abs()).ok()?);
        if numerator < 0 {
            text.push(b'-');
        }
        Some(text)
    }

    fn decimals(&mut self, mut rest: u64) {
        if rest == 0 {
            return;
        }
        let mut width = DECIMALS_MAX;
        while rest.is_multiple_of(10) {
            rest /= 10;
            width -= 1;
        }
        let before = self.start;
        self.digits(rest);
        // The space holds zeros already.
        self.start = before.saturating_sub(width);
        self.push(b'.');
    }

    fn digits(&mut self, mut number: u64) {
        loop {
            let digit = u8::try_from(number % 10).unwrap_or_default();
            self.push(b'0' + digit);
            number /= 10;
            if number == 0 {
                return;
            }
        }
    }

    fn push(&mut self, byte: u8) {
        let place = self.start.saturating_sub(1);
        if let Some(slot) = self.space.get_mut(place) {
            *slot = byte;
        }
        self.start = place;
    }

    pub(crate) fn as_str(&self) -> &str {
        let text = self.space.get(self.start..).unwrap_or_default();
        std::str::from_utf8(text).unwrap_or_default()
    }
}

/// Writes millionths in the shortest form: `12.5`, `0`, `-3`.
pub(crate) fn print(micros: i128) -> String {
    Shortest::of(micros).as_str().to_owned()
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

/// Writes `units` of 10^-`decimals` with group marks, for people.
pub(crate) fn print_for_people(units: i128, decimals: usize, mark: DecimalMark) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let digits = format!("{:0width$}", units.unsigned_abs(), width = decimals + 1);
    let (whole, rest) = digits.split_at(digits.len() - decimals);
    let mut text = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(mark.group());
        }
        text.push(digit);
    }
    if decimals > 0 {
        text.push(mark.mark());
        text.push_str(rest);
    }
    text
}

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
    fn prints_the_largest_numbers_whole() {
        for micros in [
            i128::MAX,
            i128::MIN,
            i128::from(u64::MAX),
            10_i128.pow(24),
            1,
            -1,
            0,
            10,
            100_000,
            1_000_000,
            10_i128.pow(30) + 1,
        ] {
            let (whole, rest) =
                (micros.unsigned_abs() / 1_000_000, micros.unsigned_abs() % 1_000_000);
            let sign = if micros < 0 { "-" } else { "" };
            let expected = format!("{sign}{whole}.{rest:06}");
            let expected = expected.trim_end_matches('0').trim_end_matches('.');
            assert_eq!(print(micros), expected);
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

    #[test]
    fn groups_digits_as_the_reader_expects() {
        assert_eq!(print_for_people(123_456_789, 2, DecimalMark::Comma), "1.234.567,89");
        assert_eq!(print_for_people(-5, 2, DecimalMark::Point), "-0.05");
        assert_eq!(print_for_people(1_000, 0, DecimalMark::Point), "1,000");
        assert_eq!(print_for_people(100, 0, DecimalMark::Comma), "100");
    }
}
