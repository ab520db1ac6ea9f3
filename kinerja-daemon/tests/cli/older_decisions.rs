//! What people decided about periods before 2022, from files and by hand.

use std::path::{Path, PathBuf};

use crate::site::{MAILDIR, OFF, Site, table};

const ANI: &str = "198501012010012001";
const BUDI: &str = "198001012005011001";
const CICI: &str = "199002022015032002";
const DEDI: &str = "197801122003121002";
const EKA: &str = "198811092014022001";
const GITA: &str = "197203151998032001";

/// The day on which the year 2020 was due.
const THEN: &str = "2021-02-01T08:00:00+07:00";

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/before-2022")
}

/// The example, evaluated when the year 2020 was due; with nothing decided.
fn evaluated(mail: &str) -> Site {
    let site = Site::new(mail);
    site.write("policy.toml", std::fs::read(example().join("policy.toml")).unwrap());
    site.ok(&["import", example().to_str().unwrap()]);
    then(&site, THEN, &["evaluate", "--region", "contoh", "--period", "2020"]);
    site
}

/// The same with what was decided then.
fn decided(mail: &str) -> Site {
    let site = evaluated(mail);
    site.ok(&["import", example().join("setelah-evaluasi").to_str().unwrap()]);
    site
}

/// Runs a command that must end well, as of an instant.
fn then(site: &Site, instant: &str, args: &[&str]) -> String {
    let ran = site.run_now(&[&["--as-of", instant], args].concat());
    assert_eq!(ran.code, Some(0), "{args:?}: {ran:?}");
    ran.out
}

fn explain(site: &Site, nip: &str, period: &str) -> String {
    site.ok(&["explain", "--region", "contoh", "--nip", nip, "--period", period])
}

/// A decision of 2020 by hand.
fn decide<'a>(nip: &'a str, given: &[&'a str]) -> Vec<&'a str> {
    [&["decide", "--region", "contoh", "--nip", nip, "--period", "2020"], given].concat()
}

#[test]
fn what_was_decided_about_2020_is_told_exported_and_final() {
    let site = decided(OFF);
    let confirmed = explain(&site, ANI, "2020");
    for line in [
        "Usulan 1 (1 Februari 2021): predikat Sangat Baik [sumber: PP 46/2011",
        "Putusan 1 oleh atasan langsung (3 Februari 2021), atas usulan 1: predikat Sangat Baik [",
        "Hasil diterima 5 Februari 2021; keberatan paling lambat 19 Februari 2021",
        "Status hasil: putusan final, sejak 20 Februari 2021 (masa keberatan berakhir)",
    ] {
        assert!(confirmed.contains(line), "{line}\n{confirmed}");
    }
    let revised = explain(&site, CICI, "2020");
    assert!(
        revised.contains(
            "Putusan 1 oleh atasan langsung (3 Februari 2021), atas usulan 1: predikat Cukup ["
        ),
        "{revised}"
    );
    assert!(revised.contains("Putusan 2 oleh atasan langsung (17 Februari 2021), atas usulan 1: predikat Baik; alasan: Arsip"), "{revised}");
    assert!(revised.contains("Status hasil: putusan ["), "not received, so not final: {revised}");
    let upheld = explain(&site, EKA, "2020");
    assert!(upheld.contains("Putusan 2 oleh atasan pejabat penilai (2 Maret 2021), atas usulan 1: predikat Sangat Baik"), "{upheld}");
    assert!(upheld.contains("sejak 2 Maret 2021 (keberatan dikabulkan)"), "{upheld}");
    for said in [&confirmed, &revised, &upheld] {
        assert!(!said.contains("Tidak diperhitungkan") && !said.contains("ekspektasi →"), "{said}");
    }
    let words = ["explain", "--region", "contoh", "--nip", EKA, "--period", "2020", "--json"];
    let found: serde_json::Value = serde_json::from_str(&site.ok(&words)).unwrap();
    assert_eq!(found["status"], "putusan final");
    assert_eq!(found["decision"]["predicate"], "excellent");
    assert_eq!(found["decision"]["result_rating"], serde_json::Value::Null);
    site.ok(&["export", "--region", "contoh", "--period", "2020", "--names", "--out", "keluar"]);
    let csv = site.read("keluar/hasil.csv");
    let of = |nip: &str| csv.lines().find(|line| line.contains(nip)).unwrap().to_owned();
    assert!(of(EKA).contains(";putusan final;good;") && of(EKA).contains(";excellent;;;"), "{csv}");
    assert!(of(CICI).contains(";putusan;needs_improvement;") && of(CICI).contains(";good;;;"));
    assert!(of(BUDI).contains(";usulan;good;"), "nobody decided: {csv}");
    let status = site.ok(&["status"]);
    assert!(
        status.contains("results: 2020: 4 undecided, 1 decided, 0 objected, 2 final\n"),
        "{status}"
    );
}

#[test]
fn by_hand_a_predicate_is_decided_objected_to_and_upheld_and_ratings_are_refused() {
    let site = evaluated(OFF);
    let ratings = ["--result", "meets", "--behaviour", "meets", "--by", DEDI];
    let ran = site.run(&decide(EKA, &ratings));
    assert_eq!(ran.code, Some(65), "{ran:?}");
    assert!(ran.err.contains("before 2022 there are no ratings: decide the predicate of 2020"));
    let both = [&["--predicate", "good"][..], &ratings].concat();
    assert_eq!(site.run(&decide(EKA, &both)).code, Some(64));
    assert_eq!(site.run(&decide(EKA, &["--by", DEDI])).code, Some(64));
    let other = ["--predicate", "needs_improvement", "--by", DEDI];
    let ran = site.run(&decide(EKA, &other));
    assert!(ran.err.contains("a reason is missing"), "{ran:?}");
    let with_reason = [&other[..], &["--reason", "Dua laporan terlambat"]].concat();
    let said = then(&site, "2021-02-03T08:00:00+07:00", &decide(EKA, &with_reason));
    assert!(said.starts_with("contoh 2020: putusan: Cukup; recorded"), "{said}");
    let object = ["object", "--region", "contoh", "--nip", EKA, "--period", "2020"];
    let received = [&object[..], &["--received", "2021-02-05"]].concat();
    let said = then(&site, "2021-02-05T08:00:00+07:00", &received);
    assert!(said.contains("objection until 2021-02-19"), "{said}");
    let reasons = [&object[..], &["--reason", "Semua laporan tepat waktu"]].concat();
    then(&site, "2021-02-19T08:00:00+07:00", &reasons);
    let uphold = ["--uphold", "--by", GITA, "--reason", "Tanda terima ada"];
    let rated = [&object[..], &uphold, &["--result", "meets", "--behaviour", "meets"]].concat();
    assert_eq!(site.run(&rated).code, Some(65));
    assert_eq!(site.run(&[&object[..], &uphold].concat()).code, Some(64));
    let granted = [&object[..], &uphold, &["--predicate", "good"]].concat();
    let said = then(&site, "2021-03-02T08:00:00+07:00", &granted);
    assert!(said.starts_with("contoh 2020: putusan final: Baik"), "{said}");
    let told = explain(&site, EKA, "2020");
    assert!(
        told.contains("predikat Cukup; alasan: Dua laporan terlambat"),
        "nothing is lost: {told}"
    );
}

#[test]
fn rows_with_ratings_are_refused_in_words() {
    let site = evaluated(OFF);
    let heading = "nip;periode;nip_pemutus;peran;tanggal;putusan_hasil;putusan_perilaku;putusan_predikat;dasar_putusan";
    let row = format!("{EKA};2020;{DEDI};atasan_langsung;2021-02-03;sesuai;sesuai;;");
    site.write("putusan.csv", table(heading, &[&row]));
    let ran = site.run(&["import", "putusan.csv"]);
    assert_eq!(ran.code, Some(65), "{ran:?}");
    assert!(
        ran.err.contains("sebelum 2022 tidak ada rating, yang diputuskan predikatnya"),
        "{ran:?}"
    );
    let ratings = "nip;periode;nip_penilai;tanggal;rating_hasil;rating_perilaku";
    let row = format!("{EKA};2020;{DEDI};2021-01-20;di_atas;di_atas");
    site.write("penilaian.csv", table(ratings, &[&row]));
    let ran = site.run(&["import", "penilaian.csv"]);
    assert!(ran.err.contains("sebelum 2022 tidak ada rating: nilai ditulis"), "{ran:?}");
}

#[test]
fn what_was_decided_then_is_taken_in_beside_a_proposal_that_is_computed_today() {
    let site = Site::new(OFF);
    site.write("policy.toml", std::fs::read(example().join("policy.toml")).unwrap());
    site.ok(&["import", example().to_str().unwrap()]);
    site.ok(&["import", example().join("setelah-evaluasi").to_str().unwrap()]);
    site.ok(&["evaluate", "--region", "contoh", "--period", "2020"]);
    let said = explain(&site, EKA, "2020");
    let first = said.find("1. Usulan 1 (20 Juli 2026): predikat Baik").unwrap();
    let second = said.find("2. Putusan 1 oleh atasan langsung (3 Februari 2021)").unwrap();
    assert!(first < second && said.contains("putusan final, sejak 2 Maret 2021"), "{said}");
    assert!(!said.contains("Tidak diperhitungkan"), "{said}");
}

#[test]
fn a_later_period_looks_back_at_the_decided_predicate() {
    let site = decided(OFF);
    // Two years in a row that are good: Cici was lifted to Baik, and 2021 is Cukup.
    let rule = "\n[[follow_up]]\ncode = \"dua\"\nkind = \"recognition\"\nwhen = { predicates = [\"needs_improvement\", \"good\"], periods_in_a_row = 2 }\ntext = { id = \"Dua tahun berturut-turut.\", en = \"Two years in a row.\" }\nactor = \"hr\"\ndue_days = 60\nsource = \"own\"\n";
    let policy = site.read("policy.toml");
    site.write("policy.toml", policy + rule);
    let evaluate = ["evaluate", "--region", "contoh", "--period", "2021"];
    then(&site, "2022-02-01T08:00:00+07:00", &evaluate);
    let said = explain(&site, CICI, "2021");
    assert!(said.contains("2 periode berturut-turut: Cukup, Baik"), "{said}");
    // Of Budi, whose result of 2020 nobody decided, no row is known.
    let said = explain(&site, BUDI, "2021");
    assert!(!said.contains("berturut-turut:"), "{said}");
    // Below Baik, PP 30/2019 begins a way to an improvement with the decision.
    let by = ["--predicate", "needs_improvement", "--by", GITA];
    let words = ["decide", "--region", "contoh", "--nip", CICI, "--period", "2021"];
    then(&site, "2022-02-10T08:00:00+07:00", &[&words[..], &by].concat());
    let said = explain(&site, CICI, "2021");
    assert!(said.contains("dimulai dengan putusan Cukup pada 10 Februari 2022"), "{said}");
}

#[test]
fn who_is_told_of_a_decision_before_2022_reads_a_predicate_and_no_ratings() {
    let site = Site::new(MAILDIR);
    site.write("policy.toml", std::fs::read(example().join("policy.toml")).unwrap());
    site.ok(&["import", example().to_str().unwrap()]);
    then(&site, THEN, &["run", "--once"]);
    site.ok(&["import", example().join("setelah-evaluasi").to_str().unwrap()]);
    then(&site, "2021-03-03T08:00:00+07:00", &["run", "--once"]);
    let mails: Vec<String> = std::fs::read_dir(site.path("maildir/new"))
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .map(|mail| mail.replace("\r\n", "\n"))
        .collect();
    let of = |to: &str, what: &str| {
        let mut found = mails.iter().filter(|mail| mail.contains(to) && mail.contains(what));
        found.next().unwrap_or_else(|| panic!("{to}: {what}")).clone()
    };
    let revised = of("<cici@", "INI PUTUSAN.");
    assert!(revised.contains("PUTUSAN PREDIKAT: Baik\nDiputuskan oleh"), "{revised}");
    assert!(revised.contains("Usulan predikat: Cukup.\n"), "{revised}");
    let upheld = of("<eka@", "INI PUTUSAN FINAL.");
    assert!(upheld.contains("PUTUSAN PREDIKAT: Sangat Baik\n"), "{upheld}");
    assert!(upheld.contains("predikat di bawah ini yang berlaku"), "{upheld}");
    for mail in [revised, upheld] {
        assert!(!mail.contains("ekspektasi") && !mail.contains("- Hasil kerja:"), "{mail}");
    }
    // The head of the unit reads what was decided beside what was proposed.
    let report = site.read("reports/contoh/unit-arsip.csv");
    for line in
        [";usulan;Baik;;2", ";putusan;Baik;;1", ";putusan;Sangat Baik;;2", ";Belum ada putusan;;4"]
    {
        assert!(report.contains(line), "{line}: {report}");
    }
}

#[test]
fn a_predicate_counts_beside_ratings_that_were_taken_in_before_they_were_refused() {
    let site = evaluated(OFF);
    let heading = "nip;periode;nip_pemutus;peran;tanggal;putusan_hasil;putusan_perilaku;putusan_predikat;dasar_putusan";
    let row = format!("{CICI};2020;{GITA};atasan_langsung;2021-02-03;;;cukup;");
    site.write("putusan.csv", table(heading, &[&row]));
    site.ok(&["import", "putusan.csv"]);
    // As a database of before has it.
    site.sql("UPDATE act SET body = replace(body, '\"predicate\":\"needs_improvement\"', '\"result\":\"meets\",\"behaviour\":\"meets\"')");
    let told = explain(&site, CICI, "2020");
    assert!(told.contains("before 2022 there are no ratings"), "{told}");
    let given = ["--predicate", "good", "--by", GITA, "--reason", "Arsip rusak"];
    then(&site, "2021-02-17T08:00:00+07:00", &decide(CICI, &given));
    let told = explain(&site, CICI, "2020");
    assert!(told.contains("Putusan 1 oleh atasan langsung (17 Februari 2021)"), "{told}");
    assert!(told.contains("Status hasil: putusan ["), "{told}");
}

#[test]
fn explain_says_which_ratings_a_decided_predicate_passes_over() {
    let site = decided(OFF);
    let heading = "nip;periode;nip_penilai;tanggal;rating_hasil;rating_perilaku;alasan_penilaian";
    site.write(
        "penilaian.csv",
        table(heading, &[&format!("{ANI};2022;{GITA};2022-01-20;sesuai;sesuai;")]),
    );
    site.ok(&["import", "penilaian.csv"]);
    // As a database of before they were refused has it.
    site.sql("UPDATE act SET period = '2020', day = '2021-01-20' WHERE kind = 'penilaian'");
    let told = explain(&site, ANI, "2020");
    let note = "Penilaian (`penilaian`) tanggal 20 Januari 2021 tidak dihitung sebagai putusan: putusan di atas yang berlaku";
    assert_eq!(told.lines().filter(|line| *line == note).count(), 1, "{told}");
    assert!(!told.contains("Tidak diperhitungkan"), "{told}");
    let words = ["explain", "--region", "contoh", "--nip", ANI, "--period", "2020", "--json"];
    let found: serde_json::Value = serde_json::from_str(&site.ok(&words)).unwrap();
    assert_eq!(found["ratings_passed_over"], "2021-01-20");
    // Where no decision counts, they are what does not count.
    site.sql("DELETE FROM act WHERE kind IN ('putusan', 'keberatan')");
    let told = explain(&site, ANI, "2020");
    assert!(!told.contains(note) && told.contains("before 2022 there are no ratings"), "{told}");
}

#[test]
fn a_proposal_after_a_final_result_changes_nothing_and_keeps_nobody_waiting() {
    let site = decided(OFF);
    let realised = format!("{ANI};2020;B2;40;2021-01-08;");
    site.write("realisasi.csv", table("nip;periode;kode;realisasi;tanggal;bukti", &[&realised]));
    site.ok(&["import", "realisasi.csv"]);
    let revise = ["evaluate", "--region", "contoh", "--period", "2020", "--revise", "Arsip rusak"];
    then(&site, "2021-03-05T08:00:00+07:00", &revise);
    let told = explain(&site, ANI, "2020");
    let note = "Usulan 2 (5 Maret 2021) dihitung setelah hasil final sejak 20 Februari 2021: hasil tidak berubah dan tidak ada yang perlu dilakukan; yang baru dibawa ke periode berikutnya";
    assert_eq!(told.lines().filter(|line| *line == note).count(), 1, "{told}");
    assert!(told.contains("Status hasil: putusan final, sejak 20 Februari 2021"), "{told}");
    assert!(!told.contains("Tidak diperhitungkan"), "{told}");
    let words = ["explain", "--region", "contoh", "--nip", ANI, "--period", "2020", "--json"];
    let found: serde_json::Value = serde_json::from_str(&site.ok(&words)).unwrap();
    let expected =
        serde_json::json!([{ "number": 2, "on": "2021-03-05", "final_since": "2021-02-20" }]);
    assert_eq!(found["too_late"], expected);
    assert_eq!(found["decision_problems"], serde_json::json!([]));
    let status = site.ok(&["status"]);
    assert!(!status.contains("acts that do not count"), "{status}");
    // The pass has looked at everybody and at all that is on record about them.
    site.ok(&["run", "--once"]);
    let waiting = "SELECT COUNT(*) FROM (SELECT act.employee_id FROM act LEFT JOIN looked_at USING (employee_id, period)
        WHERE act.period = '2020' AND kind IN ('penilaian', 'putusan', 'keberatan')
        GROUP BY act.employee_id HAVING MAX(act.id) > COALESCE(MAX(looked_at.act_id), 0))";
    assert_eq!(site.count(waiting), 0);
}
