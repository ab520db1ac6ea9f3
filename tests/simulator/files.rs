//! The files that personnel offices send in: people, plans, reports and scores.

use chrono::{Days, NaiveDate};
use kinerja_core::{calendar::Period, people::Nip};
use kinerja_daemon::{
    app::App,
    import::{
        headings::kind_of,
        records::{Context, parse},
        table::{Limits, read},
    },
    policies::LoadedPolicy,
    store::{Store, records::FileStamp},
};

/// The number of the head of a region, and that of the clerk.
pub(crate) fn nips(region: usize) -> [Nip; 2] {
    let (sex, serial) = (1 + region / 999, 1 + region % 999);
    ["197006201994", "197307192004"]
        .map(|begin| format!("{begin}01{sex}{serial:03}").parse().unwrap())
}

fn file(name: &str, heading: &str, rows: &[String]) -> (String, String) {
    (name.to_owned(), format!("{heading}\n{}\n", rows.join("\n")))
}

/// The people of a region: one unit, with a head where there are two.
pub(crate) fn people(region: usize, count: usize) -> (String, String) {
    let [head, clerk] = nips(region);
    let heading = "nip;nama;jenis;kode_unit;unit_kerja;jabatan;email;nip_atasan";
    let row = |nip: &Nip, post: &str, superior: &str| {
        format!("{nip};Nama;PNS;u;Unit;{post};p{nip}@wilayah.example.go.id;{superior}")
    };
    let mut rows = vec![row(&head, "Kepala", "")];
    if count > 1 {
        rows.push(row(&clerk, "Analis", head.as_str()));
    }
    file("pegawai.csv", heading, &rows)
}

/// A plan of a person.
pub(crate) fn plan(nip: &Nip, period: Period, agreed: bool) -> (String, String) {
    let heading = "nip;periode;status;kode;jenis_hasil;hasil_kerja;indikator;ukuran;aspek;\
        tingkat;kontribusi;arah;satuan;nilai_awal;target;target_atas;bobot;misi;layanan";
    let state = if agreed { "disepakati" } else { "draf" };
    let row = format!(
        "{nip};{period};{state};IK1;utama;Warga dilayani;Surat yang dijawab;biasa;kuantitas;\
        keluaran;individu;naik;surat;18;27;;100,00;M2;"
    );
    file("rencana.csv", heading, &[row])
}

/// A report of a person.
pub(crate) fn report(nip: &Nip, period: Period, reached: u64) -> (String, String) {
    let day = period.last_day();
    let row = format!("{nip};{period};IK1;{reached};{day};arsip/IK1");
    file("realisasi.csv", "nip;periode;kode;realisasi;tanggal;bukti", &[row])
}

/// Scores of a person's behaviour.
pub(crate) fn scores(nip: &Nip, by: &Nip, period: Period) -> (String, String) {
    let heading = "nip;periode;nip_penilai;tanggal;berorientasi_pelayanan;akuntabel;kompeten;\
        harmonis;loyal;adaptif;kolaboratif";
    let row = format!("{nip};{period};{by};{};81;82;83;84;85;86;87", period.last_day());
    file("perilaku.csv", heading, &[row])
}

/// What the evaluator decides on the result of a period.
pub(crate) fn decision(nip: &Nip, by: &Nip, period: Period, day: NaiveDate) -> (String, String) {
    let heading = "nip;periode;nip_penilai;tanggal;rating_hasil;rating_perilaku;alasan_penilaian";
    let row = format!("{nip};{period};{by};{day};sesuai;sesuai;Menurut laporan dan dialog.");
    file("penilaian.csv", heading, &[row])
}

/// A result that the person has received, and may object to from then on.
pub(crate) fn received(nip: &Nip, period: Period, day: NaiveDate) -> (String, String) {
    let heading = "nip;periode;tanggal_terima;tanggal_keberatan;isi_keberatan;nip_pemutus;\
        tanggal_putusan;hasil_keberatan;rating_hasil_baru;rating_perilaku_baru;alasan_putusan";
    file("keberatan.csv", heading, &[format!("{nip};{period};{day};;;;;;;;")])
}

/// A step of coaching that is to be done within a month, or was done.
pub(crate) fn step(nip: &Nip, period: Period, day: NaiveDate, is_done: bool) -> (String, String) {
    let heading = "nip;kode_unit;periode;aturan;langkah;uraian;batas;selesai;pelaksana";
    let until = period.end() + Days::new(60);
    let done = if is_done { day.to_string() } else { String::new() };
    let row = format!(
        "{nip};;{period};bimbingan;1;Laporan dibaca bersama;{until};{done};atasan_langsung"
    );
    file("tindak_lanjut.csv", heading, &[row])
}

/// Takes in a file, as the command does; says what is wrong with it, if anything is.
pub(crate) async fn take_in(
    (app, store): (&App, &Store),
    loaded: &LoadedPolicy,
    (name, text): (String, String),
) -> Result<(), String> {
    let policy = &loaded.policy;
    let table = read(&name, text.as_bytes(), &Limits::default()).map_err(|e| e.to_string())?;
    let kind = kind_of(&table).ok_or("no file of ours")?;
    let known = store.known(&policy.code).await.map_err(|error| error.to_string())?;
    let today = app.clock.today(policy.zone);
    let parsed = parse(&table, kind, &Context { policy, today, known: &known });
    if let Some(problems) = parsed.problems {
        return Err(problems.to_string());
    }
    let stamp = FileStamp { name, sha256: None, day: today };
    let taken = store.take_in(&policy.code, &stamp, &parsed.records).await;
    taken.map(drop).map_err(|error| error.to_string())
}
