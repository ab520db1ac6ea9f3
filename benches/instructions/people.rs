//! A thousand made-up people in plain columns: 10 indicators and 7 scores of behaviour.

use kinerja_core::{
    plan::Direction,
    population::{
        Aggregates, Aggregator, Chunking, ColumnParts, Columns, PeopleColumns, RowColumns, Scorer,
    },
    region::RegionPolicy,
    testing,
};

const PEOPLE: u32 = 1_000;
const ROWS: u32 = 10;

/// Units of 25 people, in regions of 10 units.
const OF_UNIT: u32 = 25;
const OF_REGION: u32 = 10;

pub(crate) struct People {
    policy: RegionPolicy,
    offsets: Vec<u32>,
    weights: Vec<u16>,
    directions: Vec<Direction>,
    low: Vec<i64>,
    high: Vec<i64>,
    actual: Vec<i64>,
    behaviour: Vec<[u32; 7]>,
    unit_of: Vec<u32>,
    region_of: Vec<u32>,
}

impl People {
    /// The people, of whom everybody is proposed one of several predicates.
    pub(crate) fn made() -> Self {
        let rows = 0..PEOPLE * ROWS;
        let directions = [Direction::Higher, Direction::Higher, Direction::Lower, Direction::Range];
        let made = Self {
            policy: testing::policy(),
            offsets: (0..=PEOPLE).map(|person| person * ROWS).collect(),
            weights: rows.clone().map(|_| 10_00).collect(),
            directions: directions.into_iter().cycle().take(rows.len()).collect(),
            low: rows.clone().map(|_| 80_00).collect(),
            high: rows.clone().map(|row| if row % 4 == 3 { 90_00 } else { 80_00 }).collect(),
            // From 40 to 120, around another middle for each person.
            actual: rows
                .map(|row| (40_00 + row / 10 * 7 % 60_00 + row * 37 % 20_00).into())
                .collect(),
            behaviour: (0..PEOPLE)
                .map(|person| {
                    [0, 1, 2, 3, 4, 5, 6]
                        .map(|value| (60 + (person * 3 + value * 5) % 41) * 1_000_000)
                })
                .collect(),
            unit_of: (0..PEOPLE).map(|person| person / OF_UNIT).collect(),
            region_of: (0..PEOPLE / OF_UNIT).map(|unit| unit / OF_REGION).collect(),
        };
        let found = made.score().all;
        assert_eq!(found.people, PEOPLE);
        assert!(
            found.predicates.into_iter().filter(|people| *people > 50).count() > 2,
            "{found:?}"
        );
        made
    }

    /// Scores everybody in one chunk, into the aggregates.
    pub(crate) fn score(&self) -> Aggregates {
        let columns = Columns::new(ColumnParts {
            period: "2026-Q2".parse().unwrap(),
            offsets: &self.offsets,
            rows: RowColumns {
                weights: &self.weights,
                directions: &self.directions,
                low: &self.low,
                high: &self.high,
                actual: &self.actual,
                decimals: 2,
                ..RowColumns::default()
            },
            people: PeopleColumns { behaviour: &self.behaviour, ..PeopleColumns::default() },
        })
        .unwrap();
        let scorer = Scorer::new(&self.policy, columns.period());
        let mut aggregator = Aggregator::new(&self.unit_of, &self.region_of).unwrap();
        scorer.for_each_chunk(&columns, Chunking::on(1), |chunk| aggregator.add(&chunk));
        aggregator.finish()
    }
}
