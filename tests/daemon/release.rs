//! Held mails that a person lets go.

use kinerja_daemon::store::Release;

use crate::{
    smtp::config,
    support::smtp_sink::{Act, Setup, Sink, Step},
    world::{NOW, World},
};

const LATER: &str = "2026-07-20T02:00:00Z";

#[tokio::test]
async fn a_released_mail_leaves_and_nothing_else_does() {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let (store, sql) = (world.store().await, world.sql().await);
    sql.run(
        "UPDATE mail SET state = CASE WHEN id <= 2 THEN 'held' ELSE 'sent' END, attempts = 20,
            sha256 = 'of bytes that never left'",
    )
    .await;
    let before = sql.dump().await;
    let refused = store.release_mails(&[1, 3, 99], "Ani", NOW.parse().unwrap()).await.unwrap();
    assert_eq!(refused, Release::NotHeld(vec![3, 99]));
    assert!(sql.dump().await == before, "released something");

    world.command(&["outbox", "release", "2", "--by", "Ani"]).await.unwrap();
    let row = "SELECT state || ' ' || attempts || ' ' || last_reply FROM mail WHERE id = 2";
    assert_eq!(sql.texts(row).await, ["queued 0 released by a person"]);
    let sink = Sink::start(Setup::default()).await;
    assert_eq!(world.send(config(&sink), LATER).await.mails.unwrap().sent, 1);
    world.command(&["outbox", "release", "--all", "--by", "Ani"]).await.unwrap();
    assert_eq!(world.send(config(&sink), LATER).await.mails.unwrap().sent, 1);
    assert_eq!(sink.seen().mails.len(), 2);
    assert_eq!(sql.number("SELECT COUNT(*) FROM mail WHERE state <> 'sent'").await, 0);
}

#[tokio::test]
async fn a_release_is_good_for_one_more_copy() {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let (store, sql) = (world.store().await, world.sql().await);
    sql.run("UPDATE mail SET state = 'sent' WHERE id > 1").await;
    let sink = Sink::start(Setup::default()).await;
    for _ in 0..3 {
        sink.on(Step::FinalDot, Act::DropAnswer);
    }
    for now in [NOW, "2026-07-20T01:15:00Z", LATER] {
        world.send(config(&sink), now).await;
    }
    assert_eq!(sink.seen().mails.len(), 2, "the second copy is the last by itself");
    let released = store.release_mails(&[], "Ani", LATER.parse().unwrap()).await.unwrap();
    assert_eq!(released, Release::Done { queued: 1, cancelled: 0 });
    for now in [LATER, "2026-08-01T00:00:00Z"] {
        world.send(config(&sink), now).await;
    }
    let mails = sink.seen().mails;
    assert_eq!(mails.len(), 3);
    assert!(mails.iter().all(|mail| mail.bytes == mails[0].bytes), "the copies differ");
    assert_eq!(sql.texts("SELECT state || copies FROM mail WHERE id = 1").await, ["held3"]);
}

#[tokio::test]
async fn a_corrected_result_is_not_told_by_a_release() {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let (store, sql) = (world.store().await, world.sql().await);
    sql.run("UPDATE mail SET state = 'held' WHERE id = 1").await;
    let row = "nip;periode;kode;realisasi;tanggal;bukti\n\
               197006201994011003;2026-Q2;IK5;20;2026-07-02;\n";
    world.import_text("koreksi.csv", row).await;
    let evaluate = ["evaluate", "--region", "samarinda", "--period", "2026-Q2"];
    world.command(&[&evaluate[..], &["--revise", "salah ketik"]].concat()).await.unwrap();
    let released = store.release_mails(&[1], "Ani", LATER.parse().unwrap()).await.unwrap();
    assert_eq!(released, Release::Done { queued: 0, cancelled: 1 });
    assert_eq!(sql.texts("SELECT state FROM mail WHERE id = 1").await, ["cancelled"]);
}
