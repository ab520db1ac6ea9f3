//! F48: a relay that takes every mail and does not answer one in five.
//!
//! In CI the mails of one region; with `KINERJA_LONG=1` those of eleven such regions in
//! one, two thousand.

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, Utc};
use kinerja_daemon::{
    clock::Clock,
    config::Route,
    mail::brakes::Limits,
    run::{Stop, pass},
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::{
    delivery::{digest, message_id},
    smtp::config,
    stamps::now,
    support::smtp_sink::{Act, Setup, Sink, Step},
    world::{NOW, World},
};

/// Percent of the answers that are lost.
const LOST: u32 = 20;

/// A cell, or the NIP of another in its place: the last three digits are a number among
/// those who began in the same month.
fn of_another(cell: &str, nth: u32) -> String {
    let parts = cell.split_at_checked(15).filter(|_| cell.len() == 18);
    match parts.map(|(begun, number)| (begun, number.parse::<u32>())) {
        Some((begun, Ok(number))) => format!("{begun}{:03}", (number + 83 * nth) % 1_000),
        _ => cell.to_owned(),
    }
}

/// A row as it is and for so many others, of whom it tells the same.
fn for_others(row: &str, others: u32) -> String {
    let nth = |nth| row.split(';').map(|cell| of_another(cell, nth)).collect::<Vec<_>>().join(";");
    (0..=others).map(nth).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn f48_a_fifth_of_the_answers_lost_costs_no_mail_and_at_most_one_copy_each() {
    let is_long = std::env::var("KINERJA_LONG").is_ok_and(|long| long == "1");
    let (others, expected) = if is_long { (10, 2_000) } else { (0, 190) };
    let world = World::of_rows(|_, row| Some(for_others(row, others))).await;
    world.evaluate().await;
    let (store, sql) = (world.store().await, world.sql().await);
    let mails = usize::try_from(sql.number("SELECT COUNT(*) FROM mail").await).unwrap();
    assert!(mails > expected, "{mails}");
    let sink = Sink::start(Setup::default()).await;
    let mut luck = ChaCha8Rng::seed_from_u64(48);
    let mut lost = 0;
    for _ in 0..mails {
        let is_lost = luck.random_ratio(LOST, 100);
        lost += usize::from(is_lost);
        let act = if is_lost { Act::DropAnswer } else { Act::Delay(Duration::ZERO) };
        sink.on(Step::FinalDot, act);
    }
    let mut app = world.app(Route::Live(config(&sink)), NOW);
    app.config.mail.limits = Limits { per_minute: 99_999, per_day: 99_999 };
    let mut at: Option<DateTime<Utc>> = Some(now());
    for _ in 0..mails {
        let Some(then) = at else { break };
        app.clock = Clock::At(then);
        at = pass(&app, &store, &Stop::default()).await.unwrap().mails.unwrap().again_at;
    }
    assert_eq!(at, None, "it does not come to an end");
    let taken = sink.seen().mails;
    let mut copies = BTreeMap::<_, Vec<_>>::new();
    for mail in &taken {
        copies.entry(message_id(mail)).or_default().push(digest(mail));
    }
    assert_eq!(copies.len(), mails, "a mail is lost");
    assert!(
        copies.values().all(|copies| copies.len() <= 2 && copies[0] == copies[copies.len() - 1])
    );
    assert!(taken.len() - mails <= lost && lost * 6 > mails, "{} of {lost}", taken.len() - mails);
    let twice = sql.number("SELECT COUNT(*) FROM mail WHERE copies = 2").await;
    assert_eq!(usize::try_from(twice).unwrap(), taken.len() - mails);
    assert_eq!(
        sql.number("SELECT COUNT(*) FROM mail WHERE state NOT IN ('sent', 'held')").await,
        0
    );
    let once = "SELECT COUNT(*) FROM mail WHERE state = 'held' AND copies < 2";
    assert_eq!(sql.number(once).await, 0, "held after one copy");
}
