//! What a result brings to a person beside follow-ups: credit points, the
//! performance allowance, the talent box, the way to an improvement, and whether
//! the predicates allow a promotion.
//!
//! Everything is a proposal until somebody has decided, and what is not known is
//! named with the one who must act, never filled in.

mod credit;
mod improvement;
mod render;
#[cfg(test)]
mod tests;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

pub use credit::{CREDIT_DECIMALS, Credit, CreditLack, CreditPart};

use crate::{
    calendar::{Cadence, Period},
    consequence::{
        Allowance, AllowanceInput, AllowanceLack, Attendance, CreditPoints, ImprovementEvent,
        ImprovementStage, JobLevel, LevelSince, Readiness, Role, TalentBox,
    },
    number::{Quantity, Score},
    people::Employment,
    region::RegionPolicy,
    scheme::Predicate,
};

/// The predicate of a period, and whether somebody has decided it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ResultPredicate {
    /// Nothing is proposed, and nobody has decided.
    Nothing,
    /// It is proposed.
    Proposed(Predicate),
    /// It was decided.
    Decided {
        /// The predicate.
        predicate: Predicate,
        /// The day of the decision.
        on: NaiveDate,
    },
}

impl ResultPredicate {
    /// The predicate, proposed or decided.
    pub const fn predicate(self) -> Option<Predicate> {
        match self {
            Self::Nothing => None,
            Self::Proposed(predicate) | Self::Decided { predicate, .. } => Some(predicate),
        }
    }

    /// The predicate that somebody decided.
    pub const fn decided(self) -> Option<Predicate> {
        match self {
            Self::Nothing | Self::Proposed(_) => None,
            Self::Decided { predicate, .. } => Some(predicate),
        }
    }
}

/// What was decided about a period before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PastDecision {
    /// The period.
    pub period: Period,
    /// The day of the decision that holds.
    pub on: NaiveDate,
    /// Its predicate.
    pub predicate: Predicate,
}

/// What is on record of a person when consequences are asked.
#[derive(Debug, Clone, Copy)]
pub struct PersonFacts<'a> {
    /// The period.
    pub period: Period,
    /// The kind of employment.
    pub employment: Employment,
    /// The levels of functional posts, each from its first day.
    pub levels: &'a [LevelSince],
    /// The predicate of the period.
    pub found: ResultPredicate,
    /// What was decided about the periods before, oldest first.
    pub past: &'a [PastDecision],
    /// The steps that officials took on the way to an improvement.
    pub steps: &'a [ImprovementEvent],
    /// The attendance of each month that is on record.
    pub attendance: &'a [(Period, Attendance)],
    /// The potential that was assessed.
    pub potential: Option<Score>,
}

/// Why nobody can be placed in the talent box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TalentLack {
    /// Nobody decided a predicate.
    NoDecision,
    /// Nobody assessed the potential.
    NoPotential,
}

impl TalentLack {
    /// Who must act.
    pub const fn actor(self) -> Role {
        match self {
            Self::NoDecision => Role::Superior,
            Self::NoPotential => Role::Hr,
        }
    }
}

/// One thing that a result brings, or why it is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Consequence {
    /// Credit points of a functional post.
    Credit(Credit),
    /// They are not known.
    CreditUnknown(CreditLack),
    /// Those of the decided periods of the calendar year up to this one, which are
    /// several.
    CreditYear {
        /// The year.
        year: i32,
        /// How many periods.
        periods: usize,
        /// The sum of their months, unrounded.
        #[serde(skip)]
        exact: CreditPoints,
        /// The sum, rounded once: the sum of what each period was told may differ.
        points: Quantity,
    },
    /// What they are gathered for: cumulative points for the next rank and level.
    CreditAim {
        /// The level at the end of the period.
        level: JobLevel,
        /// For the next rank within it.
        rank: Quantity,
        /// For the next level; none above the highest.
        next: Option<Quantity>,
    },
    /// The performance allowance of a month.
    Allowance {
        /// The month.
        month: Period,
        /// The allowance.
        allowance: Box<Allowance>,
    },
    /// It is not known.
    AllowanceUnknown {
        /// The month.
        month: Period,
        /// Everything that is missing. Never empty.
        lacks: Vec<AllowanceLack>,
    },
    /// The cell of the talent box.
    Talent(TalentBox),
    /// There is none.
    TalentUnknown(Vec<TalentLack>),
    /// Where a person stands on the way to an improvement.
    Improvement {
        /// The decision with which it began.
        began: PastDecision,
        /// The stage.
        stage: ImprovementStage,
        /// From this predicate on it ends.
        enough: Predicate,
        /// The days of steps that do not follow from where the person stood.
        unfit: Vec<NaiveDate>,
    },
    /// The way would begin, if the proposal were decided.
    ImprovementProposed {
        /// Months to improve, from the day of the decision.
        months: u32,
        /// From this predicate on it ends.
        enough: Predicate,
    },
    /// Whether the predicates allow a regular promotion.
    Promotion(Readiness),
}

/// What kind of thing a result brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ConsequenceKind {
    /// Credit points of functional posts.
    CreditPoints,
    /// The performance allowance.
    Allowance,
    /// The talent box.
    Talent,
    /// The way to an improvement.
    Improvement,
    /// A regular promotion.
    Promotion,
}

impl ConsequenceKind {
    /// All kinds.
    pub const ALL: [Self; 5] =
        [Self::CreditPoints, Self::Allowance, Self::Talent, Self::Improvement, Self::Promotion];

    /// The name in code and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::CreditPoints => "credit_points",
            Self::Allowance => "allowance",
            Self::Talent => "talent",
            Self::Improvement => "improvement",
            Self::Promotion => "promotion",
        }
    }
}

impl Consequence {
    /// What kind of thing it is.
    pub const fn kind(&self) -> ConsequenceKind {
        match self {
            Self::Credit(_)
            | Self::CreditUnknown(_)
            | Self::CreditYear { .. }
            | Self::CreditAim { .. } => ConsequenceKind::CreditPoints,
            Self::Allowance { .. } | Self::AllowanceUnknown { .. } => ConsequenceKind::Allowance,
            Self::Talent(_) | Self::TalentUnknown(_) => ConsequenceKind::Talent,
            Self::Improvement { .. } | Self::ImprovementProposed { .. } => {
                ConsequenceKind::Improvement
            }
            Self::Promotion(_) => ConsequenceKind::Promotion,
        }
    }
}

/// What a result brings to a person. Talent box and allowance are for the personnel
/// office and the person alone.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
#[must_use]
pub struct Consequences {
    found: Vec<Consequence>,
}

impl Consequences {
    /// What the result of a period brings.
    ///
    /// # Legal basis
    ///
    /// Credit points: PermenPANRB 1/2023. Improvement: PP 30/2019 Pasal 56 to 58,
    /// of civil servants (PNS). Promotion: Peraturan BKN 4/2025, of PNS. Allowance
    /// and talent box: the region's own rules.
    pub fn of(policy: &RegionPolicy, facts: &PersonFacts<'_>) -> Self {
        Self::given(policy, facts, facts.found.decided())
    }

    /// What the result would bring if a proposal were decided as it is: a question
    /// about rules and never an answer about a person.
    pub(super) fn supposing(policy: &RegionPolicy, facts: &PersonFacts<'_>) -> Self {
        Self::given(policy, facts, facts.found.predicate())
    }

    fn given(policy: &RegionPolicy, facts: &PersonFacts<'_>, decided: Option<Predicate>) -> Self {
        let mut found = Vec::new();
        found.extend(credit::credit(policy, facts));
        found.extend(credit::year(policy, facts));
        found.extend(credit::aim(policy, facts));
        found.extend(allowances(policy, facts, decided));
        found.extend(talent(policy, facts, decided));
        if Self::may_improve(policy, facts.period, facts.employment) {
            found.extend(improvement::improvement(policy, facts));
        }
        if facts.employment == Employment::Pns {
            found.extend(promotion(policy, facts, decided));
        }
        Self { found }
    }

    /// Whether a result of a period can be part of a way to an improvement: only then
    /// do the decisions before it matter to that way.
    ///
    /// # Legal basis
    ///
    /// PP 30/2019 Pasal 56 to 58: of civil servants (PNS).
    pub fn may_improve(policy: &RegionPolicy, period: Period, employment: Employment) -> bool {
        employment == Employment::Pns && policy.rules.improvement.at(period.start()).is_some()
    }

    /// One by one.
    pub fn iter(&self) -> impl Iterator<Item = &Consequence> {
        self.found.iter()
    }

    /// The credit points, where they are known.
    pub fn credit(&self) -> Option<&Credit> {
        self.found
            .iter()
            .find_map(|one| if let Consequence::Credit(credit) = one { Some(credit) } else { None })
    }
}

/// The calendar months of a period.
fn months(period: Period) -> impl Iterator<Item = Period> {
    let first = Cadence::Monthly.period_of(period.start());
    std::iter::successors(first, |month| month.next())
        .take_while(move |month| month.start() < period.end())
}

fn allowances<'a>(
    policy: &'a RegionPolicy,
    facts: &'a PersonFacts<'_>,
    decided: Option<Predicate>,
) -> impl Iterator<Item = Consequence> + 'a {
    policy.allowance.iter().flat_map(move |rule| {
        months(facts.period).map(move |month| {
            let known = facts.attendance.iter().find(|(of, _)| *of == month);
            let input = AllowanceInput {
                class: known.and_then(|(_, known)| known.class.as_ref()),
                decided,
                events: known.map(|(_, known)| known.events.as_slice()),
            };
            match rule.allowance(&input) {
                Ok(allowance) => Consequence::Allowance { month, allowance: Box::new(allowance) },
                Err(lacks) => Consequence::AllowanceUnknown { month, lacks },
            }
        })
    })
}

fn talent(
    policy: &RegionPolicy,
    facts: &PersonFacts<'_>,
    decided: Option<Predicate>,
) -> Option<Consequence> {
    let rule = policy.talent.as_ref()?;
    let lacks = [
        decided.is_none().then_some(TalentLack::NoDecision),
        facts.potential.is_none().then_some(TalentLack::NoPotential),
    ];
    let place = rule.place(decided, facts.potential);
    let unknown = || Consequence::TalentUnknown(lacks.into_iter().flatten().collect());
    Some(place.map_or_else(unknown, Consequence::Talent))
}

fn promotion(
    policy: &RegionPolicy,
    facts: &PersonFacts<'_>,
    decided: Option<Predicate>,
) -> Option<Consequence> {
    let rule = policy.rules.promotion.at(facts.period.start())?.value;
    let is_annual = facts.period.cadence() == Cadence::Annual;
    let last = facts.period.start().year() - i32::from(!is_annual);
    let of_the_year = |year| {
        let of_year =
            |period: Period| period.cadence() == Cadence::Annual && period.start().year() == year;
        let now = decided.filter(|_| of_year(facts.period));
        let past = facts.past.iter().rev().find(|past| of_year(past.period));
        now.or_else(|| past.map(|past| past.predicate))
    };
    Some(Consequence::Promotion(rule.readiness(last, of_the_year)))
}
