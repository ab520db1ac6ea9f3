//! `pegawai`: what is said about people.

use kinerja_core::{consequence::JobLevel, people::Employment};

use super::{
    ANI, BUDI, CICI, Case, Change, DIAN, EKO, RowCase, bad, check_cases, check_rows, file, known,
    nip, parsed, problems,
};
use crate::import::headings::Kind;
use crate::store::{
    KnownUnit,
    records::{Employee, Records},
};

const USUAL: &[Change<'_>] = &[
    ("nip", ANI),
    ("nama", "Ani, S.Kom., M.Si."),
    ("jenis", "PNS"),
    ("kode_unit", "dinkes"),
    ("unit_kerja", "Dinas Kesehatan"),
    ("jabatan", "Perawat"),
    ("email", "ani@samarinda.example.go.id"),
    ("nip_atasan", BUDI),
    ("jenjang", ""),
];

#[test]
fn reads_people_as_they_are_written() {
    let rows: &[&[Change<'_>]] = &[
        &[("jenjang", "ahli_muda")],
        &[("nip", EKO), ("email", ""), ("nip_atasan", ""), ("jenjang", "")],
    ];
    let table = file(USUAL, rows);
    let given = parsed(&table, Kind::Employees, &known());
    let ani = Employee {
        nip: nip(ANI),
        name: "Ani, S.Kom., M.Si.".to_owned(),
        employment: Employment::Pns,
        unit: "dinkes".to_owned(),
        unit_name: "Dinas Kesehatan".to_owned(),
        post: "Perawat".to_owned(),
        email: Some("ani@samarinda.example.go.id".to_owned()),
        superior: Some(nip(BUDI)),
        level: Some(JobLevel::AhliMuda),
    };
    let eko = Employee { nip: nip(EKO), email: None, superior: None, level: None, ..ani.clone() };
    assert_eq!((given.records, given.problems), (Records::Employees(vec![ani, eko]), None));
}

#[test]
fn tells_what_is_wrong_in_a_row() {
    let (long, name) = ("x".repeat(501), "n".repeat(201));
    let (unit, longest) = ("u".repeat(41), "u".repeat(40));
    #[rustfmt::skip]
    let table: &[RowCase<'_>] = &[
        (&[("nip", "19850101201001100")],           &["2:nip E-NIP-FORM"]),
        (&[("nip", "19850101 201001 1 001")],       &["2:nip E-NIP-FORM"]),
        (&[("nip", "１98501012010011001")],         &["2:nip E-NIP-FORM"]),
        (&[("nip", "1.98501E+17")],                 &["2:nip E-NIP-NUMERIC"]),
        (&[("nip", "")],                            &["2:nip E-EMPTY"]),
        (&[("nip", "198502302010011001")],          &["2:nip E-NIP-BIRTH"]),
        (&[("nip", "198501012010013001")],          &["2:nip E-NIP-SEX"]),
        (&[("nip", "198501012010011000")],          &["2:nip E-NIP-SEQ"]),
        (&[("nip", "198501012010211001")],          &["2:nip E-NIP-TMT"]),
        (&[("nip", "198501012010211001"), ("jenis", "PPPK")], &[]),
        (&[("nip", "198501012027011001")],          &["2:nip E-NIP-TMT"]),
        (&[("nip", "198501012027211001"), ("jenis", "PPPK")], &["2:nip E-NIP-TMT"]),
        (&[("nip", "198501012000011001")],          &["2:nip E-NIP-TMT"]),
        (&[("nip", DIAN)],                          &["2:nip E-NIP-ELSEWHERE"]),
        (&[("nama", "")],                           &["2:nama E-EMPTY"]),
        (&[("nama", &name)],                        &["2:nama E-TEXT-LONG"]),
        (&[("nama", "<script>{{7*7}}</script>")],   &[]),
        (&[("nama", "Ani\nBudi")],                  &["2:nama E-CONTROL-CHAR"]),
        (&[("jenis", "")],                          &["2:jenis E-EMPTY"]),
        (&[("jenis", "Honorer")],                   &["2:jenis E-WORD"]),
        (&[("jenis", "pns")],                       &[]),
        (&[("kode_unit", "")],                      &["2:kode_unit E-UNIT-CODE"]),
        (&[("kode_unit", "Dinkes")],                &["2:kode_unit E-UNIT-CODE"]),
        (&[("kode_unit", "../dinkes")],             &["2:kode_unit E-UNIT-CODE"]),
        (&[("kode_unit", &unit)],                   &["2:kode_unit E-UNIT-CODE"]),
        (&[("kode_unit", &longest)],                 &[]),
        (&[("unit_kerja", "")],                     &["2:unit_kerja E-EMPTY"]),
        (&[("unit_kerja", &long)],                  &["2:unit_kerja E-TEXT-LONG"]),
        (&[("jabatan", "")],                        &["2:jabatan E-EMPTY"]),
        (&[("jabatan", &long)],                     &["2:jabatan E-TEXT-LONG"]),
        (&[("email", "Budi <a@go.id>")],            &["2:email E-EMAIL"]),
        (&[("email", "budi@localhost")],            &["2:email E-EMAIL-POLICY"]),
        (&[("nip_atasan", "12")],                   &["2:nip_atasan E-NIP-FORM"]),
        (&[("nip_atasan", "1,98501E+17")],          &["2:nip_atasan E-NIP-NUMERIC"]),
        (&[("nip_atasan", ANI)],                    &["2:nip_atasan E-SUPERVISOR-SELF"]),
        (&[("nip_atasan", EKO)],                    &["2:nip_atasan E-SUPERVISOR-UNKNOWN"]),
        (&[("nip_atasan", DIAN)],                   &["2:nip_atasan E-SUPERVISOR-UNKNOWN"]),
        (&[("nip", "1"), ("nama", ""), ("email", "@")],
            &["2:nip E-NIP-FORM", "2:nama E-EMPTY", "2:email E-EMAIL"]),
    ];
    check_rows(Kind::Employees, USUAL, table);
}

#[test]
fn compares_rows_with_one_another() {
    #[rustfmt::skip]
    let cases: &[Case<'_>] = &[
        // The same person twice.
        (&[&[], &[("nip", CICI)], &[("nama", "Ani")]], &["4:nip E-NIP-DUP"], &[2, 4]),
        // One unit with two names; another unit is not touched.
        (&[&[("kode_unit", "dinkes")],
           &[("nip", CICI), ("unit_kerja", "Dinas Keshatan")],
           &[("nip", EKO), ("kode_unit", "disdik"), ("unit_kerja", "Dinas Pendidikan")],
           &[("nip", BUDI), ("nip_atasan", ""), ("unit_kerja", "Dinas Keshatan")]],
            &["3:unit_kerja E-UNIT-NAME"], &[2, 3, 5]),
        // A circle, entered from outside: who stands outside is known already.
        (&[&[("nip_atasan", BUDI)],
           &[("nip", BUDI), ("nip_atasan", EKO)],
           &[("nip", EKO), ("nip_atasan", CICI)],
           &[("nip", CICI), ("nip_atasan", BUDI)]],
            &["3:nip_atasan E-SUPERVISOR-CIRCLE"], &[3, 4, 5]),
        // A superior further down in the file is known.
        (&[&[("nip_atasan", EKO)], &[("nip", EKO), ("nip_atasan", "")]], &[], &[]),
        // Below somebody who is not taken and unknown, nobody is taken, and
        // nothing more is told; below somebody who is on record, they are.
        (&[&[("nip", EKO), ("nip_atasan", ""), ("nama", "")],
           &[("nip", BUDI), ("nip_atasan", EKO)],
           &[("nip", ANI), ("nip_atasan", BUDI), ("jabatan", "")],
           &[("nip", CICI), ("nip_atasan", ANI)]],
            &["2:nama E-EMPTY", "4:jabatan E-EMPTY"], &[2, 3, 4]),
    ];
    check_cases(Kind::Employees, USUAL, cases);
}

#[test]
fn superiors_on_record_are_part_of_a_circle() {
    let mut known = known();
    known.superiors.extend([(nip(BUDI), nip(CICI)), (nip(CICI), nip(ANI))]);
    // Ani below Budi, who stands below Cici, who stands below Ani.
    let table = file(USUAL, &[&[]]);
    let given = parsed(&table, Kind::Employees, &known);
    assert_eq!(problems(&given), ["2:nip_atasan E-SUPERVISOR-CIRCLE"]);
    assert_eq!(
        given.bad[0].1,
        "nip_atasan E-SUPERVISOR-CIRCLE -> atasan berputar, baris 2 → (terdaftar) → (terdaftar) \
         → 2: perbaiki salah satu"
    );
    // A row of the file replaces what is on record.
    let freed: &[&[Change<'_>]] = &[&[], &[("nip", CICI), ("nip_atasan", "")]];
    let table = file(USUAL, freed);
    assert_eq!(parsed(&table, Kind::Employees, &known).problems, None);
    // It does not when it is not taken itself.
    let table = file(USUAL, &[&[], &[("nip", CICI), ("nip_atasan", ""), ("nama", "")]]);
    let given = parsed(&table, Kind::Employees, &known);
    assert_eq!((problems(&given), bad(&given)), (vec!["3:nama E-EMPTY".to_owned()], vec![2, 3]));
}

#[test]
fn a_unit_changes_its_name_only_for_everybody() {
    let mut known = known();
    let unit =
        |name: &str| KnownUnit { name: name.to_owned(), people: [ANI, CICI].map(nip).into() };
    known.units.insert("dinkes".to_owned(), unit("Dinas Kesehatan Kota"));
    let table = file(USUAL, &[&[], &[("nip", EKO)]]);
    let given = parsed(&table, Kind::Employees, &known);
    assert_eq!(
        (problems(&given), bad(&given)),
        (vec!["2:unit_kerja E-UNIT-NAME".into()], vec![2, 3])
    );
    let problem = given.problems.unwrap().iter().next().unwrap().clone();
    assert_eq!(problem.found(), "Dinas Kesehatan");
    assert_eq!(
        problem.repair(),
        "unit ini tercatat bernama `Dinas Kesehatan Kota`, baris 2 menulis nama lain: samakan, \
         atau sertakan semua pegawai unit ini yang tercatat agar namanya berganti"
    );
    // Cici moves to another unit, so everybody of the old one is here.
    let moved: &[Change<'_>] =
        &[("nip", CICI), ("kode_unit", "disdik"), ("unit_kerja", "Dinas Pendidikan")];
    let named: &[Change<'_>] = &[("nip", CICI)];
    for other in [named, moved] {
        let table = file(USUAL, &[&[], other]);
        assert_eq!(parsed(&table, Kind::Employees, &known).problems, None);
    }
    // Without a row that is wrong by itself, it is for some only.
    let table = file(USUAL, &[&[], &[("nip", CICI), ("nama", "")]]);
    let given = parsed(&table, Kind::Employees, &known);
    assert_eq!((problems(&given), bad(&given)), (vec!["3:nama E-EMPTY".into()], vec![2, 3]));
    known.units.insert("dinkes".to_owned(), unit("Dinas Kesehatan"));
    let table = file(USUAL, &[&[]]);
    assert_eq!(parsed(&table, Kind::Employees, &known).problems, None);
}

#[test]
fn says_which_rows_are_meant_and_never_who() {
    let rows: &[&[Change<'_>]] = &[
        &[("nip", CICI), ("nip_atasan", ANI)],
        &[("nip", BUDI), ("nip_atasan", CICI)],
        &[("nip", ANI), ("nip_atasan", BUDI)],
        &[("nip", EKO), ("nip_atasan", "")],
        &[("nip", EKO), ("nip_atasan", "")],
    ];
    let table = file(USUAL, rows);
    let given = parsed(&table, Kind::Employees, &known());
    let repairs: Vec<String> =
        given.problems.as_ref().unwrap().iter().map(|p| p.repair().to_owned()).collect();
    assert_eq!(
        repairs,
        [
            "baris 5 dan 6 sama: hapus salah satu",
            "atasan berputar, baris 2 → 4 → 3 → 2: perbaiki salah satu",
        ]
    );
    assert_eq!(bad(&given), [2, 3, 4, 5, 6]);
    assert_eq!(given.bad[3].1, "nip E-NIP-DUP -> baris 5 dan 6 sama: hapus salah satu");
}

#[test]
fn a_long_circle_is_cut_and_a_long_chain_is_quick() {
    let number =
        |serial: usize| format!("{}0101201001{}{:03}", 1900 + serial / 999, 1, serial % 999 + 1);
    let numbers: Vec<String> = (0..20_000).map(number).collect();
    let chain: Vec<Vec<Change<'_>>> = (0..numbers.len())
        .map(|at| {
            let superior = numbers.get(at + 1).map_or("", String::as_str);
            vec![("nip", numbers[at].as_str()), ("nip_atasan", superior)]
        })
        .collect();
    let mut rows: Vec<&[Change<'_>]> = chain.iter().map(Vec::as_slice).collect();
    let table = file(USUAL, &rows);
    assert_eq!(parsed(&table, Kind::Employees, &known()).problems, None);
    let last = [("nip", numbers[19_999].as_str()), ("nip_atasan", numbers[0].as_str())];
    rows[19_999] = &last;
    let table = file(USUAL, &rows);
    let given = parsed(&table, Kind::Employees, &known());
    let problems = given.problems.unwrap();
    assert_eq!((problems.total(), given.bad.len()), (1, 20_000));
    let repair = problems.iter().next().unwrap().repair().to_owned();
    assert!(repair.ends_with(" → 20 → 21 → … → 2: perbaiki salah satu"), "{repair}");
}
