//! Which units are evaluated for which periods: those that were there.

use crate::world::World;

/// Evaluations that stand on record as not done, by period and unit.
const EXCUSED: &str = "
    SELECT period || ' ' || subject || ' ' || reason FROM occurrence
    WHERE kind = 'evaluation' AND state = 'skipped' ORDER BY period, subject";

const RUNS: &str = "SELECT period || ' ' || unit FROM run ORDER BY period, unit";

#[tokio::test]
async fn a_unit_that_comes_later_is_not_evaluated_for_the_periods_before() {
    let world = World::of_one_unit().await;
    let sql = world.sql().await;
    world.evaluate().await;
    // A new unit, whose one person is hired in September.
    let people = world.text_of("pegawai.csv");
    let heading = people.lines().next().unwrap();
    let row = "200001012026091001;Nama Baru;PNS;baru;Dinas Baru;Analis;;";
    let path = world.path("pegawai.csv");
    std::fs::write(&path, format!("{heading}\n{row}\n")).unwrap();
    let words = ["import", "--region", "samarinda", path.to_str().unwrap()];
    world.command_at("2026-09-10T01:00:00Z", &words).await.unwrap();
    let done = world.pass_at("2026-10-20T01:00:00Z").await;
    assert_eq!(done.faults, [""; 0]);
    assert_eq!(sql.texts(RUNS).await, ["2026-Q2 setda", "2026-Q3 baru", "2026-Q3 setda"]);
    let reason = "nobody knew the unit by that day, and nobody of it has a document";
    assert_eq!(sql.texts(EXCUSED).await, [format!("2026-Q2 unit/baru {reason}")]);
    let before = sql.dump().await;
    assert_eq!(world.pass_at("2026-10-20T01:00:00Z").await.units, 0);
    assert_eq!(sql.dump().await, before);
    // When a document comes, there is something to evaluate.
    sql.run(
        "INSERT INTO document (employee_id, period, kind, body, sha256, is_current)
        SELECT id, '2026-Q2', 'plan', 'damaged', 'x', 1 FROM employee WHERE unit = 'baru'",
    )
    .await;
    assert_eq!(world.pass_at("2026-10-20T01:10:00Z").await.units, 1);
    assert!(sql.texts(RUNS).await.contains(&"2026-Q2 baru".to_owned()));
}

#[tokio::test]
async fn a_unit_without_people_is_done_with_the_reason() {
    let world = World::of_one_unit().await;
    let sql = world.sql().await;
    sql.run("INSERT INTO unit (region, code, name) VALUES ('samarinda', 'kosong', 'Kosong')").await;
    assert_eq!(world.evaluate().await.units, 1);
    let reason = "the unit has nobody to evaluate";
    assert_eq!(sql.texts(EXCUSED).await, [format!("2026-Q2 unit/kosong {reason}")]);
    let before = sql.dump().await;
    assert_eq!(world.evaluate().await.units, 0);
    assert_eq!(sql.dump().await, before);
}
