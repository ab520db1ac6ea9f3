//! Scores people of whom numbers are all that decides.

use std::ops::Range;

use chrono::NaiveDate;

use super::{
    ColumnError, Columns, NOT_GIVEN, Scores,
    block::{Block, Counted},
    kernel::{Kernel, Made, Report, WHOLE, Work},
    person::{ROWS_MAX, are_off_scale},
    row::OTHER,
    scores::Place,
};
use crate::{evaluation::HeadRating, region::RegionPolicy};

/// Behaviour that nobody scored, or too late to count.
const NONE_GIVEN: [u32; 7] = [NOT_GIVEN; 7];

/// People of a block, whose rows stay beside the processor.
const BLOCK: usize = 32;

/// Scores people of whom numbers are all that decides.
pub(super) struct ByNumbers<'s> {
    pub(super) policy: &'s RegionPolicy,
    pub(super) kernel: &'s Kernel,
    pub(super) columns: &'s Columns<'s>,
}

impl ByNumbers<'_> {
    /// Scores people until there are no more or what is refused is to stop it; how
    /// many it was.
    pub(super) fn score(
        &self,
        people: Range<usize>,
        scores: &mut Scores,
        refused: &mut dyn FnMut(ColumnError) -> bool,
    ) -> usize {
        let (mut block, all_plain) = (Block::default(), self.are_plain());
        let mut places = scores.places(people.len());
        for start in people.clone().step_by(BLOCK) {
            let part = start..start.saturating_add(BLOCK).min(people.end);
            // One short loop over the rows and then one over the people is twice as
            // fast as both at once.
            block.fill(self.kernel, self.columns.rows(part.clone()));
            let given = self.columns.parts().people.behaviour.get(part.clone());
            let counts = self.columns.row_counts(part.clone());
            let mut end = 0;
            for (((person, count), given), place) in
                part.zip(counts).zip(given.unwrap_or_default()).zip(&mut places)
            {
                let rows = end..end + count;
                end += count;
                let is_plain = block.is_plain() && (all_plain || self.is_plain(person));
                if is_plain && let Some(made) = self.plain(&block, rows.clone(), given) {
                    place.set_whole(made);
                } else if let Err(error) = self.other(person, block.counted(rows), given, place)
                    && !refused(error)
                {
                    return person + 1 - people.start;
                }
            }
        }
        people.len()
    }

    /// Whether [`Self::is_plain`] holds of everybody, since no column says otherwise.
    fn are_plain(&self) -> bool {
        let (rows, people) = (&self.columns.parts().rows, &self.columns.parts().people);
        rows.reported.is_none()
            && people.statuses.is_none()
            && people.behaviour_on.is_none()
            && people.backgrounds.is_none()
            && self.kernel.counts(self.columns.period().start())
    }

    /// Whether everything of a person was agreed and is in time, and no rating is on
    /// record elsewhere.
    #[inline]
    fn is_plain(&self, person: usize) -> bool {
        let columns = self.columns;
        let head = HeadRating::of(self.policy, columns.period(), columns.background(person));
        columns.status(person).is_agreed()
            && self.kernel.counts(columns.behaviour_on(person))
            && head.is_none()
            && self.all_in_time(person)
    }

    fn all_in_time(&self, person: usize) -> bool {
        let in_time = |day: &Option<NaiveDate>| self.kernel.report(*day) == Report::InTime;
        let days = self.columns.reported(person..person.saturating_add(1));
        days.is_none_or(|days| days.iter().all(in_time))
    }

    /// A person of a plain block; none where anything is out of the ordinary.
    #[inline]
    fn plain(&self, block: &Block, rows: Range<usize>, given: &[u32; 7]) -> Option<Made> {
        self.kernel.make_whole(block.sum(rows)?, self.kernel.whole_behaviour(given)?)
    }

    /// Any person.
    #[inline(never)]
    fn other(
        &self,
        person: usize,
        counted: &[Counted],
        given: &[u32; 7],
        place: Place<'_>,
    ) -> Result<(), ColumnError> {
        match self.work(person, counted) {
            Some(work) if !are_off_scale(given) => {
                place.set(self.make(person, work, given));
                Ok(())
            }
            Some(_) | None => {
                place.set(None);
                self.columns.check(person)
            }
        }
    }

    /// The sums of a person, none where the rows do not hold.
    fn work(&self, person: usize, counted: &[Counted]) -> Option<Work> {
        let work = if self.all_in_time(person) { self.ordinary(person, counted) } else { None };
        work.or_else(|| self.sums(person))
    }

    /// The sums of a person of whom everything was reported in time, none where a row
    /// is not ordinary or the rows do not hold.
    fn ordinary(&self, person: usize, counted: &[Counted]) -> Option<Work> {
        let rows = self.columns.rows(person..person.saturating_add(1));
        if counted.len() > ROWS_MAX {
            return None;
        }
        let (mut work, mut ordinary) = (Work::default(), true);
        for (row, Counted { what, .. }) in rows.each().zip(counted) {
            ordinary &= *what != OTHER;
            // Of an additional result it is asked whether it was reached, not what of
            // it counts.
            let achievement = if row.weight == 0 { row.ordinary() } else { *what };
            work = self.kernel.add(work, row.weight, achievement);
        }
        (ordinary & (work.weight() == u64::from(WHOLE))).then_some(work)
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

    fn make(&self, person: usize, work: Work, given: &[u32; 7]) -> Option<Made> {
        if !self.columns.status(person).is_agreed() {
            return None;
        }
        let in_time = self.kernel.counts(self.columns.behaviour_on(person));
        let behaviour = self.kernel.behaviour(if in_time { given } else { &NONE_GIVEN });
        let background = self.columns.background(person);
        let head = HeadRating::of(self.policy, self.columns.period(), background);
        self.kernel.make(work, behaviour, head.map(|head| head.rating))
    }
}
