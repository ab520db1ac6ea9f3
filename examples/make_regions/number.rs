//! Decimal numbers as they stand in office files.

use crate::Outcome;
use crate::policy::Decimal;

/// A decimal number that remembers how many decimals it was written with:
/// a target of `95.5` is measured to one decimal, a target of `120` by counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Number {
    units: i64,
    decimals: u32,
}

impl Number {
    /// Makes a number from its digits: `(9550, 2)` is 95.50.
    pub(crate) const fn new(units: i64, decimals: u32) -> Self {
        Self { units, decimals }
    }

    /// Reads a number as it stands in the region tables, with a decimal point.
    pub(crate) fn parse(text: &str) -> Outcome<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let units = format!("{whole}{fraction}").parse()?;
        Ok(Self { units, decimals: u32::try_from(fraction.len())? })
    }

    /// Whether it is a count, without decimals.
    pub(crate) const fn is_count(self) -> bool {
        self.decimals == 0
    }

    /// This many thousandths of it, rounded half up to its own decimals.
    pub(crate) const fn permille(self, permille: i64) -> Self {
        Self { units: (self.units * permille + 500) / 1000, decimals: self.decimals }
    }

    /// The number, but at most `most` whole units.
    pub(crate) fn at_most(self, most: i64) -> Self {
        Self { units: self.units.min(most * 10_i64.pow(self.decimals)), decimals: self.decimals }
    }

    /// The point at `permille` of the way to `other`; both have the same decimals.
    pub(crate) const fn towards(self, other: Self, permille: i64) -> Self {
        let way = (other.units - self.units) * permille / 1000;
        Self { units: self.units + way, decimals: self.decimals }
    }

    /// The number of decimals it is written with.
    pub(crate) const fn decimals(self) -> u32 {
        self.decimals
    }

    /// The number with a decimal point and no grouping.
    pub(crate) fn plain(self) -> String {
        let (whole, fraction) = self.digits();
        if fraction.is_empty() { whole } else { format!("{whole}.{fraction}") }
    }

    /// The number as the region writes it, thousands grouped: `1.234,5`.
    pub(crate) fn written(self, decimal: Decimal) -> String {
        let (mark, group) = match decimal {
            Decimal::Comma => (',', '.'),
            Decimal::Point => ('.', ','),
        };
        let (whole, fraction) = self.digits();
        let mut text = String::new();
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                text.push(group);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(mark);
            text.push_str(&fraction);
        }
        text
    }

    /// The digits before and after the mark. No number of the tables is negative.
    fn digits(self) -> (String, String) {
        let scale = 10_i64.pow(self.decimals);
        let whole = (self.units / scale).to_string();
        if self.decimals == 0 {
            return (whole, String::new());
        }
        let (fraction, width) = (self.units % scale, usize::try_from(self.decimals).unwrap_or(0));
        (whole, format!("{fraction:0width$}"))
    }
}
