//! How means become an index, and an index a grade.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    language::Language,
    number::{Fraction, NumberError, Quantity},
};

/// What each element weighs.
///
/// ```
/// use kinerja_core::evidence::SurveyWeight;
///
/// assert_eq!("equal".parse::<SurveyWeight>()?, SurveyWeight::Equal);
/// assert_eq!("0.111".parse::<SurveyWeight>()?.to_string(), "0.111");
/// assert!("0".parse::<SurveyWeight>().is_err());
/// # Ok::<(), kinerja_core::number::NumberError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum SurveyWeight {
    /// One part in as many as there are elements, exact.
    Equal,
    /// A decimal that a report printed, like 0.11 or 0.071; for reading old
    /// reports again.
    Printed(PrintedWeight),
}

/// A decimal above zero with up to 100 decimals that are more than zeros at the end,
/// kept as it was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedWeight {
    text: String,
    value: Fraction,
}

impl PrintedWeight {
    pub(super) const fn fraction(&self) -> &Fraction {
        &self.value
    }
}

impl FromStr for SurveyWeight {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "equal" {
            return Ok(Self::Equal);
        }
        let value = Fraction::parse(text)?;
        if value.is_zero() {
            return Err(NumberError::malformed(text));
        }
        Ok(Self::Printed(PrintedWeight { text: text.to_owned(), value }))
    }
}

impl fmt::Display for SurveyWeight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Equal => f.write_str("equal"),
            Self::Printed(weight) => f.write_str(&weight.text),
        }
    }
}

impl TryFrom<String> for SurveyWeight {
    type Error = NumberError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<SurveyWeight> for String {
    fn from(weight: SurveyWeight) -> Self {
        weight.to_string()
    }
}

/// What becomes of the decimals of an index after the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum IndexRounding {
    /// Rounded half up.
    HalfUp,
    /// Cut off, as some reports did.
    CutOff,
}

/// How the means of elements become an index.
///
/// # Legal basis
///
/// PermenPANRB 14/2017: the weight is one over the number of elements. Many
/// systems print it with two or three decimals, so it is data, and assumed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndexRule {
    /// What each element weighs.
    pub weight: SurveyWeight,
    /// What becomes of the third decimal.
    pub rounding: IndexRounding,
}

impl IndexRule {
    /// Equal weights, rounded half up.
    pub const EXACT: Self = Self { weight: SurveyWeight::Equal, rounding: IndexRounding::HalfUp };
}

/// The grade of a service ("mutu pelayanan"), worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SurveyGrade {
    /// "Tidak Baik".
    D,
    /// "Kurang Baik".
    C,
    /// "Baik".
    B,
    /// "Sangat Baik".
    A,
}

impl SurveyGrade {
    /// The letter.
    pub const fn code(self) -> &'static str {
        match self {
            Self::D => "D",
            Self::C => "C",
            Self::B => "B",
            Self::A => "A",
        }
    }

    /// The grade for people.
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::D => language.pick("Tidak Baik", "not good"),
            Self::C => language.pick("Kurang Baik", "less than good"),
            Self::B => language.pick("Baik", "good"),
            Self::A => language.pick("Sangat Baik", "very good"),
        }
    }
}

/// From which index, with its two decimals, the grades A, B and C begin; what
/// lies below is D.
///
/// # Legal basis
///
/// PermenPANRB 14/2017: 88.31, 76.61 and 65.00. The regulation writes bands with
/// gaps between 88.30 and 88.31; an index of two decimals falls into none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawBounds", into = "RawBounds")]
pub struct GradeBounds(
    // For A, B and C. Invariant: they fall.
    [Quantity; 3],
);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBounds {
    a: Quantity,
    b: Quantity,
    c: Quantity,
}

impl GradeBounds {
    /// Makes bounds for A, B and C.
    ///
    /// # Errors
    ///
    /// Fails unless each lies below the one before.
    pub fn new(bounds: [Quantity; 3]) -> Result<Self, GradeError> {
        if bounds.is_sorted_by(|higher, lower| higher > lower) {
            Ok(Self(bounds))
        } else {
            Err(GradeError)
        }
    }

    /// The grade of an index.
    pub fn grade(self, index: Quantity) -> SurveyGrade {
        let grades = [SurveyGrade::A, SurveyGrade::B, SurveyGrade::C];
        let found = grades.into_iter().zip(self.0).find(|(_, bound)| index >= *bound);
        found.map_or(SurveyGrade::D, |(grade, _)| grade)
    }
}

impl TryFrom<RawBounds> for GradeBounds {
    type Error = GradeError;

    fn try_from(raw: RawBounds) -> Result<Self, Self::Error> {
        Self::new([raw.a, raw.b, raw.c])
    }
}

impl From<GradeBounds> for RawBounds {
    fn from(GradeBounds([a, b, c]): GradeBounds) -> Self {
        Self { a, b, c }
    }
}

/// The bounds of grades are out of order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the grades A, B and C must each begin above the next: write them like 88.31, 76.61, 65")]
pub struct GradeError;
