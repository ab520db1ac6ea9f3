//! The rules of a policy, each with its source.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    calendar::DayCount,
    consequence::Condition,
    language::Text,
    law::Source,
    number::{Score, Share},
    plan::Code,
    scheme::{Bands, Matrix, Predicate, Thresholds},
};

/// The code of a region: 1 to 40 lower-case letters, digits and `-`, like
/// `tangerang-selatan`. It stands in file names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RegionCode(String);

impl RegionCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for RegionCode {
    type Err = RegionCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.to_owned().try_into()
    }
}

impl TryFrom<String> for RegionCode {
    type Error = RegionCodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if (1..=40).contains(&text.len()) && text.bytes().all(allowed) && !text.starts_with('-') {
            Ok(Self(text))
        } else {
            Err(RegionCodeError { text })
        }
    }
}

impl From<RegionCode> for String {
    fn from(code: RegionCode) -> Self {
        code.0
    }
}

/// A text is not the code of a region.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a region's code: use 1 to 40 lower-case letters, digits and `-`")]
pub struct RegionCodeError {
    text: String,
}

/// Whom staff ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// The office.
    pub name: String,
    /// Its address.
    pub email: String,
}

/// A number of days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeadlineRule {
    /// The days.
    pub days: u32,
    /// Which days count.
    pub count: DayCount,
    /// Where the rule comes from.
    pub source: Source,
}

/// How many days a regulation gives for an objection. A policy that cites it for its
/// own deadline has as many; which days count is the region's to say.
///
/// # Legal basis
///
/// PP 30/2019 Pasal 59.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectionDays {
    /// The days.
    pub days: u32,
}

/// The deadlines of a period, all in the region's zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deadlines {
    /// From the first day of the period until a plan must be agreed.
    pub plan: DeadlineRule,
    /// From the last day of the period until evidence must be reported; that
    /// day counts.
    pub evidence: DeadlineRule,
    /// From the last day of the period until the day on which the evaluation
    /// runs; later than `evidence`.
    pub evaluation: DeadlineRule,
    /// From the receipt of a result until an objection must be made.
    pub objection: DeadlineRule,
}

/// How work results become a score. Advisory from 2022.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorkResultRule {
    /// What an achievement, a score of behaviour and a total count at most.
    pub cap: Score,
    /// Percent that an indicator by date loses for each day late.
    pub late_day_loss: Score,
    /// Points for each additional result that is achieved in full.
    pub additional_points: Score,
    /// Points for all additional results together, at most.
    pub additional_points_max: Score,
    /// Where the rule comes from.
    pub source: Source,
}

/// How much behaviour counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BehaviourRule {
    /// Behaviour's share of the total; work results have the rest.
    pub share: Share,
    /// Where the rule comes from.
    pub source: Source,
}

/// What happens where something is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MissingRule {
    /// Nothing is proposed for the person until it is there.
    Block,
    /// It is left out and the others share its weight.
    ExcludeAndReweight,
    /// It counts as nothing, and every text says so.
    Zero,
}

/// What happens with evidence that came after its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LateRule {
    /// It counts, and the derivation says that it was late.
    Accept,
    /// It is treated as missing.
    AsMissing,
}

/// What happens where something is missing or late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissingRules {
    /// For the actual of a main result.
    pub actual: MissingRule,
    /// For a score of behaviour.
    pub behaviour: MissingRule,
    /// For whatever came late.
    pub late: LateRule,
    /// Where the rules come from.
    pub source: Source,
}

/// Which scores propose which ratings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RatingRules {
    /// For work results.
    pub result: Thresholds,
    /// For behaviour.
    pub behaviour: Thresholds,
    /// Where the rules come from.
    pub source: Source,
}

/// The matrix of the two ratings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatrixRule {
    /// The matrix.
    pub matrix: Matrix,
    /// Where it comes from.
    pub source: Source,
}

/// The bands of the total score: decide until 2021, advisory from 2022.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BandRule {
    /// The bands.
    pub bands: Bands,
    /// What keeps the predicate low, whatever the total is.
    pub vetoes: Vec<Veto>,
    /// Where they come from.
    pub source: Source,
}

/// Something that keeps the predicate of the bands low, whatever the total is: one
/// indicator that failed, for example. What is missing makes no veto.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Veto {
    /// When it holds.
    pub when: Condition,
    /// The best predicate that is left.
    pub at_most: Predicate,
}

/// How the two halves of 2021 make a year. No regulation that was read says it, so
/// it is assumed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HalvesRule {
    /// The share of the second half; the first has the rest.
    pub second_half: Share,
    /// Where the rule comes from.
    pub source: Source,
}

/// A mission of the region, which indicators serve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mission {
    /// Its code.
    pub code: Code,
    /// The mission in words.
    pub text: Text,
}
