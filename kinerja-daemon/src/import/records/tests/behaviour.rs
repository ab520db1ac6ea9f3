//! `perilaku`: what is said about scores of behaviour.

use super::{
    ANI, BUDI, CICI, Case, Change, EKO, RowCase, check_cases, check_rows, file, known, nip, parsed,
    problems,
};
use crate::import::headings::Kind;
use crate::store::records::Records;

const USUAL: &[Change<'_>] = &[
    ("nip", ANI),
    ("periode", "2026-Q2"),
    ("nip_penilai", BUDI),
    ("tanggal", "2026-07-01"),
    ("berorientasi_pelayanan", "80"),
    ("akuntabel", "81"),
    ("kompeten", "82"),
    ("harmonis", "83"),
    ("loyal", "84"),
    ("adaptif", "85,000001"),
    ("kolaboratif", ""),
];

/// A row in which nothing was given.
const NOTHING: [Change<'_>; 8] = [
    ("tanggal", ""),
    ("berorientasi_pelayanan", ""),
    ("akuntabel", ""),
    ("kompeten", ""),
    ("harmonis", ""),
    ("loyal", ""),
    ("adaptif", ""),
    ("kolaboratif", ""),
];

#[test]
fn reads_the_seven_in_their_order() {
    let nothing: Vec<Change<'_>> = NOTHING.into_iter().chain([("nip", CICI)]).collect();
    let table = file(USUAL, &[&[], &nothing]);
    let given = parsed(&table, Kind::Behaviour, &known());
    assert_eq!(problems(&given), [""; 0]);
    let Records::Behaviour(records) = given.records else { panic!("behaviour") };
    // Nothing given is no record, and nothing wrong.
    let [record] = records.as_slice() else { panic!("{records:?}") };
    assert_eq!((&record.nip, &record.evaluator), (&nip(ANI), &nip(BUDI)));
    let scores: Vec<String> = record
        .behaviour
        .scores
        .iter()
        .map(|score| score.map_or_else(String::new, |score| score.to_string()))
        .collect();
    assert_eq!(scores, ["80", "81", "82", "83", "84", "85.000001", ""]);
    assert_eq!(record.behaviour.on.to_string(), "2026-07-01");
}

#[test]
fn tells_what_is_wrong_in_a_row() {
    #[rustfmt::skip]
    let table: &[RowCase<'_>] = &[
        (&[("nip", EKO)],                 &["2:nip E-NIP-UNKNOWN"]),
        (&[("nip", "")],                  &["2:nip E-EMPTY"]),
        (&[("periode", "Q2")],            &["2:periode E-PERIOD"]),
        (&[("periode", "2026")],          &["2:periode E-PERIOD-CADENCE"]),
        (&[("nip_penilai", "")],          &["2:nip_penilai E-EMPTY"]),
        (&[("nip_penilai", "19")],        &["2:nip_penilai E-NIP-FORM"]),
        (&[("nip_penilai", EKO)],         &["2:nip_penilai E-EVALUATOR-UNKNOWN"]),
        (&[("nip_penilai", ANI)],         &["2:nip_penilai E-EVALUATOR-SELF"]),
        (&[("tanggal", "")],              &["2:tanggal E-EMPTY"]),
        (&[("tanggal", "1 Juli")],        &["2:tanggal E-DATE"]),
        (&[("tanggal", "2026-07-21")],    &["2:tanggal E-DATE-FUTURE"]),
        (&[("tanggal", "2026-07-20")],    &[]),
        (&[("tanggal", "2025-07-01")],    &["2:tanggal E-DATE-EARLY"]),
        (&[("akuntabel", "120")],         &[]),
        (&[("akuntabel", "120,000001")],  &["2:akuntabel E-SCORE"]),
        (&[("akuntabel", "0")],           &[]),
        (&[("akuntabel", "-0,000001")],   &["2:akuntabel E-SCORE"]),
        (&[("akuntabel", "1000,5")],      &["2:akuntabel E-SCORE"]),
        (&[("akuntabel", "80.5")],        &["2:akuntabel E-NUMBER"]),
        (&[("akuntabel", "80,0000001")],  &["2:akuntabel E-NUMBER-DIGITS"]),
        (&[("berorientasi_pelayanan", "a"), ("kompeten", "b"), ("harmonis", "c"), ("loyal", "d"), ("adaptif", "e"), ("kolaboratif", "f")],
            &["2:berorientasi_pelayanan E-NUMBER", "2:kompeten E-NUMBER", "2:harmonis E-NUMBER", "2:loyal E-NUMBER", "2:adaptif E-NUMBER", "2:kolaboratif E-NUMBER"]),
    ];
    check_rows(Kind::Behaviour, USUAL, table);
}

#[test]
fn compares_rows_with_one_another() {
    let nothing: &[Change<'_>] = &NOTHING;
    #[rustfmt::skip]
    let cases: &[Case<'_>] = &[
        (&[&[], &[("nip", CICI)], &[("akuntabel", "5")]], &["4:periode E-ROW-DUP"], &[2, 4]),
        (&[&[], nothing],                                 &["3:periode E-ROW-DUP"], &[2, 3]),
    ];
    check_cases(Kind::Behaviour, USUAL, cases);
}
