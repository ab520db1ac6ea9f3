//! PP 30/2019: the total and its bands, in the second half of 2021.

use serde::{Deserialize, Serialize};

use super::{Floors, Predicate, total as weigh};
use crate::number::{Ratio, Score, Share};

/// The bands of the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawBands")]
pub struct NewIdeaBands {
    // Invariant: the highest floor lies below the maximum.
    floors: Floors,
    maximum: Score,
    lower_inclusive: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBands {
    floors: Floors,
    maximum: Score,
    lower_inclusive: bool,
}

impl TryFrom<RawBands> for NewIdeaBands {
    type Error = Pp30Error;

    fn try_from(raw: RawBands) -> Result<Self, Self::Error> {
        if raw.floors.excellent() < raw.maximum {
            let RawBands { floors, maximum, lower_inclusive } = raw;
            Ok(Self { floors, maximum, lower_inclusive })
        } else {
            Err(Pp30Error::Maximum { maximum: raw.maximum })
        }
    }
}

impl NewIdeaBands {
    /// The predicate of a total. The best one also needs a new idea that serves
    /// the organisation or the state: 115 without one is "Baik".
    ///
    /// # Errors
    ///
    /// Fails outside 0 to the maximum (120), and where the predicate hangs on a
    /// new idea and nobody recorded whether there was one.
    ///
    /// # Legal basis
    ///
    /// PP 30/2019 Pasal 41 ayat (5).
    ///
    /// ```
    /// use kinerja_core::{number::Ratio, region::RuleBook, scheme::Predicate};
    ///
    /// let rules = RuleBook::national()?;
    /// let bands = rules.pp30_2019_bands.at("2021-07-01".parse()?).unwrap().value;
    /// let score = Ratio::new(115_000_000, 1).unwrap();
    /// assert_eq!(bands.predicate(score, Some(true)), Ok(Predicate::Excellent));
    /// assert_eq!(bands.predicate(score, Some(false)), Ok(Predicate::Good));
    /// assert!(bands.predicate(score, None).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn predicate(&self, score: Ratio, new_idea: Option<bool>) -> Result<Predicate, Pp30Error> {
        self.check(score)?;
        match (self.floors.predicate(score, self.lower_inclusive), new_idea) {
            (Predicate::Excellent, Some(false)) => Ok(Predicate::Good),
            (Predicate::Excellent, None) => Err(Pp30Error::NewIdeaNotKnown),
            (
                found @ (Predicate::Excellent
                | Predicate::Good
                | Predicate::NeedsImprovement
                | Predicate::Poor
                | Predicate::VeryPoor),
                Some(_) | None,
            ) => Ok(found),
        }
    }

    /// Work results and behaviour by their shares, exact: 70 to 30, or 60 to 40
    /// where peers and subordinates are asked.
    ///
    /// # Errors
    ///
    /// Fails when one of the two lies outside 0 to the maximum (120).
    ///
    /// # Legal basis
    ///
    /// PP 30/2019 Pasal 41.
    pub fn total(&self, share: Share, result: Ratio, behaviour: Ratio) -> Result<Ratio, Pp30Error> {
        self.check(result)?;
        self.check(behaviour)?;
        weigh(share, result, behaviour).ok_or(Pp30Error::TooFine)
    }

    /// The highest score.
    pub const fn maximum(&self) -> Score {
        self.maximum
    }

    /// The lowest scores of the predicates.
    pub const fn floors(&self) -> Floors {
        self.floors
    }

    fn check(&self, score: Ratio) -> Result<(), Pp30Error> {
        if score < Ratio::whole(0) || score > self.maximum.ratio() {
            Err(Pp30Error::OutOfRange { score: score.to_string(), maximum: self.maximum })
        } else {
            Ok(())
        }
    }
}

/// Why PP 30/2019 gives no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Pp30Error {
    /// Outside the scale.
    #[error("the score of {score} millionths is outside the scale: it must be from 0 to {maximum}")]
    OutOfRange {
        /// The score.
        score: String,
        /// The highest score.
        maximum: Score,
    },
    /// The predicate hangs on a fact that nobody recorded.
    #[error("from this score on the predicate hangs on a new idea: record whether there was one")]
    NewIdeaNotKnown,
    /// The scale ends before its best band.
    #[error("the scale ends at {maximum}, before its best band begins")]
    Maximum {
        /// The highest score.
        maximum: Score,
    },
    /// More decimals than can be kept exactly.
    #[error("the scores have too many decimals to be weighed exactly")]
    TooFine,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::policy;

    fn bands() -> NewIdeaBands {
        policy().rules.pp30_2019_bands.at("2021-12-31".parse().unwrap()).unwrap().value
    }

    fn score(micros: i128, divisor: i128) -> Ratio {
        Ratio::new(micros, divisor).unwrap()
    }

    #[test]
    fn the_best_band_asks_for_a_new_idea_and_the_scale_has_two_ends() {
        use Predicate::{Excellent, Good};
        #[rustfmt::skip]
        let table = [
            (109_999_999, Some(true),  Ok(Good)),
            (109_999_999, None,        Ok(Good)),
            (110_000_000, Some(true),  Ok(Excellent)),
            (110_000_000, Some(false), Ok(Good)),
            (110_000_000, None,        Err(Pp30Error::NewIdeaNotKnown)),
            (120_000_000, Some(false), Ok(Good)),
            (0,           None,        Ok(Predicate::VeryPoor)),
        ];
        for (micros, idea, expected) in table {
            assert_eq!(bands().predicate(score(micros, 1), idea), expected, "{micros} {idea:?}");
        }
        for outside in [score(120_000_001, 1), score(-1, 7), score(120_000_000 * 7 + 1, 7)] {
            let found = bands().predicate(outside, Some(true));
            assert!(matches!(found, Err(Pp30Error::OutOfRange { .. })), "{outside}");
        }
    }

    #[test]
    fn the_other_reading_gives_a_border_to_the_worse_band() {
        let other = NewIdeaBands { lower_inclusive: false, ..bands() };
        let ninety = score(90_000_000, 1);
        assert_eq!(bands().predicate(ninety, None), Ok(Predicate::Good));
        assert_eq!(other.predicate(ninety, None), Ok(Predicate::NeedsImprovement));
    }

    proptest! {
        /// A better total, or a new idea, never gives a worse predicate.
        #[test]
        fn better_never_gives_worse(a in 0_i128..=840_000_000, b in 0_i128..=840_000_000, idea: bool) {
            let of = |sevenths, idea| bands().predicate(score(sevenths, 7), Some(idea)).unwrap();
            prop_assert!(of(a.min(b), idea) <= of(a.max(b), idea));
            prop_assert!(of(a, false) <= of(a, true));
        }
    }
}
