//! What people add up to, by unit, by region and together.

use std::ops::Range;

use super::{Chunk, Column, ColumnError, ColumnProblem, scores::PARTS};
use crate::{number::Ratio, scheme::Predicate};

/// The highest number of a region. Regions stand in one list by their numbers, so a
/// wrong one would ask for all memory; codes of six digits fit.
const REGION_MAX: u32 = 999_999;

/// What some people add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Aggregate {
    /// How many people there are.
    pub people: u32,
    /// How many have each predicate, in the order of [`Predicate::BEST_FIRST`]; for
    /// the others nothing is proposed.
    pub predicates: [u32; 5],
    /// The same by the bands alone.
    pub bands: [u32; 5],
    // Of the totals, in parts.
    sum: i128,
    ranks: [i64; 3],
}

impl Aggregate {
    /// How many people something is proposed for.
    pub fn proposed(&self) -> u32 {
        self.predicates.iter().sum()
    }

    /// The mean of the totals; none where nothing is proposed for anybody.
    pub fn mean(&self) -> Option<Ratio> {
        Ratio::new(self.sum, i128::from(self.proposed()).checked_mul(PARTS)?)
    }

    /// The totals that 10, 50 and 90 percent of the people do not exceed (nearest
    /// rank); none where nothing is proposed for anybody.
    ///
    /// They are exact, but of a person whose missing results or values were left out
    /// (less than 10^-14 points too low).
    pub fn percentiles(&self) -> Option<[Ratio; 3]> {
        let [low, middle, high] = self.ranks.map(|rank| Ratio::new(rank.into(), PARTS));
        (self.proposed() > 0).then_some([low?, middle?, high?])
    }

    /// What a unit adds up to, and its totals, which change their order.
    fn of(unit: &Unit, totals: &mut [i64]) -> Self {
        Self {
            people: unit.people,
            predicates: unit.predicates,
            bands: unit.bands,
            sum: totals.iter().copied().map(i128::from).sum(),
            ranks: ranks(totals),
        }
    }

    fn join(&mut self, other: &Self) {
        self.people += other.people;
        self.sum += other.sum;
        let pairs = [(&mut self.predicates, other.predicates), (&mut self.bands, other.bands)];
        for (mine, theirs) in pairs {
            mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine += theirs);
        }
    }
}

/// Aggregates of a population.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aggregates {
    /// Of each unit, by its number.
    pub units: Vec<Aggregate>,
    /// Of each region, by its number.
    pub regions: Vec<Aggregate>,
    /// Of everybody.
    pub all: Aggregate,
}

/// Adds up chunks of a population; they may come in any order.
#[derive(Debug)]
pub struct Aggregator<'a> {
    unit_of: &'a [u32],
    region_of: &'a [u32],
    units: Vec<Unit>,
    regions: usize,
    // The totals of a unit stand together, and the units of a region.
    totals: Vec<i64>,
}

/// A unit while people are added: few bytes, since any of them may be next.
#[derive(Debug, Default, Clone)]
struct Unit {
    start: u32,
    filled: u32,
    people: u32,
    predicates: [u32; 5],
    bands: [u32; 5],
}

impl Unit {
    fn add(&mut self, predicate: Predicate, band: Predicate) {
        for (counts, found) in [(&mut self.predicates, predicate), (&mut self.bands, band)] {
            if let Some(count) = counts.get_mut(found.place()) {
                *count += 1;
            }
        }
        self.filled += 1;
    }

    /// Where the totals of its people are.
    fn range(&self) -> Range<usize> {
        index(self.start)..index(self.start + self.filled)
    }
}

impl<'a> Aggregator<'a> {
    /// Begins with the number of each person's unit and of each unit's region, both
    /// from 0.
    ///
    /// # Errors
    ///
    /// Fails on the number of a unit that has no region, and on a region above 999,999.
    pub fn new(unit_of: &'a [u32], region_of: &'a [u32]) -> Result<Self, ColumnError> {
        let mut units = vec![Unit::default(); region_of.len()];
        for (person, unit) in unit_of.iter().enumerate() {
            let Some(known) = units.get_mut(index(*unit)) else {
                let problem = ColumnProblem::NoUnit { found: *unit, units: region_of.len() };
                return Err(ColumnError { column: Column::Units, person, problem });
            };
            known.people += 1;
        }
        let mut regions = region_of.iter().enumerate();
        if let Some((unit, found)) = regions.find(|(_, region)| **region > REGION_MAX) {
            let person = unit_of.iter().position(|of| index(*of) == unit).unwrap_or(unit_of.len());
            let problem = ColumnProblem::Region { found: *found, most: REGION_MAX };
            return Err(ColumnError { column: Column::Regions, person, problem });
        }
        let mut start = 0;
        for unit in by_region(region_of) {
            if let Some(unit) = units.get_mut(unit) {
                unit.start = start;
                start += unit.people;
            }
        }
        let regions = region_of.iter().max().map_or(0, |region| index(*region) + 1);
        Ok(Self { unit_of, region_of, units, regions, totals: vec![0; unit_of.len()] })
    }

    /// Adds a chunk. People who are not among those it was begun with, and people who
    /// were added before, add nothing; see [`Chunk::moved`] for parts of a population.
    pub fn add(&mut self, chunk: &Chunk<'_>) {
        let units = self.unit_of.get(chunk.people.clone()).unwrap_or_default();
        for (unit, found) in units.iter().zip(chunk.scores.rounded()) {
            let (Some((predicate, band, total)), Some(unit)) =
                (found, self.units.get_mut(index(*unit)))
            else {
                continue;
            };
            if unit.filled < unit.people
                && let Some(place) = self.totals.get_mut(index(unit.start + unit.filled))
            {
                *place = total;
                unit.add(predicate, band);
            }
        }
    }

    /// What everybody adds up to.
    pub fn finish(self) -> Aggregates {
        let Self { region_of, units, regions, mut totals, .. } = self;
        let mut of_units = vec![Aggregate::default(); units.len()];
        let mut of_regions = vec![Aggregate::default(); regions];
        let mut ranges = vec![0..0; regions];
        let mut end = 0;
        for place in by_region(region_of) {
            let (Some(unit), Some(region)) = (units.get(place), region_of.get(place)) else {
                continue;
            };
            let range = unit.range();
            let found = Aggregate::of(unit, totals.get_mut(range.clone()).unwrap_or_default());
            // Those for whom nothing is proposed leave no gap between the units.
            let length = range.len();
            totals.copy_within(range, end);
            let of_region = of_regions.get_mut(index(*region)).zip(ranges.get_mut(index(*region)));
            if let Some((of_region, range)) = of_region {
                *range = if of_region.people == 0 { end } else { range.start }..end + length;
                of_region.join(&found);
            }
            if let Some(of_unit) = of_units.get_mut(place) {
                *of_unit = found;
            }
            end += length;
        }
        let mut all = Aggregate::default();
        for (region, range) in of_regions.iter_mut().zip(ranges) {
            region.ranks = ranks(totals.get_mut(range).unwrap_or_default());
            all.join(region);
        }
        all.ranks = ranks(totals.get_mut(..end).unwrap_or_default());
        Aggregates { units: of_units, regions: of_regions, all }
    }
}

/// The units, those of a region together.
fn by_region(region_of: &[u32]) -> Vec<usize> {
    let mut units: Vec<_> = (0..region_of.len()).collect();
    units.sort_by_key(|unit| region_of.get(*unit));
    units
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The values at 10, 50 and 90 percent, nearest rank; 0 of nothing. Changes the
/// order.
fn ranks(totals: &mut [i64]) -> [i64; 3] {
    let Some(last) = totals.len().checked_sub(1) else { return [0; 3] };
    let place = |percent: usize| (totals.len() * percent).div_ceil(100).saturating_sub(1).min(last);
    let [low, middle, high] = [place(10), place(50), place(90)];
    let (below, at_middle, above) = totals.select_nth_unstable(middle);
    let at_middle = *at_middle;
    let at = |part: &mut [i64], place: usize| *part.select_nth_unstable(place).1;
    let at_low = if low < middle { at(below, low) } else { at_middle };
    let at_high = if high > middle { at(above, high - middle - 1) } else { at_middle };
    [at_low, at_middle, at_high]
}
