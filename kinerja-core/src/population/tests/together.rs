//! Chunks, threads and aggregates.

use std::{collections::BTreeMap, num::NonZeroUsize};

use proptest::prelude::*;

use super::{
    any::{any_people, any_policy},
    gathered,
};
use crate::{
    number::Ratio,
    population::{
        Aggregate, Aggregates, Aggregator, Chunking, Column, ColumnProblem, Columns, Scorer, Scores,
    },
    region::RegionPolicy,
    scheme::Predicate,
    testing::policy,
};

fn aggregates(
    policy: &RegionPolicy,
    columns: &Columns<'_>,
    (units, regions): (&[u32], &[u32]),
    (people, threads): (usize, usize),
) -> Aggregates {
    let mut aggregator = Aggregator::new(units, regions).unwrap();
    let people = NonZeroUsize::new(people).unwrap();
    let chunking = Chunking { people, ..Chunking::on(threads) };
    let mut next = 0;
    Scorer::new(policy, columns.period()).for_each_chunk(columns, chunking, |chunk| {
        assert_eq!(chunk.people.start, next, "in the order of the columns");
        assert_eq!(chunk.people.len(), chunk.scores.len());
        assert!(chunk.errors.is_empty());
        next = chunk.people.end;
        aggregator.add(&chunk);
    });
    assert_eq!(next, columns.len());
    aggregator.finish()
}

/// Adds up in the plain way.
#[derive(Default)]
struct Naive {
    people: u32,
    predicates: [u32; 5],
    bands: [u32; 5],
    totals: Vec<Ratio>,
}

impl Naive {
    fn add(&mut self, found: Option<(Predicate, Predicate, Ratio)>) {
        self.people += 1;
        let Some((predicate, band, total)) = found else { return };
        let place = |of| Predicate::BEST_FIRST.iter().position(|one| *one == of).unwrap();
        self.predicates[place(predicate)] += 1;
        self.bands[place(band)] += 1;
        self.totals.push(total);
    }

    fn is(&mut self, found: &Aggregate) -> Result<(), TestCaseError> {
        prop_assert_eq!(found.people, self.people);
        prop_assert_eq!((found.predicates, found.bands), (self.predicates, self.bands));
        self.totals.sort();
        let count = self.totals.len();
        let Some(ranks) = found.percentiles() else {
            prop_assert!(count == 0 && found.mean().is_none());
            return Ok(());
        };
        for (percent, rank) in [10, 50, 90].into_iter().zip(ranks) {
            let place = (count * percent).div_ceil(100).max(1) - 1;
            is_near(rank, self.totals[place])?;
        }
        // Each rounded down, since so many fractions have no common divisor.
        let down = |total: &Ratio| (total.numerator() * 700_000_000).div_euclid(total.divisor());
        let sum = self.totals.iter().map(down).sum();
        let mean = Ratio::new(sum, 700_000_000 * i128::try_from(count).unwrap());
        prop_assert_eq!(found.mean(), mean);
        Ok(())
    }
}

/// At most a 700-millionth of a millionth below.
fn is_near(found: Ratio, exact: Ratio) -> Result<(), TestCaseError> {
    let up = found.plus(Ratio::new(1, 700_000_000).unwrap()).unwrap();
    prop_assert!(found <= exact && exact < up, "{found:?} {exact:?}");
    Ok(())
}

proptest! {
    /// Neither chunks nor threads change a digit, and the sums are those of a list.
    #[test]
    fn chunks_and_threads_change_no_digit(
        policy in any_policy(),
        people in prop::collection::vec(any_people(&["2026-Q2"]), 1..6),
        units in prop::collection::vec(0_u32..5, 40),
        regions in prop::collection::vec(0_u32..3, 5),
        cuts in (1_usize..9, 1_usize..7),
    ) {
        let people = people.concat();
        let gathered = gathered(&policy, &people);
        let columns = gathered.columns();
        let units = &units[..people.len()];
        let whole = aggregates(&policy, &columns, (units, &regions), (100, 1));
        prop_assert_eq!(&aggregates(&policy, &columns, (units, &regions), cuts), &whole);
        let mut scores = Scores::default();
        Scorer::new(&policy, columns.period()).score(&columns, 0..people.len(), &mut scores).unwrap();
        let (mut of_units, mut of_regions) = (BTreeMap::new(), BTreeMap::new());
        let mut all = Naive::default();
        for (person, unit) in units.iter().enumerate() {
            let proposal = scores.proposal(person);
            let found = proposal.map(|found| (found.predicate, found.band, found.total));
            let region = regions[usize::try_from(*unit).unwrap()];
            of_units.entry(*unit).or_insert_with(Naive::default).add(found);
            of_regions.entry(region).or_insert_with(Naive::default).add(found);
            all.add(found);
        }
        all.is(&whole.all)?;
        for (found, number) in whole.units.iter().zip(0_u32..) {
            of_units.remove(&number).unwrap_or_default().is(found)?;
        }
        for (found, number) in whole.regions.iter().zip(0_u32..) {
            of_regions.remove(&number).unwrap_or_default().is(found)?;
        }
        prop_assert!(of_units.is_empty() && of_regions.is_empty());
    }
}

#[test]
fn a_unit_that_is_not_there_is_named() {
    let error = Aggregator::new(&[0, 1, 2], &[0, 0]).unwrap_err();
    assert_eq!((error.column, error.person), (Column::Units, 2));
    assert_eq!(error.problem, ColumnProblem::NoUnit { found: 2, units: 2 });
}

#[test]
fn a_region_too_high_for_a_list_is_named_by_the_first_of_its_unit() {
    let error = Aggregator::new(&[0, 1, 1], &[0, 1_000_000]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "column `regions`, person 1 (from 0): the region 1000000 is too high: number regions from 0 to at most 999999"
    );
    let error = Aggregator::new(&[0], &[999_999, u32::MAX]).unwrap_err();
    assert_eq!((error.column, error.person), (Column::Regions, 1));
    assert_eq!(Aggregator::new(&[0], &[999_999]).unwrap().finish().regions.len(), 1_000_000);
}

#[test]
fn nobody_adds_up_to_nothing() {
    let found = Aggregator::new(&[], &[]).unwrap().finish();
    assert_eq!(found.all, Aggregate::default());
    assert!(found.all.mean().is_none() && found.all.percentiles().is_none());
    assert!(found.units.is_empty() && found.regions.is_empty());
}

#[test]
fn a_chunk_tells_what_does_not_hold_and_scores_the_others() {
    let people = vec![super::person("2026-Q2"); 3];
    let policy = policy();
    let gathered = gathered(&policy, &people);
    let columns = gathered.columns();
    let mut parts = *columns.parts();
    let mut behaviour = parts.people.behaviour.to_vec();
    behaviour[1][0] = 2_000_000_000;
    parts.people.behaviour = &behaviour;
    let columns = Columns::new(parts).unwrap();
    let mut refused = Vec::new();
    Scorer::new(&policy, columns.period()).for_each_chunk(&columns, Chunking::on(2), |chunk| {
        refused.extend(chunk.errors.iter().map(|error| (error.column, error.person)));
        let proposed: Vec<_> = chunk.scores.predicates().map(|found| found.is_some()).collect();
        assert_eq!(proposed, [true, false, true]);
    });
    assert_eq!(refused, [(Column::Behaviour, 1)]);
}

#[test]
#[should_panic(expected = "enough")]
fn a_sink_that_panics_leaves_no_thread_waiting() {
    let people = vec![super::person("2026-Q2"); 20];
    let policy = policy();
    let gathered = gathered(&policy, &people);
    let columns = gathered.columns();
    let chunking = Chunking { people: NonZeroUsize::MIN, ..Chunking::on(3) };
    Scorer::new(&policy, columns.period()).for_each_chunk(&columns, chunking, |chunk| {
        assert!(chunk.people.start < 5, "enough");
    });
}
