//! `realisasi`: what is said about what was reached.

use kinerja_core::{evidence::Reported, plan::Actual};

use super::{
    ANI, BUDI, Case, Change, EKO, RowCase, check_cases, check_rows, file, known, parsed, problems,
};
use crate::import::headings::Kind;
use crate::store::records::Records;

const USUAL: &[Change<'_>] = &[
    ("nip", ANI),
    ("periode", "2026-Q2"),
    ("kode", "NAIK"),
    ("realisasi", "87,5"),
    ("tanggal", "2026-07-01"),
    ("bukti", "arsip/1"),
];

#[test]
fn reads_what_the_indicator_asks_for() {
    let rows: &[&[Change<'_>]] = &[
        &[("realisasi", "-1.000")],
        &[("kode", "TURUN"), ("realisasi", "1.000")],
        &[("kode", "RENTANG"), ("realisasi", ""), ("tanggal", "")],
        &[("kode", "YA"), ("realisasi", "Tidak")],
        &[("kode", "TGL"), ("realisasi", "2026-06-20"), ("tanggal", "2026-07-20")],
    ];
    let table = file(USUAL, rows);
    let given = parsed(&table, Kind::Actuals, &known());
    assert_eq!(problems(&given), [""; 0]);
    let Records::Actuals(actuals) = given.records else { panic!("actuals") };
    let reported: Vec<_> = actuals.iter().map(|actual| actual.reported).collect();
    let on = "2026-07-01".parse().unwrap();
    let amount = |text: &str| Actual::Amount(text.parse().unwrap());
    assert_eq!(
        reported,
        [
            Some(Reported { actual: amount("-1000"), on }),
            Some(Reported { actual: amount("1000"), on }),
            None,
            Some(Reported { actual: Actual::Answer(false), on }),
            Some(Reported {
                actual: Actual::Day("2026-06-20".parse().unwrap()),
                on: "2026-07-20".parse().unwrap()
            }),
        ]
    );
}

#[test]
fn tells_what_is_wrong_in_a_row() {
    let long = "x".repeat(501);
    #[rustfmt::skip]
    let table: &[RowCase<'_>] = &[
        (&[("nip", EKO)],                       &["2:nip E-NIP-UNKNOWN"]),
        (&[("nip", "1,98501E+17")],             &["2:nip E-NIP-NUMERIC"]),
        (&[("periode", "2026-Q5")],             &["2:periode E-PERIOD"]),
        (&[("periode", "2026-S1")],             &["2:periode E-PERIOD-CADENCE"]),
        (&[("nip", BUDI)],                      &["2:periode E-PLAN-UNKNOWN"]),
        (&[("periode", "2026-Q1")],             &["2:periode E-PLAN-UNKNOWN"]),
        (&[("kode", "")],                       &["2:kode E-EMPTY"]),
        (&[("kode", "a b")],                    &["2:kode E-CODE"]),
        (&[("kode", "LAIN")],                   &["2:kode E-CODE-UNKNOWN"]),
        (&[("realisasi", "87.5")],              &["2:realisasi E-NUMBER"]),
        (&[("realisasi", "ya")],                &["2:realisasi E-NUMBER"]),
        (&[("realisasi", "2026-06-01")],        &["2:realisasi E-NUMBER"]),
        (&[("kode", "TURUN"), ("realisasi", "x")],   &["2:realisasi E-NUMBER"]),
        (&[("kode", "TURUN"), ("realisasi", "-12")], &["2:realisasi E-ACTUAL-NEGATIVE"]),
        (&[("kode", "TURUN"), ("realisasi", "0")],   &[]),
        (&[("kode", "RENTANG"), ("realisasi", "-0,5")], &["2:realisasi E-ACTUAL-NEGATIVE"]),
        (&[("kode", "RENTANG"), ("realisasi", "x")], &["2:realisasi E-NUMBER"]),
        (&[("kode", "YA")],                     &["2:realisasi E-WORD"]),
        (&[("kode", "YA"), ("realisasi", "")],  &[]),
        (&[("kode", "TGL")],                    &["2:realisasi E-DATE"]),
        (&[("kode", "TGL"), ("realisasi", "20/06/2026")], &["2:realisasi E-DATE"]),
        (&[("kode", "TGL"), ("realisasi", "2026-07-21")], &["2:realisasi E-DATE-FUTURE"]),
        (&[("kode", "TGL"), ("realisasi", "2026-07-20")], &[]),
        (&[("tanggal", "")],                    &["2:tanggal E-EMPTY"]),
        (&[("tanggal", "kemarin")],             &["2:tanggal E-DATE"]),
        (&[("tanggal", "2026-07-21")],          &["2:tanggal E-DATE-FUTURE"]),
        (&[("tanggal", "2026-07-20")],          &[]),
        (&[("tanggal", "2026-03-31")],          &["2:tanggal E-DATE-EARLY"]),
        (&[("tanggal", "2026-04-01")],          &[]),
        (&[("realisasi", ""), ("tanggal", "2026-07-21")], &["2:tanggal E-DATE-FUTURE"]),
        (&[("realisasi", "")],                  &[]),
        (&[("bukti", &long)],                   &["2:bukti E-TEXT-LONG"]),
        (&[("bukti", "")],                      &[]),
    ];
    check_rows(Kind::Actuals, USUAL, table);
}

#[test]
fn compares_rows_with_one_another() {
    #[rustfmt::skip]
    let cases: &[Case<'_>] = &[
        (&[&[], &[("kode", "TURUN")], &[("realisasi", "5")]], &["4:kode E-ROW-DUP"], &[2, 4]),
        // A missing plan is told once.
        (&[&[("nip", BUDI)], &[("nip", BUDI), ("kode", "TURUN")], &[]],
            &["2:periode E-PLAN-UNKNOWN"], &[2, 3]),
    ];
    check_cases(Kind::Actuals, USUAL, cases);
}
