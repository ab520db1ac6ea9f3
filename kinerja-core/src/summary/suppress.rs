//! Which counts may be published.

/// A group of fewer people than this is not shown.
pub const SMALL_GROUP: u32 = 5;

/// Columns of a table: five predicates and those without a proposal.
pub const CATEGORIES: usize = 6;

/// A table of counts as it may be published; what is hidden is none.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Suppressed {
    /// One row a group, with its counts.
    pub rows: Vec<[Option<u32>; CATEGORIES]>,
    /// The people of each group.
    pub row_totals: Vec<Option<u32>>,
    /// The counts of all groups together.
    pub totals: [Option<u32>; CATEGORIES],
    /// All people.
    pub all: Option<u32>,
}

#[derive(Clone, Copy)]
struct Cell {
    count: u32,
    hidden: bool,
}

/// A line of cells whose last is the sum of the others.
type Line = Vec<(usize, usize)>;

/// Hides counts from 1 to 4, and with them as many others as it takes: in every
/// row and column with its sum, either nothing is hidden, or at least two counts
/// that together stand for no small group.
pub fn suppress(rows: &[[u32; CATEGORIES]]) -> Suppressed {
    let mut table: Vec<Vec<Cell>> = rows.iter().map(|row| with_sum(row)).collect();
    let totals: Vec<u32> =
        (0..CATEGORIES).map(|column| rows.iter().filter_map(|row| row.get(column)).sum()).collect();
    table.push(with_sum(&totals));
    let lines = lines(table.len());
    while lines.iter().any(|line| widen(&mut table, line)) {}
    publish(&table)
}

fn with_sum(counts: &[u32]) -> Vec<Cell> {
    let cell = |count| Cell { count, hidden: (1..SMALL_GROUP).contains(&count) };
    counts.iter().copied().chain([counts.iter().sum()]).map(cell).collect()
}

fn lines(height: usize) -> Vec<Line> {
    let rows = (0..height).map(|row| (0..=CATEGORIES).map(|column| (row, column)).collect());
    let columns = (0..=CATEGORIES).map(|column| (0..height).map(|row| (row, column)).collect());
    rows.chain(columns).collect()
}

fn at(table: &[Vec<Cell>], (row, column): (usize, usize)) -> Cell {
    let cell = table.get(row).and_then(|row| row.get(column));
    cell.copied().unwrap_or(Cell { count: 0, hidden: true })
}

/// Hides one more count of a line when what is hidden could be found by
/// subtraction; says whether it did.
fn widen(table: &mut [Vec<Cell>], line: &Line) -> bool {
    let Some((sum_place, parts)) = line.split_last() else { return false };
    let hidden: Vec<_> = parts.iter().map(|place| at(table, *place)).filter(|c| c.hidden).collect();
    let sum_hidden = at(table, *sum_place).hidden;
    let residue: u32 = hidden.iter().map(|cell| cell.count).sum();
    let open = match (hidden.len(), sum_hidden) {
        (0, false) => return false,
        (0, true) => true,
        (_, true) => false,
        (count, false) => count == 1 || residue < SMALL_GROUP,
    };
    if !open {
        return false;
    }
    let visible = parts.iter().copied().filter(|place| !at(table, *place).hidden);
    // The smallest group loses least; what is empty is hidden only when nothing
    // else is left.
    let next = visible.min_by_key(|place| match at(table, *place).count {
        0 => u32::MAX,
        count => count,
    });
    let next = next.or((!sum_hidden).then_some(*sum_place));
    let cell = next.and_then(|(row, column)| table.get_mut(row)?.get_mut(column));
    cell.map(|cell| cell.hidden = true).is_some()
}

fn publish(table: &[Vec<Cell>]) -> Suppressed {
    let shown = |place| {
        let cell = at(table, place);
        (!cell.hidden).then_some(cell.count)
    };
    let row = |row: usize| std::array::from_fn(|column| shown((row, column)));
    let last = table.len().saturating_sub(1);
    Suppressed {
        rows: (0..last).map(row).collect(),
        row_totals: (0..last).map(|row| shown((row, CATEGORIES))).collect(),
        totals: row(last),
        all: shown((last, CATEGORIES)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_table_without_small_groups_is_shown_whole() {
        let shown = suppress(&[[5, 40, 0, 10, 0, 6], [7, 30, 9, 0, 0, 5]]);
        assert_eq!(shown.rows[0], [Some(5), Some(40), Some(0), Some(10), Some(0), Some(6)]);
        assert_eq!(shown.totals, [Some(12), Some(70), Some(9), Some(10), Some(0), Some(11)]);
        assert_eq!(shown.all, Some(112));
    }

    #[test]
    fn a_hidden_count_takes_others_with_it() {
        let shown = suppress(&[[2, 40, 0, 10, 0, 6], [7, 30, 9, 0, 0, 5]]);
        // In the first row 6 goes with 2, so in both columns the second row too.
        assert_eq!(shown.rows[0], [None, Some(40), Some(0), Some(10), Some(0), None]);
        assert_eq!(shown.rows[1], [None, Some(30), Some(9), Some(0), Some(0), None]);
        assert_eq!(shown.totals[0], Some(9));
    }

    #[test]
    fn nothing_is_shown_of_a_handful_of_people() {
        let shown = suppress(&[[1, 2, 0, 0, 0, 0]]);
        assert_eq!(shown.all, None);
        assert_eq!(shown.totals[..2], [None, None]);
    }

    fn line_is_safe(parts: &[(u32, Option<u32>)], sum: Option<u32>) -> bool {
        let hidden: Vec<_> = parts.iter().filter(|(_, shown)| shown.is_none()).collect();
        let residue: u32 = hidden.iter().map(|(count, _)| count).sum();
        match (hidden.len(), sum) {
            (0, sum) => sum.is_some(),
            (_, None) => true,
            (1, Some(_)) => false,
            (_, Some(_)) => residue >= SMALL_GROUP || hidden.len() == parts.len(),
        }
    }

    proptest! {
        /// No small count is shown, and none can be found by subtracting along a
        /// row or a column.
        #[test]
        fn no_small_group_is_shown_or_found_by_subtraction(
            rows in prop::collection::vec(prop::array::uniform6(prop_oneof![Just(0_u32), 0_u32..8, 5_u32..60]), 1..12),
        ) {
            let shown = suppress(&rows);
            let all_shown = shown.rows.iter().flatten().chain(&shown.row_totals).chain(&shown.totals).chain([&shown.all]);
            prop_assert!(all_shown.flatten().all(|count| *count == 0 || *count >= SMALL_GROUP));
            for (index, row) in rows.iter().enumerate() {
                let parts: Vec<_> = row.iter().copied().zip(shown.rows[index]).collect();
                prop_assert!(line_is_safe(&parts, shown.row_totals[index]), "{parts:?}");
            }
            let totals: Vec<_> = (0..CATEGORIES)
                .map(|column| (rows.iter().map(|row| row[column]).sum(), shown.totals[column]))
                .collect();
            prop_assert!(line_is_safe(&totals, shown.all), "{totals:?}");
            let people: Vec<_> =
                rows.iter().map(|row| row.iter().sum()).zip(shown.row_totals.iter().copied()).collect();
            prop_assert!(line_is_safe(&people, shown.all), "{people:?}");
            for column in 0..CATEGORIES {
                let parts: Vec<_> = rows.iter().zip(&shown.rows).map(|(row, shown)| (row[column], shown[column])).collect();
                prop_assert!(line_is_safe(&parts, shown.totals[column]), "{parts:?}");
            }
        }
    }
}
