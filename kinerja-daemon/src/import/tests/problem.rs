//! Problems as people and logs read them.

use crate::import::problem::{Code, Collector, Problem};

fn problem() -> Problem {
    Problem::new("pegawai.xlsx", Code::NipNumeric, "1.98501E+17", "format kolom sebagai Teks")
        .in_sheet(Some("Budi"))
        .at_row(7)
        .at_column("nip")
}

#[test]
fn one_line_says_where_what_and_how() {
    assert_eq!(
        problem().to_string(),
        "pegawai.xlsx[Budi]:7:nip  E-NIP-NUMERIC  ditemukan `1.98501E+17` -> format kolom \
         sebagai Teks"
    );
    assert_eq!(
        problem().without_values().to_string(),
        "pegawai.xlsx:7:nip  E-NIP-NUMERIC  -> format kolom sebagai Teks"
    );
}

#[test]
fn the_log_keeps_only_columns_that_name_nobody() {
    #[rustfmt::skip]
    let table = [
        ("nip",                Some("nip")),
        ("kolaboratif",        Some("kolaboratif")),
        ("AB",                 Some("AB")),
        ("198501012010011001", None),
        ("budi",               None),
        ("BUDI",               None),
    ];
    for (column, kept) in table {
        let problem = problem().at_column(column).without_values();
        assert_eq!(problem.column(), kept, "{column}");
    }
}

#[test]
fn values_are_cut_and_the_unseen_is_shown() {
    #[rustfmt::skip]
    let table = [
        ("a\nb",          "a\\nb".to_owned()),
        ("a\u{0}b",       "a\\u{0}b".to_owned()),
        ("a\u{202e}b",    "a\\u{202e}b".to_owned()),
        ("é",             "é".to_owned()),
        (&"x".repeat(40), "x".repeat(40)),
        (&"x".repeat(41), "x".repeat(40) + "…"),
    ];
    for (value, line) in table {
        assert_eq!(Problem::new("f", Code::Text, value, "").found(), line);
    }
}

#[test]
fn a_hundred_are_shown_a_thousand_kept_and_all_counted() {
    let mut collector = Collector::default();
    for _ in 0..1_500 {
        collector.push(problem());
    }
    let problems = collector.finish(()).unwrap_err();
    assert_eq!((problems.iter().count(), problems.total()), (1_000, 1_500));
    let text = problems.to_string();
    assert_eq!(text.lines().count(), 101);
    assert!(text.ends_with("1500 masalah; 100 yang pertama ditampilkan"), "{text}");
    assert!(!problems.without_values().to_string().contains("1.98501E+17"));
}
