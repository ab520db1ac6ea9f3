//! What leaders and the public see of units and services, and how plans stand
//! during the year.

use std::{fmt::Write as _, fs, path::Path};

use kinerja_core::{
    language::Language,
    organisation::{ServiceFinding, Trend},
    summary::{PublicServices, ServiceFacts},
};
use kinerja_daemon::{
    config::Route,
    jobs::{
        services,
        standing::{Progress, standing},
    },
    store::{Store, Whose},
};

use crate::{
    acts::FILES,
    golden::assert_golden,
    world::{NOW, World},
};

pub(crate) const REGIONS: [(&str, &str); 5] = [
    ("jayawijaya", "2026-S1"),
    ("palembang", "2026-06"),
    ("samarinda", "2026-Q2"),
    ("sawahlunto", "2025"),
    ("tangerang-selatan", "2026-Q2"),
];

const BAMBANG: &str = "197006201994011003";

pub(crate) async fn facts(
    world: &World,
    store: &Store,
    (region, period): (&str, &str),
) -> ServiceFacts {
    let app = world.app(Route::Off, NOW);
    let policy = &app.policies[&region.parse().unwrap()].policy;
    let found = store.publication(&policy.code, period.parse().unwrap()).await.unwrap().unwrap();
    services::facts(store, policy, &found).await.unwrap()
}

fn public(world: &World, facts: &ServiceFacts, region: &str) -> PublicServices {
    let app = world.app(Route::Off, NOW);
    let rules = &app.policies[&region.parse().unwrap()].policy.rules;
    let day = "2026-04-01".parse().unwrap();
    let index = &rules.survey_index.at(day).unwrap().value;
    facts.public(Some((index, &rules.survey_grades.at(day).unwrap().value))).unwrap()
}

pub(crate) fn lines(findings: &[ServiceFinding]) -> String {
    let mut text = String::new();
    for finding in findings {
        writeln!(text, "{}", finding.line(Language::Indonesian)).unwrap();
    }
    text
}

#[tokio::test]
async fn the_findings_of_each_region_are_told_to_leaders_and_fewer_to_the_public() {
    let world = World::of(&REGIONS.map(|(region, _)| region)).await;
    world.evaluate().await;
    let store = world.store().await;
    for (region, period) in REGIONS {
        let facts = facts(&world, &store, (region, period)).await;
        let all = facts.findings().unwrap();
        let shown = public(&world, &facts, region);
        let text =
            format!("Untuk pimpinan:\n{}\nDiterbitkan:\n{}", lines(&all), lines(&shown.findings));
        assert_golden(&format!("findings/{region}.txt"), text);
        assert!(!all.is_empty() && shown.findings.len() <= all.len(), "{region}");
    }
    store.close().await;
}

/// The text of every file below a folder.
fn texts(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(texts(&path));
        } else {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

async fn unit_with_acts() -> World {
    let world = World::of_one_unit().await;
    for (name, text) in FILES {
        world.import_text(&format!("{name}.csv"), text).await;
    }
    world
}

#[tokio::test]
async fn the_head_of_a_unit_reads_what_the_public_never_does() {
    let world = unit_with_acts().await;
    world.evaluate().await;
    let public = texts(world.summaries());
    let sql = world.sql().await;
    let told = "SELECT name FROM employee UNION SELECT nip FROM employee UNION \
        SELECT email FROM employee WHERE email IS NOT NULL";
    for secret in sql.texts(told).await {
        for (name, text) in &public {
            assert!(!text.contains(&secret), "{name} tells {secret}");
        }
    }
    let private = texts(&world.reports().join("samarinda"));
    assert_eq!(private.len(), 3);
    for (name, text) in private {
        assert_golden(&format!("unit/{name}"), text);
    }
}

#[tokio::test]
async fn the_report_checks_the_distribution_and_changes_no_rating() {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let sql = world.sql().await;
    let before = sql.table("result").await;
    let report = || {
        let path = world.reports().join("samarinda/unit-setda.json");
        serde_json::from_str::<serde_json::Value>(&fs::read_to_string(path).unwrap()).unwrap()
    };
    assert_eq!(report()["distribution"], serde_json::Value::Null);
    for (word, outcome) in [("baik", "ok"), ("sangat_kurang", "violation")] {
        let text = format!(
            "kode_unit;periode;capaian;penetap;tanggal_penetapan\n\
            setda;2026-Q2;{word};Wali Kota;2026-07-03\n"
        );
        world.import_text("capaian.csv", &text).await;
        world.evaluate().await;
        let found = report();
        assert_eq!(found["distribution"]["outcome"], outcome, "{word}");
        let source = found["distribution"]["source"].as_str().unwrap();
        assert!(
            source.contains("SE MenPANRB 3/2023") && source.contains("diasumsikan"),
            "{source}"
        );
    }
    assert_eq!(sql.table("result").await, before);
    // A second pass finds everything as it was.
    let written = fs::read_link(world.reports().join("samarinda")).unwrap();
    world.evaluate().await;
    assert_eq!(fs::read_link(world.reports().join("samarinda")).unwrap(), written);
}

#[tokio::test]
async fn a_unit_with_too_few_predicates_for_its_pattern_is_told_so_and_who_was_counted() {
    let world = unit_with_acts().await;
    world
        .sql()
        .await
        .run(
            "UPDATE document SET is_current = 0 WHERE kind = 'actuals' AND employee_id <>
            (SELECT id FROM employee WHERE nip = '197307192003012003')",
        )
        .await;
    world.evaluate().await;
    let report = fs::read_to_string(world.reports().join("samarinda/unit-setda.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let found = &report["distribution"];
    assert_eq!(found["outcome"], "infeasible", "{found}");
    assert_eq!([&found["decided"], &found["proposed"]], [1, 0], "{found}");
    assert_eq!(
        found["lines"][0],
        "Capaian kinerja organisasi: Baik; 1 pegawai diperiksa: 1 putusan, 0 usulan."
    );
    assert_eq!(
        found["lines"][1],
        "Unit terlalu kecil untuk pola ini: Baik tidak dapat diberikan kepada siapa pun."
    );
}

#[tokio::test]
async fn a_finding_is_compared_with_the_period_before() {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let sql = world.sql().await;
    sql.run(
        "INSERT INTO document (employee_id, period, kind, body, sha256, is_current)
        SELECT employee_id, '2026-Q3', kind, replace(body, '2026-Q2', '2026-Q3'), sha256, 1
        FROM document WHERE is_current = 1",
    )
    .await;
    world.pass_at("2026-10-20T01:00:00Z").await;
    let store = world.store().await;
    let facts = facts(&world, &store, ("samarinda", "2026-Q3")).await;
    store.close().await;
    let found = facts.findings().unwrap();
    let trends: Vec<_> =
        found.iter().filter_map(|finding| finding.change).map(|change| change.trend).collect();
    assert_eq!(trends.len(), found.len(), "{}", lines(&found));
    // What everybody agreed with the same target is as it was.
    assert!(trends.contains(&Trend::Same), "{trends:?}");
}

#[tokio::test]
async fn a_run_of_an_older_version_tells_the_same_by_its_documents() {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let store = world.store().await;
    let kept = facts(&world, &store, ("samarinda", "2026-Q2")).await;
    world.sql().await.run("UPDATE run SET services = NULL").await;
    let read = facts(&world, &store, ("samarinda", "2026-Q2")).await;
    store.close().await;
    assert!(!kept.now.is_empty());
    assert_eq!((kept.now, kept.coverage), (read.now, read.coverage));
    assert_eq!(kept.achieved, read.achieved);
}

/// Ten people who gave every element of a service three of four: an index of 75.
fn survey() -> String {
    let mut survey =
        "kode_unit;layanan;periode;unsur;jawaban_1;jawaban_2;jawaban_3;jawaban_4\n".to_owned();
    for element in [
        "persyaratan",
        "prosedur",
        "waktu",
        "biaya",
        "produk",
        "kompetensi",
        "perilaku_pelaksana",
        "pengaduan",
        "sarana",
    ] {
        writeln!(survey, "setda;surat;2026-Q2;{element};0;0;10;0").unwrap();
    }
    survey
}

#[tokio::test]
async fn what_a_survey_says_in_place_of_a_report_is_found_too() {
    let world = World::of_one_unit().await;
    let plan = format!(
        "nip;periode;status;kode;jenis_hasil;hasil_kerja;indikator;ukuran;aspek;tingkat;kontribusi;arah;satuan;target;bobot;layanan\n\
        {BAMBANG};2026-Q2;disepakati;IKM;utama;Warga puas;Indeks kepuasan surat;indeks_kepuasan;kualitas;hasil;kolektif;naik;indeks;83;100;surat\n"
    );
    world.import_text("rencana.csv", &plan).await;
    world.import_text("survei.csv", &survey()).await;
    world.evaluate().await;
    let store = world.store().await;
    let found = facts(&world, &store, ("samarinda", "2026-Q2")).await.findings().unwrap();
    store.close().await;
    let of_surat: Vec<_> = found.iter().filter(|one| one.service.as_str() == "surat").collect();
    let [finding] = &of_surat[..] else { panic!("{}", lines(&found)) };
    assert_eq!(
        finding.line(Language::Indonesian),
        "surat: Indeks kepuasan surat: 75,00 indeks, target ≥ 83; 1 dari 1 unit belum memenuhi target."
    );
}

#[tokio::test]
async fn an_indicator_names_its_service_and_a_survey_and_complaints_stand_beside_it() {
    let world = World::of_one_unit().await;
    let plan = format!(
        "nip;periode;status;kode;jenis_hasil;hasil_kerja;indikator;ukuran;aspek;tingkat;kontribusi;arah;satuan;target;bobot;layanan\n\
        {BAMBANG};2026-Q2;disepakati;IK1;utama;Surat cepat;Waktu surat;biasa;waktu;keluaran;kolektif;turun;jam;4;100;surat\n"
    );
    world.import_text("rencana.csv", &plan).await;
    let actual =
        format!("nip;periode;kode;realisasi;tanggal\n{BAMBANG};2026-Q2;IK1;9;2026-07-02\n");
    world.import_text("realisasi.csv", &actual).await;
    world.import_text("survei.csv", &survey()).await;
    world.evaluate().await;
    let page = fs::read_to_string(world.summaries().join("samarinda/index.html")).unwrap();
    assert!(page.contains("surat: Waktu surat (jam)"), "a finding of the service");
    assert!(page.contains("75,00") && page.contains("Kurang Baik"), "the index of the service");
}

async fn progress(world: &World, whose: Whose, words: &str, names: bool) -> String {
    let app = world.app(Route::Off, NOW);
    let policy = &app.policies[&"samarinda".parse().unwrap()].policy;
    let store = world.store().await;
    let (period, today) = ("2026-Q2".parse().unwrap(), "2026-07-20".parse().unwrap());
    let found = standing(&store, (policy, period), &whose, today).await.unwrap();
    store.close().await;
    let told = Progress {
        region: &policy.name,
        period,
        today,
        whose: words,
        plan_by: policy.plan_deadline(period).ok(),
        standing: &found,
        names,
    };
    let telling = [told.json().unwrap(), told.text()].map(|told| told.contains("Maria Syaifullah"));
    assert_eq!(telling, [names; 2]);
    told.text() + "\n"
}

#[tokio::test]
async fn a_superior_reads_staff_by_name_and_a_unit_is_told_in_counts() {
    let world = unit_with_acts().await;
    let unit = Whose::Unit("setda".to_owned());
    let counts = progress(&world, unit, "Sekretariat Daerah", false).await;
    assert!(!counts.contains("Maria Syaifullah") && !counts.contains(BAMBANG));
    assert_golden("progress/unit.txt", &counts);
    let whose = Whose::StaffOf(BAMBANG.parse().unwrap());
    let staff = progress(&world, whose, &format!("staf langsung {BAMBANG}"), true).await;
    assert!(staff.contains("Maria Syaifullah"));
    assert_golden("progress/superior.txt", staff);
    world.command(&["progress", "--region", "samarinda", "--unit", "setda"]).await.unwrap();
    let unknown = world.command(&["progress", "--unit", "tidak-ada"]).await.unwrap_err();
    assert!(unknown.to_string().contains("there are: setda"), "{unknown}");
}

#[tokio::test]
async fn a_superior_reads_of_staff_as_moves_tell_it() {
    let world = World::of_one_unit().await;
    let of = async |nip: &str| {
        let whose = Whose::StaffOf(nip.parse().unwrap());
        let store = world.store().await;
        let policy = world.app(Route::Off, NOW).policies;
        let policy = &policy.values().next().unwrap().policy;
        let period = "2026-Q2".parse().unwrap();
        let found = standing(&store, (policy, period), &whose, "2026-06-15".parse().unwrap()).await;
        store.close().await;
        let people = found.unwrap().people;
        people.into_iter().map(|person| person.nip.to_string()).collect::<Vec<_>>()
    };
    let maria = "197307192003012003".to_owned();
    let before = of(BAMBANG).await;
    assert!(before.contains(&maria), "{before:?}");
    let moves = "nip;mulai;jenis_mutasi;kode_unit;jabatan;nip_atasan\n";
    let next = "197810112003051009";
    world
        .import_text("mutasi.csv", &format!("{moves}{maria};2026-06-01;atasan_baru;;;{next}\n"))
        .await;
    assert!(!of(BAMBANG).await.contains(&maria));
    assert!(of(next).await.contains(&maria));
    // One that is still to come moves nobody yet.
    let later = format!("{moves}{maria};2026-06-20;atasan_baru;;;{BAMBANG}\n");
    world.import_text("lagi.csv", &later).await;
    assert!(of(next).await.contains(&maria) && !of(BAMBANG).await.contains(&maria));
}

#[tokio::test]
async fn a_move_that_makes_a_circle_with_moves_on_record_is_refused() {
    let world = World::of_one_unit().await;
    let moves = "nip;mulai;jenis_mutasi;kode_unit;jabatan;nip_atasan\n";
    let (maria, next) = ("197307192003012003", "197810112003051009");
    world
        .import_text("satu.csv", &format!("{moves}{maria};2026-06-01;atasan_baru;;;{next}\n"))
        .await;
    let path = world.summaries().with_file_name("dua.csv");
    let circle = |superior: &str| format!("{moves}{next};2026-06-02;atasan_baru;;;{superior}\n");
    fs::write(&path, circle(maria)).unwrap();
    let refused = world.import("samarinda", &path).await.unwrap_err();
    assert_eq!(refused.code(), 65);
    assert!(
        refused.to_string().contains("atasan berputar, baris 2 → (terdaftar) → 2"),
        "{refused}"
    );
    world.import_text("tiga.csv", &circle(BAMBANG)).await;
    // What was so before a move on record makes no circle with how it is now.
    let earlier = format!("{moves}{next};2026-05-01;atasan_baru;;;{maria}\n");
    world.import_text("empat.csv", &earlier).await;
}
