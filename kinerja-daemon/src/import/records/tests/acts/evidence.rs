//! `laporan_harian`, `umpan_balik`, `survei`, `pengaduan`.

use super::super::{ANI, BUDI, CICI, Case, Change, EKO, RowCase, UNIT, check_cases, check_rows};
use super::{one, taken};
use crate::import::headings::Kind;
use crate::store::acts::{
    Act, ActKind, Subject,
    evidence::{
        Complaint, ComplaintKind, DailyReport, Feedback, FeedbackDirection, RaterClass,
        ReportState, SurveyAnswers, SurveyElement,
    },
};

pub(super) const DAILY: &[Change<'_>] = &[
    ("nip", ANI),
    ("tanggal_laporan", "2026-05-04"),
    ("urutan", "1"),
    ("kegiatan", "Melayani loket"),
    ("menit", "300"),
    ("kode", "NAIK"),
    ("diterima", "ya"),
];

const FEEDBACK: &[Change<'_>] = &[
    ("nip", ANI),
    ("periode", "2026-Q2"),
    ("nomor", "UB-1"),
    ("tanggal_umpan_balik", "2026-05-04"),
    ("dari", "rekan"),
    ("arah_umpan_balik", "apresiasi"),
    ("skor", "87,5"),
    ("catatan", "Cepat"),
];

const SURVEY: &[Change<'_>] = &[
    ("kode_unit", UNIT),
    ("layanan", "ktp"),
    ("periode", "2026-Q2"),
    ("unsur", "waktu"),
    ("jawaban_1", "0"),
    ("jawaban_2", "1"),
    ("jawaban_3", "1.200"),
    ("jawaban_4", "3"),
];

pub(super) const COMPLAINT: &[Change<'_>] = &[
    ("kode_unit", UNIT),
    ("layanan", "ktp"),
    ("periode", "2026-Q2"),
    ("nomor", "LAPOR/17"),
    ("jenis_pengaduan", "kritik"),
    ("tanggal_pengaduan", "2026-06-30"),
    ("saluran", "loket"),
    ("ringkasan", "Antre dua jam"),
    ("selesai", ""),
];

#[test]
fn reads_days_and_feedback() {
    let record = one(ActKind::DailyReport, DAILY, &[]);
    assert_eq!(record.period, Some("2026-Q2".parse().unwrap()), "the day tells the period");
    let report = DailyReport {
        activity: "Melayani loket".to_owned(),
        minutes: 300,
        code: Some("NAIK".parse().unwrap()),
        state: ReportState::Accepted,
    };
    assert_eq!(record.act, Act::DailyReport(report.clone()));
    for (word, state) in [("", ReportState::Submitted), ("tidak", ReportState::Returned)] {
        let record = one(ActKind::DailyReport, DAILY, &[("diterima", word), ("kode", "")]);
        assert_eq!(
            record.act,
            Act::DailyReport(DailyReport { state, code: None, ..report.clone() })
        );
    }
    let empty: &[Change<'_>] = &[("nomor", "UB-2"), ("skor", ""), ("catatan", "")];
    let records = taken(ActKind::Feedback, FEEDBACK, &[&[], empty]);
    let feedback = Feedback {
        from: RaterClass::Peer,
        direction: FeedbackDirection::Praise,
        score: Some("87.5".parse().unwrap()),
        text: Some("Cepat".to_owned()),
    };
    assert_eq!(records[0].act, Act::Feedback(feedback.clone()));
    assert_eq!(records[1].act, Act::Feedback(Feedback { score: None, text: None, ..feedback }));
}

#[test]
fn reads_what_the_public_says_of_a_service() {
    let record = one(ActKind::SurveyAnswers, SURVEY, &[]);
    let service = "ktp".parse().unwrap();
    assert_eq!(record.about, Subject::Service { unit: UNIT.to_owned(), service });
    let answers = SurveyAnswers { element: SurveyElement::Time, answers: [0, 1, 1_200, 3] };
    assert_eq!(record.act, Act::SurveyAnswers(answers));
    let record = one(ActKind::Complaint, COMPLAINT, &[("selesai", "2026-07-02")]);
    assert_eq!(
        record.act,
        Act::Complaint(Complaint {
            kind: ComplaintKind::Criticism,
            number: "LAPOR/17".to_owned(),
            channel: "loket".to_owned(),
            summary: "Antre dua jam".to_owned(),
            answered: Some("2026-07-02".parse().unwrap()),
        })
    );
    let other = one(ActKind::Complaint, COMPLAINT, &[("layanan", "kk")]);
    assert_eq!(other.key, record.key, "a complaint stays the same when its service is corrected");
}

#[test]
fn tells_what_is_wrong_with_daily_reports() {
    #[rustfmt::skip]
    let table: &[RowCase<'_>] = &[
        (&[("nip", EKO)],                       &["2:nip E-NIP-UNKNOWN"]),
        (&[("tanggal_laporan", "")],            &["2:tanggal_laporan E-EMPTY"]),
        (&[("tanggal_laporan", "2026-07-21")],  &["2:tanggal_laporan E-DATE-FUTURE"]),
        (&[("tanggal_laporan", "1969-12-31"), ("kode", "")], &["2:tanggal_laporan E-DATE-RANGE"]),
        (&[("urutan", "")],                     &["2:urutan E-EMPTY"]),
        (&[("urutan", "0")],                    &["2:urutan E-WHOLE"]),
        (&[("urutan", "99")],                   &[]),
        (&[("urutan", "100")],                  &["2:urutan E-WHOLE"]),
        (&[("kegiatan", "")],                   &["2:kegiatan E-EMPTY"]),
        (&[("menit", "")],                      &["2:menit E-EMPTY"]),
        (&[("menit", "0")],                     &["2:menit E-WHOLE"]),
        (&[("menit", "1.440")],                 &[]),
        (&[("menit", "1441")],                  &["2:menit E-WHOLE"]),
        (&[("menit", "1,5")],                   &["2:menit E-WHOLE"]),
        (&[("kode", "LAIN")],                   &["2:kode E-CODE-UNKNOWN"]),
        (&[("kode", "a b")],                    &["2:kode E-CODE"]),
        (&[("nip", BUDI)],                      &["2:kode E-PLAN-UNKNOWN"]),
        (&[("nip", BUDI), ("kode", "")],        &[]),
        (&[("tanggal_laporan", "2026-03-31")],  &["2:kode E-PLAN-UNKNOWN"]),
        (&[("diterima", "x")],                  &["2:diterima E-WORD"]),
    ];
    check_rows(Kind::Act(ActKind::DailyReport), DAILY, table);
    #[rustfmt::skip]
    let cases: &[Case<'_>] = &[
        (&[&[], &[("kegiatan", "Rapat")]], &["3:urutan E-ROW-DUP"], &[2, 3]),
        (&[&[("menit", "1000")], &[("urutan", "2"), ("menit", "440")]], &[], &[]),
        (&[&[("menit", "1000")], &[("nip", CICI), ("kode", "")], &[("urutan", "2"), ("menit", "441")]],
            &["4:menit E-DAY-MINUTES"], &[2, 4]),
        (&[&[("menit", "1000")], &[("urutan", "2"), ("menit", "1000"), ("tanggal_laporan", "2026-05-05")]], &[], &[]),
    ];
    check_cases(Kind::Act(ActKind::DailyReport), DAILY, cases);
}

#[test]
fn tells_what_is_wrong_with_feedback() {
    let [most, long] = [2_000, 2_001].map(|length| "x".repeat(length));
    #[rustfmt::skip]
    let table: &[RowCase<'_>] = &[
        (&[("periode", "2026")],                     &["2:periode E-PERIOD-CADENCE"]),
        (&[("nomor", "")],                           &["2:nomor E-EMPTY"]),
        (&[("nomor", "a b")],                        &["2:nomor E-CODE"]),
        (&[("nomor", BUDI)],                         &["2:nomor E-PRIVATE"]),
        (&[("tanggal_umpan_balik", "2026-03-31")],   &["2:tanggal_umpan_balik E-DATE-RANGE"]),
        (&[("tanggal_umpan_balik", "2026-04-01")],   &[]),
        (&[("tanggal_umpan_balik", "2026-06-30")],   &[]),
        (&[("tanggal_umpan_balik", "2026-07-01")],   &["2:tanggal_umpan_balik E-DATE-RANGE"]),
        (&[("dari", "teman")],                       &["2:dari E-WORD"]),
        (&[("dari", "diri_sendiri")],                &[]),
        (&[("arah_umpan_balik", "")],                &["2:arah_umpan_balik E-EMPTY"]),
        (&[("skor", "100")],                         &[]),
        (&[("skor", "100,000001")],                  &["2:skor E-SCORE"]),
        (&[("skor", "-1")],                          &["2:skor E-SCORE"]),
        (&[("skor", "87.5")],                        &["2:skor E-NUMBER"]),
        (&[("catatan", &long)],                      &["2:catatan E-TEXT-LONG"]),
        (&[("catatan", &most)],                 &[]),
    ];
    check_rows(Kind::Act(ActKind::Feedback), FEEDBACK, table);
    let twice: &[Case<'_>] = &[(&[&[], &[("dari", "atasan")]], &["3:nomor E-ROW-DUP"], &[2, 3])];
    check_cases(Kind::Act(ActKind::Feedback), FEEDBACK, twice);
}

#[test]
fn tells_what_is_wrong_with_what_the_public_says() {
    #[rustfmt::skip]
    let surveys: &[RowCase<'_>] = &[
        (&[("kode_unit", "dlh")],          &["2:kode_unit E-UNIT-UNKNOWN"]),
        (&[("layanan", "")],               &["2:layanan E-EMPTY"]),
        (&[("layanan", "kartu tanda")],    &["2:layanan E-CODE"]),
        (&[("periode", "2026-06")],        &["2:periode E-PERIOD-CADENCE"]),
        (&[("unsur", "U9")],               &["2:unsur E-WORD"]),
        (&[("jawaban_1", "")],             &["2:jawaban_1 E-EMPTY"]),
        (&[("jawaban_2", "-1")],           &["2:jawaban_2 E-WHOLE"]),
        (&[("jawaban_3", "0,5")],          &["2:jawaban_3 E-WHOLE"]),
        (&[("jawaban_4", "9999999")],      &[]),
        (&[("jawaban_4", "10000000")],     &["2:jawaban_4 E-WHOLE"]),
    ];
    check_rows(Kind::Act(ActKind::SurveyAnswers), SURVEY, surveys);
    #[rustfmt::skip]
    let complaints: &[RowCase<'_>] = &[
        (&[("kode_unit", "")],                        &["2:kode_unit E-EMPTY"]),
        (&[("nomor", "")],                            &["2:nomor E-EMPTY"]),
        (&[("nomor", "3374010101850001")],            &["2:nomor E-PRIVATE"]),
        (&[("jenis_pengaduan", "pujian")],            &["2:jenis_pengaduan E-WORD"]),
        (&[("tanggal_pengaduan", "2026-07-01")],      &["2:tanggal_pengaduan E-DATE-RANGE"]),
        (&[("saluran", "ani@go.id")],                 &["2:saluran E-PRIVATE"]),
        (&[("ringkasan", "")],                        &["2:ringkasan E-EMPTY"]),
        (&[("ringkasan", "petugas 198501012010012001 lambat")], &["2:ringkasan E-PRIVATE"]),
        (&[("ringkasan", "petugas 19850101 201001 2 001 lambat")], &["2:ringkasan E-PRIVATE"]),
        (&[("selesai", "2026-06-29")],                &["2:selesai E-DATE-ORDER"]),
        (&[("selesai", "2026-06-30")],                &[]),
        (&[("selesai", "2026-07-21")],                &["2:selesai E-DATE-FUTURE"]),
    ];
    check_rows(Kind::Act(ActKind::Complaint), COMPLAINT, complaints);
    #[rustfmt::skip]
    let twice: &[Case<'_>] = &[
        (&[&[], &[("unsur", "biaya")], &[("layanan", "kk")]], &[], &[]),
        (&[&[], &[("jawaban_1", "5")]], &["3:unsur E-ROW-DUP"], &[2, 3]),
    ];
    check_cases(Kind::Act(ActKind::SurveyAnswers), SURVEY, twice);
    let twice: &[Case<'_>] = &[(&[&[], &[("layanan", "kk")]], &["3:nomor E-ROW-DUP"], &[2, 3])];
    check_cases(Kind::Act(ActKind::Complaint), COMPLAINT, twice);
}
