//! What a relay that is away does to a pass: results are on record, mails wait.

use std::{net::TcpListener, os::unix::fs::PermissionsExt};

use crate::site::{OFF, Site, people};

/// A port of this host at which nobody answers.
fn closed_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn relay(mode: &str, port: u16) -> String {
    format!("{mode}\n[mail.smtp]\nhost = \"127.0.0.1\"\nport = {port}\ntls = \"none\"")
}

#[test]
fn results_are_on_record_and_mails_wait_while_the_relay_is_away() {
    let redirect = "mode = \"redirect\"\nredirect_to = \"uji@kinerja.example.go.id\"";
    let site = Site::filled(&relay(redirect, closed_port()));
    let ran = site.run(&["run", "--once"]);
    assert_eq!(ran.code, Some(75), "{ran:?}");
    assert!(ran.out.starts_with("evaluated 9 units, 203 people; published 1 summaries\n"));
    let said = "results are on record; 200 mails wait because the mail relay is in trouble: ";
    assert!(ran.err.lines().any(|line| line.starts_with(said)), "{}", ran.err);
    assert_eq!(site.count("SELECT COUNT(*) FROM result"), 203);
    assert_eq!(site.count("SELECT COUNT(*) FROM mail WHERE state = 'queued' AND copies = 0"), 200);

    let waits = "\nwrong: mails have waited since 2026-07-20T01:00:00Z: 127.0.0.1:";
    assert!(site.ok(&["status"]).contains(waits), "{}", site.ok(&["status"]));

    // The same when the relay is away again, and nothing more once it is not needed.
    let before = site.dump().unwrap();
    assert_eq!(site.run(&["run", "--once"]).code, Some(75));
    let after = site.dump().unwrap();
    assert_eq!((&after["result"], &after["run"]), (&before["result"], &before["run"]));
    assert_eq!(site.count("SELECT COUNT(*) FROM mail WHERE state = 'queued'"), 200);
    assert_eq!(after["queue_state"], before["queue_state"]);
    site.configure(crate::site::MAILDIR);
    site.ok(&["run", "--once"]);
    assert_eq!(site.count("SELECT COUNT(*) FROM mail WHERE state = 'sent'"), 200);
    assert!(!site.ok(&["status"]).contains("have waited for"), "nothing waits any more");
}

/// It may be there for the daemon alone, and only while it is up.
#[test]
fn only_those_who_send_need_the_password() {
    let site = Site::filled(OFF);
    let account = "username = \"kinerja\"\npassword_file = \"sandi\"";
    let live = format!("{}\n{account}", relay("mode = \"live\"", closed_port()));
    site.configure(&live);
    for command in [&["status"][..], &["outbox", "list"], &["outbox", "confirm", "--by", "Ani"]] {
        let ran = site.run_now(command);
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
    for command in [&["check"][..], &["run", "--once"]] {
        let ran = site.run_now(command);
        assert_eq!(ran.code, Some(78), "{ran:?}");
        let said = "kinerja.toml: mail.smtp: the password cannot be read: cannot read `";
        assert!(ran.err.contains(said) && ran.err.contains("sandi`"), "{ran:?}");
    }
    site.write("sandi", "rahasia");
    std::fs::set_permissions(site.path("sandi"), PermissionsExt::from_mode(0o600)).unwrap();
    assert_eq!(site.run_now(&["check"]).code, Some(0));
}

/// What is wrong is told before the day on which mails are to leave.
#[test]
fn a_relay_that_is_not_used_yet_is_checked_too() {
    let site = Site::new(&format!("{}\nsessions = 0", relay(OFF, 2525)));
    let ran = site.run(&["check"]);
    assert_eq!(ran.code, Some(78), "{ran:?}");
    assert!(ran.err.contains("mail.smtp.sessions"), "{ran:?}");
}

#[test]
fn whoever_resumes_is_told_that_mails_still_wait_for_a_person() {
    let site = Site::new(OFF);
    site.change("policy.toml", "2026-Q2", "2024-Q4");
    let person = "197006201994011003;Bambang Basri;PNS;setda;Sekretariat;Sekretaris;bambang@samarinda.example.go.id;";
    site.write("pegawai.csv", people(&[person]));
    site.ok(&["import", "pegawai.csv"]);
    site.sql("UPDATE unit SET known_since = NULL");
    site.run_now(&["--as-of", "2025-01-20T08:00:00+07:00", "run", "--once"]);
    site.configure(&relay("mode = \"live\"", closed_port()));
    assert_eq!(site.run_now(&["run", "--once"]).code, Some(75));
    for _ in 0..2 {
        let said = site.run_now(&["outbox", "resume", "--by", "Budi"]).out;
        assert!(said.starts_with("mails still wait for `kinerja-daemon outbox confirm"), "{said}");
        assert!(site.run_now(&["status"]).out.contains("outbox confirm --by WHO"));
    }
    site.run_now(&["outbox", "confirm", "--by", "Ani"]);
    let said = site.run_now(&["outbox", "resume", "--by", "Budi"]).out;
    assert_eq!(said, "nothing kept the mails waiting\n");
}

#[test]
fn live_mail_to_a_relay_that_is_away_waits_too() {
    let site = Site::new(OFF);
    // Live mail goes by the host's clock, so the test does not know what is due.
    site.change("policy.toml", "2026-Q2", "2024-Q4");
    site.write(
        "pegawai.csv",
        people(&[
            "197006201994011003;Bambang Basri;PNS;setda;Sekretariat;Sekretaris;bambang@samarinda.example.go.id;",
        ]),
    );
    site.ok(&["import", "pegawai.csv"]);
    // As if the unit had been known then.
    site.sql("UPDATE unit SET known_since = NULL");
    let ran = site.run_now(&["--as-of", "2025-01-20T08:00:00+07:00", "run", "--once"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert_eq!(ran.out.lines().last(), Some("mail is off: mails are queued and wait"));
    site.sql("UPDATE mail SET state = 'sent', last_reply = 'maildir' WHERE id = 1");
    site.configure(&relay("mode = \"live\"", closed_port()));
    // Nothing leaves before a person has said so.
    let ran = site.run_now(&["run", "--once"]);
    assert_eq!(ran.code, Some(75), "{ran:?}");
    assert!(ran.err.contains("would reach people for the first time"), "{}", ran.err);
    assert!(site.run_now(&["status"]).out.contains("outbox confirm --by WHO"));
    let confirmed = site.run_now(&["outbox", "confirm", "--by", "Ani, kepegawaian"]).out;
    assert!(confirmed.starts_with("mails may reach the people: confirmed by Ani, kepegawaian, 20"));
    let again = site.run_now(&["outbox", "confirm", "--by", "Budi"]).out;
    assert_eq!(again, confirmed, "the first word stays");
    let ran = site.run_now(&["run", "--once"]);
    let results = site.count("SELECT COUNT(*) FROM result");
    assert!(results >= 1);
    assert_eq!(ran.err.matches("were sent in a rehearsal").count(), 1, "{ran:?}");
    let results = results - 1;
    assert_eq!(ran.code, Some(75), "{ran:?}");
    let said = format!("results are on record; {results} mails wait because the mail relay is");
    assert!(ran.err.lines().any(|line| line.starts_with(&said)), "{}", ran.err);
    assert!(ran.err.contains(": 127.0.0.1:"), "it does not say which relay: {}", ran.err);
    assert_eq!(site.count("SELECT COUNT(*) FROM queue_state WHERE name LIKE 'relay/%'"), 1);
    let said = site.run_now(&["outbox", "resume", "--by", "Budi"]).out;
    assert_eq!(said, "mails may leave again, at the next pass\n");
    assert_eq!(site.count("SELECT COUNT(*) FROM queue_state"), 0);
    let said = site.run_now(&["outbox", "resume", "--by", "Budi"]).out;
    assert_eq!(said, "nothing kept the mails waiting\n");
    let who = "SELECT COUNT(*) FROM setting WHERE key LIKE 'mail_resumed/%' AND value = 'Budi'";
    assert_eq!(site.count(who), 2);
}
