//! What others write while mails are on their way.

use std::time::Duration;

use kinerja_daemon::{
    config::Route,
    mail::SmtpConfig,
    run::{Pass, Stop, pass},
    store::Cancel,
};

use crate::{
    smtp::config,
    sql::Sql,
    support::smtp_sink::{Act, Setup, Sink, Step},
    world::{NOW, World},
};

/// How long a slow relay takes.
const SLOW: Duration = Duration::from_millis(400);

/// A unit with three mails that wait.
async fn unit() -> (World, Sql) {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let sql = world.sql().await;
    sql.run("UPDATE mail SET state = 'cancelled' WHERE id > 3").await;
    (world, sql)
}

/// A pass by one session whose relay is slow with the first mail; meanwhile somebody does
/// something.
async fn beside(
    (world, sql): (&World, &Sql),
    sink: &Sink,
    at: &str,
    does: impl AsyncFnOnce(),
) -> Pass {
    let smtp = SmtpConfig { sessions: 1, ..config(sink) };
    let (app, store) = (world.app(Route::Live(smtp), at), world.store().await);
    let stop = Stop::default();
    let somebody = async {
        while sql.number("SELECT COUNT(*) FROM mail WHERE state = 'claimed'").await == 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        does().await;
    };
    let (done, ()) = tokio::join!(pass(&app, &store, &stop), somebody);
    store.close().await;
    done.unwrap()
}

#[tokio::test]
async fn a_mail_that_is_taken_back_before_its_body_begins_does_not_leave() {
    // By a person, and by a revision of what it tells.
    for by_person in [true, false] {
        let (world, sql) = unit().await;
        let sink = Sink::start(Setup::default()).await;
        sink.on(Step::Mail, Act::Delay(SLOW));
        let done = beside((&world, &sql), &sink, NOW, async || {
            if !by_person {
                return sql.run("UPDATE mail SET to_cancel = 1 WHERE id = 1").await;
            }
            let other = world.store().await;
            let hers = ("Ani", "salah orang");
            let cancel = other.cancel_mails((&[1], &[]), hers, NOW.parse().unwrap()).await;
            assert_eq!(cancel.unwrap(), Cancel::Done);
            other.close().await;
        })
        .await;
        assert_eq!(done.faults, [""; 0]);
        let states = "SELECT state || ' ' || copies FROM mail WHERE id <= 3 ORDER BY id";
        assert_eq!(sql.texts(states).await, ["cancelled 0", "sent 1", "sent 1"]);
        assert_eq!(sink.seen().mails.len(), 2);
    }
}

/// Others write when the body of a mail is to begin, until the daemon has stopped to wait
/// for the relay.
#[tokio::test]
async fn a_stop_when_a_mail_is_to_begin_finds_it_taken_back_or_lets_it_wait() {
    for (is_taken_back, state) in [(true, "cancelled 0"), (false, "queued 0")] {
        let (world, sql) = unit().await;
        sql.run("UPDATE mail SET state = 'cancelled' WHERE id > 1").await;
        let sink = Sink::start(Setup::default()).await;
        sink.on(Step::Data, Act::Delay(SLOW));
        let (app, store) = (world.app(Route::Live(config(&sink)), NOW), world.store().await);
        let stop = Stop::default();
        let others = async {
            while sink.seen().count("DATA") == 0 {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            sql.run(&format!("UPDATE mail SET to_cancel = {is_taken_back} WHERE id = 1")).await;
            sql.run("BEGIN IMMEDIATE").await;
            tokio::time::sleep(SLOW * 2).await;
            stop.ask();
            tokio::time::sleep(SLOW * 2).await;
            sql.run("COMMIT").await;
        };
        let (done, ()) = tokio::join!(pass(&app, &store, &stop), others);
        store.close().await;
        assert_eq!(done.unwrap().faults, [""; 0]);
        let found = "SELECT state || ' ' || copies FROM mail WHERE id = 1";
        assert_eq!(sql.texts(found).await, [state]);
        assert_eq!(sink.seen().body_bytes, 0);
    }
}

#[tokio::test]
async fn the_address_that_a_relay_refuses_is_flagged_and_not_one_that_came_meanwhile() {
    let (world, sql) = unit().await;
    let sink = Sink::start(Setup::default()).await;
    sink.on(Step::Mail, Act::Delay(SLOW));
    sink.on(Step::Rcpt, Act::Say("550 5.1.1 no such user"));
    let of = "FROM employee JOIN mail ON mail.employee_id = employee.id WHERE mail.id = 1";
    let old = sql.texts(&format!("SELECT lower(email) {of}")).await;
    let done = beside((&world, &sql), &sink, NOW, async || {
        let new = "UPDATE employee SET email = 'baru@samarinda.example.go.id'";
        sql.run(&format!("{new} WHERE id = (SELECT employee.id {of})")).await;
    })
    .await;
    assert_eq!(done.mails.unwrap().rejected, 1);
    assert_eq!(sql.texts("SELECT address FROM bounce").await, old);
}

#[tokio::test]
async fn whoever_lets_mails_leave_again_is_not_overruled_by_a_pass_that_knows_less() {
    let (world, sql) = unit().await;
    let sink = Sink::start(Setup::default()).await;
    let holds = "SELECT COUNT(*) FROM queue_state";
    for (at, resumes, expected) in
        [(NOW, false, 1), ("2026-07-20T03:00:00Z", false, 1), ("2026-07-20T09:00:00Z", true, 0)]
    {
        sink.on(Step::Ehlo, Act::Delay(SLOW));
        sink.on(Step::Mail, Act::Say("421 4.3.2 busy"));
        beside((&world, &sql), &sink, at, async || {
            if resumes {
                let other = world.store().await;
                assert_eq!(other.end_holds().await.unwrap(), 1);
                other.close().await;
            }
        })
        .await;
        assert_eq!(sql.number(holds).await, expected, "{at}");
    }
}
