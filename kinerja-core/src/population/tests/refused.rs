//! Columns that do not hold, each way with its place.

use proptest::prelude::*;

use crate::{
    plan::Direction,
    population::{
        Column, ColumnError, ColumnParts, ColumnProblem, Columns, NOT_GIVEN, PeopleColumns,
        RowColumns, Scorer, Scores,
    },
    testing::policy,
};

/// Owned columns of a few people, two rows each.
#[derive(Debug, Clone)]
struct Owned {
    offsets: Vec<u32>,
    weights: Vec<u16>,
    directions: Vec<Direction>,
    low: Vec<i64>,
    high: Vec<i64>,
    actual: Vec<i64>,
    decimals: u8,
    behaviour: Vec<[u32; 7]>,
}

impl Owned {
    fn three() -> Self {
        Self {
            offsets: vec![0, 2, 4, 6],
            weights: vec![6_000, 4_000, 5_000, 5_000, 9_999, 1],
            directions: vec![Direction::Higher; 6],
            low: vec![100; 6],
            high: vec![100; 6],
            actual: vec![90; 6],
            decimals: 2,
            behaviour: vec![[90_000_000; 7]; 3],
        }
    }

    fn columns(&self) -> Result<Columns<'_>, ColumnError> {
        Columns::new(ColumnParts {
            period: "2026-Q2".parse().unwrap(),
            offsets: &self.offsets,
            rows: RowColumns {
                weights: &self.weights,
                directions: &self.directions,
                low: &self.low,
                high: &self.high,
                actual: &self.actual,
                decimals: self.decimals,
                ..RowColumns::default()
            },
            people: PeopleColumns { behaviour: &self.behaviour, ..PeopleColumns::default() },
        })
    }

    /// What is wrong, told once the good ones were kept and once by stopping.
    fn refused(change: impl FnOnce(&mut Self)) -> String {
        let mut owned = Self::three();
        change(&mut owned);
        let columns = match owned.columns() {
            Ok(columns) => columns,
            Err(error) => return error.to_string(),
        };
        let policy = policy();
        let (by, mut scores) = (Scorer::new(&policy, columns.period()), Scores::default());
        let stopped = by.score(&columns, 0..columns.len(), &mut scores).unwrap_err();
        let kept = by.keep_good(&columns, 0..columns.len(), &mut scores);
        assert_eq!(kept.first(), Some(&stopped));
        for person in 0..columns.len() {
            let is_bad = kept.iter().any(|error| error.person == person);
            assert_eq!(scores.proposal(person).is_none(), is_bad, "{person}");
            assert_eq!(columns.person(person).is_err(), is_bad, "{person}");
        }
        stopped.to_string()
    }
}

type Change = fn(&mut Owned);

#[test]
fn each_way_to_be_wrong_names_its_column_and_person() {
    #[rustfmt::skip]
    let table: [(Change, &str); 17] = [
        (|c| c.offsets.clear(), "column `offsets`, person 0 (from 0): it has 0 values and not 1"),
        (|c| c.offsets[0] = 1, "column `offsets`, person 0 (from 0): the rows run from 0 to 1"),
        (|c| c.offsets[2] = 1, "column `offsets`, person 1 (from 0): the rows run from 2 to 1"),
        (|c| c.offsets[3] = 5, "column `weights`, person 3 (from 0): it has 6 values and not 5"),
        (|c| c.actual.truncate(3), "column `actual`, person 1 (from 0): it has 3 values and not 6"),
        (|c| c.behaviour.truncate(2), "column `behaviour`, person 2 (from 0): it has 2 values and not 3"),
        (|c| c.decimals = 7, "column `low`, person 0 (from 0): amounts have at most 6 decimals, not 7"),
        (|c| c.weights[3] = 4_999, "column `weights`, person 1 (from 0): the weights make 9999 basis points, not 10000"),
        (|c| c.weights[3] = 10_001, "column `weights`, person 1 (from 0): the weights make 15001 basis points"),
        (|c| c.low[4] = 101, "column `low`, person 2 (from 0): the target from 101 to 100 cannot be measured against"),
        (|c| c.low[4] = i64::MIN, "column `low`, person 2 (from 0): the target from -9223372036854775808 to 100"),
        (|c| { c.low[0] = 0; c.high[0] = 0; }, "column `low`, person 0 (from 0): the target from 0 to 0 cannot"),
        (|c| { c.decimals = 0; c.high[0] = i64::MAX; }, "column `high`, person 0 (from 0): the amount 9223372036854775807 is too large"),
        (|c| c.actual[5] = i64::MIN, "column `actual`, person 2 (from 0): the amount -9223372036854775808 is too large"),
        (|c| c.directions[1] = Direction::YesNo, "column `low`, person 0 (from 0): 100 is no answer"),
        (|c| { c.directions[1] = Direction::ByDate; c.actual[1] = i64::MAX; }, "column `actual`, person 0 (from 0): 9223372036854775807 is not the number of a day"),
        (|c| c.behaviour[1][6] = NOT_GIVEN - 1, "column `behaviour`, person 1 (from 0): 4294967294 millionths of a point are above the scale"),
    ];
    for (change, expected) in table {
        let found = Owned::refused(change);
        assert!(found.starts_with(expected), "{found}\n{expected}");
    }
}

#[test]
fn more_rows_than_a_plan_has_are_refused() {
    let found = Owned::refused(|columns| {
        columns.weights.splice(0..0, [0; 101]);
        columns.directions.splice(0..0, [Direction::Higher; 101]);
        for column in [&mut columns.low, &mut columns.high, &mut columns.actual] {
            column.splice(0..0, [100; 101]);
        }
        columns.offsets = vec![0, 103, 105, 107];
    });
    assert!(found.starts_with("column `offsets`, person 0 (from 0): 103 rows are too many"));
}

#[test]
fn the_place_of_a_short_column_is_its_first_person_without_a_whole_value() {
    let mut owned = Owned::three();
    owned.offsets = vec![0, 2, 2, 6];
    owned.low.truncate(2);
    let error = owned.columns().unwrap_err();
    assert_eq!((error.column, error.person), (Column::Low, 2));
    assert_eq!(error.problem, ColumnProblem::Length { found: 2, expected: 6 });
}

#[test]
fn nobody_beyond_the_last_can_be_looked_at() {
    let error = Owned::three().columns().unwrap().person(3).unwrap_err();
    assert_eq!((error.person, error.problem), (3, ColumnProblem::Nobody { people: 3 }));
}

fn any_i64() -> impl Strategy<Value = i64> {
    prop_oneof![
        Just(i64::MIN),
        Just(i64::MAX),
        Just(0),
        Just(1),
        Just(-1),
        any::<i64>(),
        1_i64..1_000,
        (1_i64 << 34)..(1_i64 << 36),
    ]
}

prop_compose! {
    fn any_columns()(
        offsets in prop::collection::vec(0_u32..8, 0..5),
        weights in prop::collection::vec(prop_oneof![Just(10_000_u16), Just(5_000), Just(0), any::<u16>()], 0..8),
        directions in prop::collection::vec(prop::sample::select(vec![Direction::Higher, Direction::Lower, Direction::Range, Direction::YesNo, Direction::ByDate]), 8),
        numbers in prop::collection::vec([any_i64(), any_i64(), any_i64()], 8),
        decimals in 0_u8..9,
        behaviour in prop::collection::vec(prop::array::uniform7(prop_oneof![Just(NOT_GIVEN), any::<u32>(), 0_u32..120_000_000]), 0..5),
        is_shaped in any::<bool>(),
    ) -> Owned {
        let rows = weights.len();
        let column = |at: usize| numbers.iter().map(|row| row[at]).take(rows).collect::<Vec<_>>();
        let (mut low, high, actual) = (column(0), column(1), column(2));
        let mut offsets = offsets;
        if is_shaped {
            // One row each, so that the values are looked at.
            offsets = (0..=u32::try_from(rows).unwrap()).collect();
            low.iter_mut().zip(&high).for_each(|(low, high)| *low = (*low).min(*high));
        }
        let people = if is_shaped { rows } else { behaviour.len() };
        let behaviour = behaviour.into_iter().chain([[0; 7]; 8]).take(people).collect();
        let directions = directions.into_iter().take(rows).collect();
        Owned { offsets, weights, directions, low, high, actual, decimals, behaviour }
    }
}

proptest! {
    #[test]
    fn no_columns_make_it_panic(owned in any_columns()) {
        let Ok(columns) = owned.columns() else { return Ok(()) };
        let policy = policy();
        let mut scores = Scores::default();
        let by = Scorer::new(&policy, columns.period());
        let errors = by.keep_good(&columns, 0..columns.len(), &mut scores);
        for person in 0..columns.len() {
            let refused = errors.iter().find(|error| error.person == person).cloned();
            prop_assert_eq!(columns.check(person).err(), refused);
            if let Ok((plan, evidence)) = columns.person(person) {
                let alone = crate::evaluation::evaluate(&policy, &plan, &evidence);
                prop_assert_eq!(scores.proposal(person), alone.outcome.proposal().copied());
            }
        }
    }
}
