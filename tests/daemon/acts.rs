//! What the store promises of acts: nothing is overwritten, nothing is doubled.

use kinerja_core::{people::Nip, plan::Code, scheme::Rating};
use kinerja_daemon::store::acts::{
    Act, ActKind, StoredAct, Subject,
    evidence::{SurveyAnswers, SurveyElement},
    judgement::Ratings,
};

use crate::world::World;

const BAMBANG: &str = "197006201994011003";
const BUDI: &str = "197307192003012003";

/// One file of each kind, in no order.
pub(crate) const FILES: [(&str, &str); 14] = [
    (
        "tindak_lanjut",
        "nip;kode_unit;periode;aturan;langkah;uraian;batas;selesai;pelaksana\n\
        197307192003012003;;2026-Q2;bimbingan;1;Bertemu tiap pekan;2026-08-31;;atasan_langsung\n\
        ;setda;2026-Q2;rapat_evaluasi;1;Bahas antrean;2026-07-31;2026-07-19;kepala_unit\n",
    ),
    (
        "pelatihan",
        "nip;pelatihan;tanggal_selesai;jam;aturan\n\
        197307192003012003;Arsip digital;2026-06-12;24;\n",
    ),
    (
        "keberatan",
        "nip;periode;tanggal_terima;tanggal_keberatan;isi_keberatan\n\
        197307192003012003;2026-Q2;2026-07-10;2026-07-12;Bukti tidak dibaca\n",
    ),
    (
        "putusan",
        "nip;periode;nip_pemutus;peran;tanggal;putusan_hasil;putusan_perilaku;dasar_putusan\n\
        197307192003012003;2026-Q2;197006201994011003;atasan_langsung;2026-07-09;sesuai;sesuai;\n",
    ),
    (
        "penilaian",
        "nip;periode;nip_penilai;tanggal;rating_hasil;rating_perilaku;alasan_penilaian\n\
        197307192003012003;2026-Q2;197006201994011003;2026-07-08;sesuai;di_atas;Rapi\n",
    ),
    (
        "pengaduan",
        "kode_unit;layanan;periode;nomor;jenis_pengaduan;tanggal_pengaduan;saluran;ringkasan;selesai\n\
        setda;surat;2026-Q2;7/2026;pengaduan;2026-05-04;loket;Antre lama;\n",
    ),
    (
        "survei",
        "kode_unit;layanan;periode;unsur;jawaban_1;jawaban_2;jawaban_3;jawaban_4\n\
        setda;surat;2026-Q2;waktu;0;1;6;3\n",
    ),
    (
        "umpan_balik",
        "nip;periode;nomor;tanggal_umpan_balik;dari;arah_umpan_balik\n\
        197307192003012003;2026-Q2;UB-1;2026-05-04;rekan;apresiasi\n",
    ),
    (
        "laporan_harian",
        "nip;tanggal_laporan;urutan;kegiatan;menit\n\
        197307192003012003;2026-05-04;1;Menata arsip;120\n",
    ),
    (
        "dukungan",
        "nip;periode;kode_dukungan;dukungan_diminta;tanggal_diminta;diberikan;tanggal_diberikan\n\
        197307192003012003;2026-Q2;D1;Pemindai;2026-03-20;;\n",
    ),
    (
        "usulan_rencana",
        "nip;periode;kode;usulan;tanggal_usulan;jawaban;tanggal_jawaban;nip_penjawab\n\
        197307192003012003;2026-Q2;IK9;Pindai arsip lama;2026-03-20;diterima;2026-03-25;197006201994011003\n",
    ),
    (
        "mutasi",
        "nip;mulai;jenis_mutasi;kode_unit;jabatan;nip_atasan\n\
        197307192003012003;2026-05-01;atasan_baru;;;197006201994011003\n",
    ),
    (
        "capaian_organisasi",
        "kode_unit;periode;capaian;penetap;tanggal_penetapan\n\
        setda;2026-Q2;baik;Wali Kota;2026-07-03\n",
    ),
    (
        "penilaian_lama",
        "nip;periode;nip_penilai;tanggal;memimpin;orientasi_pelayanan;komitmen;kerja_sama;tugas_tambahan\n\
        197307192003012003;2020-Q4;197006201994011003;2021-01-08;ya;90;91;92;3\n",
    ),
];

fn ratings(nip: &str, rating: &str) -> String {
    format!(
        "nip;periode;nip_penilai;tanggal;rating_hasil;rating_perilaku\n\
        {nip};2026-Q2;{BAMBANG};2026-07-08;{rating};sesuai\n"
    )
}

async fn acts_of(world: &World, nip: &str) -> Vec<StoredAct> {
    acts_in(world, nip, "2026-Q2").await
}

async fn acts_in(world: &World, nip: &str, period: &str) -> Vec<StoredAct> {
    let store = world.store().await;
    let nip: Nip = nip.parse().unwrap();
    let region = "samarinda".parse().unwrap();
    let found = store.acts_of_person(&region, &nip, period.parse().unwrap()).await.unwrap();
    store.close().await;
    assert_eq!(found.unreadable, []);
    found.acts
}

fn result_ratings(acts: &[StoredAct]) -> Vec<(u32, Rating)> {
    let mut ratings = Vec::new();
    for stored in acts {
        if let Act::Ratings(Ratings { result, .. }) = &stored.act {
            ratings.push((stored.revision, *result));
        }
    }
    ratings
}

#[tokio::test]
async fn each_kind_comes_in_once_and_is_read_back() {
    let world = World::of_one_unit().await;
    let sql = world.sql().await;
    for (name, text) in FILES {
        world.import_text(&format!("{name}.csv"), text).await;
    }
    let before = sql.table("act").await;
    assert_eq!(before.lines().count(), 15);
    // The same rows in files with other bytes.
    for (name, text) in FILES {
        world.import_text(&format!("{name}-lagi.csv"), &text.replace(';', ",")).await;
    }
    assert!(sql.table("act").await == before, "the same rows changed something");

    let kinds: Vec<ActKind> =
        acts_of(&world, BUDI).await.iter().map(|act| act.act.kind()).collect();
    let of_others = [ActKind::Achievement, ActKind::SurveyAnswers, ActKind::Complaint];
    // Samarinda has no rule that uses them, so it takes none; the last is of another
    // period.
    let not_used = [ActKind::Attendance, ActKind::Potential, ActKind::OlderAssessment];
    let of_person =
        ActKind::ALL.iter().filter(|kind| ![&of_others[..], &not_used].concat().contains(kind));
    let mut of_person: Vec<ActKind> = of_person.copied().collect();
    of_person.sort_by_key(|kind| kind.name());
    assert_eq!(kinds, of_person);
    assert_eq!(acts_of(&world, BAMBANG).await, []);
    let older = acts_in(&world, BUDI, "2020-Q4").await;
    assert!(older.iter().any(|act| act.act.kind() == ActKind::OlderAssessment), "{older:?}");

    let store = world.store().await;
    let (region, period) = ("samarinda".parse().unwrap(), "2026-Q2".parse().unwrap());
    let of_unit = store.acts_of_unit(&region, "setda", period).await.unwrap().acts;
    let kinds: Vec<&str> = of_unit.iter().map(|act| act.act.kind().name()).collect();
    assert_eq!(kinds, ["capaian_organisasi", "pengaduan", "survei", "tindak_lanjut"]);
    let survey = store.acts_of_region(&region, period, ActKind::SurveyAnswers).await.unwrap().acts;
    let service: Code = "surat".parse().unwrap();
    let answers = SurveyAnswers { element: SurveyElement::Time, answers: [0, 1, 6, 3] };
    let expected = StoredAct {
        about: Subject::Service { unit: "setda".to_owned(), service },
        period: Some(period),
        on: "2026-06-30".parse().unwrap(),
        revision: 1,
        act: Act::SurveyAnswers(answers),
    };
    assert_eq!(survey, [expected]);
    // A move belongs to every period; everything else to its own.
    let later = "2026-Q3".parse().unwrap();
    for kind in ActKind::ALL {
        let found = store.acts_of_region(&region, later, *kind).await.unwrap().acts.len();
        assert_eq!(found, usize::from(*kind == ActKind::Movement), "{}", kind.name());
    }
    let elsewhere = store.acts_of_unit(&"palembang".parse().unwrap(), "setda", period).await;
    assert_eq!(elsewhere.unwrap().acts, []);
    store.close().await;
}

#[tokio::test]
async fn a_correction_is_the_next_revision_and_the_old_one_stays() {
    let world = World::of_one_unit().await;
    let sql = world.sql().await;
    let all = "SELECT json_array(revision, is_current, body) FROM act ORDER BY id";
    let mut history: Vec<String> = Vec::new();
    for (revision, word, rating) in
        [(1, "sesuai", Rating::Meets), (2, "di_atas", Rating::Above), (3, "sesuai", Rating::Meets)]
    {
        world.import_text("penilaian.csv", &ratings(BUDI, word)).await;
        assert_eq!(result_ratings(&acts_of(&world, BUDI).await), [(revision, rating)]);
        let now = sql.texts(all).await;
        for (old, kept) in history.iter().zip(&now) {
            let retired = old.replacen(",1,", ",0,", 1);
            assert!([old, &retired].contains(&kept), "{old} became {kept}");
        }
        history = now;
    }
    assert_eq!(history.len(), 3);
    assert_eq!(sql.number("SELECT COUNT(*) FROM act WHERE is_current = 1").await, 1);
}

#[tokio::test]
async fn a_file_of_acts_is_taken_in_whole_or_not_at_all() {
    let world = World::of_one_unit().await;
    world.import_text("penilaian.csv", &ratings(BUDI, "sesuai")).await;
    let sql = world.sql().await;
    let before = sql.dump().await;
    let path = world.summaries().with_file_name("dua.csv");
    let others = ["197307192003012003", "197810112003051009"]
        .map(|nip| format!("{nip};2026-Q2;{BAMBANG};2026-07-08;di_atas;sesuai\n"));
    let headings = ratings("", "").lines().next().unwrap().to_owned() + "\n";
    std::fs::write(&path, headings + &others.concat()).unwrap();
    sql.run(
        "CREATE TRIGGER refuse BEFORE INSERT ON act
        WHEN (SELECT COUNT(*) FROM act WHERE is_current = 0) > 0 AND NEW.revision = 1
        BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    )
    .await;
    let failure = world.import("samarinda", &path).await.unwrap_err();
    assert!(failure.to_string().contains("disk full"), "{failure}");
    sql.run("DROP TRIGGER refuse").await;
    assert!(sql.dump().await == before, "something of a failed file stayed");
    world.import("samarinda", &path).await.unwrap();
    assert_eq!(result_ratings(&acts_of(&world, BUDI).await), [(2, Rating::Above)]);
}

#[tokio::test]
async fn an_act_that_cannot_be_read_is_named_and_stops_no_other() {
    let world = World::of_one_unit().await;
    let sql = world.sql().await;
    for (name, text) in FILES {
        world.import_text(&format!("{name}.csv"), text).await;
    }
    let whole = acts_of(&world, BUDI).await.len();
    sql.run(
        "UPDATE act SET body = replace(body, '\"result\"', '\"hasil\"') WHERE kind = 'penilaian'",
    )
    .await;
    sql.run("UPDATE act SET kind = 'ramalan' WHERE kind = 'putusan'").await;
    sql.run("UPDATE act SET day = 'kemarin' WHERE kind = 'pelatihan'").await;
    let store = world.store().await;
    let (region, period) = ("samarinda".parse().unwrap(), "2026-Q2".parse().unwrap());
    let found = store.acts_of_person(&region, &BUDI.parse().unwrap(), period).await.unwrap();
    assert_eq!(found.acts.len(), whole - 3);
    let mut kinds: Vec<&str> = found.unreadable.iter().map(|act| act.kind.as_str()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["pelatihan", "penilaian", "ramalan"]);
    for act in &found.unreadable {
        assert!(!act.to_string().contains(BAMBANG), "{act}");
    }
    store.close().await;
    // Its row, given again in another file, is its next revision.
    let (name, text) = FILES[4];
    world.import_text(&format!("{name}-lagi.csv"), &text.replace(';', ",")).await;
    let known = acts_of_readable(&world).await;
    assert_eq!(result_ratings(&known), [(2, Rating::Meets)]);
}

async fn acts_of_readable(world: &World) -> Vec<StoredAct> {
    let store = world.store().await;
    let (region, period) = ("samarinda".parse().unwrap(), "2026-Q2".parse().unwrap());
    let found = store.acts_of_region(&region, period, ActKind::Ratings).await.unwrap();
    store.close().await;
    assert_eq!(found.unreadable, []);
    found.acts
}
