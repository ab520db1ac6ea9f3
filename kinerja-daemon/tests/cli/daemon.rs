//! The daemon at work: alone on its database, quick to stop, silent about people.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use crate::site::{MAILDIR, Site, examples};

fn wait_until(what: &str, site: &Site, mut done: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < Duration::from_secs(30), "not {what}:\n{}", site.read("log"));
        sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_second_instance_is_told_who_is_at_work_and_the_first_stops_at_once() {
    let site = Site::filled(MAILDIR);
    let mut daemon = site.start(&["--log", "json", "run"]);
    let pid = daemon.0.id().to_string();
    wait_until("at work", &site, || site.read("log").contains("\"ready\""));

    let folder = examples();
    let folder = folder.to_str().unwrap();
    let commands: [&[&str]; 3] = [
        &["import", folder],
        &["evaluate", "--region", "samarinda", "--period", "2026-Q2"],
        &["run", "--once"],
    ];
    for command in commands {
        let ran = site.run(command);
        let said = format!(
            "another kinerja-daemon is at work on this database (process {pid}): try again later\n"
        );
        assert_eq!((ran.code, ran.err), (Some(75), said), "{command:?}");
    }
    // Looking on is no disturbance.
    assert!(site.ok(&["status"]).starts_with("samarinda: 9 units, "));

    let sent = "SELECT COUNT(*) FROM mail WHERE state = 'sent'";
    wait_until("done with the mails", &site, || site.count(sent) == 200);
    sleep(Duration::from_millis(100));
    daemon.ask_to_stop();
    let asked = Instant::now();
    let ended = daemon.0.wait().unwrap();
    assert!(asked.elapsed() < Duration::from_secs(1), "{:?}", asked.elapsed());
    assert_eq!(ended.code(), Some(0), "{}", site.read("log"));
    assert_eq!(site.count("SELECT COUNT(*) FROM result"), 203);
    assert!(site.path("summaries/samarinda").exists());
    assert_log_names_nobody(&site.read("log"));
    assert_eq!(
        site.ok(&["run", "--once"]).lines().next(),
        Some("evaluated 0 units, 0 people; published 0 summaries")
    );
}

/// Every line is JSON, and no cell that tells of a person stands in any.
fn assert_log_names_nobody(log: &str) {
    assert!(log.lines().count() > 9, "{log}");
    for line in log.lines() {
        let entry: serde_json::Value = serde_json::from_str(line).expect(line);
        assert!(entry["level"].is_string() && entry["fields"].is_object(), "{line}");
    }
    let people = std::fs::read_to_string(examples().join("pegawai.csv")).unwrap();
    for row in people.lines().skip(1) {
        let cells: Vec<_> = row.split(';').collect();
        let [nip, name, email] = [cells[0], cells[1], cells[6]];
        let bare = name.split(',').next().unwrap();
        for cell in [nip, name, bare, email].into_iter().filter(|cell| !cell.is_empty()) {
            assert!(!log.contains(cell), "the log tells {cell}");
        }
    }
    assert!(!log.contains('@'), "the log has an address");
}
