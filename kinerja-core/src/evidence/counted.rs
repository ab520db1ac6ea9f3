//! Actuals that are counted from evidence instead of being reported.

use serde::{Deserialize, Serialize};

use super::{Complaint, DailyReports};
use crate::{
    calendar::Period,
    number::Quantity,
    plan::{Actual, Contribution, Measure},
};

/// What an indicator counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Counted {
    /// Daily reports that were accepted.
    AcceptedReports,
    /// Days with a daily report that was accepted.
    AcceptedDays,
    /// Minutes of the daily reports that were accepted.
    AcceptedMinutes,
    /// Complaints, criticism and suggestions that came in the period and were
    /// answered in it. They are about a service, so only a collective indicator
    /// counts them.
    AnsweredComplaints,
}

/// Where counts come from. What never arrived is none and makes the actual
/// missing; what arrived empty counts zero.
#[derive(Debug, Clone, Copy, Default)]
pub struct CountSources<'e> {
    /// The person's daily reports of the period.
    pub reports: Option<&'e DailyReports>,
    /// The complaints about the unit's services.
    pub complaints: Option<&'e [Complaint]>,
}

impl Counted {
    /// What an indicator of this measure counts; none where its actual is reported.
    pub const fn of(measure: Measure) -> Option<Self> {
        match measure {
            Measure::AcceptedReports => Some(Self::AcceptedReports),
            Measure::AcceptedDays => Some(Self::AcceptedDays),
            Measure::AcceptedMinutes => Some(Self::AcceptedMinutes),
            Measure::Ordinary | Measure::SatisfactionIndex => None,
        }
    }

    /// The actual of an indicator in a period; none where the source is missing
    /// or has the reports of another period.
    ///
    /// # Errors
    ///
    /// Fails when one person's own indicator would count complaints.
    ///
    /// ```
    /// use kinerja_core::evidence::{CountSources, Counted, DailyReports};
    /// use kinerja_core::plan::{Actual, Contribution::Individual};
    ///
    /// let period = "2026-Q2".parse()?;
    /// let counted = |sources| Counted::AcceptedReports.actual(Individual, period, sources);
    /// assert_eq!(counted(CountSources::default())?, None);
    /// let none = DailyReports::new(period, vec![])?;
    /// let sources = CountSources { reports: Some(&none), complaints: None };
    /// assert_eq!(counted(sources)?, Some(Actual::Amount(0.into())));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn actual(
        self,
        contribution: Contribution,
        period: Period,
        sources: CountSources<'_>,
    ) -> Result<Option<Actual>, CountError> {
        let reports = sources.reports.filter(|reports| reports.period() == period);
        let count = match (self, contribution) {
            (Self::AcceptedReports, _) => reports.map(|found| count(found.accepted())),
            (Self::AcceptedDays, _) => reports.map(|found| {
                let mut days: Vec<_> = found.accepted().map(|report| report.day).collect();
                days.sort_unstable();
                days.dedup();
                count(days.iter())
            }),
            (Self::AcceptedMinutes, _) => {
                reports.map(|found| found.accepted().map(|report| report.minutes).sum())
            }
            (Self::AnsweredComplaints, Contribution::Individual) => {
                return Err(CountError::PersonalComplaints);
            }
            (Self::AnsweredComplaints, Contribution::Collective) => {
                let answered = |found: &&Complaint| {
                    let day = found.answered();
                    period.contains(found.on()) && day.is_some_and(|day| day < period.end())
                };
                sources.complaints.map(|found| count(found.iter().filter(answered)))
            }
        };
        Ok(count.map(|count| Actual::Amount(Quantity::from(count))))
    }
}

fn count<T>(found: impl Iterator<Item = T>) -> u32 {
    found.fold(0, |count: u32, _| count.saturating_add(1))
}

/// Why evidence cannot be counted for an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CountError {
    /// Complaints would count as one person's own achievement.
    #[error("complaints are about a service: make the contribution of the indicator collective")]
    PersonalComplaints,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{ComplaintKind, DailyReport, ReportState};

    fn period() -> Period {
        "2026-Q2".parse().unwrap()
    }

    fn amount(actual: Result<Option<Actual>, CountError>) -> Option<String> {
        actual.unwrap().map(|actual| actual.show(crate::language::Language::English))
    }

    #[test]
    fn accepted_reports_days_and_minutes_are_counted() {
        let report = |day: &str, minutes, state| DailyReport {
            day: day.parse().unwrap(),
            minutes,
            state,
            serves: None,
        };
        let reports = DailyReports::new(
            period(),
            vec![
                report("2026-04-01", 60, ReportState::Accepted),
                report("2026-04-01", 30, ReportState::Accepted),
                report("2026-04-02", 45, ReportState::Returned),
                report("2026-04-03", 15, ReportState::Accepted),
                report("2026-04-04", 99, ReportState::Submitted),
            ],
        )
        .unwrap();
        let sources = CountSources { reports: Some(&reports), complaints: None };
        let of =
            |counted: Counted| amount(counted.actual(Contribution::Individual, period(), sources));
        assert_eq!(of(Counted::AcceptedReports).as_deref(), Some("3"));
        assert_eq!(of(Counted::AcceptedDays).as_deref(), Some("2"));
        assert_eq!(of(Counted::AcceptedMinutes).as_deref(), Some("105"));
        let other = "2026-Q3".parse().unwrap();
        let found = Counted::AcceptedDays.actual(Contribution::Individual, other, sources);
        assert_eq!(found, Ok(None), "reports of another period are missing, not zero");
    }

    #[test]
    fn complaints_are_never_one_persons_own() {
        let about = ("dukcapil".parse().unwrap(), "ktp".parse().unwrap());
        let complaint = |on: &str, answered: Option<&str>| {
            let answered = answered.map(|day| day.parse().unwrap());
            Complaint::new(about.clone(), ComplaintKind::Complaint, on.parse().unwrap(), answered)
                .unwrap()
        };
        let complaints = [
            complaint("2026-04-01", Some("2026-06-30")),
            complaint("2026-04-01", Some("2026-07-01")),
            complaint("2026-03-31", Some("2026-04-01")),
            complaint("2026-04-01", None),
        ];
        let sources = CountSources { reports: None, complaints: Some(&complaints) };
        let of = |contribution| Counted::AnsweredComplaints.actual(contribution, period(), sources);
        assert_eq!(amount(of(Contribution::Collective)).as_deref(), Some("1"));
        assert_eq!(of(Contribution::Individual), Err(CountError::PersonalComplaints));
        let missing = CountSources::default();
        let found = Counted::AnsweredComplaints.actual(Contribution::Collective, period(), missing);
        assert_eq!(found, Ok(None));
    }
}
