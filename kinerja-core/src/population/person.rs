//! One person of a population as the engine has people.

use std::{collections::BTreeMap, ops::Range};

use chrono::NaiveDate;

use super::{
    Column, ColumnError, ColumnProblem, Columns, NOT_GIVEN,
    row::{Row, Rows},
};
use crate::{
    evidence::{Background, Behaviour, Evidence, Reported},
    number::{Quantity, Score, Weight},
    plan::{
        Aspect, Code, Contribution, Indicator, Level, Measure, PlanStatus, ResultKind, WorkPlan,
    },
};

/// Rows that a person may have: the indicators of a plan.
pub(super) const ROWS_MAX: usize = 100;

/// The highest score in millionths of a point, as [`crate::number::Score::MAX`].
pub(super) const SCORE_MAX: u32 = 1_000_000_000;

impl<'a> Columns<'a> {
    /// The rows of some people.
    pub(super) fn rows(&self, people: Range<usize>) -> Rows<'a> {
        let rows = &self.parts().rows;
        let range = self.rows_of(people);
        Rows {
            weights: rows.weights.get(range.clone()).unwrap_or_default(),
            directions: rows.directions.get(range.clone()).unwrap_or_default(),
            low: rows.low.get(range.clone()).unwrap_or_default(),
            high: rows.high.get(range.clone()).unwrap_or_default(),
            actual: rows.actual.get(range).unwrap_or_default(),
        }
    }

    /// The days on which the rows of some people were reported, where there is such a
    /// column.
    pub(super) fn reported(&self, people: Range<usize>) -> Option<&'a [Option<NaiveDate>]> {
        let range = self.rows_of(people);
        self.parts().rows.reported.map(|days| days.get(range).unwrap_or_default())
    }

    /// The largest amount that can be kept: 18 digits before the decimals.
    pub(super) fn largest(&self) -> i64 {
        let unit = 10_i64.pow(self.parts().rows.decimals.into());
        1_000_000_000_000_000_000_i64.saturating_sub(1).saturating_mul(unit)
    }

    /// Looks at the values of a person.
    ///
    /// # Errors
    ///
    /// Names the first value that does not hold.
    pub fn check(&self, person: usize) -> Result<(), ColumnError> {
        let people = self.len();
        let nobody =
            (person >= people).then_some((Column::Offsets, ColumnProblem::Nobody { people }));
        let problem = nobody.or_else(|| self.row_problem(person));
        let problem = problem.or_else(|| self.score_problem(person));
        match problem {
            Some((column, problem)) => Err(ColumnError { column, person, problem }),
            None => Ok(()),
        }
    }

    fn row_problem(&self, person: usize) -> Option<(Column, ColumnProblem)> {
        let one = person..person.saturating_add(1);
        let found = self.rows_of(one.clone()).len();
        if found > ROWS_MAX {
            return Some((Column::Offsets, ColumnProblem::TooMany { found, most: ROWS_MAX }));
        }
        let largest = self.largest();
        let mut rows = self.reported_rows(person);
        let problem = rows.find_map(|(row, day)| row.problem(largest, day.is_some()));
        let basis_points: u32 =
            self.rows(one).weights.iter().map(|weight| u32::from(*weight)).sum();
        let whole = u32::try_from(Weight::WHOLE.basis_points()) == Ok(basis_points);
        let weights = || Some((Column::Weights, ColumnProblem::Weights { basis_points }));
        problem.or_else(|| if whole { None } else { weights() })
    }

    fn score_problem(&self, person: usize) -> Option<(Column, ColumnProblem)> {
        let scores = self.parts().people.behaviour.get(person)?;
        let found = *scores.iter().find(|score| is_off_scale(**score))?;
        Some((Column::Behaviour, ColumnProblem::Score { found }))
    }

    /// The plan and the evidence of a person, as [`crate::evaluation::evaluate`] and
    /// [`crate::evaluation::Derivation::new`] take them: so each number of a
    /// population can be explained. The codes of the indicators are `1`, `2`, `3` in
    /// the order of the rows; what columns do not tell is left plain.
    ///
    /// # Errors
    ///
    /// Names the first value that does not hold.
    pub fn person(&self, person: usize) -> Result<(WorkPlan, Evidence), ColumnError> {
        self.check(person)?;
        let people = &self.parts().people;
        let (indicators, actuals) = self.indicators(person);
        let plan = WorkPlan::new(self.period(), self.status(person), indicators);
        let Ok(plan) = plan else {
            // What a plan asks was looked at above, so this is never reached.
            let problem = ColumnProblem::Weights { basis_points: 0 };
            return Err(ColumnError { column: Column::Weights, person, problem });
        };
        let evidence = Evidence {
            actuals,
            behaviour: self.behaviour(person),
            older: people.older.and_then(|column| column.get(person)).cloned().map(Box::new),
            background: self.background(person).clone(),
            reports: None,
        };
        Ok((plan, evidence))
    }

    /// The rows of a person with the days on which they were reported; what was in
    /// time without such a column, on the first day.
    pub(super) fn reported_rows(
        &self,
        person: usize,
    ) -> impl Iterator<Item = (Row, Option<NaiveDate>)> + use<'a> {
        let one = person..person.saturating_add(1);
        let mut days = self.reported(one.clone()).map(<[_]>::iter);
        let start = self.period().start();
        self.rows(one).each().map(move |row| match &mut days {
            Some(days) => (row, days.next().copied().flatten()),
            None => (row, Some(start)),
        })
    }

    pub(super) fn status(&self, person: usize) -> PlanStatus {
        let status = self.parts().people.statuses.and_then(|column| column.get(person).copied());
        status.unwrap_or(PlanStatus::Agreed)
    }

    pub(super) fn behaviour_on(&self, person: usize) -> NaiveDate {
        let on = self.parts().people.behaviour_on.and_then(|column| column.get(person).copied());
        on.unwrap_or(self.period().start())
    }

    pub(super) fn background(&self, person: usize) -> &'a Background {
        static NOTHING: Background = Background::NOTHING;
        let column = self.parts().people.backgrounds;
        column.and_then(|column| column.get(person)).unwrap_or(&NOTHING)
    }

    fn behaviour(&self, person: usize) -> Option<Behaviour> {
        let people = &self.parts().people;
        let scores = people.behaviour.get(person)?;
        let score = |micros: u32| Score::from_micros(micros.into()).ok();
        Some(Behaviour { scores: scores.map(score), on: self.behaviour_on(person) })
    }

    fn indicators(&self, person: usize) -> (Vec<Indicator>, BTreeMap<Code, Reported>) {
        let columns = &self.parts().rows;
        let unit = 10_i128.pow(u32::from(super::DECIMALS_MAX - columns.decimals));
        let (mut indicators, mut actuals) = (Vec::new(), BTreeMap::new());
        let places = self.rows_of(person..person.saturating_add(1));
        let rows = self.reported_rows(person).zip(places).zip(1_u16..);
        for (((row, reported), place), number) in rows {
            let (Ok(code), Some((target, actual))) =
                (number.to_string().parse::<Code>(), row.values(unit))
            else {
                continue;
            };
            if let Some(on) = reported {
                actuals.insert(code.clone(), Reported { actual, on });
            }
            let aspect = columns.aspects.and_then(|column| column.get(place).copied());
            let result = columns.results.and_then(|column| column.get(place).copied());
            indicators.push(Indicator {
                kind: row.share().map_or(ResultKind::Additional, ResultKind::Main),
                result: format!("Hasil kerja {}", result.unwrap_or(number)),
                title: format!("Indikator {code}"),
                measure: Measure::Ordinary,
                aspect: aspect.unwrap_or(Aspect::Quantity),
                level: Level::Output,
                contribution: Contribution::Individual,
                unit: String::new(),
                baseline: None::<Quantity>,
                target,
                mission: None,
                service: None,
                code,
            });
        }
        (indicators, actuals)
    }
}

/// Whether it is neither a score nor none.
fn is_off_scale(score: u32) -> bool {
    score > SCORE_MAX && score != NOT_GIVEN
}

/// Whether any of the scores is neither a score nor none.
#[inline]
pub(super) fn are_off_scale(scores: &[u32; 7]) -> bool {
    scores.iter().fold(false, |found, score| found | is_off_scale(*score))
}
