//! One daemon that lives on while time passes.

use std::time::Duration;

use kinerja_daemon::{
    clock::Hands,
    config::Route,
    run::{Stop, pass},
};

use crate::{
    smtp::config,
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
