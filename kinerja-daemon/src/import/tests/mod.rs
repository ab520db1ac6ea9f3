//! Tests of the import room: what is said about each way to be wrong.

mod csv;
mod error_file;
mod headings;
mod never;
mod problem;
mod table;
mod value;
mod xlsx;

use super::problem::Problems;
use super::table::{Cell, Limits, Table, read};

/// Reads a file within the usual limits.
pub(super) fn read_file(bytes: impl AsRef<[u8]>) -> Result<Table, Problems> {
    read("berkas", bytes.as_ref(), &Limits::default())
}

/// Each problem as `row:column CODE`, with `-` where there is none.
pub(super) fn told(problems: &Problems) -> Vec<String> {
    let place = |problem: &super::problem::Problem| {
        let row = problem.row().map_or_else(|| "-".to_owned(), |row| row.to_string());
        format!("{row}:{} {}", problem.column().unwrap_or("-"), problem.code())
    };
    problems.iter().map(place).collect()
}

/// The cells that cannot be used, as `row:column CODE`.
fn bad_cells(table: &Table) -> Vec<String> {
    let mut bad = Vec::new();
    for row in table.rows() {
        for (heading, cell) in table.headings().iter().zip(&row.cells) {
            if let Cell::Bad(flaw, _) = cell {
                bad.push(format!("{}:{heading} {}", row.number, flaw.code()));
            }
        }
    }
    bad
}

/// The rows as text: number, then what each cell shows.
fn rows(table: &Table) -> Vec<(u32, Vec<String>)> {
    table
        .rows()
        .iter()
        .map(|row| (row.number, row.cells.iter().map(Cell::shown).collect()))
        .collect()
}
