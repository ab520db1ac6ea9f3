//! Who lacks what, and is reminded of it: as the documents say, and nothing else.

use crate::{sql::Sql, world::World};

/// The people of the unit for whom something is open, by their order in it.
async fn open(sql: &Sql, kind: &str, period: &str) -> Vec<i64> {
    let open = format!(
        "SELECT CAST(employee_id AS TEXT) FROM occurrence
        WHERE state = 'open' AND kind = '{kind}' AND period = '{period}'
            AND hears = 'responsible' ORDER BY employee_id"
    );
    sql.texts(&open).await.iter().map(|id| id.parse().unwrap()).collect()
}

/// Gives people, by number, the plan of the second quarter that is kept like this.
async fn keep_plan(sql: &Sql, employee: i64, body: &str) {
    sql.run(&format!(
        "UPDATE document SET body = '{body}' WHERE kind = 'plan' AND employee_id = {employee}"
    ))
    .await;
}

#[tokio::test]
async fn whether_a_plan_is_agreed_is_told_by_its_head_in_every_form_and_by_nothing_else() {
    let world = World::of_one_unit().await.reminds().await;
    let sql = world.sql().await;
    sql.run("DELETE FROM document WHERE kind <> 'plan' OR employee_id > 10").await;
    sql.run("DELETE FROM document WHERE employee_id = 10").await;
    let line = "\nIK\t100\t>1\tonoi\tnaskah\tHasil\t";
    #[rustfmt::skip]
    let table = [
        (1, format!("2026-Q2 agreed{line}Menyusun draft peraturan"),                    false),
        (2, format!("2026-Q2 running{line}Berkas submitted"),                           false),
        (3, format!("2026-Q2 draft{line}Siaran pers"),                                  true),
        (4, format!("2026-Q2 submitted{line}Siaran pers"),                              true),
        (5, r#"["2026-Q2","draft",[["IK","Siaran pers"]]]"#.to_owned(),                 true),
        (6, r#"["2026-Q2","agreed",[["IK","draft","a draft"]]]"#.to_owned(),            false),
        (7, r#"{"period":"2026-Q2","status":"submitted","indicators":[]}"#.to_owned(),  true),
        (8, r#"{"period":"2026-Q2","status":"closed","indicators":["draft"]}"#.to_owned(), false),
        (9, "damaged draft".to_owned(),                                                 false),
    ];
    for (employee, body, _) in &table {
        keep_plan(&sql, *employee, body).await;
    }
    world.pass_at("2026-06-29T12:00:00Z").await;
    let lack: Vec<i64> = table.iter().filter(|(.., lacks)| *lacks).map(|(id, ..)| *id).collect();
    // Whoever has no plan at all stands behind them.
    let found = open(&sql, "plan_due", "2026-Q2").await;
    assert_eq!(found.iter().copied().filter(|id| *id < 10).collect::<Vec<_>>(), lack);
    assert!(found.contains(&10));
}

#[tokio::test]
async fn nobody_is_asked_to_report_what_daily_reports_or_surveys_tell() {
    let world = World::of_one_unit().await.reminds().await;
    let sql = world.sql().await;
    sql.run("DELETE FROM document WHERE kind = 'actuals' OR employee_id > 4").await;
    let plan = |measure: &str| {
        format!("2026-Q2 agreed\nIK\t100\t>1\t{measure}noi\tnaskah\tHasil\tSiaran pers")
    };
    keep_plan(&sql, 1, &plan("o")).await;
    keep_plan(&sql, 2, &plan("r")).await;
    keep_plan(&sql, 3, &plan("m")).await;
    // Of the whole unit.
    keep_plan(&sql, 4, &plan("s").replace("noi", "noc")).await;
    world.pass_at("2026-07-10T12:00:00Z").await;
    assert_eq!(open(&sql, "report_due", "2026-Q2").await, [1, 4]);
    // There is a survey, and so an actual.
    sql.run(
        "INSERT INTO act (region, kind, key, revision, is_current, unit, service, period, day,
            body, sha256)
        VALUES ('samarinda', 'survei', 'k', 1, 1, 'setda', 'ktp', '2026-Q2', '2026-06-30', '{}',
            'x')",
    )
    .await;
    world.pass_at("2026-07-10T12:30:00Z").await;
    assert_eq!(open(&sql, "report_due", "2026-Q2").await, [1]);
}
