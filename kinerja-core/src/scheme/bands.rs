//! Bands of a score.

use serde::Serialize;

use super::Predicate;
use crate::number::{Ratio, Score};

/// A predicate and the scores that give it: from one score up to another that
/// no longer counts. In the best band the end counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Band {
    /// The predicate.
    pub predicate: Predicate,
    /// The lowest score.
    pub from: Score,
    /// Where the next band begins; in the best band, the highest score.
    pub to: Score,
}

/// Bands that leave no gap and do not overlap, worst first.
///
/// They decide the predicate until 2021 and are advisory from 2022.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bands {
    // Invariant: not empty; begins at 0; each begins where the one before ends;
    // predicates rise.
    bands: Vec<Band>,
}

impl Bands {
    /// Makes bands, worst first.
    ///
    /// # Errors
    ///
    /// Names the first gap, overlap or wrong order.
    pub fn new(bands: Vec<Band>) -> Result<Self, BandError> {
        let mut end = Score::ZERO;
        let mut best: Option<Predicate> = None;
        for band in &bands {
            if band.from > end {
                return Err(BandError::Gap { from: end, to: band.from });
            }
            if band.from < end {
                return Err(BandError::Overlap { from: band.from, to: end });
            }
            if band.to <= band.from {
                return Err(BandError::Empty { from: band.from, to: band.to });
            }
            if best.is_some_and(|best| band.predicate <= best) {
                return Err(BandError::Order { predicate: band.predicate });
            }
            (end, best) = (band.to, Some(band.predicate));
        }
        if bands.is_empty() { Err(BandError::None) } else { Ok(Self { bands }) }
    }

    /// The highest score of the scale.
    pub fn top(&self) -> Score {
        self.bands.last().map_or(Score::ZERO, |band| band.to)
    }

    /// The bands, worst first.
    pub fn bands(&self) -> &[Band] {
        &self.bands
    }

    /// The band of a score; none above the scale or below 0.
    pub fn band(&self, score: Ratio) -> Option<&Band> {
        if score > self.top().ratio() {
            return None;
        }
        self.bands.iter().rev().find(|band| score.reaches(band.from))
    }
}

/// What is wrong with bands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BandError {
    /// There are none.
    #[error("there are no bands")]
    None,
    /// Scores without a predicate.
    #[error("no band has the scores from {from} to {to}: let one begin where the one before ends")]
    Gap {
        /// Where the gap begins.
        from: Score,
        /// Where it ends.
        to: Score,
    },
    /// Scores with two predicates.
    #[error(
        "two bands have the scores from {from} to {to}: let one begin where the one before ends"
    )]
    Overlap {
        /// Where the overlap begins.
        from: Score,
        /// Where it ends.
        to: Score,
    },
    /// A band without scores.
    #[error("the band from {from} to {to} has no scores")]
    Empty {
        /// Where it begins.
        from: Score,
        /// Where it ends.
        to: Score,
    },
    /// A better score would give a worse predicate.
    #[error("the band of `{}` must come before a worse one: write the worst first", predicate.code())]
    Order {
        /// The predicate that is out of order.
        predicate: Predicate,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn band(predicate: Predicate, from: &str, to: &str) -> Band {
        Band { predicate, from: from.parse().unwrap(), to: to.parse().unwrap() }
    }

    #[test]
    fn each_way_to_be_wrong_is_named() {
        use Predicate::{Excellent, Good};
        let error = |first, second| Bands::new(vec![first, second]).unwrap_err();
        assert!(matches!(
            error(band(Good, "0", "89.99"), band(Excellent, "90", "120")),
            BandError::Gap { .. }
        ));
        assert!(matches!(
            error(band(Good, "0", "91"), band(Excellent, "90", "120")),
            BandError::Overlap { .. }
        ));
        assert!(matches!(
            error(band(Good, "0", "90"), band(Excellent, "90", "90")),
            BandError::Empty { .. }
        ));
        assert!(matches!(
            error(band(Excellent, "0", "90"), band(Good, "90", "120")),
            BandError::Order { .. }
        ));
        assert_eq!(Bands::new(vec![]), Err(BandError::None));
    }

    #[test]
    fn a_band_has_its_lower_end_and_the_best_one_both() {
        use Predicate::{Excellent, Good};
        let bands =
            Bands::new(vec![band(Good, "0", "110"), band(Excellent, "110", "120")]).unwrap();
        let of = |micros, divisor| {
            bands.band(Ratio::new(micros, divisor).unwrap()).map(|band| band.predicate)
        };
        assert_eq!(of(769_999_999, 7), Some(Good));
        assert_eq!(of(770_000_000, 7), Some(Excellent));
        assert_eq!(of(120_000_000, 1), Some(Excellent));
        assert_eq!(of(120_000_001, 1), None);
        assert_eq!(of(-1, 1), None);
    }
}
