//! `import`: once and for all, and a part where only a part is good.

use crate::site::{OFF, Site, examples, people, table};

const BUDI: &str = "197307192003012003;Budi;PNS;setda;Sekretariat;Kepala;budi@samarinda.example.go.id;197006201994011003";
const CHIEF: &str = "197006201994011003;Bambang;PNS;setda;Sekretariat;Sekretaris;;";
const BAD: &str = "197810112003051009;Syahrul;PNS;setda;Sekretariat;Kepala;syahrul di samarinda;197006201994011003";

#[test]
fn the_same_files_again_change_nothing() {
    let site = Site::filled(OFF);
    let before = site.dump();
    let said = site.ok(&["import", examples().to_str().unwrap()]);
    assert_eq!(said.lines().count(), 9);
    for line in said.lines() {
        assert!(
            line.ends_with(": sudah diambil pada 2026-07-20; tidak ada yang berubah"),
            "{line}"
        );
    }
    // The same rows in a file with other bytes are no change either.
    let people = std::fs::read_to_string(examples().join("pegawai.csv")).unwrap();
    site.write("pegawai lagi.csv", people.replace("\r\n", "\n"));
    let said = site.ok(&["import", "pegawai lagi.csv"]);
    assert!(said.ends_with("203 catatan diambil, 0 baru atau berubah\n"), "{said}");
    let (mut before, mut after) = (before.unwrap(), site.dump().unwrap());
    assert_eq!(before.remove("imported_file").unwrap().len(), 9);
    assert_eq!(after.remove("imported_file").unwrap().len(), 10);
    assert!(before == after);
}

#[test]
fn good_rows_are_kept_and_the_others_come_back_repaired() {
    let site = Site::new(OFF);
    std::fs::create_dir(site.path("berkas")).unwrap();
    site.write("berkas/pegawai.csv", people(&[CHIEF, BUDI, BAD]));
    let refused = site.run(&["import", "berkas"]);
    assert_eq!(refused.code, Some(65), "{refused:?}");
    assert!(refused.err.ends_with("berkas/pegawai.csv: tidak ada yang disimpan\n"), "{refused:?}");
    assert_eq!(site.count("SELECT COUNT(*) FROM employee"), 0);

    let said = site.ok(&["import", "--keep-good-rows", "berkas"]);
    assert_eq!(
        said,
        "berkas/pegawai.csv: 1 baris tidak diambil, lihat berkas/pegawai.salah.csv\n\
         berkas/pegawai.csv: pegawai samarinda, 2 catatan diambil, 2 baru atau berubah\n"
    );
    assert_eq!(site.count("SELECT COUNT(*) FROM employee"), 2);
    let left = site.read("berkas/pegawai.salah.csv");
    assert!(left.starts_with("\u{feff}\"nip\";\"nama\""), "{left}");
    assert!(left.lines().next().unwrap().ends_with(";\"alasan\""), "{left}");
    assert!(left.contains("197810112003051009") && left.contains("E-EMAIL"), "{left}");
    assert!(!left.contains("Budi"), "{left}");

    // Again: what was set aside before may be under repair and stays as it is.
    site.write("berkas/pegawai.salah.csv", left.replace("E-EMAIL", "E-MINE"));
    let said = site.ok(&["import", "--keep-good-rows", "berkas"]);
    assert!(said.contains("lihat berkas/pegawai.salah-2.csv\n"), "{said}");
    assert!(site.read("berkas/pegawai.salah.csv").contains("E-MINE"));
    assert_eq!(site.read("berkas/pegawai.salah-2.csv"), left);
    assert_eq!(site.mode("berkas/pegawai.salah-2.csv"), 0o600);

    // What was set aside is not forgotten: the file itself is still refused.
    let refused = site.run(&["import", "berkas"]);
    assert_eq!(refused.code, Some(65), "{refused:?}");
    // A folder is taken without what was set aside in it.
    assert!(!refused.err.contains("salah.csv"), "{refused:?}");
    assert_eq!(site.count("SELECT COUNT(*) FROM employee"), 2);

    site.change(
        "berkas/pegawai.salah.csv",
        "syahrul di samarinda",
        "syahrul@samarinda.example.go.id",
    );
    let said = site.ok(&["import", "berkas/pegawai.salah.csv"]);
    assert!(said.ends_with("1 catatan diambil, 1 baru atau berubah\n"), "{said}");
    let email = "SELECT COUNT(*) FROM employee WHERE email = 'syahrul@samarinda.example.go.id'";
    assert_eq!((site.count("SELECT COUNT(*) FROM employee"), site.count(email)), (3, 1));
}

#[test]
fn the_file_before_a_wrong_correction_takes_it_back() {
    let site = Site::new(OFF);
    let name = |name: &str| {
        site.count(&format!("SELECT COUNT(*) FROM employee WHERE name = '{name}'")) == 1
    };
    site.write("a.csv", people(&[CHIEF]));
    site.write("b.csv", people(&[&CHIEF.replace("Bambang", "Bembeng")]));
    for (file, right) in [("a.csv", "Bambang"), ("b.csv", "Bembeng"), ("a.csv", "Bambang")] {
        let said = site.ok(&["import", file]);
        assert!(said.ends_with("1 catatan diambil, 1 baru atau berubah\n"), "{file}: {said}");
        assert!(name(right), "{file}");
        let before = site.dump();
        let said = site.ok(&["import", file]);
        assert!(
            said.ends_with(": sudah diambil pada 2026-07-20; tidak ada yang berubah\n"),
            "{said}"
        );
        assert!(site.dump() == before, "{file}: the same file twice changed something");
    }
    // A file of another kind has nothing to do with it.
    let plan = std::fs::read_to_string(examples().join("rencana.csv")).unwrap();
    let own: Vec<&str> = plan
        .lines()
        .enumerate()
        .filter(|(at, line)| *at == 0 || line.starts_with("197006201994011003"))
        .map(|(_, line)| line)
        .collect();
    site.write("rencana.csv", own.join("\n"));
    site.ok(&["import", "rencana.csv"]);
    assert!(site.ok(&["import", "a.csv"]).contains("sudah diambil"));
}

#[test]
fn rows_that_were_set_aside_are_taken_in_once_what_they_rest_on_is_repaired() {
    let site = Site::new(OFF);
    let headings = "nip;periode;nip_penilai;tanggal;berorientasi_pelayanan;akuntabel;kompeten;harmonis;loyal;adaptif;kolaboratif";
    let row = |nip| format!("{nip};2026-Q2;197006201994011003;2026-07-01;90;90;90;90;90;90;90");
    let (known, late) = (row("197307192003012003"), row("197810112003051009"));
    site.write("pegawai.csv", people(&[CHIEF, BUDI]));
    site.write("perilaku.csv", table(headings, &[&known, &late]));
    site.ok(&["import", "pegawai.csv"]);
    let said = site.ok(&["import", "--keep-good-rows", "perilaku.csv"]);
    assert!(said.contains("1 baris tidak diambil, lihat perilaku.salah.csv"), "{said}");
    let repaired = BAD.replace("syahrul di samarinda", "syahrul@samarinda.example.go.id");
    site.write("pegawai.csv", people(&[CHIEF, BUDI, &repaired]));
    site.ok(&["import", "pegawai.csv"]);
    let said = site.ok(&["import", "perilaku.csv"]);
    assert!(said.ends_with("2 catatan diambil, 1 baru atau berubah\n"), "{said}");
    assert_eq!(site.count("SELECT COUNT(*) FROM document WHERE kind = 'behaviour'"), 2);
}

#[test]
fn a_later_file_neither_closes_a_circle_nor_renames_a_unit_for_others() {
    let site = Site::new(OFF);
    site.write("pegawai.csv", people(&[CHIEF, BUDI]));
    site.ok(&["import", "pegawai.csv"]);
    let before = site.dump();
    for (row, code) in [
        (CHIEF.replace(";;", ";;197307192003012003"), "E-SUPERVISOR-CIRCLE"),
        (CHIEF.replace(";Sekretariat;", ";Sekertariat;"), "E-UNIT-NAME"),
    ] {
        site.write("lain.csv", people(&[&row]));
        let ran = site.run(&["import", "lain.csv"]);
        assert_eq!(ran.code, Some(65), "{ran:?}");
        assert!(ran.err.contains(code), "{code}: {ran:?}");
        assert!(site.dump() == before, "{code}");
    }
    let all = [CHIEF, BUDI].map(|row| row.replace(";Sekretariat;", ";Sekretariat Daerah;"));
    site.write("lain.csv", people(&all.each_ref().map(String::as_str)));
    site.ok(&["import", "lain.csv"]);
    assert_eq!(site.count("SELECT COUNT(*) FROM unit WHERE name = 'Sekretariat Daerah'"), 1);
}

#[test]
fn a_refused_file_keeps_out_those_that_rest_on_it_and_says_so() {
    let site = Site::new(OFF);
    std::fs::create_dir(site.path("berkas")).unwrap();
    site.write("berkas/pegawai.csv", people(&[CHIEF, BAD]));
    std::fs::copy(examples().join("rencana.csv"), site.path("berkas/rencana.csv")).unwrap();
    let ran = site.run(&["import", "berkas"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(65), ""));
    let last = "belum diambil karena bergantung padanya: berkas/rencana.csv; perbaiki, lalu impor semuanya lagi";
    assert_eq!(ran.err.lines().last(), Some(last));
    assert!(ran.err.contains("E-EMAIL") && !ran.err.contains("E-NIP-UNKNOWN"), "{}", ran.err);
}

#[test]
fn what_makes_files_unreadable_is_told_for_all_of_them_at_once() {
    let site = Site::new(OFF);
    site.write("a.csv", "");
    site.write("b.csv", table("nip;nama", &["197006201994011003;Bambang"]));
    site.write("c.csv", people(&[CHIEF]));
    let ran = site.run(&["import", "a.csv", "b.csv", "c.csv", "d.csv"]);
    // One of them is not there, but the others are wrong: repairing comes first.
    assert_eq!((ran.code, ran.out.as_str()), (Some(65), ""), "{ran:?}");
    for said in ["a.csv  E-FILE-EMPTY", "d.csv  E-FILE-MISSING"] {
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    assert!(ran.err.ends_with("tidak ada berkas yang diambil\n"), "{}", ran.err);
    assert_eq!(site.dump(), None);
}

#[test]
fn a_folder_is_taken_in_the_order_in_which_its_files_rest_on_one_another() {
    let site = Site::new(OFF);
    std::fs::create_dir(site.path("berkas")).unwrap();
    let judged = "nip;periode;nip_penilai;tanggal;rating_hasil;rating_perilaku";
    let row = "197307192003012003;2026-Q2;197006201994011003;2026-07-01;sesuai;di_atas";
    site.write("berkas/a.csv", table(judged, &[row]));
    site.write(
        "berkas/b.csv",
        table(
            "kode_unit;periode;capaian;penetap;tanggal_penetapan",
            &["setda;2026-Q2;baik;Wali Kota;2026-07-01"],
        ),
    );
    site.write("berkas/z.csv", people(&[CHIEF, BUDI]));
    let said = site.ok(&["import", "berkas"]);
    let kinds: Vec<&str> = said.lines().filter_map(|line| line.split(' ').nth(1)).collect();
    assert_eq!(kinds, ["pegawai", "capaian_organisasi", "penilaian"], "{said}");
    let before = site.dump();
    let said = site.ok(&["import", "berkas"]);
    assert!(said.lines().all(|line| line.ends_with("tidak ada yang berubah")), "{said}");
    assert!(site.dump() == before, "the same files changed something");
}

#[test]
fn good_rows_of_acts_are_kept_and_the_others_can_be_repaired() {
    let site = Site::new(OFF);
    site.write("pegawai.csv", people(&[CHIEF, BUDI]));
    site.ok(&["import", "pegawai.csv"]);
    let headings = "kode_unit;layanan;periode;nomor;jenis_pengaduan;tanggal_pengaduan;saluran;ringkasan;selesai";
    let good = "setda;surat;2026-Q2;1;kritik;2026-06-01;loket;Antre lama;";
    let bad = "setda;surat;2026-Q2;2;kritik;2026-06-01;loket;NIK 3374010101850001 ditolak;";
    site.write("pengaduan.csv", table(headings, &[good, bad]));
    let ran = site.run(&["import", "pengaduan.csv"]);
    assert_eq!(ran.code, Some(65), "{ran:?}");
    assert!(ran.err.contains("pengaduan.csv:3:ringkasan  E-PRIVATE  -> "), "{}", ran.err);
    assert!(!ran.err.contains("3374010101850001"), "{}", ran.err);
    assert_eq!(site.count("SELECT COUNT(*) FROM act"), 0);
    let said = site.ok(&["import", "--keep-good-rows", "pengaduan.csv"]);
    assert!(said.contains("1 baris tidak diambil, lihat pengaduan.salah.csv"), "{said}");
    assert_eq!(site.count("SELECT COUNT(*) FROM act"), 1);
    let repaired = site.read("pengaduan.salah.csv").replace("NIK 3374010101850001 ", "");
    site.write("perbaikan.csv", repaired);
    let said = site.ok(&["import", "perbaikan.csv"]);
    assert!(said.ends_with("1 catatan diambil, 1 baru atau berubah\n"), "{said}");
    assert_eq!(site.count("SELECT COUNT(*) FROM act WHERE is_current = 1"), 2);
}
