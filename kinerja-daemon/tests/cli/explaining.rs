//! `explain`: how a result came about, what follows from it and how that stands.

use crate::site::{MAILDIR, OFF, Site};

const Q2: [&str; 4] = ["--region", "samarinda", "--period", "2026-Q2"];
const NIP: &str = "197307192003012003";
const NAME: &str = "Maria Syaifullah";
const CHIEF: &str = "197006201994011003";

fn with<'a>(command: &[&'a str], rest: &[&'a str]) -> Vec<&'a str> {
    [command, &Q2, rest].concat()
}

#[test]
fn explain_tells_each_step_with_its_source_as_a_proposal() {
    let site = Site::evaluated(OFF);
    let before = site.dump();
    let text = site.ok(&with(&["explain", "--nip", NIP], &[]));
    assert!(
        text.contains(NAME)
            && text.contains("Triwulan II 2026")
            && text.starts_with("Usulan hasil evaluasi"),
        "{text}"
    );
    let (told, brought) = text.split_once("\nYang mengikuti hasil ini\n").unwrap();
    let (told, guide) = told.split_once("\nPanduan perilaku yang belum terpenuhi\n").unwrap();
    let numbered =
        |text: &str| text.lines().filter(|line| line.starts_with(char::is_numeric)).count();
    let steps: Vec<_> = told.lines().filter(|line| line.starts_with(char::is_numeric)).collect();
    assert!(steps.len() >= 5, "{text}");
    assert!(text.matches("[sumber: ").count() >= steps.len(), "{text}");

    let json = site.ok(&with(&["explain", "--nip", NIP], &["--json"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["status"], "usulan");
    assert_eq!((&json["region"], &json["period"]), (&"samarinda".into(), &"2026-Q2".into()));
    let lines = |language: &str| json[language].as_array().unwrap().len();
    assert_eq!((lines("id"), lines("en")), (steps.len(), steps.len()));
    assert_ne!(json["id"], json["en"]);
    assert_eq!(json["guidance"].as_array().unwrap().len(), numbered(guide));
    let brought_too = json["consequences"]["id"].as_array().unwrap().len();
    assert_eq!(
        (brought_too, json["consequences"]["values"].as_array().unwrap().len()),
        (numbered(brought), brought_too)
    );
    assert!(
        brought.contains("Kenaikan pangkat reguler: belum ada keputusan predikat tahun 2025"),
        "{brought}"
    );
    assert_eq!(json["policy_sha256"].as_str().unwrap().len(), 64);
    assert_eq!(site.dump(), before);
}

#[test]
fn explain_tells_the_guide_for_behaviour_below_expectation_and_for_no_other() {
    let site = Site::evaluated(OFF);
    let headings = "nip;periode;nip_penilai;tanggal;berorientasi_pelayanan;akuntabel;kompeten;harmonis;loyal;adaptif;kolaboratif";
    let row = format!("{NIP};2026-Q2;197006201994011003;2026-07-01;120;120;40;120;120;120;120");
    site.write("perilaku.csv", format!("{headings}\n{row}\n"));
    site.ok(&["import", "perilaku.csv"]);
    site.ok(&with(&["evaluate"], &["--revise", "perilaku dinilai ulang"]));
    let text = site.ok(&with(&["explain", "--nip", NIP], &[]));
    let (_, told) = text.split_once("\nPanduan perilaku yang belum terpenuhi\n").unwrap();
    let (told, _) = told.split_once("\n\n").unwrap();
    let line = "1. Kompeten: Meningkatkan kompetensi diri untuk menjawab tantangan";
    assert!(told.starts_with(line) && told.lines().count() == 1, "{told}");
    let json = site.ok(&with(&["explain", "--nip", NIP], &["--json"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["guidance"][0]["id"], "guide.kompeten");
    assert_eq!(json["guidance"].as_array().unwrap().len(), 1);
}

#[test]
fn explain_tells_the_plan_of_a_coaching_what_was_done_of_it_and_what_ends_it() {
    let site = Site::evaluated(OFF);
    let explain = || {
        let text = site.ok(&with(&["explain", "--nip", NIP], &[]));
        let (_, told) = text.split_once("\nRencana bimbingan dan konseling\n").unwrap();
        told.split_once("\n\n").unwrap().0.to_owned()
    };
    let words = ["--result", "below", "--behaviour", "meets", "--by", CHIEF];
    let decide =
        [&["decide", "--nip", NIP][..], &words, &["--reason", "Target tertinggal"]].concat();
    site.ok(&with(&decide, &[]));
    let steps = "nip;kode_unit;periode;aturan;langkah;uraian;batas;selesai;pelaksana";
    let row = format!("{NIP};;2026-Q2;bimbingan;1;Dialog;2026-07-27;2026-07-20;atasan_langsung");
    site.write("langkah.csv", format!("{steps}\n{row}\n"));
    site.ok(&["import", "langkah.csv"]);
    let told = explain();
    for line in [
        "   - paling lambat 27 Juli 2026: Dialog kinerja: atasan dan pegawai membaca laporan harian dan umpan balik bersama.",
        "   - Selesai bila predikat paling rendah Baik tercapai paling lambat pada Triwulan IV 2026.",
        "   - langkah 1: selesai 20 Juli 2026",
        "   - predikat yang mengakhirinya: masih berjalan",
    ] {
        assert!(told.lines().any(|found| found == line), "{line}\n{told}");
    }
    let json = site.ok(&with(&["explain", "--nip", NIP], &["--json"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let plan = &json["plans"][0];
    assert_eq!((&plan["rule"], &plan["state"]), (&"bimbingan".into(), &"open".into()));
    assert_eq!(plan["reported"][0]["done"], "2026-07-20");
}

#[test]
fn explain_lists_what_is_withdrawn_and_what_an_earlier_superior_said() {
    let site = Site::evaluated(OFF);
    let moved = |reason: &str| {
        format!(
            "nip;mulai;jenis_mutasi;kode_unit;jabatan;nip_atasan;alasan_dicabut\n\
            {NIP};2026-05-17;atasan_baru;;;197810112003051009;\n{NIP};2026-05-20;cuti;;;;{reason}\n"
        )
    };
    for (name, reason) in [("mutasi.csv", ""), ("dicabut.csv", "Cuti orang lain")] {
        site.write(name, moved(reason));
        site.ok(&["import", name]);
    }
    let rating = format!(
        "nip;periode;nip_penilai;tanggal;rating_hasil;rating_perilaku;alasan_penilaian\n\
        {NIP};2026-Q2;197006201994011003;2026-07-08;di_atas;sesuai;Tepat waktu\n"
    );
    site.write("penilaian.csv", rating);
    site.ok(&["import", "penilaian.csv"]);
    let text = site.ok(&with(&["explain", "--nip", NIP], &[]));
    for line in [
        "Dicabut: mutasi 20 Mei 2026: Cuti orang lain",
        "Penilaian atasan dari 1 April 2026 sampai 16 Mei 2026 (sebagai pertimbangan penilai; \
         diberikan 8 Juli 2026): hasil kerja di atas ekspektasi, perilaku sesuai ekspektasi; \
         alasan: Tepat waktu",
    ] {
        assert!(text.lines().any(|found| found == line), "{text}");
    }
    let json = site.ok(&with(&["explain", "--nip", NIP], &["--json"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["withdrawn"][0]["reason"], "Cuti orang lain");
    assert_eq!(json["withdrawn"][0]["kind"], "mutasi");
    assert_eq!(json["earlier_ratings"][0]["ratings"]["result"], "above");
    assert_eq!(json["decision"], serde_json::Value::Null);
}

#[test]
fn explain_tells_of_withdrawn_feedback_neither_the_day_nor_how_many() {
    let site = Site::evaluated(OFF);
    let feedback = |reason: &str| {
        let row = |number| {
            format!("{NIP};2026-Q2;UB-{number};2026-06-1{number};rekan;netral;70;;{reason}\n")
        };
        let rows: String = (1..3).map(row).collect();
        "nip;periode;nomor;tanggal_umpan_balik;dari;arah_umpan_balik;skor;catatan;alasan_dicabut\n"
            .to_owned()
            + &rows
    };
    for (name, reason) in [("umpan_balik.csv", ""), ("dicabut.csv", "Salah orang")] {
        site.write(name, feedback(reason));
        site.ok(&["import", name]);
    }
    let text = site.ok(&with(&["explain", "--nip", NIP], &[]));
    let found: Vec<_> = text.lines().filter(|line| line.starts_with("Dicabut")).collect();
    assert_eq!(found, ["Dicabut: umpan_balik: Salah orang"], "{text}");
    let json = site.ok(&with(&["explain", "--nip", NIP], &["--json"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let expected = serde_json::json!([{ "kind": "umpan_balik", "reason": "Salah orang" }]);
    assert_eq!(json["withdrawn"], expected);
}

#[test]
fn who_decides_is_whom_the_moves_name_and_nobody_who_has_left() {
    const OTHER: &str = "197810112003051009";
    let site = Site::evaluated(MAILDIR);
    let decider = |site: &Site| {
        let text = site.ok(&with(&["explain", "--nip", NIP], &[]));
        let mut found = text.lines().filter_map(|line| line.split_once("yang memutuskan: "));
        found.next().unwrap_or_else(|| panic!("{text}")).1.to_owned()
    };
    let moved = |rows: &str| {
        let heading = "nip;mulai;jenis_mutasi;kode_unit;jabatan;nip_atasan;alasan_dicabut";
        site.write("mutasi.csv", format!("{heading}\n{rows}\n"));
        site.ok(&["import", "mutasi.csv"]);
    };
    let by_staff = decider(&site);
    moved(&format!("{NIP};2026-05-17;atasan_baru;;;{OTHER};"));
    let by_move = decider(&site);
    assert_ne!(by_move, by_staff);
    // Who leaves after the period still decides about it.
    moved(&format!("{OTHER};2026-07-01;keluar;;;;"));
    assert_eq!(decider(&site), by_move);
    moved(&format!("{OTHER};2026-06-20;keluar;;;;"));
    let nobody = decider(&site);
    assert!(nobody.starts_with("belum ada, karena atasan langsung sudah keluar"), "{nobody}");
    assert!(nobody.ends_with("menulis `atasan_baru` dalam `mutasi`"), "{nobody}");
    site.ok(&["run", "--once"]);
    let mail = std::fs::read_dir(site.path("maildir/new"))
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .find(|mail| mail.contains("<maria.syaifullah@"))
        .unwrap();
    let mail = mail.replace("=\r\n", "").replace("\r\n", " ").replace('\n', " ");
    assert!(
        mail.contains("Atasan langsung Anda sudah keluar dan belum ada penggantinya"),
        "{mail}"
    );
    for name in [by_staff, by_move] {
        assert!(!mail.contains(&name), "{name}: {mail}");
    }
}
