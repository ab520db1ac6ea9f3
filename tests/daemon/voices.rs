//! What days and colleagues say reaches the evaluation by the region's rules.

use kinerja_core::region::RegionPolicy;
use kinerja_daemon::{
    config::Route,
    jobs::{standing::standing, what_if::ask},
    store::{RunKey, Whose},
};

use crate::{
    motion::{BAMBANG, MARIA, MOVE, OTHER, PLAN, behaviour, evaluate, plan, revise, told},
    what_if::beyond,
    world::{NOW, World},
};

const REPORTS: &str = "nip;tanggal_laporan;urutan;kegiatan;menit;kode;diterima\n";

/// A plan whose one indicator counts the days with an accepted report.
async fn counting_plan(world: &World, code: &str, status: &str) {
    let row = format!(
        "{MARIA};2026-Q2;{status};{code};utama;Kerja terekam;Hari dengan laporan;hari_laporan;kuantitas;keluaran;individu;naik;hari;;2;;100,00;\n"
    );
    world.import_text(&format!("rencana-{code}.csv"), &(PLAN.to_owned() + &row)).await;
}

/// Daily reports: day, number and what the superior did.
async fn reports(world: &World, name: &str, rows: &[(&str, u8, &str)]) {
    let row = |(day, number, state): &(&str, u8, &str)| {
        format!("{MARIA};{day};{number};Arsip;60;;{state}\n")
    };
    let rows: String = rows.iter().map(row).collect();
    world.import_text(name, &(REPORTS.to_owned() + &rows)).await;
}

#[tokio::test]
async fn daily_reports_are_the_actual_of_an_indicator_that_counts_them() {
    let world = World::of_one_unit().await;
    counting_plan(&world, "LH", "berjalan").await;
    evaluate(&world).await.unwrap();
    let found = told(&world, MARIA).await;
    assert_eq!(found.predicate, None);
    assert!(found.text.contains("gap.actual_missing"), "{}", found.text);
    reports(&world, "menunggu.csv", &[("2026-06-22", 1, "")]).await;
    revise(&world).await;
    let found = told(&world, MARIA).await;
    let waiting = "Realisasi LH Hari dengan laporan belum ada: laporan harian belum diperiksa \
        atasan: usulan ditahan sampai dilengkapi (yang harus bertindak: atasan langsung)";
    assert!(found.text.contains(waiting), "{}", found.text);
    let rows = [
        ("2026-06-22", 1, "ya"),
        ("2026-06-22", 2, "ya"),
        ("2026-06-23", 1, "tidak"),
        ("2026-06-24", 1, "ya"),
    ];
    reports(&world, "diperiksa.csv", &rows).await;
    reports(&world, "baru.csv", &[("2026-06-25", 1, "")]).await;
    revise(&world).await;
    let found = told(&world, MARIA).await;
    assert!(found.predicate.is_some(), "{}", found.text);
    let counted = "counted.LH: LH Hari dengan laporan: hari dengan laporan harian yang diterima 2 \
        (1 belum diperiksa atasan, tidak dihitung), dipakai sebagai realisasi [pilihan daerah sendiri]";
    assert!(found.text.contains(counted), "{}", found.text);
    assert!(found.text.contains("realisasi 2 → capaian 100,00%"), "{}", found.text);
    // Reports are an input: another one asks for a revision, the same one does not.
    evaluate(&world).await.unwrap();
    reports(&world, "lagi.csv", &[("2026-06-26", 1, "ya")]).await;
    assert!(evaluate(&world).await.unwrap_err().contains("inputs that changed"));
}

#[tokio::test]
async fn an_actual_that_was_reported_goes_before_the_count_as_the_policy_says() {
    let world = World::of_one_unit().await;
    counting_plan(&world, "LH", "berjalan").await;
    reports(&world, "harian.csv", &[("2026-06-22", 1, "ya")]).await;
    let row =
        format!("nip;periode;kode;realisasi;tanggal;bukti\n{MARIA};2026-Q2;LH;4;2026-07-01;\n");
    world.import_text("realisasi-lh.csv", &row).await;
    evaluate(&world).await.unwrap();
    let text = told(&world, MARIA).await.text;
    assert!(text.contains("yang diterima 1, realisasi yang dilaporkan (4) yang dipakai"), "{text}");
    assert!(text.contains("realisasi 4 →"), "{text}");
}

#[tokio::test]
async fn whoever_moved_has_the_reports_of_each_post_counted_for_its_plan() {
    let world = World::of_one_unit().await;
    counting_plan(&world, "LH1", "selesai").await;
    counting_plan(&world, "LH2", "berjalan").await;
    behaviour(&world, MARIA, OTHER, "100").await;
    let row = format!("{MOVE}{MARIA};2026-05-17;pindah;setda;Kepala Bagian Umum;{OTHER}\n");
    world.import_text("mutasi.csv", &row).await;
    let rows = [("2026-04-22", 1, "ya"), ("2026-06-22", 1, "ya"), ("2026-06-23", 1, "ya")];
    reports(&world, "harian.csv", &rows).await;
    evaluate(&world).await.unwrap();
    let text = told(&world, MARIA).await.text;
    assert!(
        text.contains("LH1 Hari dengan laporan: hari dengan laporan harian yang diterima 1,"),
        "{text}"
    );
    assert!(
        text.contains("LH2 Hari dengan laporan: hari dengan laporan harian yang diterima 2,"),
        "{text}"
    );
}

const FEEDBACK: &str = "nip;periode;nomor;tanggal_umpan_balik;dari;arah_umpan_balik;skor;catatan\n";

/// Feedback about MARIA: class and score, numbered on from a number.
async fn feedback(world: &World, first: usize, given: &[(&str, &str)]) {
    let row = |(number, (class, score)): (usize, &(&str, &str))| {
        format!("{MARIA};2026-Q2;UB-{number};2026-06-20;{class};netral;{score};\n")
    };
    let rows: String = (first..).zip(given).map(row).collect();
    world.import_text(&format!("umpan-{first}.csv"), &(FEEDBACK.to_owned() + &rows)).await;
}

#[tokio::test]
async fn raters_count_by_class_and_one_with_too_few_answers_cannot_be_worked_out() {
    let world = World::of_one_unit().await;
    plan(&world, (MARIA, "L1", "berjalan", "80")).await;
    behaviour(&world, MARIA, BAMBANG, "90").await;
    feedback(&world, 1, &[("atasan", "80"), ("rekan", "10"), ("rekan", "20")]).await;
    evaluate(&world).await.unwrap();
    let two = told(&world, MARIA).await;
    let hidden = "raters: Umpan balik: (40,00% × atasan 80) / 40,00% ≈ 80, \
        rekan kerja: belum cukup jawaban (paling sedikit 3), tidak ditampilkan dan tidak dihitung, \
        masyarakat: belum cukup jawaban (paling sedikit 3), tidak ditampilkan dan tidak dihitung; \
        nilai perilaku: 80,00% × 90,00 + 20,00% × 80 ≈ 88 (ditampilkan dalam angka bulat";
    assert!(two.text.contains(hidden), "{}", two.text);
    // Other answers of a hidden class change nothing that is told.
    feedback(&world, 2, &[("rekan", "100"), ("rekan", "99")]).await;
    revise(&world).await;
    let other = told(&world, MARIA).await;
    assert_eq!(other.derivation, two.derivation);
    feedback(&world, 4, &[("rekan", "71")]).await;
    revise(&world).await;
    let three = told(&world, MARIA).await.text;
    assert!(three.contains("+ 30,00% × rekan kerja 90) / 70,00% ≈ 84"), "{three}");
}

/// The indicators of Maria that nobody has reported.
async fn unreported(world: &World) -> Vec<String> {
    let store = world.store().await;
    let app = world.app(Route::Off, NOW);
    let policy = &app.policies[&"samarinda".parse().unwrap()].policy;
    let (period, today) = ("2026-Q2".parse().unwrap(), "2026-07-20".parse().unwrap());
    let found = standing(&store, (policy, period), &Whose::Region, today).await.unwrap();
    store.close().await;
    let maria = found.people.into_iter().find(|person| person.nip.as_str() == MARIA).unwrap();
    maria.unreported.iter().map(|(code, _)| code.to_string()).collect()
}

#[tokio::test]
async fn what_daily_reports_bring_is_not_asked_of_anybody_during_the_year() {
    let world = World::of_one_unit().await;
    counting_plan(&world, "LH", "berjalan").await;
    assert_eq!(unreported(&world).await, ["LH"]);
    reports(&world, "menunggu.csv", &[("2026-06-22", 1, "")]).await;
    assert_eq!(unreported(&world).await, ["LH"], "the superior has looked at none");
    reports(&world, "diterima.csv", &[("2026-06-22", 1, "ya")]).await;
    assert_eq!(unreported(&world).await, [""; 0]);
}

#[tokio::test]
async fn what_if_tells_what_counting_or_asking_otherwise_would_change() {
    let world = World::of_one_unit().await;
    counting_plan(&world, "LH", "berjalan").await;
    reports(&world, "harian.csv", &[("2026-06-22", 1, "ya")]).await;
    feedback(&world, 1, &[("atasan", "10")]).await;
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("examples/regions/samarinda/policy.toml"));
    let text = text.unwrap();
    let policy = |text: &str| RegionPolicy::from_toml(text).unwrap();
    let present = policy(&text);
    let key = RunKey {
        region: "samarinda".parse().unwrap(),
        period: "2026-Q2".parse().unwrap(),
        unit: "setda".to_owned(),
    };
    let store = world.store().await;
    let beyond = beyond(&store, &present).await;
    for (from, to, blocked) in [
        ("reports = \"person\"", "reports = \"indicator\"", 1),
        ("share = \"20\"", "share = \"90\"", 0),
    ] {
        let other = policy(&text.replace(from, to));
        let answer = ask(&store, &key, (&present, &other), &beyond).await.unwrap();
        let counts = answer.changes.counts;
        assert_eq!((counts.changed, counts.blocked), (1, blocked), "{to}");
    }
    store.close().await;
}

#[tokio::test]
async fn a_unit_adds_up_only_the_feedback_that_may_be_shown_of_each_person() {
    let world = World::of_one_unit().await;
    let mut file = "nip;periode;nomor;tanggal_umpan_balik;dari;arah_umpan_balik\n".to_owned();
    let given = [
        (MARIA, "rekan", "apresiasi"),
        (MARIA, "rekan", "apresiasi"),
        (MARIA, "rekan", "koreksi"),
        (BAMBANG, "rekan", "netral"),
        (BAMBANG, "rekan", "netral"),
        (BAMBANG, "rekan", "netral"),
        (OTHER, "rekan", "koreksi"),
        (OTHER, "masyarakat", "koreksi"),
        (OTHER, "masyarakat", "koreksi"),
        (MARIA, "masyarakat", "koreksi"),
    ];
    file.extend(given.iter().enumerate().map(|(number, (nip, from, way))| {
        format!("{nip};2026-Q2;UB-{number};2026-05-04;{from};{way}\n")
    }));
    world.import_text("umpan_balik.csv", &file).await;
    world.evaluate().await;
    let path = world.reports().join("samarinda/unit-setda.json");
    let report: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    // Three of the public spoke, but of nobody three: that is in no sum.
    let peers = serde_json::json!({
        "from": "peer", "name": "rekan kerja", "praise": 2, "correction": 1, "neutral": 3
    });
    assert_eq!(report["feedback"], serde_json::json!([peers]));
}
