//! Deadlines and credit points.

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use kinerja_core::{
    calendar::{TimeLimit, WorkCalendar, WorkWeek},
    consequence::JobLevel,
    number::Quantity,
    region::RuleBook,
    scheme::Predicate,
};

use crate::table::{Row, compare};

fn text<E: std::fmt::Display>(error: E) -> String {
    error.to_string()
}

/// SKB on holidays, PP 30/2019: a time limit from a day on, in a week of five
/// days. A start that is an instant is the day that it is in the zone.
pub(crate) fn deadlines(row: &Row) -> Result<(), String> {
    let day = |text: &str| text.parse::<NaiveDate>().map_err(|error| format!("{text}: {error}"));
    compare(row.get("expected")?, day, last_day(row))
}

fn last_day(row: &Row) -> Result<NaiveDate, String> {
    let zone: Tz = row.parse("zone")?;
    let start = row.get("start")?;
    let start = match DateTime::parse_from_rfc3339(start) {
        Ok(instant) => instant.with_timezone(&zone).date_naive(),
        Err(_) => row.parse("start")?,
    };
    let limit: TimeLimit = row.parse("rule")?;
    let rules = RuleBook::national().map_err(text)?;
    let calendar = WorkCalendar::new(WorkWeek::Five, &rules.holidays, &[]);
    calendar.after(start, limit).map_err(text)
}

/// PermenPANRB 1/2023: level, predicate and months make credit points.
pub(crate) fn credit_points(row: &Row) -> Result<(), String> {
    let points = |text: &str| text.parse::<Quantity>().map_err(|error| error.to_string());
    compare(row.get("expected")?, points, rounded_points(row))
}

fn rounded_points(row: &Row) -> Result<Quantity, String> {
    let level: JobLevel = row.parse("level")?;
    let name = row.get("predicate")?;
    let predicate = Predicate::BEST_FIRST.into_iter().find(|found| found.code() == name);
    let predicate = predicate.ok_or_else(|| format!("unknown predicate `{name}`"))?;
    let rules = RuleBook::national().map_err(text)?;
    let on: NaiveDate = "2023-01-01".parse().map_err(text)?;
    let rates = rules.credit_rates.at(on).ok_or("no rates")?;
    let points = rates.value.points(level, predicate, row.parse("months")?).map_err(text)?;
    points.rounded(row.parse("decimals")?).map_err(text)
}
