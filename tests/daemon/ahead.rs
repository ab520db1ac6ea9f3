//! Sessions that have the next mail in hand before they are done with the one before.

use std::time::Duration;

use kinerja_daemon::{
    clock::Hands,
    config::Route,
    mail::{
        SmtpConfig,
        brakes::{Brake, Limits},
    },
    run::{Stop, pass},
};

use crate::{
    smtp::config,
    sql::Sql,
    support::smtp_sink::{Act, Setup, Sink, Step},
    world::{NOW, World},
};

/// Longer than any of these passes lasts that comes to an end.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a slow relay takes.
const SLOW: Duration = Duration::from_millis(400);

/// A unit with so many mails that wait.
async fn unit(mails: u8) -> (World, Sql) {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let sql = world.sql().await;
    sql.run(&format!("UPDATE mail SET state = 'cancelled' WHERE id > {mails}")).await;
    (world, sql)
}

/// A relay that takes several commands at once, and the road to it by so many sessions.
async fn relay(sessions: u8) -> (Sink, SmtpConfig) {
    let sink = Sink::start(Setup { pipelining: true, ..Setup::default() }).await;
    let config = SmtpConfig { sessions, ..config(&sink) };
    (sink, config)
}

/// One session is slow with its mail and has the last one in hand; the other waits for it.
#[tokio::test]
async fn a_pass_that_is_asked_to_stop_gives_back_what_a_session_has_in_hand() {
    let (world, sql) = unit(4).await;
    let (sink, config) = relay(2).await;
    sink.on(Step::FinalDot, Act::Delay(Duration::ZERO));
    sink.on(Step::FinalDot, Act::Delay(SLOW));
    // All are composed by the time that the second may leave.
    sink.on(Step::Data, Act::Delay(Duration::ZERO));
    sink.always(Step::Data, Act::Delay(SLOW));
    let (app, store) = (world.app(Route::Live(config), NOW), world.store().await);
    let stop = Stop::default();
    let asks = async {
        while sink.seen().mails.len() < 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        tokio::time::sleep(SLOW / 4).await;
        stop.ask();
    };
    let stopped = async { tokio::join!(pass(&app, &store, &stop), asks).0 };
    tokio::time::timeout(PATIENCE, stopped).await.expect("it never stops").unwrap();
    assert_eq!(sink.seen().count("MAIL"), 4, "none was announced");
    assert_eq!(sql.states_of("id <= 4").await, "1 queued, 3 sent");
}

#[tokio::test]
async fn a_pass_ends_after_ten_minutes_though_the_next_mail_is_in_hand() {
    let (world, sql) = unit(12).await;
    let (sink, config) = relay(1).await;
    let hands: &'static Hands = Box::leak(Box::new(Hands::at(NOW.parse().unwrap())));
    let app = world.living(Route::Live(config), hands);
    sink.always(Step::FinalDot, Act::Delay(Duration::from_millis(50)));
    let (store, stop) = (world.store().await, Stop::default());
    let later = async {
        while sink.seen().mails.len() < 3 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        hands.pass(Duration::from_mins(10));
    };
    let sent = tokio::join!(pass(&app, &store, &stop), later).0.unwrap().mails.unwrap();
    assert!(sent.is_cut && (3..=6).contains(&sent.sent), "{sent:?}");
    assert_eq!(sql.states_of("state = 'claimed'").await, "");
}

#[tokio::test]
async fn as_many_mails_leave_as_may_by_any_number_of_sessions() {
    for sessions in [1, 4] {
        let (world, sql) = unit(20).await;
        let (_sink, config) = relay(sessions).await;
        let mut app = world.app(Route::Live(config), NOW);
        app.config.mail.limits = Limits { per_minute: 12, per_day: 99 };
        let store = world.store().await;
        let sent = pass(&app, &store, &Stop::default()).await.unwrap().mails.unwrap();
        assert_eq!((sent.sent, sent.hold.map(|hold| hold.brake)), (12, Some(Brake::Minute)));
        assert_eq!(sql.states_of("id <= 20").await, "8 queued, 12 sent", "{sessions} sessions");
    }
}

/// What the relay says of the bodies, it says of all.
#[tokio::test]
async fn a_relay_that_refuses_bodies_is_offered_five_though_others_are_in_hand() {
    let (world, sql) = unit(20).await;
    let (sink, config) = relay(4).await;
    sink.on(Step::FinalDot, Act::Delay(Duration::ZERO));
    sink.always(Step::FinalDot, Act::Say("554 5.7.1 refused by policy"));
    let (app, store) = (world.app(Route::Live(config), NOW), world.store().await);
    let sent = pass(&app, &store, &Stop::default()).await.unwrap().mails.unwrap();
    assert_eq!(sent.hold.map(|hold| hold.brake), Some(Brake::Policy));
    assert_eq!(sql.states_of("id <= 20").await, "14 queued, 5 rejected, 1 sent");
}

/// A relay that has enough conversations leaves the mail to another, before those behind it.
#[tokio::test]
async fn a_mail_that_is_handed_over_leaves_before_those_that_wait() {
    let (world, sql) = unit(20).await;
    let (sink, config) = relay(2).await;
    sink.on(Step::Greeting, Act::Delay(Duration::ZERO));
    sink.always(Step::Greeting, Act::Say("421 4.7.0 too many connections"));
    sink.always(Step::FinalDot, Act::Delay(Duration::from_millis(20)));
    let (app, store) = (world.app(Route::Live(config), NOW), world.store().await);
    let sent = pass(&app, &store, &Stop::default()).await.unwrap().mails.unwrap();
    assert_eq!((sent.sent, sent.hold), (20, None));
    let last = "SELECT employee.email FROM mail JOIN employee ON employee.id = mail.employee_id
        WHERE mail.id = 20";
    let last = sql.texts(last).await.concat();
    let mails = sink.seen().mails;
    assert!(mails.last().is_some_and(|mail| mail.to.concat().contains(&last)), "{last}");
}
