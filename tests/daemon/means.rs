//! What a result brings, through the daemon: proposed, decided, and with names only.

use std::path::PathBuf;

use kinerja_core::evaluation::Consequences;
use kinerja_daemon::judgement::{Judged, Means, dossier};

use crate::{
    motion::{BAMBANG, MARIA},
    world::{NOW, World},
};

const OF: [&str; 6] = ["--region", "samarinda", "--nip", MARIA, "--period", "2026-Q2"];

/// Maria with a functional post.
async fn world() -> World {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let level = format!("UPDATE employee SET level = 'ahli_muda' WHERE nip = '{MARIA}'");
    world.sql().await.run(&level).await;
    world
}

async fn decide(world: &World, ratings: [&str; 2]) {
    let [result, behaviour] = ratings;
    let words = ["--result", result, "--behaviour", behaviour, "--by", BAMBANG];
    let words = [&["decide"], &OF[..], &words, &["--reason", "Bukti diperiksa"]].concat();
    world.command(&words).await.unwrap();
}

/// What Maria's result brings, in words.
async fn brought(world: &World, period: &str) -> String {
    brought_by(world, period, "2026-07-20").await
}

/// What it brings by a day.
async fn brought_by(world: &World, period: &str, day: &str) -> String {
    let store = world.store().await;
    let app = world.app(kinerja_daemon::config::Route::Off, NOW);
    let policy = &app.policies[&"samarinda".parse().unwrap()].policy;
    let (nip, period) = (MARIA.parse().unwrap(), period.parse().unwrap());
    let found = dossier(&store, &policy.code, &nip, (period, policy.zone)).await.unwrap();
    let (dossier, loaded) = found.unwrap();
    let means = Means::read(&store, policy, period, Some(&nip)).await.unwrap();
    let result = store.result_of(&policy.code, &nip, period).await.unwrap().unwrap();
    store.close().await;
    let judged = dossier.judge(&loaded.policy, day.parse().unwrap()).unwrap();
    let proposed = result.ratings.map(|[predicate, ..]| predicate);
    let proposed = proposed.and_then(|code| serde_json::from_value(code.into()).ok());
    let of = |judged: Option<&Judged>| -> Consequences {
        means.consequences(&dossier, policy, (judged, proposed))
    };
    let lines = of(Some(&judged)).lines(policy, period, policy.language());
    let lines: Vec<_> = lines.iter().map(|line| format!("{}: {}\n", line.id, line.text)).collect();
    lines.concat()
}

async fn export(world: &World, names: bool) -> PathBuf {
    let out = world.summaries().with_file_name(if names { "dengan" } else { "tanpa" });
    let path = out.to_str().unwrap().to_owned();
    let words = ["export", "--region", "samarinda", "--period", "2026-Q2", "--out", &path];
    let names: &[&str] = if names { &["--names"] } else { &[] };
    world.command(&[&words[..], names].concat()).await.unwrap();
    out
}

#[tokio::test]
async fn what_a_result_brings_is_a_proposal_until_somebody_decides() {
    let world = world().await;
    let before = brought(&world, "2026-Q2").await;
    assert!(before.contains("credit_points: Angka kredit (usulan): 3 bulan"), "{before}");
    assert!(!before.contains("masa perbaikan kinerja sampai"), "{before}");
    decide(&world, ["below", "below"]).await;
    let after = brought(&world, "2026-Q2").await;
    // A quarter of 25 points at 25 %: 1.5625, rounded once.
    assert!(after.contains("(menurut putusan): 3 bulan / 12 × 25,00% (Sangat Kurang) × 25 (jenjang Ahli Muda) = 1,563"), "{after}");
    assert!(after.contains("improvement: Perbaikan kinerja: masa perbaikan kinerja sampai 20 Januari 2027; dimulai dengan putusan Sangat Kurang pada 20 Juli 2026"), "{after}");
    assert!(
        after.contains(
            "promotion: Kenaikan pangkat reguler: belum ada keputusan predikat tahun 2025"
        ),
        "{after}"
    );
    world.command(&[&["explain"], &OF[..]].concat()).await.unwrap();
    world.command(&[&["explain"], &OF[..], &["--json"]].concat()).await.unwrap();
}

/// A move of Maria's with the level of her new post.
async fn moves(world: &World, [kind, from, level]: [&str; 3]) {
    let heading = "nip;mulai;jenis_mutasi;kode_unit;jabatan;nip_atasan;jenjang\n";
    let row = format!("{MARIA};{from};{kind};setda;Pranata Komputer;{BAMBANG};{level}\n");
    world.import_text(&format!("mutasi-{kind}.csv"), &(heading.to_owned() + &row)).await;
}

#[tokio::test]
async fn whoever_moves_or_comes_within_a_period_has_points_by_the_level_of_each_month() {
    let world = world().await;
    decide(&world, ["above", "above"]).await;
    moves(&world, ["pindah", "2026-05-01", "ahli_madya"]).await;
    let moved = brought(&world, "2026-Q2").await;
    // (1 x 25 + 2 x 37.5) / 12 x 150 %
    assert!(moved.contains("(menurut putusan): 1 bulan / 12 × 150,00% (Sangat Baik) × 25 (jenjang Ahli Muda) + 2 bulan / 12 × 150,00% (Sangat Baik) × 37,5 (jenjang Ahli Madya) = 12,500"), "{moved}");
    assert_eq!(world.pass_at(NOW).await.notices, 1);
    let body = world.sql().await.texts("SELECT body FROM notice").await.remove(0);
    assert!(body.contains(r#""from":"2026-05-01","level":{"level":"ahli_madya"}"#), "{body}");
    let world = self::world().await;
    moves(&world, ["masuk", "2026-05-02", "ahli_muda"]).await;
    let came = brought(&world, "2026-Q2").await;
    assert!(came.contains("Angka kredit (usulan): 1 bulan / 12"), "only June: {came}");
    let out = export(&world, false).await;
    let csv = std::fs::read_to_string(out.join("hasil.csv")).unwrap();
    // Very poor brings 25 %: 25 / 12 x 25 %.
    assert!(came.contains("× 25,00% (Sangat Kurang) × 25 (jenjang Ahli Muda) = 0,521"), "{came}");
    assert_eq!(csv.lines().filter(|line| line.ends_with(";0,521")).count(), 1, "{csv}");
}

#[tokio::test]
async fn a_later_file_of_staff_changes_no_credit_points_of_what_was_decided() {
    let world = world().await;
    let sql = world.sql().await;
    let later = format!("UPDATE employee SET level = 'ahli_utama' WHERE nip = '{MARIA}'");
    decide(&world, ["above", "above"]).await;
    let before = brought(&world, "2026-Q2").await;
    sql.run(&later).await;
    assert_eq!(brought(&world, "2026-Q2").await, before);
    let out = export(&world, false).await;
    let csv = std::fs::read_to_string(out.join("hasil.csv")).unwrap();
    assert!(csv.lines().any(|line| line.ends_with(";9,375")), "{csv}");
    assert_eq!(world.pass_at(NOW).await.notices, 1);
    let body = sql.texts("SELECT body FROM notice").await.remove(0);
    assert!(body.contains("ahli_muda") && !body.contains("ahli_utama"), "{body}");
}

#[tokio::test]
async fn the_mail_of_a_decision_tells_the_way_to_an_improvement() {
    let world = world().await;
    decide(&world, ["below", "below"]).await;
    assert_eq!(world.pass_at(NOW).await.notices, 1);
    let bodies = world.sql().await.texts("SELECT body FROM notice").await;
    let expected =
        r#""improvement":{"began":"2026-07-20","stage":{"improving":{"until":"2027-01-20"}}}"#;
    assert!(bodies[0].contains(expected), "{}", bodies[0]);
}

#[tokio::test]
async fn an_export_has_credit_points_always_and_the_rest_only_with_names() {
    let world = world().await;
    decide(&world, ["above", "above"]).await;
    let out = export(&world, false).await;
    let read = |name: &str| std::fs::read_to_string(out.join(name)).unwrap();
    let (csv, json) = (read("hasil.csv"), read("hasil.json"));
    assert!(csv.lines().next().unwrap().ends_with(";angka_kredit"), "{csv}");
    // A quarter of 25 points at 150 %.
    assert!(csv.lines().any(|line| line.ends_with(";9,375")), "{csv}");
    assert!(json.contains(r#""credit_points": "9,375""#) && !json.contains("promotion"), "{json}");
    assert!(!out.join("konsekuensi.csv").exists());
    let out = export(&world, true).await;
    let csv = std::fs::read_to_string(out.join("konsekuensi.csv")).unwrap();
    let lines: Vec<_> = csv.lines().filter(|line| line.contains(MARIA)).collect();
    assert_eq!(lines.len(), 3, "credit points, their aim and promotion: {lines:?}");
    assert!(std::fs::read_to_string(out.join("hasil.json")).unwrap().contains("promotion"));
    let path = out.to_str().unwrap();
    let words = ["export", "--region", "samarinda", "--period", "2026-Q2", "--out", path];
    world.command(&words).await.unwrap();
    assert!(!out.join("konsekuensi.csv").exists(), "an export without names leaves none there");
}

#[tokio::test]
async fn a_way_that_an_earlier_decision_began_goes_on_in_the_next_period() {
    let world = world().await;
    decide(&world, ["below", "below"]).await;
    world.pass_at("2026-10-20T01:00:00Z").await;
    let next = brought(&world, "2026-Q3").await;
    assert!(next.contains("masa perbaikan kinerja sampai 20 Januari 2027; dimulai dengan putusan Sangat Kurang pada 20 Juli 2026"), "{next}");
    assert!(
        next.contains("Angka kredit: belum diketahui, karena belum ada usulan atau putusan"),
        "{next}"
    );
}

#[tokio::test]
async fn the_steps_of_officials_lead_on_where_six_months_brought_no_improvement() {
    const LATER: &str = "2027-01-25T01:00:00Z";
    let world = world().await;
    decide(&world, ["below", "below"]).await;
    world.pass_at("2026-10-20T01:00:00Z").await;
    world.pass_at(LATER).await;
    let words = ["decide", "--region", "samarinda", "--nip", MARIA, "--period", "2026-Q4"];
    let by = ["--result", "below", "--behaviour", "below", "--by", BAMBANG, "--reason", "Bukti"];
    world.command_at(LATER, &[&words[..], &by].concat()).await.unwrap();
    let stage = async |expected: &str| {
        let found = brought_by(&world, "2026-Q4", "2027-06-01").await;
        assert!(found.contains(expected), "{found}");
    };
    stage("uji kompetensi ulang sejak 25 Januari 2027").await;
    let heading = "nip;kode_unit;periode;aturan;langkah;uraian;batas;selesai;pelaksana\n";
    let take = async |rule: &str, number: u32, done: &str| {
        let row = format!(
            "{MARIA};;2026-Q4;{rule};{number};Langkah;2027-02-28;{done};pengelola_kepegawaian\n"
        );
        let path = world.summaries().with_file_name("tindak_lanjut.csv");
        std::fs::write(&path, heading.to_owned() + &row).unwrap();
        let words = ["import", "--region", "samarinda", path.to_str().unwrap()];
        world.command_at("2027-06-01T01:00:00Z", &words).await.unwrap();
    };
    take("uji_kompetensi", 1, "").await;
    stage("uji kompetensi ulang sejak 25 Januari 2027").await;
    take("uji_kompetensi", 1, "2027-02-10").await;
    stage("lebih rendah sejak 10 Februari 2027").await;
    take("tidak_ada_lowongan", 1, "2027-03-01").await;
    stage("penempatan sementara sampai 1 Maret 2028").await;
    take("uji_kompetensi", 2, "2027-03-05").await;
    stage("langkah 5 Maret 2027 tidak dihitung").await;
    take("penempatan", 1, "2027-04-01").await;
    stage("ditempatkan pada 1 April 2027").await;
    let words = ["explain", "--region", "samarinda", "--nip", MARIA, "--period", "2026-Q4"];
    world.command_at("2027-06-01T01:00:00Z", &words).await.unwrap();
}

#[tokio::test]
async fn an_allowance_and_a_talent_box_are_known_only_with_their_files_and_a_decision() {
    let world = World::of(&["palembang", "tangerang-selatan"]).await;
    world.evaluate().await;
    let of = async |region: &str, period: &str, decided: bool| {
        let store = world.store().await;
        let app = world.app(kinerja_daemon::config::Route::Off, NOW);
        let policy = &app.policies[&region.parse().unwrap()].policy;
        let kind = if region == "palembang" { "kehadiran" } else { "potensi" };
        let first = format!(
            "SELECT employee.nip FROM act JOIN employee ON employee.id = act.employee_id
            WHERE act.kind = '{kind}' ORDER BY act.id LIMIT 1"
        );
        let nip = world.sql().await.texts(&first).await.remove(0).parse().unwrap();
        let period = period.parse().unwrap();
        let means = Means::read(&store, policy, period, Some(&nip)).await.unwrap();
        let everybody = Means::read(&store, policy, period, None).await.unwrap();
        let found = dossier(&store, &policy.code, &nip, (period, policy.zone)).await.unwrap();
        store.close().await;
        let (mut dossier, _) = found.unwrap();
        if decided {
            let evaluator = dossier.evaluator.clone().unwrap();
            let ratings = format!(
                r#"{{"evaluator":"{}","result":"meets","behaviour":"meets","reason":"Bukti"}}"#,
                evaluator.as_str()
            );
            dossier.acts.push(kinerja_daemon::store::acts::StoredAct {
                about: kinerja_daemon::store::acts::Subject::Person(nip),
                period: Some(period),
                on: "2026-07-20".parse().unwrap(),
                revision: 1,
                act: kinerja_daemon::store::acts::Act::Ratings(
                    serde_json::from_str(&ratings).unwrap(),
                ),
            });
        }
        let judged = dossier.judge(policy, "2026-07-20".parse().unwrap()).unwrap();
        let known = means.consequences(&dossier, policy, (Some(&judged), None));
        assert_eq!(known, everybody.consequences(&dossier, policy, (Some(&judged), None)));
        let lines = known.lines(policy, period, policy.language());
        let lines: Vec<_> =
            lines.iter().map(|line| format!("{}: {}\n", line.id, line.text)).collect();
        lines.concat()
    };
    let undecided = of("palembang", "2026-06", false).await;
    assert!(undecided.contains("allowance.2026-06: Tambahan penghasilan (TPP) Juni 2026: belum diketahui, karena belum ada predikat yang diputuskan (yang harus bertindak: atasan langsung)\n"), "{undecided}");
    let undecided = of("tangerang-selatan", "2026-Q2", false).await;
    assert!(undecided.contains("talent: Kotak talenta: belum diketahui, karena belum ada predikat yang diputuskan (yang harus bertindak: atasan langsung)\n"), "{undecided}");
    let decided = of("palembang", "2026-06", true).await;
    assert!(decided.contains("Juni 2026: Rp4.250.000 × [60,00% produktivitas × 90,00% + 40,00% disiplin × 100,00%] = Rp3.995.000 (sebelum pajak dan iuran)"), "{decided}");
    let decided = of("tangerang-selatan", "2026-Q2", true).await;
    assert!(decided.contains("talent: Kotak talenta: kinerja 80"), "{decided}");
}
