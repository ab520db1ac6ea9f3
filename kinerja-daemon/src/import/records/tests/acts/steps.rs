//! `pelatihan`, `tindak_lanjut`.

use kinerja_core::consequence::Role;

use super::super::{ANI, CICI, Case, Change, EKO, RowCase, UNIT, check_cases, check_rows, nip};
use super::{one, taken};
use crate::import::headings::Kind;
use crate::store::acts::{
    Act, ActKind, Subject,
    judgement::ActingAs,
    steps::{Step, Training},
};

const TRAINING: &[Change<'_>] = &[
    ("nip", ANI),
    ("pelatihan", "Pelayanan prima"),
    ("tanggal_selesai", "2026-07-10"),
    ("jam", "24"),
    ("aturan", "pelatihan-pelayanan"),
];

const STEP: &[Change<'_>] = &[
    ("nip", ANI),
    ("kode_unit", ""),
    ("periode", "2026-Q2"),
    ("aturan", "bimbingan"),
    ("langkah", "1"),
    ("uraian", "Bertemu tiap pekan"),
    ("batas", "2026-08-31"),
    ("selesai", ""),
    ("pelaksana", "atasan_langsung"),
];

/// A step of a unit's evaluation meeting.
const OF_UNIT: [Change<'_>; 3] = [("nip", ""), ("kode_unit", UNIT), ("aturan", "rapat_evaluasi")];

#[test]
fn reads_training_and_steps() {
    let record = one(ActKind::Training, TRAINING, &[]);
    assert_eq!(record.period, Some("2026-Q3".parse().unwrap()), "the day tells the period");
    let rule = Some("pelatihan-pelayanan".parse().unwrap());
    let name = "Pelayanan prima".to_owned();
    assert_eq!(record.act, Act::Training(Training { name, hours: 24, rule }));
    let done: Vec<Change<'_>> = OF_UNIT.into_iter().chain([("selesai", "2026-07-19")]).collect();
    let records = taken(ActKind::Step, STEP, &[&[], &done]);
    let step = Step {
        rule: "bimbingan".parse().unwrap(),
        number: 1,
        text: "Bertemu tiap pekan".to_owned(),
        due: "2026-08-31".parse().unwrap(),
        done: None,
        role: ActingAs::Role(Role::Superior),
    };
    assert_eq!(records[0].about, Subject::Person(nip(ANI)));
    assert_eq!(records[0].act, Act::Step(step.clone()));
    assert_eq!(records[1].about, Subject::Unit(UNIT.to_owned()));
    let done = Some("2026-07-19".parse().unwrap());
    let rule = Step::MEETING.parse().unwrap();
    assert_eq!(records[1].act, Act::Step(Step { rule, done, ..step }));
}

#[test]
fn tells_what_is_wrong_with_training() {
    #[rustfmt::skip]
    let table: &[RowCase<'_>] = &[
        (&[("nip", EKO)],                       &["2:nip E-NIP-UNKNOWN"]),
        (&[("pelatihan", "")],                  &["2:pelatihan E-EMPTY"]),
        (&[("tanggal_selesai", "")],            &["2:tanggal_selesai E-EMPTY"]),
        (&[("tanggal_selesai", "2026-07-21")],  &["2:tanggal_selesai E-DATE-FUTURE"]),
        (&[("jam", "")],                        &["2:jam E-EMPTY"]),
        (&[("jam", "0")],                       &["2:jam E-WHOLE"]),
        (&[("jam", "8784")],                    &[]),
        (&[("jam", "8785")],                    &["2:jam E-WHOLE"]),
        (&[("aturan", "")],                     &[]),
        (&[("aturan", "lain")],                 &["2:aturan E-RULE-UNKNOWN"]),
        (&[("aturan", "dua kata")],             &["2:aturan E-RULE-UNKNOWN"]),
    ];
    check_rows(Kind::Act(ActKind::Training), TRAINING, table);
    #[rustfmt::skip]
    let twice: &[Case<'_>] = &[
        (&[&[], &[("tanggal_selesai", "2026-07-11")], &[("pelatihan", "Arsip")]], &[], &[]),
        (&[&[], &[("jam", "25")]], &["3:pelatihan E-ROW-DUP"], &[2, 3]),
    ];
    check_cases(Kind::Act(ActKind::Training), TRAINING, twice);
}

#[test]
fn tells_what_is_wrong_with_steps() {
    #[rustfmt::skip]
    let table: &[RowCase<'_>] = &[
        (&[("nip", "")],                        &["2:nip E-EMPTY"]),
        (&[("kode_unit", UNIT)],                &["2:kode_unit E-NOT-EMPTY"]),
        (&[("nip", EKO)],                       &["2:nip E-NIP-UNKNOWN"]),
        (&[("periode", "?")],                   &["2:periode E-PERIOD"]),
        (&[("aturan", "")],                     &["2:aturan E-EMPTY"]),
        (&[("aturan", "rapat_evaluasi")],       &["2:aturan E-RULE-UNKNOWN"]),
        (&OF_UNIT,                              &[]),
        (&[OF_UNIT[0], OF_UNIT[1]],             &["2:aturan E-RULE-UNKNOWN"]),
        (&[OF_UNIT[0], OF_UNIT[2], ("kode_unit", "dlh")], &["2:kode_unit E-UNIT-UNKNOWN"]),
        (&[("aturan", "uji_kompetensi")],       &[]),
        (&[("aturan", "penempatan")],           &[]),
        (&[("aturan", "tidak_ada_lowongan")],   &[]),
        (&[OF_UNIT[0], OF_UNIT[1], ("aturan", "penempatan")], &["2:aturan E-RULE-UNKNOWN"]),
        (&[("langkah", "0")],                   &["2:langkah E-WHOLE"]),
        (&[("langkah", "100")],                 &["2:langkah E-WHOLE"]),
        (&[("uraian", "")],                     &["2:uraian E-EMPTY"]),
        (&[("batas", "")],                      &["2:batas E-EMPTY"]),
        (&[("selesai", "2026-07-21")],          &["2:selesai E-DATE-FUTURE"]),
        (&[("selesai", "2026-07-20")],          &[]),
        (&[("pelaksana", "semua")],             &["2:pelaksana E-WORD"]),
    ];
    check_rows(Kind::Act(ActKind::Step), STEP, table);
    #[rustfmt::skip]
    let twice: &[Case<'_>] = &[
        (&[&[], &[("langkah", "2")], &[("nip", CICI)], &OF_UNIT], &[], &[]),
        (&[&[], &[("uraian", "Lain")]], &["3:langkah E-ROW-DUP"], &[2, 3]),
    ];
    check_cases(Kind::Act(ActKind::Step), STEP, twice);
}
