//! What a person does with single mails: cancel and send once more.

use kinerja_daemon::store::{Cancel, Retry};

use crate::{
    smtp::config,
    support::smtp_sink::{Act, Setup, Sink, Step},
    world::{NOW, World},
};

const LATER: &str = "2026-07-20T02:00:00Z";

const STATES: [&str; 10] = kinerja_daemon::store::MAIL_STATES;

/// One mail in each state, in the order of the states; none has left.
async fn in_each_state() -> World {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let sql = world.sql().await;
    for (id, state) in STATES.iter().enumerate() {
        sql.run(&format!("UPDATE mail SET state = '{state}' WHERE id = {}", id + 1)).await;
    }
    world
}

#[tokio::test]
async fn only_a_mail_that_waits_is_cancelled_and_a_doubtful_one_needs_its_number_again() {
    let world = in_each_state().await;
    let (store, sql) = (world.store().await, world.sql().await);
    let now = LATER.parse().unwrap();
    let before = sql.dump().await;
    let hers = ("Ani", "salah orang");
    for (id, state) in (1_i64..).zip(STATES) {
        let expected = match state {
            "queued" | "claimed" | "deferred" | "held" => continue,
            "unknown" => Cancel::InDoubt(vec![id]),
            _ => Cancel::NotWaiting(vec![id]),
        };
        // One that could be cancelled stays too: all or none.
        let done = store.cancel_mails((&[1, id], &[]), hers, now).await.unwrap();
        assert_eq!(done, expected, "{state}");
    }
    let done = store.cancel_mails((&[999], &[999]), hers, now).await.unwrap();
    assert_eq!(done, Cancel::NotWaiting(vec![999]));
    assert!(sql.dump().await == before, "cancelled something");

    let mails = ["1", "2", "5", "7", "8", "1", "--doubtful", "7"];
    let words = ["--by", "Ani", "--reason", "salah orang 197006201994011003"];
    world.command(&[&["outbox", "cancel"], &mails[..], &words[..]].concat()).await.unwrap();
    let cancelled = "SELECT group_concat(id) FROM mail WHERE state = 'cancelled'";
    assert_eq!(sql.texts(cancelled).await, ["1,5,7,8,10"]);
    // The sender has it in hand, and lets it go.
    assert_eq!(sql.texts("SELECT state FROM mail WHERE id = 2 AND to_cancel").await, ["claimed"]);
    let attempts = "SELECT mail_id || ' ' || by_person || ' ' || reply FROM attempt";
    let said = |id: i64| format!("{id} Ani cancelled by a person: salah orang ***");
    assert_eq!(sql.texts(attempts).await, [1, 2, 5, 7, 8].map(said));
}

#[tokio::test]
async fn a_held_mail_that_may_have_left_is_doubtful_too() {
    let world = in_each_state().await;
    let (store, sql) = (world.store().await, world.sql().await);
    sql.run("UPDATE mail SET copies = 2 WHERE state = 'held'").await;
    let now = LATER.parse().unwrap();
    let done = store.cancel_mails((&[8], &[]), ("Ani", "x"), now).await.unwrap();
    assert_eq!(done, Cancel::InDoubt(vec![8]));
    let done = store.cancel_mails((&[8], &[8]), ("Ani", "x"), now).await.unwrap();
    assert_eq!(done, Cancel::Done);
}

#[tokio::test]
async fn a_person_sends_once_more_what_is_held_rejected_unknown_or_expired() {
    let world = in_each_state().await;
    let (store, sql) = (world.store().await, world.sql().await);
    sql.run("UPDATE mail SET expires_at = 1 WHERE state = 'expired'").await;
    let now = LATER.parse().unwrap();
    for (id, state) in (1_i64..).zip(STATES) {
        let expected = match state {
            "held" | "rejected" | "unknown" | "expired" => Retry::Queued { copies: 0 },
            state => Retry::Not { state: state.to_owned() },
        };
        assert_eq!(store.retry_mail(id, ("Ani", false), now).await.unwrap(), expected, "{state}");
    }
    assert_eq!(store.retry_mail(999, ("Ani", false), now).await.unwrap(), Retry::Unknown);
    store.close().await;
    let sink = Sink::start(Setup::default()).await;
    world.send(config(&sink), LATER).await;
    let hers = "SELECT group_concat(mail_id) FROM attempt WHERE by_person = 'Ani'";
    assert_eq!(sql.texts(hers).await, ["6,7,8,9"]);
    let sent = "SELECT COUNT(*) FROM mail WHERE id IN (6, 7, 8, 9) AND state = 'sent'";
    assert_eq!(sql.number(sent).await, 4);
}

#[tokio::test]
async fn a_copy_that_a_person_asked_for_is_recorded_as_hers_and_none_follows_by_itself() {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let (store, sql) = (world.store().await, world.sql().await);
    sql.run("UPDATE mail SET state = 'sent' WHERE id > 1").await;
    let sink = Sink::start(Setup::default()).await;
    for _ in 0..2 {
        sink.on(Step::FinalDot, Act::DropAnswer);
    }
    world.send(config(&sink), NOW).await;
    assert_eq!(sql.texts("SELECT state FROM mail WHERE id = 1").await, ["unknown"]);
    let retry = store.retry_mail(1, ("Ani", false), NOW.parse().unwrap()).await.unwrap();
    assert_eq!(retry, Retry::Queued { copies: 1 });
    for now in [NOW, LATER, "2026-08-01T00:00:00Z"] {
        world.send(config(&sink), now).await;
    }
    let mails = sink.seen().mails;
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0].bytes, mails[1].bytes, "the copies differ");
    let attempts = "SELECT number || ' ' || COALESCE(by_person, 'by itself') FROM attempt";
    assert_eq!(sql.texts(attempts).await, ["1 by itself", "2 Ani"]);
    assert_eq!(sql.texts("SELECT state FROM mail WHERE id = 1").await, ["held"]);
}

/// Where the relay puts it off, the next attempt is hers too, and the last.
#[tokio::test]
async fn a_copy_that_a_person_asked_for_stays_hers_until_it_has_left() {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let (store, sql) = (world.store().await, world.sql().await);
    sql.run("UPDATE mail SET state = 'sent' WHERE id > 1").await;
    let sink = Sink::start(Setup::default()).await;
    for _ in 0..3 {
        sink.on(Step::FinalDot, Act::DropAnswer);
    }
    world.send(config(&sink), NOW).await;
    world.send(config(&sink), "2026-07-20T01:15:00Z").await;
    assert_eq!(sql.texts("SELECT state FROM mail WHERE id = 1").await, ["held"]);
    let retry = store.retry_mail(1, ("Ani", false), LATER.parse().unwrap()).await.unwrap();
    assert_eq!(retry, Retry::Queued { copies: 2 });
    sink.on(Step::Rcpt, Act::Say("451 4.7.1 greylisted"));
    for now in [LATER, "2026-07-20T02:01:00Z", "2026-07-20T03:00:00Z", "2026-08-01T00:00:00Z"] {
        world.send(config(&sink), now).await;
    }
    let attempts =
        "SELECT number || ' ' || COALESCE(by_person, 'by itself') || ' ' || phase FROM attempt";
    let expected =
        ["1 by itself final_dot", "2 by itself final_dot", "3 Ani rcpt", "4 Ani final_dot"];
    assert_eq!(sql.texts(attempts).await, expected);
    assert_eq!(sql.texts("SELECT state || copies FROM mail WHERE id = 1").await, ["held3"]);
    assert_eq!(sink.seen().mails.len(), 3);
}

#[tokio::test]
async fn what_was_corrected_since_is_not_sent_once_more_and_what_stands_is() {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let (store, sql) = (world.store().await, world.sql().await);
    sql.run("UPDATE mail SET state = 'rejected'").await;
    sql.run("UPDATE result SET derivation = derivation || ' ' WHERE employee_id = (SELECT employee_id FROM mail WHERE id = 1)").await;
    let row = "nip;periode;kode;realisasi;tanggal;bukti\n\
               197006201994011003;2026-Q2;IK5;20;2026-07-02;\n";
    world.import_text("koreksi.csv", row).await;
    let evaluate = ["evaluate", "--region", "samarinda", "--period", "2026-Q2"];
    world.command(&[&evaluate[..], &["--revise", "salah ketik"]].concat()).await.unwrap();
    let now = LATER.parse().unwrap();
    assert_eq!(store.retry_mail(1, ("Ani", false), now).await.unwrap(), Retry::Superseded);
    let stands = store.retry_mail(10, ("Ani", false), now).await.unwrap();
    assert_eq!(stands, Retry::Queued { copies: 0 });
}

#[tokio::test]
async fn what_a_person_cancelled_is_not_queued_again_by_a_revision_that_leaves_it_as_it_was() {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let (store, sql, now) = (world.store().await, world.sql().await, LATER.parse().unwrap());
    // Also one that the sender had in hand, of which it has a word of its own to say.
    sql.run("UPDATE mail SET state = 'claimed' WHERE id = 9").await;
    let done = store.cancel_mails((&[9, 10], &[]), ("Ani", "salah orang"), now).await.unwrap();
    assert_eq!(done, Cancel::Done);
    store.recover_mails(now).await.unwrap();
    let said = "SELECT state || ': ' || last_reply FROM mail WHERE id = 9";
    assert_eq!(sql.texts(said).await, ["cancelled: cut off before the body left"]);
    let row = "nip;periode;kode;realisasi;tanggal;bukti\n\
               197006201994011003;2026-Q2;IK5;20;2026-07-02;\n";
    world.import_text("koreksi.csv", row).await;
    let evaluate = ["evaluate", "--region", "samarinda", "--period", "2026-Q2"];
    world.command(&[&evaluate[..], &["--revise", "salah ketik"]].concat()).await.unwrap();
    store.queue_missing_mails(now).await.unwrap();
    let theirs = "SELECT group_concat(state) FROM mail
        WHERE employee_id IN (SELECT employee_id FROM mail WHERE id IN (9, 10))
        GROUP BY employee_id";
    assert_eq!(sql.texts(theirs).await, ["cancelled", "cancelled"]);
    // Control: cancelled by themselves, because what they told had changed.
    sql.run("DELETE FROM attempt WHERE by_person = 'Ani'").await;
    store.queue_missing_mails(now).await.unwrap();
    assert_eq!(sql.texts(theirs).await, ["cancelled,queued", "cancelled,queued"]);
}
