//! Sums and means that are not divided.

use std::{cmp::Ordering, fmt, str::FromStr};

use super::{
    DecimalMark, MICROS, NumberError, Score,
    decimal::serde_as_text,
    div_half_up,
    print::{Shortest, print_for_people, push_whole},
};

/// An exact number of points: millionths over a positive divisor.
///
/// A weighted total or a mean of seven stays a fraction, so that 69.999999… is
/// not 70. Two ratios are equal when they are the same number, however they are
/// written.
#[derive(Debug, Clone, Copy)]
pub struct Ratio {
    // In millionths of a point.
    numerator: i128,
    // Invariant: positive.
    divisor: i128,
}

impl Ratio {
    /// A number of millionths, undivided.
    pub(crate) const fn whole(micros: i128) -> Self {
        Self { numerator: micros, divisor: 1 }
    }

    /// Millionths over a divisor; nothing when the divisor is not positive.
    pub fn new(micros: i128, divisor: i128) -> Option<Self> {
        (divisor > 0).then_some(Self { numerator: micros, divisor })
    }

    /// The numerator, in millionths of a point.
    pub const fn numerator(self) -> i128 {
        self.numerator
    }

    /// The divisor: above zero.
    pub const fn divisor(self) -> i128 {
        self.divisor
    }

    /// The same number with the smallest divisor.
    fn reduced(self) -> Self {
        let common = common_divisor(self.numerator.unsigned_abs(), self.divisor.unsigned_abs());
        match i128::try_from(common) {
            Ok(common) if common > 1 => {
                Self { numerator: self.numerator / common, divisor: self.divisor / common }
            }
            Ok(_) | Err(_) => self,
        }
    }

    /// The exact sum; nothing where it would leave `i128`.
    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        let (left, right) = (self.reduced(), other.reduced());
        let sum = left
            .numerator
            .checked_mul(right.divisor)?
            .checked_add(right.numerator.checked_mul(left.divisor)?)?;
        Some(Self::new(sum, left.divisor.checked_mul(right.divisor)?)?.reduced())
    }

    /// The exact product with a fraction; nothing where it would leave `i128` or
    /// the divisor is not positive.
    pub(crate) fn times(self, numerator: i128, divisor: i128) -> Option<Self> {
        let (number, factor) = (self.reduced(), Self::new(numerator, divisor)?.reduced());
        let product = number.numerator.checked_mul(factor.numerator)?;
        Some(Self::new(product, number.divisor.checked_mul(factor.divisor)?)?.reduced())
    }

    /// The number rounded half up to millionths.
    #[must_use]
    pub fn rounded(self) -> Self {
        Self::whole(div_half_up(self.numerator, self.divisor))
    }

    /// The number rounded half up to whole points.
    #[must_use]
    pub fn whole_points(self) -> Self {
        // Only what rounds up beyond the end of i128 stays at the end.
        Self::whole(self.half_up(MICROS).saturating_mul(MICROS))
    }

    /// The number in units of so many millionths, rounded half up.
    fn half_up(self, unit: i128) -> i128 {
        // Halves of a unit are whole millionths, so what lies below a millionth does
        // not matter, and the divisor need not be multiplied.
        div_half_up(self.numerator.div_euclid(self.divisor), unit)
    }

    /// The smaller of two.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        if self <= other { self } else { other }
    }

    /// The number for people, with two decimals, half up.
    pub fn show(self, mark: DecimalMark) -> String {
        print_for_people(self.half_up(MICROS / 100), 2, mark)
    }

    /// The number for people in whole points, half up.
    pub(crate) fn show_whole(self, mark: DecimalMark) -> String {
        print_for_people(self.half_up(MICROS), 0, mark)
    }

    /// The number for people beside limits that it may lie just below: where two
    /// decimals would read like a limit that it does not reach, it is shown with
    /// six, cut and not rounded.
    pub fn show_below(self, limits: &[Score], mark: DecimalMark) -> String {
        let shown = self.show(mark);
        if limits.iter().any(|limit| !self.reaches(*limit) && limit.show(mark) == shown) {
            print_for_people(self.numerator.div_euclid(self.divisor), 6, mark)
        } else {
            shown
        }
    }

    /// Whether it reaches a threshold.
    pub fn reaches(self, threshold: Score) -> bool {
        self >= threshold.ratio()
    }
}

impl PartialEq for Ratio {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ratio {}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        // The engine's own fractions stay below 10^18 over 10^9, far from the
        // end of i128. A fraction read from elsewhere may be anything: where
        // the product ends, whole parts and then the rests are compared.
        let left = self.numerator.checked_mul(other.divisor);
        let right = other.numerator.checked_mul(self.divisor);
        match (left, right) {
            (Some(left), Some(right)) => left.cmp(&right),
            _ => compare_by_parts(*self, *other),
        }
    }
}

fn common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Compares as Euclid does: whole parts first, then the turned rests.
fn compare_by_parts(mut left: Ratio, mut right: Ratio) -> Ordering {
    loop {
        let whole = |ratio: Ratio| ratio.numerator.div_euclid(ratio.divisor);
        let rest = |ratio: Ratio| ratio.numerator.rem_euclid(ratio.divisor);
        match whole(left).cmp(&whole(right)) {
            Ordering::Equal => {}
            unequal @ (Ordering::Less | Ordering::Greater) => return unequal,
        }
        match (rest(left), rest(right)) {
            (0, 0) => return Ordering::Equal,
            (0, _) => return Ordering::Less,
            (_, 0) => return Ordering::Greater,
            (left_rest, right_rest) => {
                let turned = Ratio { numerator: right.divisor, divisor: right_rest };
                right = Ratio { numerator: left.divisor, divisor: left_rest };
                left = turned;
            }
        }
    }
}

impl Ratio {
    fn with_text<R>(self, use_text: impl FnOnce(&str) -> R) -> R {
        match Shortest::of_fraction(self.numerator, self.divisor) {
            Some(text) => use_text(text.as_str()),
            None => use_text(&format!("{}/{}", self.numerator, self.divisor)),
        }
    }
}

impl Ratio {
    /// Appends the number to a text as `to_string` shows it, without the detours of
    /// formatting.
    pub fn push_to(self, text: &mut String) {
        match (u64::try_from(self.numerator), u64::try_from(self.divisor)) {
            (Ok(numerator), Ok(divisor)) => {
                push_whole(text, numerator);
                text.push('/');
                push_whole(text, divisor);
            }
            _ => self.with_text(|shown| text.push_str(shown)),
        }
    }
}

serde_as_text!(Ratio, "millionths over a divisor like `1/7`");

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with_text(|text| f.write_str(text))
    }
}

impl FromStr for Ratio {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.split_once('/')
            .and_then(|(numerator, divisor)| {
                Self::new(numerator.parse().ok()?, divisor.parse().ok()?)
            })
            .ok_or_else(|| NumberError::malformed(text))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_just_below_a_threshold_does_not_reach_it() {
        let seventy: Score = "70".parse().unwrap();
        assert!(Ratio::new(70_000_000 * 7, 7).unwrap().reaches(seventy));
        assert!(!Ratio::new(70_000_000 * 7 - 1, 7).unwrap().reaches(seventy));
    }

    #[test]
    fn a_number_just_below_a_limit_never_reads_like_the_limit() {
        let limits = ["90".parse().unwrap(), "105".parse().unwrap()];
        let show = |micros, divisor| {
            Ratio::new(micros, divisor).unwrap().show_below(&limits, DecimalMark::Comma)
        };
        assert_eq!(show(104_996_000, 1), "104,996000");
        assert_eq!(show(105_000_000 * 7 - 1, 7), "104,999999");
        assert_eq!(show(105_000_000, 1), "105,00");
        assert_eq!(show(104_994_000, 1), "104,99");
        assert_eq!(show(90_001_000, 1), "90,00");
    }

    #[test]
    fn prints_two_decimals_half_up() {
        assert_eq!(Ratio::new(109_995_000, 1).unwrap().show(DecimalMark::Comma), "110,00");
        assert_eq!(Ratio::new(200_000_000, 3).unwrap().show(DecimalMark::Point), "66.67");
    }

    proptest! {
        /// Comparing by parts says the same as comparing products.
        #[test]
        fn both_ways_to_compare_agree(a in -1_000_000_i128..1_000_000, b in 1_i128..1_000, c in -1_000_000_i128..1_000_000, d in 1_i128..1_000) {
            let (left, right) = (Ratio::new(a, b).unwrap(), Ratio::new(c, d).unwrap());
            prop_assert_eq!(compare_by_parts(left, right), (a * d).cmp(&(c * b)));
        }

        /// Sums and products are those of fractions.
        #[test]
        fn sums_and_products_are_exact(a in -1_000_000_i128..1_000_000, b in 1_i128..1_000, c in -1_000_000_i128..1_000_000, d in 1_i128..1_000) {
            let (left, right) = (Ratio::new(a, b).unwrap(), Ratio::new(c, d).unwrap());
            prop_assert_eq!(left.plus(right), Ratio::new(a * d + c * b, b * d));
            prop_assert_eq!(left.times(c, d), Ratio::new(a * c, b * d));
        }

        /// Whatever the numbers are, an answer or nothing comes back.
        #[test]
        fn no_sum_overflows(a: i128, b in 1..i128::MAX, c: i128, d in 1..i128::MAX) {
            let (left, right) = (Ratio::new(a, b).unwrap(), Ratio::new(c, d).unwrap());
            prop_assert_eq!(left.plus(right), right.plus(left));
            prop_assert_eq!(left.times(c, d), right.times(a, b));
            prop_assert!(left.rounded().divisor() == 1);
        }

        /// Rounding in two steps is rounding once.
        #[test]
        fn every_unit_is_rounded_half_up_once(a in -1_000_000_000_000_i128..1_000_000_000_000, b in 1_i128..1_000, close in -2_i128..3) {
            for unit in [MICROS, MICROS / 100] {
                // Any number, and one just beside a half.
                for numerator in [a, (2 * (a / MICROS) + 1) * unit * b / 2 + close] {
                    let found = Ratio::new(numerator, b).unwrap().half_up(unit);
                    prop_assert_eq!(found, div_half_up(numerator, b * unit));
                }
            }
        }

        /// The largest numbers are shown without overflow.
        #[test]
        fn any_number_is_shown(a: i128, b in 1..i128::MAX, limit in 0_i128..1_000) {
            let limits = [Score::from_micros(limit * 1_000_000).unwrap()];
            for (numerator, divisor) in [(a, b), (a, 1), (i128::MAX, 1), (i128::MIN, 1), (a % 100, b)] {
                let number = Ratio::new(numerator, divisor).unwrap();
                let shown = number.show_below(&limits, DecimalMark::Point);
                prop_assert!(!shown.is_empty() && !number.show_whole(DecimalMark::Comma).is_empty());
                prop_assert_eq!(number.whole_points().divisor(), 1);
            }
        }

        /// The largest numbers are compared without overflow.
        #[test]
        fn any_two_can_be_compared(a: i128, b in 1..i128::MAX, c: i128, d in 1..i128::MAX) {
            let (left, right) = (Ratio::new(a, b).unwrap(), Ratio::new(c, d).unwrap());
            prop_assert_eq!(left.cmp(&right), right.cmp(&left).reverse());
        }
    }
}
