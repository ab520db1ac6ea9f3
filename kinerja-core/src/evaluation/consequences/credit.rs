//! Credit points of a period, by the level that was held in each month.

use chrono::Datelike;
use serde::Serialize;

use super::{Consequence, PersonFacts, months};
use crate::{
    calendar::Period,
    consequence::{CreditPoints, HeldLevel, JobLevel, LevelSince},
    number::{Percent, Quantity},
    region::RegionPolicy,
    scheme::Predicate,
};

/// Decimals of credit points, as the document that sets them ("PAK") has them.
pub const CREDIT_DECIMALS: u8 = 3;

/// The credit points of a period, with the values that made them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Credit {
    /// Whether the predicate was decided.
    pub decided: bool,
    /// The predicate.
    pub predicate: Predicate,
    /// What the predicate brings.
    pub percent: Percent,
    /// The months at each level, in their order. Never empty.
    pub parts: Vec<CreditPart>,
    /// The sum of the months, unrounded.
    #[serde(skip)]
    pub exact: CreditPoints,
    /// The sum, rounded once, half up, to [`CREDIT_DECIMALS`].
    pub points: Quantity,
}

/// Months that follow one another at one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CreditPart {
    /// The level on the first day of each month.
    pub level: JobLevel,
    /// Months that count.
    pub months: usize,
    /// Points of a year at 100 %.
    pub coefficient: Quantity,
}

/// Why credit points are not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CreditLack {
    /// Nothing is proposed and nobody has decided.
    NoPredicate,
    /// No rule holds in the period.
    NoRule,
    /// Nobody knows the level of some month.
    NoLevel,
}

impl Credit {
    /// The credit points of a predicate in a period: each month at the level that was
    /// held on its first day.
    ///
    /// # Errors
    ///
    /// Fails where no rule has them, and where a month's level is not known.
    ///
    /// # Legal basis
    ///
    /// PermenPANRB 1/2023 and Peraturan BKN 3/2023.
    pub fn of(
        policy: &RegionPolicy,
        period: Period,
        levels: &[LevelSince],
        (predicate, decided): (Predicate, bool),
    ) -> Result<Self, CreditLack> {
        let rates = &policy.rules.credit_rates.at(period.start()).ok_or(CreditLack::NoRule)?.value;
        let held = |month: Period| LevelSince::on(levels, month.start());
        if months(period).any(|month| held(month) == HeldLevel::Unknown) {
            return Err(CreditLack::NoLevel);
        }
        let rows = rates.months(period, levels, predicate);
        let parts = rows.chunk_by(|one, next| one.level == next.level);
        let parts = parts.filter_map(|same| {
            let first = same.first()?;
            let (level, coefficient) = (first.level, first.coefficient);
            Some(CreditPart { level, months: same.len(), coefficient })
        });
        let parts = parts.collect();
        let exact = rows.iter().map(|month| month.points).sum::<CreditPoints>();
        let points = exact.rounded(CREDIT_DECIMALS).map_err(|_| CreditLack::NoRule)?;
        Ok(Self { decided, predicate, percent: rates.percent(predicate), parts, exact, points })
    }

    /// Whether a month asks for credit points: there is a functional post on its first
    /// day, or nobody knows.
    pub(super) fn asks(levels: &[LevelSince], month: Period) -> bool {
        LevelSince::on(levels, month.start()) != HeldLevel::Nothing
    }
}

/// The points of a period, or why they are not known; nothing where no month of it has
/// a functional post.
pub(super) fn credit(policy: &RegionPolicy, facts: &PersonFacts<'_>) -> Option<Consequence> {
    if months(facts.period).all(|month| !Credit::asks(facts.levels, month)) {
        return None;
    }
    let Some(predicate) = facts.found.predicate() else {
        return Some(Consequence::CreditUnknown(CreditLack::NoPredicate));
    };
    let decided = facts.found.decided().is_some();
    let credit = Credit::of(policy, facts.period, facts.levels, (predicate, decided));
    Some(credit.map_or_else(Consequence::CreditUnknown, Consequence::Credit))
}

/// The points of the year so far, of periods that were decided; nothing where this is
/// the only one, where those of one of them are not known, and without a functional
/// post in any of them.
pub(super) fn year(policy: &RegionPolicy, facts: &PersonFacts<'_>) -> Option<Consequence> {
    let predicate = facts.found.decided()?;
    let year = facts.period.start().year();
    let before = facts.past.iter().filter(|past| {
        past.period.start().year() == year && past.period.end() <= facts.period.start()
    });
    let decided: Vec<_> = before
        .map(|past| (past.period, past.predicate))
        .chain([(facts.period, predicate)])
        .collect();
    let credits = decided
        .iter()
        .map(|(period, predicate)| Credit::of(policy, *period, facts.levels, (*predicate, true)));
    let credits = credits.collect::<Result<Vec<_>, _>>().ok()?;
    if credits.iter().all(|credit| credit.parts.is_empty()) {
        return None;
    }
    let exact = credits.iter().map(|credit| credit.exact).sum::<CreditPoints>();
    let points = exact.rounded(CREDIT_DECIMALS).ok()?;
    let periods = decided.len();
    (periods > 1).then_some(Consequence::CreditYear { year, periods, exact, points })
}

/// What the points of the level at the end of a period are gathered for. How many
/// were gathered before is on no record here, so that nothing is subtracted.
pub(super) fn aim(policy: &RegionPolicy, facts: &PersonFacts<'_>) -> Option<Consequence> {
    let aims = &policy.rules.credit_thresholds.at(facts.period.start())?.value;
    let last = months(facts.period).last()?;
    let level = LevelSince::on(facts.levels, last.start()).known()?;
    let (rank, next) = (aims.next_rank(level), aims.next_level(level));
    Some(Consequence::CreditAim { level, rank, next })
}
