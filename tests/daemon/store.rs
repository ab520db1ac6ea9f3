//! What the store promises of runs and files.

use std::task::Poll;

use kinerja_core::summary::Tally;
use kinerja_daemon::{
    config::Route,
    jobs::evaluate::{self, Outcome, Request},
    store::{
        FollowUpRow, Kept, NewResult, NewRun, PersonInputs, Recorded, RunKey, Store, StoreError,
        StoredReports,
    },
};

use crate::{
    sql::Sql,
    world::{NOW, World},
};

fn key() -> RunKey {
    RunKey {
        region: "samarinda".parse().unwrap(),
        period: "2026-Q2".parse().unwrap(),
        unit: "setda".to_owned(),
    }
}

/// A result with one follow-up.
fn result(inputs: &PersonInputs) -> NewResult {
    let follow_up = FollowUpRow {
        rule: "bimbingan".to_owned(),
        kind: "coaching",
        actor: "superior",
        due_on: "2026-08-03".parse().unwrap(),
    };
    NewResult {
        used: inputs.used(),
        ratings: Some(["good", "meets", "meets"]),
        total: Some("95".to_owned()),
        derivation: "{}".to_owned(),
        follow_ups: vec![follow_up],
    }
}

/// Records the first revision of the unit with these results.
async fn record(store: &Store, results: &[NewResult]) -> Result<Recorded, StoreError> {
    record_for(&key(), store, results).await
}

async fn record_for(
    key: &RunKey,
    store: &Store,
    results: &[NewResult],
) -> Result<Recorded, StoreError> {
    let run = NewRun {
        key,
        revision: 1,
        policy: ("digest", "text"),
        inputs_sha256: "inputs",
        reason: None,
        as_of: NOW.parse().unwrap(),
        enqueued_at: NOW.parse().unwrap(),
        tally: &Tally::default(),
        services: "{}".to_owned(),
        results: results.to_vec(),
    };
    store.record_run(run).await
}

async fn results(store: &Store) -> Vec<NewResult> {
    let mut results = Vec::new();
    store.for_each_input(&key(), |inputs| results.push(result(&inputs))).await.unwrap();
    results
}

/// Evaluates the unit.
async fn evaluate(world: &World, unit: &str, revise: Option<&str>) -> Outcome {
    let (app, store) = (world.app(Route::Off, NOW), world.store().await);
    let key = RunKey { unit: unit.to_owned(), ..key() };
    let policy = &app.policies[&key.region];
    let now = app.clock.now();
    let request = Request { policy, key: &key, as_of: now, now, revise, dry_run: false };
    let outcome = evaluate::run(&store, request).await.unwrap();
    store.close().await;
    outcome
}

#[tokio::test]
async fn a_run_recorded_twice_changes_nothing() {
    let world = World::of_one_unit().await;
    let (store, sql) = (world.store().await, world.sql().await);
    let results = results(&store).await;
    assert_eq!(record(&store, &results).await.unwrap(), Recorded::Now);
    let before = sql.dump().await;
    assert!(["result", "follow_up", "mail"].iter().all(|table| before.contains(table)));
    assert_eq!(record(&store, &results[..1]).await.unwrap(), Recorded::Before);
    assert!(sql.dump().await == before, "a second attempt changed something");
}

#[tokio::test]
async fn a_run_is_recorded_whole_or_not_at_all() {
    let world = World::of_one_unit().await;
    let (store, sql) = (world.store().await, world.sql().await);
    let results = results(&store).await;
    let before = sql.dump().await;

    let twice = [results.clone(), results[..1].to_vec()].concat();
    assert!(record(&store, &twice).await.is_err(), "one person twice in a run");
    assert!(sql.dump().await == before, "one person twice in a run left something");

    // The disk may be full at any row; the last person's is the worst.
    let last = results.last().unwrap().used.employee;
    for (table, when) in [
        ("policy", "1".to_owned()),
        ("run", "1".to_owned()),
        ("result", format!("NEW.employee_id = {last}")),
        ("membership", format!("NEW.employee_id = {last}")),
        ("follow_up", format!("NEW.employee_id = {last}")),
        ("mail", format!("NEW.employee_id >= {last} - 1")),
    ] {
        refuse(&sql, table, &when).await;
        assert!(record(&store, &results).await.is_err(), "{table}");
        sql.run("DROP TRIGGER refuse").await;
        assert!(sql.dump().await == before, "{table}: something of a failed run stayed");
    }
    assert_eq!(record(&store, &results).await.unwrap(), Recorded::Now);
}

/// Makes the database fail when a row is to be written.
async fn refuse(sql: &Sql, table: &str, when: &str) {
    sql.run(&format!(
        "CREATE TRIGGER refuse BEFORE INSERT ON {table} WHEN {when}
        BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    ))
    .await;
}

#[tokio::test]
async fn a_run_that_is_given_up_is_whole_or_not_there() {
    let world = World::of_one_unit().await;
    let (store, sql) = (world.store().await, world.sql().await);
    let results = results(&store).await;
    let before = sql.dump().await;
    // Each time it may go one step further.
    for steps in 1.. {
        give_up(record(&store, &results), steps).await;
        // The writing connection is free when the rest has been rolled back.
        store.recover_mails(NOW.parse().unwrap()).await.unwrap();
        if sql.dump().await != before {
            break;
        }
    }
    for table in ["result", "follow_up", "membership"] {
        assert_eq!(sql.table(table).await.lines().count(), results.len(), "{table}");
    }
    assert_eq!(sql.table("run").await.lines().count(), 1);
    let reachable = "SELECT COUNT(*) FROM employee WHERE unit = 'setda' AND email IS NOT NULL";
    let mails = sql.number("SELECT COUNT(*) FROM mail").await;
    assert_eq!(mails, sql.number(reachable).await);
}

/// Drops a future that is not done when it has been asked so many times.
async fn give_up(work: impl Future, times: u32) {
    let (mut asked, mut work) = (0, Box::pin(work));
    std::future::poll_fn(|context| {
        asked += 1;
        match work.as_mut().poll(context) {
            Poll::Pending if asked < times => Poll::Pending,
            Poll::Pending | Poll::Ready(_) => Poll::Ready(()),
        }
    })
    .await;
}

/// What the head of the unit reached, as a file.
fn actual(amount: &str) -> String {
    format!(
        "nip;periode;kode;realisasi;tanggal;bukti\n\
         197006201994011003;2026-Q2;IK5;{amount};2026-07-02;arsip/setda/IK5\n"
    )
}

#[tokio::test]
async fn a_file_taken_in_twice_changes_nothing() {
    let world = World::of_one_unit().await;
    let sql = world.sql().await;
    world.import_text("koreksi.csv", &actual("20")).await;
    let before = sql.dump().await;
    world.import_text("koreksi.csv", &actual("20")).await;
    world.import_text("nama-lain.csv", &actual("20")).await;
    assert!(sql.dump().await == before, "the same bytes changed something");
}

#[tokio::test]
async fn a_file_is_taken_in_whole_or_not_at_all() {
    let world = World::of_one_unit().await;
    let sql = world.sql().await;
    let before = sql.dump().await;
    let more = "197307192003012003;2026-Q2;IK3;5;2026-07-02;\n";
    let path = world.summaries().with_file_name("dua-orang.csv");
    std::fs::write(&path, actual("20") + more).unwrap();
    refuse(&sql, "document", "(SELECT COUNT(*) FROM document WHERE is_current = 0) > 1").await;
    let failure = world.import("samarinda", &path).await.unwrap_err();
    assert!(failure.to_string().contains("disk full"), "{failure}");
    sql.run("DROP TRIGGER refuse").await;
    assert!(sql.dump().await == before, "something of a failed file stayed");
}

#[tokio::test]
async fn documents_have_versions_only_where_they_differ() {
    let world = World::of_one_unit().await;
    let sql = world.sql().await;
    let versions = "SELECT body FROM document JOIN employee ON employee.id = employee_id
        WHERE nip = '197006201994011003' AND kind = 'actuals' ORDER BY document.id";
    let current = versions.replace("ORDER BY", "AND is_current = 1 ORDER BY");
    let before = sql.table("document").await;
    let first = sql.texts(versions).await;
    assert_eq!(first.len(), 1);

    // Other bytes, the same words: the reported amount was 27.
    world.import_text("sama.csv", &actual("27,0")).await;
    assert!(sql.table("document").await == before, "an equal document made a new version");

    world.import_text("koreksi.csv", &actual("20")).await;
    let both = sql.texts(versions).await;
    assert_eq!((both.len(), &both[0]), (2, &first[0]), "the old version stays as it was");
    assert_ne!(both[0], both[1]);
    assert_eq!(sql.texts(&current).await, [both[1].clone()]);
    // Its other indicators are not forgotten.
    let [before, after] = [&both[0], &both[1]].map(|body| StoredReports::read(body).unwrap().0);
    assert!(before.len() > 1 && before.keys().eq(after.keys()), "{after:?}");
}

#[tokio::test]
async fn whoever_moves_is_not_evaluated_twice() {
    let world = World::of_one_unit().await;
    let sql = world.sql().await;
    let Outcome::Evaluated { revision: 1, tally } = evaluate(&world, "setda", None).await else {
        panic!("the unit was not evaluated");
    };
    assert_eq!(tally.people, 22);
    let moved = "nip;nama;jenis;kode_unit;unit_kerja;jabatan;email;nip_atasan\n\
        197006201994011003;Bambang Basri;PNS;dlh;Dinas Lingkungan Hidup;Kepala Dinas;;\n";
    world.import_text("mutasi.csv", moved).await;
    assert_eq!(evaluate(&world, "dlh", None).await, Outcome::Nobody);
    assert_eq!(world.evaluate().await.people, 0);
    assert_eq!(evaluate(&world, "setda", None).await, Outcome::Unchanged { revision: 1 });
    // The unit that evaluated first also makes the next revision.
    world.import_text("koreksi.csv", &actual("20")).await;
    let Outcome::Evaluated { revision: 2, tally } = evaluate(&world, "setda", Some("x")).await
    else {
        panic!("no new revision");
    };
    assert_eq!(tally.people, 22);
    let most = "SELECT MAX(results) FROM (SELECT COUNT(*) AS results FROM result
        JOIN run ON run.id = run_id GROUP BY employee_id, period, revision)";
    assert_eq!(sql.number(most).await, 1);
}

#[tokio::test]
async fn a_second_unit_cannot_record_somebody_whom_another_has_evaluated() {
    let world = World::of_one_unit().await;
    let (store, sql) = (world.store().await, world.sql().await);
    // Both have read who is to be evaluated before either has recorded it.
    let results = results(&store).await;
    sql.run("INSERT INTO unit (region, code, name) VALUES ('samarinda', 'dlh', 'DLH')").await;
    assert_eq!(record(&store, &results).await.unwrap(), Recorded::Now);
    let before = sql.dump().await;
    let other = RunKey { unit: "dlh".to_owned(), ..key() };
    assert!(record_for(&other, &store, &results[..1]).await.is_err());
    assert!(sql.dump().await == before, "something of the second run stayed");
}

#[tokio::test]
async fn settings_are_made_once_and_kept() {
    let world = World::of_one_unit().await;
    let store = world.store().await;
    assert_eq!(store.keep_setting("one_more", "one").await.unwrap(), "one");
    assert_eq!(store.keep_setting("one_more", "two").await.unwrap(), "one");
    assert_eq!(store.keep_setting("other", "two").await.unwrap(), "two");
    store.close().await;
    assert_eq!(world.store().await.keep_setting("one_more", "three").await.unwrap(), "one");
}

#[tokio::test]
async fn the_key_of_the_database_is_made_with_it_and_stays() {
    let world = World::of_one_unit().await;
    let made = "SELECT value FROM setting WHERE key = 'instance_key'";
    let key = world.sql().await.texts(made).await;
    assert_eq!((key.len(), key[0].len()), (1, 64));
    assert_eq!(world.store().await.instance_key().await.unwrap(), key[0]);
    assert_ne!(World::of_one_unit().await.sql().await.texts(made).await, key);
}

#[tokio::test]
async fn a_document_that_cannot_be_read_costs_one_person_and_not_the_unit() {
    let undisturbed = World::of_one_unit().await;
    undisturbed.evaluate().await;
    let derivations = "SELECT derivation FROM result ORDER BY employee_id";
    let expected = undisturbed.sql().await.texts(derivations).await;
    let cut = "{\"cut\":";
    #[rustfmt::skip]
    let spoiled = [("plan", cut), ("plan", "2026-Q2 closed\nIK1"), ("plan", ""), ("actuals", cut), ("actuals", "IK1\t"), ("behaviour", cut), ("behaviour", "1965")];
    for (kind, body) in spoiled {
        let world = World::of_one_unit().await;
        let sql = world.sql().await;
        let chosen = "SELECT MIN(a.employee_id) FROM document a
            JOIN document b ON b.employee_id = a.employee_id AND b.kind = 'actuals'
            JOIN document c ON c.employee_id = a.employee_id AND c.kind = 'behaviour'
            WHERE a.kind = 'plan'";
        let spoil = format!(
            "UPDATE document SET body = '{body}' WHERE kind = '{kind}'
            AND employee_id = ({chosen})"
        );
        sql.run(&spoil).await;
        let Outcome::Evaluated { tally, .. } = evaluate(&world, "setda", None).await else {
            panic!("{kind}: the unit was not evaluated");
        };
        assert_eq!(tally.gaps.get("record_unreadable"), Some(&1), "{kind}");
        let found = sql.texts(derivations).await;
        let different = found.iter().zip(&expected).filter(|(found, expected)| found != expected);
        assert_eq!((found.len(), different.count()), (expected.len(), 1), "{kind}");
        // The result can be explained without the document.
        let nip = sql.texts(&format!("SELECT nip FROM employee WHERE id = ({chosen})")).await;
        let words = ["explain", "--region", "samarinda", "--period", "2026-Q2", "--nip", &nip[0]];
        world.command(&words).await.unwrap();
    }
}
