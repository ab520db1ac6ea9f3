//! How numbers and ratings become a predicate.
//!
//! Which basis decides is chosen by the period, never by today: until 2021 the
//! bands of a score, from 2022 the matrix of two ratings.

mod achievement;
mod bands;
mod floors;
mod matrix;
mod rating;

pub use achievement::{achievement, formula_source};
pub use bands::{Band, BandError, Bands};
pub use floors::{FloorError, Floors};
pub use matrix::{Matrix, MatrixError};
pub use rating::{Predicate, Rating, ThresholdError, Thresholds};

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// What the predicate of a period rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
