//! CSV as offices write it, read strictly.
//!
//! A lenient reader hides what went wrong: an unclosed quotation mark swallows
//! rows, a wrong separator makes one column. So the records are split here, and
//! a problem points at the row where it began.

use super::problem::{Code, Collector, Problem, Problems};
use super::table::{Cell, Limits, Raw, Row};

const DELIMITERS: [char; 3] = [';', ',', '\t'];

/// Reads the rows of a CSV file.
pub(super) fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Raw, Problems> {
    let (text, declared) = without_separator_line(decode(name, bytes)?);
    if text.trim().is_empty() {
        let repair = "berkas kosong: ekspor lagi dari aplikasi asal";
        return Err(Problem::new(name, Code::FileEmpty, "", repair).into());
    }
    let delimiter = delimiter(name, text, declared)?;
    let skipped = bytes.len().saturating_sub(text.len());
    let mut records = Records { text, skipped, delimiter, at: 0, row: 0 };
    let headings = match records.next_record().map_err(|error| error.problem(name))? {
        Some(record) => record.into_iter().map(Cell::of_text).collect(),
        None => Vec::new(),
    };
    let rows = read_rows(name, &mut records, &headings, limits)?;
    Ok(Raw { sheet: None, headings, rows })
}

fn read_rows(
    name: &str,
    records: &mut Records<'_>,
    headings: &[Cell],
    limits: &Limits,
) -> Result<Vec<Row>, Problems> {
    let columns = headings.len();
    let mut problems = Collector::default();
    let mut rows: Vec<Row> = Vec::new();
    if columns > limits.columns_max {
        return Err(too_large(name, 1, &format!("paling banyak {} kolom", limits.columns_max)));
    }
    loop {
        let record = match records.next_record() {
            Ok(Some(record)) => record,
            Ok(None) => return problems.finish(rows),
            Err(error) => {
                problems.push(error.problem(name));
                return problems.finish(rows);
            }
        };
        if record.iter().any(|field| field.len() > limits.cell_bytes_max) {
            let repair = format!("satu sel paling besar {} KiB", limits.cell_bytes_max >> 10);
            return Err(too_large(name, records.row, &repair));
        }
        let found = record.len();
        let cells: Vec<Cell> = record.into_iter().map(Cell::of_text).collect();
        if cells.iter().all(Cell::is_empty) {
            continue;
        }
        if found != columns {
            let repair = format!("baris ini harus punya {columns} kolom seperti judulnya");
            let found = format!("{found} kolom");
            problems
                .push(Problem::new(name, Code::ColumnCount, &found, repair).at_row(records.row));
            continue;
        }
        rows.push(Row { number: records.row, cells });
        if u32::try_from(rows.len()).unwrap_or(u32::MAX) > limits.rows_max
            || rows.len().saturating_mul(columns) > limits.cells_max
        {
            return Err(too_large(name, records.row, &rows_repair(limits)));
        }
    }
}

/// What to do about a table that is too large.
pub(super) fn rows_repair(limits: &Limits) -> String {
    format!(
        "bagi berkas: paling banyak {} baris, {} kolom dan {} sel",
        limits.rows_max, limits.columns_max, limits.cells_max
    )
}

fn too_large(name: &str, row: u32, repair: &str) -> Problems {
    Problem::new(name, Code::TooLarge, "", repair).at_row(row).into()
}

/// The text of the file without its mark of order, or where it stops being UTF-8.
fn decode<'a>(name: &str, bytes: &'a [u8]) -> Result<&'a str, Problems> {
    const ADVICE: &str = "simpan sebagai \"CSV UTF-8 (Comma delimited)\"";
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let repair = format!("berkas ini UTF-16 (\"Unicode Text\"): {ADVICE}");
        return Err(Problem::new(name, Code::Encoding, "UTF-16", repair).into());
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let (good, rest) = bytes.split_at(error.valid_up_to());
        let byte = rest.first().copied().unwrap_or_default();
        let repair = match error.error_len() {
            Some(_) => format!("byte ini bukan UTF-8, tampaknya Windows-1252: {ADVICE}"),
            None => "berkas terpotong di tengah sebuah huruf: ekspor lagi".to_owned(),
        };
        let found = format!("byte 0x{byte:02X}");
        Problem::new(name, Code::Encoding, &found, repair).at_row(row_after(good)).into()
    })
}

/// The row that begins after these bytes have been read.
fn row_after(bytes: &[u8]) -> u32 {
    let separator_line = u32::from(bytes.to_ascii_lowercase().starts_with(b"sep="));
    let mut row = 1_u32.saturating_sub(separator_line);
    let mut before = 0;
    for byte in bytes {
        if *byte == b'\r' || (*byte == b'\n' && before != b'\r') {
            row = row.saturating_add(1);
        }
        before = *byte;
    }
    row.max(1)
}

/// Takes off the line `sep=;` by which Excel is told the separator. Excel does
/// not show it, so it has no row number.
fn without_separator_line(text: &str) -> (&str, Option<char>) {
    let Some((start, rest)) = text.split_at_checked(4) else { return (text, None) };
    let mut rest = rest.chars();
    match (start.eq_ignore_ascii_case("sep="), rest.next()) {
        (true, Some(declared)) if DELIMITERS.contains(&declared) => {
            let rest = rest.as_str();
            let line = ["\r\n", "\n", "\r"].iter().find_map(|end| rest.strip_prefix(end));
            line.map_or((text, None), |below| (below, Some(declared)))
        }
        (true | false, Some(_) | None) => (text, None),
    }
}

/// What separates the columns, told from the line of headings only: values may
/// hold any character.
fn delimiter(name: &str, text: &str, declared: Option<char>) -> Result<char, Problems> {
    if let Some(declared) = declared {
        return Ok(declared);
    }
    let line = text.split(['\n', '\r']).next().unwrap_or_default();
    let mut quoted = false;
    let mut seen = [false; 3];
    for c in line.chars() {
        quoted ^= c == '"';
        for (seen, delimiter) in seen.iter_mut().zip(DELIMITERS) {
            *seen |= !quoted && c == delimiter;
        }
    }
    let mut found = DELIMITERS.into_iter().zip(seen).filter(|(_, seen)| *seen);
    match (found.next(), found.next()) {
        (Some((delimiter, _)), None) => Ok(delimiter),
        (Some(_), Some(_)) => {
            let repair = "pemisah kolom tidak jelas: pakai satu saja dari `;` `,` atau tab, atau \
                          beri baris pertama `sep=;`";
            Err(Problem::new(name, Code::Delimiter, line, repair).at_row(1).into())
        }
        (None, Some(_) | None) => {
            let repair = "judul kolom harus ada di baris pertama, dipisah dengan `;` `,` atau tab";
            Err(Problem::new(name, Code::Delimiter, line, repair).at_row(1).into())
        }
    }
}

/// A quotation mark that is not closed as it should be.
#[derive(Debug)]
struct QuoteError {
    row: u32,
    byte: usize,
    field: String,
    closed: bool,
}

impl QuoteError {
    fn problem(&self, name: &str) -> Problem {
        let repair = if self.closed {
            "setelah tanda kutip penutup harus ada pemisah kolom: gandakan kutip di dalam sel"
        } else {
            "tanda kutip yang dibuka di sini tidak ditutup"
        };
        let repair = format!("{repair} (byte ke-{} berkas)", self.byte.saturating_add(1));
        Problem::new(name, Code::Quote, &self.field, repair).at_row(self.row)
    }
}

/// The records of a text, one after the other.
struct Records<'a> {
    text: &'a str,
    /// Bytes of the file before the text.
    skipped: usize,
    delimiter: char,
    at: usize,
    row: u32,
}

/// How a field ended.
enum End {
    Field,
    Record,
}

impl Records<'_> {
    /// The next record; blank ones too, because they have a row number.
    fn next_record(&mut self) -> Result<Option<Vec<String>>, QuoteError> {
        if self.at >= self.text.len() {
            return Ok(None);
        }
        self.row = self.row.saturating_add(1);
        let mut record = Vec::new();
        loop {
            let (field, end) = self.next_field()?;
            record.push(field);
            match end {
                End::Field => {}
                End::Record => return Ok(Some(record)),
            }
        }
    }

    fn next_field(&mut self) -> Result<(String, End), QuoteError> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if rest.starts_with('"') {
            return self.next_quoted(rest);
        }
        let delimiter = self.delimiter;
        let ends = |c: char| c == delimiter || c == '\n' || c == '\r';
        let length = rest.find(ends).unwrap_or(rest.len());
        let (field, rest) = rest.split_at_checked(length).unwrap_or((rest, ""));
        self.at = self.at.saturating_add(length);
        Ok((field.to_owned(), self.end(rest)))
    }

    fn next_quoted(&mut self, rest: &str) -> Result<(String, End), QuoteError> {
        let opening = self.skipped.saturating_add(self.at);
        let mut field = String::new();
        let mut inside = rest.get(1..).unwrap_or_default();
        let error = |field: String, closed, row| QuoteError { row, byte: opening, field, closed };
        loop {
            let Some((before, after)) = inside.split_once('"') else {
                field.push_str(inside);
                return Err(error(field, false, self.row));
            };
            field.push_str(before);
            if let Some(after) = after.strip_prefix('"') {
                field.push('"');
                inside = after;
                continue;
            }
            if !(after.is_empty() || after.starts_with([self.delimiter, '\n', '\r'])) {
                return Err(error(field, true, self.row));
            }
            self.at = self.text.len().saturating_sub(after.len());
            return Ok((field, self.end(after)));
        }
    }

    /// Steps over what ended a field.
    fn end(&mut self, rest: &str) -> End {
        let (length, end) = if rest.starts_with(self.delimiter) {
            (1, End::Field)
        } else if rest.starts_with("\r\n") {
            (2, End::Record)
        } else {
            (usize::from(!rest.is_empty()), End::Record)
        };
        self.at = self.at.saturating_add(length);
        end
    }
}
