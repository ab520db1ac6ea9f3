//! Columns of people of whom everything was agreed and reported in time.

use proptest::{collection::vec, prelude::*, sample::select};

use super::any::any_policy;
use crate::{
    evaluation::evaluate,
    plan::Direction,
    population::{ColumnParts, Columns, PeopleColumns, RowColumns, Scorer, Scores},
    region::RegionPolicy,
    testing::any_weights,
};

/// Weights, directions, low, high and actual of the rows of one person.
type Rows = Vec<(u16, Direction, i64, i64, i64)>;

/// Amounts that are small, often exactly as agreed, seldom large or from zero on.
fn any_amounts() -> impl Strategy<Value = (Direction, i64, i64, i64)> {
    let amounts = select(vec![Direction::Higher, Direction::Lower, Direction::Range]);
    let target = (1_i64..200_000, prop_oneof![Just(0_i64), 0_i64..50_000]);
    let small = (amounts.clone(), target.clone(), 0_i64..400_000)
        .prop_map(|(direction, (low, more), actual)| (direction, low, low + more, actual));
    let exact = (amounts.clone(), target)
        .prop_map(|(direction, (low, more))| (direction, low, low + more, low));
    let edge = (amounts.clone(), 20_u32..32, -2_i64..3, -2_i64..3).prop_map(
        |(direction, power, target, actual)| {
            (direction, (1_i64 << power) + target, (1_i64 << power) + 2, (1_i64 << power) + actual)
        },
    );
    let wide = (amounts, 0_i64..1 << 40, 1_i64..1 << 40, -9_i64..1 << 41)
        .prop_map(|(direction, low, more, actual)| (direction, low, low + more, actual));
    let answer = (0_i64..2).prop_map(|actual| (Direction::YesNo, 1, 1, actual));
    prop_oneof![300 => small, 100 => exact, 2 => edge, 2 => wide, 1 => answer]
}

/// A person with weights that make the whole, seldom with an additional result or
/// weights that do not.
fn any_rows() -> impl Strategy<Value = Rows> {
    let additional = prop_oneof![60 => Just(0_usize), 1 => 1_usize..3];
    let off = prop_oneof![60 => Just(0_u16), 1 => 1_u16..60_000];
    (any_weights(12), additional, off).prop_flat_map(|(weights, additional, off)| {
        let mut weights: Vec<_> = weights
            .into_iter()
            .map(|weight| u16::try_from(weight.basis_points()).unwrap())
            .chain(std::iter::repeat_n(0, additional))
            .collect();
        weights[0] = weights[0].saturating_add(off);
        let rows = vec(any_amounts(), weights.len());
        rows.prop_map(move |rows| {
            let rows = weights.iter().zip(rows);
            rows.map(|(weight, (direction, low, high, actual))| {
                (*weight, direction, low, high, actual)
            })
            .collect()
        })
    })
}

fn any_behaviour() -> impl Strategy<Value = [u32; 7]> {
    let score =
        prop_oneof![500 => 0_u32..=120_000_000, 20 => 0_u32..=1_000_000_000, 1 => any::<u32>()];
    prop::array::uniform7(score)
}

fn agree(
    policy: &RegionPolicy,
    people: &[(Rows, [u32; 7])],
    decimals: u8,
) -> Result<(), TestCaseError> {
    let rows: Vec<_> = people.iter().flat_map(|(rows, _)| rows.clone()).collect();
    let ends = people.iter().scan(0, |end, (rows, _)| {
        *end += u32::try_from(rows.len()).unwrap();
        Some(*end)
    });
    let offsets: Vec<_> = [0].into_iter().chain(ends).collect();
    let behaviour: Vec<_> = people.iter().map(|(_, behaviour)| *behaviour).collect();
    let weights: Vec<_> = rows.iter().map(|row| row.0).collect();
    let directions: Vec<_> = rows.iter().map(|row| row.1).collect();
    let low: Vec<_> = rows.iter().map(|row| row.2).collect();
    let high: Vec<_> = rows.iter().map(|row| row.3).collect();
    let actual: Vec<_> = rows.iter().map(|row| row.4).collect();
    let columns = Columns::new(ColumnParts {
        period: "2026-Q2".parse().unwrap(),
        offsets: &offsets,
        rows: RowColumns {
            weights: &weights,
            directions: &directions,
            low: &low,
            high: &high,
            actual: &actual,
            decimals,
            ..RowColumns::default()
        },
        people: PeopleColumns { behaviour: &behaviour, ..PeopleColumns::default() },
    })
    .unwrap();
    let mut scores = Scores::default();
    let errors =
        Scorer::new(policy, columns.period()).keep_good(&columns, 0..people.len(), &mut scores);
    for person in 0..people.len() {
        let refused = errors.iter().find(|error| error.person == person).cloned();
        prop_assert_eq!(columns.check(person).err(), refused);
        let alone =
            columns.person(person).ok().map(|(plan, evidence)| evaluate(policy, &plan, &evidence));
        let proposal = alone.as_ref().and_then(|found| found.outcome.proposal().copied());
        // As text, since fractions of one value are equal in any terms.
        let text = |found: Option<_>| serde_json::to_string(&found).unwrap();
        prop_assert_eq!(text(scores.proposal(person)), text(proposal));
    }
    let totals = scores.rounded().map(|found| found.map(|(_, _, total)| total));
    for (person, total) in totals.enumerate() {
        let expected = scores
            .proposal(person)
            .map(|found| (found.total.numerator() * 700_000_000).div_euclid(found.total.divisor()));
        prop_assert_eq!(total.map(i128::from), expected);
    }
    Ok(())
}

proptest! {
    /// People of many rows or few, next to others of whom something is not so plain.
    #[test]
    fn plain_columns_answer_what_evaluate_answers(
        policy in any_policy(),
        people in vec((any_rows(), any_behaviour()), 0..50),
        decimals in 0_u8..=6,
    ) {
        agree(&policy, &people, decimals)?;
    }
}
