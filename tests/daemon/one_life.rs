//! One daemon that lives on while time passes.

use std::time::Duration;

use chrono::{DateTime, Utc};
use kinerja_daemon::{
    clock::Hands,
    config::Route,
    jobs::notify::{Courier, Letter, NotifyError},
    mail::{Envelope, Fate},
    run::{Stop, guard::Doubt, pass, pass_by},
};

use crate::{
    smtp::config,
    sql::Sql,
    support::smtp_sink::{Act, Setup, Sink, Step},
    world::{NOW, World},
};

const MINUTE: Duration = Duration::from_mins(1);

#[tokio::test]
async fn what_waits_leaves_when_its_time_comes_and_not_before() {
    let world = World::of_one_unit().await;
    let sink = Sink::start(Setup::default()).await;
    sink.on(Step::FinalDot, Act::DropAnswer);
    sink.on(Step::Rcpt, Act::Say("451 4.7.1 greylisted"));
    let hands: &'static Hands = Box::leak(Box::new(Hands::at(NOW.parse().unwrap())));
    let (app, store, sql) =
        (world.living(Route::Live(config(&sink)), hands), world.store().await, world.sql().await);
    let first = pass(&app, &store, &Stop::default()).await.unwrap().mails.unwrap();
    assert_eq!(sql.states().await, format!("1 deferred, {} sent, 1 unknown", first.sent));
    // Tried again after a minute, and the one in doubt after a quarter of an hour.
    let mut left = Vec::new();
    for minute in 1..=20 {
        hands.pass(MINUTE);
        let sent = pass(&app, &store, &Stop::default()).await.unwrap().mails.unwrap().sent;
        if sent > 0 {
            left.push((minute, sent));
        }
    }
    assert_eq!(left, [(1, 1), (15, 1)]);
    assert_eq!(sql.states().await, format!("{} sent", first.sent + 2));
    assert_eq!(sql.texts("SELECT DISTINCT epoch || '' FROM mail").await, ["1"], "one life");
}

/// The hands move while a pass is at work: it has looked at the clock, and goes by it.
#[tokio::test]
async fn f16_a_clock_that_is_set_within_a_pass_is_seen_by_the_next_and_by_nothing_before() {
    let world = World::of_one_unit().await.reminds().await;
    let hands: &'static Hands = Box::leak(Box::new(Hands::at(NOW.parse().unwrap())));
    let (app, store, sql) =
        (world.living(Route::Off, hands), world.store().await, world.sql().await);
    let sets = Sets { hands, far: "2036-07-20T01:00:00Z".parse().unwrap() };
    let done = pass_by(Ok(vec![sets]), &app, &store, &Stop::default()).await.unwrap();
    let sent = done.mails.unwrap().sent;
    assert!(done.held.is_none() && sent > 3, "{sent}");
    let days = "SELECT DISTINCT date(at / 1000000, 'unixepoch') FROM attempt";
    assert_eq!(sql.texts(days).await, ["2026-07-20"]);
    let held = pass(&app, &store, &Stop::default()).await.unwrap().held;
    assert!(matches!(held, Some(Doubt::Jump { .. })), "{held:?}");
}

/// A road on which somebody sets the clock while a mail is on it.
struct Sets {
    hands: &'static Hands,
    far: DateTime<Utc>,
}

impl Courier for Sets {
    async fn carry(
        &mut self,
        _: &Letter,
        before_body: impl AsyncFnOnce() -> Result<Option<Envelope>, NotifyError>,
    ) -> Result<Fate, NotifyError> {
        self.hands.set(self.far);
        before_body().await?;
        Ok(Fate::Sent { reply: "250 ok".to_owned() })
    }

    fn place(&self, trouble: &str) -> String {
        trouble.to_owned()
    }

    async fn rest(&mut self) {}
}

/// A road on which another life takes over the first mail, before its body leaves or
/// after.
struct TakenOver<'a> {
    sql: &'a Sql,
    mails: u32,
    after_body: bool,
}

impl Courier for TakenOver<'_> {
    async fn carry(
        &mut self,
        _: &Letter,
        before_body: impl AsyncFnOnce() -> Result<Option<Envelope>, NotifyError>,
    ) -> Result<Fate, NotifyError> {
        self.mails += 1;
        let take_over = "UPDATE mail SET epoch = 99 WHERE state IN ('claimed', 'data_started')";
        if self.mails == 1 && !self.after_body {
            self.sql.run(take_over).await;
        }
        before_body().await?;
        if self.mails == 1 && self.after_body {
            self.sql.run(take_over).await;
        }
        Ok(Fate::Sent { reply: "250 ok".to_owned() })
    }

    fn place(&self, trouble: &str) -> String {
        trouble.to_owned()
    }

    async fn rest(&mut self) {}
}

#[tokio::test]
async fn a_mail_that_was_taken_over_is_told_and_stops_no_other() {
    for (after_body, state) in [(false, "claimed"), (true, "data_started")] {
        let world = World::of_one_unit().await;
        world.evaluate().await;
        let (app, store, sql) =
            (world.app(Route::Off, NOW), world.store().await, world.sql().await);
        let road = TakenOver { sql: &sql, mails: 0, after_body };
        let done = pass_by(Ok(vec![road]), &app, &store, &Stop::default()).await.unwrap();
        let sent = done.mails.unwrap();
        assert_eq!(sql.states().await, format!("1 {state}, {} sent", sent.sent));
        assert!(sent.sent > 0 && sent.astray.len() == 1, "{sent:?}");
        let [fault] = done.faults.as_slice() else { panic!("{:?}", done.faults) };
        assert!(fault.starts_with("mails: mail 1 is not in hand"), "{fault}");
    }
}
