//! What the relay's trouble would do without what keeps it small.

use kinerja_daemon::{
    config::Route,
    mail::{Secret, SmtpConfig},
    run::{Stop, pass},
};

use crate::{
    delivery_trouble::unit,
    smtp::config,
    support::smtp_sink::{Act, Setup, Sink, Step},
    world::{NOW, World},
};

/// Forgets what keeps the mails waiting.
const FORGET_HOLDS: &str = "DELETE FROM queue_state";

/// Passes of five hours, one each five minutes; with something done before each.
async fn five_hours(world: &World, relay: &SmtpConfig, before: &str) {
    let sql = world.sql().await;
    for pass_number in 0..60 {
        let at = format!("2026-07-20T{:02}:{:02}:00Z", 1 + pass_number / 12, pass_number % 12 * 5);
        sql.run(before).await;
        world.send(relay.clone(), &at).await;
    }
}

/// A relay that answers nobody, and how often it was asked in five hours.
async fn asked(before: &str) -> usize {
    let (world, _) = unit().await;
    let sink = Sink::start(Setup::default()).await;
    sink.always(Step::Greeting, Act::Say("421 4.3.2 shutting down"));
    five_hours(&world, &config(&sink), before).await;
    sink.seen().connections
}

#[tokio::test]
async fn f46_a_relay_that_is_away_is_asked_ever_more_seldom() {
    let asked = asked("SELECT 1").await;
    assert!((5..=10).contains(&asked), "{asked} times");
}

#[tokio::test]
async fn f46_control_without_a_memory_a_relay_that_is_away_is_asked_in_each_pass() {
    assert_eq!(asked(FORGET_HOLDS).await, 60);
}

#[tokio::test]
async fn f48_control_without_the_mark_before_the_body_a_mail_is_sent_for_ever() {
    let (world, people) = unit().await;
    let sql = world.sql().await;
    sql.run("UPDATE mail SET state = 'sent' WHERE id > 1").await;
    sql.run(
        "CREATE TRIGGER forgets AFTER UPDATE OF state ON mail WHEN new.state = 'data_started'
        BEGIN UPDATE mail SET state = 'claimed', copies = copies - 1 WHERE id = new.id; END",
    )
    .await;
    let sink = Sink::start(Setup::default()).await;
    sink.always(Step::FinalDot, Act::DropAnswer);
    for quarter in 0..4 {
        world.send_to(&sink, &format!("2026-07-20T0{}:00:00Z", 1 + quarter)).await;
    }
    assert_eq!(sink.seen().mails.len(), 4);
    assert_eq!(sql.states().await, format!("{} sent, 1 unknown", people - 1));
}

#[tokio::test]
async fn f51_control_an_unknown_address_taken_for_a_passing_fault_is_tried_for_ever() {
    let (world, people) = unit().await;
    let sql = world.sql().await;
    sql.run("UPDATE mail SET state = 'sent' WHERE id > 1").await;
    let sink = Sink::start(Setup::default()).await;
    sink.always(Step::Rcpt, Act::Say("550 5.1.1 no such user"));
    for _ in 0..4 {
        world.send_to(&sink, NOW).await;
        assert_eq!(sql.states().await, format!("1 rejected, {} sent", people - 1));
        sql.run("UPDATE mail SET state = 'deferred' WHERE state = 'rejected'").await;
    }
    assert_eq!(sink.seen().count("RCPT"), 4);
}

#[tokio::test]
async fn f52_control_without_a_memory_each_pass_tries_the_wrong_password() {
    let (world, _) = unit().await;
    let auth = Some(("PLAIN LOGIN", "kinerja", "rahasia"));
    let sink = Sink::start(Setup { auth, ..Setup::default() }).await;
    let relay = SmtpConfig {
        username: Some("kinerja".to_owned()),
        password: Some(Secret::new("salah")),
        ..config(&sink)
    };
    let (app, store) = (world.app(Route::Live(relay), NOW), world.store().await);
    for _ in 0..6 {
        world.sql().await.run(FORGET_HOLDS).await;
        pass(&app, &store, &Stop::default()).await.unwrap();
    }
    assert_eq!(sink.seen().count("AUTH"), 6);
}
