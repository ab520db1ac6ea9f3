//! `rencana`: what is said about plans.

use kinerja_core::plan::{
    Aspect, Contribution, Direction, Level, Measure, PlanStatus, ResultKind, Target,
};

use super::{
    ANI, BUDI, Case, Change, EKO, RowCase, bad, check_cases, check_rows, file, known, nip, parsed,
    problems,
};
use crate::import::headings::Kind;
use crate::store::records::Records;

/// A plan of one indicator.
const USUAL: &[Change<'_>] = &[
    ("nip", ANI),
    ("periode", "2026-Q2"),
    ("status", "disepakati"),
    ("kode", "IK1"),
    ("jenis_hasil", "utama"),
    ("hasil_kerja", "Layanan cepat"),
    ("indikator", "Waktu tunggu"),
    ("ukuran", "biasa"),
    ("aspek", "waktu"),
    ("tingkat", "keluaran"),
    ("kontribusi", "individu"),
    ("arah", "turun"),
    ("satuan", "menit"),
    ("nilai_awal", "1.020,5"),
    ("target", "15"),
    ("target_atas", ""),
    ("bobot", "100,00"),
    ("misi", "M1"),
];

#[test]
fn reads_a_plan_as_it_is_written() {
    let rows: &[&[Change<'_>]] = &[
        &[("bobot", "60,5"), ("status", "berjalan")],
        &[("nip", BUDI), ("status", "draf")],
        &[
            ("kode", "IK2"),
            ("status", "berjalan"),
            ("ukuran", "indeks_kepuasan"),
            ("kontribusi", "kolektif"),
            ("aspek", "kualitas"),
            ("tingkat", "dampak"),
            ("arah", "rentang"),
            ("target", "80"),
            ("target_atas", "82,5"),
            ("nilai_awal", ""),
            ("misi", ""),
            ("bobot", "39,5"),
        ],
        &[
            ("kode", "IK3"),
            ("status", "berjalan"),
            ("jenis_hasil", "tambahan"),
            ("arah", "ya_tidak"),
            ("target", "Ya"),
            ("bobot", ""),
        ],
    ];
    let table = file(USUAL, rows);
    let given = parsed(&table, Kind::Plans, &known());
    assert_eq!(problems(&given), [""; 0]);
    let Records::Plans(plans) = given.records else { panic!("plans") };
    assert_eq!((plans.len(), &plans[0].nip, &plans[1].nip), (2, &nip(ANI), &nip(BUDI)));
    let plan = &plans[0].plan;
    assert_eq!((plan.period().to_string(), plan.status()), ("2026-Q2".into(), PlanStatus::Running));
    let [first, second, third] = plan.indicators() else { panic!("three indicators") };
    assert_eq!(first.kind, ResultKind::Main("60.5".parse().unwrap()));
    assert_eq!(
        (first.measure, first.aspect, first.level),
        (Measure::Ordinary, Aspect::Time, Level::Output)
    );
    assert_eq!(first.baseline, Some("1020.5".parse().unwrap()));
    assert_eq!(first.target, Target::lower(15.into()).unwrap());
    assert_eq!(first.mission.as_ref().map(ToString::to_string), Some("M1".into()));
    assert_eq!((second.level, second.contribution), (Level::Impact, Contribution::Collective));
    assert_eq!(second.target, Target::range(80.into(), "82.5".parse().unwrap()).unwrap());
    assert_eq!((&second.mission, second.baseline), (&None, None));
    assert_eq!((third.kind, third.target.direction()), (ResultKind::Additional, Direction::YesNo));
}

#[test]
fn tells_what_is_wrong_in_a_row() {
    let long = "x".repeat(501);
    #[rustfmt::skip]
    let table: &[RowCase<'_>] = &[
        (&[("nip", EKO)],                       &["2:nip E-NIP-UNKNOWN"]),
        (&[("nip", "12")],                      &["2:nip E-NIP-FORM"]),
        (&[("periode", "")],                    &["2:periode E-EMPTY"]),
        (&[("periode", "triwulan 2")],          &["2:periode E-PERIOD"]),
        (&[("periode", "2026")],                &["2:periode E-PERIOD-CADENCE"]),
        (&[("periode", "2026-06")],             &["2:periode E-PERIOD-CADENCE"]),
        (&[("status", "setuju")],               &["2:status E-WORD"]),
        (&[("status", "Selesai")],              &[]),
        (&[("kode", "")],                       &["2:kode E-EMPTY"]),
        (&[("kode", "IK 1")],                   &["2:kode E-CODE"]),
        (&[("kode", "123456789012345678901")],  &["2:kode E-CODE"]),
        (&[("kode", "12345678901234567890")],   &[]),
        (&[("jenis_hasil", "pokok")],           &["2:jenis_hasil E-WORD"]),
        (&[("hasil_kerja", "")],                &["2:hasil_kerja E-EMPTY"]),
        (&[("hasil_kerja", &long)],             &["2:hasil_kerja E-TEXT-LONG"]),
        (&[("indikator", "")],                  &["2:indikator E-EMPTY"]),
        (&[("indikator", &long)],               &["2:indikator E-TEXT-LONG"]),
        (&[("ukuran", "survei")],               &["2:ukuran E-WORD"]),
        (&[("ukuran", "indeks_kepuasan")],      &["2:kontribusi E-SATISFACTION-INDEX"]),
        (&[("ukuran", "laporan_diterima")],     &[]),
        (&[("ukuran", "hari_laporan"), ("kontribusi", "kolektif")],
            &["2:kontribusi E-REPORTS-COLLECTIVE"]),
        (&[("ukuran", "menit_laporan"), ("arah", "ya_tidak"), ("target", "ya")],
            &["2:arah E-COUNT-TARGET"]),
        (&[("aspek", "mutu")],                  &["2:aspek E-WORD"]),
        (&[("tingkat", "")],                    &["2:tingkat E-EMPTY"]),
        (&[("kontribusi", "bersama")],          &["2:kontribusi E-WORD"]),
        (&[("arah", "atas")],                   &["2:arah E-WORD"]),
        (&[("satuan", "")],                     &["2:satuan E-EMPTY"]),
        (&[("satuan", &long)],                  &["2:satuan E-TEXT-LONG"]),
    ];
    check_rows(Kind::Plans, USUAL, table);
}

#[test]
fn tells_what_is_wrong_with_targets_weights_and_missions() {
    #[rustfmt::skip]
    let table: &[RowCase<'_>] = &[
        (&[("nilai_awal", "1.5")],              &["2:nilai_awal E-NUMBER"]),
        (&[("nilai_awal", "-1,5")],             &[]),
        (&[("target", "")],                     &["2:target E-EMPTY"]),
        (&[("target", "lima")],                 &["2:target E-NUMBER"]),
        (&[("target", "0")],                    &["2:target E-TARGET-ZERO"]),
        (&[("target", "0"), ("arah", "naik")],  &["2:target E-TARGET-ZERO"]),
        (&[("target", "-1")],                   &["2:target E-TARGET"]),
        (&[("target", "-1"), ("arah", "naik")], &["2:target E-TARGET"]),
        (&[("target_atas", "20")],              &["2:target_atas E-NOT-EMPTY"]),
        (&[("target", "0"), ("target_atas", "20")],
            &["2:target_atas E-NOT-EMPTY", "2:target E-TARGET-ZERO"]),
        (&[("arah", "rentang")],                &["2:target_atas E-EMPTY"]),
        (&[("arah", "rentang"), ("target_atas", "14")], &["2:target E-TARGET-RANGE"]),
        (&[("arah", "rentang"), ("target_atas", "15")], &[]),
        (&[("arah", "rentang"), ("target", "-1"), ("target_atas", "5")], &["2:target E-TARGET"]),
        (&[("arah", "rentang"), ("target", "0"), ("target_atas", "0")],
            &["2:target_atas E-TARGET-ZERO"]),
        (&[("arah", "ya_tidak")],               &["2:target E-WORD"]),
        (&[("arah", "ya_tidak"), ("target", "tidak")], &["2:target E-WORD"]),
        (&[("arah", "ya_tidak"), ("target", "ya"), ("target_atas", "1")],
            &["2:target_atas E-NOT-EMPTY"]),
        (&[("arah", "tanggal")],                &["2:target E-DATE"]),
        (&[("arah", "tanggal"), ("target", "2026-06-31")], &["2:target E-DATE"]),
        (&[("arah", "tanggal"), ("target", "2026-06-30")], &[]),
        (&[("bobot", "")],                      &["2:bobot E-EMPTY"]),
        (&[("bobot", "seratus")],               &["2:bobot E-NUMBER"]),
        (&[("bobot", "0")],                     &["2:bobot E-WEIGHT"]),
        (&[("bobot", "-50")],                   &["2:bobot E-WEIGHT"]),
        (&[("bobot", "100,01")],                &["2:bobot E-WEIGHT"]),
        (&[("bobot", "99,999")],                &["2:bobot E-WEIGHT"]),
        (&[("bobot", "99")],                    &["2:bobot E-WEIGHT-SUM"]),
        (&[("jenis_hasil", "tambahan")],        &["2:bobot E-NOT-EMPTY"]),
        (&[("jenis_hasil", "tambahan"), ("bobot", "")], &["2:bobot E-WEIGHT-SUM"]),
        (&[("misi", "M99")],                    &["2:misi E-MISSION-UNKNOWN"]),
        (&[("misi", "misi pertama")],           &["2:misi E-MISSION-UNKNOWN"]),
        (&[("status", ""), ("aspek", "x"), ("bobot", "x"), ("target", "x")],
            &["2:status E-EMPTY", "2:bobot E-NUMBER", "2:aspek E-WORD", "2:target E-NUMBER"]),
    ];
    check_rows(Kind::Plans, USUAL, table);
}

#[test]
fn a_plan_is_taken_whole_or_not_at_all() {
    const FIRST: &[Change<'_>] = &[("bobot", "40")];
    const SECOND: &[Change<'_>] = &[("kode", "IK2"), ("bobot", "60")];
    const OTHER: &[Change<'_>] = &[("nip", BUDI)];
    const MORE: &[Change<'_>] = &[("kode", "IK9"), ("jenis_hasil", "tambahan"), ("bobot", "")];
    #[rustfmt::skip]
    let cases: &[Case<'_>] = &[
        (&[FIRST, SECOND, OTHER, MORE], &[], &[]),
        // One bad row: all rows of the plan, and no word about weights.
        (&[FIRST, OTHER, &[("kode", "IK2"), ("bobot", "60"), ("target", "0")]],
            &["4:target E-TARGET-ZERO"], &[2, 4]),
        (&[FIRST, OTHER, &[("kode", "IK2"), ("bobot", "x")]], &["4:bobot E-NUMBER"], &[2, 4]),
        (&[FIRST, OTHER, &[("bobot", "60")]], &["4:kode E-CODE-DUP"], &[2, 4]),
        (&[FIRST, OTHER, &[("kode", "IK2"), ("bobot", "60"), ("status", "draf")]],
            &["4:status E-STATUS-DIFFERS"], &[2, 4]),
        (&[OTHER, FIRST, &[("kode", "IK2"), ("bobot", "59,99")]], &["3:bobot E-WEIGHT-SUM"], &[3, 4]),
        // Nobody knows the person: nothing else is told about the plan.
        (&[OTHER, &[("nip", EKO), ("bobot", "40")]], &["3:nip E-NIP-UNKNOWN"], &[3]),
        // A row that does not say for when belongs to some plan of the person.
        (&[FIRST, SECOND, OTHER, &[("periode", "?"), ("kode", "IK9"), ("jenis_hasil", "tambahan"), ("bobot", "")]],
            &["5:periode E-PERIOD"], &[2, 3, 5]),
        // A row that does not say whose it is belongs to a plan beside it.
        (&[FIRST, SECOND, &[("nip", "?"), ("kode", "IK9"), ("jenis_hasil", "tambahan"), ("bobot", "")], OTHER],
            &["4:nip E-NIP-FORM"], &[2, 3, 4, 5]),
        (&[OTHER, FIRST, SECOND, &[("nip", "?"), ("kode", "IK9")]], &["5:nip E-NIP-FORM"], &[3, 4, 5]),
        (&[&[("nip", "?"), ("kode", "IK9")], OTHER, FIRST, SECOND], &["2:nip E-NIP-FORM"], &[2, 3]),
    ];
    check_cases(Kind::Plans, USUAL, cases);
}

#[test]
fn says_what_is_missing_and_which_split_was_meant() {
    let third = |code| [("kode", code), ("bobot", "33,33")];
    let (a, b, c) = (third("A"), third("B"), third("C"));
    let table = file(USUAL, &[&a, &b, &c]);
    let given = parsed(&table, Kind::Plans, &known());
    let problems = given.problems.as_ref().unwrap();
    assert_eq!(
        problems.to_string(),
        "berkas:2:bobot  E-WEIGHT-SUM  ditemukan `99,99` -> bobot hasil utama rencana ini 99,99, \
         kurang 0,01: jadikan tepat 100; kalau dibagi rata: 33,34/33,33/33,33\n1 masalah"
    );
    assert_eq!(given.bad[1].1, "rencana diambil utuh: perbaiki dulu baris 2");
}

#[test]
fn a_plan_has_at_most_a_hundred_indicators() {
    let codes: Vec<String> = (0..101).map(|n| format!("IK{n}")).collect();
    let changes: Vec<[Change<'_>; 3]> = codes
        .iter()
        .map(|code| [("kode", code.as_str()), ("jenis_hasil", "tambahan"), ("bobot", "")])
        .collect();
    let mut rows: Vec<&[Change<'_>]> = changes.iter().map(<[_; 3]>::as_slice).collect();
    rows[0] = &[("kode", "IK0")];
    let table = file(USUAL, &rows);
    let given = parsed(&table, Kind::Plans, &known());
    assert_eq!((problems(&given), bad(&given).len()), (vec!["2:kode E-PLAN".to_owned()], 101));
    let table = file(USUAL, &rows[..100]);
    assert_eq!(parsed(&table, Kind::Plans, &known()).problems, None);
}
