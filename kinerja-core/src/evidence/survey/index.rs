//! The index of a survey.

use serde::Serialize;

use super::{ElementMean, GradeBounds, IndexRounding, IndexRule, SurveyGrade, SurveyWeight};
use crate::number::{DecimalMark, Fraction, Quantity, Ratio};

/// Elements of one index: far more than any survey has, and few enough that the
/// exact sum stays quick.
const ELEMENTS_MAX: usize = 1_000;

/// The index of a service ("indeks kepuasan masyarakat", IKM), with two decimals,
/// and its grade. 100 is the best that equal weights can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SatisfactionIndex {
    value: Quantity,
    grade: SurveyGrade,
}

impl SatisfactionIndex {
    /// The index.
    pub const fn value(self) -> Quantity {
        self.value
    }

    /// Its grade.
    pub const fn grade(self) -> SurveyGrade {
        self.grade
    }

    /// The index for people, with two decimals.
    pub fn show(self, mark: DecimalMark) -> String {
        Ratio::whole(self.value.micros()).show(mark)
    }
}

/// The index of the means of elements: the weighted means added up, times 25, and
/// rounded to two decimals; then graded. The one rounding of the rule.
///
/// # Errors
///
/// Fails without means, with more than 1,000, and when a printed weight makes the
/// index larger than any number that is kept.
///
/// # Legal basis
///
/// PermenPANRB 14/2017, Lampiran.
///
/// ```
/// use kinerja_core::evidence::{ElementMean, GradeBounds, IndexRule, SurveyGrade, satisfaction_index};
///
/// let bounds = GradeBounds::new(["88.31".parse()?, "76.61".parse()?, "65".parse()?])?;
/// let means = ["3.08".parse()?, "3.08".parse()?];
/// let exact = satisfaction_index(&means, &IndexRule::EXACT, &bounds)?;
/// assert_eq!((exact.value().to_string().as_str(), exact.grade()), ("77", SurveyGrade::B));
///
/// let means: [ElementMean; 9] = std::array::from_fn(|_| means[0].clone());
/// let printed = IndexRule { weight: "0.11".parse()?, ..IndexRule::EXACT };
/// let old = satisfaction_index(&means, &printed, &bounds)?;
/// assert_eq!((old.value().to_string().as_str(), old.grade()), ("76.23", SurveyGrade::C));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn satisfaction_index(
    means: &[ElementMean],
    rule: &IndexRule,
    bounds: &GradeBounds,
) -> Result<SatisfactionIndex, IndexError> {
    if means.len() > ELEMENTS_MAX {
        return Err(IndexError::TooMany { found: means.len(), most: ELEMENTS_MAX });
    }
    let mut means = means.iter().map(ElementMean::fraction);
    let first = means.next().ok_or(IndexError::None)?.clone();
    let (sum, count) = means.fold((first, 1), |(sum, count), mean| (sum.plus(mean), count + 1));
    // A hundred times 25, because the index is counted in hundredths.
    let scaled = match &rule.weight {
        SurveyWeight::Equal => Fraction::new(2_500, count).map(|scale| sum.times(&scale)),
        SurveyWeight::Printed(weight) => {
            Fraction::new(2_500, 1).map(|scale| sum.times(weight.fraction()).times(&scale))
        }
    };
    let hundredths = scaled.and_then(|scaled| match rule.rounding {
        IndexRounding::HalfUp => scaled.round_half_up(),
        IndexRounding::CutOff => scaled.floor(),
    });
    let hundredths =
        hundredths.ok_or_else(|| IndexError::TooLarge { weight: rule.weight.to_string() })?;
    let value = Quantity::from_micros(i128::from(hundredths) * 10_000);
    Ok(SatisfactionIndex { value, grade: bounds.grade(value) })
}

/// Why means have no index.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// There are none.
    #[error("there are no means: an index needs one or more elements")]
    None,
    /// There are more than any survey has.
    #[error("an index of {found} elements: at most {most} are read")]
    TooMany {
        /// How many were given.
        found: usize,
        /// How many are read.
        most: usize,
    },
    /// The weight is absurd.
    #[error("with a weight of {weight} the index is too large: write it like 0.111, or `equal`")]
    TooLarge {
        /// The weight as it was given.
        weight: String,
    },
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::number::div_half_up;

    fn bounds() -> GradeBounds {
        GradeBounds::new(["88.31", "76.61", "65"].map(|text| text.parse().unwrap())).unwrap()
    }

    fn index(means: &[&str], weight: &str, rounding: IndexRounding) -> (String, SurveyGrade) {
        let means: Vec<_> = means.iter().map(|mean| mean.parse().unwrap()).collect();
        let rule = IndexRule { weight: weight.parse().unwrap(), rounding };
        let index = satisfaction_index(&means, &rule, &bounds()).unwrap();
        (index.show(DecimalMark::Point), index.grade())
    }

    #[test]
    fn is_rounded_first_and_graded_then() {
        use SurveyGrade::{A, B, C, D};
        #[rustfmt::skip]
        let table = [
            ("1",           "25.00", D),
            ("2.5996",      "64.99", D),
            ("2.5997",      "64.99", D),
            ("2.59979",     "64.99", D),
            ("2.5998",      "65.00", C),
            ("3.064",       "76.60", C),
            ("3.0641",      "76.60", C),
            ("3.0642",      "76.61", B),
            ("3.064199999999999999999999999999999999999999", "76.60", C),
            ("3.5321999999999999999999", "88.30", B),
            ("3.5322",      "88.31", A),
            ("4",           "100.00", A),
        ];
        for (mean, value, grade) in table {
            assert_eq!(
                index(&[mean; 9], "equal", IndexRounding::HalfUp),
                (value.to_owned(), grade),
                "{mean}"
            );
        }
    }

    #[test]
    fn old_reports_are_read_again_as_they_were_made() {
        let printed = |mean, weight, rounding| index(&[mean; 9], weight, rounding).0;
        assert_eq!(printed("4", "0.11", IndexRounding::HalfUp), "99.00");
        assert_eq!(printed("4", "0.111", IndexRounding::HalfUp), "99.90");
        let thirds = "2.9666666666666666666666666667";
        assert_eq!(printed(thirds, "equal", IndexRounding::HalfUp), "74.17");
        assert_eq!(printed(thirds, "equal", IndexRounding::CutOff), "74.16");
    }

    #[test]
    fn a_weight_that_makes_no_index_is_refused() {
        let rule = IndexRule { weight: "9".repeat(18).parse().unwrap(), ..IndexRule::EXACT };
        let means = vec!["4".parse().unwrap(); 9];
        let of =
            |means: &[ElementMean], rule: &IndexRule| satisfaction_index(means, rule, &bounds());
        assert!(matches!(of(&means, &rule), Err(IndexError::TooLarge { .. })));
        assert_eq!(of(&[], &IndexRule::EXACT), Err(IndexError::None));
        let many = vec![means[0].clone(); ELEMENTS_MAX + 1];
        assert!(matches!(of(&many, &IndexRule::EXACT), Err(IndexError::TooMany { .. })));
        for text in ["0", "0.000", "-0.11", "", "Equal"] {
            assert!(text.parse::<SurveyWeight>().is_err(), "{text}");
        }
    }

    #[test]
    fn grades_begin_in_order() {
        let bounds = |text: [&str; 3]| GradeBounds::new(text.map(|text| text.parse().unwrap()));
        assert_eq!(bounds(["88.31", "88.31", "65"]), Err(super::super::GradeError));
        assert_eq!(bounds(["65", "76.61", "88.31"]), Err(super::super::GradeError));
    }

    proptest! {
        /// Whatever the texts are, they are read or refused, and what is read prints
        /// as it was.
        #[test]
        fn any_text_is_read_or_refused(text in "[0-9]{0,3}[.]?[0-9]{0,120}|\\PC*") {
            if let Ok(mean) = text.parse::<ElementMean>() {
                prop_assert!(satisfaction_index(&[mean], &IndexRule::EXACT, &bounds()).is_ok());
            }
            if let Ok(weight) = text.parse::<SurveyWeight>() {
                prop_assert_eq!(weight.to_string(), text);
            }
        }

        /// The index of answers is that of whole numbers over the product of
        /// their counts, and the order of the elements changes nothing.
        #[test]
        fn agrees_with_the_machine_in_any_order(
            answers in prop::collection::vec(prop::array::uniform4(0_u32..12), 1..6),
        ) {
            let counted = |answers: &[u32; 4]| i128::from(answers.iter().sum::<u32>());
            let answers: Vec<_> = answers.into_iter().filter(|found| counted(found) > 0).collect();
            if answers.is_empty() {
                return Ok(());
            }
            let product: i128 = answers.iter().map(counted).product();
            let sum: i128 = answers.iter().map(|found| {
                let points: u32 = found.iter().zip(1..).map(|(count, points)| count * points).sum();
                i128::from(points) * product / counted(found)
            }).sum();
            let elements = i128::try_from(answers.len()).unwrap();
            let expected = div_half_up(sum * 2_500, product * elements) * 10_000;
            let mut means: Vec<_> = answers.into_iter().filter_map(ElementMean::of_answers).collect();
            let found = satisfaction_index(&means, &IndexRule::EXACT, &bounds()).unwrap();
            prop_assert_eq!(found.value().micros(), expected);
            means.reverse();
            prop_assert_eq!(satisfaction_index(&means, &IndexRule::EXACT, &bounds()).unwrap(), found);
        }

        /// A better mean never gives a lower index or a worse grade.
        #[test]
        fn better_is_never_worse(a in 10_000_u32..=40_000, b in 10_000_u32..=40_000) {
            let of = |mean: u32| {
                let mean: ElementMean = format!("{}.{:04}", mean / 10_000, mean % 10_000).parse().unwrap();
                satisfaction_index(&[mean], &IndexRule::EXACT, &bounds()).unwrap()
            };
            let (worse, better) = (of(a.min(b)), of(a.max(b)));
            prop_assert!(worse.value() <= better.value() && worse.grade() <= better.grade());
        }
    }
}
