//! Tables: one shape for both formats.

use kinerja_core::number::DecimalMark;

use super::xlsx::book;
use super::{read_file, rows};
use crate::import::problem::Code;
use crate::import::table::{Cell, letter};
use crate::import::value::number;

#[test]
fn the_content_tells_the_format_and_both_give_the_same_rows() {
    let workbook = book(|sheet| {
        sheet.write_string(1, 0, "1").unwrap().write_string(1, 1, "a").unwrap();
        sheet.write_string(3, 0, "2").unwrap();
    });
    let from_workbook = read_file(workbook).unwrap();
    let from_text = read_file("nip;nilai\n1;a\n\n2;\n").unwrap();
    assert_eq!(rows(&from_workbook), rows(&from_text));
    assert_eq!(from_workbook.headings(), from_text.headings());
}

#[test]
fn columns_are_named_as_a_spreadsheet_names_them() {
    #[rustfmt::skip]
    let table = [
        (0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD"),
    ];
    for (index, name) in table {
        assert_eq!(letter(index), name);
    }
}

#[test]
fn a_cell_s_problem_says_where_it_is() {
    let table = read_file("nip;target\n1;2\n\n1;dua\n").unwrap();
    let row = &table.rows()[1];
    let error = number(&row.cells[1], DecimalMark::Comma).unwrap_err();
    let problem = table.problem(row, "target", &error);
    assert_eq!(
        problem.to_string(),
        "berkas:4:target  E-NUMBER  ditemukan `dua` -> tulis angka biasa seperti `1.234,5`"
    );
    assert_eq!((problem.code(), problem.row()), (Code::Number, Some(4)));
    assert!(!problem.without_values().to_string().contains("dua"));
}

#[test]
fn every_row_has_a_cell_for_every_heading() {
    let workbook = book(|sheet| {
        sheet.write_string(0, 3, "akhir").unwrap();
        sheet.write_string(1, 0, "1").unwrap();
        sheet.write_string(2, 3, "x").unwrap();
    });
    let table = read_file(workbook).unwrap();
    assert_eq!(table.headings(), ["nip", "nilai", "akhir"]);
    assert!(table.rows().iter().all(|row| row.cells.len() == 3));
    assert_eq!(table.rows()[1].cells[2], Cell::Text("x".to_owned()));
}
