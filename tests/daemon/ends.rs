//! What becomes of mails that were in hand when the process ended.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};
use kinerja_daemon::{
    config::Route,
    jobs::notify::{Courier, Letter, NotifyError},
    mail::{Envelope, Fate},
    run::{Stop, pass_by},
    store::{Stamp, Store},
};
use tokio::sync::Notify;

use crate::{
    sql::Sql,
    stamps::{begin, claim, evaluated, now, settle},
    world::World,
};

/// Conversations at once: so many mails are under way while the next is composed.
const SESSIONS: usize = 4;

/// What is said of a mail that ended the process: alone, after the first time.
const CUTS: [&str; 4] = [
    "cut off before the body left",
    "cut off while it was made ready alone",
    "cut off while it was made ready alone",
    "cut off while it was made ready alone",
];

/// One life of the daemon: sends what waits, and ends when it composes one of these.
/// Whether it came to an end of the mails.
async fn live(world: &World, at: DateTime<Utc>, poison: &[i64]) -> bool {
    let store = world.store().await;
    store.recover_mails(at).await.unwrap();
    let mut under_way = VecDeque::new();
    loop {
        let claimed = store.claim_mails(at, 32).await.unwrap();
        if claimed.is_empty() {
            for mail in under_way {
                send(&store, mail).await;
            }
            store.close().await;
            return true;
        }
        for mail in claimed {
            if poison.contains(&mail.id) {
                store.close().await;
                return false;
            }
            under_way.push_back(mail.id);
            if under_way.len() == SESSIONS
                && let Some(mail) = under_way.pop_front()
            {
                send(&store, mail).await;
            }
        }
    }
}

/// Lives a minute apart until one comes to an end of the mails: how many did not.
async fn ends_of(world: &World, sql: &Sql, poison: &[i64]) -> i64 {
    let mut ends = 0;
    while !live(world, now() + TimeDelta::minutes(ends), poison).await {
        ends += 1;
        assert!(ends < 9, "{}", sql.states().await);
    }
    ends
}

async fn send(store: &Store, mail: i64) {
    assert!(begin(store, mail).await && settle(store, mail, "sent", now()).await, "{mail}");
}

#[tokio::test]
async fn a_mail_that_ends_the_process_each_time_is_held_and_all_others_leave() {
    let world = evaluated().await;
    let sql = world.sql().await;
    let all = sql.number("SELECT COUNT(*) FROM mail").await;
    assert_eq!(ends_of(&world, &sql, &[7]).await, 4);
    assert_eq!(sql.states().await, format!("1 held, {} sent", all - 1));
    let said = "SELECT last_reply FROM mail WHERE id = 7";
    let why = "the program ended 3 times while it was made ready: see the log";
    assert_eq!(sql.texts(said).await, [why]);
    let said = "SELECT reply FROM attempt WHERE mail_id = 7";
    assert_eq!(sql.texts(said).await, CUTS);

    // A person's word counts its ends anew.
    let (store, later) = (world.store().await, now() + TimeDelta::hours(1));
    store.release_mails(&[7], "Ani, kepegawaian", later).await.unwrap();
    store.close().await;
    for _ in 0..3 {
        assert!(!live(&world, later, &[7]).await);
    }
    assert!(live(&world, later, &[]).await);
    assert_eq!(sql.states().await, format!("{all} sent"));
}

#[tokio::test]
async fn two_mails_that_end_the_process_are_both_held_and_all_others_leave() {
    let world = evaluated().await;
    let sql = world.sql().await;
    let all = sql.number("SELECT COUNT(*) FROM mail").await;
    ends_of(&world, &sql, &[7, 8]).await;
    assert_eq!(sql.states().await, format!("2 held, {} sent", all - 2));
}

#[tokio::test]
async fn cuts_of_the_power_hold_no_mail_and_then_they_leave_one_at_a_time() {
    let world = evaluated().await;
    let sql = world.sql().await;
    let all = sql.number("SELECT COUNT(*) FROM mail").await;
    let mut claimed = Vec::new();
    for _ in 0..6 {
        let store = world.store().await;
        store.recover_mails(now()).await.unwrap();
        claimed.push(store.claim_mails(now(), 32).await.unwrap().len());
        store.close().await;
    }
    assert_eq!(claimed, [usize::try_from(all).unwrap(), 1, 1, 1, 1, 1]);
    assert!(live(&world, now(), &[]).await);
    assert_eq!(sql.states().await, format!("{all} sent"));
}

/// Mails that left stand on record a moment later, so that an end meets several in hand.
#[tokio::test]
async fn ends_that_meet_mails_by_chance_hold_none() {
    let world = evaluated().await;
    let sql = world.sql().await;
    let all = sql.number("SELECT COUNT(*) FROM mail").await;
    for minute in 0..8 {
        let (store, at) = (world.store().await, now() + TimeDelta::minutes(minute));
        store.recover_mails(at).await.unwrap();
        let mut in_hand = VecDeque::new();
        for _ in 0..7 {
            in_hand.extend(store.claim_mails(at, 32).await.unwrap());
        }
        let first = in_hand.pop_front().unwrap();
        send(&store, first.id).await;
        store.close().await;
    }
    let ends = "SELECT MAX(ends) FROM (SELECT COUNT(*) AS ends FROM attempt GROUP BY mail_id)";
    assert!(sql.number(ends).await > 2, "too few ends: the test has seen nothing");
    assert!(live(&world, now() + TimeDelta::minutes(9), &[]).await);
    assert_eq!(sql.states().await, format!("{all} sent"));
}

/// What `run --once` leaves that is killed beside a daemon at rest; the daemon has failed
/// before, which is not why.
#[tokio::test]
async fn mails_of_another_life_that_began_later_and_ended_are_found_again() {
    let world = evaluated().await;
    let (store, sql) = (world.store().await, world.sql().await);
    let own = claim(&store, now()).await.unwrap().id;
    store.drop_mails().await;
    store.recover_mails(now()).await.unwrap();
    // It goes on, with a number of its own.
    assert_eq!(claim(&store, now()).await.unwrap().id, own);
    assert!(store.stamp(&[Stamp::Back { mail: own }]).await.unwrap().is_empty());
    let other = world.store().await;
    let in_hand = other.claim_mails(now(), 999).await.unwrap();
    assert!(in_hand.iter().any(|mail| mail.id == own));
    other.close().await;
    store.recover_mails(now()).await.unwrap();
    assert_eq!(sql.states_of(&format!("id = {own}")).await, "1 queued");
    let said = format!("SELECT reply FROM attempt WHERE mail_id = {own} ORDER BY number");
    let [broke_off, cut_off] = ["not tried: the pass broke off", "cut off before the body left"];
    assert_eq!(sql.texts(&said).await, [broke_off, cut_off]);
}

/// A session of a process that ends at mails to some addresses: before the body of one
/// leaves, or while it does.
struct Ends<'a> {
    at: &'a [String],
    in_body: bool,
    ended: &'a Notify,
}

impl Courier for Ends<'_> {
    async fn carry(
        &mut self,
        letter: &Letter,
        before_body: impl AsyncFnOnce() -> Result<Option<Envelope>, NotifyError>,
    ) -> Result<Fate, NotifyError> {
        let ends = self.at.contains(&letter.envelope.to()[0].to_string());
        if ends && !self.in_body {
            self.ended.notify_one();
            std::future::pending::<()>().await;
        }
        before_body().await?;
        if ends {
            self.ended.notify_one();
            std::future::pending::<()>().await;
        }
        tokio::task::yield_now().await;
        Ok(Fate::Sent { reply: "250 ok".to_owned() })
    }

    fn place(&self, trouble: &str) -> String {
        trouble.to_owned()
    }

    async fn rest(&mut self) {}
}

/// One life with sessions, of which nothing stays but what is on record; whether it came
/// to an end of the mails.
async fn live_with_sessions(world: &World, minute: i64, (at, in_body): (&[String], bool)) -> bool {
    let app = world.app(Route::Off, &(now() + TimeDelta::minutes(minute)).to_rfc3339());
    let (store, stop, ended) = (world.store().await, Stop::default(), Notify::new());
    let sessions = (0..SESSIONS).map(|_| Ends { at, in_body, ended: &ended }).collect();
    let is_done = tokio::select! {
        done = pass_by(Ok(sessions), &app, &store, &stop) => done.unwrap().faults.is_empty(),
        () = ended.notified() => false,
    };
    store.close().await;
    is_done
}

#[tokio::test]
async fn f05_two_mails_that_end_the_process_in_a_session_are_held_and_all_others_leave() {
    for (in_body, most) in [(false, 9), (true, 4)] {
        let world = evaluated().await;
        let sql = world.sql().await;
        let all = sql.number("SELECT COUNT(*) FROM mail").await;
        let of = "SELECT email FROM employee JOIN mail ON employee_id = employee.id
            WHERE mail.id IN (7, 9)";
        let at = sql.texts(of).await;
        assert_eq!(at.len(), 2);
        let mut ends = 0;
        // Each begins when whatever was in doubt before may leave once more.
        for life in 0..12 {
            ends += u32::from(!live_with_sessions(&world, life * 16, (&at, in_body)).await);
        }
        assert!(ends <= most, "{ends} ends, in the body: {in_body}");
        assert_eq!(sql.states_of("id IN (7, 9)").await, "2 held", "in the body: {in_body}");
        let others = sql.states_of("id NOT IN (7, 9)").await;
        assert_eq!(others, format!("{} sent", all - 2), "in the body: {in_body}");
        let copies = "SELECT MIN(copies) || ' ' || MAX(copies) FROM mail WHERE id IN (7, 9)";
        assert_eq!(sql.texts(copies).await, [if in_body { "2 2" } else { "0 0" }]);
        assert!(sql.number("SELECT MAX(copies) FROM mail").await <= 2);
    }
}
