//! PermenPANRB 6/2022: no arithmetic, a matrix of two ratings.

use serde::{Deserialize, Serialize};

use super::{Predicate, Rating};

/// Result rating and behaviour rating make the predicate.
///
/// # Legal basis
///
/// PermenPANRB 6/2022: the performance quadrant. Behaviour below expectation
/// always gives "Kurang" or worse; results below it never beat "Butuh
/// Perbaikan"; "Sangat Baik" needs both above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawMatrix", into = "RawMatrix")]
pub struct Matrix {
    // Rows: result rating; columns: behaviour rating; both worst first.
    // Invariant: a better rating never gives a worse predicate.
    rows: [[Predicate; 3]; 3],
}

/// A matrix as rule files write it: rows by result rating, columns by behaviour
/// rating.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMatrix {
    below: RawRow,
    meets: RawRow,
    above: RawRow,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRow {
    below: Predicate,
    meets: Predicate,
    above: Predicate,
}

impl TryFrom<RawMatrix> for Matrix {
    type Error = MatrixError;

    fn try_from(raw: RawMatrix) -> Result<Self, Self::Error> {
        let row = |RawRow { below, meets, above }: RawRow| [below, meets, above];
        Self::new([row(raw.below), row(raw.meets), row(raw.above)])
    }
}

impl From<Matrix> for RawMatrix {
    fn from(matrix: Matrix) -> Self {
        let row = |[below, meets, above]: [Predicate; 3]| RawRow { below, meets, above };
        let [below, meets, above] = matrix.rows.map(row);
        Self { below, meets, above }
    }
}

impl Matrix {
    /// The matrix of the regulation as it has been since 2022.
    pub const NATIONAL: Self = {
        use Predicate::{Excellent, Good, NeedsImprovement, Poor, VeryPoor};
        Self {
            rows: [
                [VeryPoor, NeedsImprovement, NeedsImprovement],
                [Poor, Good, Good],
                [Poor, Good, Excellent],
            ],
        }
    };

    /// Makes a matrix from its rows (result rating, worst first), each with its
    /// columns (behaviour rating, worst first).
    ///
    /// # Errors
    ///
    /// Fails when a better rating would give a worse predicate.
    pub fn new(rows: [[Predicate; 3]; 3]) -> Result<Self, MatrixError> {
        let [below, meets, above] = rows;
        let row_rises = |[a, b, c]: [Predicate; 3]| a <= b && b <= c;
        let column_rises = |lower: [Predicate; 3], upper: [Predicate; 3]| {
            lower.iter().zip(upper).all(|(low, high)| *low <= high)
        };
        let rises = rows.into_iter().all(row_rises)
            && column_rises(below, meets)
            && column_rises(meets, above);
        if rises { Ok(Self { rows }) } else { Err(MatrixError) }
    }

    /// The predicate of two ratings.
    pub fn predicate(&self, result: Rating, behaviour: Rating) -> Predicate {
        let [below, meets, above] = self.rows;
        let [first, second, third] = match result {
            Rating::Below => below,
            Rating::Meets => meets,
            Rating::Above => above,
        };
        match behaviour {
            Rating::Below => first,
            Rating::Meets => second,
            Rating::Above => third,
        }
    }
}

/// A better rating would give a worse predicate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("in the matrix, a better rating must never give a worse predicate")]
pub struct MatrixError;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_national_matrix_rises_in_both_directions() {
        assert_eq!(Matrix::new(Matrix::NATIONAL.rows), Ok(Matrix::NATIONAL));
    }

    #[cfg(feature = "toml")]
    #[test]
    fn the_rule_file_has_the_matrix_from_2022_on_and_no_earlier() {
        let rules = crate::region::RuleBook::national().unwrap();
        let at = |day: &str| rules.matrix.at(day.parse().unwrap()).map(|rule| rule.value);
        assert_eq!(at("2022-01-01"), Some(Matrix::NATIONAL));
        assert_eq!(at("2021-12-31"), None);
    }

    #[test]
    fn a_matrix_that_punishes_better_work_is_refused() {
        let mut rows = Matrix::NATIONAL.rows;
        rows[2][1] = Predicate::Poor;
        assert_eq!(Matrix::new(rows), Err(MatrixError));
    }
}
