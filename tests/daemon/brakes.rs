//! What keeps all mails of a unit from leaving, and what lets them leave again.

use std::time::Duration;

use kinerja_daemon::{
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
    sql::Sql,
    support::smtp_sink::{Act, Setup, Sink, Step},
    world::{NOW, World},
};

const POLICY: Act = Act::Say("554 5.7.1 refused by policy");

/// A unit whose mails wait, and how many they are.
async fn unit() -> (World, Sql, u64) {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let sql = world.sql().await;
    let mails = addresses(&sql).await.len().try_into().unwrap();
    (world, sql, mails)
}

/// The brake that a pass ended with, and how many mails it sent.
async fn sent(world: &World, relay: SmtpConfig, at: &str) -> (u64, Option<Brake>) {
    let sent = world.send(relay, at).await.mails.unwrap();
    (sent.sent, sent.hold.map(|hold| hold.brake))
}

#[tokio::test]
async fn f53_a_relay_that_refuses_everything_is_offered_five_mails() {
    let (world, sql, own) = unit().await;
    // They come last, and the queue stops before any of them is offered.
    let behind = "INSERT INTO mail (key, region, period, facts, event, state, enqueued_at, due_at)
        WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 10000)
        SELECT 'behind/' || n, region, period, '{}', 'behind', 'queued', enqueued_at, due_at
        FROM number JOIN (SELECT * FROM mail ORDER BY id LIMIT 1)";
    sql.run(behind).await;
    let mails = own + 10_000;
    let sink = Sink::start(Setup::default()).await;
    sink.always(Step::Rcpt, POLICY);
    assert_eq!(sent(&world, config(&sink), NOW).await, (0, Some(Brake::Policy)));
    assert_eq!(sql.states().await, format!("{} queued, 5 rejected", mails - 5));
    // Nothing before its time, then one mail, which is not lost by it.
    let offered = || sink.seen().count("RCPT");
    assert_eq!(sent(&world, config(&sink), "2026-07-20T01:20:00Z").await.1, Some(Brake::Policy));
    assert_eq!(offered(), 5);
    assert_eq!(sent(&world, config(&sink), "2026-07-20T01:30:00Z").await.1, Some(Brake::Policy));
    assert_eq!(offered(), 6);
    assert_eq!(sql.states().await, format!("1 deferred, {} queued, 5 rejected", mails - 6));
    let since = "SELECT since || ' ' || (until - since > 2700000000) FROM queue_state";
    let began =
        format!("{} 1", NOW.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_micros());
    assert_eq!(sql.texts(since).await, [began], "another beginning, or too short a pause");

    sql.run("DELETE FROM mail WHERE event = 'behind'").await;
    sink.always(Step::Rcpt, Act::Delay(Duration::ZERO));
    assert_eq!(sent(&world, config(&sink), "2026-07-20T06:00:00Z").await, (own - 5, None));
    assert_eq!(sql.number("SELECT COUNT(*) FROM queue_state").await, 0);
}

/// Some of them are on their way when the fifth is refused.
#[tokio::test]
async fn f53_sixteen_sessions_lose_five_mails_too() {
    for pipelining in [false, true] {
        let (world, sql, mails) = unit().await;
        let sink = Sink::start(Setup { pipelining, ..Setup::default() }).await;
        sink.on(Step::Rcpt, Act::Delay(Duration::ZERO));
        sink.always(Step::Rcpt, POLICY);
        // So that all of them are on their way.
        sink.always(Step::Mail, Act::Delay(Duration::from_millis(300)));
        let relay = SmtpConfig { sessions: 16, ..config(&sink) };
        assert_eq!(sent(&world, relay, NOW).await, (1, Some(Brake::Policy)));
        let states = sql.states().await;
        let number = async |state| {
            sql.number(&format!("SELECT COUNT(*) FROM mail WHERE state = '{state}'")).await
        };
        assert_eq!((number("rejected").await, number("sent").await), (5, 1), "{states}");
        // They were offered, and are not lost by it.
        assert!(number("deferred").await > 0, "{states}");
        assert_eq!(
            number("queued").await,
            i64::try_from(mails).unwrap() - 6 - number("deferred").await
        );
    }
}

/// Where it says of everybody that it does not know them, a try costs nobody a mail.
#[tokio::test]
async fn f53_a_relay_that_knows_nobody_any_more_is_tried_with_five_mails() {
    let (world, sql, _) = unit().await;
    let sink = Sink::start(Setup::default()).await;
    sink.always(Step::Rcpt, POLICY);
    assert_eq!(sent(&world, config(&sink), NOW).await, (0, Some(Brake::Policy)));
    sink.always(Step::Rcpt, Act::Say("550 5.1.1 no such user"));
    for (at, offered) in [("2026-07-20T01:30:00Z", 10), ("2026-07-20T03:00:00Z", 15)] {
        assert_eq!(sent(&world, config(&sink), at).await, (0, Some(Brake::Policy)));
        assert_eq!(sink.seen().count("RCPT"), offered);
    }
    assert_eq!(sql.number("SELECT COUNT(*) FROM mail WHERE state = 'rejected'").await, 5);
    assert_eq!(sql.number("SELECT COUNT(*) FROM bounce").await, 0);
}

/// The relay repeats whom it does not know, which is not kept.
#[tokio::test]
async fn addresses_that_are_unknown_to_the_relay_keep_nobody_else_waiting() {
    let (world, sql, mails) = unit().await;
    let name = "UPDATE employee SET name = 'Zainuddin ' || name, email = 'zainuddin.' || email";
    sql.run(&format!("{name} WHERE email IS NOT NULL")).await;
    for sessions in [1, 4] {
        sql.run("DELETE FROM attempt").await;
        sql.run("UPDATE mail SET state = 'queued', attempts = 0, sha256 = NULL").await;
        let sink = Sink::start(Setup::default()).await;
        for _ in 0..14 {
            sink.on(Step::Rcpt, Act::Say("550 5.1.1 zainuddin.b: Zainuddin is unknown"));
        }
        let relay = SmtpConfig { sessions, ..config(&sink) };
        assert_eq!(sent(&world, relay, NOW).await, (mails - 14, None), "{sessions} sessions");
        let replies = "SELECT DISTINCT reply FROM attempt WHERE code = 550";
        assert_eq!(sql.texts(replies).await, ["550 5.1.1 ***.b: *** is unknown"]);
    }
    assert_eq!(sql.number("SELECT COUNT(*) FROM bounce").await, 14);
}

#[tokio::test]
async fn refusals_before_a_person_resumed_or_on_another_relay_do_not_count() {
    for resumes in [true, false] {
        let (world, sql, _) = unit().await;
        let sink = Sink::start(Setup::default()).await;
        sql.run("UPDATE mail SET state = 'sent' WHERE id > 5").await;
        sink.always(Step::Rcpt, POLICY);
        sql.run("UPDATE mail SET state = 'held' WHERE id = 5").await;
        assert_eq!(sent(&world, config(&sink), NOW).await, (0, None));
        sql.run("UPDATE mail SET state = 'queued' WHERE id = 5").await;
        let later = "2026-07-20T01:20:00Z";
        let other = Sink::start(Setup::default()).await;
        other.always(Step::Rcpt, POLICY);
        let relay = if resumes {
            world.command_at(later, &["outbox", "resume", "--by", "Ani"]).await.unwrap();
            config(&sink)
        } else {
            config(&other)
        };
        assert_eq!(sent(&world, relay, later).await, (0, None), "{resumes}");
        assert_eq!(sql.states().await.split(", ").next(), Some("5 rejected"));
    }
}

#[tokio::test]
async fn a_relay_that_falls_silent_keeps_no_mail_and_no_time_but_its_own() {
    let (world, sql, mails) = unit().await;
    let sink = Sink::start(Setup::default()).await;
    sink.on(Step::Mail, Act::Say("451 4.3.0 no disk"));
    assert_eq!(sent(&world, config(&sink), NOW).await, (0, Some(Brake::Relay)));
    assert_eq!(sql.states().await, format!("{mails} queued"));
    let cost = "SELECT SUM(attempts) || ' ' || COUNT(expires_at) FROM mail";
    assert_eq!(sql.texts(cost).await, ["0 0"]);
    // Another mail goes ahead, in case that one was to blame.
    let next = "2026-07-20T01:01:00Z";
    assert_eq!(sent(&world, config(&sink), next).await, (mails - 1, None));
    assert_eq!(sent(&world, config(&sink), "2026-07-20T01:15:00Z").await, (1, None));
}

#[tokio::test]
async fn f56_no_more_mails_leave_than_may_also_after_a_restart() {
    let (world, sql, mails) = unit().await;
    let sink = Sink::start(Setup::default()).await;
    let mut app = world.app(Route::Live(config(&sink)), NOW);
    let mut left = Vec::new();
    for (at, per_minute, per_day) in [
        (NOW, 5, 12),
        ("2026-07-20T01:00:30Z", 5, 12),
        ("2026-07-20T01:01:00Z", 5, 12),
        ("2026-07-20T01:02:00Z", 5, 12),
        ("2026-07-20T02:00:00Z", 5, 12),
        ("2026-07-21T01:02:00Z", 99, 999),
    ] {
        // Each with a store of its own: nothing is known but what is on record.
        let store = world.store().await;
        app.config.mail.limits = Limits { per_minute, per_day };
        app.clock = kinerja_daemon::clock::Clock::At(at.parse().unwrap());
        let sent = pass(&app, &store, &Stop::default()).await.unwrap().mails.unwrap();
        store.close().await;
        left.push((sent.sent, sent.hold.map(|hold| hold.brake)));
    }
    let (minute, day) = (Some(Brake::Minute), Some(Brake::Day));
    assert_eq!(
        left,
        [(5, minute), (0, minute), (5, minute), (2, day), (0, day), (mails - 12, None)]
    );
    assert_eq!(sql.states().await, format!("{mails} sent"));
}

#[tokio::test]
async fn nothing_reaches_people_before_a_person_has_confirmed_it() {
    let (world, sql, mails) = unit().await;
    let sink = Sink::start(Setup::default()).await;
    let (store, app) = (world.store().await, world.app(Route::Live(config(&sink)), NOW));
    sql.run("DELETE FROM setting WHERE key = 'live_mail_confirmed'").await;
    for _ in 0..2 {
        let sent = pass(&app, &store, &Stop::default()).await.unwrap().mails.unwrap();
        assert_eq!((sent.sent, sent.hold.unwrap().brake), (0, Brake::Confirmation));
    }
    assert_eq!(sink.seen().connections, 0);
    // A rehearsal needs nobody's word.
    let to = "gladi@kinerja.example.go.id".parse().unwrap();
    let rehearsal = world.app(Route::Redirect(config(&sink), to), NOW);
    sql.run("UPDATE mail SET state = 'held' WHERE id > 1").await;
    let sent = pass(&rehearsal, &store, &Stop::default()).await.unwrap().mails.unwrap();
    assert_eq!((sent.sent, sent.hold), (1, None));
    sql.run("UPDATE mail SET state = 'queued' WHERE id > 1").await;
    world.command(&["outbox", "confirm", "--by", "Ani"]).await.unwrap();
    let sent = pass(&app, &store, &Stop::default()).await.unwrap().mails.unwrap();
    assert_eq!((sent.sent, sent.hold), (mails - 1, None));
    assert_eq!(sql.number("SELECT COUNT(*) FROM queue_state").await, 0);
}

#[tokio::test]
async fn whoever_resumes_lets_a_relay_that_was_away_be_asked_at_once() {
    let (world, sql, mails) = unit().await;
    let sink = Sink::start(Setup::default()).await;
    sink.on(Step::Greeting, Act::Say("421 4.3.2 shutting down"));
    assert_eq!(sent(&world, config(&sink), NOW).await, (0, Some(Brake::Relay)));
    assert_eq!(sent(&world, config(&sink), NOW).await, (0, Some(Brake::Relay)));
    assert_eq!(sink.seen().connections, 1, "asked before its time");
    world.command(&["outbox", "resume", "--by", "Ani"]).await.unwrap();
    assert_eq!(sent(&world, config(&sink), NOW).await, (mails, None));
    let by = "SELECT value FROM setting WHERE key LIKE 'mail_resumed/%'";
    assert_eq!(sql.texts(by).await, ["Ani"]);
}

#[tokio::test]
async fn a_relay_that_has_enough_conversations_gets_all_mails_by_fewer() {
    let (world, sql, mails) = unit().await;
    let sink = Sink::start(Setup::default()).await;
    // The first session is let in, and the three that come later are not.
    sink.on(Step::Greeting, Act::Delay(Duration::ZERO));
    sink.always(Step::Greeting, Act::Say("421 4.7.0 too many connections"));
    assert_eq!(sent(&world, config(&sink), NOW).await, (mails, None));
    assert_eq!(sink.seen().connections, 4);
    assert_eq!(sql.number("SELECT COUNT(*) FROM attempt").await, i64::try_from(mails).unwrap());
}

/// A pass that is asked to stop while the relay hangs at a step: how long it took to
/// stop, and the states of the mails.
async fn stopped_at(place: Step, first_ok: bool) -> (Duration, String) {
    let (world, sql, _) = unit().await;
    let sink = Sink::start(Setup::default()).await;
    if first_ok {
        sink.on(place, Act::Delay(Duration::ZERO));
    }
    sink.always(place, Act::Hang);
    let (app, store) = (world.app(Route::Live(config(&sink)), NOW), world.store().await);
    let stop = Stop::default();
    let asks = async {
        let connections = if first_ok { 4 } else { 1 };
        while sink.seen().count("DATA") < connections {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        stop.ask();
        std::time::Instant::now()
    };
    let (done, asked) = tokio::join!(pass(&app, &store, &stop), asks);
    done.unwrap();
    (asked.elapsed(), sql.states().await)
}

#[tokio::test]
async fn f06_a_relay_that_hangs_does_not_keep_the_daemon_from_stopping() {
    let mails = unit().await.2;
    for (step, first_ok, states) in [
        (Step::Data, false, format!("{mails} queued")),
        (Step::Body, false, format!("{} queued, 1 unknown", mails - 1)),
        (Step::FinalDot, false, format!("{} queued, 1 unknown", mails - 1)),
        (Step::FinalDot, true, format!("{} queued, 1 sent, 4 unknown", mails - 5)),
    ] {
        let (took, found) = stopped_at(step, first_ok).await;
        assert_eq!(found, states, "{step:?}");
        // Its while is 0.3 s here, and its deadlines are 20 s and more.
        assert!(took < Duration::from_secs(10), "{step:?}: {took:?}");
    }
}

#[test]
fn what_a_mail_has_left_when_the_daemon_stops_is_less_than_30_seconds() {
    let while_ = kinerja_daemon::mail::Deadlines::default().stop;
    // A farewell to the relay takes at most five more.
    assert!(while_ + Duration::from_secs(5) < Duration::from_secs(30));
}

#[tokio::test]
async fn f06_a_mail_that_arrives_in_its_while_is_not_in_doubt() {
    let (world, sql, mails) = unit().await;
    let sink = Sink::start(Setup::default()).await;
    sink.always(Step::FinalDot, Act::Delay(Duration::from_millis(200)));
    let mut relay = config(&sink);
    relay.deadlines.stop = Duration::from_secs(20);
    let (app, store) = (world.app(Route::Live(relay), NOW), world.store().await);
    let stop = Stop::default();
    let (done, ()) = tokio::join!(pass(&app, &store, &stop), ask_at_the_first(&sink, &stop));
    done.unwrap();
    assert_eq!(sql.states().await, format!("{} queued, 1 sent", mails - 1));
}

/// Without an end to the patience with the mail in hand, a relay that hangs keeps the
/// daemon as long as it likes.
#[tokio::test]
async fn f06_control_without_an_end_to_the_patience_it_does_not_stop() {
    let (world, ..) = unit().await;
    let sink = Sink::start(Setup::default()).await;
    sink.always(Step::FinalDot, Act::Hang);
    let mut relay = config(&sink);
    relay.deadlines.stop = Duration::from_hours(1);
    let (app, store) = (world.app(Route::Live(relay), NOW), world.store().await);
    let stop = Stop::default();
    let waits = async {
        ask_at_the_first(&sink, &stop).await;
        tokio::time::sleep(Duration::from_secs(2)).await;
    };
    tokio::select! {
        _ = pass(&app, &store, &stop) => panic!("it stopped"),
        () = waits => {}
    }
}

/// Asks a pass to stop while its first mail is on its way.
async fn ask_at_the_first(sink: &Sink, stop: &Stop) {
    while sink.seen().count("DATA") == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    stop.ask();
}

#[tokio::test]
async fn f56_control_without_a_limit_a_relay_that_takes_five_puts_off_the_others() {
    let (world, sql, mails) = unit().await;
    let sink = Sink::start(Setup::default()).await;
    for _ in 0..5 {
        sink.on(Step::Rcpt, Act::Delay(Duration::ZERO));
    }
    sink.always(Step::Rcpt, Act::Say("451 4.7.0 too many mails"));
    assert_eq!(sent(&world, config(&sink), NOW).await.0, 5);
    assert_eq!(sql.states().await, format!("{} deferred, 5 sent", mails - 5));
}
