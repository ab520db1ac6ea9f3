//! Satisfaction of the public ("survei kepuasan masyarakat").
//!
//! The people who were served answer from 1 to 4 for each of nine elements. The
//! mean of each element ("NRR") times its weight, added up and times 25, is the
//! index ("IKM"): rounded to two decimals first and graded then. Nothing before
//! that is rounded. One index belongs to a unit and to no single person.

mod element;
mod index;
mod rule;
mod unit;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use element::{ElementMean, MeanError, SurveyElement};
pub use index::{IndexError, SatisfactionIndex, satisfaction_index};
pub use rule::{
    GradeBounds, GradeError, IndexRounding, IndexRule, PrintedWeight, SurveyGrade, SurveyWeight,
};
pub use unit::UnitIndex;

use crate::{calendar::Period, plan::Code};

/// How many people gave each of the answers 1, 2, 3 and 4.
pub type Answers = [u32; 4];

/// The survey of one service of one unit in a period.
///
/// ```
/// use kinerja_core::evidence::{Survey, SurveyElement};
///
/// let answers = SurveyElement::ALL.map(|element| (element, [0, 1, 6, 3]));
/// let survey = Survey {
///     unit: "dukcapil".parse()?,
///     service: "ktp".parse()?,
///     period: "2026".parse()?,
///     answers: answers.into_iter().collect(),
/// };
/// assert_eq!(survey.means()?.len(), 9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Legal basis
///
/// PermenPANRB 14/2017: at least once a year, nine elements, four answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Survey {
    /// The unit.
    pub unit: Code,
    /// The service that people were asked about.
    pub service: Code,
    /// The period in which they were asked.
    pub period: Period,
    /// What they answered, by element: sources number the elements differently,
    /// so the place in a list says nothing.
    pub answers: BTreeMap<SurveyElement, Answers>,
}

impl Survey {
    /// The mean of each of the nine elements.
    ///
    /// # Errors
    ///
    /// Names the elements that nobody answered: an index of fewer would be
    /// another index, and what is missing is not zero.
    pub fn means(&self) -> Result<BTreeMap<SurveyElement, ElementMean>, MissingElements> {
        let mean = |element| {
            let answers = self.answers.get(&element).copied();
            (element, answers.and_then(ElementMean::of_answers))
        };
        let (found, missing): (Vec<_>, Vec<_>) =
            SurveyElement::ALL.into_iter().map(mean).partition(|(_, mean)| mean.is_some());
        if missing.is_empty() {
            Ok(found.into_iter().filter_map(|(element, mean)| Some((element, mean?))).collect())
        } else {
            let elements = missing.into_iter().map(|(element, _)| element).collect();
            Err(MissingElements { service: self.service.clone(), elements })
        }
    }

    /// The index and its grade.
    ///
    /// # Errors
    ///
    /// Fails when an element has no answer, or the rule's weight is absurd.
    pub fn index(
        &self,
        rule: &IndexRule,
        bounds: &GradeBounds,
    ) -> Result<SatisfactionIndex, SurveyError> {
        let means: Vec<_> = self.means()?.into_values().collect();
        Ok(satisfaction_index(&means, rule, bounds)?)
    }
}

/// Elements of a survey that nobody answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the survey of {service} has no answer for {}: add the answers, one line an element",
    join(elements)
)]
pub struct MissingElements {
    service: Code,
    elements: Vec<SurveyElement>,
}

impl MissingElements {
    /// The elements. Never empty.
    pub fn elements(&self) -> &[SurveyElement] {
        &self.elements
    }
}

fn join(elements: &[SurveyElement]) -> String {
    elements.iter().map(|element| element.code()).collect::<Vec<_>>().join(", ")
}

/// Why a survey has no index.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SurveyError {
    /// Elements that nobody answered.
    #[error(transparent)]
    Missing(#[from] MissingElements),
    /// The index cannot be computed.
    #[error(transparent)]
    Index(#[from] IndexError),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survey(answers: &[(SurveyElement, Answers)]) -> Survey {
        Survey {
            unit: "dukcapil".parse().unwrap(),
            service: "ktp".parse().unwrap(),
            period: "2026".parse().unwrap(),
            answers: answers.iter().copied().collect(),
        }
    }

    #[test]
    fn an_element_that_nobody_answered_is_named_and_never_counts_as_zero() {
        let mut answers = SurveyElement::ALL.map(|element| (element, [0, 0, 5, 5]));
        answers[3].1 = [0; 4];
        let error = survey(&answers[..8]).means().unwrap_err();
        assert_eq!(error.elements(), [SurveyElement::Cost, SurveyElement::Facilities]);
        assert_eq!(
            error.to_string(),
            "the survey of ktp has no answer for cost, facilities: add the answers, one line an element"
        );
    }

    #[test]
    fn means_of_different_numbers_of_answers_are_added_exactly() {
        // Eight elements of 3 and one of 10/3: (24 + 10/3) * 25 / 9 = 75.925925…
        let mut answers = SurveyElement::ALL.map(|element| (element, [0, 0, 7, 0]));
        answers[0].1 = [0, 0, 2, 1];
        let bounds =
            GradeBounds::new(["88.31", "76.61", "65"].map(|b| b.parse().unwrap())).unwrap();
        let index = survey(&answers).index(&IndexRule::EXACT, &bounds).unwrap();
        assert_eq!((index.value().to_string().as_str(), index.grade()), ("75.93", SurveyGrade::C));
    }

    #[test]
    fn elements_are_read_by_code_in_any_order() {
        let text = r#"{"unit":"a","service":"b","period":"2026","answers":{"complaints":[0,0,1,0],"requirements":[1,0,0,0]}}"#;
        let read: Survey = serde_json::from_str(text).unwrap();
        assert_eq!(read.answers[&SurveyElement::Requirements], [1, 0, 0, 0]);
        assert!(serde_json::from_str::<Survey>(&text.replace("complaints", "U9")).is_err());
    }

    #[cfg(feature = "toml")]
    #[test]
    fn each_way_to_write_a_wrong_rule_is_refused_with_its_place() {
        use crate::region::RuleBook;
        let file = include_str!("../../../rules/permenpanrb_14_2017.toml");
        #[rustfmt::skip]
        let table = [
            ("weight = \"equal\"",     "weight = \"0\"",        "rule.0.value: `0` is not a number"),
            ("rounding = \"half_up\"", "rounding = \"nearest\"", "rule.0.value: unknown variant `nearest`"),
            ("b = \"76.61\"",          "b = \"88.31\"",         "rule.1.value: the grades A, B and C must each begin above the next"),
            ("c = \"65\"",             "d = \"65\"",            "rule.1.value: unknown field `d`"),
        ];
        for (from, to, expected) in table {
            assert!(file.contains(from), "{from}");
            let spoiled = file.replacen(from, to, 1);
            let error = RuleBook::from_toml(&[("spoiled.toml", &spoiled)]).unwrap_err();
            assert!(error.to_string().contains(expected), "{to}: {error}");
        }
    }
}
