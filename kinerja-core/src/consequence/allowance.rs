//! The performance allowance ("tambahan penghasilan pegawai", TPP) from the
//! region's own table.
//!
//! Nobody has an allowance by default: without a decided predicate, a record of
//! attendance or a base amount it is missing, with the one who must act.

use serde::{Deserialize, Serialize};

use super::{ByPredicate, Role};
use crate::{
    language::Text,
    law::Source,
    number::{Money, Percent, Share, div_half_up},
    plan::Code,
    scheme::Predicate,
};

/// The highest percent that a predicate can bring.
const PERCENT_MAX: i128 = 200_000_000;

/// One of the two parts of an allowance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AllowancePartKind {
    /// By the predicate ("produktivitas").
    Productivity,
    /// By attendance ("disiplin").
    Discipline,
}

/// What one event takes from a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeductionRule {
    /// The event's code, like `TL1`.
    pub code: Code,
    /// The part that it takes from.
    pub part: AllowancePartKind,
    /// Percent of the part for each event.
    pub percent: Percent,
    /// The event in words.
    pub text: Text,
}

/// The base amount of a class of posts ("kelas jabatan").
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BaseAmount {
    /// The class.
    pub class: Code,
    /// The amount of a month.
    pub amount: Money,
}

/// A region's rule of the performance allowance.
///
/// # Legal basis
///
/// PP 12/2019 Pasal 58 lets a region grant it; the numbers are the region's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AllowanceRule {
    /// The share of productivity; discipline has the rest.
    pub productivity: Share,
    /// What a predicate brings of the part of productivity.
    pub percent: ByPredicate<Percent>,
    /// The base amounts.
    pub base: Vec<BaseAmount>,
    /// What events take.
    pub deductions: Vec<DeductionRule>,
    /// Where the rule comes from.
    pub source: Source,
}

/// What is on record of a person's attendance in one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attendance {
    /// The class of the post in that month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Code>,
    /// Events that take something, with their number; empty when there were none.
    pub events: Vec<(Code, u32)>,
}

/// What is known of a person for one month. What is none is missing.
#[derive(Debug, Clone, Copy)]
pub struct AllowanceInput<'a> {
    /// The class of the post.
    pub class: Option<&'a Code>,
    /// The predicate that a person decided; a proposal does not count.
    pub decided: Option<Predicate>,
    /// Events that take something, with their number; empty when there were none.
    pub events: Option<&'a [(Code, u32)]>,
}

/// Events that took something from a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deducted {
    /// The events' code.
    pub code: Code,
    /// How many there were.
    pub count: u32,
    /// Percent of the part for each.
    pub percent: Percent,
}

/// A part of an allowance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AllowancePart {
    /// Which part it is.
    pub kind: AllowancePartKind,
    /// Its share of the base amount.
    pub share: Share,
    /// Percent before deductions.
    pub before: Percent,
    /// What was taken.
    pub deducted: Vec<Deducted>,
    /// Percent after deductions, never below zero.
    pub percent: Percent,
    /// Where the rule comes from.
    pub source: Source,
}

/// The allowance of one month, before taxes and contributions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Allowance {
    /// The base amount.
    pub base: Money,
    /// Productivity, then discipline.
    pub parts: [AllowancePart; 2],
    /// Both parts of the base amount together, rounded once, half up, to whole
    /// rupiah.
    pub amount: Money,
}

/// Why there is no allowance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AllowanceLack {
    /// Nobody decided a predicate.
    #[error("no predicate was decided, so there is no allowance yet")]
    NoDecision,
    /// There is no record of attendance.
    #[error("there is no record of attendance, so there is no allowance yet")]
    NoAttendance,
    /// The class of the post is not known.
    #[error("the class of the post is not known, so there is no allowance yet")]
    NoClass,
    /// The class has no base amount.
    #[error("class `{class}` has no base amount: add it to `allowance.base`")]
    NoBase {
        /// The class.
        class: Code,
    },
    /// An event that the policy does not know.
    #[error("`{code}` is no event of the policy: add it to `allowance.deduction`")]
    UnknownEvent {
        /// The event.
        code: Code,
    },
    /// The amount lies outside what money can be.
    #[error("the amount is far too large: check `allowance.base`")]
    TooLarge,
}

impl AllowanceLack {
    /// Who must act.
    pub const fn actor(&self) -> Role {
        match self {
            Self::NoDecision => Role::Superior,
            Self::NoAttendance
            | Self::NoClass
            | Self::NoBase { .. }
            | Self::UnknownEvent { .. }
            | Self::TooLarge => Role::Hr,
        }
    }
}

impl AllowanceRule {
    /// What is wrong with the rule: the key below `allowance`, and why.
    pub(crate) fn problems(&self) -> Vec<(String, String)> {
        let mut problems = Vec::new();
        if !self.percent.rises() || self.percent.excellent.micros() > PERCENT_MAX {
            let message = "a better predicate must not bring less, and none more than 200";
            problems.push(("percent".to_owned(), message.to_owned()));
        }
        for (index, base) in self.base.iter().enumerate() {
            if self.base.iter().take(index).any(|other| other.class == base.class) {
                let message = format!("the class {} stands twice", base.class);
                problems.push((format!("base.{index}.class"), message));
            }
        }
        for (index, rule) in self.deductions.iter().enumerate() {
            if self.deductions.iter().take(index).any(|other| other.code == rule.code) {
                let message = format!("the code {} stands twice", rule.code);
                problems.push((format!("deduction.{index}.code"), message));
            }
            if rule.percent == Percent::ZERO || rule.percent > Percent::FULL {
                let message = "an event takes more than 0 and at most 100 percent of its part";
                problems.push((format!("deduction.{index}.percent"), message.to_owned()));
            }
        }
        problems
    }

    /// The allowance of a month: the base amount times the sum of share times
    /// percent of both parts. The one rounding: half up, to whole rupiah.
    ///
    /// # Errors
    ///
    /// Lists everything that is missing, each with who must act. Missing is never
    /// a default and never zero.
    ///
    /// # Legal basis
    ///
    /// PP 12/2019 Pasal 58 and the region's own regulation, which is the source
    /// of each part.
    pub fn allowance(&self, given: &AllowanceInput<'_>) -> Result<Allowance, Vec<AllowanceLack>> {
        let mut lacks = Vec::new();
        let base = self.base_of(given.class).map_err(|lack| lacks.push(lack)).ok();
        let decided = given.decided.ok_or(AllowanceLack::NoDecision);
        let decided = decided.map_err(|lack| lacks.push(lack)).ok();
        let events = given.events.ok_or(AllowanceLack::NoAttendance);
        let events = events.map_err(|lack| lacks.push(lack)).ok();
        for (code, _) in events.unwrap_or_default() {
            if !self.deductions.iter().any(|rule| rule.code == *code) {
                lacks.push(AllowanceLack::UnknownEvent { code: code.clone() });
            }
        }
        let (Some(base), Some(decided), Some(events), true) =
            (base, decided, events, lacks.is_empty())
        else {
            return Err(lacks);
        };
        let parts = [
            self.part(AllowancePartKind::Productivity, self.percent.of(decided), events),
            self.part(AllowancePartKind::Discipline, Percent::FULL, events),
        ];
        let amount = amount(base, &parts).ok_or_else(|| vec![AllowanceLack::TooLarge])?;
        Ok(Allowance { base, parts, amount })
    }

    fn base_of(&self, class: Option<&Code>) -> Result<Money, AllowanceLack> {
        let class = class.ok_or(AllowanceLack::NoClass)?;
        let found = self.base.iter().find(|base| base.class == *class);
        let found = found.map(|base| base.amount);
        found.ok_or_else(|| AllowanceLack::NoBase { class: class.clone() })
    }

    fn part(
        &self,
        kind: AllowancePartKind,
        before: Percent,
        events: &[(Code, u32)],
    ) -> AllowancePart {
        let share = match kind {
            AllowancePartKind::Productivity => self.productivity,
            AllowancePartKind::Discipline => self.productivity.rest(),
        };
        let taken = |rule: &DeductionRule| {
            // At most 2^32 events in each of the rows: far from the end of i128.
            let counts = events.iter().filter(|(code, _)| *code == rule.code);
            counts.fold(0_u32, |sum, (_, count)| sum.saturating_add(*count))
        };
        let of_part = self.deductions.iter().filter(|rule| rule.part == kind);
        let deducted: Vec<_> = of_part
            .map(|rule| Deducted {
                code: rule.code.clone(),
                count: taken(rule),
                percent: rule.percent,
            })
            .filter(|deducted| deducted.count > 0)
            .collect();
        let loss = deducted.iter().map(|one| i128::from(one.count) * one.percent.micros()).sum();
        let percent = before.minus(loss);
        AllowancePart { kind, share, before, deducted, percent, source: self.source.clone() }
    }
}

fn amount(base: Money, parts: &[AllowancePart; 2]) -> Option<Money> {
    // At most 10^12 * 2 * 10^4 * 2 * 10^8: far from the end of i128.
    let sum: i128 =
        parts.iter().map(|part| part.share.basis_points() * part.percent.micros()).sum();
    let whole = Share::WHOLE.basis_points() * Percent::FULL.micros();
    Money::from_rupiah(div_half_up(i128::from(base.rupiah()) * sum, whole)).ok()
}

#[cfg(test)]
mod tests;
