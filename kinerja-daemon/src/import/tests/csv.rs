//! CSV: one row for each way in which an office's file is unusual or wrong.

use super::{bad_cells, read_file, rows, told};
use crate::import::table::{Limits, read};

#[test]
fn reads_the_same_table_however_it_was_saved() {
    let clean = read_file("nip;nama\n1;Ani\n2;Budi\n").unwrap();
    assert_eq!(clean.headings(), ["nip", "nama"]);
    #[rustfmt::skip]
    let table = [
        ("mark of order",      "\u{feff}nip;nama\n1;Ani\n2;Budi\n"),
        ("no final newline",   "nip;nama\n1;Ani\n2;Budi"),
        ("CRLF, CR, LF mixed", "nip;nama\r\n1;Ani\r2;Budi\n"),
        ("blank last lines",   "nip;nama\n1;Ani\n2;Budi\n\n\r\n;\n"),
        ("commas",             "nip,nama\n1,Ani\n2,Budi\n"),
        ("tabs",               "nip\tnama\n1\tAni\n2\tBudi\n"),
        ("declared",           "sep=;\nnip;nama\n1;Ani\n2;Budi\n"),
        ("declared, marked",   "\u{feff}SEP=,\r\nnip,nama\n1,Ani\n2,Budi\n"),
        ("all quoted",         "\"nip\";\"nama\"\n\"1\";\"Ani\"\n\"2\";\"Budi\"\n"),
        ("loud headings",      " NIP ;Nama\n1;Ani\n2;Budi\n"),
        ("empty last column",  "nip;nama;\n1;Ani;\n2;Budi;\n"),
    ];
    for (case, text) in table {
        assert_eq!(read_file(text), Ok(clean.clone()), "{case}");
    }
}

#[test]
fn keeps_what_is_quoted_and_numbers_rows_as_a_spreadsheet_does() {
    let table = read_file("a;b\n\"x;y\";\"say \"\"hi\"\"\"\n\n 3;4\" \n;5\n").unwrap();
    let row = |number: u32, a: &str, b: &str| (number, vec![a.to_owned(), b.to_owned()]);
    assert_eq!(rows(&table), [row(2, "x;y", "say \"hi\""), row(4, " 3", "4\" "), row(5, "", "5")]);
}

#[test]
fn says_where_a_file_is_wrong() {
    #[rustfmt::skip]
    let table: [(&[u8], &[&str]); 27] = [
        (b"",                                     &["-:- E-FILE-EMPTY"]),
        (b"\xEF\xBB\xBF",                         &["-:- E-FILE-EMPTY"]),
        (b" \r\n\n",                              &["-:- E-FILE-EMPTY"]),
        (b"nip;nama",                             &["-:- E-NO-ROWS"]),
        (b"nip;nama\r\n;\r\n",                    &["-:- E-NO-ROWS"]),
        (b"\xFF\xFEn\0i\0",                       &["-:- E-ENCODING"]),
        (b"\xFE\xFF\0n\0i",                       &["-:- E-ENCODING"]),
        (b"nip;nama\n1;Ani\n2;caf\xE9\n",         &["3:- E-ENCODING"]),
        (b"nip;nama\r\n1;\x93Ani\x94\r\n",        &["2:- E-ENCODING"]),
        (b"sep=;\r\nnip;nama\r\n1;Ani \x96 B\r",  &["2:- E-ENCODING"]),
        (b"nip;n\xC3",                            &["1:- E-ENCODING"]),
        (b"nip;nama,unit\n1;2,3\n",               &["1:- E-DELIMITER"]),
        (b"nip\n1\n",                             &["1:- E-DELIMITER"]),
        (b"\nnip;nama\n1;2\n",                    &["1:- E-DELIMITER"]),
        (b"sep=|\nnip|nama\n1|2\n",               &["1:- E-DELIMITER"]),
        (b"a;b\n1;2\n\"3;4\n5;6\n",               &["3:- E-QUOTE"]),
        (b"a;b\n1;2\n\"3\"x;4\n5;6\n",            &["3:- E-QUOTE"]),
        (b"a;b\n1\n\"3;4\n",                      &["2:- E-COLUMN-COUNT", "3:- E-QUOTE"]),
        (b"\"a;b\n1;2\n",                         &["1:- E-DELIMITER"]),
        (b"a;\"b\n1;2\n",                         &["1:- E-QUOTE"]),
        (b"a;b\n1;2;3\n\n4\n5;6\n",               &["2:- E-COLUMN-COUNT", "4:- E-COLUMN-COUNT"]),
        (b"a;b;A \n1;2;3\n",                      &["1:C E-HEADING-DOUBLE"]),
        (b"a;;b\n1;;3\n1;2;3\n",                  &["1:B E-HEADING-EMPTY"]),
        (b"a;\"b\nc\"\n1;2\n",                    &["1:B E-CONTROL-CHAR"]),
        (b"%PDF-1.7\n",                           &["-:- E-FILE-KIND"]),
        (b"\n <HTML><table>",                     &["-:- E-FILE-KIND"]),
        (b"a;a;;b\n1;2;3;4\n1\n",                 &["3:- E-COLUMN-COUNT"]),
    ];
    for (bytes, expected) in table {
        let problems = read_file(bytes).unwrap_err();
        assert_eq!(told(&problems), expected, "{}", bytes.escape_ascii());
    }
}

#[test]
fn refuses_the_unseen_in_one_cell_and_keeps_the_others() {
    #[rustfmt::skip]
    let table = [
        ("x\u{0}y",        "E-CONTROL-CHAR"),
        ("x\u{7}",         "E-CONTROL-CHAR"),
        ("\"x\ty\"",       "E-CONTROL-CHAR"),
        ("\"x\ny\"",       "E-CONTROL-CHAR"),
        ("\"x\r\ny\"",     "E-CONTROL-CHAR"),
        ("x\u{85}y",       "E-CONTROL-CHAR"),
        ("x\u{202a}y",     "E-HIDDEN-CHAR"),
        ("x\u{202e}y",     "E-HIDDEN-CHAR"),
        ("x\u{2066}y",     "E-HIDDEN-CHAR"),
        ("x\u{2069}y",     "E-HIDDEN-CHAR"),
        ("x\u{200b}y",     "E-HIDDEN-CHAR"),
        ("x\u{feff}y",     "E-HIDDEN-CHAR"),
    ];
    for (cell, code) in table {
        let table = read_file(format!("a;b\n1;{cell}\n2;ok\n")).unwrap();
        assert_eq!(bad_cells(&table), [format!("2:b {code}")], "{}", cell.escape_debug());
        assert_eq!(rows(&table)[1], (3, vec!["2".to_owned(), "ok".to_owned()]));
    }
}

#[test]
fn tells_what_was_found_and_what_to_do() {
    #[rustfmt::skip]
    let table: [(&[u8], &str); 5] = [
        (b"nip;nama\n1;caf\xE9\n", "berkas:2  E-ENCODING  ditemukan `byte 0xE9` -> byte ini bukan UTF-8, tampaknya Windows-1252: simpan sebagai \"CSV UTF-8 (Comma delimited)\""),
        (b"a;b\n1;\"x\n2;3\n",     "berkas:2  E-QUOTE  ditemukan `x\\n2;3\\n` -> tanda kutip yang dibuka di sini tidak ditutup (byte ke-7 berkas)"),
        (b"\xEF\xBB\xBFa;b\n1;\"", "berkas:2  E-QUOTE  -> tanda kutip yang dibuka di sini tidak ditutup (byte ke-10 berkas)"),
        (b"a;b\n1;2;3\n",          "berkas:2  E-COLUMN-COUNT  ditemukan `3 kolom` -> baris ini harus punya 2 kolom seperti judulnya"),
        (b"a;b;a\n1;2;3\n",        "berkas:1:C  E-HEADING-DOUBLE  ditemukan `a` -> judul ini sudah dipakai kolom lain: hapus atau ganti salah satunya"),
    ];
    for (bytes, line) in table {
        let problems = read_file(bytes).unwrap_err();
        assert_eq!(problems.iter().next().unwrap().to_string(), line);
    }
}

#[test]
fn stops_at_each_limit_and_not_one_step_before() {
    let limits = Limits {
        bytes_max: 200,
        rows_max: 3,
        columns_max: 4,
        cells_max: 10,
        cell_bytes_max: 5,
        ..Limits::default()
    };
    #[rustfmt::skip]
    let table = [
        ("a;b\n1;2\n1;2\n1;2\n",             None),
        ("a;b\n1;2\n1;2\n1;2\n1;2\n",        Some("5:- E-TOO-LARGE")),
        ("a;b;c;d\n1;2;3;4\n1;2;3;4\n",      None),
        ("a;b;c;d\n1;2;3;4\n;;;5\n;;;6\n",   Some("4:- E-TOO-LARGE")),
        ("a;b;c;d;e\n1;2;3;4;5\n",           Some("1:- E-TOO-LARGE")),
        ("a;b\n12345;2\n",                   None),
        ("a;b\n123456;2\n",                  Some("2:- E-TOO-LARGE")),
    ];
    for (text, expected) in table {
        let read = read("berkas", text.as_bytes(), &limits);
        let found = read.as_ref().map_or_else(|problems| told(problems).pop(), |_| None);
        assert_eq!(found.as_deref(), expected, "{text}");
    }
    let long = read("berkas", &[b'x'; 201], &limits).unwrap_err();
    assert_eq!(told(&long), ["-:- E-TOO-LARGE"]);
}
