//! The daemon at work: one on its database, out of the way of people between two
//! passes, quick to stop, silent about people.

use std::{
    fs::File,
    thread::sleep,
    time::{Duration, Instant},
};

use crate::site::{MAILDIR, Site, examples};

/// Waits for something that the daemon does.
pub(crate) fn wait_until(what: &str, site: &Site, mut done: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < Duration::from_secs(30), "not {what}:\n{}", site.read("log"));
        sleep(Duration::from_millis(20));
    }
}

/// How many mails have left.
pub(crate) const SENT: &str = "SELECT COUNT(*) FROM mail WHERE state = 'sent'";

/// The right to write, when nobody has it.
pub(crate) fn lock(site: &Site) -> Option<File> {
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    let file = options.open(site.path("kinerja.lock")).unwrap();
    file.try_lock().is_ok().then_some(file)
}

#[test]
fn people_import_and_revise_while_the_daemon_is_up_and_idle() {
    let site = Site::filled(MAILDIR);
    let _daemon = site.start(&["run"]);
    wait_until("done with the mails", &site, || {
        site.read("log").contains("ready") && site.count(SENT) == 200
    });
    wait_until("idle", &site, || lock(&site).is_some());
    let row =
        "197307192003012003;2026-Q2;197006201994011003;2026-07-01;120;120;120;120;120;120;120";
    let headings = "nip;periode;nip_penilai;tanggal;berorientasi_pelayanan;akuntabel;kompeten;harmonis;loyal;adaptif;kolaboratif";
    site.write("perilaku.csv", format!("{headings}\n{row}\n"));
    site.ok(&["import", "perilaku.csv"]);
    let evaluate = ["evaluate", "--region", "samarinda", "--period", "2026-Q2"];
    site.ok(&[&evaluate[..], &["--revise", "dinilai ulang"]].concat());
    assert_eq!(site.count("SELECT COUNT(*) FROM run WHERE revision = 2"), 1);
}

#[test]
fn a_pass_and_the_commands_that_write_keep_out_of_each_others_way() {
    let site = Site::filled(MAILDIR);
    site.change("kinerja.toml", "policies", "wake = \"* * * * * *\"\npolicies");
    let writing = lock(&site).unwrap();
    let folder = examples();
    let commands: [&[&str]; 3] = [
        &["import", folder.to_str().unwrap()],
        &["evaluate", "--region", "samarinda", "--period", "2026-Q2"],
        &["run", "--once"],
    ];
    for command in commands {
        let ran = site.run(command);
        assert_eq!(ran.code, Some(75), "{command:?}: {ran:?}");
        assert!(ran.err.starts_with("another kinerja-daemon is at work on this database"));
    }
    let _daemon = site.start(&["run"]);
    wait_until("waiting twice", &site, || {
        site.read("log").matches("a pass waits for the next wake").count() >= 2
    });
    assert_eq!(site.count("SELECT COUNT(*) FROM run"), 0);
    drop(writing);
    wait_until("done with the mails", &site, || site.count(SENT) == 200);
}

#[test]
fn a_second_daemon_is_told_who_is_up_and_the_first_stops_at_once() {
    let site = Site::filled(MAILDIR);
    let mut daemon = site.start(&["--log", "json", "run"]);
    let pid = daemon.0.id().to_string();
    wait_until("at work", &site, || site.read("log").contains("\"ready\""));
    for command in [&["run", "--once"][..], &["run"]] {
        let ran = site.run(command);
        let said = format!(
            "`kinerja-daemon run` is up on this database already (process {pid}); stop it first\n"
        );
        assert_eq!((ran.code, ran.err), (Some(75), said), "{command:?}");
    }
    // Looking on is no disturbance.
    let said = site.ok(&["status"]);
    assert!(said.starts_with("daemon: up (process "), "{said}");

    wait_until("done with the mails", &site, || site.count(SENT) == 200);
    wait_until("idle", &site, || lock(&site).is_some());
    daemon.ask_to_stop();
    let asked = Instant::now();
    let ended = daemon.0.wait().unwrap();
    assert!(asked.elapsed() < Duration::from_secs(30), "{:?}", asked.elapsed());
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
