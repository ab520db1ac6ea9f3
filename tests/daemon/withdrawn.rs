//! What is withdrawn stays on record and counts nowhere.

use crate::{
    sql::Sql,
    world::{NOW, World},
};

const BUDI: &str = "197307192003012003";
const CHIEF: &str = "197006201994011003";
const SYAHRUL: &str = "197810112003051009";
const OF: [&str; 6] = ["--region", "samarinda", "--nip", BUDI, "--period", "2026-Q2"];

async fn import(world: &World, name: &str, text: &str) -> Result<(), String> {
    let path = world.summaries().with_file_name(name);
    std::fs::write(&path, text).unwrap();
    let done = world.import("samarinda", &path).await;
    done.map_err(|failure| failure.to_string())
}

fn mutasi(reason: &str) -> String {
    format!(
        "nip;mulai;jenis_mutasi;kode_unit;jabatan;nip_atasan;alasan_dicabut\n\
        {BUDI};2026-05-17;atasan_baru;;;{SYAHRUL};{reason}\n"
    )
}

fn penilaian(by: &str, reason: &str) -> String {
    format!(
        "nip;periode;nip_penilai;tanggal;rating_hasil;rating_perilaku;alasan_penilaian;alasan_dicabut\n\
        {BUDI};2026-Q2;{by};2026-07-08;di_atas;di_atas;Bukti;{reason}\n"
    )
}

async fn evaluate(world: &World, more: &[&str]) -> Result<(), String> {
    let words = ["evaluate", "--region", "samarinda", "--period", "2026-Q2"];
    let done = world.command(&[&words, more].concat()).await;
    done.map_err(|failure| failure.to_string())
}

async fn derivation(sql: &Sql) -> String {
    let newest = format!(
        "SELECT derivation FROM result JOIN employee ON employee.id = result.employee_id
        WHERE employee.nip = '{BUDI}' ORDER BY result.run_id DESC LIMIT 1"
    );
    sql.texts(&newest).await.remove(0)
}

#[tokio::test]
async fn a_move_that_is_withdrawn_changes_no_result_and_may_hold_again() {
    let world = World::of_one_unit().await;
    let sql = world.sql().await;
    evaluate(&world, &[]).await.unwrap();
    let stayed = derivation(&sql).await;
    import(&world, "mutasi.csv", &mutasi("")).await.unwrap();
    evaluate(&world, &["--revise", "Mutasi"]).await.unwrap();
    assert!(derivation(&sql).await != stayed);
    import(&world, "dicabut.csv", &mutasi("Surat salah orang")).await.unwrap();
    import(&world, "lagi.csv", &mutasi("Surat salah orang").replace(';', ",")).await.unwrap();
    let on_record =
        "SELECT revision || ' ' || is_current || ' ' || COALESCE(withdrawn, '-') FROM act";
    assert_eq!(sql.texts(on_record).await, ["1 0 -", "2 1 Surat salah orang"]);
    let error = evaluate(&world, &[]).await.unwrap_err();
    assert!(error.contains("inputs that changed"), "{error}");
    evaluate(&world, &["--revise", "Dicabut"]).await.unwrap();
    assert_eq!(derivation(&sql).await, stayed);
    // Who decides is the superior of the file of staff again.
    let decide = ["--result", "above", "--behaviour", "above", "--reason", "Bukti", "--by"];
    let by = |nip| [&["decide"], &OF[..], &decide, &[nip, "--dry-run"]].concat();
    world.command(&by(CHIEF)).await.unwrap();
    world.command(&by(SYAHRUL)).await.unwrap_err();
    import(&world, "berlaku.csv", &mutasi("")).await.unwrap();
    world.command(&by(SYAHRUL)).await.unwrap();
}

#[tokio::test]
async fn ratings_are_withdrawn_until_their_person_is_told() {
    let world = World::of_one_unit().await;
    let sql = world.sql().await;
    world.evaluate().await;
    import(&world, "satu.csv", &penilaian(CHIEF, "")).await.unwrap();
    import(&world, "dua.csv", &penilaian(CHIEF, "Keliru orang")).await.unwrap();
    assert_eq!(world.pass_at(NOW).await.notices, 0, "nothing is decided any more");
    import(&world, "tiga.csv", &penilaian(CHIEF, "")).await.unwrap();
    // A stranger's ratings never counted, so they may always go.
    import(&world, "lain.csv", &penilaian(SYAHRUL, "")).await.unwrap();
    assert_eq!(world.pass_at(NOW).await.notices, 1);
    import(&world, "lain-dicabut.csv", &penilaian(SYAHRUL, "Bukan penilai")).await.unwrap();
    let error = import(&world, "empat.csv", &penilaian(CHIEF, "Keliru lagi")).await.unwrap_err();
    assert!(error.contains("E-WITHDRAWN") && error.contains("koreksi dengan `putusan`"), "{error}");
    assert_eq!(sql.number("SELECT COUNT(*) FROM act").await, 5);
    let looked = "SELECT act_id FROM looked_at";
    world.pass_at(NOW).await;
    assert_eq!(sql.number(looked).await, 5, "all acts that hold count");
}

#[tokio::test]
async fn what_was_never_said_and_what_was_decided_is_not_withdrawn() {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let before = world.sql().await.dump().await;
    let error = import(&world, "mutasi.csv", &mutasi("Tidak pernah ada")).await.unwrap_err();
    assert!(error.contains("E-WITHDRAWN") && error.contains("tidak ada catatan"), "{error}");
    let putusan = format!(
        "nip;periode;nip_pemutus;peran;tanggal;putusan_hasil;putusan_perilaku;dasar_putusan;alasan_dicabut\n\
        {BUDI};2026-Q2;{CHIEF};atasan_langsung;2026-07-20;di_atas;di_atas;Bukti;\n"
    );
    let error = import(&world, "putusan.csv", &putusan).await.unwrap_err();
    assert!(error.contains("tidak dapat dicabut") && error.contains("keberatan"), "{error}");
    assert!(world.sql().await.dump().await == before, "something refused was recorded");
}
