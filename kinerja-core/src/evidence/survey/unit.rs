//! The index of a unit, which may have several services.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Answers, GradeBounds, IndexRule, Survey, SurveyElement, SurveyError, SurveyGrade};
use crate::number::Quantity;

/// What the surveys of a unit say in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UnitIndex {
    /// The index, with two decimals.
    pub value: Quantity,
    /// Its grade.
    pub grade: SurveyGrade,
    /// How many services were asked about.
    pub services: u32,
    /// The day on which the last of them stood.
    pub on: NaiveDate,
}

impl UnitIndex {
    /// The index of the surveys of one unit and period, with the day of each; none
    /// without a survey. Whoever answered counts once, whatever the service was:
    /// the answers of the services are put together element by element.
    ///
    /// # Errors
    ///
    /// Fails when an element has no answer, or the rule's weight is absurd.
    ///
    /// # Legal basis
    ///
    /// PermenPANRB 14/2017 for the index of the answers; that services are put
    /// together by their answers is assumed.
    ///
    /// ```
    /// use kinerja_core::evidence::{GradeBounds, IndexRule, Survey, SurveyElement, UnitIndex};
    ///
    /// let bounds = GradeBounds::new(["88.31".parse()?, "76.61".parse()?, "65".parse()?])?;
    /// let survey = |service: &str, answers| {
    ///     let answers = SurveyElement::ALL.map(|element| (element, answers));
    ///     Ok::<_, Box<dyn std::error::Error>>(Survey {
    ///         unit: "dukcapil".parse()?,
    ///         service: service.parse()?,
    ///         period: "2026-Q2".parse()?,
    ///         answers: answers.into_iter().collect(),
    ///     })
    /// };
    /// let day = "2026-06-30".parse()?;
    /// let surveys = [(day, survey("ktp", [0, 0, 0, 3])?), (day, survey("kk", [1, 0, 0, 0])?)];
    /// let found = UnitIndex::of(&surveys, &IndexRule::EXACT, &bounds)?;
    /// assert_eq!(found.map(|index| index.value.to_string()).as_deref(), Some("81.25"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(
        surveys: &[(NaiveDate, Survey)],
        rule: &IndexRule,
        bounds: &GradeBounds,
    ) -> Result<Option<Self>, SurveyError> {
        let Some((first, rest)) = surveys.split_first() else { return Ok(None) };
        let mut answers: BTreeMap<SurveyElement, Answers> = BTreeMap::new();
        for (element, given) in surveys.iter().flat_map(|(_, survey)| &survey.answers) {
            let sums = answers.entry(*element).or_default();
            for (sum, more) in sums.iter_mut().zip(given) {
                *sum = sum.saturating_add(*more);
            }
        }
        let index = Survey { answers, ..first.1.clone() }.index(rule, bounds)?;
        Ok(Some(Self {
            value: index.value(),
            grade: index.grade(),
            services: u32::try_from(surveys.len()).unwrap_or(u32::MAX),
            on: rest.iter().map(|(on, _)| *on).fold(first.0, NaiveDate::max),
        }))
    }
}
