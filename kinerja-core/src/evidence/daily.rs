//! Daily reports of work.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{calendar::Period, number::Ratio, plan::Code};

/// Minutes of a day: nobody works longer.
const MINUTES_OF_A_DAY: u32 = 24 * 60;

/// What the superior did with a daily report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportState {
    /// Nothing yet.
    Submitted,
    /// Accepted.
    Accepted,
    /// Sent back to be corrected.
    Returned,
}

/// One activity of a day, as the person reported it ("laporan harian"). A day may
/// have several.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DailyReport {
    /// The day on which the work was done, in the region's zone.
    pub day: NaiveDate,
    /// How long it took, in minutes: above 0.
    pub minutes: u32,
    /// What the superior did with it.
    pub state: ReportState,
    /// The indicator of the plan that it serves, where it names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serves: Option<Code>,
}

/// The daily reports of one person in one period. None at all is a fact too; a
/// person whose reports never arrived has no `DailyReports`.
///
/// ```
/// use kinerja_core::evidence::{DailyReport, DailyReports, ReportState::Accepted};
///
/// let day = "2026-04-01".parse()?;
/// let report = DailyReport { day, minutes: 300, state: Accepted, serves: None };
/// let reports = DailyReports::new("2026-Q2".parse()?, vec![report])?;
/// let totals = reports.totals(&[day, "2026-04-02".parse()?].into());
/// assert_eq!((totals.reported, totals.working_days), (1, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "RawReports", into = "RawReports")]
pub struct DailyReports {
    period: Period,
    // Invariant: days of the period; minutes above 0, and a day has at most
    // `MINUTES_OF_A_DAY` together.
    reports: Vec<DailyReport>,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct RawReports {
    period: Period,
    reports: Vec<DailyReport>,
}

impl DailyReports {
    /// Puts the reports of a period together.
    ///
    /// # Errors
    ///
    /// Fails on a day outside the period, on a report of no minutes, and on a day
    /// of more than 24 hours.
    pub fn new(period: Period, reports: Vec<DailyReport>) -> Result<Self, DailyReportError> {
        let mut minutes: BTreeMap<NaiveDate, u64> = BTreeMap::new();
        for &DailyReport { day, minutes: found, .. } in &reports {
            if !period.contains(day) {
                return Err(DailyReportError::Outside { day, period });
            }
            let sum = minutes.entry(day).or_default();
            *sum += u64::from(found);
            if found == 0 || *sum > u64::from(MINUTES_OF_A_DAY) {
                return Err(DailyReportError::Minutes { day, minutes: *sum });
            }
        }
        Ok(Self { period, reports })
    }

    /// The period.
    pub const fn period(&self) -> Period {
        self.period
    }

    /// The reports, in the order in which they were given.
    pub fn reports(&self) -> &[DailyReport] {
        &self.reports
    }

    /// The reports that were accepted.
    pub fn accepted(&self) -> impl Iterator<Item = &DailyReport> {
        self.reports.iter().filter(|report| report.state == ReportState::Accepted)
    }

    /// Those of them for which something holds.
    #[must_use]
    pub fn only(&self, wanted: impl Fn(&DailyReport) -> bool) -> Self {
        let reports = self.reports.iter().filter(|report| wanted(report)).cloned().collect();
        // What is right of all is right of some.
        Self { period: self.period, reports }
    }

    /// Counts of the reports against the working days of the period that are
    /// given; days outside the period are left out.
    pub fn totals(&self, working_days: &BTreeSet<NaiveDate>) -> DailyTotals {
        let days = |reports: &mut dyn Iterator<Item = &DailyReport>| -> BTreeSet<NaiveDate> {
            reports.map(|report| report.day).collect()
        };
        let working: BTreeSet<_> =
            working_days.iter().copied().filter(|day| self.period.contains(*day)).collect();
        let (reported, accepted) = (days(&mut self.reports.iter()), days(&mut self.accepted()));
        DailyTotals {
            working_days: count(working.iter()),
            reported: count(working.intersection(&reported)),
            accepted: count(working.intersection(&accepted)),
            on_other_days: count(reported.difference(&working)),
            minutes: self.reports.iter().map(|report| report.minutes).sum(),
            minutes_accepted: self.accepted().map(|report| report.minutes).sum(),
        }
    }
}

/// A period has at most a year's days, so every count fits.
fn count<T>(days: impl Iterator<Item = T>) -> u32 {
    days.fold(0, |count, _| count + 1)
}

impl TryFrom<RawReports> for DailyReports {
    type Error = DailyReportError;

    fn try_from(raw: RawReports) -> Result<Self, Self::Error> {
        Self::new(raw.period, raw.reports)
    }
}

impl From<DailyReports> for RawReports {
    fn from(reports: DailyReports) -> Self {
        Self { period: reports.period, reports: reports.reports }
    }
}

/// Daily reports against working days. What was not reported is missing and not
/// a day without work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DailyTotals {
    /// Working days of the period.
    pub working_days: u32,
    /// Working days with a report, whatever became of it.
    pub reported: u32,
    /// Working days with a report that was accepted.
    pub accepted: u32,
    /// Other days with a report.
    pub on_other_days: u32,
    /// Minutes that were reported, on all days.
    pub minutes: u32,
    /// Minutes of the reports that were accepted.
    pub minutes_accepted: u32,
}

impl DailyTotals {
    /// Working days without a report.
    pub const fn missing(self) -> u32 {
        self.working_days.saturating_sub(self.reported)
    }

    /// Working days with a report in percent of all, exact; none without working
    /// days.
    pub fn reported_percent(self) -> Option<Ratio> {
        let micros = i128::from(self.reported) * 100 * crate::number::MICROS;
        Ratio::new(micros, self.working_days.into())
    }
}

/// Why daily reports cannot be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DailyReportError {
    /// A day of another period.
    #[error("the report of {day} is not of {period}: put it to its own period")]
    Outside {
        /// The day.
        day: NaiveDate,
        /// The period.
        period: Period,
    },
    /// No work at all, or more than a day has.
    #[error(
        "the reports of {day} make {minutes} minutes: each needs 1 or more, and a day has 1440"
    )]
    Minutes {
        /// The day.
        day: NaiveDate,
        /// The minutes of the day up to that report.
        minutes: u64,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(day: &str, minutes: u32, state: ReportState) -> DailyReport {
        DailyReport { day: day.parse().unwrap(), minutes, state, serves: None }
    }

    fn reports(reports: &[DailyReport]) -> Result<DailyReports, DailyReportError> {
        DailyReports::new("2026-Q2".parse().unwrap(), reports.to_vec())
    }

    #[test]
    fn days_are_counted_once_and_minutes_are_added() {
        use ReportState::{Accepted, Returned, Submitted};
        let found = reports(&[
            report("2026-04-01", 120, Accepted),
            report("2026-04-01", 180, Submitted),
            report("2026-04-02", 60, Returned),
            report("2026-04-04", 30, Accepted),
        ])
        .unwrap();
        let working = ["2026-03-31", "2026-04-01", "2026-04-02", "2026-04-06"];
        let totals = found.totals(&working.map(|day| day.parse().unwrap()).into());
        let expected = DailyTotals {
            working_days: 3,
            reported: 2,
            accepted: 1,
            on_other_days: 1,
            minutes: 390,
            minutes_accepted: 150,
        };
        assert_eq!((totals, totals.missing()), (expected, 1));
        assert_eq!(totals.reported_percent(), Ratio::new(200_000_000, 3));
    }

    #[test]
    fn without_working_days_there_is_no_percentage() {
        assert_eq!(reports(&[]).unwrap().totals(&BTreeSet::new()).reported_percent(), None);
    }

    #[test]
    fn a_report_is_of_its_period_and_a_day_has_24_hours() {
        use ReportState::Submitted;
        #[rustfmt::skip]
        let table = [
            ("2026-03-31", 60,        false),
            ("2026-04-01", 60,        true),
            ("2026-06-30", 60,        true),
            ("2026-07-01", 60,        false),
            ("2026-04-01", 0,         false),
            ("2026-04-01", 1_440,     true),
            ("2026-04-01", 1_441,     false),
            ("2026-04-01", u32::MAX,  false),
        ];
        for (day, minutes, good) in table {
            assert_eq!(
                reports(&[report(day, minutes, Submitted)]).is_ok(),
                good,
                "{day} {minutes}"
            );
        }
        let two = [report("2026-04-01", 720, Submitted), report("2026-04-01", 721, Submitted)];
        assert!(matches!(reports(&two), Err(DailyReportError::Minutes { minutes: 1_441, .. })));
    }
}
