//! Sending over a relay that behaves, and what a recipient then reads.

use std::cell::Cell;
use std::convert::Infallible;
use std::time::Duration;

use kinerja_daemon::mail::{
    Deadlines, Delivered, EmailAddress, Fate, Mailbox, Maildir, Outgoing, Phase, Secret, Session,
    SmtpConfig, Tls, message_id,
};

use crate::reading::read;
use crate::support::smtp_sink::{Act, Setup, Sink, Step};

/// Deadlines that a test can wait for.
pub(crate) const SHORT: Duration = Duration::from_secs(3);

/// Settings that fit the sink, in the clear.
pub(crate) fn config(sink: &Sink) -> SmtpConfig {
    let long = Duration::from_secs(20);
    SmtpConfig {
        sessions: 4,
        host: "127.0.0.1".to_owned(),
        port: sink.port(),
        tls: Tls::None,
        extra_ca: None,
        username: None,
        password: None,
        hello_name: "kinerja.example.go.id".to_owned(),
        deadlines: Deadlines {
            connect: long,
            greeting: long,
            tls: long,
            auth: long,
            mail: long,
            rcpt: long,
            data: long,
            body: long,
            final_dot: long,
            stop: Duration::from_millis(300),
        },
    }
}

pub(crate) fn address(text: &str) -> EmailAddress {
    text.parse().unwrap()
}

pub(crate) fn outgoing(text: &str) -> Outgoing {
    let mailbox = |name: &str, to: &str| Mailbox { name: Some(name.into()), address: address(to) };
    Outgoing {
        message_id: message_id(b"key", &["samarinda", "2026-Q3", "7"], "kinerja.example.go.id"),
        date: "2026-10-01T01:02:03Z".parse().unwrap(),
        return_path: "kinerja@example.go.id".parse().unwrap(),
        from: mailbox("Kinerja, BKPSDM", "kinerja@example.go.id"),
        to: mailbox("Ani Çelik, S.Kom. <x@y.id>", "ani@example.go.id"),
        reply_to: Some(mailbox("Meja Bantuan", "bantuan@example.go.id")),
        subject: "Usulan predikat kinerja – Triwulan III 2026, menunggu keputusan Anda".into(),
        text: text.to_owned(),
        html: "<p>Nilai: 87,5 – <b>Baik</b></p>".to_owned(),
        language: "id".to_owned(),
        calendar: None,
    }
}

/// Sends one mail over an open session.
pub(crate) async fn send(session: &mut Session, mail: &Outgoing) -> Fate {
    let (envelope, bytes) = (mail.envelope().unwrap(), mail.build().unwrap());
    let Ok(fate) = session.send(&envelope, &bytes, async || Ok::<_, Infallible>(None)).await;
    fate
}

/// The longest that each step may take: reliability D7, after RFC 5321, 4.5.3.2.
#[test]
fn every_step_has_its_deadline() {
    let minutes = Duration::from_mins;
    let expected = Deadlines {
        connect: Duration::from_secs(30),
        greeting: minutes(5),
        tls: minutes(1),
        auth: minutes(2),
        mail: minutes(5),
        rcpt: minutes(5),
        data: minutes(2),
        body: minutes(3),
        final_dot: minutes(10),
        stop: Duration::from_secs(20),
    };
    assert_eq!(Deadlines::default(), expected);
}

#[tokio::test]
async fn a_mail_arrives_as_it_was_built_and_can_be_read() {
    let sink = Sink::start(Setup::default()).await;
    let mut session = Session::open(&config(&sink)).await.unwrap();
    let mail = outgoing("Nilai: 87,5 – usulan\n.\n..titik\nSalam");
    assert_eq!(send(&mut session, &mail).await, Fate::Sent { reply: "250 2.0.0 queued".into() });
    assert!(session.quit().await);
    let seen = sink.seen();
    assert_eq!(seen.count("QUIT"), 1);
    let taken = &seen.mails[0];
    assert_eq!(taken.bytes, mail.build().unwrap());
    assert_eq!(taken.from, "<kinerja@example.go.id>");
    assert_eq!(taken.to, ["<ani@example.go.id>"]);

    let read = read(&taken.bytes);
    #[rustfmt::skip]
    let table = [
        ("message-id", mail.message_id.as_str()),
        ("date", "Thu, 1 Oct 2026 01:02:03 +0000"),
        ("from", "\"Kinerja, BKPSDM\" <kinerja@example.go.id>"),
        ("to", "Ani Çelik, S.Kom. <x@y.id> <ani@example.go.id>"),
        ("reply-to", "\"Meja Bantuan\" <bantuan@example.go.id>"),
        ("subject", &mail.subject),
        ("auto-submitted", "auto-generated"),
        ("content-language", "id"),
        ("mime-version", "1.0"),
    ];
    for (name, expected) in table {
        assert_eq!(read.headers[name], [expected], "{name}");
    }
    assert_eq!(read.headers.len(), table.len() + 1, "{:?}", read.headers);
    let [(plain, text), (rich, html)] = read.parts.as_slice() else { panic!("{read:?}") };
    assert_eq!(
        (plain.as_str(), rich.as_str()),
        ("text/plain; charset=utf-8", "text/html; charset=utf-8")
    );
    assert_eq!(text.replace("\r\n", "\n"), mail.text);
    assert_eq!(html, &mail.html);
}

#[tokio::test]
async fn the_body_waits_for_what_the_caller_puts_on_record() {
    let sink = Sink::start(Setup::default()).await;
    let mut session = Session::open(&config(&sink)).await.unwrap();
    let mail = outgoing("teks");
    let (envelope, bytes) = (mail.envelope().unwrap(), mail.build().unwrap());
    let at_that_moment = Cell::new((0, usize::MAX));
    let noting = async || {
        tokio::time::sleep(Duration::from_millis(50)).await;
        at_that_moment.set((sink.seen().count("DATA"), sink.seen().body_bytes));
        Ok::<_, Infallible>(None)
    };
    let Ok(fate) = session.send(&envelope, &bytes, noting).await;
    assert!(matches!(fate, Fate::Sent { .. }), "{fate:?}");
    assert_eq!(at_that_moment.get(), (1, 0));
}

#[tokio::test]
async fn nothing_is_sent_when_the_caller_cannot_put_it_on_record() {
    let sink = Sink::start(Setup::default()).await;
    let mut session = Session::open(&config(&sink)).await.unwrap();
    let mail = outgoing("teks");
    let (envelope, bytes) = (mail.envelope().unwrap(), mail.build().unwrap());
    let outcome = session.send(&envelope, &bytes, async || Err("disk full")).await;
    assert_eq!(outcome, Err("disk full"));
    assert!(!session.is_open_to(&envelope));
    sink.closed(1).await;
    let seen = sink.seen();
    assert_eq!((seen.mails.len(), seen.body_bytes), (0, 0));
    assert!(matches!(send(&mut session, &mail).await, Fate::Unreachable { .. }));
}

#[tokio::test]
async fn a_refused_mail_does_not_cost_the_connection() {
    let steps = [Step::Mail, Step::Rcpt, Step::Data, Step::FinalDot];
    let phases = [Phase::Mail, Phase::Rcpt, Phase::Data, Phase::FinalDot];
    let sink = Sink::start(Setup::default()).await;
    let mut session = Session::open(&config(&sink)).await.unwrap();
    for (step, phase) in steps.into_iter().zip(phases) {
        sink.on(step, Act::Say("550 5.1.1 <ani@example.go.id> unknown"));
        sink.on(step, Act::Say("451 4.3.0 later"));
        let reply = "550 5.1.1 <***@***> unknown".to_owned();
        let mail = outgoing("teks");
        assert_eq!(send(&mut session, &mail).await, Fate::Rejected { phase, reply });
        let reply = "451 4.3.0 later".to_owned();
        assert_eq!(send(&mut session, &mail).await, Fate::Deferred { phase, reply });
        assert!(matches!(send(&mut session, &mail).await, Fate::Sent { .. }), "{phase}");
    }
    let seen = sink.seen();
    assert_eq!((seen.connections, seen.mails.len(), seen.count("RSET")), (1, 4, 6));
}

#[tokio::test]
async fn a_thousand_mails_take_one_connection() {
    let sink = Sink::start(Setup::default()).await;
    let settings = config(&sink);
    // Spawned, because the daemon does so: the future must be able to move.
    let mails = tokio::spawn(async move {
        let mut session = Session::open(&settings).await.unwrap();
        let mail = outgoing("teks");
        for _ in 0..1000 {
            assert!(matches!(send(&mut session, &mail).await, Fate::Sent { .. }));
        }
    });
    mails.await.unwrap();
    let seen = sink.seen();
    assert_eq!((seen.connections, seen.mails.len()), (1, 1000));
}

#[tokio::test]
async fn a_body_cannot_speak_to_the_relay() {
    let sink = Sink::start(Setup::default()).await;
    let mut session = Session::open(&config(&sink)).await.unwrap();
    let evil = "a\r\n.\r\nMAIL FROM:<a@x.id>\r\nRCPT TO:<evil@x.id>\r\nDATA\r\nevil\r\n.\r\n";
    let mail = outgoing(evil);
    assert!(matches!(send(&mut session, &mail).await, Fate::Sent { .. }));
    let seen = sink.seen();
    assert_eq!((seen.mails.len(), seen.count("RCPT")), (1, 1));
    assert_eq!(seen.mails[0].to, ["<ani@example.go.id>"]);
    assert_eq!(read(&seen.mails[0].bytes).parts[0].1, evil);
}

#[tokio::test]
async fn a_name_cannot_add_a_recipient_or_a_header() {
    let sink = Sink::start(Setup::default()).await;
    let mut session = Session::open(&config(&sink)).await.unwrap();
    let mut mail = outgoing("teks");
    for name in ["x\" <evil@x.id>, \"y", "evil@x.id,", "=?utf-8?q?a=0D=0ABcc:_evil@x.id?=", "\\\""]
    {
        mail.to.name = Some(name.to_owned());
        mail.subject = format!("Bcc: evil@x.id {name}");
        assert!(matches!(send(&mut session, &mail).await, Fate::Sent { .. }), "{name}");
        let taken = sink.seen().mails.pop().unwrap();
        assert_eq!(taken.to, ["<ani@example.go.id>"]);
        let text = String::from_utf8(taken.bytes).unwrap();
        let names = text.split("\r\n\r\n").next().unwrap().lines();
        let names: Vec<&str> = names.filter(|line| !line.starts_with([' ', '\t'])).collect();
        assert_eq!(names.len(), 10, "{text}");
        assert!(!names.iter().any(|line| line.to_lowercase().starts_with("bcc")), "{text}");
    }
}

#[tokio::test]
async fn a_malformed_mail_never_reaches_the_relay() {
    let sink = Sink::start(Setup::default()).await;
    let settings = config(&sink);
    let mut session = Session::open(&settings).await.unwrap();
    let envelope = outgoing("").envelope().unwrap();
    let long = [b"a".repeat(999), b"\r\n".to_vec()].concat();
    let bodies: [&[u8]; 6] =
        [b"a\n.\nb\r\n", b"a\r.\rb", b"a\n", b"a\r", "é\r\n".as_bytes(), &long];
    for bytes in bodies {
        let Ok(fate) = session.send(&envelope, bytes, async || Ok::<_, Infallible>(None)).await;
        assert!(matches!(fate, Fate::Rejected { .. }), "{bytes:?}: {fate:?}");
    }
    assert_eq!(sink.seen().count("MAIL"), 0);
    assert!(matches!(send(&mut session, &outgoing("teks")).await, Fate::Sent { .. }));
}

#[tokio::test]
async fn this_host_may_be_told_a_password_in_the_clear() {
    for mechanisms in ["PLAIN LOGIN", "LOGIN"] {
        let auth = Some((mechanisms, "kinerja", "rahasia"));
        let sink = Sink::start(Setup { auth, ..Setup::default() }).await;
        let mut settings = config(&sink);
        settings.username = Some("kinerja".to_owned());
        settings.password = Some(Secret::new("rahasia"));
        let mut session = Session::open(&settings).await.unwrap();
        let fate = send(&mut session, &outgoing("teks")).await;
        assert!(matches!(fate, Fate::Sent { .. }), "{mechanisms}: {fate:?}");

        settings.password = Some(Secret::new("salah"));
        let fate = Session::open(&settings).await.unwrap_err();
        let reply = "535 5.7.8 wrong password".to_owned();
        assert_eq!(fate, Fate::Paused { phase: Phase::Auth, reply }, "{mechanisms}");
    }
}

#[test]
fn a_folder_takes_a_mail_once() {
    let dir = tempfile::tempdir().unwrap();
    let maildir = Maildir::open(dir.path()).unwrap();
    let bytes = outgoing("teks").build().unwrap();
    assert_eq!(maildir.deliver("7.notify.1", &bytes).unwrap(), Delivered::Now);
    assert_eq!(maildir.deliver("7.notify.1", &bytes).unwrap(), Delivered::Before);
    assert_eq!(std::fs::read_dir(dir.path().join("new")).unwrap().count(), 1);
}
