//! Values: what is read, what is refused, and under which code.

use chrono::NaiveDate;
use kinerja_core::number::DecimalMark;
use proptest::prelude::*;

use crate::import::decimal::decimal_of_number_cell;
use crate::import::problem::Code;
use crate::import::table::{Cell, Flaw};
use crate::import::value::{date, nip_text, number, text, word};

fn typed(value: &str) -> Cell {
    if value.is_empty() { Cell::Empty } else { Cell::Text(value.to_owned()) }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn reads_numbers_with_the_declared_mark_only() {
    use Code::{Number, NumberDigits};
    #[rustfmt::skip]
    let table = [
        // text                  with a comma                        with a point
        ("1.234,5",              Ok("1234.5"),                       Err(Number)),
        ("1,234.5",              Err(Number),                        Ok("1234.5")),
        ("1.234",                Ok("1234"),                         Ok("1.234")),
        ("1,234",                Ok("1.234"),                        Ok("1234")),
        ("1,5",                  Ok("1.5"),                          Err(Number)),
        ("1.5",                  Err(Number),                        Ok("1.5")),
        ("1.23",                 Err(Number),                        Ok("1.23")),
        ("0.123",                Err(Number),                        Ok("0.123")),
        ("1.234.567",            Ok("1234567"),                      Err(Number)),
        ("1234.567",             Err(Number),                        Ok("1234.567")),
        ("12.34.567",            Err(Number),                        Err(Number)),
        (".123",                 Err(Number),                        Err(Number)),
        (",5",                   Err(Number),                        Err(Number)),
        ("5,",                   Err(Number),                        Err(Number)),
        ("1,234,5",              Err(Number),                        Err(Number)),
        ("0",                    Ok("0"),                            Ok("0")),
        ("007",                  Ok("7"),                            Ok("7")),
        ("  42 ",                Ok("42"),                           Ok("42")),
        ("-5",                   Ok("-5"),                           Ok("-5")),
        ("-1.000,50",            Ok("-1000.5"),                      Err(Number)),
        ("100,000000",           Ok("100"),                          Err(Number)),
        ("999999999999999999",   Ok("999999999999999999"),           Ok("999999999999999999")),
        ("1000000000000000000",  Err(NumberDigits),                  Err(NumberDigits)),
        ("1,123456",             Ok("1.123456"),                     Err(Number)),
        ("1,1234567",            Err(NumberDigits),                  Err(Number)),
        ("1'234",                Err(Number),                        Err(Number)),
        ("1 234",                Err(Number),                        Err(Number)),
        ("1\u{a0}234",           Err(Number),                        Err(Number)),
        ("(5)",                  Err(Number),                        Err(Number)),
        ("5-",                   Err(Number),                        Err(Number)),
        ("+5",                   Err(Number),                        Err(Number)),
        ("--5",                  Err(Number),                        Err(Number)),
        ("- 5",                  Err(Number),                        Err(Number)),
        ("-0",                   Err(Number),                        Err(Number)),
        ("５",                   Err(Number),                        Err(Number)),
        ("1e3",                  Err(Number),                        Err(Number)),
        ("0x10",                 Err(Number),                        Err(Number)),
        ("50%",                  Err(Number),                        Err(Number)),
        ("NaN",                  Err(Number),                        Err(Number)),
        ("inf",                  Err(Number),                        Err(Number)),
        ("-",                    Err(Number),                        Err(Number)),
        ("n/a",                  Err(Number),                        Err(Number)),
        ("#DIV/0!",              Err(Number),                        Err(Number)),
        ("Rp5",                  Err(Number),                        Err(Number)),
    ];
    for (value, comma, point) in table {
        for (mark, expected) in [(DecimalMark::Comma, comma), (DecimalMark::Point, point)] {
            let read = number(&typed(value), mark).map_err(|error| error.code);
            assert_eq!(read, expected.map(|n| Some(n.to_owned())), "{value} {mark:?}");
        }
    }
}

#[test]
fn an_empty_cell_is_missing_and_never_zero() {
    assert_eq!(number(&Cell::Empty, DecimalMark::Comma), Ok(None));
    assert_eq!(date(&Cell::Empty), Ok(None));
    assert_eq!(text(&Cell::Empty), Ok(None));
    assert_eq!(nip_text(&Cell::Empty), Ok(None));
    assert_eq!(word(&Cell::Empty, &[("naik", 1)]).unwrap_err().code, Code::Empty);
}

#[test]
fn number_cells_give_the_digits_that_were_typed() {
    #[rustfmt::skip]
    let table = [
        ((0.1_f64 + 0.2).to_string(),     Ok("0.3")),
        (99.99_f64.to_string(),           Ok("99.99")),
        (0.0_f64.to_string(),             Ok("0")),
        ((-0.0_f64).to_string(),          Ok("0")),
        ((-1e-9_f64).to_string(),         Ok("0")),
        ((-2.5_f64).to_string(),          Ok("-2.5")),
        (1.000_000_4_f64.to_string(),     Ok("1")),
        (1.000_000_5_f64.to_string(),     Ok("1.000001")),
        (0.999_999_5_f64.to_string(),     Ok("1")),
        (99.999_999_9_f64.to_string(),    Ok("100")),
        (1e17_f64.to_string(),            Ok("100000000000000000")),
        (1e18_f64.to_string(),            Err(Flaw::Digits)),
        (f64::MAX.to_string(),            Err(Flaw::Digits)),
        (f64::MIN_POSITIVE.to_string(),   Ok("0")),
        (f64::NAN.to_string(),            Err(Flaw::Number)),
        (f64::INFINITY.to_string(),       Err(Flaw::Number)),
        (f64::NEG_INFINITY.to_string(),   Err(Flaw::Number)),
    ];
    for (shortest, expected) in table {
        assert_eq!(decimal_of_number_cell(&shortest), expected.map(str::to_owned), "{shortest}");
    }
}

#[test]
fn reads_dates_in_one_form_only() {
    #[rustfmt::skip]
    let table = [
        (typed("2026-06-30"),                Ok(day(2026, 6, 30))),
        (typed(" 2028-02-29 "),              Ok(day(2028, 2, 29))),
        (Cell::Date(day(2026, 6, 30)),       Ok(day(2026, 6, 30))),
        (typed("2026-02-31"),                Err("tanggal itu tidak ada di kalender: periksa hari dan bulan")),
        (typed("0000-01-01"),                Err("tanggal itu tidak ada di kalender: periksa hari dan bulan")),
        (typed("31/02/2026"),                Err("hari atau bulan dulu tidak jelas: tulis tahun-bulan-hari, seperti 2026-06-30")),
        (typed("02/03/2026"),                Err("hari atau bulan dulu tidak jelas: tulis tahun-bulan-hari, seperti 2026-06-30")),
        (typed("30-06-2026"),                Err("tulis tahun-bulan-hari, seperti 2026-06-30")),
        (typed("26-06-30"),                  Err("tulis tahun-bulan-hari, seperti 2026-06-30")),
        (typed("2026-6-30"),                 Err("tulis tahun-bulan-hari, seperti 2026-06-30")),
        (typed("+2026-06-3"),                Err("tulis tahun-bulan-hari, seperti 2026-06-30")),
        (typed("30 Juni 2026"),              Err("tulis tahun-bulan-hari, seperti 2026-06-30")),
        (typed("2026-06-30T00:00:00Z"),      Err("tulis tahun-bulan-hari, seperti 2026-06-30")),
        (Cell::Number("45292".to_owned()),   Err("angka, bukan tanggal: format sel sebagai Tanggal")),
        (Cell::Bool(true),                   Err("tulis tahun-bulan-hari, seperti 2026-06-30")),
    ];
    for (cell, expected) in table {
        let read = date(&cell).map_err(|error| (error.code, error.repair));
        let expected = expected.map(Some).map_err(|repair| (Code::Date, repair.to_owned()));
        assert_eq!(read, expected, "{cell:?}");
    }
}

#[test]
fn a_nip_that_was_a_number_is_refused() {
    #[rustfmt::skip]
    let table = [
        (typed(" 198501012010011001 "),                   Ok("198501012010011001")),
        (typed("19850101 201001 1 001"),                  Ok("19850101 201001 1 001")),
        (Cell::Number("198501012010011010".to_owned()),   Err(Code::NipNumeric)),
        (typed("1.98501E+17"),                            Err(Code::NipNumeric)),
        (typed("1,98501e+17"),                            Err(Code::NipNumeric)),
        (Cell::Date(day(2026, 1, 1)),                     Err(Code::Text)),
        (Cell::Bad(Flaw::ControlChar, "1\n".to_owned()),  Err(Code::ControlChar)),
    ];
    for (cell, expected) in table {
        let read = nip_text(&cell).map_err(|error| error.code);
        assert_eq!(read, expected.map(|nip| Some(nip.to_owned())), "{cell:?}");
    }
}

#[test]
fn what_a_spreadsheet_has_converted_is_no_text_and_no_number() {
    let converted = Cell::Date(day(2026, 5, 1));
    assert_eq!(text(&converted).unwrap_err().code, Code::Text);
    assert_eq!(text(&Cell::Bool(true)).unwrap_err().code, Code::Text);
    assert_eq!(text(&Cell::Number("12".to_owned())), Ok(Some("12".to_owned())));
    assert_eq!(text(&typed(" IK 1 ")), Ok(Some("IK 1".to_owned())));
    assert_eq!(number(&converted, DecimalMark::Comma).unwrap_err().code, Code::Number);
    let broken = Cell::Bad(Flaw::CellError, "#REF!".to_owned());
    assert_eq!(number(&broken, DecimalMark::Comma).unwrap_err().code, Code::CellError);
}

#[test]
fn words_are_told_apart_without_case_and_others_named() {
    let allowed = [("naik", 1), ("turun", 2), ("rentang", 3)];
    #[rustfmt::skip]
    let table = [
        ("naik",     Ok(1)),
        (" TURUN ",  Ok(2)),
        ("Rentang",  Ok(3)),
        ("rentan",   Err("pilih salah satu: `naik`, `turun`, `rentang`; maksud Anda `rentang`?")),
        ("tetap",    Err("pilih salah satu: `naik`, `turun`, `rentang`")),
    ];
    for (value, expected) in table {
        let read = word(&typed(value), &allowed).map_err(|error| (error.code, error.repair));
        assert_eq!(read, expected.map_err(|repair| (Code::Word, repair.to_owned())), "{value}");
    }
    assert_eq!(word(&Cell::Bool(true), &[("true", 1)]), Ok(1));
}

proptest! {
    /// A number that was read is written so that it is read back the same.
    #[test]
    fn what_is_read_is_read_back(value in "-?[0-9.,]{1,12}|-?[0-9]{1,20}[.,][0-9]{1,8}|.{0,8}") {
        for mark in [DecimalMark::Comma, DecimalMark::Point] {
            if let Ok(Some(read)) = number(&Cell::Text(value.clone()), mark) {
                let again = number(&Cell::Text(read.clone()), DecimalMark::Point);
                prop_assert_eq!(again, Ok(Some(read.clone())));
                let local = read.replace('.', &mark.mark().to_string());
                prop_assert_eq!(number(&Cell::Text(local), mark), Ok(Some(read)));
            }
        }
    }

    /// Printing a number with groups and decimals and reading it changes nothing.
    #[test]
    fn what_is_printed_is_read(whole in 0_u64..1_000_000_000_000, micros in 0_u32..1_000_000) {
        let digits = whole.to_string();
        let decimals = format!("{micros:06}");
        let expected = format!("{digits}.{decimals}");
        let expected = expected.trim_end_matches('0').trim_end_matches('.');
        let mut grouped = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push('.');
            }
            grouped.push(digit);
        }
        let read = number(&Cell::Text(format!("{grouped},{decimals}")), DecimalMark::Comma);
        prop_assert_eq!(read, Ok(Some(expected.to_owned())));
    }

    /// A float with up to six decimals comes out of a number cell as it was typed.
    #[test]
    fn number_cells_lose_nothing(micros in -1_000_000_000_000_i64..1_000_000_000_000) {
        let (whole, rest) = (micros.abs() / 1_000_000, micros.abs() % 1_000_000);
        let sign = if micros < 0 { "-" } else { "" };
        let typed = format!("{sign}{whole}.{rest:06}");
        let float: f64 = typed.parse().unwrap();
        let expected = typed.trim_end_matches('0').trim_end_matches('.');
        prop_assert_eq!(decimal_of_number_cell(&float.to_string()), Ok(expected.to_owned()));
    }
}
