//! What happens in a person's work reaches the evaluation.

use kinerja_core::{
    evaluation::{Derivation, Difference, NotEvaluated, Step},
    plan::WorkPlan,
    summary::Tally,
};
use kinerja_daemon::{
    jobs::what_if::ask,
    store::{Kept, RunKey, trail},
};

use crate::{golden, what_if::beyond, world::World};

/// Head of a section at Setda, whose superior is [`BAMBANG`].
pub(crate) const MARIA: &str = "197307192003012003";
/// Secretary of the region.
pub(crate) const BAMBANG: &str = "197006201994011003";
/// Another one at Setda, led by [`BAMBANG`].
pub(crate) const OTHER: &str = "197810112003051009";

pub(crate) const MOVE: &str = "nip;mulai;jenis_mutasi;kode_unit;jabatan;nip_atasan\n";

const BEHAVIOUR: &str = "nip;periode;nip_penilai;tanggal;berorientasi_pelayanan;akuntabel;kompeten;harmonis;loyal;adaptif;kolaboratif\n";

pub(crate) const PLAN: &str = "nip;periode;status;kode;jenis_hasil;hasil_kerja;indikator;ukuran;aspek;tingkat;kontribusi;arah;satuan;nilai_awal;target;target_atas;bobot;misi\n";

pub(crate) async fn evaluate(world: &World) -> Result<(), String> {
    let words = ["evaluate", "--region", "samarinda", "--period", "2026-Q2"];
    world.command(&words).await.map_err(|failure| failure.to_string())
}

pub(crate) async fn revise(world: &World) {
    let words =
        ["evaluate", "--region", "samarinda", "--period", "2026-Q2", "--revise", "mutasi masuk"];
    world.command(&words).await.unwrap();
}

pub(crate) struct Told {
    pub(crate) predicate: Option<String>,
    pub(crate) derivation: Derivation,
    pub(crate) text: String,
}

pub(crate) async fn told(world: &World, nip: &str) -> Told {
    let store = world.store().await;
    let (region, period) = ("samarinda".parse().unwrap(), "2026-Q2".parse().unwrap());
    let found = store.result_of(&region, &nip.parse().unwrap(), period).await.unwrap().unwrap();
    store.close().await;
    let derivation = trail::read(&found.derivation).unwrap();
    let policy = kinerja_core::region::RegionPolicy::from_toml(&found.policy).unwrap();
    let plan = found.plan.as_deref().map(|body| WorkPlan::read(body).unwrap());
    let lines = derivation.lines(&policy, plan.as_ref(), policy.language());
    let text: Vec<_> = lines
        .iter()
        .map(|line| format!("{}: {} [{}]\n", line.id, line.text, line.source))
        .collect();
    Told { predicate: found.ratings.map(|[one, ..]| one), derivation, text: text.concat() }
}

async fn tally(world: &World) -> Tally {
    let all = "SELECT tally FROM run WHERE unit = 'setda' ORDER BY revision DESC LIMIT 1";
    serde_json::from_str(&world.sql().await.texts(all).await[0]).unwrap()
}

/// A plan with one indicator, and its actual.
pub(crate) async fn plan(world: &World, (nip, code, status, actual): (&str, &str, &str, &str)) {
    let measure = if code == "IKM" { "indeks_kepuasan" } else { "biasa" };
    let row = format!(
        "{nip};2026-Q2;{status};{code};utama;Layanan tuntas;Berkas {code};{measure};kuantitas;hasil;kolektif;naik;nilai;;80;;100,00;\n"
    );
    world.import_text(&format!("rencana-{code}-{status}.csv"), &(PLAN.to_owned() + &row)).await;
    if !actual.is_empty() {
        let row = format!(
            "nip;periode;kode;realisasi;tanggal;bukti\n{nip};2026-Q2;{code};{actual};2026-07-01;\n"
        );
        world.import_text(&format!("realisasi-{code}.csv"), &row).await;
    }
}

pub(crate) async fn behaviour(world: &World, nip: &str, evaluator: &str, score: &str) {
    let scores = [score; 7].join(";");
    let row = format!("{BEHAVIOUR}{nip};2026-Q2;{evaluator};2026-07-02;{scores}\n");
    world.import_text(&format!("perilaku-{nip}-{evaluator}-{score}.csv"), &row).await;
}

#[tokio::test]
async fn a_transfer_in_the_middle_of_a_quarter_is_weighed_by_days_and_explained() {
    let world = World::of_one_unit().await;
    plan(&world, (MARIA, "L1", "selesai", "80")).await;
    behaviour(&world, MARIA, BAMBANG, "90").await;
    plan(&world, (MARIA, "B1", "berjalan", "88")).await;
    behaviour(&world, MARIA, OTHER, "100").await;
    let row = format!("{MOVE}{MARIA};2026-05-17;pindah;setda;Kepala Bagian Umum;{OTHER}\n");
    world.import_text("mutasi.csv", &row).await;
    evaluate(&world).await.unwrap();
    let found = told(&world, MARIA).await;
    assert!(found.predicate.is_some(), "{}", found.text);
    let parts = found.derivation.steps().iter().filter(|step| matches!(step, Step::Part { .. }));
    assert_eq!(parts.count(), 2);
    // 46 days at 100 and 45 at 110 are 9550 / 91: less than 105 exactly.
    assert!(found.text.contains("(46 × 100,00 + 45 × 110,00) / 91 = 104,95"), "{}", found.text);
    assert!(found.text.contains("(46 × 90,00 + 45 × 100,00) / 91 = 94,95"), "{}", found.text);
    golden::assert_golden("motion/transfer.txt", &found.text);
}

#[tokio::test]
async fn a_plan_that_fits_one_post_only_leaves_the_other_blocked_with_who_must_act() {
    let world = World::of_one_unit().await;
    let row = format!("{MOVE}{MARIA};2026-05-17;pindah;setda;Kepala Bagian Umum;{OTHER}\n");
    world.import_text("mutasi.csv", &row).await;
    evaluate(&world).await.unwrap();
    let found = told(&world, MARIA).await;
    assert_eq!(found.predicate, None);
    assert!(
        found.text.contains("segment.1.plan_missing: Bagian 1: Rencana kerja"),
        "{}",
        found.text
    );
    assert_eq!(tally(&world).await.gaps.get("plan_missing"), Some(&1));
}

#[tokio::test]
async fn whoever_was_away_all_quarter_is_not_evaluated_and_not_lost() {
    let world = World::of_one_unit().await;
    evaluate(&world).await.unwrap();
    let before = tally(&world).await;
    let row = format!("{MOVE}{MARIA};2026-03-01;cltn;;;\n");
    world.import_text("mutasi.csv", &row).await;
    revise(&world).await;
    let found = told(&world, MARIA).await;
    assert_eq!(found.predicate, None);
    assert!(found.text.contains("not_evaluated: Tidak dinilai: tidak bertugas sepanjang periode"));
    let after = tally(&world).await;
    assert_eq!((after.people, after.not_evaluated), (before.people, 1));
    assert_eq!(after.gaps.get(NotEvaluated::Absent.code()), Some(&1));
    let out = world.summaries().with_file_name("keluar");
    let words = ["export", "--region", "samarinda", "--period", "2026-Q2", "--names", "--out"];
    let out_text = out.to_str().unwrap();
    world.command(&[words.as_slice(), &[out_text]].concat()).await.unwrap();
    let csv = std::fs::read_to_string(out.join("hasil.csv")).unwrap();
    let line = csv.lines().find(|line| line.contains(MARIA)).unwrap();
    assert!(line.contains(";2;usulan;;;;;;not_evaluated_absent;"), "{line}");
}

#[tokio::test]
async fn each_superior_speaks_for_the_days_under_him() {
    let world = World::of_one_unit().await;
    plan(&world, (MARIA, "L1", "berjalan", "80")).await;
    behaviour(&world, MARIA, BAMBANG, "80").await;
    behaviour(&world, MARIA, OTHER, "100").await;
    let row = format!("{MOVE}{MARIA};2026-05-17;atasan_baru;;;{OTHER}\n");
    world.import_text("mutasi.csv", &row).await;
    evaluate(&world).await.unwrap();
    let text = told(&world, MARIA).await.text;
    assert!(text.contains("(46 × 80,00 + 45 × 100,00) / 91 = 89,89"), "{text}");
    assert!(text.contains("(46 × 100,00 + 45 × 100,00) / 91 = 100,00"), "{text}");
}

#[tokio::test]
async fn changes_that_contradict_one_another_hold_up_one_person_only() {
    let world = World::of_one_unit().await;
    let row = format!("{MOVE}{MARIA};2026-05-01;keluar;;;\n{MARIA};2026-06-01;cltn;;;\n");
    world.import_text("mutasi.csv", &row).await;
    evaluate(&world).await.unwrap();
    let text = told(&world, MARIA).await.text;
    assert!(
        text.contains("Catatan mutasi saling bertentangan: periksa tanggal 1 Juni 2026"),
        "{text}"
    );
    assert_eq!(tally(&world).await.gaps.get("movements_unclear"), Some(&1));
}

#[tokio::test]
async fn paid_leave_and_changes_of_other_periods_change_no_number() {
    let world = World::of_one_unit().await;
    evaluate(&world).await.unwrap();
    let before = told(&world, MARIA).await.derivation;
    let row = format!("{MOVE}{MARIA};2026-05-01;cuti;;;\n{MARIA};2026-05-12;kembali;;;\n");
    world.import_text("cuti.csv", &row).await;
    revise(&world).await;
    assert_eq!(told(&world, MARIA).await.derivation, before);
    // What begins after the period is no input of it.
    let row = format!("{MOVE}{MARIA};2026-07-06;pindah;setda;Kepala Bagian Umum;{OTHER}\n");
    world.import_text("pindah.csv", &row).await;
    evaluate(&world).await.unwrap();
}

#[tokio::test]
async fn a_new_act_asks_for_a_revision_and_an_old_one_does_not() {
    let world = World::of_one_unit().await;
    let training = |name: &str| {
        format!("nip;pelatihan;tanggal_selesai;jam;aturan\n{MARIA};{name};2026-05-04;8;\n")
    };
    world.import_text("pelatihan.csv", &training("Arsip digital")).await;
    evaluate(&world).await.unwrap();
    world.import_text("lagi.csv", &training("Arsip digital").replace(';', ",")).await;
    evaluate(&world).await.unwrap();
    world.import_text("baru.csv", &training("Statistik")).await;
    let failure = evaluate(&world).await.unwrap_err();
    assert!(failure.contains("1 units have inputs that changed"), "{failure}");
}

const ELEMENTS: [&str; 9] = [
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku_pelaksana",
    "sarana",
    "pengaduan",
];

#[tokio::test]
async fn a_survey_is_the_actual_of_an_index_that_nobody_reported() {
    let world = World::of_one_unit().await;
    plan(&world, (MARIA, "IKM", "berjalan", "")).await;
    let rows = ELEMENTS.map(|element| format!("setda;surat;2026-Q2;{element};0;0;6;4\n"));
    let survey = "kode_unit;layanan;periode;unsur;jawaban_1;jawaban_2;jawaban_3;jawaban_4\n";
    // Without one element there is no index, and what is missing is not zero.
    world.import_text("sebagian.csv", &(survey.to_owned() + &rows[1..].concat())).await;
    evaluate(&world).await.unwrap();
    assert_eq!(told(&world, MARIA).await.predicate, None);
    world.import_text("survei.csv", &(survey.to_owned() + &rows.concat())).await;
    revise(&world).await;
    let found = told(&world, MARIA).await;
    assert!(found.predicate.is_some(), "{}", found.text);
    assert!(
        found.text.contains(
            "survey.IKM: IKM Berkas IKM: survei kepuasan unit (1 layanan) IKM = 85,00 (B)"
        ),
        "{}",
        found.text
    );
    assert!(found.text.contains("realisasi 85 → capaian 106,25%"), "{}", found.text);
}

#[tokio::test]
async fn the_achievement_of_a_unit_is_the_result_rating_of_its_head() {
    let world = World::of_one_unit().await;
    plan(&world, (MARIA, "L1", "berjalan", "20")).await;
    let row = format!(
        "kode_unit;periode;capaian;penetap;tanggal_penetapan;nip_kepala\nsetda;2026-Q2;istimewa;Wali Kota;2026-07-03;{MARIA}\n"
    );
    world.import_text("capaian.csv", &row).await;
    evaluate(&world).await.unwrap();
    let text = told(&world, MARIA).await.text;
    let expected = "rating.result: Capaian organisasi yang dipimpin: Istimewa → rating hasil kerja di atas ekspektasi [SE MenPANRB 3/2023";
    assert!(text.contains(expected), "{text}");
    assert!(!told(&world, BAMBANG).await.text.contains("Capaian organisasi"));
}

#[tokio::test]
async fn what_if_writes_nothing() {
    let world = World::of_one_unit().await;
    evaluate(&world).await.unwrap();
    let sql = world.sql().await;
    let before = sql.dump().await;
    let path = world.summaries().with_file_name("lain.toml");
    let policy = std::fs::read_to_string(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("examples/regions/samarinda/policy.toml"),
    )
    .unwrap();
    std::fs::write(&path, &policy).unwrap();
    let file = path.to_str().unwrap();
    let words = ["what-if", "--region", "samarinda", "--period", "2026-Q2", "--policy", file];
    world.command(&words).await.unwrap();
    world.command(&[words.as_slice(), &["--json", "--names"]].concat()).await.unwrap();
    assert!(sql.dump().await == before, "a question wrote something");
    std::fs::write(&path, policy.replace("code = \"samarinda\"", "code = \"lain\"")).unwrap();
    let failure = world.command(&words).await.unwrap_err();
    assert!(failure.to_string().contains("is the policy of lain"), "{failure}");
}

#[tokio::test]
async fn a_rule_about_a_training_would_reach_whoever_has_done_it_and_nobody_else() {
    let world = World::of_one_unit().await;
    plan(&world, (MARIA, "L1", "berjalan", "80")).await;
    let row = format!("nip;pelatihan;tanggal_selesai;jam;aturan\n{MARIA};ARSIP-1;2026-05-04;8;\n");
    world.import_text("pelatihan.csv", &row).await;
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let present = std::fs::read_to_string(root.join("examples/regions/samarinda/policy.toml"));
    let present = present.unwrap();
    let rule = "\n[[follow_up]]\ncode = \"arsip\"\nkind = \"recognition\"\n\
        when = { training_done = [\"ARSIP-1\"] }\n\
        text = { id = \"Diakui.\", en = \"Recognised.\" }\nactor = \"superior\"\n\
        due_days = 30\nsource = \"own\"\n";
    let policy = |text: &str| kinerja_core::region::RegionPolicy::from_toml(text).unwrap();
    let (present, other) = (policy(&present), policy(&(present.clone() + rule)));
    let store = world.store().await;
    let key = RunKey {
        region: "samarinda".parse().unwrap(),
        period: "2026-Q2".parse().unwrap(),
        unit: "setda".to_owned(),
    };
    let beyond = beyond(&store, &present).await;
    let answer = ask(&store, &key, (&present, &other), &beyond).await.unwrap();
    store.close().await;
    let counts = answer.changes.counts;
    assert_eq!((counts.people + answer.not_compared, counts.changed), (22, 1));
    assert_eq!((counts.better, counts.worse, counts.blocked), (0, 0, 0));
    let new = vec!["arsip".parse().unwrap()];
    let expected = [Difference::FollowUps { gone: Vec::new(), new }];
    assert_eq!(answer.changes.changes[0].differences, expected);
}

#[tokio::test]
async fn another_policy_is_asked_about_the_segments_of_whoever_moved() {
    let world = World::of_one_unit().await;
    plan(&world, (MARIA, "L1", "selesai", "80")).await;
    behaviour(&world, MARIA, BAMBANG, "90").await;
    plan(&world, (MARIA, "B1", "berjalan", "88")).await;
    behaviour(&world, MARIA, OTHER, "100").await;
    let row = format!("{MOVE}{MARIA};2026-05-17;pindah;setda;Kepala Bagian Umum;{OTHER}\n");
    world.import_text("mutasi.csv", &row).await;
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("examples/regions/samarinda/policy.toml"));
    let text = text.unwrap();
    let policy = |text: &str| kinerja_core::region::RegionPolicy::from_toml(text).unwrap();
    let present = policy(&text);
    let other = policy(&text.replace("combine = \"days\"", "combine = \"months\""));
    let key = RunKey {
        region: "samarinda".parse().unwrap(),
        period: "2026-Q2".parse().unwrap(),
        unit: "setda".to_owned(),
    };
    let store = world.store().await;
    let beyond = beyond(&store, &present).await;
    let answer = ask(&store, &key, (&present, &other), &beyond).await.unwrap();
    let same = ask(&store, &key, (&present, &present), &beyond).await.unwrap();
    store.close().await;
    let counts = answer.changes.counts;
    assert_eq!((counts.people + answer.not_compared, counts.changed), (22, 1));
    assert_eq!((same.changes.counts.people, same.changes.counts.changed), (counts.people, 0));
    let number = format!("SELECT id FROM employee WHERE nip = '{MARIA}'");
    let [changed] = &answer.changes.changes[..] else { panic!("{:?}", answer.changes) };
    assert_eq!(changed.key, world.sql().await.number(&number).await);
    let why = |step: &kinerja_core::evaluation::StepChange| {
        let text = |line: &Option<kinerja_core::evaluation::Line>| {
            line.as_ref().map(|line| line.text.clone()).unwrap_or_default()
        };
        (text(&step.present), text(&step.other))
    };
    let (days, months) = why(&changed.why[0]);
    assert!(days.contains("46 hari") && months.contains("2 bulan"), "{days} => {months}");
}
