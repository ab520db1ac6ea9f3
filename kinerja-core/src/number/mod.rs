//! Exact numbers.
//!
//! Nothing in this crate uses floating point. Amounts, percents and scores are
//! counts of millionths; weights are basis points; sums and means stay
//! undivided as a [`Ratio`]. An achievement is rounded once, half up, to
//! millionths of a percent; that is the only rounding before a decision. What a
//! person reads is rounded when it is printed and never read back.

mod decimal;
mod fraction;
mod money;
mod natural;
mod percent;
mod print;
mod quantity;
mod ratio;
mod score;
mod weight;

pub use decimal::{DecimalMark, NumberError};
pub use money::{Money, MoneyError};
pub use percent::Percent;
pub use quantity::Quantity;
pub use ratio::Ratio;
pub use score::Score;
pub use weight::{Share, Weight};

pub(crate) use decimal::{div_half_up, serde_as_text};
pub(crate) use fraction::Fraction;
pub(crate) use print::print_for_people;

/// Millionths in one: the scale of every amount, percent and score.
pub const MICROS: i128 = 1_000_000;
