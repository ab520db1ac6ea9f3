//! A relay that hangs holds up its mails and nothing else.

use std::{
    fs::read_link,
    net::{TcpListener, TcpStream},
    process::Command,
    sync::mpsc::{Receiver, channel},
    thread::spawn,
    time::Duration,
};

use crate::{
    daemon::{SENT, lock, wait_until},
    site::{Background, OFF, Site},
    stopping::{relay, stop},
};

/// A relay that takes connections and never says a word; tells of each.
fn silent() -> (u16, Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, came) = channel();
    spawn(move || {
        let mut kept: Vec<TcpStream> = Vec::new();
        for stream in listener.incoming() {
            kept.push(stream.unwrap());
            if tell.send(()).is_err() {
                return;
            }
        }
    });
    (port, came)
}

/// A daemon that looks for work every second, and whose relay has hung itself up.
fn hung((port, came): (u16, Receiver<()>)) -> (Site, Background, Receiver<()>) {
    let mail = format!(
        "mode = \"redirect\"\nredirect_to = \"uji@kinerja.example.go.id\"\n\
         [mail.smtp]\nhost = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\nsessions = 2"
    );
    let site = Site::evaluated(&mail);
    site.change("kinerja.toml", "policies", "wake = \"* * * * * *\"\npolicies");
    let daemon = site.start(&["run"]);
    assert!(came.recv_timeout(Duration::from_mins(1)).is_ok(), "{}", site.read("log"));
    (site, daemon, came)
}

/// Corrects a rating, as people do at any hour.
fn correct(site: &Site) {
    let row =
        "197307192003012003;2026-Q2;197006201994011003;2026-07-01;120;120;120;120;120;120;120";
    let headings = "nip;periode;nip_penilai;tanggal;berorientasi_pelayanan;akuntabel;kompeten;harmonis;loyal;adaptif;kolaboratif";
    site.write("perilaku.csv", format!("{headings}\n{row}\n"));
    done(site, &["import", "perilaku.csv"]);
    let evaluate = ["evaluate", "--region", "samarinda", "--period", "2026-Q2"];
    done(site, &[&evaluate[..], &["--revise", "dinilai ulang"]].concat());
}

/// Does something as soon as no pass is at work, which takes a moment each second.
fn done(site: &Site, words: &[&str]) {
    wait_until("done", site, || {
        let ran = site.run(words);
        assert!([Some(0), Some(75)].contains(&ran.code), "{words:?}: {ran:?}");
        ran.code == Some(0)
    });
}

/// Cancels the first mail, which is in hand, and the last.
fn cancel(site: &Site) {
    let [first, last] = ["MIN", "MAX"].map(|which| {
        site.count(&format!("SELECT {which}(id) FROM mail WHERE state <> 'data_started'"))
    });
    let (first, last) = (first.to_string(), last.to_string());
    done(site, &["outbox", "cancel", &first, &last, "--by", "Siti", "--reason", "salah kirim"]);
}

#[test]
fn f47_while_a_relay_hangs_people_and_the_daemon_go_on_with_all_other_work() {
    for relay in [silent(), relay(Duration::from_mins(2))] {
        let (site, daemon, _came) = hung(relay);
        let published = || read_link(site.path("summaries/samarinda")).ok();
        wait_until("published", &site, || published().is_some());
        let before = published();
        cancel(&site);
        let cancelled = "SELECT COUNT(*) FROM mail WHERE state = 'cancelled' OR to_cancel = 1";
        assert_eq!(site.count(cancelled), 2);
        correct(&site);
        wait_until("published anew", &site, || published() != before);
        assert_eq!(site.count(SENT), 0, "the relay does not hang");
        stop(&site, daemon);
    }
}

#[test]
fn after_a_reload_no_mail_leaves_by_the_configuration_before() {
    let (port, _arrived) = relay(Duration::from_millis(50));
    let mail = format!(
        "mode = \"redirect\"\nredirect_to = \"uji@kinerja.example.go.id\"\n\
         [mail.smtp]\nhost = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\nsessions = 1"
    );
    let site = Site::evaluated(&mail);
    let daemon = site.start(&["run"]);
    wait_until("sending", &site, || site.count(SENT) > 0);
    site.configure(OFF);
    let pid = daemon.0.id().to_string();
    assert!(Command::new("kill").args(["-HUP", &pid]).status().unwrap().success());
    wait_until("told", &site, || site.read("log").contains("no more mails leave for now"));
    let (sent, waiting) = (site.count(SENT), "SELECT COUNT(*) FROM mail WHERE state = 'queued'");
    assert!((1..200).contains(&sent) && site.count(waiting) == 200 - sent, "{sent} left");
    stop(&site, daemon);
    assert_eq!(site.count(SENT), sent);
}

/// As if whoever sends had the right to write.
#[test]
fn f47_control_whoever_kept_the_right_to_write_while_mails_are_sent_would_hold_up_all_work() {
    let (site, _daemon, _came) = hung(silent());
    let mut writing = None;
    wait_until("idle", &site, || {
        writing = lock(&site);
        writing.is_some()
    });
    let waits = "a pass waits for the next wake";
    wait_until("waiting", &site, || site.read("log").contains(waits));
    let mail = ["outbox", "cancel", "1", "--by", "Siti", "--reason", "salah kirim"];
    assert_eq!(site.run(&mail).code, Some(75));
}
