//! The nine elements, and the mean answer of one.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Answers;
use crate::{
    language::Language,
    number::{Fraction, NumberError},
};

/// What people are asked about ("unsur"). Known by its code: the order of the
/// last two differs between sources.
///
/// # Legal basis
///
/// PermenPANRB 14/2017, Lampiran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SurveyElement {
    /// "Persyaratan".
    Requirements,
    /// "Sistem, mekanisme, dan prosedur".
    Procedure,
    /// "Waktu penyelesaian".
    Time,
    /// "Biaya/tarif".
    Cost,
    /// "Produk spesifikasi jenis pelayanan".
    Product,
    /// "Kompetensi pelaksana".
    Competence,
    /// "Perilaku pelaksana".
    Conduct,
    /// "Penanganan pengaduan, saran dan masukan".
    Complaints,
    /// "Sarana dan prasarana".
    Facilities,
}

impl SurveyElement {
    /// The nine.
    pub const ALL: [Self; 9] = [
        Self::Requirements,
        Self::Procedure,
        Self::Time,
        Self::Cost,
        Self::Product,
        Self::Competence,
        Self::Conduct,
        Self::Complaints,
        Self::Facilities,
    ];

    /// The name in code and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Requirements => "requirements",
            Self::Procedure => "procedure",
            Self::Time => "time",
            Self::Cost => "cost",
            Self::Product => "product",
            Self::Competence => "competence",
            Self::Conduct => "conduct",
            Self::Complaints => "complaints",
            Self::Facilities => "facilities",
        }
    }

    /// The element for people.
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Requirements => language.pick("persyaratan", "requirements"),
            Self::Procedure => language.pick("sistem, mekanisme, dan prosedur", "procedure"),
            Self::Time => language.pick("waktu penyelesaian", "time taken"),
            Self::Cost => language.pick("biaya/tarif", "cost"),
            Self::Product => {
                language.pick("produk spesifikasi jenis pelayanan", "what was delivered")
            }
            Self::Competence => language.pick("kompetensi pelaksana", "competence of staff"),
            Self::Conduct => language.pick("perilaku pelaksana", "conduct of staff"),
            Self::Complaints => {
                language.pick("penanganan pengaduan, saran dan masukan", "handling of complaints")
            }
            Self::Facilities => language.pick("sarana dan prasarana", "facilities"),
        }
    }
}

/// The mean answer of an element ("nilai rata-rata", NRR), from 1 to 4, exact:
/// read with up to 100 decimals that are more than zeros at the end, or made of answers
/// and not divided. More are refused: a mean that was cut off would not be exact.
///
/// ```
/// use kinerja_core::evidence::ElementMean;
///
/// let third: ElementMean = "3.3333333333333333333333333".parse()?;
/// assert!(Some(third) < ElementMean::of_answers([0, 0, 2, 1]));
/// assert!("4.01".parse::<ElementMean>().is_err());
/// # Ok::<(), kinerja_core::evidence::MeanError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ElementMean(Fraction);

impl ElementMean {
    /// The mean of answers; none where there is no answer.
    pub fn of_answers(answers: Answers) -> Option<Self> {
        let [one, two, three, four] = answers.map(u64::from);
        Fraction::new(one + 2 * two + 3 * three + 4 * four, one + two + three + four).map(Self)
    }

    pub(super) const fn fraction(&self) -> &Fraction {
        &self.0
    }
}

impl FromStr for ElementMean {
    type Err = MeanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mean = Fraction::parse(text)?;
        let within = |low, high| {
            Fraction::new(low, 1) <= Some(mean.clone())
                && Some(mean.clone()) <= Fraction::new(high, 1)
        };
        if within(1, 4) {
            Ok(Self(mean))
        } else {
            Err(MeanError::OutOfRange { text: text.chars().take(40).collect() })
        }
    }
}

/// Why a text is not a mean answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MeanError {
    /// It is no number.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// No answers from 1 to 4 have such a mean.
    #[error("a mean of {text} is not possible: answers are from 1 to 4")]
    OutOfRange {
        /// The text as it was given, at most 40 characters.
        text: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_lies_between_the_smallest_and_the_largest_answer() {
        let long = |digit: &str| digit.repeat(99);
        for text in ["1", "4", "1.0", "4.00", "2.5996", &format!("3.{}", long("9"))] {
            assert!(text.parse::<ElementMean>().is_ok(), "{text}");
        }
        for text in ["0.99", "5", &format!("0.{}", long("9")), &format!("4.{}1", long("0"))] {
            let refused = text.parse::<ElementMean>();
            assert!(matches!(refused, Err(MeanError::OutOfRange { .. })), "{text}");
        }
        for text in ["", "-3", "3,08", "tiga"] {
            assert!(matches!(text.parse::<ElementMean>(), Err(MeanError::Number(_))), "{text}");
        }
    }

    #[test]
    fn no_answers_have_no_mean() {
        assert_eq!(ElementMean::of_answers([0; 4]), None);
        assert_eq!(ElementMean::of_answers([1, 0, 0, 0]), Some("1".parse().unwrap()));
        assert_eq!(ElementMean::of_answers([u32::MAX; 4]), Some("2.5".parse().unwrap()));
    }
}
