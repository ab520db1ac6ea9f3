//! Days of a period that another policy moves, for everybody alike.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    calendar::Period,
    region::{DeadlineKind, RegionPolicy},
};

/// A day of a period that is not the same under both policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DeadlineChange {
    /// Which one. That of an objection is the last day for whoever receives the result
    /// on the day on which the present policy evaluates.
    pub deadline: DeadlineKind,
    /// Under the present policy; none where it cannot be told.
    pub present: Option<NaiveDate>,
    /// Under the other policy.
    pub other: Option<NaiveDate>,
}

/// The days of a period that are not the same under both policies.
///
/// ```
/// # #[cfg(feature = "toml")] {
/// use kinerja_core::{evaluation::deadline_changes, region::RegionPolicy};
///
/// let text = include_str!("../../region/sample.toml");
/// let present = RegionPolicy::from_toml(text)?;
/// let other = RegionPolicy::from_toml(&text.replace(
///     "evaluation = { days = 15",
///     "evaluation = { days = 20",
/// ))?;
/// let moved = deadline_changes((&present, &other), "2026-Q2".parse()?);
/// let days: Vec<_> = moved.iter().filter_map(|one| Some((one.present?, one.other?))).collect();
/// assert_eq!(days, [("2026-07-15".parse()?, "2026-07-20".parse()?)]);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn deadline_changes(
    (present, other): (&RegionPolicy, &RegionPolicy),
    period: Period,
) -> Vec<DeadlineChange> {
    let received = present.evaluation_day(period).unwrap_or(period.end());
    let day = |policy: &RegionPolicy, deadline| match deadline {
        DeadlineKind::Plan => policy.plan_deadline(period).ok(),
        DeadlineKind::Evidence => policy.evidence_deadline(period).ok(),
        DeadlineKind::Evaluation => policy.evaluation_day(period).ok(),
        DeadlineKind::Objection => policy.objection_deadline(period, received).ok(),
    };
    let both = DeadlineKind::ALL.into_iter().map(|deadline| DeadlineChange {
        deadline,
        present: day(present, deadline),
        other: day(other, deadline),
    });
    both.filter(|one| one.present != one.other).collect()
}
