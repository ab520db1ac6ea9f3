//! What the relay's trouble would do without what keeps it small.

use kinerja_daemon::{
    config::Route,
    jobs::notify::{Courier, Letter, NotifyError, Road},
    mail::{Envelope, Fate, Phase, Secret, SmtpConfig},
    run::{Pass, Stop, pass, pass_by},
};

use crate::{
    delivery_trouble::unit,
    smtp::config,
    support::smtp_sink::{Act, Setup, Sink, Step},
    world::{NOW, World},
};

/// Forgets what keeps the mails waiting.
const FORGET_HOLDS: &str = "DELETE FROM queue_state";

/// Passes of five hours, one each five minutes; with something done before each.
async fn five_hours(world: &World, relay: &SmtpConfig, before: &str) {
    let sql = world.sql().await;
    for pass_number in 0..60 {
        let at = format!("2026-07-20T{:02}:{:02}:00Z", 1 + pass_number / 12, pass_number % 12 * 5);
        sql.run(before).await;
        world.send(relay.clone(), &at).await;
    }
}

/// A relay that answers nobody, and how often it was asked in five hours.
async fn asked(before: &str) -> usize {
    let (world, _) = unit().await;
    let sink = Sink::start(Setup::default()).await;
    sink.always(Step::Greeting, Act::Say("421 4.3.2 shutting down"));
    five_hours(&world, &config(&sink), before).await;
    sink.seen().connections
}

#[tokio::test]
async fn f46_a_relay_that_is_away_is_asked_ever_more_seldom() {
    let asked = asked("SELECT 1").await;
    assert!((5..=10).contains(&asked), "{asked} times");
}

#[tokio::test]
async fn f46_control_without_a_memory_a_relay_that_is_away_is_asked_in_each_pass() {
    assert_eq!(asked(FORGET_HOLDS).await, 60);
}

#[tokio::test]
async fn f48_control_without_the_mark_before_the_body_a_mail_is_sent_for_ever() {
    let (world, people) = unit().await;
    let sql = world.sql().await;
    sql.run("UPDATE mail SET state = 'sent' WHERE id > 1").await;
    sql.run(
        "CREATE TRIGGER forgets AFTER UPDATE OF state ON mail WHEN new.state = 'data_started'
        BEGIN UPDATE mail SET state = 'claimed', copies = copies - 1 WHERE id = new.id; END",
    )
    .await;
    let sink = Sink::start(Setup::default()).await;
    sink.always(Step::FinalDot, Act::DropAnswer);
    for quarter in 0..4 {
        world.send_to(&sink, &format!("2026-07-20T0{}:00:00Z", 1 + quarter)).await;
    }
    assert_eq!(sink.seen().mails.len(), 4);
    assert_eq!(sql.states().await, format!("{} sent, 1 unknown", people - 1));
}

#[tokio::test]
async fn f51_control_an_unknown_address_taken_for_a_passing_fault_is_tried_for_ever() {
    let (world, people) = unit().await;
    let sql = world.sql().await;
    sql.run("UPDATE mail SET state = 'sent' WHERE id > 1").await;
    let sink = Sink::start(Setup::default()).await;
    sink.always(Step::Rcpt, Act::Say("550 5.1.1 no such user"));
    for _ in 0..4 {
        world.send_to(&sink, NOW).await;
        assert_eq!(sql.states().await, format!("1 rejected, {} sent", people - 1));
        sql.run("UPDATE mail SET state = 'deferred' WHERE state = 'rejected'").await;
    }
    assert_eq!(sink.seen().count("RCPT"), 4);
}

#[tokio::test]
async fn f52_control_without_a_memory_each_pass_tries_the_wrong_password() {
    let (world, _) = unit().await;
    let auth = Some(("PLAIN LOGIN", "kinerja", "rahasia"));
    let sink = Sink::start(Setup { auth, ..Setup::default() }).await;
    let relay = SmtpConfig {
        username: Some("kinerja".to_owned()),
        password: Some(Secret::new("salah")),
        ..config(&sink)
    };
    let (app, store) = (world.app(Route::Live(relay), NOW), world.store().await);
    for _ in 0..6 {
        world.sql().await.run(FORGET_HOLDS).await;
        pass(&app, &store, &Stop::default()).await.unwrap();
    }
    assert_eq!(sink.seen().count("AUTH"), 6);
}

/// A road of which the daemon is told something else than what the relay says.
struct Mistaken {
    road: Road,
    takes_for: fn(Fate) -> Fate,
}

impl Courier for Mistaken {
    async fn carry(
        &mut self,
        letter: &Letter,
        before_body: impl AsyncFnOnce() -> Result<Option<Envelope>, NotifyError>,
    ) -> Result<Fate, NotifyError> {
        self.road.carry(letter, before_body).await.map(self.takes_for)
    }

    fn place(&self, trouble: &str) -> String {
        self.road.place(trouble)
    }

    async fn rest(&mut self) {
        self.road.rest().await;
    }
}

/// A pass to a relay whose words are taken for others.
async fn pass_mistaken(world: &World, sink: &Sink, takes_for: fn(Fate) -> Fate) -> Pass {
    let (app, store) = (world.app(Route::Live(config(sink)), NOW), world.store().await);
    let roads = Road::of(&app.config.mail.route).unwrap().into_iter();
    let roads = roads.map(|road| Mistaken { road, takes_for }).collect();
    let done = pass_by(Ok(roads), &app, &store, &Stop::default()).await.unwrap();
    store.close().await;
    done
}

/// Whoever takes "not now" for "no" loses every mail to a relay that greylists.
#[tokio::test]
async fn f50_control_what_is_put_off_and_taken_for_refused_never_arrives() {
    let (world, people) = unit().await;
    let sink = Sink::start(Setup::default()).await;
    for _ in 0..people {
        sink.on(Step::Rcpt, Act::Say("450 4.2.0 <ani@example.go.id> greylisted"));
    }
    pass_mistaken(&world, &sink, |fate| {
        if let Fate::Deferred { phase, .. } = fate {
            return Fate::Rejected { phase, reply: "550 5.1.1 greylisted".to_owned() };
        }
        fate
    })
    .await;
    let sql = world.sql().await;
    assert_eq!(sql.states().await, format!("{people} rejected"));
    // Though it would take them now.
    let later = world.send_to(&sink, "2026-07-20T02:00:00Z").await.mails.unwrap();
    assert_eq!((later.sent, sink.seen().mails.len()), (0, 0));
}

/// Whoever takes a refusal of all mails for one of each address offers them all.
#[tokio::test]
async fn f53_control_without_the_brake_every_mail_is_offered_and_lost() {
    let (world, people) = unit().await;
    let sink = Sink::start(Setup::default()).await;
    sink.always(Step::Rcpt, Act::Say("554 5.7.1 refused by policy"));
    let done = pass_mistaken(&world, &sink, |fate| {
        if let Fate::Rejected { .. } = fate {
            return Fate::Rejected {
                phase: Phase::Rcpt,
                reply: "550 5.1.1 no such user".to_owned(),
            };
        }
        fate
    })
    .await;
    let offered = u64::try_from(sink.seen().count("RCPT")).unwrap();
    assert_eq!((offered, done.mails.unwrap().hold), (people, None));
    assert_eq!(world.sql().await.states().await, format!("{people} rejected"));
}
