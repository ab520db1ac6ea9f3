//! XLSX: the first visible sheet, read cell by cell.
//!
//! Cells are streamed, never taken as a range: a range reserves room for
//! everything between its corners, and one cell in the last corner of a sheet is
//! enough to ask for all the memory there is.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Style, Xlsx, XlsxError};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

use super::archive::{self, broken};
use super::csv::rows_repair;
use super::decimal::decimal_of_number_cell;
use super::problem::{Code, Problem, Problems};
use super::table::{Cell, Flaw, Limits, Raw, Row, letter};

/// Reads the cells of the first visible sheet.
pub(super) fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Raw, Problems> {
    archive::check(name, bytes, limits)?;
    // The parser computes with numbers it has not checked. What makes it stop is
    // a broken file, not a reason to stop the daemon.
    std::panic::catch_unwind(|| read_checked(name, bytes, limits))
        .unwrap_or_else(|_| Err(broken(name, "alamat sel tidak masuk akal")))
}

fn read_checked(name: &str, bytes: &[u8], limits: &Limits) -> Result<Raw, Problems> {
    let fail = |error: XlsxError| broken(name, &error.to_string());
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(fail)?;
    let visible: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let Some(sheet) = visible.first() else {
        return Err(broken(name, "tidak ada lembar kerja yang terlihat"));
    };
    let percents = percents(name, sheet, &mut workbook, limits)?;
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(fail)?;
    let mut grid = Grid { name, sheet, limits, rows: Vec::new(), cells: 0 };
    while let Some(record) = reader.next_cell_with_formula_metadata().map_err(fail)? {
        let no_value = record.value == DataRef::Empty && record.formula.is_some();
        let cell = match cell(record.value) {
            Cell::Empty if no_value => Cell::Bad(Flaw::NoValue, String::new()),
            Cell::Number(text) if percents.contains(&record.pos) => Cell::Bad(Flaw::Percent, text),
            cell @ (Cell::Empty
            | Cell::Text(_)
            | Cell::Number(_)
            | Cell::Date(_)
            | Cell::Bool(_)
            | Cell::Bad(..)) => cell,
        };
        if !cell.is_empty() {
            grid.put(record.pos, cell)?;
        }
    }
    let rows = grid.rows;
    if rows.is_empty() {
        return Err(empty(name, sheet, visible.len()));
    }
    Ok(with_headings(sheet, rows))
}

/// The cells that show percents. Such a cell shows `50%` and holds 0.5: whoever
/// looks at the sheet and whoever reads the file would take it for two numbers.
fn percents(
    name: &str,
    sheet: &str,
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    limits: &Limits,
) -> Result<BTreeSet<(u32, u32)>, Problems> {
    let fail = |error: XlsxError| broken(name, &error.to_string());
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(fail)?;
    let styles: Vec<bool> = reader.styles().iter().map(is_percent).collect();
    let mut percents = BTreeSet::new();
    if !styles.contains(&true) {
        return Ok(percents);
    }
    while let Some((row, column, style)) = reader.next_style_id().map_err(fail)? {
        if styles.get(style).is_some_and(|percent| *percent) {
            percents.insert((row, column));
        }
        if percents.len() > limits.cells_max {
            let problem = Problem::new(name, Code::TooLarge, "", rows_repair(limits));
            return Err(problem.in_sheet(Some(sheet)).into());
        }
    }
    Ok(percents)
}

/// Formats 9 and 10 are the built-in percents; others say so in their code.
fn is_percent(style: &Style) -> bool {
    style.number_format.as_ref().is_some_and(|format| {
        matches!(format.format_id, Some(9 | 10)) || format.format_code.contains('%')
    })
}

fn empty(name: &str, sheet: &str, sheets: usize) -> Problems {
    let (code, repair) = if sheets > 1 {
        let repair = "lembar pertama kosong dan lembar lain tidak dibaca: pindahkan tabel ke \
                      lembar pertama";
        (Code::SheetEmpty, repair)
    } else {
        (Code::FileEmpty, "lembar kerja kosong: ekspor lagi dari aplikasi asal")
    };
    Problem::new(name, code, "", repair).in_sheet(Some(sheet)).into()
}

/// Takes row 1 as the headings and makes all rows as wide as the widest.
fn with_headings(sheet: &str, mut rows: Vec<Row>) -> Raw {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    for row in &mut rows {
        row.cells.resize(width, Cell::Empty);
    }
    let mut headings = vec![Cell::Empty; width];
    if rows.first().is_some_and(|row| row.number == 1) {
        headings = rows.remove(0).cells;
    }
    Raw { sheet: Some(sheet.to_owned()), headings, rows }
}

/// The cells as they come in, within the limits.
struct Grid<'a> {
    name: &'a str,
    sheet: &'a str,
    limits: &'a Limits,
    rows: Vec<Row>,
    cells: usize,
}

impl Grid<'_> {
    fn put(&mut self, (row, column): (u32, u32), cell: Cell) -> Result<(), Problems> {
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        let number = row.saturating_add(1);
        // The headings take one more row.
        if row > self.limits.rows_max || column >= self.limits.columns_max {
            return Err(self.too_large(number, column, &rows_repair(self.limits)));
        }
        let bytes = match &cell {
            Cell::Text(text) | Cell::Number(text) | Cell::Bad(_, text) => text.len(),
            Cell::Empty | Cell::Date(_) | Cell::Bool(_) => 0,
        };
        if bytes > self.limits.cell_bytes_max {
            let repair = format!("satu sel paling besar {} KiB", self.limits.cell_bytes_max >> 10);
            return Err(self.too_large(number, column, &repair));
        }
        if self.rows.last().is_none_or(|last| last.number < number) {
            self.rows.push(Row { number, cells: Vec::new() });
        }
        let Some(last) = self.rows.last_mut() else { return Ok(()) };
        if last.number > number || column < last.cells.len() {
            return Err(broken(self.name, &format!("sel {}{number} ganda", letter(column))));
        }
        last.cells.resize(column, Cell::Empty);
        last.cells.push(cell);
        // Every row becomes as wide as the widest.
        self.cells = self.cells.max(column.saturating_add(1));
        if self.rows.len().saturating_mul(self.cells) > self.limits.cells_max {
            return Err(self.too_large(number, column, &rows_repair(self.limits)));
        }
        Ok(())
    }

    fn too_large(&self, number: u32, column: usize, repair: &str) -> Problems {
        Problem::new(self.name, Code::TooLarge, "", repair)
            .in_sheet(Some(self.sheet))
            .at_row(number)
            .at_column(&letter(column))
            .into()
    }
}

fn cell(value: DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) => Cell::of_text(text),
        DataRef::SharedString(text) => Cell::of_text(text.to_owned()),
        DataRef::Int(number) => number_cell(&number.to_string()),
        // The shortest digits that give this float back, never an exponent.
        DataRef::Float(number) => number_cell(&number.to_string()),
        DataRef::Bool(value) => Cell::Bool(value),
        DataRef::DateTime(value) => date_cell(value),
        DataRef::DateTimeIso(text) => iso_cell(text),
        DataRef::DurationIso(text) => Cell::Bad(Flaw::TimeOfDay, text),
        DataRef::Error(error) => Cell::Bad(Flaw::CellError, error.to_string()),
    }
}

fn number_cell(text: &str) -> Cell {
    match decimal_of_number_cell(text) {
        Ok(number) => Cell::Number(number),
        Err(flaw) => Cell::Bad(flaw, text.to_owned()),
    }
}

/// The date of a serial number. The parser never refuses one: it answers with
/// the nearest date it knows, so the range is checked before, and 29 February
/// 1900 (serial 60), which Excel believes in, is no date for `chrono`.
fn date_cell(value: ExcelDateTime) -> Cell {
    let serial = value.as_f64();
    let bad = |flaw| Cell::Bad(flaw, serial.to_string());
    if value.is_duration() {
        return bad(Flaw::TimeOfDay);
    }
    // 2,958,465 is 31 December 9999.
    if !(0.0..2_958_466.0).contains(&serial) {
        return bad(Flaw::Date);
    }
    let (year, month, day, hour, minute, second, milli) = value.to_ymd_hms_milli();
    match NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day)) {
        // Serial 0 is shown as 0 January 1900.
        Some(date) if date.year() < 1900 => bad(Flaw::Date),
        Some(date) if (hour, minute, second, milli) == (0, 0, 0, 0) => Cell::Date(date),
        Some(_) => bad(Flaw::TimeOfDay),
        None => bad(Flaw::Date),
    }
}

/// A date that is written in words of ISO 8601, as other programs store it.
fn iso_cell(text: String) -> Cell {
    let time = text.trim_end_matches('Z');
    if let Ok(date) = time.parse::<NaiveDate>() {
        return Cell::Date(date);
    }
    match time.parse::<NaiveDateTime>() {
        Ok(instant) if instant.time() == NaiveTime::MIN => Cell::Date(instant.date()),
        Ok(_) => Cell::Bad(Flaw::TimeOfDay, text),
        Err(_) => Cell::Bad(Flaw::Date, text),
    }
}
