//! Ratings, predicates and the thresholds that propose ratings.

use serde::{Deserialize, Serialize};

use crate::{
    language::Language,
    number::{Ratio, Score},
};

/// A rating of results or of behaviour, worst first.
///
/// # Legal basis
///
/// PermenPANRB 6/2022: "rating hasil kerja" and "rating perilaku kerja".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rating {
    /// Below expectation ("di bawah ekspektasi").
    Below,
    /// As expected ("sesuai ekspektasi").
    Meets,
    /// Above expectation ("di atas ekspektasi").
    Above,
}

impl Rating {
    /// The three, worst first.
    pub const ALL: [Self; 3] = [Self::Below, Self::Meets, Self::Above];

    /// The name in code and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Below => "below",
            Self::Meets => "meets",
            Self::Above => "above",
        }
    }

    /// The rating for people.
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Below => language.pick("di bawah ekspektasi", "below expectation"),
            Self::Meets => language.pick("sesuai ekspektasi", "meets expectation"),
            Self::Above => language.pick("di atas ekspektasi", "above expectation"),
        }
    }
}

/// The word that sums up a period ("predikat kinerja"), worst first.
///
/// "Kurang" (misconduct) ranks below "Butuh Perbaikan".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Predicate {
    /// "Sangat Kurang".
    VeryPoor,
    /// "Kurang" (misconduct).
    Poor,
    /// "Butuh Perbaikan"; "Cukup" in older regimes.
    NeedsImprovement,
    /// "Baik".
    Good,
    /// "Sangat Baik".
    Excellent,
}

impl Predicate {
    /// The five, best first, as people list them.
    pub const BEST_FIRST: [Self; 5] =
        [Self::Excellent, Self::Good, Self::NeedsImprovement, Self::Poor, Self::VeryPoor];

    /// Its place in [`Predicate::BEST_FIRST`].
    pub(crate) const fn place(self) -> usize {
        match self {
            Self::Excellent => 0,
            Self::Good => 1,
            Self::NeedsImprovement => 2,
            Self::Poor => 3,
            Self::VeryPoor => 4,
        }
    }

    /// The predicate for people.
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::VeryPoor => language.pick("Sangat Kurang", "very poor"),
            Self::Poor => language.pick("Kurang", "poor (misconduct)"),
            Self::NeedsImprovement => language.pick("Butuh Perbaikan", "needs improvement"),
            Self::Good => language.pick("Baik", "good"),
            Self::Excellent => language.pick("Sangat Baik", "excellent"),
        }
    }

    /// The name in code and files: `needs_improvement`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::VeryPoor => "very_poor",
            Self::Poor => "poor",
            Self::NeedsImprovement => "needs_improvement",
            Self::Good => "good",
            Self::Excellent => "excellent",
        }
    }
}

/// From which score a rating is *proposed*. No regulation has such numbers: they
/// are the region's own choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Thresholds {
    meets: Score,
    above: Score,
}

impl Thresholds {
    /// Makes thresholds.
    ///
    /// # Errors
    ///
    /// Fails unless `meets` lies below `above`.
    pub fn new(meets: Score, above: Score) -> Result<Self, ThresholdError> {
        if meets < above { Ok(Self { meets, above }) } else { Err(ThresholdError { meets, above }) }
    }

    /// The score from which work is as expected.
    pub const fn meets(self) -> Score {
        self.meets
    }

    /// The score from which work is above expectation.
    pub const fn above(self) -> Score {
        self.above
    }

    /// The rating that an exact score proposes.
    pub fn propose(self, score: Ratio) -> Rating {
        if score.reaches(self.above) {
            Rating::Above
        } else if score.reaches(self.meets) {
            Rating::Meets
        } else {
            Rating::Below
        }
    }
}

/// The threshold of `meets` is not below that of `above`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`meets` ({meets}) must lie below `above` ({above})")]
pub struct ThresholdError {
    meets: Score,
    above: Score,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proposes_on_each_side_of_every_edge() {
        let thresholds = Thresholds::new("90".parse().unwrap(), "110".parse().unwrap()).unwrap();
        #[rustfmt::skip]
        let table = [
            (770_000_000, 7, Rating::Above),
            (769_999_999, 7, Rating::Meets),
            (630_000_000, 7, Rating::Meets),
            (629_999_999, 7, Rating::Below),
            (0,           1, Rating::Below),
        ];
        for (micros, divisor, rating) in table {
            let score = Ratio::new(micros, divisor).unwrap();
            assert_eq!(thresholds.propose(score), rating, "{score}");
        }
    }

    #[test]
    fn misconduct_ranks_below_needing_improvement() {
        assert!(Predicate::Poor < Predicate::NeedsImprovement);
    }
}
