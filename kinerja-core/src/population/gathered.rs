//! Columns that are made from plans and evidence.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::{ColumnParts, Columns, DECIMALS_MAX, NOT_GIVEN, PeopleColumns, RowColumns};
use crate::{
    calendar::Period,
    evidence::{Background, DailyReportRule, Evidence, OlderEvidence, Reported},
    number::{Quantity, Score, Weight},
    plan::{Actual, Aspect, Code, Direction, Indicator, PlanStatus, WorkPlan},
};

/// Columns of people who stand as plans and evidence: made once, scored often.
///
/// What is counted from daily reports or taken from a survey goes in as the actual
/// that the policy makes of it.
#[derive(Debug, Clone)]
pub struct Gathered {
    period: Period,
    offsets: Vec<u32>,
    weights: Vec<u16>,
    directions: Vec<Direction>,
    low: Vec<i64>,
    high: Vec<i64>,
    actual: Vec<i64>,
    reported: Vec<Option<NaiveDate>>,
    aspects: Vec<Aspect>,
    results: Vec<u16>,
    behaviour: Vec<[u32; 7]>,
    behaviour_on: Vec<NaiveDate>,
    statuses: Vec<PlanStatus>,
    backgrounds: Vec<Background>,
    older: Vec<OlderEvidence>,
}

/// Why a person does not fit into columns.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GatherError {
    /// The plan is for another period.
    #[error("the plan is for {found}, the columns are for {expected}")]
    Period {
        /// The plan's.
        found: Period,
        /// The columns'.
        expected: Period,
    },
    /// An amount is too large for a column.
    #[error("{code}: the amount {found} is too large for a column: evaluate the person alone")]
    Amount {
        /// The indicator.
        code: Code,
        /// The amount.
        found: Quantity,
    },
    /// The columns are full.
    #[error("the columns have as many rows as they can: begin others")]
    Full,
}

/// The numbers of one indicator, amounts in millionths.
pub(super) struct Cells {
    pub(super) direction: Direction,
    pub(super) low: i64,
    pub(super) high: i64,
    pub(super) actual: i64,
    pub(super) reported: Option<NaiveDate>,
}

/// One person as the columns have people.
pub(super) struct Person {
    /// Weight, aspect, number of the result, and the numbers of each indicator.
    pub(super) rows: Vec<(u16, Aspect, u16, Cells)>,
    pub(super) behaviour: [u32; 7],
    pub(super) behaviour_on: NaiveDate,
    pub(super) status: PlanStatus,
    pub(super) background: Background,
    pub(super) older: OlderEvidence,
}

impl Gathered {
    /// Nobody yet, for a period.
    pub fn new(period: Period) -> Self {
        Self {
            period,
            offsets: vec![0],
            weights: Vec::new(),
            directions: Vec::new(),
            low: Vec::new(),
            high: Vec::new(),
            actual: Vec::new(),
            reported: Vec::new(),
            aspects: Vec::new(),
            results: Vec::new(),
            behaviour: Vec::new(),
            behaviour_on: Vec::new(),
            statuses: Vec::new(),
            backgrounds: Vec::new(),
            older: Vec::new(),
        }
    }

    /// Adds a person; `rule` is the policy's, where it counts daily reports.
    ///
    /// # Errors
    ///
    /// Fails, and adds nobody, where the person does not fit; see [`GatherError`].
    pub fn push(
        &mut self,
        rule: Option<&DailyReportRule>,
        plan: &WorkPlan,
        evidence: &Evidence,
    ) -> Result<(), GatherError> {
        if plan.period() != self.period {
            let (found, expected) = (plan.period(), self.period);
            return Err(GatherError::Period { found, expected });
        }
        let counts = evidence.counts(rule, plan);
        let results = results(plan.indicators());
        let rows = plan.indicators().iter().zip(results).map(|(indicator, result)| {
            // A weight is at most 10,000.
            let weight = indicator.weight().map_or(0, Weight::basis_points);
            let weight = u16::try_from(weight).unwrap_or_default();
            let cells = cells(indicator, evidence.reported(indicator, &counts))?;
            Ok((weight, indicator.aspect, result, cells))
        });
        let rows = rows.collect::<Result<_, _>>()?;
        let score = |score: Score| u32::try_from(score.micros()).ok();
        let given = evidence.behaviour.as_ref();
        let scores = given.map_or([None; 7], |given| given.scores);
        let older = evidence.older.as_deref().map(|older| OlderEvidence {
            highest_targets: places(plan, &older.highest_targets),
            action_plan: places(plan, &older.action_plan),
            indirect: places(plan, &older.indirect),
            ..older.clone()
        });
        self.push_person(Person {
            rows,
            behaviour: scores.map(|one| one.and_then(score).unwrap_or(NOT_GIVEN)),
            behaviour_on: given.map_or(self.period.start(), |given| given.on),
            status: plan.status(),
            background: evidence.background.clone(),
            older: older.unwrap_or_default(),
        })
    }

    pub(super) fn push_person(&mut self, person: Person) -> Result<(), GatherError> {
        let Person { rows, behaviour, behaviour_on, status, background, older } = person;
        let end = u32::try_from(self.weights.len() + rows.len()).ok();
        self.offsets.push(end.ok_or(GatherError::Full)?);
        for (weight, aspect, result, cells) in rows {
            self.weights.push(weight);
            self.directions.push(cells.direction);
            self.low.push(cells.low);
            self.high.push(cells.high);
            self.actual.push(cells.actual);
            self.reported.push(cells.reported);
            self.aspects.push(aspect);
            self.results.push(result);
        }
        self.behaviour.push(behaviour);
        self.behaviour_on.push(behaviour_on);
        self.statuses.push(status);
        self.backgrounds.push(background);
        self.older.push(older);
        Ok(())
    }

    /// How many people there are.
    pub const fn len(&self) -> usize {
        self.behaviour.len()
    }

    /// Whether there is nobody.
    pub const fn is_empty(&self) -> bool {
        self.behaviour.is_empty()
    }

    /// The columns.
    pub fn columns(&self) -> Columns<'_> {
        Columns::of_one_shape(ColumnParts {
            period: self.period,
            offsets: &self.offsets,
            rows: RowColumns {
                weights: &self.weights,
                directions: &self.directions,
                low: &self.low,
                high: &self.high,
                actual: &self.actual,
                decimals: DECIMALS_MAX,
                reported: Some(&self.reported),
                aspects: Some(&self.aspects),
                results: Some(&self.results),
            },
            people: PeopleColumns {
                behaviour: &self.behaviour,
                behaviour_on: Some(&self.behaviour_on),
                statuses: Some(&self.statuses),
                backgrounds: Some(&self.backgrounds),
                older: Some(&self.older),
            },
        })
    }
}

/// The numbers of an indicator; an actual of the wrong kind counts as none.
fn cells(indicator: &Indicator, reported: Option<Reported>) -> Result<Cells, GatherError> {
    let amount = |found: Quantity| {
        let too_large = || GatherError::Amount { code: indicator.code.clone(), found };
        i64::try_from(found.micros()).ok().filter(|micros| *micros > i64::MIN).ok_or_else(too_large)
    };
    let day = |day: NaiveDate| i64::from(day.num_days_from_ce());
    let reported = reported.filter(|one| indicator.target.accepts(one.actual));
    let actual = match reported.map(|one| one.actual) {
        Some(Actual::Amount(found)) => amount(found)?,
        Some(Actual::Answer(yes)) => yes.into(),
        Some(Actual::Day(found)) => day(found),
        None => 0,
    };
    let (low, high) = match (indicator.target.ends(), indicator.target.day()) {
        (Some((low, high)), _) => (amount(low)?, amount(high)?),
        (None, Some(target)) => (day(target), day(target)),
        (None, None) => (1, 1),
    };
    let direction = indicator.target.direction();
    Ok(Cells { direction, low, high, actual, reported: reported.map(|one| one.on) })
}

/// For each indicator the number of the first that measures the same result.
fn results(indicators: &[Indicator]) -> impl Iterator<Item = u16> + '_ {
    indicators.iter().map(|indicator| {
        let same = |other: &Indicator| other.result.trim() == indicator.result.trim();
        let first = indicators.iter().position(same).unwrap_or_default();
        u16::try_from(first).unwrap_or(u16::MAX)
    })
}

/// The codes as the columns have them: the places of the rows from 1.
fn places(plan: &WorkPlan, codes: &BTreeSet<Code>) -> BTreeSet<Code> {
    let place = |code: &Code| {
        let place = plan.indicators().iter().position(|one| one.code == *code)? + 1;
        place.to_string().parse().ok()
    };
    codes.iter().filter_map(place).collect()
}
