//! `penilaian`, `putusan`, `keberatan`, `capaian_organisasi`.

use kinerja_core::{
    consequence::Role,
    evaluation::{Judgement, Ratings as Given},
    organisation::OrgAchievement,
    scheme::Rating,
};

use super::super::{
    ANI, BUDI, CICI, Case, Change, EKO, RowCase, UNIT, check_cases, check_rows, nip,
};
use super::{one, taken};
use crate::import::headings::Kind;
use crate::store::acts::{
    Act, ActKind, Subject,
    judgement::{Achievement, ActingAs, Decision, Objected, Objection, Outcome, Ratings, Ruling},
};

const RATINGS: &[Change<'_>] = &[
    ("nip", ANI),
    ("periode", "2026-Q2"),
    ("nip_penilai", BUDI),
    ("tanggal", "2026-07-01"),
    ("rating_hasil", "di_atas"),
    ("rating_perilaku", "sesuai"),
    ("alasan_penilaian", ""),
];

const DECISION: &[Change<'_>] = &[
    ("nip", ANI),
    ("periode", "2026-Q2"),
    ("nip_pemutus", BUDI),
    ("peran", "atasan_langsung"),
    ("tanggal", "2026-07-05"),
    ("putusan_hasil", "sesuai"),
    ("putusan_perilaku", "di_bawah"),
    ("dasar_putusan", "Bukti diperiksa."),
    ("usulan_ke", "2"),
];

const OBJECTION: &[Change<'_>] = &[
    ("nip", ANI),
    ("periode", "2026-Q2"),
    ("tanggal_terima", "2026-07-06"),
    ("tanggal_keberatan", "2026-07-10"),
    ("isi_keberatan", "Bukti IK1 tidak dibaca."),
    ("nip_pemutus", CICI),
    ("tanggal_putusan", "2026-07-15"),
    ("hasil_keberatan", "dikabulkan"),
    ("rating_hasil_baru", "sesuai"),
    ("rating_perilaku_baru", "sesuai"),
    ("alasan_putusan", "Bukti sah."),
];

const ACHIEVEMENT: &[Change<'_>] = &[
    ("kode_unit", UNIT),
    ("periode", "2026-Q2"),
    ("capaian", "istimewa"),
    ("penetap", "Wali Kota"),
    ("tanggal_penetapan", "2026-07-03"),
    ("nip_kepala", ""),
];

/// A row in which nobody objected.
const RECEIVED: [Change<'_>; 8] = [
    ("tanggal_keberatan", ""),
    ("isi_keberatan", ""),
    ("nip_pemutus", ""),
    ("tanggal_putusan", ""),
    ("hasil_keberatan", ""),
    ("rating_hasil_baru", ""),
    ("rating_perilaku_baru", ""),
    ("alasan_putusan", ""),
];

fn given(result: Rating, behaviour: Rating) -> Judgement {
    Judgement::Ratings(Given { result, behaviour })
}

#[test]
fn reads_ratings_and_decisions() {
    let record = one(ActKind::Ratings, RATINGS, &[]);
    assert_eq!(record.about, Subject::Person(nip(ANI)));
    assert_eq!(record.period, Some("2026-Q2".parse().unwrap()));
    assert_eq!(record.on.to_string(), "2026-07-01");
    assert_eq!(
        record.act,
        Act::Ratings(Ratings {
            evaluator: nip(BUDI),
            result: Rating::Above,
            behaviour: Rating::Meets,
            reason: None,
        })
    );
    let later: &[Change<'_>] = &[("tanggal", "2026-07-06"), ("usulan_ke", "")];
    let records = taken(ActKind::Decision, DECISION, &[&[], later]);
    let decision = Decision {
        official: nip(BUDI),
        role: ActingAs::Role(Role::Superior),
        proposal: Some(2),
        judgement: given(Rating::Meets, Rating::Below),
        reason: Some("Bukti diperiksa.".to_owned()),
    };
    assert_eq!(records[0].act, Act::Decision(decision.clone()));
    assert_eq!(records[1].act, Act::Decision(Decision { proposal: None, ..decision }));
    assert_ne!(records[0].key, records[1].key, "a later decision is another act");
}

#[test]
fn reads_an_objection_as_far_as_it_has_come() {
    let received = "2026-07-06".parse().unwrap();
    let outcome = Outcome {
        official: nip(CICI),
        on: "2026-07-15".parse().unwrap(),
        ruling: Ruling::Uphold(given(Rating::Meets, Rating::Meets)),
        reason: "Bukti sah.".to_owned(),
    };
    let objected = |outcome| Objected {
        on: "2026-07-10".parse().unwrap(),
        reasons: "Bukti IK1 tidak dibaca.".to_owned(),
        outcome,
    };
    let rejected: &[Change<'_>] =
        &[("hasil_keberatan", "ditolak"), ("rating_hasil_baru", ""), ("rating_perilaku_baru", "")];
    let rejection = Outcome { ruling: Ruling::Reject, ..outcome.clone() };
    #[rustfmt::skip]
    let table: [(&[Change<'_>], Option<Objected>); 4] = [
        (&RECEIVED,      None),
        (&RECEIVED[2..], Some(objected(None))),
        (&[],            Some(objected(Some(outcome)))),
        (rejected,       Some(objected(Some(rejection)))),
    ];
    let mut keys = Vec::new();
    for (changes, objected) in table {
        let record = one(ActKind::Objection, OBJECTION, changes);
        assert_eq!(record.act, Act::Objection(Objection { received, objected }), "{changes:?}");
        keys.push(record.key);
    }
    keys.dedup();
    assert_eq!(keys.len(), 1, "the same matter all along: {keys:?}");
}

#[test]
fn reads_what_a_unit_achieved() {
    let record = one(ActKind::Achievement, ACHIEVEMENT, &[("nip_kepala", ANI)]);
    assert_eq!(record.about, Subject::Unit(UNIT.to_owned()));
    assert_eq!(
        record.act,
        Act::Achievement(Achievement {
            achievement: OrgAchievement::Excellent,
            set_by: "Wali Kota".to_owned(),
            head: Some(nip(ANI)),
        })
    );
}

#[test]
fn tells_what_is_wrong_with_ratings_and_decisions() {
    let [most, long] = [4_000, 4_001].map(|length| "x".repeat(length));
    #[rustfmt::skip]
    let ratings: &[RowCase<'_>] = &[
        (&[("nip", EKO)],                      &["2:nip E-NIP-UNKNOWN"]),
        (&[("periode", "2026")],               &["2:periode E-PERIOD-CADENCE"]),
        (&[("nip_penilai", "")],               &["2:nip_penilai E-EMPTY"]),
        (&[("nip_penilai", ANI)],              &["2:nip_penilai E-EVALUATOR-SELF"]),
        (&[("nip_penilai", EKO)],              &["2:nip_penilai E-EVALUATOR-UNKNOWN"]),
        (&[("tanggal", "")],                   &["2:tanggal E-EMPTY"]),
        (&[("tanggal", "2026-07-20")],         &[]),
        (&[("tanggal", "2026-07-21")],         &["2:tanggal E-DATE-FUTURE"]),
        (&[("tanggal", "2026-04-01")],         &[]),
        (&[("tanggal", "2026-03-31")],         &["2:tanggal E-DATE-EARLY"]),
        (&[("rating_hasil", "")],              &["2:rating_hasil E-EMPTY"]),
        (&[("rating_hasil", "baik")],          &["2:rating_hasil E-WORD"]),
        (&[("rating_perilaku", "Sesuai")],     &[]),
        (&[("rating_perilaku", "4")],          &["2:rating_perilaku E-WORD"]),
        (&[("alasan_penilaian", &long)],       &["2:alasan_penilaian E-TEXT-LONG"]),
        (&[("alasan_penilaian", &most)],  &[]),
        (&[("nip", "?"), ("periode", "?"), ("nip_penilai", "?"), ("tanggal", "?"), ("rating_hasil", "?"), ("rating_perilaku", "?")],
            &["2:nip E-NIP-FORM", "2:periode E-PERIOD", "2:nip_penilai E-NIP-FORM", "2:tanggal E-DATE", "2:rating_hasil E-WORD", "2:rating_perilaku E-WORD"]),
    ];
    check_rows(Kind::Act(ActKind::Ratings), RATINGS, ratings);
    #[rustfmt::skip]
    let decisions: &[RowCase<'_>] = &[
        (&[("nip_pemutus", ANI)],              &["2:nip_pemutus E-OFFICIAL-SELF"]),
        (&[("nip_pemutus", EKO)],              &["2:nip_pemutus E-OFFICIAL-UNKNOWN"]),
        (&[("nip_pemutus", "")],               &["2:nip_pemutus E-EMPTY"]),
        (&[("peran", "")],                     &["2:peran E-EMPTY"]),
        (&[("peran", "bupati")],               &["2:peran E-WORD"]),
        (&[("peran", "pejabat_lain")],         &[]),
        (&[("tanggal", "2026-03-31")],         &["2:tanggal E-DATE-EARLY"]),
        (&[("tanggal", "2026-07-21")],         &["2:tanggal E-DATE-FUTURE"]),
        (&[("putusan_hasil", "x")],            &["2:putusan_hasil E-WORD"]),
        (&[("putusan_perilaku", "")],          &["2:putusan_perilaku E-EMPTY"]),
        (&[("dasar_putusan", "")],             &[]),
        (&[("usulan_ke", "0")],                &["2:usulan_ke E-WHOLE"]),
        (&[("usulan_ke", "1,5")],              &["2:usulan_ke E-WHOLE"]),
        (&[("usulan_ke", "-1")],               &["2:usulan_ke E-WHOLE"]),
        (&[("usulan_ke", "satu")],             &["2:usulan_ke E-NUMBER"]),
        (&[("usulan_ke", "1")],                &[]),
    ];
    check_rows(Kind::Act(ActKind::Decision), DECISION, decisions);
}

#[test]
fn tells_what_is_wrong_with_objections_and_achievements() {
    #[rustfmt::skip]
    let objections: &[RowCase<'_>] = &[
        (&[("tanggal_terima", "")],                 &["2:tanggal_terima E-EMPTY"]),
        (&[("tanggal_terima", "2026-03-31")],       &["2:tanggal_terima E-DATE-EARLY"]),
        (&[("tanggal_terima", "2026-07-11")],       &["2:tanggal_keberatan E-DATE-ORDER"]),
        (&[("tanggal_terima", "2026-07-10")],       &[]),
        (&[("isi_keberatan", "")],                  &["2:isi_keberatan E-EMPTY"]),
        (&[("tanggal_keberatan", "2026-07-16")],    &["2:tanggal_putusan E-DATE-ORDER"]),
        (&[("tanggal_keberatan", "2026-07-15")],    &[]),
        (&[("tanggal_keberatan", "Juli")],          &["2:tanggal_keberatan E-DATE"]),
        (&[("tanggal_keberatan", "")],
            &["2:isi_keberatan E-NOT-EMPTY", "2:hasil_keberatan E-NOT-EMPTY", "2:nip_pemutus E-NOT-EMPTY", "2:tanggal_putusan E-NOT-EMPTY", "2:rating_hasil_baru E-NOT-EMPTY", "2:rating_perilaku_baru E-NOT-EMPTY", "2:alasan_putusan E-NOT-EMPTY"]),
        (&[("hasil_keberatan", "")],
            &["2:nip_pemutus E-NOT-EMPTY", "2:tanggal_putusan E-NOT-EMPTY", "2:rating_hasil_baru E-NOT-EMPTY", "2:rating_perilaku_baru E-NOT-EMPTY", "2:alasan_putusan E-NOT-EMPTY"]),
        (&[("hasil_keberatan", "ditolak")],
            &["2:rating_hasil_baru E-NOT-EMPTY", "2:rating_perilaku_baru E-NOT-EMPTY"]),
        (&[("hasil_keberatan", "sebagian")],        &["2:hasil_keberatan E-WORD"]),
        (&[("rating_hasil_baru", "")],              &["2:rating_hasil_baru E-EMPTY"]),
        (&[("nip_pemutus", "")],                    &["2:nip_pemutus E-EMPTY"]),
        (&[("nip_pemutus", ANI)],                   &["2:nip_pemutus E-OFFICIAL-SELF"]),
        (&[("tanggal_putusan", "2026-07-21")],      &["2:tanggal_putusan E-DATE-FUTURE"]),
        (&[("alasan_putusan", "")],                 &["2:alasan_putusan E-EMPTY"]),
        (&RECEIVED,                                 &[]),
        (&RECEIVED[2..],                            &[]),
    ];
    check_rows(Kind::Act(ActKind::Objection), OBJECTION, objections);
    let long = "x".repeat(201);
    #[rustfmt::skip]
    let achievements: &[RowCase<'_>] = &[
        (&[("kode_unit", "dlh")],                   &["2:kode_unit E-UNIT-UNKNOWN"]),
        (&[("kode_unit", "")],                      &["2:kode_unit E-EMPTY"]),
        (&[("periode", "2026-05")],                 &["2:periode E-PERIOD-CADENCE"]),
        (&[("capaian", "sangat_baik")],             &["2:capaian E-WORD"]),
        (&[("capaian", "sangat_kurang")],           &[]),
        (&[("penetap", "")],                        &["2:penetap E-EMPTY"]),
        (&[("penetap", &long)],                     &["2:penetap E-TEXT-LONG"]),
        (&[("tanggal_penetapan", "2026-03-31")],    &["2:tanggal_penetapan E-DATE-EARLY"]),
        (&[("tanggal_penetapan", "")],              &["2:tanggal_penetapan E-EMPTY"]),
        (&[("nip_kepala", EKO)],                    &["2:nip_kepala E-OFFICIAL-UNKNOWN"]),
    ];
    check_rows(Kind::Act(ActKind::Achievement), ACHIEVEMENT, achievements);
}

#[test]
fn two_rows_about_the_same_are_told_and_neither_is_taken() {
    #[rustfmt::skip]
    let ratings: &[Case<'_>] = &[
        (&[&[], &[("nip", CICI)], &[("rating_hasil", "sesuai")]], &["4:periode E-ROW-DUP"], &[2, 4]),
        // Also when one of them is wrong in itself.
        (&[&[], &[("rating_hasil", "x")]], &["3:rating_hasil E-WORD", "3:periode E-ROW-DUP"], &[2, 3]),
    ];
    check_cases(Kind::Act(ActKind::Ratings), RATINGS, ratings);
    #[rustfmt::skip]
    let decisions: &[Case<'_>] = &[
        (&[&[], &[("tanggal", "2026-07-06")]], &[], &[]),
        (&[&[], &[("putusan_hasil", "di_atas")]], &["3:tanggal E-ROW-DUP"], &[2, 3]),
    ];
    check_cases(Kind::Act(ActKind::Decision), DECISION, decisions);
    #[rustfmt::skip]
    let achievements: &[Case<'_>] = &[(&[&[], &[("capaian", "baik")]], &["3:kode_unit E-ROW-DUP"], &[2, 3])];
    check_cases(Kind::Act(ActKind::Achievement), ACHIEVEMENT, achievements);
    let objections: &[Case<'_>] = &[(&[&[], &RECEIVED], &["3:periode E-ROW-DUP"], &[2, 3])];
    check_cases(Kind::Act(ActKind::Objection), OBJECTION, objections);
}
