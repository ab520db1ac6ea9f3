//! Relays that misbehave at every step, and the fate that a mail then has.

use std::{convert::Infallible, time::Duration};

use kinerja_daemon::mail::{Fate, Phase, Session, SmtpConfig};
use lettre::transport::smtp::{client::AsyncSmtpConnection, commands::Mail, extension::ClientId};

use crate::smtp::{SHORT, config, outgoing, send};
use crate::support::smtp_sink::{Act, Setup, Sink, Step};

/// Every deadline short, so that a silent relay is given up soon, and each another one.
fn hasty(sink: &Sink) -> SmtpConfig {
    let mut settings = config(sink);
    let limits = &mut settings.deadlines;
    for (limit, tenths) in [
        &mut limits.greeting,
        &mut limits.mail,
        &mut limits.rcpt,
        &mut limits.data,
        &mut limits.body,
        &mut limits.final_dot,
    ]
    .into_iter()
    .zip(0..)
    {
        *limit = SHORT + Duration::from_millis(100) * tenths;
    }
    settings
}

/// What becomes of a mail that is sent over a new connection.
async fn attempt(settings: &SmtpConfig) -> Fate {
    match Session::open(settings).await {
        Ok(mut session) => {
            let mail = outgoing("teks");
            let fate = send(&mut session, &mail).await;
            let is_open = session.is_open_to(&mail.envelope().unwrap());
            assert!(!is_open || !matches!(fate, Fate::Unknown { .. }));
            fate
        }
        Err(fate) => fate,
    }
}

fn word(fate: &Fate) -> (&'static str, Option<Phase>) {
    match fate {
        Fate::Sent { .. } => ("sent", None),
        Fate::Deferred { phase, .. } => ("deferred", Some(*phase)),
        Fate::Rejected { phase, .. } => ("rejected", Some(*phase)),
        Fate::Unknown { .. } => ("unknown", None),
        Fate::Paused { phase, .. } => ("paused", Some(*phase)),
        Fate::Unreachable { .. } => ("unreachable", None),
    }
}

/// How a mail fares that was surely not sent for lack of an answer here.
const SILENT: [(Step, (&str, Option<Phase>)); 8] = [
    (Step::Greeting, ("unreachable", None)),
    (Step::Ehlo, ("unreachable", None)),
    (Step::Mail, ("deferred", Some(Phase::Mail))),
    (Step::Rcpt, ("deferred", Some(Phase::Rcpt))),
    (Step::Data, ("deferred", Some(Phase::Data))),
    (Step::Body, ("unknown", None)),
    (Step::FinalDot, ("unknown", None)),
    (Step::Quit, ("sent", None)),
];

#[tokio::test]
async fn a_relay_that_hangs_up_is_judged_by_where() {
    for act in [Act::Drop, Act::DropAnswer] {
        for (step, expected) in SILENT {
            let sink = Sink::start(Setup::default()).await;
            sink.on(step, act.clone());
            let fate = attempt(&config(&sink)).await;
            assert_eq!(word(&fate), expected, "{act:?} at {step:?}: {fate:?}");
        }
    }
}

/// Sends a mail to relays that each do the same at another step, all at a time;
/// what became of each mail, in the order of [`SILENT`].
async fn attempts(act: Act) -> Vec<Fate> {
    let sent: Vec<_> = SILENT
        .map(|(step, _)| {
            let act = act.clone();
            tokio::spawn(async move {
                let sink = Sink::start(Setup::default()).await;
                sink.on(step, act);
                attempt(&hasty(&sink)).await
            })
        })
        .into();
    let mut fates = Vec::new();
    for fate in sent {
        fates.push(fate.await.unwrap());
    }
    fates
}

#[tokio::test]
async fn f47_a_relay_that_falls_silent_is_given_up() {
    // Each step by its own deadline.
    let waited = ["3s", "3s", "3.1s", "3.2s", "3.3s", "3.5s", "3.5s", "250 2.0.0 queued"];
    let fates = attempts(Act::Hang).await;
    for (((step, expected), fate), waited) in SILENT.iter().zip(fates).zip(waited) {
        assert_eq!(word(&fate), *expected, "{step:?}: {fate:?}");
        assert!(fate.reply().ends_with(waited), "{step:?}: {fate:?}");
    }
}

#[tokio::test]
async fn f49_a_relay_that_is_slow_is_waited_for() {
    for ((step, _), fate) in SILENT.iter().zip(attempts(Act::Delay(SHORT / 10)).await) {
        assert_eq!(word(&fate).0, "sent", "{step:?}: {fate:?}");
    }
}

/// It would take the next mail for the body that it asks for.
#[tokio::test]
async fn a_relay_that_asks_for_a_body_when_it_is_to_forget_a_mail_is_left() {
    for (answer, stays) in [("250 2.0.0 ok", true), ("354 go on", false)] {
        let sink = Sink::start(Setup::default()).await;
        sink.on(Step::Rcpt, Act::Say("550 5.1.1 unknown"));
        sink.on(Step::Rset, Act::Say(answer));
        let mut session = Session::open(&config(&sink)).await.unwrap();
        let mail = outgoing("teks");
        assert_eq!(word(&send(&mut session, &mail).await), ("rejected", Some(Phase::Rcpt)));
        assert_eq!(session.is_open_to(&mail.envelope().unwrap()), stays, "{answer}");
    }
}

#[tokio::test]
async fn a_body_that_does_not_move_is_given_up() {
    let sink = Sink::start(Setup::default()).await;
    sink.on(Step::Body, Act::Hang);
    let mut session = Session::open(&hasty(&sink)).await.unwrap();
    // More than the buffers of both ends hold.
    let bytes = b"baris\r\n".repeat(3_000_000);
    let envelope = outgoing("").envelope().unwrap();
    let Ok(fate) = session.send(&envelope, &bytes, async || Ok::<_, Infallible>(None)).await;
    let Fate::Unknown { reply } = fate else { panic!("{fate:?}") };
    assert!(reply.contains("no byte could be written"), "{reply}");
    assert!(!session.is_open_to(&envelope));
}

#[tokio::test]
async fn what_a_relay_says_is_judged_by_code_and_place() {
    let at = |step, words, expected, phase| (step, words, (expected, phase));
    #[rustfmt::skip]
    let table = [
        at(Step::Greeting, "554 5.3.2 no",        "unreachable", None),
        at(Step::Greeting, "421 4.3.2 busy",      "unreachable", None),
        at(Step::Mail,     "530 5.7.0 auth",      "paused",   Some(Phase::Mail)),
        at(Step::Mail,     "454 4.7.0 later",     "paused",   Some(Phase::Mail)),
        at(Step::Rcpt,     "530 5.7.0 auth",      "paused",   Some(Phase::Rcpt)),
        at(Step::Rcpt,     "454 4.7.1 relay",     "deferred", Some(Phase::Rcpt)),
        at(Step::Rcpt,     "421 4.7.0 bye",       "deferred", Some(Phase::Rcpt)),
        at(Step::Data,     "250 what",            "deferred", Some(Phase::Data)),
        at(Step::FinalDot, "554 5.7.1 policy",    "rejected", Some(Phase::FinalDot)),
        at(Step::FinalDot, "452 4.3.1 full",      "deferred", Some(Phase::FinalDot)),
        at(Step::FinalDot, "421 4.3.2 bye",       "deferred", Some(Phase::FinalDot)),
        at(Step::FinalDot, "354 go on",           "unknown",  None),
        at(Step::FinalDot, "hello",               "unknown",  None),
        at(Step::Rcpt,     "hello",               "deferred", Some(Phase::Rcpt)),
    ];
    for (step, words, expected) in table {
        let sink = Sink::start(Setup::default()).await;
        sink.on(step, Act::Say(words));
        let fate = attempt(&config(&sink)).await;
        assert_eq!(word(&fate), expected, "{words} at {step:?}: {fate:?}");
    }
}

/// Bytes of a reply without end: several times what the system holds between two hosts.
const FLOOD: usize = 50_000_000;

#[tokio::test]
async fn f54_a_reply_without_end_is_not_listened_to() {
    for (step, expected) in SILENT {
        let sink = Sink::start(Setup::default()).await;
        sink.on(step, Act::Raw([b"250 ".to_vec(), b"a".repeat(FLOOD)].concat()));
        let fate = attempt(&config(&sink)).await;
        assert_eq!(word(&fate), expected, "{step:?}: {fate:?}");
        sink.closed(1).await;
        let taken = sink.seen().raw_bytes;
        assert!(taken <= FLOOD / 2, "{step:?}: {taken} bytes were taken");
    }
}

#[tokio::test]
async fn a_verdict_is_understood_in_any_alphabet_and_length() {
    let long = [b"250 2.0.0 ".to_vec(), b"a".repeat(4000), b"\r\n".to_vec()].concat();
    let raws: [&[u8]; 4] = [b"250 diterima \xff\xfe\r\n", b"250\r\n", b"250-a\r\n250 b\r\n", &long];
    for raw in raws {
        let sink = Sink::start(Setup::default()).await;
        sink.on(Step::FinalDot, Act::Raw(raw.to_vec()));
        let fate = attempt(&config(&sink)).await;
        let Fate::Sent { reply } = fate else { panic!("{raw:?}: {fate:?}") };
        assert!(reply.is_ascii() && reply.len() <= 200, "{reply}");
    }
}

#[tokio::test]
async fn an_answer_out_of_turn_is_not_taken_for_the_next_one() {
    let sink = Sink::start(Setup::default()).await;
    sink.on(Step::Rcpt, Act::Raw(b"250 ok\r\n354 go\r\n250 queued\r\n".to_vec()));
    let fate = attempt(&config(&sink)).await;
    assert_eq!(word(&fate), ("deferred", Some(Phase::Data)), "{fate:?}");
    assert_eq!((sink.seen().mails.len(), sink.seen().body_bytes), (0, 0));
}

#[tokio::test]
async fn a_late_answer_is_not_taken_for_the_next_mail() {
    let sink = Sink::start(Setup::default()).await;
    sink.on(Step::FinalDot, Act::Delay(SHORT * 2));
    sink.on(Step::FinalDot, Act::Say("554 5.7.1 refused"));
    let settings = hasty(&sink);
    assert_eq!(word(&attempt(&settings).await).0, "unknown");
    assert_eq!(word(&attempt(&settings).await).0, "rejected");
    assert_eq!(sink.seen().connections, 2);
}

#[tokio::test]
async fn a_mail_given_up_by_the_caller_takes_the_connection_with_it() {
    let sink = Sink::start(Setup::default()).await;
    sink.on(Step::FinalDot, Act::Hang);
    let mut session = Session::open(&config(&sink)).await.unwrap();
    let mail = outgoing("teks");
    assert!(tokio::time::timeout(SHORT, send(&mut session, &mail)).await.is_err());
    assert!(!session.is_open_to(&mail.envelope().unwrap()));
}

#[tokio::test]
async fn nobody_listening_is_unreachable() {
    let mut settings = config(&Sink::start(Setup::default()).await);
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    settings.port = free.local_addr().unwrap().port();
    drop(free);
    assert_eq!(word(&attempt(&settings).await).0, "unreachable");
    settings.host = "no-such-host.invalid".to_owned();
    assert_eq!(word(&attempt(&settings).await).0, "unreachable");
}

#[tokio::test]
async fn f50_a_relay_that_puts_off_anywhere_gets_the_mail_later() {
    for (step, phase) in PLACES {
        for words in ["451 4.7.1 greylisted", "421 4.3.2 bye"] {
            let sink = Sink::start(Setup::default()).await;
            sink.on(step, Act::Say(words));
            assert_eq!(word(&attempt(&config(&sink)).await), ("deferred", Some(phase)), "{step:?}");
            assert_eq!(word(&attempt(&config(&sink)).await).0, "sent", "{step:?}");
            assert_eq!(sink.seen().mails.len(), 1);
        }
    }
}

/// Where a relay can refuse a mail.
const PLACES: [(Step, Phase); 4] = [
    (Step::Mail, Phase::Mail),
    (Step::Rcpt, Phase::Rcpt),
    (Step::Data, Phase::Data),
    (Step::FinalDot, Phase::FinalDot),
];

/// Without a deadline of its own, a step is waited for until somebody hangs up.
#[tokio::test]
async fn f47_control_without_a_deadline_a_silent_relay_is_waited_for() {
    let mut waiting = Vec::new();
    for (step, _) in &SILENT[..7] {
        let sink = Sink::start(Setup::default()).await;
        sink.on(*step, Act::Hang);
        waiting.push(async move { attempt(&config(&sink)).await });
    }
    let waits = waiting.into_iter().map(|waits| tokio::spawn(tokio::time::timeout(SHORT, waits)));
    for waits in waits.collect::<Vec<_>>() {
        assert!(waits.await.unwrap().is_err(), "it was given up");
    }
}

/// With too short a deadline, a relay that has taken the mail is asked again.
#[tokio::test]
async fn f49_control_with_too_short_a_deadline_a_mail_that_was_taken_is_in_doubt() {
    let sink = Sink::start(Setup::default()).await;
    sink.on(Step::FinalDot, Act::Delay(SHORT / 10));
    let mut settings = hasty(&sink);
    settings.deadlines.final_dot = SHORT / 100;
    assert_eq!(word(&attempt(&settings).await).0, "unknown");
    sink.closed(1).await;
    assert_eq!(sink.seen().mails.len(), 1);
}

/// The library refuses a long line when it has all of it: what we put between it and the
/// relay is the limit.
#[tokio::test]
async fn f54_control_the_library_without_a_limit_takes_all_of_a_reply() {
    let sink = Sink::start(Setup::default()).await;
    sink.on(
        Step::Mail,
        Act::Raw([b"250 ".to_vec(), b"a".repeat(FLOOD), b"\r\n".to_vec()].concat()),
    );
    let settings = config(&sink);
    let hello = ClientId::Domain(settings.hello_name.clone());
    let address = (settings.host.as_str(), settings.port);
    let mut session =
        AsyncSmtpConnection::connect_tokio1(address, None, &hello, None, None).await.unwrap();
    let error = session.command(Mail::new(None, Vec::new())).await.unwrap_err();
    assert!(error.to_string().contains("response error"), "{error}");
    assert_eq!(sink.seen().raw_bytes, FLOOD + 6);
}
