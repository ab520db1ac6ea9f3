//! What the store promises of mails.

use chrono::TimeDelta;
use kinerja_daemon::store::UNKNOWN_PAUSE;

use crate::stamps::{begin, claim, evaluated, now, settle};

#[tokio::test]
async fn a_claimed_mail_is_handed_to_nobody_else() {
    let world = evaluated().await;
    let sql = world.sql().await;
    let (one, other) = (world.store().await, world.store().await);
    let mut claimed = Vec::new();
    loop {
        let (first, second) = tokio::join!(claim(&one, now()), claim(&other, now()));
        let found: Vec<_> = [first, second].into_iter().flatten().collect();
        if found.is_empty() {
            break;
        }
        claimed.extend(found.into_iter().map(|waiting| waiting.id));
    }
    claimed.sort_unstable();
    let all: Vec<_> = one.mails().await.unwrap().into_iter().map(|mail| mail.id).collect();
    assert_eq!(claimed, all);
    assert_eq!(sql.states().await, format!("{} claimed", all.len()));
}

#[tokio::test]
async fn a_mail_that_is_not_due_is_not_handed_out() {
    let world = evaluated().await;
    let store = world.store().await;
    let before = now() - TimeDelta::microseconds(1);
    assert_eq!(claim(&store, before).await, None);
    let first = claim(&store, now()).await.unwrap();
    let later = now() + TimeDelta::minutes(1);
    settle(&store, first.id, "deferred", later).await;
    while let Some(waiting) = claim(&store, later - TimeDelta::microseconds(1)).await {
        assert_ne!(waiting.id, first.id, "handed out too early");
        settle(&store, waiting.id, "sent", now()).await;
    }
    let again = claim(&store, later).await.unwrap();
    assert_eq!((again.id, again.attempt), (first.id, 2));
}

#[tokio::test]
async fn the_body_of_a_mail_that_is_not_claimed_does_not_leave() {
    let world = evaluated().await;
    let (store, sql) = (world.store().await, world.sql().await);
    let waiting = claim(&store, now()).await.unwrap();
    assert!(begin(&store, waiting.id).await);
    assert!(!begin(&store, waiting.id).await, "begun twice");
    assert!(settle(&store, waiting.id, "sent", now()).await);
    assert!(!begin(&store, waiting.id).await, "begun after it was sent");
    // What is settled stays settled.
    assert!(!settle(&store, waiting.id, "queued", now()).await);
    assert_eq!(sql.number("SELECT COUNT(*) FROM mail WHERE state = 'sent'").await, 1);
    assert_eq!(sql.number("SELECT MAX(copies) FROM mail").await, 1);
}

#[tokio::test]
async fn a_crash_loses_no_mail_and_doubts_only_what_may_have_left() {
    let world = evaluated().await;
    let (store, sql) = (world.store().await, world.sql().await);
    let begun = claim(&store, now()).await.unwrap();
    assert!(begin(&store, begun.id).await);
    let claimed = claim(&store, now()).await.unwrap();
    store.close().await;

    let store = world.store().await;
    let all = store.mails().await.unwrap().len();
    store.recover_mails(now()).await.unwrap();
    assert_eq!(sql.states().await, format!("{} queued, 1 unknown", all - 1));
    let state = |id| format!("SELECT state FROM mail WHERE id = {id}");
    assert_eq!(sql.texts(&state(claimed.id)).await, ["queued"]);
    assert_eq!(sql.texts(&state(begun.id)).await, ["unknown"]);

    // The doubtful one is handed out when the pause is over, and not before.
    let over = now() + UNKNOWN_PAUSE;
    while let Some(waiting) = claim(&store, over - TimeDelta::microseconds(1)).await {
        assert_ne!(waiting.id, begun.id, "handed out too early");
        settle(&store, waiting.id, "sent", now()).await;
    }
    let again = claim(&store, over).await.unwrap();
    assert_eq!((again.id, again.copies), (begun.id, 1));
    assert_eq!(again.sha256.as_deref(), Some(crate::stamps::SHA256));

    // Lost again: a person must look.
    assert!(begin(&store, again.id).await);
    store.close().await;
    let store = world.store().await;
    store.recover_mails(over).await.unwrap();
    assert_eq!(sql.states().await, format!("1 held, {} sent", all - 1));
    assert_eq!(claim(&store, over + TimeDelta::days(365)).await, None);
    // Recovering is safe to do at any time.
    let before = sql.dump().await;
    store.recover_mails(over).await.unwrap();
    assert!(sql.dump().await == before);
}

#[tokio::test]
async fn mails_that_tell_a_result_which_has_changed_do_not_leave_any_more() {
    let world = evaluated().await;
    let sql = world.sql().await;
    let states =
        ["queued", "claimed", "data_started", "deferred", "unknown", "sent", "rejected", "held"];
    for (id, state) in states.iter().enumerate() {
        sql.run(&format!("UPDATE mail SET state = '{state}' WHERE id = {}", id + 1)).await;
    }
    let old = "SELECT state FROM mail ORDER BY id LIMIT 8";
    assert_eq!(sql.texts(old).await, states);
    // As if what these eight were told had come about in another way.
    sql.run(
        "UPDATE result SET derivation = derivation || ' '
        WHERE employee_id IN (SELECT employee_id FROM mail WHERE id <= 8)",
    )
    .await;

    world
        .import_text(
            "koreksi.csv",
            "nip;periode;kode;realisasi;tanggal;bukti\n\
             197006201994011003;2026-Q2;IK5;20;2026-07-02;\n",
        )
        .await;
    let evaluate = ["evaluate", "--region", "samarinda", "--period", "2026-Q2"];
    let revise: Vec<_> = evaluate.into_iter().chain(["--revise", "salah ketik"]).collect();
    world.command(&revise).await.unwrap();
    // What is on its way is taken back when it comes to a stop.
    let [gone, stays] = ["cancelled", "claimed"];
    let expected = [gone, stays, "data_started", gone, gone, "sent", "rejected", "held"];
    assert_eq!(sql.texts(old).await, expected);
    let store = world.store().await;
    store.recover_mails(now()).await.unwrap();
    store.close().await;
    let expected = [gone, gone, gone, gone, gone, "sent", "rejected", "held"];
    assert_eq!(sql.texts(old).await, expected);
    // The eight are told anew; the one whose actual was corrected is among them.
    let told = "SELECT COUNT(*) FROM mail JOIN run ON run.id = run_id WHERE revision = 2";
    assert_eq!(sql.number(told).await, 8);
    // Whose result is the same is not told twice.
    assert_eq!(sql.texts("SELECT state FROM mail WHERE id = 10").await, ["queued"]);
}
