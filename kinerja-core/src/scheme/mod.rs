//! How numbers and ratings become a predicate.
//!
//! Which basis decides is chosen by the period, never by today: until 2021 the
//! bands of a score, from 2022 the matrix of two ratings. Each older regulation
//! has its own module.

mod achievement;
mod bands;
mod floors;
mod older_behaviour;
mod permenpanrb6_2022;
pub mod permenpanrb8_2021;
pub mod pp30_2019;
pub mod pp46_2011;
mod rating;
mod regime;
mod weighted;

pub use achievement::{achievement, formula_source};
pub use bands::{Band, BandError, Bands};
pub use floors::{FloorError, Floors};
pub use older_behaviour::{OlderBehaviourRule, OlderShares};
pub use permenpanrb6_2022::{Matrix, MatrixError};
pub use rating::{Predicate, Rating, ThresholdError, Thresholds};
pub use regime::{Regime, RegimeError};
pub use weighted::{WeightedError, weighted_mean};

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::number::{Ratio, Share};

/// What the predicate of a period rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The bands of a score.
    Bands,
    /// The matrix of the result rating and the behaviour rating. A score is
    /// advisory.
    Matrix,
}

impl Basis {
    /// The basis of a period that begins on the day.
    ///
    /// # Legal basis
    ///
    /// PermenPANRB 6/2022 uses no arithmetic; it holds for periods from 2022.
    pub fn of(start: NaiveDate) -> Self {
        if start.year() >= 2022 { Self::Matrix } else { Self::Bands }
    }
}

/// Work results and behaviour by their shares, exact; nothing where the numbers
/// are too fine to be kept.
pub(crate) fn total(share: Share, work: Ratio, behaviour: Ratio) -> Option<Ratio> {
    // The engine's own stay at 10^4 * 10^9 * 10^4 * 7: far from the end of i128.
    let part = |share: Share, of: Ratio, beside: Ratio| {
        share.basis_points().checked_mul(of.numerator())?.checked_mul(beside.divisor())
    };
    let sum = part(share.rest(), work, behaviour)?.checked_add(part(share, behaviour, work)?)?;
    let whole = Share::WHOLE.basis_points();
    Ratio::new(sum, whole.checked_mul(work.divisor())?.checked_mul(behaviour.divisor())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_decides_from_2022() {
        let basis = |day: &str| Basis::of(day.parse().unwrap());
        assert_eq!(basis("2021-12-31"), Basis::Bands);
        assert_eq!(basis("2022-01-01"), Basis::Matrix);
    }
}
