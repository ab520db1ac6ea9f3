//! `mutasi`, `usulan_rencana`, `dukungan`.

use super::super::{
    ANI, BUDI, CICI, Case, Change, EKO, RowCase, UNIT, check_cases, check_rows, file, known, nip,
    parsed,
};
use super::taken;
use crate::import::headings::Kind;
use crate::store::Known;
use crate::store::acts::{
    Act, ActKind,
    planning::{
        Absence, Answer, Change as Moved, Extent, Grant, Movement, Post, Proposal, Support, Verdict,
    },
};

const MOVEMENT: &[Change<'_>] = &[
    ("nip", ANI),
    ("mulai", "2026-05-01"),
    ("jenis_mutasi", "pindah"),
    ("kode_unit", UNIT),
    ("jabatan", "Analis"),
    ("nip_atasan", BUDI),
    ("jenjang", "ahli_muda"),
    ("nomor_surat", "SK/1"),
];

/// The cells of a move that changes no post.
const SAME_POST: [Change<'_>; 4] =
    [("kode_unit", ""), ("jabatan", ""), ("nip_atasan", ""), ("jenjang", "")];

const PROPOSAL: &[Change<'_>] = &[
    ("nip", ANI),
    ("periode", "2026-Q2"),
    ("kode", "IK9"),
    ("usulan", "Tambah loket"),
    ("tanggal_usulan", "2026-03-01"),
    ("jawaban", "ditolak"),
    ("alasan_jawaban", "Tidak ada ruang"),
    ("tanggal_jawaban", "2026-03-05"),
    ("nip_penjawab", BUDI),
];

const SUPPORT: &[Change<'_>] = &[
    ("nip", ANI),
    ("periode", "2026-Q2"),
    ("kode_dukungan", "D1"),
    ("dukungan_diminta", "Dua komputer"),
    ("tanggal_diminta", "2026-03-01"),
    ("diberikan", "sebagian"),
    ("tanggal_diberikan", "2026-04-01"),
];

#[test]
fn reads_each_kind_of_move() {
    let post = Post {
        unit: UNIT.to_owned(),
        post: "Analis".to_owned(),
        superior: Some(nip(BUDI)),
        level: Some("ahli_muda".to_owned()),
    };
    let absent = |absence| Moved::Absent { absence };
    #[rustfmt::skip]
    let table = [
        ("pindah",                  Moved::Transfer(post.clone())),
        ("masuk",                   Moved::Start(post)),
        ("atasan_baru",             Moved::NewSuperior { superior: nip(BUDI) }),
        ("cuti",                    absent(Absence::Leave)),
        ("cltn",                    absent(Absence::UnpaidLeave)),
        ("tugas_belajar",           absent(Absence::StudyAssignment)),
        ("mpp",                     absent(Absence::PreRetirement)),
        ("pemberhentian_sementara", absent(Absence::TemporaryDismissal)),
        ("pejabat_negara",          absent(Absence::StateOfficial)),
        ("kembali",                 Moved::Return),
        ("keluar",                  Moved::End),
    ];
    for (word, change) in table {
        let mut changes = vec![("jenis_mutasi", word)];
        match &change {
            Moved::Start(_) | Moved::Transfer(_) => {}
            Moved::NewSuperior { .. } => {
                changes.extend(SAME_POST.into_iter().filter(|(name, _)| *name != "nip_atasan"));
            }
            Moved::Absent { .. } | Moved::Return | Moved::End => changes.extend(SAME_POST),
        }
        // Whoever returns was away.
        let mut away = vec![("mulai", "2026-04-01"), ("jenis_mutasi", "cuti")];
        away.extend(SAME_POST);
        let record = taken(ActKind::Movement, MOVEMENT, &[&away, &changes]).remove(1);
        let letter = Some("SK/1".to_owned());
        assert_eq!(record.act, Act::Movement(Movement { change, letter }), "{word}");
        assert_eq!((record.period, record.on.to_string()), (None, "2026-05-01".to_owned()));
    }
}

#[test]
fn reads_proposals_and_means_with_and_without_answer() {
    let open: &[Change<'_>] = &[
        ("kode", "IK8"),
        ("jawaban", ""),
        ("alasan_jawaban", ""),
        ("tanggal_jawaban", ""),
        ("nip_penjawab", ""),
    ];
    let records = taken(ActKind::Proposal, PROPOSAL, &[&[], open]);
    let answer = Answer {
        verdict: Verdict::Rejected,
        reason: Some("Tidak ada ruang".to_owned()),
        on: "2026-03-05".parse().unwrap(),
        official: nip(BUDI),
    };
    let proposal = |code: &str, answer| {
        Act::Proposal(Proposal {
            code: code.parse().unwrap(),
            text: "Tambah loket".to_owned(),
            answer,
        })
    };
    assert_eq!(records[0].act, proposal("IK9", Some(answer)));
    assert_eq!(records[1].act, proposal("IK8", None));
    let open: &[Change<'_>] =
        &[("kode_dukungan", "D2"), ("diberikan", ""), ("tanggal_diberikan", "")];
    let records = taken(ActKind::Support, SUPPORT, &[&[], open]);
    let support = |code: &str, grant| {
        Act::Support(Support {
            code: code.parse().unwrap(),
            text: "Dua komputer".to_owned(),
            grant,
        })
    };
    let grant = Grant { extent: Extent::Partial, on: "2026-04-01".parse().unwrap() };
    assert_eq!(records[0].act, support("D1", Some(grant)));
    assert_eq!(records[1].act, support("D2", None));
}

#[test]
fn tells_what_is_wrong_with_moves() {
    #[rustfmt::skip]
    let table: &[RowCase<'_>] = &[
        (&[("nip", EKO)],                       &["2:nip E-NIP-UNKNOWN"]),
        (&[("mulai", "")],                      &["2:mulai E-EMPTY"]),
        (&[("mulai", "2027-07-21")],            &[]),
        (&[("mulai", "2027-07-22")],            &["2:mulai E-DATE-RANGE"]),
        (&[("jenis_mutasi", "")],               &["2:jenis_mutasi E-EMPTY"]),
        (&[("jenis_mutasi", "promosi")],        &["2:jenis_mutasi E-WORD"]),
        (&[("kode_unit", "dlh")],               &["2:kode_unit E-UNIT-UNKNOWN"]),
        (&[("jabatan", "")],                    &["2:jabatan E-EMPTY"]),
        (&[("nip_atasan", ANI)],                &["2:nip_atasan E-SUPERVISOR-SELF"]),
        (&[("nip_atasan", EKO)],                &["2:nip_atasan E-SUPERVISOR-UNKNOWN"]),
        (&[("nip_atasan", "")],                 &[]),
        (&[("jenjang", "")],                    &[]),
        (&[("jenis_mutasi", "masuk"), ("kode_unit", "")], &["2:kode_unit E-EMPTY"]),
        (&[("jenis_mutasi", "atasan_baru")],
            &["2:kode_unit E-NOT-EMPTY", "2:jabatan E-NOT-EMPTY", "2:jenjang E-NOT-EMPTY"]),
        (&[("jenis_mutasi", "atasan_baru"), SAME_POST[0], SAME_POST[1], SAME_POST[2], SAME_POST[3]],
            &["2:nip_atasan E-EMPTY"]),
        (&[("jenis_mutasi", "cuti")],
            &["2:kode_unit E-NOT-EMPTY", "2:jabatan E-NOT-EMPTY", "2:nip_atasan E-NOT-EMPTY", "2:jenjang E-NOT-EMPTY"]),
        (&[("jenis_mutasi", "kembali"), SAME_POST[0], SAME_POST[1], SAME_POST[2]], &["2:jenjang E-NOT-EMPTY"]),
        (&[("jenis_mutasi", "keluar"), SAME_POST[0], SAME_POST[1], SAME_POST[3]], &["2:nip_atasan E-NOT-EMPTY"]),
    ];
    check_rows(Kind::Act(ActKind::Movement), MOVEMENT, table);
    #[rustfmt::skip]
    let twice: &[Case<'_>] = &[
        (&[&[], &[("mulai", "2026-05-02")], &[("nip", CICI)]], &[], &[]),
        (&[&[], &[("jabatan", "Kepala")]], &["3:mulai E-ROW-DUP"], &[2, 3]),
        // Ani below Budi, and Budi below Ani: a circle, unless a later move ends it.
        (&[&[], &[("nip", BUDI), ("nip_atasan", ANI)]], &["2:nip_atasan E-SUPERVISOR-CIRCLE"], &[2, 3]),
        (&[&[], &[("nip", BUDI), ("nip_atasan", ANI)], &[("mulai", "2026-06-01"), ("nip_atasan", CICI)]], &[], &[]),
    ];
    check_cases(Kind::Act(ActKind::Movement), MOVEMENT, twice);
}

#[test]
fn whoever_returns_was_away_by_the_file_or_on_record() {
    let with = |day: &'static str, kind: &'static str| {
        let mut row = vec![("mulai", day), ("jenis_mutasi", kind)];
        row.extend(SAME_POST);
        row
    };
    let [away, back] = [with("2026-05-01", "cltn"), with("2026-06-01", "kembali")];
    let [left, moved] = [with("2026-05-20", "keluar"), vec![("mulai", "2026-05-20")]];
    let later = with("2026-06-02", "cuti");
    let at_fault = |day, kind| {
        let mut row = with(day, kind);
        row.push(("jabatan", "Analis"));
        row
    };
    let [faulty, after] = [at_fault("2026-05-02", "cltn"), at_fault("2026-06-02", "cltn")];
    let [gone, mistyped] = [at_fault("2026-05-02", "keluar"), with("2026-05-02", "ctln")];
    #[rustfmt::skip]
    let table: &[Case<'_>] = &[
        (&[&away, &back],         &[],                              &[]),
        (&[&back, &away],         &[],                              &[]),
        (&[&back],                &["2:jenis_mutasi E-NOT-AWAY"],   &[2]),
        (&[&back, &later],        &["2:jenis_mutasi E-NOT-AWAY"],   &[2]),
        (&[&away, &left, &back],  &["4:jenis_mutasi E-NOT-AWAY"],   &[4]),
        // The fault of the absence is told once, and the return waits for it.
        (&[&faulty, &back],       &["2:jabatan E-NOT-EMPTY"],       &[2, 3]),
        (&[&mistyped, &back],     &["2:jenis_mutasi E-WORD"],       &[2, 3]),
        (&[&away, &faulty, &back], &["3:jabatan E-NOT-EMPTY"],      &[3]),
        // What comes after the return, or is no absence, excuses nothing.
        (&[&back, &after],        &["3:jabatan E-NOT-EMPTY", "2:jenis_mutasi E-NOT-AWAY"], &[2, 3]),
        (&[&back, &gone],         &["3:jabatan E-NOT-EMPTY", "2:jenis_mutasi E-NOT-AWAY"], &[2, 3]),
        // A transfer ends an absence.
        (&[&away, &moved, &back], &["4:jenis_mutasi E-NOT-AWAY"],   &[4]),
    ];
    check_cases(Kind::Act(ActKind::Movement), MOVEMENT, table);
    let table = file(MOVEMENT, &[&back]);
    let mut known = known();
    let told = |known: &Known| {
        let given = parsed(&table, Kind::Act(ActKind::Movement), known);
        given.problems.map_or_else(String::new, |problems| problems.to_string())
    };
    assert!(told(&known).contains("tidak tercatat sedang tidak bertugas"), "{}", told(&known));
    let (nip, on) = (nip(ANI), "2025-01-01".parse().unwrap());
    known.presences.set(&nip, on, Some(&Moved::Absent { absence: Absence::StudyAssignment }));
    assert_eq!(told(&known), "");
    known.presences.set(&nip, on, Some(&Moved::End));
    assert!(told(&known).contains("yang datang lagi ditulis sebagai `masuk`"), "{}", told(&known));
}

#[test]
fn tells_what_is_wrong_with_proposals() {
    #[rustfmt::skip]
    let table: &[RowCase<'_>] = &[
        (&[("nip", "")],                             &["2:nip E-EMPTY"]),
        (&[("periode", "2026-S1")],                  &["2:periode E-PERIOD-CADENCE"]),
        (&[("kode", "")],                            &["2:kode E-EMPTY"]),
        (&[("kode", "a b")],                         &["2:kode E-CODE"]),
        (&[("usulan", "")],                          &["2:usulan E-EMPTY"]),
        (&[("tanggal_usulan", "")],                  &["2:tanggal_usulan E-EMPTY"]),
        (&[("tanggal_usulan", "2026-07-21")],        &["2:tanggal_usulan E-DATE-FUTURE"]),
        (&[("tanggal_usulan", "2026-03-05")],        &[]),
        (&[("tanggal_usulan", "2026-03-06")],        &["2:tanggal_jawaban E-DATE-ORDER"]),
        (&[("jawaban", "")],
            &["2:alasan_jawaban E-NOT-EMPTY", "2:tanggal_jawaban E-NOT-EMPTY", "2:nip_penjawab E-NOT-EMPTY"]),
        (&[("jawaban", "nanti")],                    &["2:jawaban E-WORD"]),
        (&[("alasan_jawaban", "")],                  &["2:alasan_jawaban E-EMPTY"]),
        (&[("alasan_jawaban", ""), ("jawaban", "diterima")], &[]),
        (&[("alasan_jawaban", ""), ("jawaban", "diubah")],   &[]),
        (&[("tanggal_jawaban", "")],                 &["2:tanggal_jawaban E-EMPTY"]),
        (&[("nip_penjawab", ANI)],                   &["2:nip_penjawab E-OFFICIAL-SELF"]),
        (&[("nip_penjawab", EKO)],                   &["2:nip_penjawab E-OFFICIAL-UNKNOWN"]),
    ];
    check_rows(Kind::Act(ActKind::Proposal), PROPOSAL, table);
    let twice: &[Case<'_>] = &[(&[&[], &[("usulan", "Lain")]], &["3:kode E-ROW-DUP"], &[2, 3])];
    check_cases(Kind::Act(ActKind::Proposal), PROPOSAL, twice);
}

#[test]
fn tells_what_is_wrong_with_means() {
    let [most, long] = [40, 41].map(|length| "x".repeat(length));
    #[rustfmt::skip]
    let table: &[RowCase<'_>] = &[
        (&[("nip", EKO)],                            &["2:nip E-NIP-UNKNOWN"]),
        (&[("kode_dukungan", "")],                   &["2:kode_dukungan E-EMPTY"]),
        (&[("kode_dukungan", &long)],                &["2:kode_dukungan E-CODE"]),
        (&[("kode_dukungan", &most)],           &[]),
        (&[("dukungan_diminta", "")],                &["2:dukungan_diminta E-EMPTY"]),
        (&[("tanggal_diminta", "2026-04-02")],       &["2:tanggal_diberikan E-DATE-ORDER"]),
        (&[("diberikan", "mungkin")],                &["2:diberikan E-WORD"]),
        (&[("diberikan", "")],                       &["2:tanggal_diberikan E-NOT-EMPTY"]),
        (&[("tanggal_diberikan", "")],               &["2:tanggal_diberikan E-EMPTY"]),
        (&[("tanggal_diberikan", "2026-07-21")],     &["2:tanggal_diberikan E-DATE-FUTURE"]),
    ];
    check_rows(Kind::Act(ActKind::Support), SUPPORT, table);
    #[rustfmt::skip]
    let twice: &[Case<'_>] = &[(&[&[], &[("diberikan", "ya")]], &["3:kode_dukungan E-ROW-DUP"], &[2, 3])];
    check_cases(Kind::Act(ActKind::Support), SUPPORT, twice);
}
