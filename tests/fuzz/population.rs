//! Columns of any bytes: everybody is scored as alone, or refused by name.

use std::num::NonZeroUsize;

use arbtest::arbitrary::{Result, Unstructured};
use kinerja_core::{
    calendar::Period,
    evaluation::{Derivation, Evaluation, Proposal, evaluate},
    evidence::Evidence,
    language::Language,
    plan::WorkPlan,
    population::{
        Aggregator, Chunking, Column, ColumnError, Columns, Scorer, Scores, Trail, evaluate_all,
    },
    region::RegionPolicy,
};

use crate::{
    columns::{Owned, PERIODS},
    give, one_of,
    policies::POLICIES,
};

#[test]
fn everybody_in_any_columns_is_scored_as_alone_or_refused_by_name() {
    let (mut proposed, mut refused) = (0, 0);
    let are_fixed = give(1_500, |bytes| {
        let owned = Owned::any(bytes)?;
        let columns = match owned.columns() {
            Ok(columns) => columns,
            Err(error) => {
                assert!(!owned.has_shape(), "{error}");
                is_named(&error, owned.offsets.len());
                return Ok(());
            }
        };
        assert!(owned.has_shape());
        let policy = bytes.choose(&POLICIES)?;
        let period = if bytes.ratio(9, 10)? { owned.period } else { any_period(bytes)? };
        let by = Scorer::new(policy, period);
        let mut scores = Scores::default();
        let errors = by.keep_good(&columns, 0..columns.len(), &mut scores);
        proposed += scores.predicates().flatten().count();
        refused += errors.len();
        let people = alone(policy, &columns, &scores, &errors);
        stops_at_the_first(&by, &columns, errors.first());
        in_any_parts(bytes, &by, &columns, &scores)?;
        let all: Vec<_> = people.iter().map(|(plan, evidence, _)| (plan, evidence)).collect();
        let found: Vec<_> = people.iter().map(|(.., found)| found.clone()).collect();
        assert_eq!(evaluate_all(policy, &all), found);
        Ok(())
    });
    assert!(!are_fixed || proposed.min(refused) > 300, "{proposed} and {refused}");
}

fn any_period(bytes: &mut Unstructured<'_>) -> Result<Period> {
    Ok(one_of(bytes, &PERIODS)?.parse().unwrap())
}

/// The error names a column and a person who is there or the first beyond the last.
fn is_named(error: &ColumnError, offsets: usize) {
    let text = error.to_string();
    let place = format!("column `{}`, person {} (from 0): ", error.column, error.person);
    assert!(text.len() > place.len() && text.starts_with(&place), "{text}");
    assert!(error.person <= offsets, "{text}");
}

/// Those who are good, each compared with what is found of them alone.
fn alone(
    policy: &RegionPolicy,
    columns: &Columns<'_>,
    scores: &Scores,
    errors: &[ColumnError],
) -> Vec<(WorkPlan, Evidence, Evaluation)> {
    assert_eq!(scores.len(), columns.len());
    assert!(errors.is_sorted_by(|one, next| one.person < next.person));
    let mut good = Vec::new();
    for person in 0..columns.len() {
        let refused = errors.iter().find(|error| error.person == person);
        assert_eq!(columns.check(person).err().as_ref(), refused);
        if let Some(error) = refused {
            is_named(error, columns.len());
            assert!(scores.proposal(person).is_none() && columns.person(person).is_err());
            assert!(Trail::of(columns, person).is_err());
            continue;
        }
        let (plan, evidence) = columns.person(person).unwrap();
        let found = evaluate(policy, &plan, &evidence);
        let proposal = found.outcome.proposal();
        assert_eq!(scores.proposal(person).as_ref(), proposal, "{person}");
        let derivation = Derivation::new(&plan, &evidence, &found);
        assert!(!derivation.lines(policy, Some(&plan), Language::Indonesian).is_empty());
        if let Ok(trail) = Trail::of(columns, person) {
            let read = Trail::from_bytes(trail.as_bytes()).unwrap();
            let (plan, evidence) = read.person().unwrap();
            let again = evaluate(policy, &plan, &evidence);
            assert_eq!(Derivation::new(&plan, &evidence, &again), derivation);
        }
        good.push((plan, evidence, found));
    }
    good
}

fn stops_at_the_first(by: &Scorer<'_>, columns: &Columns<'_>, first: Option<&ColumnError>) {
    let mut scores = Scores::default();
    let stopped = by.score(columns, 0..columns.len(), &mut scores);
    assert_eq!(stopped.err().as_ref(), first);
}

/// Chunks of any size on any threads, ranges that lead anywhere, and units that may
/// not be there.
fn in_any_parts(
    bytes: &mut Unstructured<'_>,
    by: &Scorer<'_>,
    columns: &Columns<'_>,
    whole: &Scores,
) -> Result<()> {
    let mut scores = Scores::default();
    let far = [0, 1, 2, columns.len(), usize::MAX - 1, usize::MAX];
    let (start, end) = (one_of(bytes, &far)?, one_of(bytes, &far)?);
    drop(by.keep_good(columns, start..end, &mut scores));
    let found: Vec<Option<Proposal>> = (0..scores.len()).map(|at| scores.proposal(at)).collect();
    let same = (start..columns.len().min(end)).map(|person| whole.proposal(person));
    assert_eq!(found, same.collect::<Vec<_>>());

    let unit_of: Vec<u32> = (0..columns.len()).map(|_| any_place(bytes)).collect::<Result<_>>()?;
    let count = bytes.int_in_range(0..=3)?;
    let region_of: Vec<u32> = (0..count).map(|_| any_place(bytes)).collect::<Result<_>>()?;
    let mut aggregator = match Aggregator::new(&unit_of, &region_of) {
        Ok(aggregator) => Some(aggregator),
        Err(error) => {
            assert!(matches!(error.column, Column::Units | Column::Regions), "{error}");
            is_named(&error, columns.len());
            None
        }
    };
    let size = |bytes: &mut Unstructured<'_>| bytes.int_in_range(1..=3);
    let chunking = Chunking {
        people: NonZeroUsize::new(size(bytes)?).unwrap(),
        threads: NonZeroUsize::new(size(bytes)?).unwrap(),
    };
    let moved = one_of(bytes, &[0, 0, 0, 1, usize::MAX])?;
    by.for_each_chunk(columns, chunking, |chunk| {
        for (place, person) in chunk.people.clone().enumerate() {
            assert_eq!(chunk.scores.proposal(place), whole.proposal(person));
        }
        if let Some(aggregator) = &mut aggregator {
            aggregator.add(&chunk.moved(moved));
        }
    });
    let Some(found) = aggregator.map(Aggregator::finish) else { return Ok(()) };
    let people = u32::try_from(columns.len()).unwrap();
    assert_eq!(found.all.people, people);
    assert_eq!(found.units.iter().map(|unit| unit.people).sum::<u32>(), people);
    if moved == 0 {
        let proposed = whole.predicates().flatten().count();
        assert_eq!(found.all.proposed(), u32::try_from(proposed).unwrap());
        assert_eq!(found.all.mean().is_some(), proposed > 0);
    }
    Ok(())
}

/// The number of a unit or region: mostly low, sometimes none that is there.
fn any_place(bytes: &mut Unstructured<'_>) -> Result<u32> {
    Ok(if bytes.ratio(29, 30)? { bytes.int_in_range(0..=1)? } else { bytes.arbitrary()? })
}
