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
        self.verdicts.iter().enumerate().map(|(person, verdict)| {
            let Verdict { predicate, band, .. } = (*verdict)?;
            let exact = self.numbers.get(person).and_then(Numbers::parts);
            let total = exact.or_else(|| Some(parts(self.proposal(person)?.total)))?;
            Some((predicate, band, total))
        })
    }

    /// Begins anew.
    pub(super) fn clear(&mut self, people: usize) {
        let Self { verdicts, numbers, proposals } = self;
        verdicts.clear();
        numbers.clear();
        proposals.clear();
        verdicts.reserve(people);
    }

    /// Adds a person for whom the kernel proposes something.
    #[inline]
    pub(super) fn push(&mut self, made: Made) {
        self.verdicts.push(Some(made.verdict));
        self.numbers.push(made.numbers);
    }

    /// Adds a person for whom the kernel proposes nothing.
    pub(super) fn push_nothing(&mut self) {
        self.verdicts.push(None);
        self.numbers.push(Numbers::default());
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
        self.proposals.push(proposal.copied());
    }
}

impl Numbers {
    /// The total in [`PARTS`], where that is its divisor.
    #[inline]
    fn parts(&self) -> Option<i64> {
        let is_whole = self.work_divisor == 10_000 && self.count == 7;
        if is_whole { i64::try_from(self.total).ok() } else { None }
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
            total: ratio(self.total, 10_000 * work * count)?,
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
