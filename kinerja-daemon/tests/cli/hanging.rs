//! A relay that hangs holds up its mails and nothing else.

use std::{
    fs::read_link,
    net::{TcpListener, TcpStream},
    sync::mpsc::{Receiver, channel},
    thread::spawn,
    time::Duration,
};

use crate::{
    daemon::{SENT, lock, wait_until},
    site::{Background, Site},
    stopping::{relay, stop},
};

const LAST: &str = "SELECT MAX(id) FROM mail WHERE state = 'queued'";

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
    site.ok(&["import", "perilaku.csv"]);
    let evaluate = ["evaluate", "--region", "samarinda", "--period", "2026-Q2"];
    site.ok(&[&evaluate[..], &["--revise", "dinilai ulang"]].concat());
}

fn cancel(site: &Site) -> Option<i32> {
    let mail = site.count(LAST).to_string();
    site.run(&["outbox", "cancel", &mail, "--by", "Siti", "--reason", "salah kirim"]).code
}

#[test]
fn f47_while_a_relay_hangs_people_and_the_daemon_go_on_with_all_other_work() {
    for relay in [silent(), relay(Duration::from_mins(2))] {
        let (site, daemon, _came) = hung(relay);
        let published = || read_link(site.path("summaries/samarinda")).ok();
        wait_until("published", &site, || published().is_some());
        let before = published();
        assert_eq!(cancel(&site), Some(0));
        assert_eq!(site.count("SELECT COUNT(*) FROM mail WHERE state = 'cancelled'"), 1);
        correct(&site);
        wait_until("published anew", &site, || published() != before);
        assert_eq!(site.count(SENT), 0, "the relay does not hang");
        stop(&site, daemon);
    }
}

/// As if whoever sends had the right to write.
#[test]
fn f47_control_whoever_kept_the_right_to_write_while_mails_are_sent_would_hold_up_all_work() {
    let (site, _daemon, _came) = hung(silent());
    wait_until("idle", &site, || lock(&site).is_some());
    let waits = "a pass waits for the next wake";
    let _writing = lock(&site).unwrap();
    wait_until("waiting", &site, || site.read("log").contains(waits));
    assert_eq!(cancel(&site), Some(75));
}
