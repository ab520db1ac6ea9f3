//! What the public complains about and suggests, per service.
//!
//! A complaint is about a service of a unit and never about a person. Its words
//! are not kept here, because they may name one; the office that answers has them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::Period,
    number::{MICROS, Ratio},
    plan::Code,
};

/// What somebody of the public wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ComplaintKind {
    /// A matter to be put right ("pengaduan").
    Complaint,
    /// Criticism ("kritik").
    Criticism,
    /// A suggestion ("saran").
    Suggestion,
}

/// One complaint, criticism or suggestion.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "RawComplaint", into = "RawComplaint")]
pub struct Complaint {
    unit: Code,
    service: Code,
    kind: ComplaintKind,
    on: NaiveDate,
    // Invariant: not before `on`.
    answered: Option<NaiveDate>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawComplaint {
    unit: Code,
    service: Code,
    kind: ComplaintKind,
    on: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answered: Option<NaiveDate>,
}

impl Complaint {
    /// A complaint about a service of a unit, the day on which it came, and the
    /// day on which it was answered, if it was.
    ///
    /// # Errors
    ///
    /// Fails when it was answered before it came.
    pub fn new(
        (unit, service): (Code, Code),
        kind: ComplaintKind,
        on: NaiveDate,
        answered: Option<NaiveDate>,
    ) -> Result<Self, ComplaintError> {
        match answered {
            Some(answered) if answered < on => Err(ComplaintError { service, on, answered }),
            Some(_) | None => Ok(Self { unit, service, kind, on, answered }),
        }
    }

    /// The unit.
    pub const fn unit(&self) -> &Code {
        &self.unit
    }

    /// The service.
    pub const fn service(&self) -> &Code {
        &self.service
    }

    /// What it is.
    pub const fn kind(&self) -> ComplaintKind {
        self.kind
    }

    /// The day on which it came.
    pub const fn on(&self) -> NaiveDate {
        self.on
    }

    /// The day on which it was answered.
    pub const fn answered(&self) -> Option<NaiveDate> {
        self.answered
    }
}

impl TryFrom<RawComplaint> for Complaint {
    type Error = ComplaintError;

    fn try_from(raw: RawComplaint) -> Result<Self, Self::Error> {
        Self::new((raw.unit, raw.service), raw.kind, raw.on, raw.answered)
    }
}

impl From<Complaint> for RawComplaint {
    fn from(complaint: Complaint) -> Self {
        let Complaint { unit, service, kind, on, answered } = complaint;
        Self { unit, service, kind, on, answered }
    }
}

/// A complaint was answered before it came.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a complaint about {service} came on {on} and was answered on {answered}: correct a day")]
pub struct ComplaintError {
    service: Code,
    on: NaiveDate,
    answered: NaiveDate,
}

/// Complaints about one service of one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ComplaintCounts {
    /// Matters to be put right.
    pub complaints: u32,
    /// Criticism.
    pub criticism: u32,
    /// Suggestions.
    pub suggestions: u32,
    /// Of all of them, those that were answered by the end of the period.
    pub answered: u32,
    /// The days that those answers took together.
    pub days: u64,
}

impl ComplaintCounts {
    /// All of them.
    pub fn all(self) -> u64 {
        [self.complaints, self.criticism, self.suggestions].into_iter().map(u64::from).sum()
    }

    /// Days until an answer on average, exact; none without answers.
    pub fn mean_days(self) -> Option<Ratio> {
        Ratio::new(i128::from(self.days) * MICROS, self.answered.into())
    }
}

/// Counts the complaints that came in a period, by unit and service. A service
/// without any is not in it: whether it was never asked or nobody complained is
/// not known here.
///
/// ```
/// use kinerja_core::evidence::{Complaint, ComplaintKind::Criticism, count_complaints};
///
/// let about = ("dukcapil".parse()?, "ktp".parse()?);
/// let given = Complaint::new(about.clone(), Criticism, "2026-05-04".parse()?, None)?;
/// let counts = count_complaints("2026-Q2".parse()?, &[given]);
/// assert_eq!(counts[&about].criticism, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn count_complaints(
    period: Period,
    complaints: &[Complaint],
) -> BTreeMap<(Code, Code), ComplaintCounts> {
    let mut counts: BTreeMap<(Code, Code), ComplaintCounts> = BTreeMap::new();
    for found in complaints.iter().filter(|found| period.contains(found.on)) {
        let of = counts.entry((found.unit.clone(), found.service.clone())).or_default();
        let count = match found.kind {
            ComplaintKind::Complaint => &mut of.complaints,
            ComplaintKind::Criticism => &mut of.criticism,
            ComplaintKind::Suggestion => &mut of.suggestions,
        };
        *count = count.saturating_add(1);
        if let Some(answered) = found.answered.filter(|day| *day < period.end()) {
            of.answered = of.answered.saturating_add(1);
            let days = (answered - found.on).num_days();
            of.days = of.days.saturating_add(days.unsigned_abs());
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(service: &str, kind: ComplaintKind, on: &str, answered: &str) -> Complaint {
        let about = ("dukcapil".parse().unwrap(), service.parse().unwrap());
        let answered = (!answered.is_empty()).then(|| answered.parse().unwrap());
        Complaint::new(about, kind, on.parse().unwrap(), answered).unwrap()
    }

    #[test]
    fn what_came_in_the_period_is_counted_per_service() {
        use ComplaintKind::{Complaint, Criticism, Suggestion};
        let counts = count_complaints(
            "2026-Q2".parse().unwrap(),
            &[
                complaint("ktp", Complaint, "2026-03-31", "2026-04-01"),
                complaint("ktp", Complaint, "2026-04-01", "2026-04-01"),
                complaint("ktp", Criticism, "2026-04-01", "2026-04-04"),
                complaint("ktp", Suggestion, "2026-06-30", "2026-07-01"),
                complaint("kk", Criticism, "2026-06-30", ""),
            ],
        );
        let of = |service: &str| counts[&("dukcapil".parse().unwrap(), service.parse().unwrap())];
        let ktp =
            ComplaintCounts { complaints: 1, criticism: 1, suggestions: 1, answered: 2, days: 3 };
        assert_eq!((of("ktp"), of("ktp").all()), (ktp, 3));
        assert_eq!(of("ktp").mean_days(), Ratio::new(3_000_000, 2));
        assert_eq!((of("kk").answered, of("kk").mean_days()), (0, None));
    }

    #[test]
    fn an_answer_never_comes_before_its_complaint() {
        let text = r#"{"unit":"a","service":"b","kind":"criticism","on":"2026-05-02","answered":"2026-05-02"}"#;
        let read: Complaint = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        let wrong = text.replace(r#""answered":"2026-05-02""#, r#""answered":"2026-05-01""#);
        assert!(serde_json::from_str::<Complaint>(&wrong).is_err());
        let named = text.replace("\"kind\"", "\"nip\":\"1\",\"kind\"");
        assert!(serde_json::from_str::<Complaint>(&named).is_err(), "nobody is named");
    }
}
