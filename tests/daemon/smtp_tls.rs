//! Encryption: what is sent, to whom, and what is never sent in the clear.

use std::path::PathBuf;

use kinerja_daemon::mail::{Fate, Phase, Secret, Session, SmtpConfig, Tls};

use crate::smtp::{SHORT, config, outgoing, send};
use crate::support::smtp_sink::{Act, Setup, Sink, Step};

const SETUP: Setup = Setup {
    tls: Some((
        include_str!("../support/tls/server.pem"),
        include_str!("../support/tls/server.key"),
    )),
    implicit: false,
    pipelining: false,
    auth: Some(("PLAIN LOGIN", "kinerja", "rahasia")),
};

fn secure(sink: &Sink, tls: Tls, ca: &str) -> SmtpConfig {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/support/tls");
    SmtpConfig {
        host: "localhost".to_owned(),
        tls,
        extra_ca: Some(dir.join(ca)),
        username: Some("kinerja".to_owned()),
        password: Some(Secret::new("rahasia")),
        ..config(sink)
    }
}

/// The phase in which the queue was paused, after making sure that the relay
/// learned nothing.
async fn paused(sink: &Sink, settings: &SmtpConfig) -> Phase {
    let fate = Session::open(settings).await.unwrap_err();
    sink.closed(1).await;
    let seen = sink.seen();
    assert_eq!((seen.count("AUTH"), seen.count("MAIL")), (0, 0), "{fate:?}");
    let Fate::Paused { phase, .. } = fate else { panic!("{fate:?}") };
    phase
}

#[tokio::test]
async fn password_and_mail_travel_encrypted() {
    for (tls, implicit) in [(Tls::StartTls, false), (Tls::Implicit, true)] {
        for host in ["localhost", "127.0.0.1"] {
            let sink = Sink::start(Setup { implicit, ..SETUP }).await;
            let mut settings = secure(&sink, tls, "ca.pem");
            settings.host = host.to_owned();
            let mut session = Session::open(&settings).await.unwrap();
            for _ in 0..2 {
                let fate = send(&mut session, &outgoing("teks")).await;
                assert!(matches!(fate, Fate::Sent { .. }), "{tls:?}: {fate:?}");
            }
            assert!(session.quit().await);
            let seen = sink.seen();
            assert_eq!((seen.mails.len(), seen.connections, seen.count("AUTH")), (2, 1, 1));
            assert!(seen.mails.iter().all(|mail| mail.encrypted));
            assert_eq!(seen.mails[0].bytes, outgoing("teks").build().unwrap());
        }
    }
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority_is_told_nothing() {
    for (tls, implicit) in [(Tls::StartTls, false), (Tls::Implicit, true)] {
        let sink = Sink::start(Setup { implicit, ..SETUP }).await;
        assert_eq!(paused(&sink, &secure(&sink, tls, "other-ca.pem")).await, Phase::Tls);
    }
}

/// The relay of [`SETUP`] with another certificate.
fn with(chain: &'static str) -> Setup {
    Setup { tls: Some((chain, include_str!("../support/tls/server.key"))), ..SETUP }
}

#[tokio::test]
async fn f55_an_expired_or_wrong_certificate_is_told_nothing() {
    let expired = include_str!("../support/tls/expired.pem");
    let wrong_name = include_str!("../support/tls/wrong-name.pem");
    for chain in [expired, wrong_name] {
        for (tls, implicit) in [(Tls::StartTls, false), (Tls::Implicit, true)] {
            let sink = Sink::start(Setup { implicit, ..with(chain) }).await;
            assert_eq!(paused(&sink, &secure(&sink, tls, "ca.pem")).await, Phase::Tls, "{tls:?}");
        }
    }
}

/// Whoever does not ask for encryption tells a relay that offers none the password and
/// the mail in the clear; whoever trusts the other authority tells its relay.
#[tokio::test]
async fn f55_control_without_asking_for_encryption_or_a_known_authority_all_is_told() {
    let clear = Sink::start(Setup { tls: None, ..SETUP }).await;
    let settings = SmtpConfig { extra_ca: None, ..secure(&clear, Tls::None, "ca.pem") };
    let trusting = Sink::start(SETUP).await;
    for (sink, settings, encrypted) in
        [(&clear, settings, false), (&trusting, secure(&trusting, Tls::StartTls, "ca.pem"), true)]
    {
        let mut session = Session::open(&settings).await.unwrap();
        assert!(matches!(send(&mut session, &outgoing("teks")).await, Fate::Sent { .. }));
        assert!(session.quit().await);
        let seen = sink.seen();
        assert_eq!((seen.count("AUTH"), seen.mails[0].encrypted), (1, encrypted));
    }
}

#[tokio::test]
async fn a_certificate_for_another_name_is_told_nothing() {
    let sink = Sink::start(SETUP).await;
    let mut settings = secure(&sink, Tls::StartTls, "ca.pem");
    settings.host = "127.0.0.2".to_owned();
    let other = tokio::net::TcpListener::bind(("127.0.0.2", sink.port())).await.unwrap();
    let bridge = tokio::spawn(async move {
        let (mut near, _) = other.accept().await.unwrap();
        let mut far = tokio::net::TcpStream::connect(("127.0.0.1", sink.port())).await.unwrap();
        drop(tokio::io::copy_bidirectional(&mut near, &mut far).await);
        sink
    });
    let fate = Session::open(&settings).await.unwrap_err();
    assert!(matches!(fate, Fate::Paused { phase: Phase::Tls, .. }), "{fate:?}");
    assert_eq!(bridge.await.unwrap().seen().count("AUTH"), 0);
}

#[tokio::test]
async fn f55_there_is_no_falling_back_to_the_clear() {
    let sink = Sink::start(Setup { tls: None, ..SETUP }).await;
    assert_eq!(paused(&sink, &secure(&sink, Tls::StartTls, "ca.pem")).await, Phase::Tls);

    let sink = Sink::start(SETUP).await;
    sink.on(Step::StartTls, Act::Say("454 4.7.0 TLS not available"));
    assert_eq!(paused(&sink, &secure(&sink, Tls::StartTls, "ca.pem")).await, Phase::Tls);
}

#[tokio::test]
async fn words_put_in_before_encryption_are_not_believed() {
    let sink = Sink::start(SETUP).await;
    sink.on(Step::StartTls, Act::Raw(b"220 go\r\n250-evil\r\n250 AUTH PLAIN\r\n".to_vec()));
    assert_eq!(paused(&sink, &secure(&sink, Tls::StartTls, "ca.pem")).await, Phase::Tls);
}

#[tokio::test]
async fn a_handshake_that_breaks_or_never_ends_is_tried_again_later() {
    for act in [Act::Drop, Act::Hang] {
        let sink = Sink::start(SETUP).await;
        sink.on(Step::Handshake, act.clone());
        let mut settings = secure(&sink, Tls::StartTls, "ca.pem");
        settings.deadlines.tls = SHORT;
        let fate = Session::open(&settings).await.unwrap_err();
        assert!(matches!(fate, Fate::Deferred { phase: Phase::Tls, .. }), "{act:?}: {fate:?}");
    }
}

#[tokio::test]
async fn a_login_that_breaks_or_never_ends_is_tried_again_later() {
    for act in [Act::Drop, Act::Hang, Act::Say("451 4.3.0 later")] {
        let sink = Sink::start(SETUP).await;
        sink.on(Step::Auth, act.clone());
        let mut settings = secure(&sink, Tls::StartTls, "ca.pem");
        settings.deadlines.auth = SHORT;
        let fate = Session::open(&settings).await.unwrap_err();
        assert!(matches!(fate, Fate::Deferred { phase: Phase::Auth, .. }), "{act:?}: {fate:?}");
    }
}

#[tokio::test]
async fn a_relay_that_speaks_first_is_told_from_one_that_is_not_trusted() {
    let sink = Sink::start(SETUP).await;
    let fate = Session::open(&secure(&sink, Tls::Implicit, "ca.pem")).await.unwrap_err();
    let Fate::Paused { phase: Phase::Tls, reply } = &fate else { panic!("{fate:?}") };
    assert!(reply.contains("check `mail.smtp.port` and `mail.smtp.tls`"), "{reply}");
}

#[tokio::test]
async fn a_wrong_setting_pauses_the_queue() {
    let sink = Sink::start(SETUP).await;
    let right = secure(&sink, Tls::StartTls, "ca.pem");
    let table = [
        (SmtpConfig { extra_ca: Some("/no/such/file".into()), ..right.clone() }, Phase::Tls),
        (SmtpConfig { extra_ca: Some(file!().into()), ..right.clone() }, Phase::Tls),
        (SmtpConfig { password: None, ..right.clone() }, Phase::Auth),
        (SmtpConfig { username: None, ..right.clone() }, Phase::Auth),
        (SmtpConfig { hello_name: "a\r\nMAIL".to_owned(), ..right.clone() }, Phase::Greeting),
        (SmtpConfig { password: Some(Secret::new("salah")), ..right.clone() }, Phase::Auth),
    ];
    for (settings, expected) in table {
        let fate = Session::open(&settings).await.unwrap_err();
        let Fate::Paused { phase, .. } = fate else { panic!("{fate:?}") };
        assert_eq!(phase, expected, "{settings:?}");
    }
    let silent = Sink::start(Setup { auth: None, ..SETUP }).await;
    let fate = Session::open(&secure(&silent, Tls::StartTls, "ca.pem")).await.unwrap_err();
    assert!(matches!(fate, Fate::Paused { phase: Phase::Auth, .. }), "{fate:?}");
}
