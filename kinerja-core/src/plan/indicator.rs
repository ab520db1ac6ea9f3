//! One thing that is measured.

use std::{borrow::Borrow, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{Target, WordError};
use crate::{
    language::Language,
    number::{Quantity, Weight, serde_as_text},
};

/// Characters that a code may have.
const CODE_MAX: usize = 40;

/// The code of an indicator within its plan, or of a mission within its policy:
/// 1 to 40 characters without spaces, like `IKI-1`.
// A plan has many of them, so they stand in place and not on the heap.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code {
    // Invariant: the first `length` bytes are the text, the others are 0; so the
    // order of the bytes is that of the texts.
    text: [u8; CODE_MAX],
    length: u8,
}

impl Code {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        let text = self.text.get(..self.length.into()).unwrap_or_default();
        std::str::from_utf8(text).unwrap_or_default()
    }

    fn with_text<R>(&self, show: impl FnOnce(&str) -> R) -> R {
        show(self.as_str())
    }
}

serde_as_text!(Code, "a code");

impl std::hash::Hash for Code {
    // Like its text, because it can be looked up by its text.
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Borrow<str> for Code {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({:?})", self.as_str())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Code {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || CodeError { text: text.chars().take(2 * CODE_MAX).collect() };
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        let mut code = Self { text: [0; CODE_MAX], length: 0 };
        let space = code.text.get_mut(..text.len()).ok_or_else(refused)?;
        if text.is_empty() || !text.bytes().all(allowed) {
            return Err(refused());
        }
        space.copy_from_slice(text.as_bytes());
        code.length = u8::try_from(text.len()).map_err(|_| refused())?;
        Ok(code)
    }
}

/// A text is not a code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a code: use 1 to 40 letters, digits, `-`, `_` or `.`")]
pub struct CodeError {
    text: String,
}

/// What an indicator is about ("aspek").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// How much ("kuantitas").
    Quantity,
    /// How well ("kualitas").
    Quality,
    /// How soon ("waktu").
    Time,
    /// At what cost ("biaya").
    Cost,
}

impl Aspect {
    /// The four.
    pub const ALL: [Self; 4] = [Self::Quantity, Self::Quality, Self::Time, Self::Cost];

    /// The name in code and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Quantity => "quantity",
            Self::Quality => "quality",
            Self::Time => "time",
            Self::Cost => "cost",
        }
    }

    /// The aspect for people.
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Quantity => language.pick("kuantitas", "quantity"),
            Self::Quality => language.pick("kualitas", "quality"),
            Self::Time => language.pick("waktu", "time"),
            Self::Cost => language.pick("biaya", "cost"),
        }
    }
}

impl FromStr for Aspect {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        WordError::find(text, "aspect", Self::ALL, Self::code)
    }
}

/// How far an indicator reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// What was produced ("keluaran").
    Output,
    /// What it changed for those it was made for ("hasil").
    Outcome,
    /// What it changed for society ("dampak").
    Impact,
}

/// Whose achievement an indicator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Contribution {
    /// The person's own.
    Individual,
    /// The unit's, to which the person contributes.
    Collective,
}

/// How an indicator is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// By counting, timing or looking.
    #[default]
    Ordinary,
    /// By a satisfaction survey ("indeks kepuasan masyarakat", PermenPANRB
    /// 14/2017). One index belongs to a unit and to no single person.
    SatisfactionIndex,
    /// By the number of the person's daily reports ("laporan harian") that were
    /// accepted.
    AcceptedReports,
    /// By the days with a daily report that was accepted.
    AcceptedDays,
    /// By the minutes of the daily reports that were accepted.
    AcceptedMinutes,
}

impl Measure {
    /// Whether the person's daily reports are what is counted.
    pub const fn counts_reports(self) -> bool {
        match self {
            Self::AcceptedReports | Self::AcceptedDays | Self::AcceptedMinutes => true,
            Self::Ordinary | Self::SatisfactionIndex => false,
        }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
    const fn is_ordinary(&self) -> bool {
        matches!(self, Self::Ordinary)
    }
}

/// Whether a result carries weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ResultKind {
    /// A main result ("hasil kerja utama") with its share of the plan.
    Main(Weight),
    /// An additional result ("hasil kerja tambahan"), outside the weights.
    Additional,
}

/// An indicator of a work plan ("indikator kinerja individu").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Its code within the plan.
    pub code: Code,
    /// Main, with its weight, or additional.
    pub kind: ResultKind,
    /// The planned result that it measures ("rencana hasil kerja").
    pub result: String,
    /// What is measured.
    pub title: String,
    /// How it is measured.
    #[serde(default, skip_serializing_if = "Measure::is_ordinary")]
    pub measure: Measure,
    /// What it is about.
    pub aspect: Aspect,
    /// How far it reaches.
    pub level: Level,
    /// Whose achievement it is.
    pub contribution: Contribution,
    /// The unit of measure, like `persen` or `hari`.
    pub unit: String,
    /// Where things stood before the period; for the reader only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Quantity>,
    /// What was agreed, and what is better.
    pub target: Target,
    /// The mission of the region that it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mission: Option<Code>,
    /// The service of the unit whose work it measures ("layanan"); none where it
    /// measures what belongs to no service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Code>,
}

impl Indicator {
    /// The weight of a main result.
    pub const fn weight(&self) -> Option<Weight> {
        match self.kind {
            ResultKind::Main(weight) => Some(weight),
            ResultKind::Additional => None,
        }
    }

    /// What is wrong with the indicator by itself.
    pub fn problem(&self) -> Option<IndicatorProblem> {
        match (self.measure, self.contribution) {
            (Measure::SatisfactionIndex, Contribution::Individual) => {
                Some(IndicatorProblem::PersonalSatisfactionIndex)
            }
            (measure, Contribution::Collective) if measure.counts_reports() => {
                Some(IndicatorProblem::CollectiveReports)
            }
            (measure, _) if measure.counts_reports() && !self.target.is_amount() => {
                Some(IndicatorProblem::CountWithoutAmount)
            }
            _ if self.title.trim().is_empty() => Some(IndicatorProblem::NoTitle),
            _ => None,
        }
    }
}

/// What can be wrong with an indicator by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IndicatorProblem {
    /// A satisfaction index stands as one person's own achievement.
    #[error("a satisfaction index belongs to a unit: make the contribution collective")]
    PersonalSatisfactionIndex,
    /// The daily reports of one person stand as the achievement of a unit.
    #[error("daily reports are one person's own: make the contribution individual")]
    CollectiveReports,
    /// A count is measured against something that is no amount.
    #[error("daily reports are counted: make the target an amount")]
    CountWithoutAmount,
    /// Nothing says what is measured.
    #[error("the title is empty: say what is measured")]
    NoTitle,
}
