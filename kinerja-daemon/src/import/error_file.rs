//! The rows that were not taken, with the reason beside each, as a file of the
//! same shape that can be repaired and imported.
//!
//! The file is opened in a spreadsheet, and its cells were typed by anyone: a
//! cell that a spreadsheet would calculate gets an apostrophe before it.

use kinerja_core::number::DecimalMark;

use super::headings::REASON;
use super::problem::is_hidden;
use super::table::{Cell, Row, Table};
use super::value::number;
use crate::formula::guard_formula;

/// Significant digits that a number cell surely holds.
const SURE_DIGITS_MAX: usize = 15;

/// Writes the rows that were not taken, each with its reasons: CSV with `;`, in
/// UTF-8 with the mark by which spreadsheets recognise it. Numbers are written
/// with the mark of the region, so that they are read back as they were.
pub fn write(table: &Table, bad: &[(&Row, String)], mark: DecimalMark) -> Vec<u8> {
    let mut out = String::from("\u{feff}");
    // The reasons of an earlier round are replaced, not repeated.
    let kept: Vec<bool> = table.headings().iter().map(|heading| heading != REASON).collect();
    let headings = table.headings().iter().map(|heading| guarded(heading));
    line(&mut out, &kept, headings, REASON);
    for (row, reasons) in bad {
        let cells = row.cells.iter().map(|cell| cell_text(cell, mark));
        line(&mut out, &kept, cells, &guarded(reasons));
    }
    out.into_bytes()
}

fn line(out: &mut String, kept: &[bool], cells: impl Iterator<Item = String>, last: &str) {
    for (cell, _) in cells.zip(kept).filter(|(_, kept)| **kept) {
        field(out, &cell);
        out.push(';');
    }
    field(out, last);
    out.push_str("\r\n");
}

/// One field, always in quotation marks: nothing in it can end it.
fn field(out: &mut String, text: &str) {
    out.push('"');
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

fn cell_text(cell: &Cell, mark: DecimalMark) -> String {
    match cell {
        Cell::Number(text) => {
            let digits = text.chars().filter(char::is_ascii_digit).count();
            // Such a number has lost digits on its way through the number cell.
            // As plain text it would pass for what it was before.
            let lost = if SURE_DIGITS_MAX < digits { "'" } else { "" };
            format!("{lost}{}", text.replace('.', &mark.mark().to_string()))
        }
        // A number below zero begins like a formula and is none.
        Cell::Text(text) if number(cell, mark).is_ok() => text.clone(),
        Cell::Empty | Cell::Text(_) | Cell::Date(_) | Cell::Bool(_) | Cell::Bad(..) => {
            guarded(&cell.shown())
        }
    }
}

/// A text that a spreadsheet shows and does not calculate. Control and hidden
/// characters are shown as escapes, so that the reason is there to be seen.
fn guarded(text: &str) -> String {
    let unseen = |c: char| c.is_control() || is_hidden(c);
    let plain: String = text.chars().filter(|c| !unseen(*c)).collect();
    let risky = text.starts_with(unseen) || plain != guard_formula(&plain);
    let mut safe = String::from(if risky { "'" } else { "" });
    for c in text.chars() {
        if unseen(c) {
            safe.extend(c.escape_default());
        } else {
            safe.push(c);
        }
    }
    safe
}
