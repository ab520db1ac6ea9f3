//! Mails of a unit whose relay is away, refuses or falls silent.

use std::collections::BTreeMap;

use chrono::DateTime;
use kinerja_daemon::{
    clock::Hands,
    config::Route,
    mail::{Secret, SmtpConfig},
    run::{Stop, pass},
};

use crate::{
    delivery::{addresses, digest, message_id, recipient},
    smtp::{SHORT, config},
    support::smtp_sink::{Accepted, Act, Setup, Sink, Step},
    world::{NOW, World},
};

/// A unit, and how many of its people have an address.
pub(crate) async fn unit() -> (World, u64) {
    let world = World::of_one_unit().await;
    world.evaluate().await;
    let people = addresses(&world.sql().await).await.len();
    (world, people.try_into().unwrap())
}

/// A relay that nobody answers for.
pub(crate) async fn away() -> SmtpConfig {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = free.local_addr().unwrap().port();
    SmtpConfig { port, ..config(&Sink::start(Setup::default()).await) }
}

/// How many copies of each mail arrived.
fn copies(mails: &[Accepted]) -> BTreeMap<String, Vec<&Accepted>> {
    let mut copies = BTreeMap::<_, Vec<_>>::new();
    for mail in mails {
        copies.entry(message_id(mail)).or_default().push(mail);
    }
    copies
}

#[tokio::test]
async fn results_are_on_record_while_the_relay_is_away_and_mails_leave_when_it_is_back() {
    let world = World::of_one_unit().await;
    let done = world.send(away().await, NOW).await;
    assert_eq!((done.people, done.summaries), (22, 1));
    let sent = done.mails.unwrap();
    assert_eq!((sent.sent, sent.rejected), (0, 0));
    let trouble = sent.hold.unwrap().reason;
    assert!(trouble.to_lowercase().contains("refused"), "{trouble}");

    let sql = world.sql().await;
    let people = addresses(&sql).await.len();
    assert_eq!(sql.states().await, format!("{people} queued"));
    // One line for the trouble, and none for an attempt that came to no conversation.
    assert_eq!(sql.texts("SELECT reason FROM queue_state").await, [trouble]);
    assert_eq!(sql.number("SELECT COUNT(*) FROM attempt").await, 0);

    let sink = Sink::start(Setup::default()).await;
    let sent = world.send_to(&sink, "2026-07-20T01:05:00Z").await.mails.unwrap();
    assert_eq!((sent.sent, sent.hold), (people.try_into().unwrap(), None));
    assert_eq!(copies(&sink.seen().mails).len(), people);
    assert_eq!(sink.seen().mails.len(), people);
}

#[tokio::test]
async fn f46_a_relay_that_was_long_away_costs_no_mail_its_attempts() {
    let (world, people) = unit().await;
    let relay = away().await;
    for day in 10..35 {
        let at = format!("2026-0{}-{:02}T01:00:00Z", 7 + day / 31, day % 31 + 1);
        world.send(relay.clone(), &at).await;
    }
    world.send(away().await, NOW).await;
    let sink = Sink::start(Setup::default()).await;
    sink.on(Step::Rcpt, Act::Say("451 4.7.1 greylisted"));
    let sent = world.send_to(&sink, NOW).await.mails.unwrap();
    assert_eq!((sent.sent, sent.kept), (people - 1, 1));
    let sql = world.sql().await;
    assert_eq!(sql.states().await, format!("1 deferred, {} sent", people - 1));
    // Greylisted for the first time, it is tried again after the first pause.
    assert_eq!(world.send_to(&sink, "2026-07-20T01:01:00Z").await.mails.unwrap().sent, 1);
}

/// Each mail is put off at each place once: it leaves after the pauses that are planned.
#[tokio::test]
async fn f50_mails_that_are_put_off_at_every_place_leave_after_the_planned_pauses() {
    let (world, people) = unit().await;
    let sink = Sink::start(Setup::default()).await;
    for step in [Step::Rcpt, Step::Data, Step::FinalDot] {
        for _ in 0..people {
            sink.on(step, Act::Say("450 4.2.0 greylisted"));
        }
    }
    let sql = world.sql().await;
    // A minute, two and four, each up to a quarter shorter by chance.
    let times = [NOW, "2026-07-20T01:01:00Z", "2026-07-20T01:03:00Z", "2026-07-20T01:07:00Z"];
    for (number, now) in (1..).zip(times) {
        let done = world.send_to(&sink, now).await.mails.unwrap();
        let sent = if number < 4 { 0 } else { people };
        assert_eq!((done.sent, done.hold), (sent, None), "{now}");
        let attempts = "SELECT MIN(attempts) || ' ' || MAX(attempts) FROM mail";
        assert_eq!(sql.texts(attempts).await, [format!("{number} {number}")], "{now}");
    }
    let mails = sink.seen().mails;
    let copies = copies(&mails);
    assert_eq!(copies.len(), usize::try_from(people).unwrap());
    assert!(copies.values().all(|copies| copies.len() == 1));
}

#[tokio::test]
async fn f51_one_mail_refused_and_one_put_off_do_not_hold_up_the_rest() {
    let (world, people) = unit().await;
    let sink = Sink::start(Setup::default()).await;
    sink.on(Step::Rcpt, Act::Say("451 4.7.1 greylisted"));
    sink.on(Step::Rcpt, Act::Say("550 5.1.1 <someone@samarinda.example.go.id> unknown"));
    let sent = world.send_to(&sink, NOW).await.mails.unwrap();
    assert_eq!((sent.sent, sent.kept, sent.rejected), (people - 2, 1, 1));
    assert_eq!(sent.hold, None);
    let sql = world.sql().await;
    assert_eq!(sql.states().await, format!("1 deferred, 1 rejected, {} sent", people - 2));
    let reply = "SELECT last_reply FROM mail WHERE state = 'rejected'";
    assert_eq!(sql.texts(reply).await, ["rcpt: 550 5.1.1 <***@***> unknown"]);
    let attempt = "SELECT phase || ' ' || code || ' ' || reply FROM attempt
        JOIN mail ON mail.id = mail_id AND mail.sha256 = attempt.sha256
        WHERE state <> 'sent' ORDER BY mail_id";
    let expected = ["rcpt 451 451 4.7.1 greylisted", "rcpt 550 550 5.1.1 <***@***> unknown"];
    assert_eq!(sql.texts(attempt).await, expected);
    let attempts = u64::try_from(sql.number("SELECT COUNT(*) FROM attempt").await).unwrap();
    assert_eq!(attempts, people);

    // Not before its pause is over, and then only the one that was put off.
    for (now, expected) in
        [("2026-07-20T01:00:44Z", 0), ("2026-07-20T01:01:00Z", 1), ("2026-08-20T00:00:00Z", 0)]
    {
        assert_eq!(world.send_to(&sink, now).await.mails.unwrap().sent, expected, "{now}");
    }
    let seen = sink.seen();
    assert_eq!(copies(&seen.mails).len(), usize::try_from(people - 1).unwrap());
    assert_eq!(seen.mails.len(), usize::try_from(people - 1).unwrap());
}

#[tokio::test]
async fn the_daemon_wakes_for_the_first_mail_that_becomes_due() {
    static HANDS: Hands = Hands::at(DateTime::UNIX_EPOCH);
    HANDS.set(NOW.parse().unwrap());
    let (world, people) = unit().await;
    let sink = Sink::start(Setup::default()).await;
    sink.on(Step::Rcpt, Act::Say("451 4.7.1 greylisted"));
    sink.on(Step::FinalDot, Act::DropAnswer);
    let app = world.living(Route::Live(config(&sink)), &HANDS);
    let (store, stop) = (world.store().await, Stop::default());
    let send = async || pass(&app, &store, &stop).await.unwrap().mails.unwrap();
    let sql = world.sql().await;
    let first = format!("1 deferred, {} sent, 1 unknown", people - 2);
    for waits in [first, format!("{} sent, 1 unknown", people - 1)] {
        let again_at = send().await.again_at;
        assert_eq!(sql.states().await, waits);
        let first = "SELECT MIN(due_at) FROM mail WHERE state <> 'sent'";
        let first = DateTime::from_timestamp_micros(sql.number(first).await);
        assert_eq!(again_at, first, "{waits}");
        HANDS.set(again_at.unwrap());
    }
    assert_eq!(send().await.again_at, None);
    assert_eq!(sql.states().await, format!("{people} sent"));
}

#[tokio::test]
async fn f48_a_mail_whose_answer_was_lost_is_sent_once_more_and_then_held() {
    let (world, people) = unit().await;
    let people = usize::try_from(people).unwrap();
    let sink = Sink::start(Setup::default()).await;
    // Two mails are taken without an answer, and one between them with one.
    sink.on(Step::FinalDot, Act::DropAnswer);
    sink.on(Step::FinalDot, Act::Delay(std::time::Duration::ZERO));
    sink.on(Step::FinalDot, Act::DropAnswer);
    world.send_to(&sink, NOW).await;
    let sql = world.sql().await;
    assert_eq!(sql.states().await, format!("{} sent, 2 unknown", people - 2));
    let first = sink.seen().mails;
    let doubtful = [message_id(&first[0]), message_id(&first[2])];

    world.send_to(&sink, "2026-07-20T01:14:59Z").await;
    assert_eq!(sink.seen().mails.len(), people, "sent again too early");

    // One answer is lost again.
    sink.on(Step::FinalDot, Act::DropAnswer);
    world.send_to(&sink, "2026-07-20T01:15:00Z").await;
    assert_eq!(sql.states().await, format!("1 held, {} sent", people - 1));

    for now in ["2026-07-20T01:30:00Z", "2026-07-21T01:00:00Z", "2027-01-01T00:00:00Z"] {
        world.send_to(&sink, now).await;
    }
    let now_due = "SELECT COUNT(*) FROM mail JOIN run ON run.id = run_id
        WHERE state <> 'sent' AND run.period = '2026-Q2'";
    assert_eq!(sql.number(now_due).await, 1);
    let mails = sink.seen().mails;
    let copies: BTreeMap<_, _> =
        copies(&mails).into_iter().filter(|(id, _)| doubtful.contains(id)).collect();
    assert_eq!(copies.len(), 2);
    for (id, copies) in copies {
        let [first, second] = copies.as_slice() else { panic!("{id}: {} copies", copies.len()) };
        assert_eq!(digest(first), digest(second), "{id}");
        assert_eq!(recipient(first), recipient(second), "{id}");
    }
}

/// It is taken, and nobody hangs up.
#[tokio::test]
async fn f48_a_mail_of_which_the_relay_never_speaks_is_held_after_two_copies_and_no_other() {
    let (world, people) = unit().await;
    let people = usize::try_from(people).unwrap();
    let sink = Sink::start(Setup::default()).await;
    let mut relay = config(&sink);
    relay.deadlines.final_dot = SHORT / 3;
    sink.on(Step::FinalDot, Act::Raw(Vec::new()));
    let sql = world.sql().await;
    for (now, states) in [
        (NOW, format!("{} sent, 1 unknown", people - 1)),
        ("2026-07-20T01:15:00Z", format!("1 held, {} sent", people - 1)),
        ("2026-07-20T02:00:00Z", format!("1 held, {} sent", people - 1)),
    ] {
        world.send(relay.clone(), now).await;
        assert_eq!(sql.states().await, states, "{now}");
        sink.hush(sink.seen().mails.remove(0).bytes);
    }
    let mails = sink.seen().mails;
    assert_eq!((mails.len(), copies(&mails).len()), (people + 1, people));
    assert_eq!(mails[0].bytes, mails[people].bytes);
}

#[tokio::test]
async fn a_mail_refused_at_the_final_dot_keeps_its_one_resend() {
    let (world, people) = unit().await;
    let sql = world.sql().await;
    sql.run("UPDATE mail SET state = 'cancelled' WHERE id > 1").await;
    let sink = Sink::start(Setup::default()).await;
    sink.on(Step::FinalDot, Act::Say("451 4.3.0 try again later"));
    sink.on(Step::FinalDot, Act::DropAnswer);
    for (now, state) in
        [(NOW, "deferred"), ("2026-07-20T01:01:00Z", "unknown"), ("2026-07-20T01:16:00Z", "sent")]
    {
        world.send_to(&sink, now).await;
        let expected = format!("{} cancelled, 1 {state}", people - 1);
        assert_eq!(sql.states().await, expected, "{now}");
    }
    let attempts = sql.texts("SELECT phase || ' ' || COALESCE(code, '-') FROM attempt").await;
    assert_eq!(attempts, ["final_dot 451", "final_dot -", "final_dot 250"]);
}

#[tokio::test]
async fn f52_a_wrong_password_makes_every_mail_wait() {
    let (world, people) = unit().await;
    let auth = Some(("PLAIN LOGIN", "kinerja", "rahasia"));
    let sink = Sink::start(Setup { auth, ..Setup::default() }).await;
    let with = |password| SmtpConfig {
        username: Some("kinerja".to_owned()),
        password: Some(Secret::new(password)),
        ..config(&sink)
    };
    let sql = world.sql().await;
    // One password in 256 is not told from another: with this key, these two are.
    sql.run("UPDATE setting SET value = 'key' WHERE key = 'instance_key'").await;
    for _ in 0..3 {
        let sent = world.send(with("salah"), NOW).await.mails.unwrap();
        assert_eq!((sent.sent, sent.rejected), (0, 0));
        assert!(sent.hold.unwrap().reason.contains("535"));
        assert_eq!(sql.states().await, format!("{people} queued"));
    }
    assert_eq!(sql.number("SELECT MAX(attempts) FROM mail").await, 0);
    // One attempt, not one for each pass and session.
    assert_eq!(sink.seen().connections, 1);
    assert_eq!(world.send(with("rahasia"), NOW).await.mails.unwrap().sent, people);
    assert_eq!(sink.seen().mails.len(), usize::try_from(people).unwrap());
}

/// A new password counts from the next pass, without a person's word.
#[tokio::test]
async fn f52_a_password_that_is_mended_in_its_file_lets_the_mails_leave() {
    use std::os::unix::fs::PermissionsExt;
    let (world, people) = unit().await;
    let auth = Some(("PLAIN LOGIN", "kinerja", "rahasia"));
    let sink = Sink::start(Setup { auth, ..Setup::default() }).await;
    let file = world.path("password");
    let relay = SmtpConfig {
        username: Some("kinerja".to_owned()),
        password: Some(Secret::in_file(file.clone())),
        sessions: 1,
        ..config(&sink)
    };
    world.sql().await.run("UPDATE setting SET value = 'key' WHERE key = 'instance_key'").await;
    let (app, store) = (world.app(Route::Live(relay), NOW), world.store().await);
    let mut held = Vec::new();
    for password in [None, Some("salah"), None, Some("rahasia")] {
        match password {
            Some(password) => {
                std::fs::write(&file, password).unwrap();
                std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
            }
            // At first it is not there.
            None => drop(std::fs::remove_file(&file)),
        }
        let sent = pass(&app, &store, &Stop::default()).await.unwrap().mails.unwrap();
        held.push(sent.hold.map(|hold| hold.reason));
    }
    let said = held.iter().map(|reason| reason.as_deref().unwrap_or("-")).collect::<Vec<_>>();
    assert!(said[0].contains("the password cannot be read: cannot read `"), "{said:?}");
    assert!(said[1].contains("535") && said[3] == "-", "{said:?}");
    // A file that is away for a moment does not make anybody forget the wrong one.
    assert_eq!(said[2], said[1]);
    // Without a password nobody is called.
    assert_eq!(sink.seen().count("AUTH"), 2);
    assert_eq!(sink.seen().mails.len(), usize::try_from(people).unwrap());
}

#[tokio::test]
async fn a_mail_that_never_left_may_be_corrected() {
    let (world, people) = unit().await;
    world.send(away().await, NOW).await;
    let sql = world.sql().await;
    // The one that was tried while the relay was away.
    let first = "SELECT employee_id FROM mail ORDER BY due_at, id LIMIT 1";
    sql.run(&format!("UPDATE employee SET name = 'Nama yang Benar' WHERE id = ({first})")).await;
    let sink = Sink::start(Setup::default()).await;
    let sent = world.send_to(&sink, NOW).await.mails.unwrap();
    assert_eq!((sent.sent, sent.kept), (people, 0));
    let digests = sql.texts("SELECT sha256 FROM mail ORDER BY sha256").await;
    let mut arrived: Vec<_> = sink.seen().mails.iter().map(digest).collect();
    arrived.sort_unstable();
    assert_eq!(digests, arrived);
}

#[tokio::test]
async fn a_second_copy_that_would_differ_is_held() {
    let (world, people) = unit().await;
    let sink = Sink::start(Setup::default()).await;
    sink.on(Step::FinalDot, Act::DropAnswer);
    world.send_to(&sink, NOW).await;
    let sql = world.sql().await;
    sql.run("UPDATE employee SET name = name || ', M.Si.'").await;
    world.send_to(&sink, "2026-07-20T01:15:00Z").await;
    assert_eq!(sql.states().await, format!("1 held, {} sent", people - 1));
    assert_eq!(sink.seen().mails.len(), usize::try_from(people).unwrap());
}

#[tokio::test]
async fn whoever_stops_the_daemon_finds_the_other_mails_waiting() {
    let (world, people) = unit().await;
    let sink = Sink::start(Setup::default()).await;
    let (app, store) = (world.app(Route::Live(config(&sink)), NOW), world.store().await);
    let stop = Stop::default();
    stop.ask();
    assert_eq!(pass(&app, &store, &stop).await.unwrap().people, 0);
    assert_eq!(world.sql().await.states().await, format!("{people} queued"));
    assert_eq!(sink.seen().connections, 0);
}
