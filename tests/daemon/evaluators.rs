//! Who decides about whoever moved, what each evaluator said, and what counts of it
//! in the periods after.

use crate::{
    sql::Sql,
    world::{NOW, World},
};

const BUDI: &str = "197307192003012003";
/// The superior of the file of staff.
const CHIEF: &str = "197006201994011003";
const SYAHRUL: &str = "197810112003051009";
const OF: [&str; 6] = ["--region", "samarinda", "--nip", BUDI, "--period", "2026-Q2"];
const LATER: &str = "2026-07-22T01:00:00Z";
const MOVE: &str = "nip;mulai;jenis_mutasi;kode_unit;jabatan;nip_atasan\n";
const RATINGS: &str =
    "nip;periode;nip_penilai;tanggal;rating_hasil;rating_perilaku;alasan_penilaian\n";
const NOTICES: &str = "SELECT event FROM notice ORDER BY number";

async fn world() -> (World, Sql) {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let sql = world.sql().await;
    (world, sql)
}

async fn decide(world: &World, by: &str) -> Result<(), String> {
    let words = ["--result", "above", "--behaviour", "below", "--by", by, "--reason", "Bukti"];
    let done = world.command(&[&["decide"], &OF[..], &words].concat()).await;
    done.map_err(|failure| failure.to_string())
}

async fn new_superior(world: &World, nip: &str, on: &str, superior: &str) {
    let row = format!("{MOVE}{nip};{on};atasan_baru;;;{superior}\n");
    world.import_text(&format!("mutasi-{nip}-{on}.csv"), &row).await;
}

async fn rate(world: &World, rows: &[(&str, &str, &str)]) {
    let row = |(period, by, rating): &(&str, &str, &str)| {
        let day = if *period == "2026-Q1" { "2026-04-06" } else { "2026-07-08" };
        format!("{BUDI};{period};{by};{day};{rating};{rating};Bukti {by}\n")
    };
    let rows: String = rows.iter().map(row).collect();
    let name = format!("penilaian-{}.csv", rows.len());
    world.import_text(&name, &(RATINGS.to_owned() + &rows)).await;
}

#[tokio::test]
async fn who_decides_is_the_superior_whom_moves_name_at_the_end_of_the_period() {
    let (world, sql) = world().await;
    new_superior(&world, BUDI, "2026-06-30", SYAHRUL).await;
    // What begins after the period changes nothing of it.
    new_superior(&world, BUDI, "2026-07-01", CHIEF).await;
    let error = decide(&world, CHIEF).await.unwrap_err();
    assert!(error.contains("somebody else must act: superior"), "{error}");
    decide(&world, SYAHRUL).await.unwrap();
    assert_eq!(world.pass_at(NOW).await.notices, 1);
    let officials = "SELECT evaluator || ' ' || evaluator_superior FROM officials";
    let staff = format!("SELECT superior_nip FROM employee WHERE nip = '{SYAHRUL}'");
    let superior = sql.texts(&staff).await.remove(0);
    assert_eq!(sql.texts(officials).await, [format!("{SYAHRUL} {superior}")]);
}

#[tokio::test]
async fn who_hears_an_objection_is_whom_the_moves_of_the_evaluator_name() {
    let (world, sql) = world().await;
    let other = format!(
        "SELECT nip FROM employee WHERE nip NOT IN ('{BUDI}', '{CHIEF}', '{SYAHRUL}') ORDER BY id"
    );
    let other = sql.texts(&other).await.remove(0);
    // At the top: nobody stands above the own superior.
    sql.run(&format!("UPDATE employee SET superior_nip = NULL WHERE nip = '{other}'")).await;
    new_superior(&world, CHIEF, "2026-05-04", &other).await;
    decide(&world, CHIEF).await.unwrap();
    let officials = "SELECT evaluator || ' ' || evaluator_superior FROM officials";
    assert_eq!(sql.texts(officials).await, [format!("{CHIEF} {other}")]);
}

#[tokio::test]
async fn each_evaluator_of_whoever_moved_rates_and_the_last_one_decides() {
    let (world, sql) = world().await;
    new_superior(&world, BUDI, "2026-05-17", SYAHRUL).await;
    rate(&world, &[("2026-Q2", CHIEF, "sesuai"), ("2026-Q2", SYAHRUL, "di_atas")]).await;
    let keys = "SELECT COUNT(*) FROM act WHERE kind = 'penilaian' AND is_current = 1";
    assert_eq!(sql.number(keys).await, 2);
    assert_eq!(world.pass_at(NOW).await.notices, 1);
    let body = sql.texts("SELECT body FROM notice").await.remove(0);
    assert!(body.contains(SYAHRUL) && !body.contains(CHIEF), "{body}");
    let told = looked_at(&sql).await;
    assert!(told, "the ratings of the earlier evaluator are no problem");
    // The same evaluator again corrects what he said; the other's stays.
    rate(&world, &[("2026-Q2", CHIEF, "di_bawah")]).await;
    assert_eq!(sql.number(keys).await, 2);
    assert_eq!(sql.number("SELECT COUNT(*) FROM act WHERE kind = 'penilaian'").await, 3);
    assert_eq!(world.pass_at(LATER).await.notices, 0, "what he says is not the decision");
    world.command(&[&["explain"], &OF[..]].concat()).await.unwrap();
}

/// Whether all acts about decisions were looked at and count.
async fn looked_at(sql: &Sql) -> bool {
    let newest = "SELECT MAX(id) FROM act WHERE kind IN ('penilaian', 'putusan', 'keberatan')";
    sql.number(newest).await == sql.number("SELECT act_id FROM looked_at").await
}

#[tokio::test]
async fn ratings_by_somebody_else_about_whoever_did_not_move_do_not_count() {
    let (world, sql) = world().await;
    rate(&world, &[("2026-Q2", CHIEF, "sesuai"), ("2026-Q2", SYAHRUL, "di_bawah")]).await;
    assert_eq!(world.pass_at(NOW).await.notices, 1);
    let body = sql.texts("SELECT body FROM notice").await.remove(0);
    assert!(body.contains(CHIEF) && !body.contains(SYAHRUL), "{body}");
    assert!(!looked_at(&sql).await, "what does not count waits until it is mended");
}

#[tokio::test]
async fn a_move_that_comes_to_light_after_the_decision_changes_nobody_who_decides() {
    let (world, sql) = world().await;
    decide(&world, CHIEF).await.unwrap();
    new_superior(&world, BUDI, "2026-05-17", SYAHRUL).await;
    rate(&world, &[("2026-Q2", SYAHRUL, "di_bawah")]).await;
    assert_eq!(world.pass_at(NOW).await.notices, 1);
    assert!(looked_at(&sql).await, "he was superior on days of the period");
    let officials = "SELECT evaluator FROM officials";
    assert_eq!(sql.texts(officials).await, [CHIEF]);
    world.command(&[&["explain"], &OF[..]].concat()).await.unwrap();
}

#[tokio::test]
async fn ratings_of_the_period_before_count_in_the_history_where_nobody_decided_otherwise() {
    for (decided, rows) in [("", 1), ("di_atas", 0)] {
        let world = World::of_one_unit().await;
        rate(&world, &[("2026-Q1", CHIEF, "di_bawah"), ("2026-Q2", CHIEF, "di_bawah")]).await;
        if !decided.is_empty() {
            let row = format!(
                "nip;periode;nip_pemutus;peran;tanggal;putusan_hasil;putusan_perilaku;dasar_putusan\n\
                {BUDI};2026-Q1;{CHIEF};atasan_langsung;2026-04-20;{decided};{decided};Bukti\n"
            );
            world.import_text("putusan.csv", &row).await;
        }
        world.evaluate().await;
        let sql = world.sql().await;
        assert_eq!(sql.texts(NOTICES).await, ["decision.1"]);
        let told = "SELECT COUNT(*) FROM notice WHERE body LIKE '%konseling-berturut%'";
        assert_eq!(sql.number(told).await, rows, "{decided}");
        assert_eq!(counselled(&sql).await, rows, "{decided}");
    }
}

/// How often Budi is proposed the counselling that two periods in a row ask for.
async fn counselled(sql: &Sql) -> i64 {
    let proposed = format!(
        "SELECT COUNT(*) FROM follow_up JOIN employee ON employee.id = follow_up.employee_id
        WHERE follow_up.rule = 'konseling-berturut' AND employee.nip = '{BUDI}'"
    );
    sql.number(&proposed).await
}

#[tokio::test]
async fn what_somebody_said_who_had_left_by_the_end_of_a_period_is_no_history_of_it() {
    for (left, kept, rows) in
        [("2026-03-31", false, 0), ("2026-04-01", false, 1), ("2026-03-31", true, 1)]
    {
        let world = World::of_one_unit().await;
        let sql = world.sql().await;
        rate(&world, &[("2026-Q1", CHIEF, "di_bawah")]).await;
        let row = format!("{MOVE}{CHIEF};{left};keluar;;;\n");
        world.import_text("keluar.csv", &row).await;
        if kept {
            // It was decided and told before anybody knew that he had left.
            let keep = format!(
                "INSERT INTO officials (employee_id, period, evaluator)
                SELECT id, '2026-Q1', '{CHIEF}' FROM employee WHERE nip = '{BUDI}'"
            );
            sql.run(&keep).await;
        }
        world.evaluate().await;
        assert_eq!(counselled(&sql).await, rows, "{left} {kept}");
    }
}

#[tokio::test]
async fn ratings_from_before_there_were_several_evaluators_go_to_the_one_whom_they_name() {
    let (world, sql) = world().await;
    rate(&world, &[("2026-Q2", CHIEF, "sesuai")]).await;
    rate(&world, &[("2026-Q2", CHIEF, "di_atas")]).await;
    let keys = "SELECT key || ' ' || revision FROM act ORDER BY revision";
    let now = sql.texts(keys).await;
    assert_eq!(now.len(), 2);
    let short = format!("UPDATE act SET key = replace(key, '/{CHIEF}', '')");
    sql.run(&short).await;
    assert!(sql.texts(keys).await != now);
    let migration = include_str!("../../kinerja-daemon/migrations/sqlite/0007_evaluators.sql");
    // The newer of the two was damaged: the older still names the evaluator.
    sql.run("UPDATE act SET body = '{\"cut' WHERE revision = 2").await;
    for statement in migration.split(';').filter(|text| !text.trim().is_empty()) {
        sql.run(statement).await;
    }
    assert_eq!(sql.texts(keys).await, now);

    sql.run("UPDATE act SET body = '{\"cut'").await;
    sql.run(&short).await;
    for statement in migration.split(';').filter(|text| !text.trim().is_empty()) {
        sql.run(statement).await;
    }
    rate(&world, &[("2026-Q2", CHIEF, "sesuai")]).await;
    let current = "SELECT key || ' ' || revision FROM act WHERE is_current = 1";
    let again = sql.texts(current).await;
    assert!(matches!(&again[..], [one] if one.ends_with(&format!("/{CHIEF} 1"))), "{again:?}");
}

#[tokio::test]
async fn a_superior_who_has_left_decides_nothing_and_progress_says_who_must_be_named() {
    let (world, _) = world().await;
    let move_out = |nip: &str, on: &str| format!("{MOVE}{nip};{on};keluar;;;\n");
    world.import_text("keluar.csv", &move_out(CHIEF, "2026-06-20")).await;
    let error = decide(&world, CHIEF).await.unwrap_err();
    assert!(error.contains("nobody is `superior` at the end of the period"), "{error}");
    let store = world.store().await;
    let app = world.app(kinerja_daemon::config::Route::Off, NOW);
    let policy = &app.policies[&"samarinda".parse().unwrap()].policy;
    let standing = async |period: &str| {
        let period = period.parse().unwrap();
        let whose = kinerja_daemon::store::Whose::Region;
        let day = "2026-07-20".parse().unwrap();
        let found = kinerja_daemon::jobs::standing::standing(&store, (policy, period), &whose, day);
        let found = found.await.unwrap();
        let led = |nip: &str| {
            found.people.iter().find(|one| one.nip.as_str() == nip).unwrap().superior_left
        };
        (led(BUDI), led(CHIEF))
    };
    assert_eq!(standing("2026-Q2").await, (true, false));
    assert_eq!(standing("2026-Q1").await, (false, false), "he left after the quarter");
    new_superior(&world, BUDI, "2026-06-21", SYAHRUL).await;
    assert_eq!(standing("2026-Q2").await, (false, false));
    store.close().await;
    decide(&world, SYAHRUL).await.unwrap();
}
