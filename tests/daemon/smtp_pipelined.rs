//! A relay that takes several commands at once.

use std::{cell::Cell, convert::Infallible};

use kinerja_daemon::mail::{Fate, Phase, Session, SmtpConfig};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
};

use crate::{
    smtp::{SHORT, config, outgoing, send},
    support::smtp_sink::{Act, Setup, Sink, Step},
};

/// What a relay says of a mail whose body it wants.
const TAKES: &str = "250 a\r\n250 b\r\n354 c\r\n";

/// How answers come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pace {
    InOnePacket,
    ByteByByte,
}

/// A relay that answers the first mails as it is told, once all three commands of one are
/// there, and the others well. Tells each line that it heard.
async fn relay(first: Vec<&'static str>, pace: Pace) -> (SmtpConfig, UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, heard) = unbounded_channel();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        stream.set_nodelay(true).unwrap();
        // However it ends, the test looks at what was heard.
        drop(converse(stream, (first, pace), tell).await);
    });
    let sink = Sink::start(Setup::default()).await;
    let mut config = SmtpConfig { port, ..config(&sink) };
    config.deadlines.mail = SHORT;
    (config, heard)
}

async fn converse(
    stream: TcpStream,
    (first, pace): (Vec<&str>, Pace),
    tell: UnboundedSender<String>,
) -> std::io::Result<()> {
    let mut line = BufReader::new(stream);
    let mut next = first.into_iter();
    say(&mut line, "220 relay\r\n", pace).await?;
    loop {
        let mut words = String::new();
        if line.read_line(&mut words).await? == 0 {
            return Ok(());
        }
        let words = words.trim_end().to_owned();
        tell.send(words.clone()).unwrap();
        let answer = match words.split([' ', ':']).next().unwrap_or_default() {
            "EHLO" => "250-relay\r\n250-Pipelining\r\n250 SIZE 1000000\r\n",
            // Nothing is said before all is heard.
            "DATA" => next.next().unwrap_or("250 ok\r\n250 ok\r\n354 go\r\n"),
            "." => "250 taken\r\n",
            "RSET" => "250 ok\r\n",
            "QUIT" => "221 bye\r\n",
            _ => continue,
        };
        say(&mut line, answer, pace).await?;
        if answer.starts_with("421") {
            return Ok(());
        }
    }
}

async fn say(line: &mut BufReader<TcpStream>, words: &str, pace: Pace) -> std::io::Result<()> {
    match pace {
        Pace::InOnePacket => line.write_all(words.as_bytes()).await,
        Pace::ByteByByte => {
            for byte in words.bytes() {
                line.write_all(&[byte]).await?;
                tokio::task::yield_now().await;
            }
            Ok(())
        }
    }
}

/// What the relay heard of the first mail after DATA, up to the next one.
fn after_data(heard: &mut UnboundedReceiver<String>) -> Vec<String> {
    let mut lines = Vec::new();
    while let Ok(line) = heard.try_recv() {
        lines.push(line);
    }
    let data = lines.iter().position(|line| line == "DATA").unwrap();
    let rest = lines.split_off(data + 1);
    rest.into_iter().take_while(|line| !line.starts_with("MAIL")).collect()
}

#[tokio::test]
async fn commands_that_leave_at_once_have_each_its_own_answer() {
    let reply = |text: &str| text.to_owned();
    let rejected = |phase, text| Fate::Rejected { phase, reply: reply(text) };
    let deferred = |phase, text| Fate::Deferred { phase, reply: reply(text) };
    // What the relay says, what becomes of the mail, what follows DATA, and whether
    // the session goes on.
    #[rustfmt::skip]
    let table = [
        ("550 5.1.0 a\r\n503 b\r\n503 c\r\n", rejected(Phase::Mail, "550 5.1.0 a"), &["RSET"][..],      true),
        ("250 a\r\n550 5.1.1 b\r\n503 c\r\n", rejected(Phase::Rcpt, "550 5.1.1 b"), &["RSET"],          true),
        ("250 a\r\n250 b\r\n451 4.3.0 c\r\n", deferred(Phase::Data, "451 4.3.0 c"), &["RSET"],          true),
        ("250 a\r\n451 b\r\n554 c\r\n",       deferred(Phase::Rcpt, "451 b"),       &["RSET"],          true),
        // A body is asked for that is for nobody: it ends without a word.
        ("250 a\r\n550 5.1.1 b\r\n354 c\r\n", rejected(Phase::Rcpt, "550 5.1.1 b"), &[".", "RSET"],     true),
        ("550 a\r\n503 b\r\n354 c\r\n",       rejected(Phase::Mail, "550 a"),       &[".", "RSET"],     true),
        // It would be a mail without a word: it never ends.
        ("550 a\r\n250 b\r\n354 c\r\n",       rejected(Phase::Mail, "550 a"),       &[],                false),
        ("421 a\r\n",                           deferred(Phase::Mail, "421 a"),       &[],                false),
        ("250 a\r\n421 b\r\n421 c\r\n",       deferred(Phase::Rcpt, "421 b"),       &[],                false),
    ];
    for pace in [Pace::InOnePacket, Pace::ByteByByte] {
        for (says, fate, follows, goes_on) in &table {
            let (config, mut heard) = relay(vec![says], pace).await;
            let mut session = Session::open(&config).await.unwrap();
            let mail = outgoing("teks");
            let (envelope, bytes) = (mail.envelope().unwrap(), mail.build().unwrap());
            let begun = Cell::new(false);
            let begins = async || {
                begun.set(true);
                Ok::<_, Infallible>(None)
            };
            let Ok(found) = session.send(&envelope, &bytes, begins).await;
            assert_eq!((&found, begun.get()), (fate, false), "{says:?} {pace:?}");
            assert_eq!(session.is_open_to(&envelope), *goes_on, "{says:?} {pace:?}");
            if *goes_on {
                let next = send(&mut session, &mail).await;
                assert_eq!(next, Fate::Sent { reply: "250 taken".to_owned() }, "{says:?}");
            }
            assert_eq!(after_data(&mut heard), *follows, "{says:?} {pace:?}");
        }
    }
}

#[tokio::test]
async fn the_body_leaves_after_all_three_answers_and_what_is_put_on_record() {
    for pace in [Pace::InOnePacket, Pace::ByteByByte] {
        let (config, mut heard) = relay(vec![TAKES], pace).await;
        let mut session = Session::open(&config).await.unwrap();
        let mail = outgoing("teks\n.\n..titik");
        let (envelope, bytes) = (mail.envelope().unwrap(), mail.build().unwrap());
        let before = Cell::new(None);
        let begins = async || {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            before.set(Some(after_data(&mut heard)));
            Ok::<_, Infallible>(None)
        };
        let Ok(fate) = session.send(&envelope, &bytes, begins).await;
        assert_eq!(fate, Fate::Sent { reply: "250 taken".to_owned() }, "{pace:?}");
        assert_eq!(before.take(), Some(Vec::new()), "{pace:?}");
    }
}

#[tokio::test]
async fn a_relay_that_does_not_offer_it_hears_one_command_at_a_time() {
    let sink = Sink::start(Setup::default()).await;
    sink.on(Step::Mail, Act::Hang);
    let mut settings = config(&sink);
    settings.deadlines.mail = SHORT;
    let mut session = Session::open(&settings).await.unwrap();
    let fate = send(&mut session, &outgoing("teks")).await;
    assert!(matches!(fate, Fate::Deferred { phase: Phase::Mail, .. }), "{fate:?}");
    assert_eq!(sink.seen().verbs, ["EHLO", "MAIL"]);
}

/// What a relay hears of two mails, the second of which is announced with the body of the
/// first and answered so; what becomes of both, and whether the session goes on.
async fn in_a_row(second: &'static str, pace: Pace) -> (Vec<String>, [Fate; 2], bool) {
    let (config, mut heard) = relay(vec![TAKES, second], pace).await;
    let mut session = Session::open(&config).await.unwrap();
    let [one, two] = ["satu", "dua"].map(outgoing);
    let (envelope, bytes) = (two.envelope().unwrap(), two.build().unwrap());
    let follows = Some(envelope.clone());
    let Ok(sent) = session
        .send(&one.envelope().unwrap(), &one.build().unwrap(), async || {
            Ok::<_, Infallible>(follows)
        })
        .await;
    let announced = session.send(&envelope, &bytes, async || Ok::<_, Infallible>(None)).await;
    let Ok(announced) = announced;
    let is_open = session.is_open_to(&envelope);
    session.quit().await;
    let mut lines = Vec::new();
    while let Ok(line) = heard.try_recv() {
        lines.push(line);
    }
    (lines, [sent, announced], is_open)
}

/// The commands among what a relay heard.
fn verbs(lines: &[String]) -> String {
    let verbs = ["EHLO", "MAIL", "RCPT", "DATA", ".", "RSET", "QUIT"];
    let said = lines.iter().map(|line| line.split([' ', ':']).next().unwrap_or_default());
    said.filter(|word| verbs.contains(word)).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn the_next_mail_is_announced_with_the_body_of_the_one_before() {
    for pace in [Pace::InOnePacket, Pace::ByteByByte] {
        let (lines, fates, is_open) = in_a_row(TAKES, pace).await;
        let taken = || Fate::Sent { reply: "250 taken".to_owned() };
        assert_eq!((fates, is_open), ([taken(), taken()], true), "{pace:?}");
        let expected = "EHLO MAIL RCPT DATA . MAIL RCPT DATA . QUIT";
        assert_eq!(verbs(&lines), expected, "{pace:?}");
    }
}

#[tokio::test]
async fn a_mail_that_was_announced_and_is_refused_costs_neither_the_one_before_nor_the_next() {
    let reply = |text: &str| text.to_owned();
    let rejected = |text| Fate::Rejected { phase: Phase::Rcpt, reply: reply(text) };
    let deferred = |text| Fate::Deferred { phase: Phase::Mail, reply: reply(text) };
    #[rustfmt::skip]
    let table = [
        ("250 a\r\n550 5.1.1 b\r\n503 c\r\n", rejected("550 5.1.1 b"), ". MAIL RCPT DATA RSET QUIT",   true),
        ("250 a\r\n550 5.1.1 b\r\n354 c\r\n", rejected("550 5.1.1 b"), ". MAIL RCPT DATA . RSET QUIT", true),
        ("421 a\r\n",                           deferred("421 a"),       ". MAIL RCPT DATA",             false),
    ];
    for pace in [Pace::InOnePacket, Pace::ByteByByte] {
        for (says, fate, follows, goes_on) in &table {
            let (lines, [first, second], is_open) = in_a_row(says, pace).await;
            assert_eq!(first, Fate::Sent { reply: "250 taken".to_owned() }, "{says:?} {pace:?}");
            assert_eq!((&second, is_open), (fate, *goes_on), "{says:?} {pace:?}");
            assert!(verbs(&lines).ends_with(follows), "{says:?} {pace:?}: {}", verbs(&lines));
        }
    }
}

#[tokio::test]
async fn a_relay_that_says_nothing_of_a_mail_that_was_announced_is_given_up_without_a_word() {
    let (lines, [first, second], is_open) = in_a_row("", Pace::InOnePacket).await;
    assert_eq!(first, Fate::Sent { reply: "250 taken".to_owned() });
    assert!(matches!(second, Fate::Deferred { phase: Phase::Mail, .. }), "{second:?}");
    assert!(!is_open);
    assert_eq!(verbs(&lines), "EHLO MAIL RCPT DATA . MAIL RCPT DATA");
}

/// A relay that expects a mail would take anything else for its body.
#[tokio::test]
async fn a_session_that_announced_a_mail_sends_no_other_and_does_not_say_goodbye() {
    let (config, mut heard) = relay(vec![TAKES], Pace::InOnePacket).await;
    let mut session = Session::open(&config).await.unwrap();
    let mut other = outgoing("lain");
    other.to.address = "lain@kinerja.example.go.id".parse().unwrap();
    let (mail, other) = (outgoing("teks"), other.envelope().unwrap());
    let (envelope, bytes) = (mail.envelope().unwrap(), mail.build().unwrap());
    let follows = Some(envelope.clone());
    let sent = session.send(&envelope, &bytes, async || Ok::<_, Infallible>(follows)).await;
    assert_eq!(sent, Ok(Fate::Sent { reply: "250 taken".to_owned() }));
    assert!(session.is_open_to(&envelope) && !session.is_open_to(&other));
    assert!(!session.quit().await);
    let heard = after_data(&mut heard);
    assert!(!heard.contains(&"QUIT".to_owned()), "{heard:?}");
}
