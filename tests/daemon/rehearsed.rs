//! Mails that were sent in a rehearsal, in doubt, or that cannot be composed.

use kinerja_daemon::{
    config::Route,
    run::{Stop, pass},
    store::{AuditOf, Retry},
};

use crate::{
    smtp::config,
    support::smtp_sink::{Act, Setup, Sink, Step},
    world::{NOW, World},
};

const LATER: &str = "2026-07-20T02:00:00Z";

/// A unit with one mail that waits.
async fn one_mail() -> World {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    world.sql().await.run("UPDATE mail SET state = 'cancelled' WHERE id > 1").await;
    world
}

#[tokio::test]
async fn a_mail_that_went_to_one_address_is_not_called_sent_and_a_person_sends_it_again() {
    let world = one_mail().await;
    let sink = Sink::start(Setup::default()).await;
    let to = "gladi@kinerja.example.go.id".parse().unwrap();
    let store = world.store().await;
    let rehearsal = world.app(Route::Redirect(config(&sink), to), NOW);
    pass(&rehearsal, &store, &Stop::default()).await.unwrap();
    assert_eq!(store.rehearsed_mails().await.unwrap(), 1);
    let mut became = Vec::new();
    let of = AuditOf::default();
    store.each_to_tell(of, |row| became.extend(row.mail.filter(|(id, _)| *id == 1))).await.unwrap();
    assert_eq!(became, [(1, "redirected".to_owned())]);
    let retry = store.retry_mail(1, ("Ani", false), NOW.parse().unwrap()).await.unwrap();
    assert_eq!(retry, Retry::Queued { copies: 1 });
    store.close().await;
    assert_eq!(world.send(config(&sink), LATER).await.mails.unwrap().sent, 1);
    assert_eq!(world.store().await.rehearsed_mails().await.unwrap(), 0);
}

#[tokio::test]
async fn a_mail_in_doubt_that_reads_otherwise_now_leaves_when_a_person_accepts_it() {
    let world = one_mail().await;
    let (store, sql) = (world.store().await, world.sql().await);
    let sink = Sink::start(Setup::default()).await;
    sink.on(Step::FinalDot, Act::DropAnswer);
    world.send(config(&sink), NOW).await;
    sql.run("UPDATE mail SET state = 'held', sha256 = 'of other templates' WHERE id = 1").await;
    let now = NOW.parse().unwrap();
    for (anew, state) in [(false, "held"), (true, "sent")] {
        store.retry_mail(1, ("Ani", anew), now).await.unwrap();
        world.send(config(&sink), LATER).await;
        assert_eq!(sql.texts("SELECT state FROM mail WHERE id = 1").await, [state]);
    }
    let hers = "SELECT by_person FROM attempt WHERE reply LIKE 'accepted by a person:%'";
    assert_eq!(sql.texts(hers).await, ["Ani"]);
}

#[tokio::test]
async fn several_mails_are_sent_once_more_by_one_command() {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let sql = world.sql().await;
    sql.run("UPDATE mail SET state = 'rejected' WHERE id IN (1, 2)").await;
    let refused = world.command(&["outbox", "retry", "1", "3", "2", "--by", "Ani"]).await;
    assert!(refused.unwrap_err().to_string().contains("mail 3 is queued"));
    assert_eq!(sql.number("SELECT COUNT(*) FROM mail WHERE state = 'rejected'").await, 0);
}

#[tokio::test]
async fn a_released_mail_whose_end_is_over_leaves_all_the_same() {
    let world = one_mail().await;
    let (store, sql) = (world.store().await, world.sql().await);
    sql.run("UPDATE mail SET state = 'held', expires_at = 1 WHERE id = 1").await;
    store.release_mails(&[1], "Ani", NOW.parse().unwrap()).await.unwrap();
    let sink = Sink::start(Setup::default()).await;
    assert_eq!(world.send(config(&sink), LATER).await.mails.unwrap().sent, 1);
}

/// Bytes that are no text, at which the reader panics.
#[tokio::test]
async fn a_mail_that_cannot_be_composed_is_held_and_ends_nothing() {
    let world = one_mail().await;
    let sql = world.sql().await;
    sql.run("UPDATE result SET derivation = CAST(x'ff' AS TEXT)").await;
    let sink = Sink::start(Setup::default()).await;
    assert_eq!(world.send(config(&sink), NOW).await.mails.unwrap().kept, 1);
    let row = "SELECT state || ': ' || last_reply FROM mail WHERE id = 1";
    let expected = "held: composing it met an unforeseen fault: see the log";
    assert_eq!(sql.texts(row).await, [expected]);
}
