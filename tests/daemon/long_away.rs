//! F46: a relay that is away for hours, days and weeks, or puts off one mail as long.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use kinerja_daemon::{
    clock::Clock,
    config::Route,
    mail::brakes::{Brake, Limits},
    run::{Stop, pass},
};

use crate::{
    delivery_trouble::unit,
    smtp::config,
    stamps::now,
    support::smtp_sink::{Act, Setup, Sink, Step},
    world::NOW,
};

/// Mails that may leave in a minute once it is back.
const PER_MINUTE: u32 = 5;

/// The shortest and the longest pause after it has lasted so long: as long as that, from a
/// minute to four hours, and up to a quarter shorter.
fn pauses(lasted: TimeDelta) -> (TimeDelta, TimeDelta) {
    let pause = lasted.clamp(TimeDelta::minutes(1), TimeDelta::hours(4));
    (pause * 3 / 4, pause)
}

/// A relay is away for so many hours, and each pass begins when it may: what that costs,
/// and what comes when it is back.
async fn away_for(hours: i64) {
    let (world, people) = unit().await;
    let sink = Sink::start(Setup::default()).await;
    sink.always(Step::Greeting, Act::Say("421 4.3.2 shutting down"));
    let (store, sql) = (world.store().await, world.sql().await);
    let mut app = world.app(Route::Live(config(&sink)), NOW);
    app.config.mail.limits = Limits { per_minute: PER_MINUTE, per_day: 999 };
    let mut at = now();
    let mut send = async |at: DateTime<Utc>| {
        app.clock = Clock::At(at);
        pass(&app, &store, &Stop::default()).await.unwrap().mails.unwrap()
    };
    let mut steps = 0;
    while at < now() + TimeDelta::hours(hours) {
        let done = send(at).await;
        steps += 1;
        assert_eq!(done.hold.map(|hold| hold.brake), Some(Brake::Relay));
        assert_eq!(sink.seen().connections, steps, "one a step, at {at}");
        let again_at = done.again_at.unwrap().trunc_subsecs(6);
        let (shortest, longest) = pauses(at - now());
        assert!((shortest..=longest).contains(&(again_at - at)), "{at}: {}", again_at - at);
        if steps < 9 {
            // Woken before its time, it asks nobody.
            let early = send(at + (again_at - at) / 2).await;
            assert_eq!((early.sent, early.again_at), (0, Some(again_at)));
            assert_eq!(sink.seen().connections, steps);
        }
        at = again_at;
    }
    assert_eq!(sql.states_of("attempts = 0").await, format!("{people} queued"));
    sink.always(Step::Greeting, Act::Delay(std::time::Duration::ZERO));
    let mut left = people;
    while left > 0 {
        let done = send(at).await;
        assert_eq!(done.sent, left.min(PER_MINUTE.into()), "{at}");
        left -= done.sent;
        at += TimeDelta::minutes(1);
    }
    assert_eq!(sql.states().await, format!("{people} sent"));
    assert_eq!(sink.seen().mails.len(), usize::try_from(people).unwrap());
}

#[tokio::test]
async fn f46_a_relay_that_is_away_is_asked_once_a_step_and_gets_all_mails_at_the_rate_allowed() {
    for hours in [3, 5 * 24, 20 * 24] {
        away_for(hours).await;
    }
}

#[tokio::test]
async fn f46_a_result_that_is_put_off_is_tried_for_14_days_and_then_listed_for_a_person() {
    let (world, _) = unit().await;
    let (store, sql) = (world.store().await, world.sql().await);
    sql.run("UPDATE mail SET state = 'cancelled' WHERE id > 1").await;
    let sink = Sink::start(Setup::default()).await;
    sink.always(Step::Rcpt, Act::Say("451 4.7.1 greylisted"));
    let mut app = world.app(Route::Live(config(&sink)), NOW);
    let (mut at, mut tries) = (Some(now()), Vec::new());
    while let Some(then) = at {
        app.clock = Clock::At(then);
        let done = pass(&app, &store, &Stop::default()).await.unwrap().mails.unwrap();
        tries.push(then);
        at = done.again_at;
        assert!(tries.len() < 200, "it is tried for ever");
    }
    // Its end is no attempt.
    assert_eq!(sink.seen().count("RCPT") + 1, tries.len());
    for (number, two) in (0..).zip(tries.windows(2).take(tries.len() - 2)) {
        let planned = TimeDelta::minutes(1 << number.min(8)).min(TimeDelta::hours(4));
        let pause = two[1] - two[0];
        assert!(planned * 3 / 4 <= pause && pause <= planned, "{number}: {pause}");
    }
    let days = (tries[tries.len() - 1] - now()).num_hours();
    assert!((14 * 24..14 * 24 + 4).contains(&days), "{days} hours");
    let listed = store.mails().await.unwrap();
    let mail = listed.iter().find(|mail| mail.id == 1).unwrap();
    assert_eq!(mail.state, "expired");
    assert_eq!(mail.last_reply.as_deref(), Some("rcpt: 451 4.7.1 greylisted"));
    let counts = store.mail_counts().await.unwrap();
    assert_eq!(counts.by_state.get("expired"), Some(&1));
}
