//! The columns that come out.

use super::kernel::{Made, Numbers, Verdict};
use crate::{
    evaluation::{BehaviourMean, Outcome, Proposal, WorkScore},
    number::{Ratio, Score},
    scheme::{Basis, Predicate, Rating},
};

/// Parts of a millionth of a point in which most totals are whole: the divisor of
/// every total of which all weights and all values of behaviour counted.
pub(super) const PARTS: i128 = 700_000_000;

/// What is proposed for many people, in columns of one length, person after person:
/// exactly the numbers of [`Proposal`]. Where nothing can be proposed for somebody
/// there is none.
///
/// The room can be used again for the next people.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    verdicts: Vec<Option<Verdict>>,
    // As long as the verdicts: in `PARTS`, rounded down; any where there is none.
    totals: Vec<i64>,
    // As long as the verdicts where the kernel scored, or else empty.
    numbers: Vec<Numbers>,
    // As long as the verdicts where the engine scored, or else empty.
    proposals: Vec<Option<Proposal>>,
}

impl Scores {
    /// How many people there are.
    pub const fn len(&self) -> usize {
        self.verdicts.len()
    }

    /// Whether there is nobody.
    pub const fn is_empty(&self) -> bool {
        self.verdicts.is_empty()
    }

    /// The predicates.
    pub fn predicates(&self) -> impl ExactSizeIterator<Item = Option<Predicate>> + '_ {
        self.verdicts.iter().map(|verdict| verdict.map(|found| found.predicate))
    }

    /// The predicates that the bands alone would give: advisory from 2022.
    pub fn bands(&self) -> impl ExactSizeIterator<Item = Option<Predicate>> + '_ {
        self.verdicts.iter().map(|verdict| verdict.map(|found| found.band))
    }

    /// The ratings that the scores of results propose.
    pub fn result_ratings(&self) -> impl ExactSizeIterator<Item = Option<Rating>> + '_ {
        self.verdicts.iter().map(|verdict| verdict.map(|found| found.result_rating))
    }

    /// The ratings that the scores of behaviour propose.
    pub fn behaviour_ratings(&self) -> impl ExactSizeIterator<Item = Option<Rating>> + '_ {
        self.verdicts.iter().map(|verdict| verdict.map(|found| found.behaviour_rating))
    }

    /// The totals, exact.
    pub fn totals(&self) -> impl ExactSizeIterator<Item = Option<Ratio>> + '_ {
        (0..self.len()).map(|person| self.proposal(person).map(|found| found.total))
    }

    /// What is proposed for a person, as [`crate::evaluation::evaluate`] has it; none
    /// where nothing can be, or nobody is there.
    pub fn proposal(&self, person: usize) -> Option<Proposal> {
        let verdict = self.verdicts.get(person).copied().flatten()?;
        match self.numbers.get(person) {
            Some(numbers) => numbers.proposal(verdict),
            None => self.proposals.get(person).copied().flatten(),
        }
    }

    /// Predicate and band of each person, and the total in [`PARTS`] rounded down.
    pub(super) fn rounded(&self) -> impl Iterator<Item = Option<(Predicate, Predicate, i64)>> + '_ {
        self.verdicts.iter().zip(&self.totals).map(|(verdict, total)| {
            let Verdict { predicate, band, .. } = (*verdict)?;
            Some((predicate, band, *total))
        })
    }

    /// Begins anew, with nobody whom the engine evaluates.
    pub(super) fn clear(&mut self) {
        self.truncate(0);
        self.proposals.clear();
    }

    /// Begins anew with the places of so many people, which are to be filled by the
    /// kernel.
    pub(super) fn places(&mut self, people: usize) -> impl Iterator<Item = Place<'_>> {
        let Self { verdicts, totals, numbers, proposals } = self;
        proposals.clear();
        // What the room was used for before is written over.
        verdicts.resize(people, None);
        totals.resize(people, 0);
        numbers.resize(people, Numbers::default());
        verdicts.iter_mut().zip(totals).zip(numbers).map(|((verdict, total), numbers)| Place {
            verdict,
            total,
            numbers,
        })
    }

    /// Keeps the first so many people.
    pub(super) fn truncate(&mut self, people: usize) {
        let Self { verdicts, totals, numbers, .. } = self;
        verdicts.truncate(people);
        totals.truncate(people);
        numbers.truncate(people);
    }

    /// Adds a person whom the engine evaluated, or of whom something does not hold.
    pub(super) fn push_outcome(&mut self, outcome: Option<&Outcome>) {
        let proposal = outcome.and_then(Outcome::proposal);
        self.verdicts.push(proposal.map(|found| Verdict {
            predicate: found.predicate,
            band: found.band,
            result_rating: found.result_rating,
            behaviour_rating: found.behaviour_rating,
        }));
        self.totals.push(proposal.map_or(0, |found| parts(found.total)));
        self.proposals.push(proposal.copied());
    }
}

/// The place of one person.
#[derive(Debug)]
pub(super) struct Place<'s> {
    verdict: &'s mut Option<Verdict>,
    total: &'s mut i64,
    numbers: &'s mut Numbers,
}

impl Place<'_> {
    /// Writes what the kernel made of somebody of whom all weights and all values of
    /// behaviour counted.
    #[inline]
    pub(super) fn set_whole(self, made: Made) {
        *self.verdict = Some(made.verdict);
        *self.total = i64::try_from(made.total).unwrap_or(i64::MAX);
        *self.numbers = made.numbers;
    }

    /// Writes what the kernel made of anybody, or that it made nothing.
    pub(super) fn set(self, made: Option<Made>) {
        *self.verdict = made.map(|made| made.verdict);
        *self.numbers = made.map_or(Numbers::default(), |made| made.numbers);
        *self.total = made.map_or(0, Made::parts);
    }
}

impl Made {
    /// The total in [`PARTS`], rounded down.
    fn parts(self) -> i64 {
        self.numbers.total().map_or(0, parts)
    }
}

impl Numbers {
    /// Both of them, each with its share.
    fn total(&self) -> Option<Ratio> {
        let (work, count) = (i128::from(self.work_divisor), i128::from(self.count));
        let share = i128::from(self.share);
        let of_work = (10_000 - share) * i128::from(self.work) * count;
        let of_behaviour = share * i128::from(self.behaviour) * work;
        Ratio::new(of_work + of_behaviour, 10_000 * work * count)
    }

    fn proposal(&self, verdict: Verdict) -> Option<Proposal> {
        let ratio = |numerator: u64, divisor: i128| Ratio::new(numerator.into(), divisor);
        let (work, count) = (i128::from(self.work_divisor), i128::from(self.count));
        Some(Proposal {
            work: WorkScore {
                value: ratio(self.work, work)?,
                weight: self.weight.into(),
                points: Score::from_micros(self.points.into()).ok()?,
            },
            behaviour: BehaviourMean { value: ratio(self.behaviour, count)?, count: self.count },
            total: self.total()?,
            result_rating: verdict.result_rating,
            behaviour_rating: verdict.behaviour_rating,
            basis: Basis::Matrix,
            predicate: verdict.predicate,
            band: verdict.band,
        })
    }
}

/// A total in [`PARTS`] of a millionth, rounded down.
fn parts(total: Ratio) -> i64 {
    let (numerator, divisor) = (total.numerator(), total.divisor());
    let exact = numerator.checked_mul(PARTS).map(|parts| parts.div_euclid(divisor));
    let parts = exact.unwrap_or_else(|| numerator.div_euclid(divisor).saturating_mul(PARTS));
    i64::try_from(parts).unwrap_or(if parts < 0 { i64::MIN } else { i64::MAX })
}
