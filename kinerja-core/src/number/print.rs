//! Numbers as text, without loss.

use super::{DecimalMark, MICROS, decimal::DECIMALS_MAX};

/// Powers of ten, up to that of all places behind the mark.
const POWERS: [u64; DECIMALS_MAX + 1] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

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
        if rest.is_multiple_of(1_000) {
            rest /= 1_000;
            width -= 3;
        }
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
        let space = self.space.get_mut(..self.start).unwrap_or_default();
        for slot in space.iter_mut().rev() {
            *slot = b'0' + u8::try_from(number % 10).unwrap_or_default();
            number /= 10;
            self.start -= 1;
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

/// Every three digits, `000` to `999`, one after the other.
const TRIPLES: &str = match std::str::from_utf8(TRIPLE_BYTES.as_flattened()) {
    Ok(text) => text,
    Err(_) => "",
};

const TRIPLE_BYTES: [[u8; 3]; 1_000] = {
    let mut all = [[b'0'; 3]; 1_000];
    let (mut left, mut digits) = (all.as_mut_slice(), [b'0'; 3]);
    while let [first, rest @ ..] = left {
        *first = digits;
        digits = match digits {
            [high, b'9', b'9'] => [high + 1, b'0', b'0'],
            [high, middle, b'9'] => [high, middle + 1, b'0'],
            [high, middle, low] => [high, middle, low + 1],
        };
        left = rest;
    }
    all
};

/// Three digits below 1000, without `before` at the start and `after` at the end.
fn triple(number: u64, before: usize, after: usize) -> &'static str {
    let place = 3 * usize::try_from(number).unwrap_or_default();
    TRIPLES.get(place + before..place + 3 - after).unwrap_or_default()
}

/// Appends what [`print`] writes, three digits at a time: results have many numbers.
pub(crate) fn push(text: &mut String, micros: i128) {
    let Ok(micros) = u64::try_from(micros) else {
        text.push_str(Shortest::of(micros).as_str());
        return;
    };
    push_whole(text, micros / 1_000_000);
    let decimals = micros % 1_000_000;
    if decimals == 0 {
        return;
    }
    text.push('.');
    let (high, low) = (decimals / 1_000, decimals % 1_000);
    let zeros = |digits: u64| {
        usize::from(digits.is_multiple_of(10)) + usize::from(digits.is_multiple_of(100))
    };
    if low == 0 {
        text.push_str(triple(high, 0, zeros(high)));
    } else {
        text.push_str(triple(high, 0, 0));
        text.push_str(triple(low, 0, zeros(low)));
    }
}

/// Appends a whole number.
pub(crate) fn push_whole(text: &mut String, number: u64) {
    if number < 1_000 {
        let zeros = usize::from(number < 10) + usize::from(number < 100);
        text.push_str(triple(number, zeros, 0));
    } else {
        push_whole(text, number / 1_000);
        text.push_str(triple(number % 1_000, 0, 0));
    }
}

/// Gives a number of millionths a quick way into a text.
macro_rules! push_micros {
    ($name:ident) => {
        impl $name {
            /// Appends the number to a text as `to_string` shows it, without the
            /// detours of formatting.
            pub fn push_to(self, text: &mut String) {
                $crate::number::print::push(text, i128::from(self.0));
            }
        }
    };
}

pub(crate) use push_micros;

/// Writes millionths in the shortest form: `12.5`, `0`, `-3`.
pub(crate) fn print(micros: i128) -> String {
    Shortest::of(micros).as_str().to_owned()
}

/// Writes `units` of 10^-`decimals` with group marks, for people.
pub(crate) fn print_for_people(units: i128, decimals: usize, mark: DecimalMark) -> String {
    let mut text = String::with_capacity(16);
    if units < 0 {
        text.push('-');
    }
    // The places that are not shown of the six that a number has.
    let hidden = DECIMALS_MAX.saturating_sub(decimals);
    let power = |digits| POWERS.get(digits).copied().unwrap_or(1);
    let (amount, scale) = (units.unsigned_abs(), power(DECIMALS_MAX - hidden));
    // Almost every number fits, and dividing 64 bits is much faster.
    let (whole, rest) = if let Ok(small) = u64::try_from(amount) {
        (u128::from(small / scale), small % scale)
    } else {
        let scale = u128::from(scale);
        (amount / scale, u64::try_from(amount % scale).unwrap_or_default())
    };
    push_grouped(&mut text, whole, mark.group());
    if decimals > 0 {
        let micros = rest * power(hidden);
        text.push(mark.mark());
        text.push_str(triple(micros / 1_000, 0, hidden.saturating_sub(3)));
        text.push_str(triple(micros % 1_000, 0, hidden.min(3)));
    }
    text
}

/// Appends a whole number with a mark between every three digits.
fn push_grouped(text: &mut String, number: u128, group: char) {
    if let Ok(small @ ..1_000) = u64::try_from(number) {
        push_whole(text, small);
    } else {
        push_grouped(text, number / 1_000, group);
        text.push(group);
        text.push_str(triple(u64::try_from(number % 1_000).unwrap_or_default(), 0, 0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn both_ways_to_print_agree(micros: i64, zeros in 0_u32..7) {
            let micros = i128::from(micros) / 10_i128.pow(zeros) * 10_i128.pow(zeros);
            for micros in [micros, micros % 1_000_000_000] {
                let mut text = String::new();
                push(&mut text, micros);
                proptest::prop_assert_eq!(text, print(micros));
            }
        }
    }

    /// Digits as the standard library writes them, with marks put in.
    fn formatted(units: i128, decimals: usize, mark: DecimalMark) -> String {
        let digits = format!("{:0width$}", units.unsigned_abs(), width = decimals + 1);
        let (whole, rest) = digits.split_at(digits.len() - decimals);
        let groups: Vec<_> = whole.as_bytes().rchunks(3).rev().collect();
        let groups: Vec<_> = groups.iter().map(|group| str::from_utf8(group).unwrap()).collect();
        let sign = if units < 0 { "-" } else { "" };
        let text = format!("{sign}{}", groups.join(&mark.group().to_string()));
        if decimals > 0 { format!("{text}{}{rest}", mark.mark()) } else { text }
    }

    proptest::proptest! {
        #[test]
        fn numbers_for_people_have_every_digit(units: i128, shift in 0_u32..127, decimals in 0_usize..=6) {
            let units = units >> shift;
            let found = print_for_people(units, decimals, DecimalMark::Comma);
            proptest::prop_assert_eq!(found, formatted(units, decimals, DecimalMark::Comma));
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
            let mut text = String::new();
            push(&mut text, micros);
            assert_eq!(text, expected);
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
