//! What was reached and how people behaved.

mod background;
mod behaviour;
mod complaint;
mod counted;
mod daily;
mod expectation;
mod feedback;
mod feedback_mean;
mod guide;
mod older;
mod raters;
mod report_count;
mod survey;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use background::Background;
pub use behaviour::{Behaviour, BehaviourValue};
pub use complaint::{Complaint, ComplaintCounts, ComplaintError, ComplaintKind, count_complaints};
pub use counted::{CountError, CountSources, Counted};
pub use daily::{DailyReport, DailyReportError, DailyReports, DailyTotals, ReportState};
pub use expectation::LeaderExpectations;
pub use feedback::{
    DirectionCounts, FeedbackDirection, PrivateText, PrivateTextError, count_feedback,
};
pub use feedback_mean::feedback_mean;
pub use guide::{BehaviourGuide, GuideError};
pub use older::{BehaviourAspect, OlderBehaviour, OlderEvidence};
pub use raters::{
    BehaviourRaters, ClassRule, ClassView, RatedBehaviour, RaterClass, RaterError, RaterRule,
    RatersView,
};
pub use report_count::{DailyReportRule, Preferred, ReportCount, ReportCounts, ReportsOf};
pub use survey::{
    Answers, ElementMean, GradeBounds, GradeError, IndexError, IndexRounding, IndexRule, MeanError,
    MissingElements, PrintedWeight, SatisfactionIndex, Survey, SurveyElement, SurveyError,
    SurveyGrade, SurveyWeight, UnitIndex, satisfaction_index,
};

use crate::plan::{Actual, Code, Indicator, Measure};

/// What was reached for one indicator, and when it was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reported {
    /// What was reached.
    pub actual: Actual,
    /// The day on which it was reported, in the region's zone.
    pub on: NaiveDate,
}

/// Everything that is known of one person's work in one period. What is not
/// here is missing, and never zero.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// What was reached, by the indicator's code.
    pub actuals: BTreeMap<Code, Reported>,
    /// How the person behaved, as the evaluator saw it.
    pub behaviour: Option<Behaviour>,
    /// What only regimes before 2022 ask; none from 2022.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub older: Option<Box<OlderEvidence>>,
    /// What is on record beyond the period.
    #[serde(default, skip_serializing_if = "Background::is_nothing")]
    pub background: Background,
    /// The person's daily reports; none where none ever arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reports: Option<DailyReports>,
}

impl Evidence {
    /// What was reached for an indicator. Where nobody reported the satisfaction
    /// of the public, it is what the unit's surveys say; where the region counts
    /// daily reports, it may be their count.
    ///
    /// # Legal basis
    ///
    /// PermenPANRB 14/2017: the index belongs to the unit.
    pub fn reported(&self, indicator: &Indicator, counts: &ReportCounts) -> Option<Reported> {
        let given = self.actuals.get(&indicator.code).copied();
        let given = match counts.count(&indicator.code) {
            Some(count) => count.taken(given),
            None => given,
        };
        given.or_else(|| {
            let index = self.surveyed(indicator)?;
            Some(Reported { actual: Actual::Amount(index.value), on: index.on })
        })
    }

    /// The index of the unit's surveys, where it stands for an indicator that
    /// nobody reported.
    pub fn surveyed(&self, indicator: &Indicator) -> Option<UnitIndex> {
        let asked = indicator.measure == Measure::SatisfactionIndex
            && !self.actuals.contains_key(&indicator.code);
        self.background.survey.filter(|_| asked)
    }
}
