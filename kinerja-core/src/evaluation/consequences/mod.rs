//! What a result brings to a person beside follow-ups: credit points, the
//! performance allowance, the talent box, the way to an improvement, and whether
//! the predicates allow a promotion.
//!
//! Everything is a proposal until somebody has decided, and what is not known is
//! named with the one who must act, never filled in.

mod credit;
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
        ImprovementRule, ImprovementStage, JobLevel, LevelSince, Readiness, Role, TalentBox,
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

/// What a result brings to a person. Talent box and allowance are for the personnel
/// office and the person alone.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
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
        let mut found = Vec::new();
        found.extend(credit::credit(policy, facts));
        found.extend(credit::year(policy, facts));
        found.extend(credit::aim(policy, facts));
        found.extend(allowances(policy, facts));
        found.extend(talent(policy, facts));
        if Self::may_improve(policy, facts.period, facts.employment) {
            found.extend(improvement(policy, facts));
        }
        if facts.employment == Employment::Pns {
            found.extend(promotion(policy, facts));
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
) -> impl Iterator<Item = Consequence> + 'a {
    policy.allowance.iter().flat_map(move |rule| {
        months(facts.period).map(move |month| {
            let known = facts.attendance.iter().find(|(of, _)| *of == month);
            let input = AllowanceInput {
                class: known.and_then(|(_, known)| known.class.as_ref()),
                decided: facts.found.decided(),
                events: known.map(|(_, known)| known.events.as_slice()),
            };
            match rule.allowance(&input) {
                Ok(allowance) => Consequence::Allowance { month, allowance: Box::new(allowance) },
                Err(lacks) => Consequence::AllowanceUnknown { month, lacks },
            }
        })
    })
}

fn talent(policy: &RegionPolicy, facts: &PersonFacts<'_>) -> Option<Consequence> {
    let rule = policy.talent.as_ref()?;
    let decided = facts.found.decided();
    let lacks = [
        decided.is_none().then_some(TalentLack::NoDecision),
        facts.potential.is_none().then_some(TalentLack::NoPotential),
    ];
    let place = rule.place(decided, facts.potential);
    let unknown = || Consequence::TalentUnknown(lacks.into_iter().flatten().collect());
    Some(place.map_or_else(unknown, Consequence::Talent))
}

fn improvement(policy: &RegionPolicy, facts: &PersonFacts<'_>) -> Option<Consequence> {
    let rule = policy.rules.improvement.at(facts.period.start())?.value;
    let now = match facts.found {
        ResultPredicate::Decided { predicate, on } => {
            Some(PastDecision { period: facts.period, on, predicate })
        }
        ResultPredicate::Nothing | ResultPredicate::Proposed(_) => None,
    };
    let mut steps: Vec<_> = facts.steps.to_vec();
    steps.sort_by_key(|step| step.on());
    let (mut way, mut unfit) = (None, Vec::new());
    let mut left = steps.as_slice();
    for decision in facts.past.iter().copied().chain(now) {
        let (before, after) = left.split_at(left.partition_point(|step| step.on() < decision.on));
        way = walk(rule, way, before, &mut unfit);
        way = next(rule, way, decision);
        left = after;
    }
    way = walk(rule, way, left, &mut unfit);
    // A way that ended is told once, with the decision that ended it.
    let over = |stage: &ImprovementStage| match stage {
        ImprovementStage::Improved { on } => now.is_none_or(|now| now.on != *on),
        ImprovementStage::Improving { .. }
        | ImprovementStage::CompetencyTest { .. }
        | ImprovementStage::Placement { .. }
        | ImprovementStage::Placed { .. }
        | ImprovementStage::TemporaryPost { .. }
        | ImprovementStage::DismissalReview { .. } => false,
    };
    if let Some((began, stage)) = way.filter(|(_, stage)| !over(stage)) {
        let enough = rule.enough();
        return Some(Consequence::Improvement { began, stage, enough, unfit });
    }
    let ResultPredicate::Proposed(predicate) = facts.found else { return None };
    (predicate < rule.enough())
        .then(|| Consequence::ImprovementProposed { months: rule.months(), enough: rule.enough() })
}

/// A way: the decision with which it began, and where it leaves the person.
type Way = (PastDecision, ImprovementStage);

/// Where a person stands after steps of officials. The days of those that do not follow
/// from where the person stands are kept.
fn walk(
    rule: ImprovementRule,
    mut way: Option<Way>,
    steps: &[ImprovementEvent],
    unfit: &mut Vec<NaiveDate>,
) -> Option<Way> {
    for step in steps {
        let taken = way.and_then(|(began, stage)| Some((began, rule.advance(stage, *step).ok()?)));
        match taken {
            Some(on) => way = Some(on),
            None => unfit.push(step.on()),
        }
    }
    way
}

/// Where a person stands after one more decision.
fn next(rule: ImprovementRule, way: Option<Way>, decision: PastDecision) -> Option<Way> {
    let PastDecision { predicate, on, .. } = decision;
    match way {
        Some((began, stage @ ImprovementStage::Improving { .. })) => {
            let event = ImprovementEvent::Assessed { predicate, on };
            // Too early to tell: the time still runs.
            Some((began, rule.advance(stage, event).unwrap_or(stage)))
        }
        None | Some((_, ImprovementStage::Improved { .. } | ImprovementStage::Placed { .. })) => {
            let stage = rule.begin(predicate, on).ok()?;
            Some((decision, stage))
        }
        // What comes next are acts of officials, and not one more predicate.
        Some((
            began,
            stage @ (ImprovementStage::CompetencyTest { .. }
            | ImprovementStage::Placement { .. }
            | ImprovementStage::TemporaryPost { .. }
            | ImprovementStage::DismissalReview { .. }),
        )) => Some((began, stage)),
    }
}

fn promotion(policy: &RegionPolicy, facts: &PersonFacts<'_>) -> Option<Consequence> {
    let rule = policy.rules.promotion.at(facts.period.start())?.value;
    let is_annual = facts.period.cadence() == Cadence::Annual;
    let last = facts.period.start().year() - i32::from(!is_annual);
    let decided = |year| {
        let of_year =
            |period: Period| period.cadence() == Cadence::Annual && period.start().year() == year;
        let now = facts.found.decided().filter(|_| of_year(facts.period));
        let past = facts.past.iter().rev().find(|past| of_year(past.period));
        now.or_else(|| past.map(|past| past.predicate))
    };
    Some(Consequence::Promotion(rule.readiness(last, decided)))
}
