//! The relay for rehearsals: its script, and what it writes down.

use kinerja_daemon::mail::Session;
use tokio::sync::mpsc::unbounded_channel;

use crate::delivery::digest;
use crate::smtp::{config, outgoing, send};
use crate::support::smtp_log::line;
use crate::support::smtp_script::Script;
use crate::support::smtp_sink::{Event, Setup, Sink};

const EXAMPLE: &str = include_str!("../../examples/smtp_rehearsal.toml");

#[test]
fn the_example_and_every_act_at_every_step_can_be_written() {
    Script::parse(EXAMPLE).unwrap();
    // What stands there as a comment can be used.
    let tls = EXAMPLE.replace("# tls =", "tls =").replace("# [auth]", "[auth]");
    let tls = ["mechanisms", "user", "password"]
        .iter()
        .fold(tls, |text, key| text.replace(&format!("# {key} ="), &format!("{key} =")));
    let setup = Script::parse(&tls).unwrap().setup();
    assert_eq!(setup.auth, Some(("PLAIN LOGIN", "kinerja", "rahasia")));
    let steps = EXAMPLE.split("Steps: ").nth(1).unwrap().split(".\n").next().unwrap();
    let steps: Vec<_> = steps.split(',').map(|step| step.trim_matches([' ', '#', '\n'])).collect();
    assert_eq!(steps.len(), 12, "{steps:?}");
    let acts = [
        "\"drop\"",
        "\"hang\"",
        "\"drop_answer\"",
        "{ say = \"421 bye\" }",
        "{ bytes = [0xff] }",
        "{ flood = 100_000_000 }",
        "{ delay_ms = 5 }",
    ];
    for step in steps {
        for act in acts {
            let text =
                format!("listen = \"127.0.0.1:1\"\n[[once]]\nstep = \"{step}\"\ndo = {act}\n");
            Script::parse(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        }
    }
    for certificate in ["good", "expired", "wrong_name"] {
        let text = format!("listen = \"127.0.0.1:1\"\nimplicit = true\ntls = \"{certificate}\"\n");
        assert!(Script::parse(&text).unwrap().setup().tls.is_some());
    }
}

#[test]
fn a_wrong_script_says_what_is_wrong() {
    #[rustfmt::skip]
    let table = [
        ("",                                               "missing field `listen`"),
        ("listen = \"0.0.0.0:25\"",                        "a rehearsal stays on this host"),
        ("listen = \"127.0.0.1:1\"\nimplicit = true",      "`implicit` needs `tls`"),
        ("listen = \"127.0.0.1:1\"\nmaybe = 1",            "unknown field `maybe`"),
        ("listen = \"127.0.0.1:1\"\n[[once]]\nstep = \"helo\"\ndo = \"drop\"",  "unknown variant `helo`"),
        ("listen = \"127.0.0.1:1\"\n[[once]]\nstep = \"mail\"\ndo = \"sulk\"",  "unknown variant `sulk`"),
        ("listen = \"127.0.0.1:1\"\n[[once]]\nstep = \"mail\"\ndo = \"drop\"\ntimes = 0", "1 to 100000 times"),
        ("listen = \"127.0.0.1:1\"\n[[once]]\nstep = \"mail\"\ndo = { flood = 900_000_000 }", "at most 200000000 bytes"),
    ];
    for (text, expected) in table {
        let error = Script::parse(text).unwrap_err();
        assert!(error.contains(expected), "{text}: {error}");
    }
}

#[tokio::test]
async fn what_the_relay_saw_is_told_in_order() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (tell, mut told) = unbounded_channel();
    let sink = Sink::listen(listener, Setup::default(), Some(tell));
    let text =
        "listen = \"127.0.0.1:1\"\n[[once]]\nstep = \"rcpt\"\ndo = { say = \"550 5.1.1 no\" }\n";
    Script::parse(text).unwrap().tell(&sink);
    let mut session = Session::open(&config(&sink)).await.unwrap();
    send(&mut session, &outgoing("teks")).await;
    send(&mut session, &outgoing("teks")).await;
    assert!(session.quit().await);
    sink.closed(1).await;
    let (mut words, mut taken) = (Vec::new(), Vec::new());
    while let Ok((connection, event)) = told.try_recv() {
        assert_eq!(connection, 1);
        let line = line(connection, &event);
        let word = if line["event"] == "command" { &line["verb"] } else { &line["event"] };
        words.push(word.as_str().unwrap().to_owned());
        match event {
            Event::Acted(_) => assert_eq!(line["step"], "rcpt"),
            Event::Took(mail) => {
                assert_eq!(line["sha256"], digest(&mail));
                assert_eq!(line["message_id"], outgoing("").message_id);
                taken.push(mail.bytes);
            }
            Event::Connected | Event::Command(_) | Event::Ended => {}
        }
    }
    words.retain(|word| word != "RSET");
    let expected = "connected EHLO MAIL RCPT acted MAIL RCPT DATA took QUIT";
    assert!(words.join(" ").starts_with(expected), "{words:?}");
    assert_eq!(taken, [outgoing("teks").build().unwrap()]);
}
