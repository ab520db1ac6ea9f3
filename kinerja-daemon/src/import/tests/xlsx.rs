//! XLSX: what a workbook may hold, and what a broken or hostile one is told.

use std::io::{Cursor, Write};

use chrono::NaiveDate;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{bad_cells, read_file, told};
use crate::import::problem::Problems;
use crate::import::table::{Cell, Limits, Table, read};

/// A workbook with one sheet, headings `nip` and `nilai`, and what is added.
pub(super) fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "nip").unwrap();
    sheet.write_string(0, 1, "nilai").unwrap();
    fill(sheet);
    workbook.save_to_buffer().unwrap()
}

/// A workbook whose rows are the given XML.
fn raw_book(rows: &str, workbook_pr: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    sheet_book(&sheet, workbook_pr, more)
}

/// A workbook whose sheet is the given XML.
fn sheet_book(sheet: &str, workbook_pr: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let workbook = format!(
        "<workbook xmlns:r=\"x\">{workbook_pr}<sheets><sheet name=\"Data\" sheetId=\"1\" r:id=\"rId1\"/>\
         </sheets></workbook>"
    );
    let styles =
        "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
    let mut parts = vec![
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
        ),
        ("xl/workbook.xml", &workbook),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        ("xl/styles.xml", styles),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    parts.extend_from_slice(more);
    archive(&parts)
}

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const HEADINGS: &str =
    "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>nip</v></c><c r=\"B1\" t=\"str\"><v>nilai</v></c></row>";

fn raw_rows(rows: &str) -> Result<Table, Problems> {
    read_file(raw_book(&format!("{HEADINGS}{rows}"), "", &[]))
}

/// What stands in cell B2.
fn b2(table: &Table) -> Cell {
    table.rows()[0].cells[1].clone()
}

fn day(year: i32, month: u32, day: u32) -> Cell {
    Cell::Date(NaiveDate::from_ymd_opt(year, month, day).unwrap())
}

#[test]
fn reads_what_excel_writes() {
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let bytes = book(|sheet| {
        sheet.write_string(1, 0, " 198501012010011001 ").unwrap();
        sheet.write_number(1, 1, 99.99).unwrap();
        sheet.write_string(3, 0, "b").unwrap();
        let midnight = ExcelDateTime::from_ymd(2026, 6, 30).unwrap();
        sheet.write_datetime_with_format(3, 1, &midnight, &date).unwrap();
        sheet.write_boolean(4, 1, true).unwrap();
        sheet.write_formula(5, 1, Formula::new("=1/4").set_result("0.25")).unwrap();
        // Cells that only have a format are blank, wherever they are.
        sheet.write_blank(1_048_575, 16_383, &date).unwrap();
    });
    let table = read("pegawai.csv", &bytes, &Limits::default()).unwrap();
    assert_eq!((table.file(), table.sheet()), ("pegawai.csv", Some("Sheet1")));
    assert_eq!(table.headings(), ["nip", "nilai"]);
    let cells: Vec<(u32, Cell)> =
        table.rows().iter().map(|row| (row.number, row.cells[1].clone())).collect();
    assert_eq!(
        cells,
        [
            (2, Cell::Number("99.99".to_owned())),
            (4, day(2026, 6, 30)),
            (5, Cell::Bool(true)),
            (6, Cell::Number("0.25".to_owned())),
        ]
    );
    assert_eq!(table.rows()[2].cells[0], Cell::Empty);
}

#[test]
fn names_the_cells_that_hold_no_value() {
    #[rustfmt::skip]
    let table = [
        ("<c r=\"B2\" t=\"e\"><v>#REF!</v></c>",              "2:nilai E-CELL-ERROR"),
        ("<c r=\"B2\" t=\"e\"><f>A9</f><v>#N/A</v></c>",      "2:nilai E-CELL-ERROR"),
        ("<c r=\"B2\"><f>A9*2</f></c>",                       "2:nilai E-FORMULA-NO-VALUE"),
        ("<c r=\"B2\"><f>A9*2</f><v></v></c>",                "2:nilai E-FORMULA-NO-VALUE"),
        ("<c r=\"B2\" s=\"1\"><v>60</v></c>",                 "2:nilai E-DATE"),
        ("<c r=\"B2\" s=\"1\"><v>0</v></c>",                  "2:nilai E-DATE"),
        ("<c r=\"B2\" s=\"1\"><v>-5</v></c>",                 "2:nilai E-DATE"),
        ("<c r=\"B2\" s=\"1\"><v>2958466</v></c>",            "2:nilai E-DATE"),
        ("<c r=\"B2\" s=\"1\"><v>1e300</v></c>",              "2:nilai E-DATE"),
        ("<c r=\"B2\" s=\"1\"><v>NaN</v></c>",                "2:nilai E-DATE"),
        ("<c r=\"B2\" s=\"1\"><v>46203.5</v></c>",            "2:nilai E-DATE-TIME"),
        ("<c r=\"B2\" t=\"d\"><v>2026-06-30T08:00:00</v></c>", "2:nilai E-DATE-TIME"),
        ("<c r=\"B2\" t=\"d\"><v>30 Juni</v></c>",            "2:nilai E-DATE"),
        ("<c r=\"B2\"><v>inf</v></c>",                        "2:nilai E-NUMBER"),
        ("<c r=\"B2\"><v>1e18</v></c>",                       "2:nilai E-NUMBER-DIGITS"),
        ("<c r=\"B2\" t=\"str\"><v>a&#10;b</v></c>",          "2:nilai E-CONTROL-CHAR"),
        ("<c r=\"B2\" t=\"str\"><v>a&#x202e;b</v></c>",       "2:nilai E-HIDDEN-CHAR"),
    ];
    for (cell, expected) in table {
        let read = raw_rows(&format!("<row r=\"2\">{cell}</row>")).unwrap();
        assert_eq!(bad_cells(&read), [expected], "{cell}");
    }
}

#[test]
fn serials_are_dates_of_the_workbook_s_own_calendar() {
    #[rustfmt::skip]
    let table = [
        ("",                               "1",     day(1900, 1, 1)),
        ("",                               "59",    day(1900, 2, 28)),
        ("",                               "61",    day(1900, 3, 1)),
        ("",                               "45292", day(2024, 1, 1)),
        ("<workbookPr date1904=\"1\"/>",   "0",     day(1904, 1, 1)),
        ("<workbookPr date1904=\"1\"/>",   "60",    day(1904, 3, 1)),
        ("<workbookPr date1904=\"1\"/>",   "43830", day(2024, 1, 1)),
    ];
    for (properties, serial, expected) in table {
        let rows = format!("{HEADINGS}<row r=\"2\"><c r=\"B2\" s=\"1\"><v>{serial}</v></c></row>");
        let read = read_file(raw_book(&rows, properties, &[])).unwrap();
        assert_eq!(b2(&read), expected, "{properties} {serial}");
    }
    let iso = raw_rows("<row r=\"2\"><c r=\"B2\" t=\"d\"><v>2026-06-30T00:00:00Z</v></c></row>");
    assert_eq!(b2(&iso.unwrap()), day(2026, 6, 30));
}

#[test]
fn a_cell_that_shows_percents_is_refused() {
    #[rustfmt::skip]
    let table = [
        ("0%",       Some("2:nilai E-NUMBER")),
        ("0.00%",    Some("2:nilai E-NUMBER")),
        ("0.0 %",    Some("2:nilai E-NUMBER")),
        ("0.00",     None),
        ("#,##0.00", None),
    ];
    for (format, expected) in table {
        let bytes = book(|sheet| {
            let format = Format::new().set_num_format(format);
            sheet.write_number_with_format(1, 1, 0.5, &format).unwrap();
            sheet.write_number(2, 1, 50.0).unwrap();
        });
        let read = read_file(bytes).unwrap();
        assert_eq!(bad_cells(&read).first().map(String::as_str), expected, "{format}");
        assert_eq!(read.rows()[1].cells[1], Cell::Number("50".to_owned()), "{format}");
    }
}

#[test]
fn only_the_first_visible_sheet_is_read() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Kosong").unwrap();
    workbook.add_worksheet().write_string(0, 0, "nip").unwrap();
    let problems = read_file(workbook.save_to_buffer().unwrap()).unwrap_err();
    assert_eq!(told(&problems), ["-:- E-SHEET-EMPTY"]);
    assert!(problems.to_string().starts_with("berkas[Kosong]  E-SHEET-EMPTY  -> "), "{problems}");

    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_hidden(true).write_string(0, 0, "rahasia").unwrap();
    let seen = workbook.add_worksheet().set_active(true).set_name("Data").unwrap();
    seen.write_string(0, 0, "nip").unwrap().write_string(1, 0, "1").unwrap();
    let table = read_file(workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!((table.sheet(), table.headings()), (Some("Data"), &["nip".to_owned()][..]));
}

#[test]
fn says_where_a_sheet_is_wrong() {
    #[rustfmt::skip]
    let table: [(Vec<u8>, &[&str]); 9] = [
        (Workbook::new().save_to_buffer().unwrap(),                          &["-:- E-FILE-EMPTY"]),
        (book(|_| ()),                                                       &["-:- E-NO-ROWS"]),
        (book(|s| { s.write_string(4, 2, "x").unwrap(); }),                  &["1:C E-HEADING-EMPTY"]),
        (book(|s| { s.write_string(0, 4, "NIP ").unwrap().write_string(1, 4, "x").unwrap(); }), &["1:E E-HEADING-DOUBLE"]),
        (raw_book("<row r=\"3\"><c r=\"A3\"><v>1</v></c></row>", "", &[]),   &["1:A E-HEADING-EMPTY"]),
        (book(|s| { s.write_string(1_048_575, 16_383, "x").unwrap(); }),     &["1048576:XFD E-TOO-LARGE"]),
        (book(|s| { s.write_string(1, 100, "x").unwrap(); }),                &["2:CW E-TOO-LARGE"]),
        (book(|s| { s.write_string(200_001, 0, "x").unwrap(); }),            &["200002:A E-TOO-LARGE"]),
        (raw_book("<row><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>", "", &[]), &["-:- E-XLSX"]),
    ];
    for (bytes, expected) in table {
        assert_eq!(told(&read_file(bytes).unwrap_err()), expected);
    }
    let limits = Limits { cells_max: 8, cell_bytes_max: 5, ..Limits::default() };
    #[rustfmt::skip]
    let table = [
        (3, 1, "x",      None),
        (4, 1, "x",      Some("5:B E-TOO-LARGE")),
        (1, 1, "123456", Some("2:B E-TOO-LARGE")),
    ];
    for (rows, column, text, expected) in table {
        let bytes = book(|sheet| {
            for row in 1..=rows {
                sheet.write_string(row, column, text).unwrap();
            }
        });
        let told =
            read("berkas", &bytes, &limits).map_or_else(|problems| told(&problems).pop(), |_| None);
        assert_eq!(told.as_deref(), expected, "{rows} {text}");
    }
}

#[test]
fn names_other_kinds_of_document() {
    let ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1].to_vec();
    let encrypted: Vec<u8> = "EncryptedPackage".bytes().flat_map(|b| [b, 0]).collect();
    #[rustfmt::skip]
    let table = [
        (ole.clone(),                                                    "-:- E-OLD-XLS"),
        ([ole, vec![0; 100], encrypted].concat(),                        "-:- E-ENCRYPTED"),
        (archive(&[("word/document.xml", "<x/>")]),                      "-:- E-FILE-KIND"),
        (archive(&[("xl/workbook.bin", "x")]),                           "-:- E-FILE-KIND"),
        (archive(&[("mimetype", "x"), ("content.xml", "<x/>")]),         "-:- E-FILE-KIND"),
        (archive(&[("pegawai.csv", "nip;nama")]),                        "-:- E-FILE-KIND"),
        (archive(&[("[Content_Types].xml", "<x/>")]),                    "-:- E-XLSX"),
        (b"PK\x03\x04".to_vec(),                                         "-:- E-XLSX"),
    ];
    for (bytes, expected) in table {
        assert_eq!(told(&read_file(&bytes).unwrap_err()), [expected], "{}", bytes.escape_ascii());
    }
}

#[test]
fn hostile_workbooks_are_refused_before_they_are_parsed() {
    let row = "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row>";
    let good = format!("{HEADINGS}{row}");
    let zeros = "0".repeat(2 << 20);
    let many: Vec<String> = (0..2_000).map(|index| format!("xl/media/{index}.png")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|name| (name.as_str(), "x")).collect();
    let strings = |count: &str| format!("<sst uniqueCount=\"{count}\"><si><t>x</t></si></sst>");
    let (few, lies) = (strings("1"), strings("999999999999999999"));
    #[rustfmt::skip]
    let table = [
        ("good",              raw_book(&good, "", &[("xl/sharedStrings.xml", &few)]),    None),
        ("lying strings",     raw_book(&good, "", &[("xl/sharedStrings.xml", &lies)]),   Some("-:- E-XLSX")),
        ("one huge token",    raw_book(&format!("{good}<x y=\"{zeros}\"/>"), "", &[]),   Some("-:- E-XLSX")),
        ("control character", raw_book(&format!("{good}\u{0}"), "", &[]),                Some("-:- E-XLSX")),
        ("many parts",        raw_book(&good, "", &many),                                Some("-:- E-TOO-LARGE")),
        ("inflates",          raw_book(&good, "", &[("xl/media/a.png", &zeros)]),        Some("-:- E-TOO-LARGE")),
        ("row out of reach",  raw_book(&format!("{good}<row r=\"99999999999\"/>"), "", &[]), Some("-:- E-XLSX")),
        ("cell out of reach", raw_book(&format!("{HEADINGS}<row><c s='0'\n r = 'A4294967298'><v>1</v></c></row>"), "", &[]), Some("-:- E-XLSX")),
        ("long r elsewhere",  raw_book(&good, "", &[("xl/theme.xml", "<a r=\"connectionsite\"/>")]), None),
        ("rows backwards",    raw_book(&format!("{good}{HEADINGS}"), "", &[]),           Some("-:- E-XLSX")),
    ];
    let limits = Limits { inflated_bytes_max: 1 << 20, ..Limits::default() };
    for (case, bytes, expected) in table {
        let limits = if case == "inflates" { limits } else { Limits::default() };
        let told = read("berkas", &bytes, &limits).map_or_else(|p| told(&p).pop(), |_| None);
        assert_eq!(told.as_deref(), expected, "{case}");
    }
}

/// The parser subtracts the corners of a sheet without looking, which stops a
/// build that checks its arithmetic and nobody else.
#[test]
fn a_parser_that_stops_does_not_stop_the_daemon() {
    let rows = format!("{HEADINGS}<row r=\"2\"><c r=\"A2\"><v>1</v></c></row>");
    let sheet =
        format!("<worksheet><dimension ref=\"B2:A1\"/><sheetData>{rows}</sheetData></worksheet>");
    let answer = read_file(sheet_book(&sheet, "", &[])).map_or_else(|p| told(&p), |_| Vec::new());
    let expected = if cfg!(debug_assertions) { vec!["-:- E-XLSX"] } else { Vec::new() };
    assert_eq!(answer, expected);
}
