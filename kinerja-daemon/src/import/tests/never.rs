//! What must never happen, whatever the bytes are.

use proptest::prelude::*;

use super::xlsx::book;
use super::{read_file, told};
use crate::import::table::{Cell, Table};

/// What holds of every table that is handed out.
fn is_sound(table: &Table) -> bool {
    let headings = table.headings();
    let different = headings.iter().enumerate().all(|(at, h)| !headings[..at].contains(h));
    let rising = table.rows().windows(2).all(|pair| pair[0].number < pair[1].number);
    let full = table.rows().iter().all(|row| {
        row.number > 1
            && row.cells.len() == headings.len()
            && row.cells.iter().any(|cell| *cell != Cell::Empty)
    });
    different && rising && full && !table.rows().is_empty()
}

fn is_answered(bytes: &[u8]) -> bool {
    match read_file(bytes) {
        Ok(table) => is_sound(&table),
        Err(problems) => problems.total() > 0 && !told(&problems).is_empty(),
    }
}

#[test]
fn a_good_csv_cut_anywhere_is_answered() {
    let good = "\u{feff}sep=;\r\nnip;nama;nilai\r\n1;\"Ani \"\"É\"\"\";1,5\r\n\r\n2;Budi;\"2\"\r\n";
    assert!(read_file(good).is_ok());
    for length in 0..good.len() {
        assert!(is_answered(&good.as_bytes()[..length]), "{length}");
    }
}

#[test]
fn a_good_workbook_cut_anywhere_is_refused() {
    let good = book(|sheet| {
        sheet.write_string(1, 0, "1").unwrap().write_number(1, 1, 2.5).unwrap();
    });
    assert!(read_file(&good).is_ok());
    for length in 0..good.len() {
        assert!(read_file(&good[..length]).is_err(), "{length}");
    }
}

#[test]
fn a_workbook_with_one_wrong_byte_is_answered() {
    let good = book(|sheet| {
        sheet.write_string(1, 0, "1").unwrap().write_number(1, 1, 2.5).unwrap();
    });
    for at in 0..good.len() {
        let mut bytes = good.clone();
        bytes[at] ^= 0x55;
        assert!(is_answered(&bytes), "{at}");
    }
}

proptest! {
    /// Any bytes are a sound table or a list of problems.
    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(is_answered(&bytes));
    }

    /// So is any text that looks like CSV.
    #[test]
    fn any_text_is_answered(text in "[a-c\"; ,\t\r\n\u{feff}é\u{0}=]{0,80}") {
        prop_assert!(is_answered(text.as_bytes()));
        let below_headings = ["a;b\n", &text].concat();
        prop_assert!(is_answered(below_headings.as_bytes()));
    }
}
