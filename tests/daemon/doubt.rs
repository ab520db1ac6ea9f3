//! A mail of which a copy may have left stays in doubt, whatever keeps the next copy; and
//! what is of no use any more does not begin.

use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use kinerja_daemon::{
    clock::Hands,
    config::Route,
    mail::SmtpConfig,
    run::{Stop, pass},
    store::{AuditOf, NotInHand, Stamp, Store},
};

use crate::{
    delivery_trouble::away,
    smtp::config,
    sql::Sql,
    stamps::{SHA256, claim, evaluated, now},
    support::smtp_sink::{Act, Setup, Sink, Step},
    world::{NOW, World},
};

/// When what is in doubt is sent once more.
const AGAIN: &str = "2026-07-20T01:15:00Z";

/// A world with one mail, whose first copy the relay took without a word.
async fn in_doubt(sink: &Sink) -> (World, Sql) {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let sql = world.sql().await;
    sql.run("UPDATE mail SET state = 'sent' WHERE id > 1").await;
    sink.on(Step::FinalDot, Act::DropAnswer);
    world.send(config(sink), NOW).await;
    assert_eq!(stands(&sql).await, ["unknown 1"]);
    (world, sql)
}

/// The state of the first mail, and how many copies of it may have left.
async fn stands(sql: &Sql) -> Vec<String> {
    sql.texts("SELECT state || ' ' || copies FROM mail WHERE id = 1").await
}

/// The mails that the audit names because they may have arrived.
async fn named(store: &Store) -> Vec<i64> {
    store.each_to_tell(AuditOf::default(), |_| {}).await.unwrap().unknown
}

#[tokio::test]
async fn what_is_in_doubt_stays_so_while_the_relay_is_away_or_in_trouble() {
    let sink = Sink::start(Setup::default()).await;
    let (world, sql) = in_doubt(&sink).await;
    world.send(away().await, AGAIN).await;
    assert_eq!(stands(&sql).await, ["unknown 1"]);
    sink.on(Step::Mail, Act::Say("421 4.3.2 shutting down"));
    world.send(config(&sink), "2026-07-20T02:00:00Z").await;
    assert_eq!(stands(&sql).await, ["unknown 1"]);
    assert_eq!(sql.number("SELECT COUNT(*) FROM attempt WHERE code = 421").await, 1);
    world.send(config(&sink), "2026-07-20T03:00:00Z").await;
    assert_eq!(stands(&sql).await, ["sent 2"]);
}

#[tokio::test]
async fn what_is_in_doubt_stays_so_when_the_daemon_ends_while_it_is_made_ready() {
    let sink = Sink::start(Setup::default()).await;
    let (world, sql) = in_doubt(&sink).await;
    let at = AGAIN.parse().unwrap();
    assert_eq!(claim(&world.store().await, at).await.map(|mail| mail.id), Some(1));
    world.store().await.recover_mails(at).await.unwrap();
    assert_eq!(stands(&sql).await, ["unknown 1"]);
}

#[tokio::test]
async fn the_audit_names_what_may_have_arrived_whatever_became_of_it_since() {
    let sink = Sink::start(Setup::default()).await;
    let (world, sql) = in_doubt(&sink).await;
    let store = world.store().await;
    assert_eq!(named(&store).await, [1]);
    for (at, reply, state) in [
        ("2026-07-20T02:00:00Z", "451 4.7.1 later", "deferred 1"),
        ("2026-07-20T03:00:00Z", "550 5.1.1 unknown", "rejected 1"),
    ] {
        sink.on(Step::Rcpt, Act::Say(reply));
        world.send(config(&sink), at).await;
        assert_eq!(stands(&sql).await, [state]);
        assert_eq!(named(&store).await, [1]);
    }
    // Control: none of the others, of which no copy is in doubt.
    sql.run("UPDATE mail SET copies = CASE id WHEN 1 THEN 0 ELSE 1 END").await;
    assert_eq!(named(&store).await, [0_i64; 0]);
}

#[tokio::test]
async fn two_copies_are_all_that_leave_by_themselves_whatever_state_the_mail_is_in() {
    let world = evaluated().await;
    let (store, sql) = (world.store().await, world.sql().await);
    for (id, state) in (1..).zip(["queued", "deferred", "unknown", "queued", "queued"]) {
        let copies = if id == 5 { 1 } else { 2 };
        let asked = if id == 4 { "'Ani'" } else { "NULL" };
        let set =
            format!("UPDATE mail SET state = '{state}', copies = {copies}, asked_by = {asked}");
        sql.run(&format!("{set} WHERE id = {id}")).await;
    }
    store.recover_mails(now()).await.unwrap();
    let states = sql.texts("SELECT state FROM mail WHERE id <= 5 ORDER BY id").await;
    assert_eq!(states, ["held", "held", "held", "queued", "queued"]);
}

/// The time of a mail is over while the relay takes its time before the body.
#[tokio::test]
async fn no_body_leaves_of_a_mail_whose_use_ends_while_the_relay_is_slow() {
    static HANDS: Hands = Hands::at(DateTime::UNIX_EPOCH);
    for pipelining in [false, true] {
        HANDS.set(now());
        let world = evaluated().await;
        let (store, sql) = (world.store().await, world.sql().await);
        let end = (now() + TimeDelta::minutes(1)).timestamp_micros();
        sql.run("UPDATE mail SET state = 'sent' WHERE id > 3").await;
        sql.run(&format!("UPDATE mail SET expires_at = {end} WHERE id IN (2, 3)")).await;
        let sink = Sink::start(Setup { pipelining, ..Setup::default() }).await;
        sink.on(Step::Data, Act::Delay(Duration::ZERO));
        sink.on(Step::Data, Act::Delay(Duration::from_millis(500)));
        let smtp = SmtpConfig { sessions: 1, ..config(&sink) };
        let (app, stop) = (world.living(Route::Live(smtp), &HANDS), Stop::default());
        let time_passes = async {
            while sink.seen().count("DATA") < 2 {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            HANDS.pass(Duration::from_mins(2));
        };
        let (done, ()) = tokio::join!(pass(&app, &store, &stop), time_passes);
        assert_eq!(done.unwrap().faults, [""; 0]);
        let states = "SELECT state || ' ' || copies FROM mail WHERE id <= 3 ORDER BY id";
        assert_eq!(sql.texts(states).await, ["sent 1", "queued 0", "queued 0"], "{pipelining}");
        assert_eq!(sink.seen().mails.len(), 1, "{pipelining}");
        pass(&app, &store, &stop).await.unwrap();
        assert_eq!(sql.texts(states).await, ["sent 1", "expired 0", "expired 0"], "{pipelining}");
    }
}

#[tokio::test]
async fn what_is_of_no_use_any_more_does_not_begin_though_it_was_claimed_in_time() {
    for (copies, waits, aside) in [(0, "queued 0", "expired 0"), (1, "unknown 1", "held 1")] {
        let world = evaluated().await;
        let (store, sql) = (world.store().await, world.sql().await);
        let mail = claim(&store, now()).await.unwrap().id;
        let end = (now() + TimeDelta::minutes(1)).timestamp_micros();
        let set =
            format!("UPDATE mail SET expires_at = {end}, copies = {copies} WHERE id = {mail}");
        sql.run(&set).await;
        let begin =
            async |at| store.stamp(&[Stamp::Begin { mail, sha256: SHA256, at }]).await.unwrap();
        let missed = begin(now() + TimeDelta::minutes(1)).await;
        assert_eq!(missed, [NotInHand { mail, was_taken_back: true }]);
        assert_eq!(stands(&sql).await, [waits]);
        let as_before = "SELECT attempts || COALESCE(sha256, '') FROM mail WHERE id = 1";
        assert_eq!(sql.texts(as_before).await, ["0"]);
        store.recover_mails(now() + TimeDelta::minutes(1)).await.unwrap();
        assert_eq!(stands(&sql).await, [aside]);

        // Control: a moment before.
        let before = now() + TimeDelta::seconds(59);
        sql.run("UPDATE mail SET state = 'queued', copies = 0 WHERE id = 1").await;
        assert_eq!(claim(&store, before).await.map(|mail| mail.id), Some(1));
        assert_eq!(begin(before).await, []);
        assert_eq!(stands(&sql).await, ["data_started 1"]);
    }
}
