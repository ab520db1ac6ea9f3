//! The summary as a spreadsheet reads it.
//!
//! One line per unit and one for the region, in the columns and with the decimal
//! mark that the region's offices use.

use kinerja_core::{number::DecimalMark, summary::PublicRow};

use super::{
    RegionReport, ReportError,
    words::{ALL_UNITS, HIDDEN, Shown, plain, row_mean, unit_name},
};
use crate::formula::guard_formula;

const HEADINGS: [&str; 12] = [
    "wilayah",
    "periode",
    "status",
    "unit_kerja",
    "pegawai",
    "sangat_baik",
    "baik",
    "butuh_perbaikan",
    "kurang",
    "sangat_kurang",
    "belum_ada_usulan",
    "rata_rata_nilai",
];

/// Nobody has decided yet.
const STATUS: &str = "usulan";

/// Without it, spreadsheets on Windows read UTF-8 as another encoding.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The summary as CSV.
pub(super) fn csv(report: &RegionReport<'_>) -> Result<Vec<u8>, ReportError> {
    let mark = report.policy.decimal;
    let mut writer = writer();
    writer.write_record(HEADINGS)?;
    let (region, period) = (report.policy.code.to_string(), report.period.to_string());
    let whole = [(ALL_UNITS, &report.summary.region)];
    let units = report.summary.units.iter().map(|row| (unit_name(row), row));
    for (name, row) in units.chain(whole) {
        let about = [region.clone(), period.clone(), STATUS.to_owned()];
        writer.write_record(about.into_iter().chain(record(name, row, mark)))?;
    }
    finish(writer)
}

/// A table as office programs here expect it: semicolons and a byte order mark.
pub(super) fn writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().delimiter(b';').from_writer(BYTE_ORDER_MARK.to_vec())
}

/// The bytes of a table.
pub(super) fn finish(writer: csv::Writer<Vec<u8>>) -> Result<Vec<u8>, ReportError> {
    writer.into_inner().map_err(|error| ReportError::Csv(error.into_error().into()))
}

fn record(name: &str, row: &PublicRow, mark: DecimalMark) -> Vec<String> {
    let hidden = || HIDDEN.to_owned();
    let number = |count: Option<u32>| count.map_or_else(hidden, |count| count.to_string());
    let mean = match row_mean(row) {
        Shown::Value(mean) => plain(mean, mark).unwrap_or_default(),
        Shown::Hidden => hidden(),
        Shown::Nothing => String::new(),
    };
    let counts = row.counts.into_iter().map(number);
    [guard_formula(name).into_owned(), number(row.people)]
        .into_iter()
        .chain(counts)
        .chain([mean])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn a_program_reads_back_every_row_with_its_columns() {
        let policy = sample::policy();
        let report = sample::report(&policy);
        let bytes = csv(&report).unwrap();
        let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap();
        let mut reader = ::csv::ReaderBuilder::new().delimiter(b';').from_reader(text);
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), HEADINGS);
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), report.summary.units.len() + 1);
        assert_eq!(&rows[1][3], "'=HYPERLINK(\"evil\");Dinas");
        assert!(rows.iter().any(|row| row.iter().any(|cell| cell == HIDDEN)));
    }
}
