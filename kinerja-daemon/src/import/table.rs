//! A table of cells, however the file was made.
//!
//! What makes a file unreadable as a whole (encoding, separators, headings) is a
//! list of [`Problems`]. What is wrong with one cell stays in the cell as
//! [`Cell::Bad`], so that the other rows can still be taken.

use super::problem::{Code, Collector, Problem, Problems};
use super::value::ValueError;
use super::{csv, xlsx};

pub use super::cell::{Cell, Flaw};
pub use super::open::open;

/// How much of a file is read before it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes_max: u64,
    /// Bytes of a workbook after decompression, counted and not as declared.
    pub inflated_bytes_max: u64,
    /// Parts of a workbook.
    pub parts_max: usize,
    /// Rows below the headings.
    pub rows_max: u32,
    /// Columns.
    pub columns_max: usize,
    /// Cells of a table, also empty ones between others.
    pub cells_max: usize,
    /// Bytes of one cell.
    pub cell_bytes_max: usize,
}

impl Default for Limits {
    /// Far above the largest region (20,000 employees with ten indicators each),
    /// far below what a small server holds in memory.
    fn default() -> Self {
        Self {
            bytes_max: 64 << 20,
            inflated_bytes_max: 256 << 20,
            parts_max: 2_000,
            rows_max: 200_000,
            columns_max: 100,
            cells_max: 4_000_000,
            cell_bytes_max: 64 << 10,
        }
    }
}

/// The rows of a file under its headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    file: String,
    sheet: Option<String>,
    // Invariants: headings are trimmed, lower-case, not empty and all different;
    // there is at least one row; every row has a cell for every heading.
    headings: Vec<String>,
    rows: Vec<Row>,
}

impl Table {
    /// A table as a reader would have made it.
    #[cfg(test)]
    pub(super) fn of(headings: &[&str], rows: Vec<Row>) -> Self {
        let headings = headings.iter().map(|heading| (*heading).to_owned()).collect();
        Self { file: "berkas".to_owned(), sheet: None, headings, rows }
    }

    /// The name of the file.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The name of the sheet, if the file has sheets.
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// The headings, trimmed and in lower case, all different.
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// The rows that are not blank.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// A problem of one cell of this table.
    pub fn problem(&self, row: &Row, heading: &str, error: &ValueError) -> Problem {
        Problem::new(&self.file, error.code, &error.found, error.repair.clone())
            .in_sheet(self.sheet())
            .at_row(row.number)
            .at_column(heading)
    }

    /// A problem of this table's headings, which stand in row 1.
    pub fn heading_problem(&self, code: Code, found: &str, repair: impl Into<String>) -> Problem {
        Problem::new(&self.file, code, found, repair).in_sheet(self.sheet()).at_row(1)
    }
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number as a spreadsheet shows it: 1 holds the headings.
    pub number: u32,
    /// Its cells, one for each heading.
    pub cells: Vec<Cell>,
}

/// What a reader of one format found, before headings and rows are compared.
#[derive(Debug)]
pub(super) struct Raw {
    pub(super) sheet: Option<String>,
    pub(super) headings: Vec<Cell>,
    pub(super) rows: Vec<Row>,
}

/// Reads a table from the bytes of a CSV or XLSX file. The content tells which,
/// not the name; the name is for the messages.
///
/// # Errors
///
/// Lists what makes the file as a whole unreadable.
pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Table, Problems> {
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limits.bytes_max {
        return Err(too_many_bytes(name, limits).into());
    }
    let raw = match content(bytes) {
        Content::Csv => csv::read(name, bytes, limits)?,
        Content::Xlsx => xlsx::read(name, bytes, limits)?,
        Content::Refused(code, repair) => return Err(Problem::new(name, code, "", repair).into()),
    };
    assemble(name, raw)
}

/// The problem of a file that is too large to be read at all.
pub(super) fn too_many_bytes(name: &str, limits: &Limits) -> Problem {
    let repair =
        format!("bagi berkas menjadi bagian-bagian di bawah {} MiB", limits.bytes_max >> 20);
    Problem::new(name, Code::TooLarge, "", repair)
}

/// What the first bytes say about a file.
enum Content {
    Csv,
    Xlsx,
    Refused(Code, &'static str),
}

fn content(bytes: &[u8]) -> Content {
    const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    if bytes.is_empty() {
        return Content::Refused(Code::FileEmpty, "berkas kosong: ekspor lagi dari aplikasi asal");
    }
    if bytes.starts_with(b"PK") {
        return Content::Xlsx;
    }
    if bytes.starts_with(OLE) {
        let encrypted: Vec<u8> = "EncryptedPackage".bytes().flat_map(|b| [b, 0]).collect();
        return if bytes.windows(encrypted.len()).any(|window| window == encrypted) {
            let repair = "berkas dilindungi kata sandi: hapus kata sandinya lalu simpan lagi";
            Content::Refused(Code::Encrypted, repair)
        } else {
            let repair = "format Excel lama (.xls): simpan sebagai Excel Workbook (.xlsx)";
            Content::Refused(Code::OldXls, repair)
        };
    }
    let start: Vec<u8> = bytes.iter().take(512).map(u8::to_ascii_lowercase).collect();
    let start = start.trim_ascii_start();
    for magic in ["%pdf", "<html", "<!doctype", "<?xml", "<table", "{\\rtf"] {
        if start.starts_with(magic.as_bytes()) {
            let repair =
                "bukan CSV atau XLSX: simpan sebagai Excel Workbook (.xlsx) atau CSV UTF-8";
            return Content::Refused(Code::FileKind, repair);
        }
    }
    Content::Csv
}

/// Puts headings and rows together, so that the invariants of [`Table`] hold.
fn assemble(name: &str, raw: Raw) -> Result<Table, Problems> {
    let Raw { sheet, headings, mut rows } = raw;
    let used = used_columns(headings.len(), &rows);
    let mut problems = Collector::default();
    let mut names: Vec<String> = Vec::with_capacity(headings.len());
    let mut kept = Vec::with_capacity(headings.len());
    for (index, cell) in headings.iter().enumerate() {
        let problem = |code, repair: &str| {
            Problem::new(name, code, &cell.shown(), repair)
                .in_sheet(sheet.as_deref())
                .at_row(1)
                .at_column(&letter(index))
        };
        let heading = cell.shown().trim().to_lowercase();
        kept.push(!heading.is_empty());
        if let Cell::Bad(flaw, _) = cell {
            problems.push(problem(flaw.code(), "ketik ulang judul kolom ini"));
        } else if heading.is_empty() {
            if used.get(index).is_some_and(|used| *used) {
                problems
                    .push(problem(Code::HeadingEmpty, "beri judul kolom ini atau hapus isinya"));
            }
        } else if names.contains(&heading) {
            let repair = "judul ini sudah dipakai kolom lain: hapus atau ganti salah satunya";
            problems.push(problem(Code::HeadingDouble, repair));
        } else {
            names.push(heading);
        }
    }
    if problems.is_empty() && rows.is_empty() {
        let repair = "hanya ada judul kolom: isi baris di bawahnya";
        problems.push(Problem::new(name, Code::NoRows, "", repair).in_sheet(sheet.as_deref()));
    }
    for row in &mut rows {
        let mut kept = kept.iter();
        row.cells.retain(|_| kept.next().is_some_and(|kept| *kept));
    }
    problems.finish(Table { file: name.to_owned(), sheet, headings: names, rows })
}

/// Which columns hold anything below the headings.
fn used_columns(columns: usize, rows: &[Row]) -> Vec<bool> {
    let mut used = vec![false; columns];
    for row in rows {
        for (used, cell) in used.iter_mut().zip(&row.cells) {
            *used |= !cell.is_empty();
        }
    }
    used
}

/// The name of a column as a spreadsheet shows it: 0 is `A`, 26 is `AA`.
pub(super) fn letter(mut index: usize) -> String {
    let mut letters = Vec::new();
    loop {
        let digit = u8::try_from(index % 26).unwrap_or_default();
        letters.push(char::from(b'A'.saturating_add(digit)));
        match (index / 26).checked_sub(1) {
            Some(rest) => index = rest,
            None => return letters.into_iter().rev().collect(),
        }
    }
}
