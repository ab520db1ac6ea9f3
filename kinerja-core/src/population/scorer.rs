//! Scores people in columns.

use std::ops::Range;

use chrono::NaiveDate;

use super::{
    ColumnError, Columns, NOT_GIVEN, Scores,
    kernel::{Kernel, Made, Report, Work},
    person::{ROWS_MAX, are_off_scale},
    row::OTHER,
};
use crate::{
    calendar::Period,
    evaluation::{HeadRating, evaluate},
    region::RegionPolicy,
};

/// Basis points that the weights of a person make.
const WHOLE: u64 = 10_000;

/// Behaviour that nobody scored, or too late to count.
const NONE_GIVEN: [u32; 7] = [NOT_GIVEN; 7];

/// People of a block, whose achievements stay beside the processor.
const BLOCK: usize = 256;

/// A policy made ready to score the people of one period.
///
/// Where numbers are all that decides (from 2022, without vetoes and raters) whole
/// columns are scored by integers of 64 bits; everybody else is evaluated as
/// [`evaluate`] does. The answers are the same, bit for bit.
#[derive(Debug, Clone)]
pub struct Scorer<'p> {
    policy: &'p RegionPolicy,
    period: Period,
    kernel: Option<Kernel>,
}

impl<'p> Scorer<'p> {
    /// Makes a policy ready for a period.
    pub fn new(policy: &'p RegionPolicy, period: Period) -> Self {
        let scorer = Self::before_vetoes(policy, period);
        let kernel = scorer.kernel.filter(|_| policy.bands.vetoes.is_empty());
        Self { kernel, ..scorer }
    }

    /// The same for whoever asks the vetoes afterwards.
    pub(super) fn before_vetoes(policy: &'p RegionPolicy, period: Period) -> Self {
        Self { policy, period, kernel: Kernel::of(policy, period) }
    }

    /// The period.
    pub const fn period(&self) -> Period {
        self.period
    }

    /// The last day for evidence, where numbers are all that decides.
    pub(super) fn deadline(&self) -> Option<NaiveDate> {
        self.kernel.as_ref().map(Kernel::deadline)
    }

    /// Scores some of the people into the columns of `scores`, whose first place is
    /// the first of them.
    ///
    /// # Errors
    ///
    /// Stops at the first value that does not hold; see [`ColumnError`].
    pub fn score(
        &self,
        columns: &Columns<'_>,
        people: Range<usize>,
        scores: &mut Scores,
    ) -> Result<(), ColumnError> {
        let mut first = Ok(());
        self.each(columns, people, scores, &mut |error| {
            first = Err(error);
            false
        });
        first
    }

    /// The same, but a person with a value that does not hold is left out: nothing is
    /// proposed, and the error is handed back. The others are scored.
    #[must_use = "who was left out is told here"]
    pub fn keep_good(
        &self,
        columns: &Columns<'_>,
        people: Range<usize>,
        scores: &mut Scores,
    ) -> Vec<ColumnError> {
        let mut errors = Vec::new();
        self.each(columns, people, scores, &mut |error| {
            errors.push(error);
            true
        });
        errors
    }

    fn each(
        &self,
        columns: &Columns<'_>,
        people: Range<usize>,
        scores: &mut Scores,
        refused: &mut dyn FnMut(ColumnError) -> bool,
    ) {
        let end = people.end.min(columns.len());
        let people = people.start.min(end)..end;
        scores.clear(people.len());
        let Some(kernel) = self.kernel.as_ref().filter(|_| columns.period() == self.period) else {
            return self.by_engine(columns, people, scores, refused);
        };
        let by = ByNumbers { scorer: self, kernel, columns };
        by.score(people, scores, refused);
    }

    fn by_engine(
        &self,
        columns: &Columns<'_>,
        people: Range<usize>,
        scores: &mut Scores,
        refused: &mut dyn FnMut(ColumnError) -> bool,
    ) {
        for person in people {
            match columns.person(person) {
                Ok((plan, evidence)) => {
                    scores.push_outcome(Some(&evaluate(self.policy, &plan, &evidence).outcome));
                }
                Err(error) => {
                    scores.push_outcome(None);
                    if !refused(error) {
                        return;
                    }
                }
            }
        }
    }
}

/// Scores people of whom numbers are all that decides.
struct ByNumbers<'s> {
    scorer: &'s Scorer<'s>,
    kernel: &'s Kernel,
    columns: &'s Columns<'s>,
}

impl ByNumbers<'_> {
    fn score(
        &self,
        people: Range<usize>,
        scores: &mut Scores,
        refused: &mut dyn FnMut(ColumnError) -> bool,
    ) {
        let mut achievements = Vec::new();
        for start in people.clone().step_by(BLOCK) {
            let block = start..start.saturating_add(BLOCK).min(people.end);
            // One short loop over the rows and then one over the people is twice as
            // fast as both at once.
            achievements.clear();
            achievements.extend(self.columns.rows(block.clone()).map(|row| row.ordinary()));
            let persons = self.persons(block, &achievements);
            for (person, work, given) in persons {
                match work {
                    Some(work) if !are_off_scale(given) => {
                        match self.make(person, work, given) {
                            Some(made) => scores.push(made),
                            None => scores.push_nothing(),
                        }
                        continue;
                    }
                    Some(_) | None => scores.push_nothing(),
                }
                if let Err(error) = self.columns.check(person)
                    && !refused(error)
                {
                    return;
                }
            }
        }
    }

    /// Each person of a block with the sums of the rows, none where they do not hold,
    /// and with the scores of behaviour.
    fn persons<'b>(
        &'b self,
        block: Range<usize>,
        achievements: &'b [u32],
    ) -> impl Iterator<Item = (usize, Option<Work>, &'b [u32; 7])> {
        let counts = self.columns.row_counts(block.clone());
        let weights = self.columns.weights(block.clone());
        let given = self.columns.parts().people.behaviour.get(block.clone()).unwrap_or_default();
        let days = self.columns.reported(block.clone());
        let (mut achievements, mut weights, mut days) = (achievements, weights, days);
        block.zip(counts).zip(given).map(move |((person, count), given)| {
            let mine = achievements.split_off(..count).unwrap_or_default();
            let shares = weights.split_off(..count).unwrap_or_default();
            let in_time = |day: &Option<NaiveDate>| self.kernel.report(*day) == Report::InTime;
            let all_in_time = days
                .as_mut()
                .is_none_or(|days| days.split_off(..count).unwrap_or_default().iter().all(in_time));
            let work = if all_in_time { self.ordinary(shares, mine) } else { None };
            let work = work.or_else(|| self.sums(person));
            (person, work, given)
        })
    }

    /// The sums of a person of whom everything was reported in time, none where a row
    /// is not ordinary or the rows do not hold.
    #[inline]
    fn ordinary(&self, weights: &[u16], achievements: &[u32]) -> Option<Work> {
        if weights.len() > ROWS_MAX {
            return None;
        }
        let (mut work, mut ordinary) = (Work::default(), true);
        for (weight, achievement) in weights.iter().zip(achievements) {
            ordinary &= *achievement != OTHER;
            work = self.kernel.add(work, *weight, *achievement);
        }
        (ordinary & (work.weight() == WHOLE)).then_some(work)
    }

    /// The sums of any person, none where the rows do not hold.
    #[cold]
    fn sums(&self, person: usize) -> Option<Work> {
        self.columns.check(person).ok()?;
        let rows = self.columns.reported_rows(person);
        Some(rows.fold(Work::default(), |work, (row, day)| match self.kernel.report(day) {
            Report::InTime => self.kernel.add(work, row.weight, self.kernel.achievement(&row)),
            Report::Late | Report::Missing => self.kernel.add_missing(work, &row),
        }))
    }

    #[inline]
    fn make(&self, person: usize, work: Work, given: &[u32; 7]) -> Option<Made> {
        if !self.columns.status(person).is_agreed() {
            return None;
        }
        let in_time = self.kernel.counts(self.columns.behaviour_on(person));
        let behaviour = self.kernel.behaviour(if in_time { given } else { &NONE_GIVEN });
        let Scorer { policy, period, .. } = self.scorer;
        let head = HeadRating::of(policy, *period, self.columns.background(person));
        self.kernel.make(work, behaviour, head.map(|head| head.rating))
    }
}
