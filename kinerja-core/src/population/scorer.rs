//! Scores people in columns.

use std::ops::Range;

use chrono::NaiveDate;

use super::{ColumnError, Columns, Scores, by_numbers::ByNumbers, kernel::Kernel};
use crate::{calendar::Period, evaluation::evaluate, region::RegionPolicy};

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
        let Some(kernel) = self.kernel.as_ref().filter(|_| columns.period() == self.period) else {
            return self.by_engine(columns, people, scores, refused);
        };
        let by = ByNumbers { policy: self.policy, kernel, columns };
        let done = by.score(people, scores, refused);
        scores.truncate(done);
    }

    fn by_engine(
        &self,
        columns: &Columns<'_>,
        people: Range<usize>,
        scores: &mut Scores,
        refused: &mut dyn FnMut(ColumnError) -> bool,
    ) {
        scores.clear();
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
