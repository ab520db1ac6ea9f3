//! Actual against target.

use crate::{
    law::{Citation, Origin, Source},
    number::{Percent, Quantity, Score},
    plan::{Actual, Direction, Kind, Target},
    scheme::Basis,
};

/// Where the formulas are law.
const FORMULAS: Citation = Citation::trusted("PermenPANRB 8/2021 Lampiran");

/// The achievement of an indicator ("capaian") in percent: rounded once, half
/// up, to six decimals; never below zero, not capped above.
///
/// - higher is better: `actual / target`
/// - lower is better: `2 - actual / target`
/// - either of the two with a range as target: 100 inside, else against the
///   nearer end
/// - best inside a range: 100 inside, `actual / low` below, `2 - actual / high`
///   above
/// - yes or no: 100 or 0
/// - by date: 100 until the day, then less by `late_day_loss` percent a day
///
/// Nothing when the actual is not of the kind that the target asks for.
///
/// # Legal basis
///
/// PermenPANRB 8/2021, Lampiran, for the second half of 2021: normal, special
/// and range targets. From 2022 no formula is law; see [`formula_source`].
///
/// ```
/// use kinerja_core::{plan::{Actual, Target}, scheme::achievement};
///
/// let waiting = Target::lower(8.into())?;
/// let percent = achievement(waiting, Actual::Amount(6.into()), Default::default());
/// assert_eq!(percent.map(|p| p.to_string()).as_deref(), Some("125"));
/// # Ok::<(), kinerja_core::plan::TargetError>(())
/// ```
pub fn achievement(target: Target, actual: Actual, late_day_loss: Score) -> Option<Percent> {
    let percent = match (target.kind(), actual) {
        (Kind::Higher { low, high }, Actual::Amount(actual)) => match nearest(actual, low, high) {
            Some(target) => normal(actual, target),
            None => Percent::FULL,
        },
        (Kind::Lower { low, high }, Actual::Amount(actual)) => match nearest(actual, low, high) {
            Some(target) => special(actual, target),
            None => Percent::FULL,
        },
        (Kind::Range { low, .. }, Actual::Amount(actual)) if actual < low => normal(actual, low),
        (Kind::Range { high, .. }, Actual::Amount(actual)) if actual > high => {
            special(actual, high)
        }
        (Kind::Range { .. }, Actual::Amount(_)) | (Kind::YesNo, Actual::Answer(true)) => {
            Percent::FULL
        }
        (Kind::YesNo, Actual::Answer(false)) => Percent::ZERO,
        (Kind::ByDate(target), Actual::Day(actual)) => {
            let late = i128::from((actual - target).num_days().max(0));
            Percent::FULL.minus(late * late_day_loss.micros())
        }
        (
            Kind::Higher { .. } | Kind::Lower { .. } | Kind::Range { .. },
            Actual::Answer(_) | Actual::Day(_),
        )
        | (Kind::YesNo, Actual::Amount(_) | Actual::Day(_))
        | (Kind::ByDate(_), Actual::Amount(_) | Actual::Answer(_)) => return None,
    };
    Some(percent)
}

/// The end of the target that an actual outside it is measured against.
fn nearest(actual: Quantity, low: Quantity, high: Quantity) -> Option<Quantity> {
    if actual < low {
        Some(low)
    } else if actual > high {
        Some(high)
    } else {
        None
    }
}

fn normal(actual: Quantity, target: Quantity) -> Percent {
    // Below a target from zero lies only what is negative.
    if target == Quantity::ZERO {
        return Percent::ZERO;
    }
    Percent::of_fraction(actual.micros(), target.micros())
}

fn special(actual: Quantity, target: Quantity) -> Percent {
    // Below a target from zero nothing can be divided by: it is as agreed.
    if target == Quantity::ZERO {
        return Percent::FULL;
    }
    Percent::of_fraction(2 * target.micros() - actual.micros(), target.micros())
}

/// Where the formula of a direction comes from, for a period with this basis.
///
/// PermenPANRB 8/2021 governs the second half of 2021 only. From 2022 the law has
/// no arithmetic: then the formula is the region's own, after that regulation.
/// "Best inside a range", yes or no, and by date are the region's own always.
pub fn formula_source(direction: Direction, basis: Basis) -> Source {
    let origin = match (direction, basis) {
        (Direction::Higher | Direction::Lower, Basis::Bands) => Origin::Law(FORMULAS),
        (Direction::Higher | Direction::Lower, Basis::Matrix) => Origin::OwnAfter(FORMULAS),
        (Direction::Range | Direction::YesNo | Direction::ByDate, _) => Origin::Own,
    };
    let was_read = matches!(origin, Origin::Law(_));
    Source { origin, assumed: basis == Basis::Bands && !was_read, note: None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn amount(text: &str) -> Actual {
        Actual::Amount(text.parse().unwrap())
    }

    fn percent(target: Target, actual: Actual) -> String {
        achievement(target, actual, "5".parse().unwrap()).unwrap().to_string()
    }

    #[test]
    fn the_formulas_have_a_citation_like_any_other() {
        assert_eq!(Citation::new(FORMULAS.as_str()), Ok(FORMULAS));
    }

    #[test]
    fn each_direction_at_its_edges() {
        let lower = Target::lower(8.into()).unwrap();
        let range = Target::range(80.into(), 90.into()).unwrap();
        let date = Target::by_date("2026-06-30".parse().unwrap());
        let day = |text: &str| Actual::Day(text.parse().unwrap());
        #[rustfmt::skip]
        let table = [
            (Target::higher(95.into()).unwrap(), amount("93"), "97.894737"),
            (Target::higher(3.into()).unwrap(),  amount("-1"), "0"),
            (lower, amount("8"),  "100"),
            (lower, amount("0"),  "200"),
            (lower, amount("16"), "0"),
            (lower, amount("17"), "0"),
            (range, amount("80"), "100"),
            (range, amount("90"), "100"),
            (range, amount("70"), "87.5"),
            (range, amount("99"), "90"),
            (Target::range(0.into(), 5.into()).unwrap(), amount("-1"), "0"),
            (Target::higher_range(80.into(), 90.into()).unwrap(), amount("70"), "87.5"),
            (Target::higher_range(80.into(), 90.into()).unwrap(), amount("99"), "110"),
            (Target::higher_range(0.into(), 90.into()).unwrap(),  amount("-1"), "0"),
            (Target::lower_range(8.into(), 10.into()).unwrap(),   amount("6"),  "125"),
            (Target::lower_range(8.into(), 10.into()).unwrap(),   amount("9"),  "100"),
            (Target::lower_range(8.into(), 10.into()).unwrap(),   amount("15"), "50"),
            (Target::lower_range(0.into(), 10.into()).unwrap(),   amount("-1"), "100"),
            (Target::yes(), Actual::Answer(true),  "100"),
            (Target::yes(), Actual::Answer(false), "0"),
            (date, day("2026-06-30"), "100"),
            (date, day("2026-07-01"), "95"),
            (date, day("2026-12-31"), "0"),
        ];
        for (target, actual, expected) in table {
            assert_eq!(percent(target, actual), expected, "{target:?} {actual:?}");
        }
    }

    #[test]
    fn an_answer_is_no_amount() {
        assert_eq!(
            achievement(Target::yes(), amount("1"), Score::ZERO),
            None,
            "a number does not say yes"
        );
    }

    proptest! {
        /// More of what is better never gives less.
        #[test]
        fn better_never_gives_worse(target in 1_u32..1_000_000, a in 0_u32..2_000_000, b in 0_u32..2_000_000) {
            let (less, more) = (Actual::Amount(a.min(b).into()), Actual::Amount(a.max(b).into()));
            let of = |target, actual| achievement(target, actual, Score::ZERO).unwrap();
            let higher = Target::higher(target.into()).unwrap();
            prop_assert!(of(higher, less) <= of(higher, more));
            let lower = Target::lower(target.into()).unwrap();
            prop_assert!(of(lower, less) >= of(lower, more));
        }
    }
}
