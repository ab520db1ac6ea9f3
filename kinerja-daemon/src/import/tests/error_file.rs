//! The error file: repaired, it is imported; opened, it calculates nothing.

use kinerja_core::number::DecimalMark;

use super::{read_file, rows};
use crate::import::error_file::write;
use crate::import::table::{Row, Table};

use super::xlsx::book;

fn written(table: &Table, reason: &str) -> String {
    let bad: Vec<(&Row, String)> =
        table.rows().iter().map(|row| (row, reason.to_owned())).collect();
    String::from_utf8(write(table, &bad, DecimalMark::Comma)).unwrap()
}

#[test]
fn has_the_shape_of_the_file_and_a_reason_beside_each_row() {
    let table = read_file("nip,nama\n1,\"Ani, S.Kom.\"\n2,\"\"\"B\"\" ; C\"\n").unwrap();
    let bad = vec![(&table.rows()[1], "E-NIP -> 18 angka; \"bukan\" 1".to_owned())];
    let text = String::from_utf8(write(&table, &bad, DecimalMark::Comma)).unwrap();
    assert_eq!(
        text,
        "\u{feff}\"nip\";\"nama\";\"alasan\"\r\n\
         \"2\";\"\"\"B\"\" ; C\";\"E-NIP -> 18 angka; \"\"bukan\"\" 1\"\r\n"
    );
}

#[test]
fn nothing_in_it_is_a_formula() {
    #[rustfmt::skip]
    let table = [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+62812",             "'+62812"),
        ("@SUM(A1)",           "'@SUM(A1)"),
        ("-2+3",               "'-2+3"),
        ("- lihat",            "'- lihat"),
        ("  =1+1",             "'  =1+1"),
        ("\u{a0}=1+1",         "'\u{a0}=1+1"),
        ("＝1+1",              "'＝1+1"),
        ("＋1",                "'＋1"),
        ("－1",                "'－1"),
        ("＠x",                "'＠x"),
        ("\t=1+1",             "'\\t=1+1"),
        ("\r=1+1",             "'\\r=1+1"),
        ("\u{0}=1+1",          "'\\u{0}=1+1"),
        ("\u{200b}=1+1",       "'\\u{200b}=1+1"),
        ("x\ny",               "x\\ny"),
        ("-5",                 "-5"),
        ("-1.234,5",           "-1.234,5"),
        ("Ani = Budi",         "Ani = Budi"),
        ("198501012010011001", "198501012010011001"),
    ];
    for (cell, expected) in table {
        let read = read_file(format!("a;b\n\"{cell}\";x\n")).unwrap();
        let text = written(&read, "=1+1");
        assert!(
            text.ends_with(&format!("\"{expected}\";\"x\";\"'=1+1\"\r\n")),
            "{} gives {}",
            cell.escape_debug(),
            text.escape_debug()
        );
    }
}

#[test]
fn is_read_back_as_it_was() {
    let table = read_file("nip;nilai\n198501012010011001;-1.234,5\n2;a \"\"b\n").unwrap();
    let again = read_file(written(&table, "x")).unwrap();
    assert_eq!(again.headings(), ["nip", "nilai", "alasan"]);
    let without_reason: Vec<(u32, Vec<String>)> =
        rows(&again).into_iter().map(|(row, cells)| (row, cells[..2].to_vec())).collect();
    assert_eq!(without_reason, rows(&table));
    assert_eq!(written(&again, "y").lines().next(), Some("\u{feff}\"nip\";\"nilai\";\"alasan\""));
}

#[test]
fn numbers_keep_their_value_and_lost_digits_are_not_hidden() {
    let workbook = book(|sheet| {
        sheet.write_number(1, 0, 198_501_012_010_011_001_f64).unwrap();
        sheet.write_number(1, 1, 1.234).unwrap();
    });
    let text = written(&read_file(workbook).unwrap(), "x");
    let line = text.lines().nth(1).unwrap();
    assert!(line.starts_with("\"'1985010120100110"), "{line}");
    assert!(line.ends_with(";\"1,234\";\"x\""), "{line}");
}
