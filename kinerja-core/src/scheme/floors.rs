//! From which score on a predicate is given.

use serde::{Deserialize, Serialize};

use super::Predicate;
use crate::number::{Ratio, Score};

/// The lowest score of each predicate but the worst, which has all below.
///
/// ```
/// use kinerja_core::{number::Ratio, scheme::{Floors, Predicate}};
///
/// let floors = Floors::new(["51", "61", "76", "91"].map(|text| text.parse().unwrap()))?;
/// let score = Ratio::new(90_999_999, 1).unwrap();
/// assert_eq!(floors.predicate(score, true), Predicate::Good);
/// # Ok::<(), kinerja_core::scheme::FloorError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawFloors")]
pub struct Floors {
    // Invariant: they rise.
    poor: Score,
    needs_improvement: Score,
    good: Score,
    excellent: Score,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFloors {
    poor: Score,
    needs_improvement: Score,
    good: Score,
    excellent: Score,
}

impl TryFrom<RawFloors> for Floors {
    type Error = FloorError;

    fn try_from(raw: RawFloors) -> Result<Self, Self::Error> {
        Self::new([raw.poor, raw.needs_improvement, raw.good, raw.excellent])
    }
}

impl Floors {
    /// Makes floors, from that of "Kurang" up to that of "Sangat Baik".
    ///
    /// # Errors
    ///
    /// Fails unless they rise.
    pub fn new([poor, needs_improvement, good, excellent]: [Score; 4]) -> Result<Self, FloorError> {
        if poor < needs_improvement && needs_improvement < good && good < excellent {
            Ok(Self { poor, needs_improvement, good, excellent })
        } else {
            Err(FloorError)
        }
    }

    /// The lowest score of "Sangat Baik".
    pub const fn excellent(self) -> Score {
        self.excellent
    }

    /// The floors, lowest first.
    pub const fn all(self) -> [Score; 4] {
        [self.poor, self.needs_improvement, self.good, self.excellent]
    }

    /// The predicate of an exact score. Whether a score on a floor belongs to
    /// the better predicate is said by `inclusive`.
    pub fn predicate(self, score: Ratio, inclusive: bool) -> Predicate {
        let reached = |floor: Score| {
            if inclusive { score.reaches(floor) } else { score > floor.ratio() }
        };
        if reached(self.excellent) {
            Predicate::Excellent
        } else if reached(self.good) {
            Predicate::Good
        } else if reached(self.needs_improvement) {
            Predicate::NeedsImprovement
        } else if reached(self.poor) {
            Predicate::Poor
        } else {
            Predicate::VeryPoor
        }
    }
}

/// The floors do not rise.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the lowest scores must rise from `poor` over `needs_improvement` and `good` to `excellent`"
)]
pub struct FloorError;

#[cfg(test)]
mod tests {
    use super::*;

    fn floors(floors: [&str; 4]) -> Result<Floors, FloorError> {
        Floors::new(floors.map(|text| text.parse().unwrap()))
    }

    #[test]
    fn a_better_predicate_begins_at_a_better_score() {
        assert_eq!(floors(["51", "61", "91", "76"]), Err(FloorError));
        assert_eq!(floors(["51", "51", "76", "91"]), Err(FloorError));
    }

    #[test]
    fn each_floor_belongs_to_the_predicate_that_the_reading_says() {
        use Predicate::{Excellent, Good, NeedsImprovement, Poor, VeryPoor};
        let floors = floors(["51", "61", "76", "91"]).unwrap();
        let worst_first = [VeryPoor, Poor, NeedsImprovement, Good, Excellent];
        for (floor, pair) in floors.all().into_iter().zip(worst_first.windows(2)) {
            let below = Ratio::new(floor.micros() * 7 - 1, 7).unwrap();
            let above = Ratio::new(floor.micros() * 7 + 1, 7).unwrap();
            for inclusive in [true, false] {
                assert_eq!(floors.predicate(below, inclusive), pair[0], "{floor}");
                assert_eq!(floors.predicate(above, inclusive), pair[1], "{floor}");
            }
            assert_eq!(floors.predicate(floor.ratio(), true), pair[1], "{floor}");
            assert_eq!(floors.predicate(floor.ratio(), false), pair[0], "{floor}");
        }
        assert_eq!(floors.predicate(Ratio::new(-1, 1).unwrap(), true), VeryPoor);
    }
}
