//! What the files need to know of a region's policy, read from the policy itself
//! so that the two cannot disagree.

use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;

use chrono::{Days, Months, NaiveDate};
use serde::Deserialize;

use crate::Outcome;

/// The last day on which anything can have been reported: the example is set in
/// the morning of the day after.
const LAST_REPORT: &str = "2026-07-19";

/// The mark between whole and fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Decimal {
    /// `1.234,5`
    Comma,
    /// `1,234.5`
    Point,
}

/// The part of a policy that the files follow.
#[derive(Debug, Deserialize)]
pub(crate) struct Policy {
    /// How numbers are written.
    pub(crate) decimal: Decimal,
    /// The period that the files are about.
    #[serde(rename = "first_period")]
    pub(crate) period: String,
    /// The missions that a result can serve.
    #[serde(rename = "mission")]
    pub(crate) missions: Vec<Mission>,
    deadlines: Deadlines,
    #[serde(skip)]
    period_end: NaiveDate,
    #[serde(skip)]
    last_report: NaiveDate,
}

/// A mission of the region.
#[derive(Debug, Deserialize)]
pub(crate) struct Mission {
    /// Its code.
    pub(crate) code: String,
}

#[derive(Debug, Deserialize)]
struct Deadlines {
    evidence: Deadline,
    evaluation: Deadline,
}

#[derive(Debug, Deserialize)]
struct Deadline {
    days: u64,
}

impl Policy {
    /// Reads a policy.
    pub(crate) fn read(path: &Path) -> Outcome<Self> {
        let at = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let text = fs::read_to_string(path).map_err(|error| at(&error))?;
        let mut policy: Self = toml::from_str(&text).map_err(|error| at(&error))?;
        policy.period_end = last_day(&policy.period)?;
        policy.last_report = LAST_REPORT.parse()?;
        Ok(policy)
    }

    /// The last day of the period.
    pub(crate) const fn last_day(&self) -> NaiveDate {
        self.period_end
    }

    /// The first day of the period.
    pub(crate) fn first_day(&self) -> NaiveDate {
        let months = match self.period.split_once('-') {
            None => 12,
            Some((_, part)) if part.starts_with('S') => 6,
            Some((_, part)) if part.starts_with('Q') => 3,
            Some(_) => 1,
        };
        self.period_end + Days::new(1) - Months::new(months)
    }

    /// The days, counted from the period's end, on which an ordinary report came: a
    /// day clear of the evidence deadline, and before the region evaluates.
    pub(crate) fn report_days(&self) -> RangeInclusive<u64> {
        let Deadlines { evidence, evaluation } = &self.deadlines;
        1..=evidence.days.min(evaluation.days).saturating_sub(2).max(1)
    }

    /// The days, counted from the period's end, on which a late report came: a day
    /// clear of the evidence deadline. None where the deadline itself is still to come.
    pub(crate) fn late_days(&self) -> Option<RangeInclusive<u64>> {
        let deadline = self.deadlines.evidence.days;
        let days = deadline + LATE_MIN..=deadline + LATE_MAX;
        (self.period_end + Days::new(*days.end()) <= self.last_report).then_some(days)
    }

    /// Whether the period is a whole year.
    pub(crate) fn is_annual(&self) -> bool {
        !self.period.contains('-')
    }
}

/// By how many days a report is late at least. Not one: a day's margin keeps the
/// example clear of any dispute about when the last day ends.
const LATE_MIN: u64 = 2;

/// By how many days a report is late at most: before the region evaluates.
const LATE_MAX: u64 = 4;

/// The last day of a period such as `2026`, `2026-S1`, `2026-Q3` or `2026-11`.
fn last_day(period: &str) -> Outcome<NaiveDate> {
    let (year, part) = period.split_once('-').unwrap_or((period, "12"));
    let month = match (part.strip_prefix('S'), part.strip_prefix('Q')) {
        (Some(half), _) => 6 * half.parse::<u32>()?,
        (_, Some(quarter)) => 3 * quarter.parse::<u32>()?,
        (None, None) => part.parse()?,
    };
    NaiveDate::from_ymd_opt(year.parse()?, month, 1)
        .map(|first| first + Months::new(1) - Days::new(1))
        .ok_or_else(|| format!("`{period}` is not a period").into())
}
