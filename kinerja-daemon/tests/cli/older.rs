//! Periods before 2022 from office files to mails and summaries, by the example
//! of `examples/before-2022`.

use std::path::{Path, PathBuf};

use crate::site::{MAILDIR, OFF, Site, table};

/// 93.08 of work results, and exactly 24 % of the time saved.
const ANI: &str = "198501012010012001";
/// The same, and a hundredth of a day more saved.
const BUDI: &str = "198001012005011001";
const CICI: &str = "199002022015032002";
const DEDI: &str = "197801122003121002";
const EKA: &str = "198811092014022001";
/// Of whom nobody said anything for 2020, nor what the first half of 2021 gave.
const FAJAR: &str = "198305172009041003";
const GITA: &str = "197203151998032001";

const PLAN: &str = "nip;periode;status;kode;jenis_hasil;hasil_kerja;indikator;ukuran;aspek;tingkat;kontribusi;arah;satuan;nilai_awal;target;target_atas;bobot";
const ASSESSMENT: &str = "nip;periode;nip_penilai;tanggal;memimpin;orientasi_pelayanan;komitmen;inisiatif_kerja;kerja_sama;ide_baru;pendapat_rekan;jenis_jabatan";

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/before-2022")
}

fn site(mail: &str) -> Site {
    let site = Site::new(mail);
    site.write("policy.toml", std::fs::read(example().join("policy.toml")).unwrap());
    site.ok(&["import", example().to_str().unwrap()]);
    site
}

fn evaluate(site: &Site, period: &str) -> String {
    site.ok(&["evaluate", "--region", "contoh", "--period", period])
}

fn explain(site: &Site, nip: &str, period: &str) -> String {
    site.ok(&["explain", "--region", "contoh", "--nip", nip, "--period", period])
}

/// Predicate and total of a person as they are on record.
fn result(site: &Site, nip: &str, period: &str) -> Found {
    let words = ["explain", "--region", "contoh", "--nip", nip, "--period", period, "--json"];
    let found: serde_json::Value = serde_json::from_str(&site.ok(&words)).unwrap();
    let total = found["total"].as_str()?;
    let (micros, divisor) = total.split_once('/').unwrap_or((total, "1"));
    let number = |text: &str| text.parse().unwrap();
    Some((found["predicate"].as_str()?.to_owned(), number(micros), number(divisor)))
}

/// What is on record of a person: predicate, and total as a fraction of millionths.
type Found = Option<(String, i128, i128)>;

/// Who is expected to have which result.
type Expected<'a> = (&'a str, Option<(&'a str, i128, i128)>);

/// Checks results to the last digit.
fn check(site: &Site, period: &str, expected: &[Expected<'_>]) {
    for (nip, expected) in expected {
        let found = result(site, nip, period);
        let same = match (&found, expected) {
            (Some((predicate, a, b)), Some((wanted, c, d))) => {
                predicate == wanted && a * d == c * b
            }
            (None, None) => true,
            (_, _) => false,
        };
        assert!(same, "{nip} {period}: {found:?}, not {expected:?}");
    }
}

#[test]
fn a_year_under_pp_46_goes_from_files_to_explained_and_exported_results() {
    let site = site(OFF);
    let said = evaluate(&site, "2020");
    let counts = "7 people: usulan 2 Sangat Baik, 2 Baik, 1 Cukup, 0 Kurang, 0 Buruk; 2 blocked\n";
    assert!(said.ends_with(&format!("contoh 2020: evaluated: {counts}")), "{said}");
    #[rustfmt::skip]
    let expected = [
        // 60 % of (85.5 + 96.666667) / 2 + 2, and 40 % of 90.
        (ANI,   Some(("excellent", 918_500_001, 10))),
        // A hundredth of a day beyond 24 % makes of 100 points 75.99.
        (BUDI,  Some(("good", 894_489_999, 10))),
        (FAJAR, None),
        (GITA,  None),
    ];
    check(&site, "2020", &expected);
    let at = explain(&site, ANI, "2020");
    assert!(at.contains("target ≤ 100 hari, realisasi 76 → nilai waktu 100,00"), "{at}");
    assert!(at.contains("60,00% × 93,08 + 40,00% × 90,00 = 91,85"), "{at}");
    let beyond = explain(&site, BUDI, "2020");
    assert!(beyond.contains("realisasi 75,99 → nilai waktu 75,99"), "{beyond}");
    let enough = explain(&site, CICI, "2020");
    assert!(enough.contains("Pita nilai akhir: 70,45 → Cukup"), "{enough}");
    assert!(!enough.contains("Butuh Perbaikan"), "{enough}");
    let said = site.ok(&["progress", "--region", "contoh", "--period", "2020", "--unit", "arsip"]);
    // Fajar, of whom nobody said anything, and the head.
    assert!(said.contains("Nilai perilaku belum ada: 2 pegawai."), "{said}");
    let leader = explain(&site, DEDI, "2020");
    assert!(leader.contains("Rata-rata 6 aspek perilaku kerja"), "{leader}");
    let silent = explain(&site, EKA, "2020");
    assert!(silent.contains("Kreativitas belum dicatat: tidak memberi poin"), "{silent}");
    let blocked = explain(&site, FAJAR, "2020");
    assert!(blocked.contains("Penilaian perilaku belum ada: usulan ditahan"), "{blocked}");
    site.ok(&["export", "--region", "contoh", "--period", "2020", "--names", "--out", "keluar"]);
    let csv = site.read("keluar/hasil.csv");
    let line = csv.lines().find(|line| line.contains(BUDI)).unwrap();
    assert!(line.contains(";usulan;good;below;meets;89,45;"), "{line}");
}

#[test]
fn the_year_2021_is_made_of_its_halves_as_the_policy_says() {
    let site = site(OFF);
    evaluate(&site, "2021");
    #[rustfmt::skip]
    let expected = [
        // Half of 91.85, and half of 70 % of 100 and 30 % of 90.
        (ANI,   Some(("good", 94_425_000, 1))),
        // With the opinion of peers: 60 % of 100 and 40 % of 90, and 89.45 before.
        (BUDI,  Some(("good", 92_725_000, 1))),
        (CICI,  Some(("needs_improvement", 74_050_000, 1))),
        (DEDI,  Some(("excellent", 110_000_000, 1))),
        // The same without a new idea.
        (EKA,   Some(("good", 110_000_000, 1))),
        (FAJAR, None),
    ];
    check(&site, "2021", &expected);
    let said = explain(&site, ANI, "2021");
    let halves = "Gabungan semester I dan II 2021: 50,00% × 91,85 + 50,00% × 97,00 = 94,43";
    assert!(said.contains(halves), "{said}");
    let said = explain(&site, FAJAR, "2021");
    let indirect = "100% (Sangat Baik, target tertinggi yang mungkin) → Sangat Baik, 80,00% dari nilainya (tidak langsung), nilai 96,00";
    assert!(said.contains(indirect), "{said}");
    assert!(said.contains("semester I 2021 belum dicatat: usulan ditahan"), "{said}");
}

#[test]
fn without_a_rule_for_its_halves_the_year_2021_waits_for_one_by_name() {
    let site = site(OFF);
    let policy = site.read("policy.toml");
    site.write("policy.toml", policy.split("[halves_of_2021]").next().unwrap());
    let said = evaluate(&site, "2021");
    assert!(said.contains("7 blocked"), "{said}");
    let said = explain(&site, ANI, "2021");
    let gap = said.lines().find(|line| line.contains("usulan ditahan")).unwrap();
    assert!(gap.contains("2021") && gap.contains("pengelola kepegawaian"), "{gap}");
    // The region settles it, and everybody whose halves are known has a result.
    site.write("policy.toml", policy);
    let words = ["evaluate", "--region", "contoh", "--period", "2021", "--revise", "aturan"];
    assert!(site.ok(&words).contains("2 blocked"));
    check(&site, "2021", &[(ANI, Some(("good", 94_425_000, 1)))]);
}

/// A plan with one indicator, and what was reached.
fn half(site: &Site, name: &str, period: &str, people: &[(&str, &str)]) {
    let day = if period == "2021-S1" { "2021-07-08" } else { "2022-01-08" };
    let mut plans = Vec::new();
    let mut actuals = Vec::new();
    for (nip, actual) in people {
        let row = |code: &str, aspect: &str, direction: &str, weight: &str| {
            format!(
                "{nip};{period};selesai;{code};utama;Arsip;Arsip {code};biasa;{aspect};keluaran;individu;{direction};arsip;;100;;{weight}"
            )
        };
        let codes: &[&str] = if period == "2021-S1" { &["A", "B", "C"] } else { &["A"] };
        match period {
            "2021-S1" => plans.extend([
                row("A", "kuantitas", "naik", "50,00"),
                row("B", "kualitas", "naik", "25,00"),
                row("C", "waktu", "turun", "25,00"),
            ]),
            _ => plans.push(row("A", "kuantitas", "naik", "100,00")),
        }
        actuals.extend(codes.iter().map(|code| format!("{nip};{period};{code};{actual};{day};")));
    }
    let lines = |rows: &Vec<String>| rows.iter().map(String::as_str).collect::<Vec<_>>().join("\n");
    site.write(&format!("rencana-{name}.csv"), table(PLAN, &[&lines(&plans)]));
    let actual = "nip;periode;kode;realisasi;tanggal;bukti";
    site.write(&format!("realisasi-{name}.csv"), table(actual, &[&lines(&actuals)]));
    site.ok(&["import", &format!("rencana-{name}.csv"), &format!("realisasi-{name}.csv")]);
}

#[test]
fn the_halves_of_2021_stand_under_two_regulations() {
    let site = Site::new(OFF);
    let policy = std::fs::read_to_string(example().join("policy.toml")).unwrap();
    site.write("policy.toml", policy);
    site.change("policy.toml", "cadence = \"annual\"", "cadence = \"semester\"");
    site.change("policy.toml", "first_period = \"2020\"", "first_period = \"2021-S1\"");
    site.ok(&["import", example().join("pegawai.csv").to_str().unwrap()]);
    half(&site, "1", "2021-S1", &[(ANI, "100")]);
    let second = [(ANI, "100"), (BUDI, "100"), (CICI, "115"), (DEDI, "115"), (EKA, "115")];
    half(&site, "2", "2021-S2", &second);
    let older = "nip;periode;nip_penilai;tanggal;memimpin;orientasi_pelayanan;integritas;komitmen;disiplin;kerja_sama;tugas_tambahan;kreativitas";
    let row = format!("{ANI};2021-S1;{GITA};2021-07-09;tidak;90;90;90;90;90;0;negara");
    site.write("lama-1.csv", table(older, &[&row]));
    let row = |nip, evaluator, score: &str, idea, peers| {
        format!(
            "{nip};2021-S2;{evaluator};2022-01-09;tidak;{score};{score};{score};{score};{idea};{peers};jpt_mandiri"
        )
    };
    let rows = [
        row(ANI, GITA, "90", "tidak", "tidak"),
        row(BUDI, GITA, "90", "tidak", "ya"),
        row(CICI, GITA, "107,5", "tidak", "ya"),
        row(DEDI, GITA, "107,5", "ya", "ya"),
        row(EKA, DEDI, "107,5", "", "ya"),
    ];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    site.write("lama-2.csv", table(ASSESSMENT, &rows));
    site.ok(&["import", "lama-1.csv", "lama-2.csv"]);
    evaluate(&site, "2021-S1");
    // (100 + 100 + 76) / 3 + 12 = 104, and 40 % of 90.
    check(&site, "2021-S1", &[(ANI, Some(("excellent", 98_400_000, 1))), (BUDI, None)]);
    assert!(explain(&site, ANI, "2021-S1").contains("[sumber: PP 46/2011"));
    evaluate(&site, "2021-S2");
    #[rustfmt::skip]
    let expected = [
        // 70 % of 109 and 30 % of 90; 60 and 40 where peers were asked.
        (ANI,  Some(("good", 103_300_000, 1))),
        (BUDI, Some(("good", 101_400_000, 1))),
        // 115 without a new idea is only Baik.
        (CICI, Some(("good", 115_000_000, 1))),
        (DEDI, Some(("excellent", 115_000_000, 1))),
        (EKA,  None),
    ];
    check(&site, "2021-S2", &expected);
    let said = explain(&site, CICI, "2021-S2");
    assert!(said.contains("115,00, tanpa ide baru → Baik"), "{said}");
    let said = explain(&site, EKA, "2021-S2");
    assert!(said.contains("ide baru"), "{said}");
    assert!(said.contains("yang harus bertindak: atasan langsung"), "{said}");
}

#[test]
fn who_is_told_reads_the_words_of_the_time_and_so_does_the_public() {
    let site = site(MAILDIR);
    // As it was then: the year 2021 is the last that is due.
    let ran = site.run_now(&["--as-of", "2022-03-01T08:00:00+07:00", "run", "--once"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.ends_with("mails: 14 sent, 0 rejected, 0 kept\n"), "{ran:?}");
    let mails: Vec<String> = std::fs::read_dir(site.path("maildir/new"))
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    let of = |to: &str, period: &str| {
        let subject = format!("Subject: Usulan hasil evaluasi kinerja Tahun {period}\n");
        let found = mails.iter().map(|mail| mail.replace("\r\n", "\n"));
        let mut found = found.filter(|mail| mail.contains(to) && mail.contains(&subject));
        found.next().unwrap()
    };
    for period in ["2020", "2021"] {
        let mail = of("<cici@", period);
        assert!(mail.contains("USULAN PREDIKAT: Cukup\n"), "{mail}");
        assert!(mail.contains("- Orientasi pelayanan"), "{mail}");
        assert!(!mail.contains("Butuh Perbaikan") && !mail.contains("BerAKHLAK"), "{mail}");
    }
    // The total is that of the year, and not of its second half.
    let mail = of("<ani@", "2021");
    assert!(mail.contains("nilai akhir 94,43.") && !mail.contains("nilai akhir 97,00"), "{mail}");
    let page = site.read("summaries/contoh/index.html");
    assert!(page.contains("Cukup") && !page.contains("Butuh Perbaikan"), "{page}");
    assert!(page.contains("110 sampai 120, dengan ide baru"), "{page}");
    assert!(!page.contains("BerAKHLAK"), "the values of 2022 stand on a page of 2021");
    // Of five people one at most may be above: the quotas are told to the head of
    // the unit, to nobody else, and change nothing.
    let report = site.read("reports/contoh/unit-arsip.html");
    let counts = "di atas ekspektasi 1, sesuai ekspektasi 3, di bawah ekspektasi 1.";
    assert!(report.contains(counts), "{report}");
    assert!(report.contains("Pemeringkatan sesuai kuota."), "{report}");
    assert!(report.contains("baru berlaku sejak 2023") && !report.contains("belum dicatat, "));
    assert!(!page.contains("kuota") && !page.contains("Pemeringkatan"), "{page}");
    assert!(report.contains("Cukup") && !report.contains("Butuh Perbaikan"), "{report}");
}

#[test]
fn a_correction_asks_for_a_revision() {
    let site = site(OFF);
    evaluate(&site, "2020");
    let heading = "nip;periode;nip_penilai;tanggal;memimpin;orientasi_pelayanan;integritas;komitmen;disiplin;kerja_sama;tugas_tambahan;kreativitas";
    let row = format!("{FAJAR};2020;{DEDI};2021-01-12;tidak;90;90;90;90;90;1;tidak_ada");
    site.write("lama.csv", table(heading, &[&row]));
    site.ok(&["import", "lama.csv"]);
    let ran = site.run(&["evaluate", "--region", "contoh", "--period", "2020"]);
    assert_eq!(ran.code, Some(65), "{ran:?}");
    let words = ["evaluate", "--region", "contoh", "--period", "2020", "--revise", "susulan"];
    site.ok(&words);
    // 60 % of (85.5 + 92) / 2 + 1, and 40 % of 90.
    check(&site, "2020", &[(FAJAR, Some(("good", 89_850_000, 1)))]);
}

#[test]
fn whoever_had_two_superiors_in_2020_is_weighed_by_months_and_banded_as_then() {
    let site = site(OFF);
    evaluate(&site, "2020");
    let (_, alone, divisor) = result(&site, CICI, "2020").unwrap();
    let rows = [
        format!("{CICI};2015-03-01;masuk;arsip;Pranata Komputer;{GITA};;"),
        format!("{CICI};2020-07-01;atasan_baru;;;{DEDI};;"),
        format!("{CICI};2021-01-01;atasan_baru;;;{GITA};;"),
    ];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let moves = "nip;mulai;jenis_mutasi;kode_unit;jabatan;nip_atasan;jenjang;nomor_surat";
    site.write("mutasi.csv", table(moves, &rows));
    let heading = "nip;periode;nip_penilai;tanggal;memimpin;orientasi_pelayanan;integritas;komitmen;disiplin;kerja_sama;tugas_tambahan;kreativitas";
    let row = format!("{CICI};2020;{DEDI};2021-01-12;tidak;90;90;90;90;90;0;tidak_ada");
    site.write("lama.csv", table(heading, &[&row]));
    site.ok(&["import", "mutasi.csv", "lama.csv"]);
    site.ok(&["evaluate", "--region", "contoh", "--period", "2020", "--revise", "mutasi"]);
    // The first half of the year as before; then 40 % of 90 instead of 40 % of 70.
    let second = alone + 8_000_000 * divisor;
    let expected = ("needs_improvement", 6 * alone + 6 * second, 12 * divisor);
    check(&site, "2020", &[(CICI, Some(expected))]);
    let said = explain(&site, CICI, "2020");
    assert!(said.contains("(6 × 70,45 + 6 × 78,45) / 12 = 74,45"), "{said}");
    assert!(said.contains("Pita nilai akhir: 74,45 → Cukup [sumber: PP 46/2011"), "{said}");
}
