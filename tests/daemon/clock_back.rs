//! What a host's clock that was ahead has put on record keeps no mail waiting once it is right.

use kinerja_daemon::{
    clock::Clock,
    config::Route,
    mail::{
        SmtpConfig,
        brakes::{Brake, Limits},
    },
    run::{Stop, pass},
};

use crate::{
    delivery::addresses,
    smtp::config,
    support::smtp_sink::{Act, Setup, Sink, Step},
    world::{NOW, World},
};

/// As many hours ahead as are believed without a person's word.
const AHEAD: &str = "2026-07-20T21:00:00Z";

#[tokio::test]
async fn mails_leave_though_a_clock_that_was_ahead_has_sent_put_off_and_left_some_in_doubt() {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let sql = world.sql().await;
    let mails = addresses(&sql).await.len();
    let sink = Sink::start(Setup::default()).await;
    let relay = SmtpConfig { sessions: 1, ..config(&sink) };
    let mut app = world.app(Route::Live(relay), AHEAD);
    app.config.mail.limits = Limits { per_minute: 5, per_day: 99 };
    sink.on(Step::Rcpt, Act::Delay(std::time::Duration::ZERO));
    sink.on(Step::Rcpt, Act::Say("451 4.7.1 greylisted"));
    sink.on(Step::FinalDot, Act::Delay(std::time::Duration::ZERO));
    sink.on(Step::FinalDot, Act::DropAnswer);
    let store = world.store().await;
    let first = pass(&app, &store, &Stop::default()).await.unwrap().mails.unwrap();
    assert_eq!((first.sent, first.hold.map(|hold| hold.brake)), (3, Some(Brake::Minute)));
    let waits = format!("1 deferred, {} queued, 3 sent, 1 unknown", mails - 5);
    assert_eq!(sql.states().await, waits);

    // The same minute of the day before: nothing was ever sent, as far as it knows.
    app.config.mail.limits = Limits { per_minute: 99, per_day: 99 };
    app.clock = Clock::At(NOW.parse().unwrap());
    let left = u64::try_from(mails - 3).unwrap();
    let sent = pass(&app, &store, &Stop::default()).await.unwrap().mails.unwrap();
    assert_eq!((sent.sent, sent.hold), (left, None));
    assert_eq!(sql.states().await, format!("{mails} sent"));
    let copies = sql.texts("SELECT copies || ' ' || COUNT(*) FROM mail GROUP BY copies").await;
    assert_eq!(copies, [format!("1 {}", mails - 1), "2 1".to_owned()]);
}

#[tokio::test]
async fn refusals_of_a_clock_that_was_ahead_are_not_added_to_those_of_today() {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let sink = Sink::start(Setup::default()).await;
    let refused = Act::Say("554 5.7.1 refused by policy");
    let (sql, store) = (world.sql().await, world.store().await);
    let mut app = world.app(Route::Live(config(&sink)), AHEAD);
    sql.run("UPDATE mail SET state = 'held' WHERE id > 4").await;
    sink.always(Step::Rcpt, refused);
    let first = pass(&app, &store, &Stop::default()).await.unwrap().mails.unwrap();
    assert_eq!((first.rejected, first.hold), (4, None));
    sql.run("UPDATE mail SET state = 'queued' WHERE id = 5").await;
    app.clock = Clock::At(NOW.parse().unwrap());
    let then = pass(&app, &store, &Stop::default()).await.unwrap().mails.unwrap();
    assert_eq!((then.rejected, then.hold), (1, None));
    // Four more of the same day stop all.
    sql.run("UPDATE mail SET state = 'queued' WHERE id BETWEEN 6 AND 12").await;
    let then = pass(&app, &store, &Stop::default()).await.unwrap().mails.unwrap();
    assert_eq!((then.rejected, then.hold.map(|hold| hold.brake)), (4, Some(Brake::Policy)));
}

/// As of a later day, in a rehearsal.
#[tokio::test]
async fn what_was_queued_for_a_later_day_is_left_to_it() {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let sql = world.sql().await;
    let mails = addresses(&sql).await.len();
    let month = chrono::TimeDelta::days(30).num_microseconds().unwrap();
    sql.run(&format!(
        "UPDATE mail SET enqueued_at = enqueued_at + {month}, due_at = due_at + {month}"
    ))
    .await;
    let sink = Sink::start(Setup::default()).await;
    assert_eq!(world.send_to(&sink, NOW).await.mails.unwrap().sent, 0);
    assert_eq!(sql.states().await, format!("{mails} queued"));
    // Control: the same of mails that are of today.
    sql.run(&format!("UPDATE mail SET enqueued_at = enqueued_at - {month}")).await;
    let sent = world.send_to(&sink, NOW).await.mails.unwrap().sent;
    assert_eq!(usize::try_from(sent), Ok(mails));
}
