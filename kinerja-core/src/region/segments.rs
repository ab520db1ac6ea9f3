//! How the segments of a person who moved become one result.

use serde::{Deserialize, Serialize};

use crate::{
    language::Language,
    law::{Citation, Origin, Source},
    people::Absence,
};

/// What is assumed where a policy says nothing.
const DEFAULT_NOTE: &str = "Weighing by days is assumed, and that these absences still suspend planning from 2022. PermenPANRB 8/2021 also suspends it for a study assignment abroad (second hand), which is not told from one in the country; write [segments] to decide it.";

/// What the segments are weighed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Combine {
    /// By their days.
    Days,
    /// By calendar months: each month of the period counts one and goes to the
    /// segment that has most of its days, of equal ones to the earlier.
    Months,
}

impl Combine {
    /// The unit for people.
    pub const fn unit(self, language: Language) -> &'static str {
        match self {
            Self::Days => language.pick("hari", "days"),
            Self::Months => language.pick("bulan", "months"),
        }
    }
}

/// How the segments of a person who moved become one result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SegmentRules {
    /// What they are weighed by.
    pub combine: Combine,
    /// Days that a segment must have in order to count, at least 1.
    pub minimum_days: u32,
    /// The absences for which nothing is planned: their days count for nobody.
    pub suspends: Vec<Absence>,
    /// Where the rules come from.
    pub source: Source,
}

impl Default for SegmentRules {
    /// By days, every segment with a day, and the absences of PermenPANRB 8/2021.
    /// A study assignment does not suspend planning: under PermenPANRB 6/2022 its
    /// expectations are still agreed.
    ///
    /// # Legal basis
    ///
    /// PermenPANRB 8/2021 Lampiran E.6 and E.7. That they still hold from 2022,
    /// and that days are what counts, is assumed.
    fn default() -> Self {
        let origin =
            Citation::new("PermenPANRB 8/2021 Lampiran E.7").map_or(Origin::Own, Origin::OwnAfter);
        Self {
            combine: Combine::Days,
            minimum_days: 1,
            suspends: vec![
                Absence::StateOfficial,
                Absence::TemporaryDismissal,
                Absence::UnpaidLeave,
                Absence::PreRetirement,
            ],
            source: Source { origin, assumed: true, note: Some(DEFAULT_NOTE.to_owned()) },
        }
    }
}

impl SegmentRules {
    /// What is wrong with the rules for periods of so many months.
    pub(super) fn problem(&self, months: u32) -> Option<(&'static str, String)> {
        // No period is shorter than its months of 28 days.
        let most = months * 28;
        if !(1..=most).contains(&self.minimum_days) {
            return Some((
                "segments.minimum_days",
                format!("a segment counts from 1 to {most} days on, not {}", self.minimum_days),
            ));
        }
        let mut seen = self.suspends.clone();
        seen.sort_unstable();
        seen.dedup();
        (seen.len() != self.suspends.len())
            .then(|| ("segments.suspends", "name each absence once".to_owned()))
    }
}
