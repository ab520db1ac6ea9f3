//! `kehadiran`, `potensi`.

use super::super::{ANI, Change, EKO, file, known, policy, problems};
use crate::import::headings::Kind;
use crate::import::records::{Context, Parsed, parse};
use crate::import::table::Table;
use crate::store::acts::{
    Act, ActKind,
    means::{Attendance, Potential},
};
use crate::store::records::Records;

const ATTENDANCE: &[Change<'_>] =
    &[("nip", ANI), ("bulan", "2026-06"), ("kelas_jabatan", "7"), ("kejadian", "TL1=2, TK")];

const POTENTIAL: &[Change<'_>] =
    &[("nip", ANI), ("tanggal_asesmen", "2026-07-10"), ("skor_potensi", "72")];

/// What a region gives for a file of a kind.
fn given<'t>(table: &'t Table, kind: ActKind, region: &str) -> Parsed<'t> {
    let today = "2026-07-20".parse().unwrap();
    let context = Context { policy: &policy(region), today, known: &known() };
    parse(table, Kind::Act(kind), &context)
}

fn told(kind: ActKind, region: &str, usual: &[Change<'_>], row: &[Change<'_>]) -> Vec<String> {
    problems(&given(&file(usual, &[row]), kind, region))
}

fn acts(kind: ActKind, region: &str, usual: &[Change<'_>], row: &[Change<'_>]) -> Vec<Act> {
    let table = file(usual, &[row]);
    let found = given(&table, kind, region);
    assert_eq!(problems(&found), [""; 0]);
    let Records::Acts(_, acts) = found.records else { panic!("acts") };
    acts.into_iter().map(|record| record.act).collect()
}

#[test]
fn reads_attendance_and_potential_where_a_rule_uses_them() {
    let event = |code: &str, count| (code.parse().unwrap(), count);
    let attendance = Attendance {
        month: "2026-06".parse().unwrap(),
        class: Some("7".parse().unwrap()),
        events: vec![event("TL1", 2), event("TK", 1)],
    };
    let of = |row: &[Change<'_>]| acts(ActKind::Attendance, "palembang", ATTENDANCE, row);
    assert_eq!(of(&[]), [Act::Attendance(attendance.clone())]);
    let nothing = Attendance { class: None, events: Vec::new(), ..attendance };
    assert_eq!(of(&[("kejadian", ""), ("kelas_jabatan", "")]), [Act::Attendance(nothing)]);
    let potential = Potential { score: "72".parse().unwrap() };
    let found = acts(ActKind::Potential, "tangerang-selatan", POTENTIAL, &[]);
    assert_eq!(found, [Act::Potential(potential)]);
}

#[test]
fn tells_what_is_wrong_with_attendance() {
    #[rustfmt::skip]
    let table: &[(&[Change<'_>], &[&str])] = &[
        (&[("nip", EKO)],                 &["2:nip E-NIP-UNKNOWN"]),
        (&[("bulan", "")],                &["2:bulan E-EMPTY"]),
        (&[("bulan", "2026-Q2")],         &["2:bulan E-PERIOD"]),
        (&[("bulan", "2026-07")],         &["2:bulan E-DATE-FUTURE"]),
        (&[("kelas_jabatan", "IV a")],    &["2:kelas_jabatan E-CODE"]),
        (&[("kejadian", "XX=1")],         &["2:kejadian E-EVENT"]),
        (&[("kejadian", "TL1=0")],        &["2:kejadian E-EVENT"]),
        (&[("kejadian", "TL1=999")],      &[]),
        (&[("kejadian", "TL1=1000")],     &["2:kejadian E-EVENT"]),
        (&[("kejadian", "TL1=1, TL1=1")], &["2:kejadian E-EVENT"]),
        (&[("kejadian", "TL1 TK")],       &["2:kejadian E-EVENT"]),
    ];
    for (row, expected) in table {
        let found = told(ActKind::Attendance, "palembang", ATTENDANCE, row);
        assert_eq!(found, *expected, "{row:?}");
    }
}

#[test]
fn tells_what_is_wrong_with_potential() {
    #[rustfmt::skip]
    let table: &[(&[Change<'_>], &[&str])] = &[
        (&[("tanggal_asesmen", "2026-07-21")], &["2:tanggal_asesmen E-DATE-FUTURE"]),
        (&[("skor_potensi", "")],              &["2:skor_potensi E-EMPTY"]),
        (&[("skor_potensi", "100")],           &[]),
        (&[("skor_potensi", "101")],           &["2:skor_potensi E-SCORE"]),
    ];
    for (row, expected) in table {
        let found = told(ActKind::Potential, "tangerang-selatan", POTENTIAL, row);
        assert_eq!(found, *expected, "{row:?}");
    }
}

#[test]
fn what_no_rule_of_the_region_uses_is_not_taken_in() {
    let attendance = told(ActKind::Attendance, "samarinda", ATTENDANCE, &[("kejadian", "")]);
    assert_eq!(attendance, ["2:bulan E-NOT-USED"]);
    let potential = told(ActKind::Potential, "samarinda", POTENTIAL, &[]);
    assert_eq!(potential, ["2:tanggal_asesmen E-NOT-USED"]);
}
