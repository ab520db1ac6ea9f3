//! Months of bad luck on the road: answers lost, mails put off, the daemon killed at
//! any step. The store and the sender are the real ones.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use kinerja_daemon::{
    clock::Hands,
    config::Route,
    jobs::notify::{Courier, Letter, NotifyError},
    mail::{Envelope, Fate, Phase},
    run::{Stop, pass_by},
};

use crate::{
    sql::Sql,
    world::{NOW, World},
};

/// As many conversations at once as the configuration has by itself.
const SESSIONS: [(); 4] = [(); 4];

/// What arrived, by Message-ID, and the luck that decides.
struct Weather {
    seed: Cell<u64>,
    arrived: RefCell<BTreeMap<String, Vec<Vec<u8>>>>,
    /// Whether the road tells when a body begins: the protection under test.
    tells: bool,
}

/// One life of a road in bad weather.
struct Road<'a>(&'a Weather);

impl Weather {
    fn draw(&self, sides: u64) -> u64 {
        let next = self.seed.get().wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        self.seed.set(next);
        (next >> 33) % sides
    }
}

impl Courier for Road<'_> {
    async fn carry(
        &mut self,
        letter: &Letter,
        before_body: impl AsyncFnOnce() -> Result<Option<Envelope>, NotifyError>,
    ) -> Result<Fate, NotifyError> {
        let died = || Err(NotifyError::Road("killed".to_owned()));
        let put_off = |phase| Ok(Fate::Deferred { phase, reply: "451 later".to_owned() });
        let lost = || Ok(Fate::Unknown { reply: "connection lost".to_owned() });
        let luck = self.0.draw(14);
        match luck {
            0 => return put_off(Phase::Rcpt),
            1 => return died(),
            _ => {}
        }
        if self.0.tells {
            before_body().await?;
        }
        // The other sessions come in between.
        tokio::task::yield_now().await;
        if !matches!(luck, 2..=4) {
            let mut arrived = self.0.arrived.borrow_mut();
            arrived.entry(letter.id.clone()).or_default().push(letter.bytes.clone());
        }
        match luck {
            2 => put_off(Phase::FinalDot),
            3 | 5 => died(),
            4 | 6 => lost(),
            _ => Ok(Fate::Sent { reply: "250 ok".to_owned() }),
        }
    }

    fn place(&self, trouble: &str) -> String {
        trouble.to_owned()
    }

    async fn rest(&mut self) {}
}

/// Sends the mails of one unit until none waits any more; says what is wrong then.
async fn live_through(seed: u64, tells: bool) -> Vec<String> {
    let world = World::of_one_unit().await;
    let hands: &'static Hands = Box::leak(Box::new(Hands::at(NOW.parse().unwrap())));
    let app = world.living(Route::Off, hands);
    let weather = Weather { seed: Cell::new(seed), arrived: RefCell::default(), tells };
    let mut store = world.store().await;
    for _ in 0..500 {
        let roads = Ok(SESSIONS.map(|()| Road(&weather)).into());
        let done = pass_by(roads, &app, &store, &Stop::default()).await.unwrap();
        // Sometimes the process dies with its work, sometimes it lives on.
        if !done.faults.is_empty() && weather.draw(2) == 0 {
            store.close().await;
            store = world.store().await;
        }
        if done.faults.is_empty() && store.mail_counts().await.unwrap().waiting() == 0 {
            break;
        }
        hands.pass(Duration::from_mins(7));
    }
    store.close().await;
    wrong(&world.sql().await, &weather.arrived.into_inner()).await
}

/// What is not as it was promised.
async fn wrong(sql: &Sql, arrived: &BTreeMap<String, Vec<Vec<u8>>>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (id, copies) in arrived {
        if copies.len() > 2 {
            wrong.push(format!("{id}: {} copies", copies.len()));
        }
        if copies.iter().collect::<BTreeSet<_>>().len() > 1 {
            wrong.push(format!("{id}: the copies differ"));
        }
    }
    let sent = sql.number("SELECT COUNT(*) FROM mail WHERE state = 'sent'").await;
    let held = sql.number("SELECT COUNT(*) FROM mail WHERE state = 'held' AND copies = 2").await;
    let all = sql.number("SELECT COUNT(*) FROM mail").await;
    if sent + held != all {
        wrong.push(format!("{sent} sent and {held} held after two copies, of {all}"));
    }
    let arrived = i64::try_from(arrived.len()).unwrap();
    if !(sent..=sent + held).contains(&arrived) {
        wrong.push(format!("{sent} sent, {held} held, {arrived} arrived"));
    }
    let unsaid = "SELECT COUNT(*) FROM mail WHERE NOT EXISTS
        (SELECT 1 FROM attempt WHERE mail_id = mail.id AND attempt.sha256 = mail.sha256)";
    if sql.number(unsaid).await > 0 {
        wrong.push("a mail left without an attempt on record".to_owned());
    }
    wrong
}

#[tokio::test]
async fn in_any_weather_no_mail_is_lost_and_none_has_more_than_two_copies() {
    for seed in 1..=5 {
        assert_eq!(live_through(seed, true).await, [""; 0], "seed {seed}");
    }
}

#[tokio::test]
async fn in_any_weather_control() {
    let doubled = |found: &[String]| found.iter().any(|wrong| wrong.ends_with(" copies"));
    let mut found = Vec::new();
    // The order in which the database answers is luck as well.
    for seed in 1..=30 {
        found.extend(live_through(seed, false).await);
        if doubled(&found) {
            break;
        }
    }
    assert!(doubled(&found), "{found:?}");
}
