//! The weighted mean of scores, exact.

use crate::number::{MICROS, Ratio};

/// Percent that weights make together.
const WHOLE: i128 = 100;

/// The mean of scores by weights in percent, exact whatever their decimals: for
/// schemes whose weights are finer than those of a plan. The work score of a plan is
/// the same mean.
///
/// # Errors
///
/// Fails on no rows, on a weight that is not above 0 and at most 100, on weights that
/// do not make exactly 100, and on numbers that cannot be kept exactly.
///
/// ```
/// use kinerja_core::{number::Ratio, scheme::weighted_mean};
///
/// let points = |micros| Ratio::new(micros, 1);
/// let rows = [(points(30_000_000), points(70_000_000)), (points(70_000_000), points(100_000_000))];
/// let rows: Option<Vec<_>> = rows.into_iter().map(|(weight, score)| weight.zip(score)).collect();
/// assert_eq!(weighted_mean(&rows.unwrap_or_default()).ok(), points(91_000_000));
/// assert!(weighted_mean(&[]).is_err());
/// ```
pub fn weighted_mean(rows: &[(Ratio, Ratio)]) -> Result<Ratio, WeightedError> {
    let number = |points: i128| Ratio::new(points * MICROS, 1).ok_or(WeightedError::TooFine);
    let (zero, whole) = (number(0)?, number(WHOLE)?);
    let (mut weights, mut sum) = (zero, zero);
    for (index, (weight, score)) in rows.iter().enumerate() {
        if *weight <= zero || *weight > whole {
            return Err(WeightedError::Weight { index });
        }
        weights = weights.plus(*weight).ok_or(WeightedError::TooFine)?;
        let divisor = weight.divisor().checked_mul(WHOLE * MICROS).ok_or(WeightedError::TooFine)?;
        let part = score.times(weight.numerator(), divisor);
        sum = part.and_then(|part| sum.plus(part)).ok_or(WeightedError::TooFine)?;
    }
    if weights == whole { Ok(sum) } else { Err(WeightedError::Whole { found: weights }) }
}

/// Why scores have no weighted mean.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WeightedError {
    /// A weight is not above 0 and at most 100.
    #[error("weight {index} (from 0) is not above 0 and at most 100")]
    Weight {
        /// Which one, from 0.
        index: usize,
    },
    /// The weights do not make the whole.
    #[error("the weights make {found} millionths of a percent, not 100 percent: correct them")]
    Whole {
        /// What they make.
        found: Ratio,
    },
    /// The numbers are too fine or too large to be kept exactly.
    #[error("the numbers have too many digits to be weighed exactly")]
    TooFine,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        evaluation::{IndicatorOutcome, evaluate},
        testing::{any_plan_and_evidence, policy},
    };

    fn number(micros: i128, divisor: i128) -> Ratio {
        Ratio::new(micros, divisor).unwrap()
    }

    #[test]
    fn weights_of_any_fineness_make_the_whole_or_are_refused() {
        let third = |micros| number(micros, 3);
        let rows = [(third(100_000_000), number(60_000_000, 1)); 3];
        assert_eq!(weighted_mean(&rows), Ok(number(60_000_000, 1)));
        let off = [rows[0], rows[1], (third(100_000_001), rows[2].1)];
        assert!(matches!(weighted_mean(&off), Err(WeightedError::Whole { .. })));
        assert_eq!(weighted_mean(&[]), Err(WeightedError::Whole { found: number(0, 1) }));
        for weight in [number(0, 1), number(-1, 1), number(100_000_001, 1)] {
            let rows = [rows[0], (weight, rows[0].1)];
            assert_eq!(weighted_mean(&rows), Err(WeightedError::Weight { index: 1 }));
        }
    }

    proptest! {
        /// The work score of a plan is this mean of what its indicators count.
        #[test]
        fn the_work_score_of_a_plan_is_this_mean((plan, evidence) in any_plan_and_evidence()) {
            let found = evaluate(&policy(), &plan, &evidence);
            let Some(proposal) = found.outcome.proposal() else { return Ok(()) };
            if proposal.work.weight != 10_000 || proposal.work.points.micros() != 0 {
                return Ok(());
            }
            let rows = plan.indicators().iter().zip(&found.indicators).filter_map(|(indicator, outcome)| {
                let weight = number(indicator.weight()?.basis_points() * 10_000, 1);
                let IndicatorOutcome::Achieved { counted, .. } = outcome else { return None };
                Some((weight, number(counted.micros(), 1)))
            });
            let rows: Vec<_> = rows.collect();
            prop_assert_eq!(weighted_mean(&rows).unwrap(), proposal.work.value);
        }

        #[test]
        fn no_number_makes_it_panic(rows in proptest::collection::vec(((any::<i128>(), 1..i128::MAX), (any::<i128>(), 1..i128::MAX)), 0..5)) {
            let rows: Vec<_> = rows.into_iter().map(|((a, b), (c, d))| (number(a, b), number(c, d))).collect();
            let _ = weighted_mean(&rows);
        }
    }
}
